"""Exports in the background: queue, list, chip, and closing the window while they run."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from convviz.errors import NotWritten
from convviz.export import jobs
from convviz.export.jobs import ExportJob
from convviz.options import AnimationOptions, FrameOptions
from convviz.session.opening import open_path
from convviz.ui.export_queue import Export, ExportQueue
from convviz.ui.panels.export import ExportDialog
from tests.ui.driving import Driver

CONTROL = Qt.KeyboardModifier.ControlModifier
LIMIT = 0.25


@pytest.fixture
def queue(driver: Driver) -> ExportQueue:
    return driver.window.exports.queue


def job(driver: Driver, target: Path, count: int | None = None) -> ExportJob:
    state = driver.state
    assert state.trace is not None
    steps = range(len(state.steps) if count is None else count)
    return ExportJob(
        state.document, state.trace, steps, FrameOptions((320, 180)), AnimationOptions(), target
    )


def many(driver: Driver) -> None:
    """Have so many steps that an export takes a while."""
    driver.window.bridge.session.change("many", {"input_size": (60, 60)})
    driver.settle()


def wait(driver: Driver, queue: ExportQueue) -> None:
    driver.qtbot.waitUntil(lambda: not queue.going, timeout=60_000)


def begun(driver: Driver, export: Export) -> None:
    driver.qtbot.waitUntil(lambda: export.share > 0, timeout=20_000)


def click(driver: Driver, button: QPushButton) -> None:
    driver.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def open_dialog(driver: Driver, folder: Path) -> ExportDialog:
    driver.press(Qt.Key.Key_E, CONTROL)
    dialog = driver.window.dialog(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    dialog.form.folder.setText(str(folder))
    return dialog


def test_two_exports_go_on_while_one_steps(
    driver: Driver, queue: ExportQueue, tmp_path: Path
) -> None:
    many(driver)
    for folder in ("a", "b"):
        dialog = open_dialog(driver, tmp_path / folder)
        dialog.form.steps.setText("1-40")
        click(driver, dialog.export_button)
    first, second = queue.exports
    assert (first.stage, second.stage) == ("running", "waiting")
    chip = driver.window.exports.chip
    assert chip is not None
    assert chip.isVisible()
    gaps = Gaps()
    driver.canvas.setFocus()
    steps = 0
    while queue.going:
        driver.press(Qt.Key.Key_Right)
        QApplication.processEvents()
        steps += 1
    gaps.stop()
    assert driver.step == min(steps, len(driver.state.steps) - 1)
    assert steps > 2
    assert gaps.longest < LIMIT, f"stood still for {gaps.longest * 1000:.0f} ms"
    for folder in ("a", "b"):
        assert len(list((tmp_path / folder).glob("*.png"))) == 40
    assert chip.text() == "Exported"
    frame = sorted((tmp_path / "b").glob("*.png"))[6]
    assert open_path(frame, driver.state.document).document.step == 6


def test_a_cancel_in_the_middle_stops_it_and_the_next_begins(
    driver: Driver, queue: ExportQueue, tmp_path: Path
) -> None:
    many(driver)
    first = queue.add(job(driver, tmp_path / "a" / "{step}.png"))
    second = queue.add(job(driver, tmp_path / "b" / "{step}.png", 3))
    driver.press(Qt.Key.Key_J, CONTROL)
    listed = driver.window.exports.list
    assert listed is not None
    assert [row.export for row in listed.rows] == [second, first]
    begun(driver, first)
    click(driver, listed.rows[1].cancel)
    wait(driver, queue)
    assert (first.stage, second.stage) == ("cancelled", "done")
    written = list((tmp_path / "a").iterdir())
    assert 0 < len(written) < len(driver.state.steps)
    assert all(path.read_bytes().endswith(b"IEND\xaeB`\x82") for path in written)
    assert len(list((tmp_path / "b").iterdir())) == 3


@pytest.mark.parametrize("ending", [".gif", ".apng", ".webp", ".mp4"])
def test_a_cancelled_animation_leaves_nothing(
    driver: Driver, queue: ExportQueue, tmp_path: Path, ending: str
) -> None:
    if ending == ".mp4":
        pytest.importorskip("av", reason="MP4 needs the extra video")
    many(driver)
    export = queue.add(job(driver, tmp_path / "a" / f"x{ending}"))
    begun(driver, export)
    queue.cancel(export)
    wait(driver, queue)
    assert export.stage == "cancelled"
    assert not (tmp_path / "a").exists()


def test_one_that_waits_is_cancelled_before_it_begins(
    driver: Driver, queue: ExportQueue, tmp_path: Path
) -> None:
    many(driver)
    first = queue.add(job(driver, tmp_path / "a" / "{step}.png", 30))
    second = queue.add(job(driver, tmp_path / "b" / "{step}.png"))
    queue.cancel(second)
    assert second.stage == "cancelled"
    wait(driver, queue)
    assert first.stage == "done"
    assert not (tmp_path / "b").exists()


def test_what_waits_counts_as_being_there(
    driver: Driver, queue: ExportQueue, tmp_path: Path
) -> None:
    many(driver)
    queue.add(job(driver, tmp_path / "long" / "{step}.png"))
    for _ in range(2):
        dialog = open_dialog(driver, tmp_path / "same")
        dialog.form.steps.setText("1-2")
        click(driver, dialog.export_button)
    assert dialog.question.isVisible()
    assert len(queue.going) == 2
    click(driver, dialog.question.leave)
    queue.cancel_all()
    wait(driver, queue)


def test_a_failure_says_why(
    driver: Driver, queue: ExportQueue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> list[Path]:
        raise NotWritten("the disk is full")

    monkeypatch.setattr(jobs, "export", full)
    queue.add(job(driver, tmp_path / "a.svg", 1))
    wait(driver, queue)
    exports = driver.window.exports
    exports.toggle_list()
    assert exports.list is not None
    (row,) = exports.list.rows
    assert row.text.text() == "The disk is full."
    assert not row.open_folder.isVisible()
    assert "a.svg was not exported: the disk is full" in driver.window.info.sentence
    assert exports.chip is not None
    assert exports.chip.text() == "Export failed"


def test_what_is_done_can_be_opened_and_forgotten(
    driver: Driver, queue: ExportQueue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", staticmethod(lambda url: opened.append(url.toLocalFile()))
    )
    for name, count in (("one.png", 1), ("{step}.png", 4)):
        queue.add(job(driver, tmp_path / "out" / name, count))
    wait(driver, queue)
    driver.press(Qt.Key.Key_J, CONTROL)
    listed = driver.window.exports.list
    assert listed is not None
    several, one = listed.rows
    assert several.text.text() == "4 files saved"
    assert not several.open_file.isVisible()
    click(driver, several.open_folder)
    click(driver, one.open_file)
    assert opened == [str(tmp_path / "out"), str(tmp_path / "out" / "one.png")]
    click(driver, listed.clear)
    assert listed.rows == ()
    assert listed.nothing.isVisible()
    assert driver.window.exports.chip is not None
    assert not driver.window.exports.chip.isVisible()


def test_the_list_opens_and_closes_by_keyboard_and_stays_in_its_corner(
    driver: Driver, queue: ExportQueue, tmp_path: Path
) -> None:
    queue.add(job(driver, tmp_path / "one.svg", 1))
    wait(driver, queue)
    driver.press(Qt.Key.Key_J, CONTROL)
    window = driver.window
    listed = window.exports.list
    assert listed is not None
    assert listed.isVisible()
    window.resize(1100, 700)
    QApplication.processEvents()
    assert listed.geometry().right() <= window.width() - 8
    assert listed.geometry().bottom() <= window.height()
    driver.press(Qt.Key.Key_Escape)
    assert not listed.isVisible()
    chip = window.exports.chip
    assert chip is not None
    click(driver, chip)
    assert listed.isVisible()
    click(driver, chip)
    assert not listed.isVisible()


# ── Closing the window ─────────────────────────────────────────────────────


def closing(driver: Driver, queue: ExportQueue, target: Path, count: int | None) -> QMessageBox:
    many(driver)
    driver.window.bridge.session.mark_saved(target.with_name("x.convviz"), driver.state.document)
    begun(driver, queue.add(job(driver, target, count)))
    driver.window.close()
    assert driver.window.isVisible()
    question = driver.window.exports.question
    assert question is not None
    return question


def answer(driver: Driver, question: QMessageBox, text: str) -> None:
    click(driver, next(b for b in question.buttons() if b.text().replace("&", "") == text))


def test_closing_asks_and_cancels(driver: Driver, queue: ExportQueue, tmp_path: Path) -> None:
    question = closing(driver, queue, tmp_path / "a" / "{step}.png", None)
    answer(driver, question, "Cancel and close")
    driver.qtbot.waitUntil(lambda: not driver.window.isVisible(), timeout=20_000)
    assert not queue.going
    assert len(list((tmp_path / "a").iterdir())) < len(driver.state.steps)


def test_closing_asks_and_finishes_first(
    driver: Driver, queue: ExportQueue, tmp_path: Path
) -> None:
    question = closing(driver, queue, tmp_path / "a" / "{step}.png", 60)
    answer(driver, question, "Finish, then close")
    driver.qtbot.waitUntil(lambda: not driver.window.isVisible(), timeout=60_000)
    assert len(list((tmp_path / "a").iterdir())) == 60


def test_closing_asks_and_stays(driver: Driver, queue: ExportQueue, tmp_path: Path) -> None:
    question = closing(driver, queue, tmp_path / "a" / "{step}.png", None)
    answer(driver, question, "Don't close")
    assert driver.window.isVisible()
    queue.cancel_all()
    wait(driver, queue)
    QApplication.processEvents()
    assert driver.window.isVisible()


# ── What is remembered ─────────────────────────────────────────────────────


def test_the_last_choices_are_there_again_after_a_restart(
    driver: Driver, queue: ExportQueue, tmp_path: Path
) -> None:
    dialog = open_dialog(driver, tmp_path / "out")
    dialog.form.steps.setText("1-2")
    dialog.form.name.setText("f{step}")
    driver.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert queue.exports == ()
    again = open_dialog(driver, tmp_path / "out")
    assert again is not dialog
    assert again.choices == dialog.choices
    again.close()
    driver.window.exports._choices = None  # as after a restart
    third = open_dialog(driver, tmp_path / "out")
    assert (third.form.steps.text(), third.form.name.text()) == ("1-2", "f{step}")
    third.close()


def test_a_file_is_named_after_its_document(driver: Driver, tmp_path: Path) -> None:
    dialog = open_dialog(driver, tmp_path)
    dialog.tabs.setCurrentIndex(0)
    assert dialog.form.name.text() == "convolution"
    dialog.form.name.setText("mine")
    dialog.close()
    dialog = open_dialog(driver, tmp_path)
    assert dialog.form.name.text() == "mine"
    dialog.close()
    driver.window.bridge.session.mark_saved(tmp_path / "lecture 3.convviz", driver.state.document)
    dialog = open_dialog(driver, tmp_path)
    assert dialog.form.name.text() == "lecture 3"
    dialog.close()


def test_asking_again_brings_the_open_dialog_forward(driver: Driver, tmp_path: Path) -> None:
    dialog = open_dialog(driver, tmp_path)
    driver.window.export()
    assert driver.window.dialog(ExportDialog) is dialog


def test_choices_that_cannot_be_kept_are_told(driver: Driver, tmp_path: Path) -> None:
    (tmp_path / "export.json").mkdir()
    dialog = open_dialog(driver, tmp_path / "out")
    dialog.close()
    assert "export.json" in driver.window.info.sentence


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
