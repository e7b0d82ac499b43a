"""Marks that the style sheet knows: what is wrong, what is said how."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget


def show_wrong(widget: QWidget, *, wrong: bool) -> None:
    """Mark a field as one that has to be mended, or as right."""
    if bool(widget.property("wrong")) != wrong:
        widget.setProperty("wrong", wrong)
        # A style sheet reads properties only when a widget is polished.
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def show_tone(widget: QWidget, tone: str) -> None:
    """Have a label said in another tone: "muted", "error", "warning", "title" or ""."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        # As above.
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def muted(text: str) -> QLabel:
    """Return a label that stands back."""
    label = QLabel(text)
    label.setProperty("tone", "muted")
    return label
