"""What holds for the window as a whole: names, memory, errors, a loop that never stands still."""

import gc
import sys
import weakref
from pathlib import Path
from time import monotonic

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QScrollBar,
    QWidget,
)

from convviz.document import editing
from convviz.document.document import InputSource
from convviz.document.editing import new_document
from convviz.session.session import Session
from convviz.ui.bridge import Bridge
from convviz.ui.errors import Errors
from convviz.ui.panels.export import ExportDialog
from convviz.ui.panels.whole_number import WholeNumberBox
from convviz.ui.window import Window
from convviz.ui.work import Job
from tests.ui.conftest import make, put_away
from tests.ui.driving import Clock, Driver

CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)

AIM, LIMIT = 0.05, 0.25


def test_every_control_has_a_name(driver: Driver) -> None:
    for dock in driver.window.docks:
        dock.show()
    driver.window.bridge.session.change("Wrong", {"kernel_size": (9, 9)})
    driver.window.show_palette()
    driver.window.show_preferences()
    driver.window.export()
    QApplication.processEvents()
    nameless = [
        (type(widget).__name__, widget.objectName(), type(widget.parent()).__name__)
        for widget in driver.window.findChildren(QWidget)
        if isinstance(widget, CONTROLS)
        and not isinstance(widget, QScrollBar)
        and not widget.isHidden()
        and not widget.objectName().startswith("qt_")
        and not name_of(widget)
    ]
    assert sorted(set(nameless)) == []


def name_of(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


def test_the_picture_tells_its_step_as_a_sentence(driver: Driver) -> None:
    assert "35" in driver.canvas.accessibleDescription()
    driver.window.bridge.session.go(4)
    assert driver.canvas.accessibleDescription().startswith("Step 5 of 9")
    assert "65" in driver.canvas.accessibleDescription()


def test_tab_goes_through_the_window_in_reading_order(driver: Driver) -> None:
    window = driver.window
    order = [window.parameters, window.canvas, window.transport]
    seen = []
    widget = window.parameters
    for _ in range(200):
        widget = widget.nextInFocusChain()
        if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or widget.isHidden():
            continue
        at = next((o for o in order if o is widget or o.isAncestorOf(widget)), None)
        if at is not None and (not seen or seen[-1] is not at):
            seen.append(at)
    assert seen[:3] == order


def test_a_closed_window_leaves_nothing(dressed: QApplication, tmp_path: Path) -> None:
    window = make(tmp_path, Clock())
    window.show()
    dressed.processEvents()
    window.bridge.session.change("Wrong", {"kernel_size": (9, 9)})
    window.show_palette()
    dressed.processEvents()
    gone = [
        weakref.ref(thing)
        for thing in (window, window.bridge, window.canvas, window.transport, window.parameters,
                      window.explanation, window.bridge.session)
    ]
    put_away(window)
    del window
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    dressed.processEvents()
    gc.collect()
    assert [type(ref()).__name__ for ref in gone if ref() is not None] == []


class Gaps(QObject):
    """Measures the longest time in which the event loop did nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = monotonic()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(1)

    def _tick(self) -> None:
        now = monotonic()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def stop(self) -> None:
        self._timer.stop()


def test_a_large_picture_never_holds_the_window_up(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "large.npy"
    np.save(path, np.random.default_rng(0).integers(0, 256, (1024, 1024), np.uint8))
    session = driver.window.bridge.session
    # What loads once per program (readers, threads) is not what is measured.
    small = tmp_path / "small.npy"
    np.save(small, np.arange(900).reshape(30, 30))
    driver.drop(small)
    longest = []
    for _ in range(5):
        gaps = Gaps()
        driver.drop(path)
        session.edit("Blur", editing.with_kernel_preset(driver.state.document, "gaussian"))
        driver.settle()
        session.change("Kernel", {"kernel_size": (7, 7)})
        driver.settle()
        session.go(500_000)
        QApplication.processEvents()
        gaps.stop()
        assert driver.state.document.input.shape == (1, 1024, 1024)
        longest.append(gaps.longest)
        if gaps.longest < AIM:
            break
        session.undo()
    # The aim is measured on a quiet machine; what computes or reads on the window's thread
    # stands still for far longer, on any.
    assert min(longest) < LIMIT, f"stood still for {min(longest) * 1000:.0f} ms"


def test_numbers_that_a_newer_change_has_overtaken_are_dropped(driver: Driver) -> None:
    session = driver.window.bridge.session
    large = np.ones((1, 1500, 1500))
    session.edit("Large", editing.with_input(driver.state.document, large, InputSource("typed")))
    assert driver.state.pending
    shown = driver.canvas.picture
    session.change("Stride", {"stride": (1, 2)})
    session.change("Stride", {"stride": (2, 1)})
    assert driver.canvas.picture is shown, "the last good picture stays"
    driver.settle()
    assert driver.state.trace.layer.stride == (2, 1)
    assert driver.canvas.picture is not shown


def test_what_is_being_computed_can_be_given_up(driver: Driver) -> None:
    session = driver.window.bridge.session
    large = np.ones((1, 2000, 2000))
    session.edit("Large", editing.with_input(driver.state.document, large, InputSource("typed")))
    assert driver.state.pending
    driver.window.actions_.named("Let go").trigger()
    assert not driver.state.pending
    assert driver.state.document.input.shape == (1, 5, 5)
    session.redo()
    driver.settle()
    assert driver.state.trace.output.shape == (1, 1998, 1998)


def test_work_that_is_done_at_once_still_tells(driver: Driver) -> None:
    told = []
    job = driver.window.bridge.run("Nothing", lambda _progress: 42)
    job.finished.connect(told.append)
    driver.qtbot.waitUntil(lambda: told == [42])


def test_cancelled_work_never_finishes(driver: Driver) -> None:
    finished, ended = [], []
    job = Job(lambda progress: progress(0.5), driver.window)
    job.finished.connect(finished.append)
    job.ended.connect(ended.append)
    job.cancel()
    job.start()
    driver.qtbot.waitUntil(lambda: ended == [job])
    assert finished == []


def test_an_unexpected_error_is_shown_with_what_to_copy(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    errors = Errors(driver.window)
    errors.install()
    try:
        sys.excepthook(*failure())
        QApplication.processEvents()
    finally:
        errors.remove()
    report = errors.report
    assert report is not None
    assert report.isVisible()
    assert "ZeroDivisionError" in report.text.toPlainText()
    assert "PySide6" in report.text.toPlainText()
    report.findChildren(QAbstractButton)
    report.close()
    assert driver.window.isVisible()


def failure():
    try:
        1 / 0  # noqa: B018
    except ZeroDivisionError:
        return sys.exc_info()


def test_keys_with_ctrl_reach_the_window_from_a_number_field(driver: Driver) -> None:
    driver.window.parameters.findChild(WholeNumberBox).setFocus()
    driver.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = driver.window.dialog(ExportDialog)
    assert dialog is not None
    assert dialog.isVisible()


def test_after_a_fix_on_the_picture_its_keys_step(driver: Driver) -> None:
    driver.window.bridge.session.change("Kernel", {"kernel_size": (6, 6)})
    QApplication.processEvents()
    fix = driver.window.banner.findChildren(QPushButton)[0]
    driver.qtbot.mouseClick(fix, Qt.MouseButton.LeftButton)
    driver.press(Qt.Key.Key_Right)
    assert driver.step == 1


def test_the_toolbar_is_there_when_the_window_is_furnished_on_the_screen(
    dressed: QApplication, driver: Driver, tmp_path: Path
) -> None:
    store = QSettings(str(tmp_path / "late.ini"), QSettings.Format.IniFormat)
    late = Window(Bridge(Session(new_document())), store, tmp_path / "late.json")
    with driver.qtbot.waitSignal(late.canvas.painted_first):
        late.show()
    late.furnish()
    dressed.processEvents()
    corner = late.menuBar().cornerWidget(Qt.Corner.TopRightCorner)
    assert corner.isVisible()
    assert corner.width() > 100
    right = max(
        button.mapTo(late.menuBar(), button.rect().topRight()).x()
        for button in corner.findChildren(QAbstractButton)
        if button.isVisible()
    )
    assert right >= late.menuBar().width() - 40
    late.close()
    late.bridge.wait()
    late.deleteLater()
