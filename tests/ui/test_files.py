"""Opening, saving, and the question before something is lost."""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from convviz import frames
from convviz.document.editing import new_document
from convviz.document.files import for_png, load, save
from convviz.layers import Conv2d
from convviz.paint.qt import FramePainter, png
from convviz.paint.theme import theme
from tests.ui.driving import Driver

Button = QMessageBox.StandardButton


def change(driver: Driver) -> None:
    driver.window.bridge.session.change("Stride", {"stride": 2})


def answer(driver: Driver, button: Button) -> None:
    question = driver.window.files.question
    assert question is not None
    assert question.isVisible()
    driver.qtbot.mouseClick(question.button(button), Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def exported(path: Path) -> None:
    """Write a frame of a layer with stride 2 that carries its document."""
    document = new_document(Conv2d(1, 1, 3, stride=2, bias=False))
    picture = frames.Picture(document, frames.compute(document), (400, 300))
    painter = FramePainter(picture.base(0), theme("light"))
    path.write_bytes(png(painter.image(picture.overlay(0)), {"convviz": for_png(document)[0]}))


def test_a_dropped_picture_becomes_the_input_and_can_be_undone(
    driver: Driver, tmp_path: Path
) -> None:
    path = tmp_path / "photo.png"
    Image.fromarray(np.arange(48 * 64, dtype=np.uint8).reshape(48, 64)).save(path)
    driver.drop(path)
    assert driver.state.document.input.shape == (1, 48, 64)
    assert driver.window.files.recent() == [path]
    driver.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert driver.state.document.input.shape == (1, 5, 5)


def test_a_large_picture_shows_its_whole_output_at_once(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    Image.new("L", (90, 80), 100).save(path)
    driver.drop(path)
    assert driver.step == 88 * 78 - 1
    driver.press(Qt.Key.Key_Home)
    assert driver.state.document.view.ghost


def test_another_channel_of_a_picture_is_taken(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "colours.png"
    Image.new("RGB", (8, 6), (10, 20, 30)).save(path)
    driver.drop(path)
    driver.wait_for_work(driver.window.actions_.named("Blue").trigger)
    assert driver.state.document.input.array().max() == 30


@pytest.mark.parametrize("name", ["numbers.npy", "numbers.csv"])
def test_arrays_and_tables_become_the_input(driver: Driver, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    numbers = np.arange(42).reshape(6, 7)
    if name.endswith("npy"):
        np.save(path, numbers)
    else:
        np.savetxt(path, numbers, "%d", ",")
    driver.drop(path)
    assert np.array_equal(driver.state.document.input.array()[0], numbers)


@pytest.mark.parametrize("kind", ["a text named .png", "a truncated .npy", "nothing there"])
def test_what_cannot_be_read_is_told_in_a_sentence_and_loses_nothing(
    driver: Driver, tmp_path: Path, kind: str
) -> None:
    change(driver)
    before = driver.state.document
    path = tmp_path / ("wrong.npy" if "npy" in kind else "wrong.png")
    if "text" in kind:
        path.write_text("this is no picture\n")
    elif "npy" in kind:
        np.save(path, np.arange(1000))
        path.write_bytes(path.read_bytes()[:500])
    driver.drop(path)
    assert path.name in driver.window.info.sentence
    assert driver.state.document is before
    assert driver.window.files.recent() == []


def test_an_exported_frame_brings_its_document_back_or_is_a_picture(
    driver: Driver, tmp_path: Path
) -> None:
    path = tmp_path / "frame-1.png"
    exported(path)
    driver.drop(path)
    assert driver.state.document.layer.stride == (2, 2)
    assert driver.state.document.input.shape == (1, 5, 5)
    assert driver.state.path is None, "saving does not overwrite the picture"
    assert not driver.window.isWindowModified()
    button = driver.window.info.button
    assert button.text() == "Use as a picture instead"
    driver.wait_for_work(lambda: driver.qtbot.mouseClick(button, Qt.MouseButton.LeftButton))
    assert driver.state.document.input.shape == (1, 300, 400)


def test_a_document_is_saved_and_opened_again(driver: Driver, tmp_path: Path) -> None:
    change(driver)
    assert driver.window.isWindowModified()
    path = tmp_path / "layer.convviz"
    driver.wait_for_work(lambda: driver.window.files.save_to(path))
    assert not driver.window.isWindowModified()
    assert driver.window.windowTitle() == "layer.convviz[*] – convviz"
    assert load(path).layer.stride == (2, 2)
    driver.window.files.new()
    assert driver.state.document.layer.stride == (1, 1)
    driver.drop(path)
    assert driver.state.document.layer.stride == (2, 2)
    assert driver.state.path == path


def test_saving_again_takes_the_same_file(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "layer.convviz"
    save(new_document(), path)
    driver.drop(path)
    change(driver)
    driver.wait_for_work(
        lambda: driver.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    )
    assert load(path).layer.stride == (2, 2)


def test_nothing_is_asked_when_nothing_is_lost(driver: Driver) -> None:
    driver.press(Qt.Key.Key_Right)
    driver.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert driver.window.files.question is None
    assert driver.step == 0


def test_cancel_keeps_everything(driver: Driver) -> None:
    change(driver)
    driver.window.close()
    answer(driver, Button.Cancel)
    assert driver.window.isVisible()
    assert driver.state.document.layer.stride == (2, 2)


def test_discard_closes(driver: Driver) -> None:
    change(driver)
    driver.window.close()
    answer(driver, Button.Discard)
    driver.qtbot.waitUntil(lambda: not driver.window.isVisible())


def test_save_saves_and_then_closes(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "layer.convviz"
    driver.wait_for_work(lambda: driver.window.files.save_to(path))
    change(driver)
    driver.window.close()
    answer(driver, Button.Save)
    driver.qtbot.waitUntil(lambda: not driver.window.isVisible())
    assert load(path).layer.stride == (2, 2)


def test_a_save_that_fails_does_not_close(driver: Driver, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    path = folder / "layer.convviz"
    driver.wait_for_work(lambda: driver.window.files.save_to(path))
    path.unlink()
    folder.rmdir()
    change(driver)
    driver.window.close()
    driver.wait_for_work(lambda: answer(driver, Button.Save))
    assert driver.window.isVisible()
    assert str(folder) in driver.window.info.sentence or "gone" in driver.window.info.sentence
    assert driver.window.isWindowModified()


def test_opening_a_document_over_changes_asks_first(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "other.convviz"
    save(new_document(Conv2d(1, 1, 3, padding=1, bias=False)), path)
    change(driver)
    driver.drop(path)
    answer(driver, Button.Cancel)
    assert driver.state.document.layer.stride == (2, 2)
    driver.drop(path)
    answer(driver, Button.Discard)
    assert driver.state.document.layer.pads == ((1, 1), (1, 1))


@pytest.mark.parametrize("name", ["out.npy", "out.csv"])
def test_the_output_is_saved(driver: Driver, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    driver.wait_for_work(lambda: driver.window.files.save_output_to(str(path)))
    expected = [[35, 40, 45], [60, 65, 70], [85, 90, 95]]
    if name.endswith("npy"):
        assert np.load(path).tolist() == [expected]
    else:
        assert np.loadtxt(path, delimiter=",").tolist() == expected
    assert name in driver.window.info.sentence


def test_recent_files_are_listed_once_the_latest_first(driver: Driver, tmp_path: Path) -> None:
    first, second = tmp_path / "one.csv", tmp_path / "two.csv"
    for path in (first, second, first):
        path.write_text("1,2,3\n4,5,6\n7,8,9\n")
        driver.drop(path)
    assert driver.window.files.recent() == [first, second]


def test_a_path_that_needs_no_folder_is_found(driver: Driver, tmp_path: Path) -> None:
    before = Path.cwd()
    try:
        os.chdir(tmp_path)
        Path("here.csv").write_text("1,2,3\n4,5,6\n7,8,9\n")
        driver.wait_for_work(lambda: driver.window.files.open("here.csv"))
    finally:
        os.chdir(before)
    assert driver.window.files.recent() == [tmp_path / "here.csv"]
