"""The one place that makes Qt's application object, and the fonts bundled for it."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from convviz import assets
from convviz.errors import ConvvizError

FAMILY = "DejaVu Sans"
FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")

_LOADED = "convviz fonts"  # a property of the application, gone with it


def application(*, widgets: bool = False) -> QGuiApplication:
    """Return the running application, or a new one with the bundled fonts.

    On Linux a new one without widgets paints into memory only: it needs no
    display, and asks none, which could make Qt abort.

    Parameters
    ----------
    widgets
        Make one that can open windows of widgets.

    Raises
    ------
    ConvvizError
        The running one can't paint, or a font is missing.
    """
    running = QCoreApplication.instance()
    if running is None:
        running = _new(widgets=widgets)
    if not isinstance(running, QGuiApplication):
        raise ConvvizError("a Qt application that can't paint is running; make a QGuiApplication")
    load_fonts()
    return running


def _new(*, widgets: bool) -> QGuiApplication:
    if not widgets:
        return QGuiApplication([*sys.argv[:1], *_into_memory()])
    if has_no_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - pictures need no widgets

    return QApplication(sys.argv[:1])


def _into_memory() -> list[str]:
    """Return the arguments that keep Qt from asking a display for pictures alone."""
    wanted = os.environ.get("QT_QPA_PLATFORM", "")
    asks = not wanted or wanted.startswith(("xcb", "wayland"))
    return ["-platform", "offscreen"] if asks and sys.platform.startswith("linux") else []


def has_no_display() -> bool:
    """Return whether this is a Linux session in which no window can open."""
    return sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def load_fonts() -> None:
    """Register the bundled fonts with the running application, once.

    Raises
    ------
    ConvvizError
        A font is missing or broken, or there is no application yet.
    """
    running = QCoreApplication.instance()
    if running is None:
        raise ConvvizError("fonts can be loaded only after the application was made")
    if running.property(_LOADED):
        return
    for name in FILES:
        if QFontDatabase.addApplicationFont(str(assets.path("fonts", name))) < 0:
            raise ConvvizError(f"the bundled font {name} can't be read; install convviz again")
    running.setProperty(_LOADED, True)


def font(size: float, *, bold: bool = False) -> QFont:
    """Return the bundled font in a size in pixels, set as the width tables measure it."""
    chosen = QFont(FAMILY)
    chosen.setPixelSize(max(1, round(size)))
    chosen.setBold(bold)
    chosen.setKerning(False)
    chosen.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return chosen
