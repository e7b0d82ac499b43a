"""Hovering, pinning, zooming and panning."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from convviz.frames import Picture
from convviz.options import ViewOptions
from convviz.ui.viewing import Shown
from tests.ui.driving import Driver


def picture_of(driver: Driver) -> QImage:
    return driver.canvas.grab().toImage()


@pytest.mark.parametrize("kind", ["input", "kernel", "output"])
def test_hovering_shows_what_belongs_together_and_leaves_no_trace(
    driver: Driver, kind: str
) -> None:
    before = picture_of(driver)
    driver.hover(kind, 1, 1)
    assert driver.state.pointer == (kind, (1, 1))
    assert picture_of(driver) != before
    QApplication.sendEvent(driver.canvas, QEvent(QEvent.Type.Leave))
    assert driver.state.pointer is None
    assert picture_of(driver) == before


def test_a_click_pins_until_it_is_clicked_again(driver: Driver) -> None:
    driver.click("output", 1, 2)
    QApplication.sendEvent(driver.canvas, QEvent(QEvent.Type.Leave))
    assert driver.state.shown == ("output", (1, 2))
    driver.click("output", 1, 2)
    assert driver.state.pinned is None


def test_a_click_beside_the_cells_lets_go(driver: Driver) -> None:
    driver.click("input", 0, 0)
    driver.qtbot.mouseClick(driver.canvas, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert driver.state.pinned is None


def test_escape_lets_go(driver: Driver) -> None:
    driver.click("kernel", 0, 0)
    driver.press(Qt.Key.Key_Escape)
    assert driver.state.pinned is None


def test_the_keyboard_points_too(driver: Driver) -> None:
    alt = Qt.KeyboardModifier.AltModifier
    driver.press(Qt.Key.Key_Right)
    driver.press(Qt.Key.Key_P)
    assert driver.state.pinned == ("output", (0, 1))
    driver.press(Qt.Key.Key_Down, alt)
    assert driver.state.pinned == ("output", (1, 1))
    for _ in range(5):
        driver.press(Qt.Key.Key_Left, alt)
    assert driver.state.pinned == ("output", (1, 0)), "stays within the output"


def test_double_click_on_an_output_cell_goes_to_its_step(driver: Driver) -> None:
    driver.double_click(driver.place("output", 2, 1))
    assert driver.step == 7


def test_the_wheel_zooms_around_the_pointer_and_double_click_shows_all_again(
    driver: Driver,
) -> None:
    driver.window.bridge.session.change("Size", {"input_size": (200, 200)})
    place = driver.place("input", 120, 60)
    under = input_at(driver, place)
    driver.wheel(place, 1440)
    assert driver.state.document.view.zoom == pytest.approx(8.0)
    after = input_at(driver, place)
    assert after == pytest.approx(under, abs=0.2)
    driver.double_click(QPoint(4, 4))
    view = driver.state.document.view
    assert (view.zoom, view.centre) == (1.0, None)


def test_zooming_ends_where_cells_are_large(driver: Driver) -> None:
    for _ in range(30):
        driver.wheel(driver.place("input", 2, 2), 480)
    picture = driver.canvas.picture
    assert picture is not None
    assert picture.pixels_per_cell(0) <= 128


def test_dragging_moves_the_view_and_pins_nothing(driver: Driver) -> None:
    driver.window.bridge.session.change("Size", {"input_size": (60, 60)})
    start = driver.place("input", 30, 30)
    driver.wheel(start, 960)
    cell = driver.canvas.picture.pixels_per_cell(0)
    before = input_at(driver, start)
    driver.qtbot.mousePress(driver.canvas, Qt.MouseButton.LeftButton, pos=start)
    for moved in (4, 20, 40):
        driver.qtbot.mouseMove(driver.canvas, start + QPoint(moved, moved))
    end = start + QPoint(40, 40)
    driver.qtbot.mouseRelease(driver.canvas, Qt.MouseButton.LeftButton, pos=end)
    after = input_at(driver, start)
    assert after[0] == pytest.approx(before[0] - 40 / cell, abs=1)
    assert after[1] == pytest.approx(before[1] - 40 / cell, abs=1)
    assert driver.state.pinned is None


def test_zoom_and_pan_are_neither_undone_nor_saved_as_a_change(driver: Driver) -> None:
    driver.window.canvas.zoom_in()
    assert not driver.state.history.past
    assert not driver.window.isWindowModified()


def test_zooming_keeps_the_place_between_centre_and_pointer() -> None:
    shown = Shown(ViewOptions(), centre=(10.0, 10.0), cell=8.0)
    view = shown.zoomed(2.0, (20.0, 4.0))
    assert view.zoom == 2.0
    assert view.centre == (15.0, 7.0)
    assert shown.zoomed(0.5, None) == ViewOptions()
    assert shown.panned(50, 50) == ViewOptions(), "there is nothing to move when all is shown"


def test_a_resized_window_shows_the_picture_at_its_new_size(driver: Driver) -> None:
    first = driver.canvas.picture
    driver.window.resize(1000, 700)
    QApplication.processEvents()
    second = driver.canvas.picture
    assert isinstance(second, Picture)
    assert first is not second
    assert second.base(0).width == driver.canvas.width()


def test_the_picture_is_sharp_on_every_screen(driver: Driver) -> None:
    grabbed = driver.canvas.grab()
    assert grabbed.size() == driver.canvas.size() * driver.canvas.devicePixelRatioF()


def input_at(driver: Driver, place: QPoint) -> tuple[float, float]:
    picture = driver.canvas.picture
    assert picture is not None
    found = picture.input_at(driver.canvas.step, *QPointF(place).toTuple())
    assert found is not None
    return found
