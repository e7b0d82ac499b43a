"""A wrong parameter: the last good picture stays, dimmed, with reasons and fixes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from convviz.ui.banner import FixButton
from tests.ui.driving import Driver


def wrong(driver: Driver, **changes: object) -> None:
    driver.window.bridge.session.change("Wrong", changes)
    QApplication.processEvents()


def sentences(driver: Driver) -> list[str]:
    return [label.text() for label in driver.window.banner.findChildren(QLabel)]


def brightness(driver: Driver) -> float:
    image = driver.canvas.grab().toImage()
    place = driver.place("kernel", 0, 0)
    return image.pixelColor(place.x() + 12, place.y() + 12).saturationF()


def test_the_picture_stays_dimmed_with_the_inequality_in_numbers(driver: Driver) -> None:
    before = brightness(driver)
    shown = driver.canvas.picture
    wrong(driver, kernel_size=(9, 9))
    assert driver.window.banner.isVisible()
    assert any("9 > 5" in sentence for sentence in sentences(driver))
    assert driver.canvas.picture is shown
    assert brightness(driver) < before
    assert driver.canvas.rect().contains(driver.window.banner.geometry())


def test_a_fix_is_one_click_and_can_be_undone(driver: Driver) -> None:
    wrong(driver, kernel_size=(9, 9))
    button = driver.window.banner.findChildren(FixButton)[0]
    assert button.text() == "Set padding 2"
    driver.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert not driver.window.banner.isVisible()
    assert driver.state.document.layer.kernel_size == (9, 9)
    assert driver.state.document.layer.pads == ((2, 2), (2, 2))
    driver.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert driver.state.document.layer.kernel_size == (3, 3)


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_escape_and_undo_take_what_is_wrong_back(driver: Driver, key, modifier) -> None:
    wrong(driver, stride=(0, 0))
    driver.press(key, modifier)
    assert driver.state.draft is None
    assert not driver.window.banner.isVisible()


def test_many_problems_are_counted(driver: Driver) -> None:
    wrong(
        driver, kernel_size=(0, -1), stride=(0, -2), dilation=(0, -3), padding=((-1, 0), (-2, 0))
    )
    assert any(" more. " in sentence for sentence in sentences(driver))


def test_stepping_goes_on_over_a_dimmed_picture(driver: Driver) -> None:
    wrong(driver, kernel_size=(9, 9))
    driver.press(Qt.Key.Key_Right)
    assert driver.step == 1
