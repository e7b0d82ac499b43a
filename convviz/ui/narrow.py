"""Narrow windows: a panel gives way to the picture, and comes back where there is room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

ASIDE = "aside"
"""Property of a panel that has no place on the page that is on show."""
LEAST = 800, 600
"""Width and height of the smallest window."""
_NARROW = 1060
"""Width below which the panel gives way."""


class GivesWay(QObject):
    """Hides a panel of a window while that is narrow.

    One that was shown or hidden by hand stays so until the window is wide again.

    Parameters
    ----------
    panel
        The panel.
    window
        The window; it may be made as small as `LEAST` from now on.
    """

    def __init__(self, panel: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self._panel = panel
        self._narrow = False
        self._gave_way = False
        window.setMinimumSize(*LEAST)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at the window's width."""
        if isinstance(event, QResizeEvent):
            self._fit(event.size().width())
        return super().eventFilter(watched, event)

    def _fit(self, width: int) -> None:
        narrow = width < _NARROW
        if narrow == self._narrow:
            return
        self._narrow = narrow
        if narrow and not self._panel.isHidden():
            self._gave_way = True
            self._panel.hide()
        elif not narrow and self._gave_way:
            self._gave_way = False
            self._panel.setVisible(not self._panel.property(ASIDE))
