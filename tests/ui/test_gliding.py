"""The window glides from one step to the next, where that is wanted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from convviz.ui import motion
from convviz.ui.gliding import SECONDS
from convviz.ui.settings import Settings
from tests.ui.driving import Clock, Driver


@pytest.fixture
def moving(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Driver:
    monkeypatch.setattr(motion, "reduced", lambda: False)
    driver.window.set_settings(Settings())
    return driver


def seen(driver: Driver) -> QImage:
    QApplication.processEvents()
    return driver.canvas.grab().toImage()


def test_the_window_is_on_its_way_and_arrives(moving: Driver, clock: Clock) -> None:
    first = seen(moving)
    moving.press(Qt.Key.Key_Right)
    assert moving.step == 1
    assert seen(moving) == first
    clock.now += SECONDS / 2
    halfway = seen(moving)
    clock.now += SECONDS
    there = seen(moving)
    assert len({image.constBits().tobytes() for image in (first, halfway, there)}) == 3
    moving.window.set_settings(Settings(motion="never"))
    moving.press(Qt.Key.Key_Left)
    moving.press(Qt.Key.Key_Right)
    assert seen(moving) == there


def test_the_next_step_begins_a_way_of_its_own(moving: Driver, clock: Clock) -> None:
    moving.press(Qt.Key.Key_Right)
    clock.now += 2 * SECONDS
    second = seen(moving)
    moving.press(Qt.Key.Key_Right)
    clock.now += SECONDS / 2
    moving.press(Qt.Key.Key_Left)
    clock.now += 2 * SECONDS
    assert seen(moving) == second


def test_a_picture_that_nobody_sees_comes_to_rest(moving: Driver, clock: Clock) -> None:
    glide = moving.canvas._glide
    moving.press(Qt.Key.Key_Right)
    moving.canvas.hide()
    clock.now += 2 * SECONDS
    # Nothing is painted any more, only time passes.
    moving.qtbot.waitUntil(lambda: not glide._timer.isActive())
    assert not glide.going


def test_far_away_it_is_at_once(moving: Driver) -> None:
    first = seen(moving)
    moving.press(Qt.Key.Key_End)
    last = seen(moving)
    assert last != first
    assert not moving.canvas._glide.going


@pytest.mark.parametrize("how", ["option", "setting", "desktop"])
def test_nothing_glides_where_that_isn_t_wanted(
    moving: Driver, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    if how == "option":
        moving.press(Qt.Key.Key_M)
        assert not moving.state.document.view.motion
    elif how == "setting":
        moving.window.set_settings(Settings(motion="never"))
    else:
        monkeypatch.setattr(motion, "reduced", lambda: True)
        moving.window.set_settings(Settings(loop=True))
    first = seen(moving)
    moving.press(Qt.Key.Key_Right)
    assert seen(moving) != first
    assert not moving.canvas._glide.going


def test_while_it_plays_a_way_takes_half_of_a_step_at_most(
    moving: Driver, clock: Clock
) -> None:
    session = moving.window.bridge.session
    session.play(replace(session.state.playback, playing=True, speed=10.0))
    clock.now += 0.1
    moving.window.bridge.tick()
    assert moving.step == 1
    assert moving.canvas._glide.going
    clock.now += 0.051
    seen(moving)
    assert not moving.canvas._glide.going


def test_pointing_shows_the_step_itself(moving: Driver) -> None:
    moving.press(Qt.Key.Key_Right)
    assert moving.canvas._glide.going
    moving.hover("output", 0, 0)
    seen(moving)
    assert not moving.canvas._glide.going


def test_another_layer_has_no_way(moving: Driver) -> None:
    moving.press(Qt.Key.Key_Right)
    moving.window.bridge.session.change("padding", {"padding": 1})
    seen(moving)
    assert not moving.canvas._glide.going


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0\n", True),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=1.0\n", False),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=fast\n", False),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=false\n", True),
        ("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations = 0\n", True),
        ("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=1\n", False),
        ("gtk-4.0/settings.ini", "not an ini file", False),
        ("gtk-4.0/settings.ini", "[Settings]\nother=1\n", False),
    ],
)
def test_desktops_that_ask_for_less_motion_are_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, text: str, expected: bool
) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    monkeypatch.setattr(
        QStandardPaths, "standardLocations", staticmethod(lambda _: [str(tmp_path)])
    )
    monkeypatch.setattr("sys.platform", "linux")
    assert motion.reduced() is expected
