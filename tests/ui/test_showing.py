"""The bar above the picture, steps by stamps, and slices of volumes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from convviz.frames.drawings import shows
from convviz.frames.showing import SHOW_NAMES
from convviz.ui.clipboard import numbers
from tests.chains import chain

Key = Qt.Key


def tabs(window) -> list[str]:
    bar = window.show_bar.tabs
    return [bar.tabText(at) for at in range(bar.count())]


def test_the_bar_offers_what_the_layer_has(driver):
    window = driver.window
    assert tabs(window) == [
        "Layer", "Matrix product", "Whole matrix", "Coverage", "Gradient", "In depth"
    ]
    window.bridge.session.change("pool", {"kind": "max_pool"})
    assert tabs(window) == ["Layer", "Coverage", "Gradient", "In depth"]
    window.bridge.session.change("transposed", {"kind": "conv_transpose"})
    assert tabs(window)[1:4] == ["Three ways", "Stamps", "Gaps"]
    window.canvas.setFocus()
    driver.press(Key.Key_8)
    assert driver.state.document.view.show == "isometric"
    window.bridge.session.change("fold", {"kind": "fold"})
    assert "In depth" not in tabs(window)


def test_a_tab_and_its_number_show_a_view(driver):
    window = driver.window
    window.show_bar.tabs.setCurrentIndex(3)
    assert driver.state.document.view.show == "coverage"
    window.canvas.setFocus()
    driver.press(Key.Key_2)
    assert driver.state.document.view.show == "im2col"
    assert window.show_bar.tabs.currentIndex() == 1
    driver.press(Key.Key_1)
    assert driver.state.document.view.show == "layer"
    assert not driver.state.history.past


def test_a_view_that_a_layer_has_not_is_shown_as_the_layer(driver):
    session = driver.window.bridge.session
    driver.window.show_bar.tabs.setCurrentIndex(1)
    session.change("pool", {"kind": "max_pool"})
    assert driver.window.show_bar.tabs.currentIndex() == 0
    session.change("conv", {"kind": "conv"})
    assert driver.window.show_bar.tabs.currentIndex() == 1


@pytest.mark.parametrize("kind", ["conv", "conv_transpose", "max_pool", "avg_pool", "pad", "fold"])
def test_every_view_of_a_layer_is_painted_at_every_kind_of_step(driver, kind):
    window = driver.window
    session = window.bridge.session
    session.change(kind, {"kind": kind})
    pictures = set()
    for at, show in enumerate(shows(session.state.document.layer)):
        window.show_bar.tabs.setCurrentIndex(at)
        window.canvas.setFocus()
        for key in (Key.Key_Home, Key.Key_Right, Key.Key_End):
            driver.press(key)
            window.canvas.grab()
        pictures.add(window.canvas.grab().toImage().constBits().tobytes())
        assert window.show_bar.tabs.tabText(at) == SHOW_NAMES[show]
    assert len(pictures) == window.show_bar.tabs.count()


def test_a_transposed_convolution_steps_by_stamps(driver):
    window = driver.window
    window.bridge.session.change("transposed", {"kind": "conv_transpose", "stride": 2})
    assert window.transport.taps.text() == "By stamps"
    assert len(driver.state.steps) == 11 * 11
    window.canvas.setFocus()
    driver.press(Key.Key_T)
    assert len(driver.state.steps) == 25
    driver.press(Key.Key_Home)
    driver.press(Key.Key_Right)
    assert window.transport.place.text() == "stamp of input row 1, column 2"
    driver.press(Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert window.transport.place.text() == "stamp of input row 2, column 2"


def test_terms_are_not_offered_where_cells_have_different_numbers_of_them(driver):
    window = driver.window
    window.bridge.session.change("adaptive", {"kind": "adaptive_avg_pool"})
    assert not window.transport.taps.isEnabled()
    assert not window.transport.taps.isChecked()


def test_a_volume_is_shown_slice_by_slice(driver):
    window = driver.window
    bar = window.show_bar
    assert bar.slider.isHidden()
    window.bridge.session.change("3-D", {"axes": 3, "padding": 1})
    assert not bar.slider.isHidden()
    assert bar.follow.isChecked()
    before = window.canvas.grab().toImage()
    bar.follow.click()
    assert driver.state.document.view.depth == 2
    bar.slider.setValue(3)
    assert driver.state.document.view.depth == 3
    assert bar.slice.text() == "4 of 5"
    assert window.canvas.grab().toImage() != before
    bar.slider.setValue(-1)
    assert bar.slice.text() == "padding"
    bar.follow.click()
    assert driver.state.document.view.depth is None


def test_steps_run_through_all_slices(driver):
    window = driver.window
    window.bridge.session.change("3-D", {"axes": 3})
    assert len(driver.state.steps) == 27
    window.canvas.setFocus()
    driver.press(Key.Key_End)
    assert window.transport.place.text() == "output slice 3, row 3, column 3"
    window.canvas.grab()


def test_the_explanation_tells_of_the_view_on_show(driver):
    window = driver.window
    window.canvas.setFocus()
    said = set()
    for key in (Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_5):
        driver.press(key)
        said.add(window.explanation.sentence.text())
    assert len(said) == 5


def test_a_fix_or_a_light_that_is_clicked_leaves_the_keys_with_the_picture(driver, qtbot):
    window = driver.window
    window.bridge.session.change("average", {"kind": "avg_pool", "padding": 1, "stride": 4})
    window.canvas.setFocus()
    for button in window.explanation.findChildren(QPushButton):
        if button.isVisible():
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
            break
    assert window.canvas.hasFocus()


def test_a_view_of_a_large_input_is_drawn_beside_the_window(driver, qtbot):
    window = driver.window
    window.bridge.session.change("large", {"input_size": 700})
    driver.settle()
    busy = []
    window.bridge.busy.connect(busy.append)
    window.show_bar.tabs.setCurrentIndex(3)
    window.canvas.grab()
    assert window.canvas.picture is None
    assert busy[0] == "Drawing: coverage"
    window.show_bar.tabs.setCurrentIndex(2)  # what was asked for before is dropped
    qtbot.waitUntil(lambda: window.canvas.picture is not None, timeout=20_000)
    assert window.canvas.cell_rect(("input", (0, 0))) is not None
    window.canvas.grab()
    qtbot.waitUntil(lambda: busy[-1] == "", timeout=20_000)


def test_a_chain_opens_in_depth_plays_and_is_copied_as_it_is_shown(driver):
    window = driver.window
    window.bridge.session.open(chain(), None)
    window.canvas.grab()
    assert window.show_bar.tabs.tabText(window.show_bar.tabs.currentIndex()) == "In depth"
    window.canvas.setFocus()
    driver.press(Key.Key_End)
    assert driver.step == 17
    made = numbers(driver.state, "output", window.canvas.picture)
    last = driver.state.trace.above[-1]
    assert made.tolist() == last.output[2].tolist()
    given = numbers(driver.state, "input", window.canvas.picture)
    assert given.tolist() == last.input[0].tolist()
    driver.press(Key.Key_1)
    assert driver.state.document.view.show == "layer"
    window.canvas.grab()
    made = numbers(driver.state, "output", window.canvas.picture)
    assert made.tolist() == driver.state.trace.output[0].tolist()


def test_the_output_of_a_chain_is_saved_as_it_is_shown(driver, tmp_path):
    window = driver.window
    window.bridge.session.open(chain(step=17), None)
    window.files.save_output_to(str(tmp_path / "out.csv"))
    driver.qtbot.waitUntil((tmp_path / "out.csv").exists)
    assert len((tmp_path / "out.csv").read_text().split()) == 2
