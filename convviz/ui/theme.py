"""The window's colours, from the same theme files as the picture's."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from convviz.options import ThemeName
from convviz.paint.theme import Theme, theme
from convviz.ui.settings import ThemeChoice
from convviz.ui.style import style_sheet

FONT = "DejaVu Sans"
PIXELS = 12
"""Size of the window's text."""

_ROLES = (
    (QPalette.ColorRole.Window, "window"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Base, "base"),
    (QPalette.ColorRole.AlternateBase, "window"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.Button, "button"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.BrightText, "accent.text"),
    (QPalette.ColorRole.Link, "link"),
    (QPalette.ColorRole.Highlight, "selection"),
    (QPalette.ColorRole.HighlightedText, "selection.text"),
    (QPalette.ColorRole.Accent, "accent"),
    (QPalette.ColorRole.ToolTipBase, "tooltip"),
    (QPalette.ColorRole.ToolTipText, "tooltip.text"),
    (QPalette.ColorRole.PlaceholderText, "muted"),
    (QPalette.ColorRole.Light, "button"),
    (QPalette.ColorRole.Midlight, "button.hover"),
    (QPalette.ColorRole.Mid, "border"),
    (QPalette.ColorRole.Dark, "border"),
    (QPalette.ColorRole.Shadow, "border"),
)


def wanted(choice: ThemeChoice) -> ThemeName:
    """Return the theme for a choice; light where the desktop says nothing."""
    if choice != "system":
        return choice
    scheme = QGuiApplication.styleHints().colorScheme()
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def scene_theme(widget: QWidget) -> Theme:
    """Return the theme that a widget is shown in; ask again after a PaletteChange event."""
    lightness = widget.palette().color(QPalette.ColorRole.Window).lightness()
    return theme("dark" if lightness < 128 else "light")


def colour(widget: QWidget, name: str) -> QColor:
    """Return one of the window's colours in the theme that a widget is shown in."""
    return QColor(*scene_theme(widget).ui[name])


def apply(application: QApplication, name: ThemeName) -> None:
    """Show the whole program in a theme."""
    if application.style().name() != "fusion":
        application.setStyle(QStyleFactory.create("Fusion"))
    font = QFont(FONT)
    font.setPixelSize(PIXELS)
    application.setFont(font)
    application.setPalette(palette(theme(name)))
    application.setStyleSheet(style_sheet(theme(name)))


def palette(shown: Theme) -> QPalette:
    """Return Qt's palette in a theme."""
    made = QPalette()
    for role, name in _ROLES:
        made.setColor(role, QColor(*shown.ui[name]))
    disabled = QColor(*shown.ui["disabled"])
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text,
                 QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, disabled)
    return made
