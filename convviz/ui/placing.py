"""Small helpers that put widgets in their places."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget


def stacked(parent: QWidget, *widgets: QWidget) -> QVBoxLayout:
    """Put widgets below one another without gaps; the first takes the room that is left."""
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget, int(widget is widgets[0]))
    return column


def focusable(parent: QWidget) -> list[QWidget]:
    """Return a panel's fields in the order in which they were made, without Qt's own parts."""
    return [
        widget
        for widget in parent.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.window() is parent.window()
        and not widget.objectName().startswith("qt_")
    ]
