"""Panels that are hidden at first and load only when they are first shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from convviz.ui.bridge import Bridge


class LazyDock(QDockWidget):
    """A dock whose content is made when somebody looks.

    Parameters
    ----------
    name
        Its title, and its name among the window's saved places.
    make
        Makes the content; imports what it needs only then.
    bridge
        What the content shows.
    parent
        The window.
    """

    def __init__(
        self, name: str, make: Callable[[Bridge], QWidget], bridge: Bridge, parent: QMainWindow
    ) -> None:
        super().__init__(name, parent)
        self._make = make
        self._bridge = bridge
        self.setObjectName(f"dock-{name.lower()}")
        self.setAccessibleName(name)
        self.setAllowedAreas(
            Qt.DockWidgetArea.BottomDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea
        )
        self.hide()
        self.visibilityChanged.connect(self._fill)

    def _fill(self, visible: bool) -> None:
        if visible and self.widget() is None:
            self.setWidget(self._make(self._bridge))


def sizes(bridge: Bridge) -> QWidget:
    """Return the "Sizes" panel."""
    from convviz.ui.panels.sizes import SizesPanel  # noqa: PLC0415 - loads pyqtgraph

    return SizesPanel(bridge)


def solve(bridge: Bridge) -> QWidget:
    """Return the "Solve" panel."""
    from convviz.ui.panels.solve import SolvePanel  # noqa: PLC0415 - only when somebody looks

    return SolvePanel(bridge)


def values(bridge: Bridge) -> QWidget:
    """Return the "Values" panel."""
    from convviz.ui.panels.values import ValuesPanel  # noqa: PLC0415 - loads pyqtgraph

    return ValuesPanel(bridge)
