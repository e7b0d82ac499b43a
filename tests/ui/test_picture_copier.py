"""The picture of the step on the clipboard."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from convviz.export.frames import Frames
from convviz.options import FrameOptions
from convviz.ui.settings import Settings
from tests.ui.driving import Driver

KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def copied(driver: Driver) -> QImage:
    driver.wait_for_work(lambda: driver.press(Qt.Key.Key_C, KEYS))
    return QApplication.clipboard().image().convertToFormat(QImage.Format.Format_RGB32)


def frame(driver: Driver, theme: str) -> QImage:
    state, canvas = driver.state, driver.canvas
    assert state.trace is not None
    options = FrameOptions((canvas.width(), canvas.height()), theme=theme)
    return Frames(state.document, state.trace, options).image(state.document.step)


def test_the_picture_is_copied_as_large_as_in_the_window_and_light(driver: Driver) -> None:
    driver.window.set_settings(Settings(theme="dark"))
    driver.press(Qt.Key.Key_Right)
    driver.hover("output", 0, 0)
    expected = frame(driver, "light")  # before the message takes room
    assert copied(driver) == expected
    assert "on the clipboard" in driver.window.info.sentence
    driver.window.set_settings(Settings(theme="light"))


@pytest.mark.parametrize(("choice", "theme"), [("print", "print"), ("window", "light")])
def test_the_settings_choose_its_theme(driver: Driver, choice: str, theme: str) -> None:
    driver.window.set_settings(Settings(theme="light", copied=choice))
    expected = frame(driver, theme)
    assert copied(driver) == expected


def test_svg_is_there_for_drawing_programs_and_as_text(driver: Driver) -> None:
    driver.wait_for_work(driver.window.actions_.named("Copy as SVG").trigger)
    mime = QApplication.clipboard().mimeData()
    picture = bytes(mime.data("image/svg+xml").data())
    assert ET.fromstring(picture).tag.endswith("svg")  # noqa: S314 - our own
    assert mime.text().encode() == picture


def test_there_is_nothing_to_copy_while_numbers_are_computed(driver: Driver) -> None:
    driver.window.bridge.session.change("large", {"input_size": (900, 900)})
    driver.window.actions_.named("Copy as picture").trigger()
    assert "still being computed" in driver.window.info.sentence
    driver.settle()


ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def test_the_caption_of_the_step_is_copied(driver: Driver) -> None:
    driver.press(Qt.Key.Key_Right)
    driver.press(Qt.Key.Key_T, ALT)
    said = QApplication.clipboard().text()
    assert said.startswith("Convolution of a 5 × 5 input with a 3 × 3 kernel. Step 2 of 9: output")
    assert said in driver.window.info.sentence


def test_the_formula_is_copied_as_latex(driver: Driver) -> None:
    driver.press(Qt.Key.Key_F, ALT)
    said = QApplication.clipboard().text()
    assert "\\frac{5 + 0 + 0" in said
    assert said.startswith("\\begin{align*}")
    assert "LaTeX" in driver.window.info.sentence
