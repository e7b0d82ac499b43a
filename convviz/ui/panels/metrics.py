"""The grid that all rows of the parameter panel stand on, in pixels."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout

LABEL, BOX, SLIDER, CHAIN = 0, 1, 2, 3
COLUMNS = 4
LABEL_WIDTH = 80
BOX_WIDTH = 68
CHAIN_WIDTH = 24
GAP = 8
LINE = 4
"""Between the rows of one parameter."""


def set_columns(grid: QGridLayout) -> None:
    """Give a grid the panel's columns: label, number, slider, chain."""
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(GAP)
    grid.setVerticalSpacing(LINE)
    grid.setColumnMinimumWidth(LABEL, LABEL_WIDTH)
    grid.setColumnMinimumWidth(BOX, BOX_WIDTH)
    grid.setColumnMinimumWidth(CHAIN, CHAIN_WIDTH)
    grid.setColumnStretch(SLIDER, 1)
