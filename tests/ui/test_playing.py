"""Stepping, playing and scrubbing."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from convviz.document import editing
from convviz.document.document import InputSource
from convviz.steps.order import Steps
from convviz.ui.scrubber import Scrubber
from convviz.ui.transport import number_of, place_of
from tests.ui.driving import Clock, Driver

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("keys", "step"),
    [
        ([(Qt.Key.Key_Right, None)], 1),
        ([(Qt.Key.Key_Right, None), (Qt.Key.Key_Left, None)], 0),
        ([(Qt.Key.Key_Left, None)], 0),
        ([(Qt.Key.Key_Right, SHIFT)], 3),
        ([(Qt.Key.Key_Down, SHIFT)], 3),
        ([(Qt.Key.Key_End, None)], 8),
        ([(Qt.Key.Key_End, None), (Qt.Key.Key_Up, SHIFT)], 5),
        ([(Qt.Key.Key_End, None), (Qt.Key.Key_Home, None)], 0),
    ],
)
def test_keys_step_with_the_picture_in_focus(driver: Driver, keys, step: int) -> None:
    for key, modifier in keys:
        driver.press(key, modifier or Qt.KeyboardModifier.NoModifier)
    assert driver.step == step
    assert driver.window.transport.number.text() == f"Step {step + 1} of 9"


def test_a_focused_field_keeps_its_own_keys(driver: Driver) -> None:
    driver.window.transport.speed.setFocus()
    driver.press(Qt.Key.Key_Right)
    driver.press(Qt.Key.Key_End)
    assert driver.step == 0


def test_buttons_step(driver: Driver) -> None:
    first, previous, _play, following, last = driver.window.transport.buttons
    for button, step in ((following, 1), (following, 2), (previous, 1), (last, 8), (first, 0)):
        driver.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert driver.step == step


def test_space_plays_by_the_clock_and_pauses(driver: Driver, clock: Clock) -> None:
    driver.press(Qt.Key.Key_Space)
    assert driver.window.transport.buttons[2].text() == "Pause"
    for _ in range(8):
        clock.now += 0.125
        driver.window.bridge.tick()
    assert driver.step == 2
    driver.press(Qt.Key.Key_Space)
    clock.now += 60
    driver.window.bridge.tick()
    assert driver.step == 2
    assert driver.window.transport.buttons[2].text() == "Play"


def test_playing_needs_nobody_to_tick(driver: Driver) -> None:
    ticks = []
    driver.window.bridge.changed.connect(lambda *_: ticks.append(1))
    driver.press(Qt.Key.Key_Space)
    driver.qtbot.waitUntil(lambda: len(ticks) > 3, timeout=2000)


def test_a_window_that_stood_still_does_not_race(driver: Driver, clock: Clock) -> None:
    driver.press(Qt.Key.Key_Space)
    clock.now += 3600
    driver.window.bridge.tick()
    assert driver.step <= 1


def test_playing_stops_at_the_end_and_begins_again_from_there(
    driver: Driver, clock: Clock
) -> None:
    driver.press(Qt.Key.Key_End)
    driver.press(Qt.Key.Key_Space)
    assert driver.step == 0
    for _ in range(40):
        clock.now += 0.25
        driver.window.bridge.tick()
    assert driver.step == 8
    assert not driver.state.playback.playing


def test_a_loop_goes_on(driver: Driver, clock: Clock) -> None:
    driver.press(Qt.Key.Key_L)
    assert driver.window.transport.loop.isChecked()
    driver.press(Qt.Key.Key_Space)
    for _ in range(20):
        clock.now += 0.25
        driver.window.bridge.tick()
    assert driver.step == 10 % 9
    assert driver.state.playback.playing


def test_speed_goes_up_and_down(driver: Driver) -> None:
    driver.press(Qt.Key.Key_Plus)
    assert driver.window.transport.speed.currentText() == "4 steps/s"
    driver.press(Qt.Key.Key_Minus)
    driver.press(Qt.Key.Key_Minus)
    driver.press(Qt.Key.Key_Minus)
    assert driver.window.transport.speed.currentText() == "½ step/s"


def test_a_chosen_speed_holds(driver: Driver) -> None:
    speed = driver.window.transport.speed
    speed.setFocus()
    driver.press(Qt.Key.Key_Down)
    assert driver.state.playback.speed == 4.0


def test_taps_divide_a_step_and_keep_its_place(driver: Driver) -> None:
    driver.press(Qt.Key.Key_Right)
    driver.press(Qt.Key.Key_T)
    transport = driver.window.transport
    assert transport.number.text() == "Step 10 of 81"
    assert transport.place.text() == "output row 1, column 2 · term 1 of 9"
    driver.qtbot.mouseClick(transport.taps, Qt.MouseButton.LeftButton)
    assert driver.step == 1
    assert not transport.taps.isChecked()


def test_the_scrubber_goes_where_it_is_clicked(driver: Driver) -> None:
    scrubber = driver.window.transport.scrubber
    middle = scrubber.rect().center()
    driver.qtbot.mouseClick(scrubber, Qt.MouseButton.LeftButton, pos=middle)
    assert driver.step == 4
    end = QPoint(scrubber.width() - 2, middle.y())
    driver.qtbot.mousePress(scrubber, Qt.MouseButton.LeftButton, pos=end)
    assert driver.step == 8
    driver.qtbot.mouseMove(scrubber, QPoint(2, middle.y()))
    driver.qtbot.mouseRelease(scrubber, Qt.MouseButton.LeftButton, pos=QPoint(2, middle.y()))


@pytest.mark.usefixtures("dressed")
def test_the_scrubber_takes_any_number_of_steps(qtbot: QtBot) -> None:
    scrubber = Scrubber()
    qtbot.addWidget(scrubber)
    chosen = []
    scrubber.scrubbed.connect(chosen.append)
    count = 5_000_000_000
    for step in (0, 1, 123_456_789, count - 2, count - 1):
        scrubber.show_step(step, count)
        assert scrubber.step == step
    assert chosen == []
    scrubber.setValue(0)
    scrubber.setValue(scrubber.maximum())
    assert chosen == [0, count - 1]


def test_many_steps_are_told_in_full() -> None:
    steps = Steps((2, 2048, 4096))
    assert number_of(steps, len(steps) - 1) == (
        "Step 16\u202f777\u202f216 of 16\u202f777\u202f216"
    )
    assert place_of(steps, len(steps) - 1) == "output channel 2, row 2048, column 4096"


def test_a_row_of_a_signal_is_the_whole_signal(driver: Driver) -> None:
    document = editing.with_input(
        editing.change(driver.state.document, {"axes": 1}), np.arange(9), InputSource("typed")
    )
    driver.window.bridge.session.edit("Signal", document)
    driver.press(Qt.Key.Key_Right, SHIFT)
    assert driver.step == len(driver.state.steps) - 1
    assert driver.window.transport.place.text() == "output cell 7"
