"""A window as a person finds it, in memory."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from convviz.document.editing import new_document
from convviz.paint.qt import load_fonts
from convviz.session.session import Session
from convviz.ui import settings, theme
from convviz.ui.bridge import Bridge
from convviz.ui.settings import Settings
from convviz.ui.window import Window
from tests.ui.driving import Clock, Driver

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    load_fonts()
    theme.apply(qapp, "light")
    return qapp


@pytest.fixture(autouse=True)
def _collected_here() -> Iterator[None]:
    """Collect garbage in this thread alone, as the program does; see `convviz.ui.garbage`."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def window(
    qtbot: QtBot, dressed: QApplication, clock: Clock, tmp_path: Path
) -> Iterator[Window]:
    shown = make(tmp_path, clock)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.canvas.setFocus()
    yield shown
    put_away(shown)
    dressed.processEvents()


@pytest.fixture
def driver(qtbot: QtBot, window: Window) -> Driver:
    return Driver(qtbot, window)


def make(folder: Path, clock: Clock, size: tuple[int, int] | None = (1280, 800)) -> Window:
    # Nothing glides unless a test is about it: what is on the screen is the step's picture.
    if not (folder / "settings.json").exists():
        settings.save(Settings(motion="never"), folder / "settings.json")
    store = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    bridge = Bridge(Session(new_document()), clock)
    made = Window(bridge, store, folder / "settings.json")
    made.furnish()
    if size is not None:
        made.resize(*size)
    return made


def put_away(shown: Window) -> None:
    shown.bridge.session.open(new_document(), None)
    shown.exports.queue.cancel_all()
    shown.bridge.stop()
    shown.bridge.wait()
    QApplication.processEvents()
    shown.close()
    shown.deleteLater()
