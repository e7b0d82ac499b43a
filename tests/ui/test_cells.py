"""Typing numbers into cells."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from tests.ui.driving import Driver


def numbers(driver: Driver, kind: str) -> list:
    document = driver.state.document
    values = document.input if kind == "input" else document.layer_weights.weight
    return values.array().squeeze().tolist()


def retype(driver: Driver, text: str) -> None:
    driver.canvas.editor.selectAll()
    driver.type(text)


def test_a_kernel_cell_is_edited_in_place_and_undone(driver: Driver) -> None:
    driver.double_click(driver.place("kernel", 1, 1))
    assert driver.canvas.editor.text() == "1"
    retype(driver, "5")
    driver.press(Qt.Key.Key_Return)
    assert not driver.canvas.editor.isVisible()
    assert driver.canvas.hasFocus()
    assert numbers(driver, "kernel")[1][1] == 5
    assert driver.state.trace.output[0, 0, 0] == 35 + 4 * 7
    assert driver.window.isWindowModified()
    driver.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert numbers(driver, "kernel")[1][1] == 1
    assert not driver.window.isWindowModified()
    driver.press(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert numbers(driver, "kernel")[1][1] == 5


def test_an_input_cell_takes_a_decimal_comma(driver: Driver) -> None:
    driver.double_click(driver.place("input", 0, 0))
    retype(driver, "2,5")
    driver.press(Qt.Key.Key_Enter)
    assert numbers(driver, "input")[0][0] == 2.5
    assert driver.state.trace.output[0, 0, 0] == 36.5


def test_tab_goes_on_to_the_next_cell_and_back(driver: Driver) -> None:
    driver.press(Qt.Key.Key_F2)
    for text in "246":
        retype(driver, text)
        driver.press(Qt.Key.Key_Tab)
    assert driver.canvas.editor.target == ("kernel", (1, 0))
    driver.press(Qt.Key.Key_Backtab)
    assert driver.canvas.editor.target == ("kernel", (0, 2))
    driver.press(Qt.Key.Key_Escape)
    assert numbers(driver, "kernel") == [[2, 4, 6], [0, 1, 0], [1, 0, 1]]


@pytest.mark.parametrize("text", ["abc", "", "1 2", "1,2,3"])
def test_what_is_no_number_stays_with_the_reason(driver: Driver, text: str) -> None:
    before = driver.state.document
    driver.double_click(driver.place("kernel", 0, 0))
    editor = driver.canvas.editor
    editor.clear()
    driver.type(text)
    driver.press(Qt.Key.Key_Return)
    assert editor.isVisible()
    assert editor.text() == text
    assert editor.reason.isVisible()
    assert "number" in editor.reason.text()
    assert driver.canvas.rect().contains(editor.reason.geometry())
    assert driver.state.document is before
    driver.type("1")
    assert not editor.reason.isVisible()
    driver.press(Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert driver.state.document is before


def test_leaving_the_field_puts_the_number_in(driver: Driver) -> None:
    driver.double_click(driver.place("kernel", 2, 2))
    retype(driver, "9")
    driver.window.transport.speed.setFocus()
    assert not driver.canvas.editor.isVisible()
    assert numbers(driver, "kernel")[2][2] == 9


@pytest.mark.parametrize("target", [("input", (-1, 0)), ("output", (0, 0)), ("kernel", (7, 7))])
def test_padding_and_output_have_nothing_to_edit(driver: Driver, target) -> None:
    driver.window.bridge.session.change("Padding", {"padding": 1})
    assert not driver.canvas.editor.edit(target)
    assert not driver.canvas.editor.isVisible()


def test_keys_in_the_field_do_not_step(driver: Driver) -> None:
    driver.press(Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Space):
        driver.press(key)
    assert driver.step == 0
    assert not driver.state.playback.playing


def test_cells_of_a_signal_and_of_more_channels_are_found(driver: Driver) -> None:
    session = driver.window.bridge.session
    session.change("Axes", {"axes": 1})
    driver.double_click(driver.place("input", 0, 3))
    retype(driver, "40")
    driver.press(Qt.Key.Key_Return)
    assert driver.state.document.input.array()[0, 3] == 40
    session.change("Channels", {"out_channels": 2})
    session.go(len(driver.state.steps) - 1)
    driver.press(Qt.Key.Key_F2)
    retype(driver, "7")
    driver.press(Qt.Key.Key_Return)
    weight = driver.state.document.layer_weights.weight.array()
    assert weight[1, 0, 0] == 7
    assert weight[0, 0, 0] != 7


def test_numbers_are_copied_and_pasted(driver: Driver) -> None:
    clipboard = QApplication.clipboard()
    control = Qt.KeyboardModifier.ControlModifier
    driver.hover("output", 0, 0)
    driver.press(Qt.Key.Key_C, control)
    assert clipboard.text().splitlines()[0] == "35\t40\t45"
    driver.hover("kernel", 0, 0)
    driver.press(Qt.Key.Key_C, control)
    assert clipboard.text().split()[:3] == ["1", "0", "1"]
    clipboard.setText("0,5\t1\n2\t3")
    driver.press(Qt.Key.Key_V, control)
    assert numbers(driver, "kernel") == [[0.5, 1], [2, 3]]
    clipboard.setText("[[1, 2, 3], [4, 5, 6]]")
    driver.qtbot.mouseMove(driver.canvas, QPoint(3, 3))
    driver.press(Qt.Key.Key_V, control)
    assert numbers(driver, "input") == [[1, 2, 3], [4, 5, 6]]
    driver.window.actions_.named("Output as NumPy literal").trigger()
    assert clipboard.text() == "np.array([[25.5, 32.0]])"


def test_pasting_nonsense_says_why_and_changes_nothing(driver: Driver) -> None:
    before = driver.state.document
    for text in ("", "one two", "1 2\n3"):
        QApplication.clipboard().setText(text)
        driver.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert driver.window.info.sentence
        assert driver.state.document is before


def test_a_block_of_one_channels_size_replaces_that_channel_alone(driver: Driver) -> None:
    session = driver.window.bridge.session
    session.change("Channels", {"in_channels": 2})
    before = driver.state.document.input.array()
    rows = [["7"] * 5] * 5
    QApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))
    driver.window.actions_.named("As the input").trigger()
    after = driver.state.document.input.array()
    assert np.all(after[0] == 7)
    assert np.array_equal(after[1], before[1])


def test_presets_are_taken_and_ticked(driver: Driver) -> None:
    actions = driver.window.actions_
    actions.named("Sobel x").trigger()
    assert numbers(driver, "kernel") == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    assert actions.named("Sobel x").isChecked()
    assert not actions.named("Corners and centre").isChecked()
    actions.named("Checkerboard").trigger()
    assert numbers(driver, "input")[0][:2] in ([0, 1], [1, 0])


def test_random_again_is_random_anew(driver: Driver) -> None:
    random = next(
        action for action in driver.window.actions_ if action.path.startswith("Edit › Input")
        and action.row.text == "Random"
    )
    random.trigger()
    first = numbers(driver, "input")
    random.trigger()
    assert numbers(driver, "input") != first
