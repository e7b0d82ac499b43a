"""The window: a changed parameter, a step, and the start, beside what bare Qt needs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QSettings, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from convviz.document.editing import new_document
from convviz.layers import Conv2d
from convviz.session.session import Session
from convviz.ui import settings, theme
from convviz.ui.bridge import Bridge
from convviz.ui.settings import Settings
from convviz.ui.window import Window

ROOT = Path(__file__).resolve().parents[2]
SIDES = (8, 32, 128, 512)
SIZES = [(1280, 800), (1920, 1080)]


class Bare(QWidget):
    """A widget of the canvas's size that fills itself with one colour."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor("white"))
        painter.end()


@pytest.fixture
def opened(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[[int], Window]]:
    theme.apply(qapp, "light")
    made: list[Window] = []

    def open_one(side: int) -> Window:
        session = Session(new_document(Conv2d(1, 1, 3, bias=False), (1, side, side)))
        store = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
        settings.save(Settings(motion="never"), tmp_path / "settings.json")
        window = Window(Bridge(session), store, tmp_path / "settings.json")
        window.furnish()
        window.resize(1280, 800)
        window.show()
        settle(window)
        made.append(window)
        return window

    yield open_one
    for window in made:
        window.bridge.session.open(new_document(), None)
        window.close()
        window.bridge.wait()
        window.deleteLater()
    qapp.processEvents()


def settle(window: Window) -> None:
    """Return when all that was asked for is computed and painted."""
    while True:
        QApplication.processEvents()
        if not window.bridge.state.pending:
            break
    QApplication.processEvents()


def sized(window: Window, size: tuple[int, int]) -> Window:
    """Return a window of another size, painted."""
    window.resize(*size)
    settle(window)
    return window


def zoomed(window: Window, zoom: float) -> Window:
    """Return a window with its view zoomed into the middle."""
    document = window.bridge.state.document
    rows, columns = document.input.shape[1:]
    view = replace(document.view, zoom=zoom, centre=(rows / 2, columns / 2))
    window.bridge.session.view(view)
    settle(window)
    return window


@pytest.mark.benchmark(group="parameter change to painted frame")
@pytest.mark.parametrize("side", SIDES)
def test_parameter_change(benchmark: Any, opened: Callable[[int], Window], side: int) -> None:
    window = opened(side)
    paddings = cycle((1, 0))

    def change() -> None:
        pads = next(paddings)
        window.bridge.session.change("padding", {"padding": ((pads, pads),) * 2})
        settle(window)

    benchmark.pedantic(change, rounds=20, warmup_rounds=2)


@pytest.mark.benchmark(group="a step, painted")
@pytest.mark.parametrize("side", SIDES)
def test_step(benchmark: Any, opened: Callable[[int], Window], side: int) -> None:
    window = opened(side)
    middle = len(window.bridge.state.steps) // 2
    steps = cycle(range(middle, middle + 4))

    def step() -> None:
        window.bridge.session.go(next(steps))
        QApplication.processEvents()

    benchmark.pedantic(step, rounds=40, warmup_rounds=4)


@pytest.mark.benchmark(group="a step, painted")
@pytest.mark.parametrize("side", SIDES)
def test_step_of_the_picture_alone(
    benchmark: Any, opened: Callable[[int], Window], side: int
) -> None:
    window = opened(side)
    benchmark.pedantic(window.canvas.repaint, rounds=40, warmup_rounds=4)


@pytest.mark.benchmark(group="full repaint of 128 x 128")
@pytest.mark.parametrize("zoom", [1.0, 8.0])
def test_full_repaint(benchmark: Any, opened: Callable[[int], Window], zoom: float) -> None:
    """At zoom 8 all numbers that are seen are written."""
    canvas = zoomed(opened(128), zoom).canvas

    def repaint() -> None:
        canvas._picture = canvas._still = None
        canvas.repaint()

    benchmark.pedantic(repaint, rounds=40, warmup_rounds=4)


@pytest.mark.benchmark(group="hover")
@pytest.mark.parametrize("side", SIDES)
def test_hover(benchmark: Any, opened: Callable[[int], Window], side: int) -> None:
    window = opened(side)
    canvas = window.canvas
    places = cycle(QPointF(40 + 5 * at, canvas.height() / 2 + at % 9) for at in range(40))

    def hover() -> None:
        window.bridge.session.point(canvas.target_at(next(places)))
        QApplication.processEvents()

    benchmark.pedantic(hover, rounds=80, warmup_rounds=4)


@pytest.mark.benchmark(group="as a person does it, painted")
@pytest.mark.parametrize("size", SIZES)
def test_step_by_the_key(
    benchmark: Any, opened: Callable[[int], Window], size: tuple[int, int]
) -> None:
    window = sized(opened(128), size)
    window.canvas.setFocus()

    def press() -> None:
        QTest.keyClick(window.canvas, Qt.Key.Key_Right)
        QApplication.processEvents()

    benchmark.pedantic(press, rounds=40, warmup_rounds=4)
    assert window.bridge.state.document.step >= 40


@pytest.mark.benchmark(group="as a person does it, painted")
@pytest.mark.parametrize("size", SIZES)
def test_hover_by_the_mouse(
    benchmark: Any, opened: Callable[[int], Window], size: tuple[int, int]
) -> None:
    window = sized(opened(128), size)
    canvas = window.canvas
    rows = [canvas.cell_rect(("input", (10 + at, 10 + at))) for at in range(40)]
    places = cycle(row.center().toPoint() for row in rows if row is not None)

    def move() -> None:
        QTest.mouseMove(canvas, next(places))
        QApplication.processEvents()

    benchmark.pedantic(move, rounds=80, warmup_rounds=4)
    assert window.bridge.state.shown is not None


@pytest.mark.benchmark(group="as a person does it, painted")
@pytest.mark.parametrize("size", SIZES)
def test_frame_on_the_way(
    benchmark: Any, opened: Callable[[int], Window], size: tuple[int, int]
) -> None:
    """A picture between two steps, as painted sixty times a second while gliding."""
    canvas = sized(opened(128), size).canvas
    canvas._glide.begin(canvas.step + 1, 3600.0)
    benchmark.pedantic(canvas.repaint, rounds=40, warmup_rounds=4)
    assert canvas._glide.going
    canvas._glide.stop()


@pytest.mark.benchmark(group="pan and zoom of 4096 x 4096: 16.7 ms is 60 frames a second")
@pytest.mark.parametrize("how", ["pan", "zoom"])
def test_large_input(benchmark: Any, opened: Callable[[int], Window], how: str) -> None:
    window = zoomed(opened(4096), 6.0 if how == "pan" else 1.0)
    canvas, session = window.canvas, window.bridge.session
    ways = cycle([canvas.zoom_in] * 8 + [canvas.zoom_out] * 8)
    middles = cycle(2000.0 + 3 * at for at in range(100))

    def move() -> None:
        if how == "zoom":
            next(ways)()
        else:
            middle = next(middles)
            session.view(replace(window.bridge.state.document.view, centre=(middle, middle)))
        QApplication.processEvents()

    benchmark.pedantic(move, rounds=80, warmup_rounds=4)


@pytest.mark.benchmark(group="a step, painted")
def test_bare_repaint(benchmark: Any, qapp: QApplication) -> None:
    widget = Bare()
    widget.resize(632, 660)
    widget.show()
    qapp.processEvents()

    def repaint() -> None:
        widget.update()
        qapp.processEvents()

    benchmark.pedantic(repaint, rounds=40, warmup_rounds=4)
    widget.close()


PAINTED = """
import sys
from PySide6.QtCore import QEvent, QObject

class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.event(event)
            import os
            os._exit(0)
        return False

first = FirstPaint()
"""
BARE = """
import numpy
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize(1280, 800)
""" + PAINTED + """
window.installEventFilter(first)
window.show()
app.exec()
"""
# As `convviz.__main__` and `convviz.ui.application.run` do it.
OURS = """
import gc
gc.disable()
from convviz.paint.qt import application
from convviz.ui.application import make_window
app = application(widgets=True)
window = make_window(app)
""" + PAINTED + """
window.canvas.installEventFilter(first)
window.show()
app.exec()
"""


@pytest.mark.benchmark(group="process start to first painted frame")
@pytest.mark.parametrize("program", ["bare window with NumPy", "convviz"])
def test_cold_start(benchmark: Any, tmp_path: Path, program: str) -> None:
    code = OURS if program == "convviz" else BARE
    env = {
        **os.environ, "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(tmp_path),
        "QT_QPA_PLATFORM": "offscreen",
        # Compiled once, as an installed program is.
        "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "",
    }

    def start() -> None:
        subprocess.run([sys.executable, "-c", code], env=env, check=True, cwd=tmp_path)

    benchmark.pedantic(start, rounds=7, warmup_rounds=2)
