"""The main job from open to export, with the mouse never used."""

from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from convviz.ui.panels.export import ExportDialog
from tests.ui.driving import Driver

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_from_a_picture_to_frames_by_keyboard_alone(driver: Driver, tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    Image.fromarray(np.arange(12 * 16, dtype=np.uint8).reshape(12, 16)).save(photo)

    driver.press(Qt.Key.Key_O, CONTROL)
    dialog = driver.window.files.dialog
    assert isinstance(dialog, QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    into(driver, name, str(photo))
    driver.wait_for_work(lambda: driver.qtbot.keyClick(name, Qt.Key.Key_Return))
    assert driver.state.document.input.shape == (1, 12, 16)

    driver.canvas.setFocus()
    driver.press(Qt.Key.Key_K, CONTROL)
    driver.type("sobel x")
    driver.press(Qt.Key.Key_Return)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_P, Qt.Key.Key_Escape):
        driver.press(key)
    assert driver.step == 2

    driver.press(Qt.Key.Key_F2)
    driver.canvas.editor.selectAll()
    driver.type("-3")
    driver.press(Qt.Key.Key_Return)
    assert driver.state.document.layer_weights.weight.array()[0, 0, 0, 0] == -3

    driver.press(Qt.Key.Key_E, CONTROL)
    export = driver.window.dialog(ExportDialog)
    assert isinstance(export, ExportDialog)
    folder = tmp_path / "frames"
    into(driver, field(export, "Folder"), str(folder))
    into(driver, field(export, "Steps"), "1-3")
    QApplication.processEvents()
    export.export_button.setFocus()
    driver.qtbot.keyClick(export.export_button, Qt.Key.Key_Space)
    driver.qtbot.waitUntil(lambda: not driver.window.exports.queue.going, timeout=20_000)
    frames = sorted(path.name for path in folder.glob("*.png"))
    assert len(frames) == 3
    assert not export.isVisible()

    driver.wait_for_work(lambda: driver.window.files.open(folder / frames[2]))
    answer_discard(driver)
    assert driver.step == 2, "the last frame opens to its own step"
    assert driver.state.document.layer_weights.weight.array()[0, 0, 0, 0] == -3


def field(dialog: ExportDialog, name: str) -> QLineEdit:
    return next(f for f in dialog.findChildren(QLineEdit) if f.accessibleName() == name)


def into(driver: Driver, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    driver.qtbot.keyClicks(line, text)


def answer_discard(driver: Driver) -> None:
    question = driver.window.files.question
    assert question is not None
    driver.qtbot.keyClick(question.button(question.StandardButton.Discard), Qt.Key.Key_Space)
    QApplication.processEvents()
