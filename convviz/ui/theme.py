"""The window's colours, from the same theme files as the picture's."""

from __future__ import annotations

import json
from functools import cache
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from convviz import assets
from convviz.options import ThemeName
from convviz.paint.theme import Theme, theme
from convviz.ui.settings import ThemeChoice

FONT = "DejaVu Sans"
_POINTS = 9.5


@cache
def colours(name: ThemeName) -> dict[str, str]:
    """Return the window's colours by what they are for: the theme file's "ui" part."""
    said: dict[str, str] = json.loads(assets.text("themes", f"{name}.json"))["ui"]
    return said


def wanted(choice: ThemeChoice) -> ThemeName:
    """Return the theme for a choice; light where the desktop says nothing."""
    if choice != "system":
        return choice
    scheme = QGuiApplication.styleHints().colorScheme()
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def theme_name(widget: QWidget) -> ThemeName:
    """Return the name of the theme that a widget is shown in."""
    return "dark" if widget.palette().color(QPalette.ColorRole.Window).lightness() < 128 else "light"


def scene_theme(widget: QWidget) -> Theme:
    """Return the theme for a picture inside a widget; ask again after a PaletteChange event."""
    return theme(theme_name(widget))


def colour(widget: QWidget, name: str) -> QColor:
    """Return one of the window's colours in the theme that a widget is shown in."""
    return QColor(colours(theme_name(widget))[name])


def apply(application: QApplication, name: ThemeName) -> None:
    """Show the whole program in a theme."""
    if application.style().name() != "fusion":
        application.setStyle(QStyleFactory.create("Fusion"))
        font = QFont(FONT)
        font.setPointSizeF(_POINTS)
        application.setFont(font)
    application.setPalette(palette(name))
    application.setStyleSheet(style_sheet(name))


def palette(name: ThemeName) -> QPalette:
    """Return Qt's palette in a theme."""
    said = {key: QColor(value) for key, value in colours(name).items()}
    role = QPalette.ColorRole
    made = QPalette()
    for which, key in (
        (role.Window, "window"), (role.WindowText, "text"), (role.Base, "field"),
        (role.AlternateBase, "hover"), (role.Text, "text"), (role.Button, "surface"),
        (role.ButtonText, "text"), (role.BrightText, "accent_text"), (role.Link, "accent"),
        (role.Highlight, "accent"), (role.HighlightedText, "accent_text"),
        (role.Accent, "accent"), (role.ToolTipBase, "tooltip"), (role.ToolTipText, "tooltip_text"),
        (role.PlaceholderText, "muted"), (role.Light, "surface"), (role.Midlight, "hover"),
        (role.Mid, "border"), (role.Dark, "border"), (role.Shadow, "border"),
    ):
        made.setColor(which, said[key])
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, said["disabled"])
    return made


def style_sheet(name: ThemeName) -> str:
    """Return the little that a palette can't say: corners, spaces, quiet buttons."""
    icons = assets.path("icons").as_posix()
    return Template(assets.text("themes", "window.qss")).substitute(
        colours(name), icons=icons, theme=name
    )
