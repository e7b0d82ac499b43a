"""Starting the window."""

from __future__ import annotations

import signal
from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from convviz import assets
from convviz.document.editing import new_document
from convviz.paint.qt import application
from convviz.places import settings_folder
from convviz.session.session import Session
from convviz.ui import settings, theme
from convviz.ui.bridge import Bridge
from convviz.ui.errors import Errors
from convviz.ui.garbage import Collector
from convviz.ui.window import Window

NAME = "convviz"


def run(file: Path | None = None) -> int:
    """Open the window, on a file when one is given, and return when it was closed.

    Parameters
    ----------
    file
        A document, an exported frame, a picture, an array or a table.

    Returns
    -------
    int
        The program's exit code.
    """
    app = cast("QApplication", application(widgets=True))
    window = make_window(app, file)
    window.canvas.painted_first.connect(window.furnish, Qt.ConnectionType.QueuedConnection)
    Collector(window)
    errors = Errors(window)
    errors.install()
    # Qt's loop holds Python's signals back: let the terminal's Ctrl+C end the program at once.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    window.show()
    try:
        return app.exec()
    finally:
        errors.remove()
        window.bridge.stop()
        window.bridge.wait()


def make_window(app: QApplication, file: Path | None = None) -> Window:
    """Return the window with the opening scene, neither shown nor furnished yet.

    Parameters
    ----------
    app
        The application.
    file
        What it opens as soon as it is furnished; None for what the settings ask for.
    """
    app.setApplicationName(NAME)
    app.setOrganizationName(NAME)
    app.setDesktopFileName(NAME)
    path = settings_path()
    chosen = settings.load(path)
    theme.apply(app, theme.wanted(chosen.theme))
    session = Session(new_document())
    session.play(replace(session.state.playback, speed=chosen.speed, loop=chosen.loop))
    store = QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, NAME, "window"
    )
    window = Window(Bridge(session), store, path, file or last_document(chosen, store))
    QGuiApplication.styleHints().colorSchemeChanged.connect(window.apply_theme)
    icon = assets.root() / "icons" / "convviz.svg"
    if icon.is_file():
        app.setWindowIcon(QIcon(str(icon)))
    return window


def settings_path() -> Path:
    """Return the settings' file."""
    return settings_folder() / "settings.json"


def last_document(chosen: settings.Settings, store: QSettings) -> Path | None:
    """Return the document that was open last, when the settings ask for it and it is there."""
    last = cast("str", store.value("last", "", type=str))
    wanted = chosen.start == "last" and last and Path(last).is_file()
    return Path(last) if wanted else None
