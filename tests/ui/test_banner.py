"""The card over the picture that says what is wrong."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.ui.driving import Driver


def test_it_has_room_for_its_sentence_when_that_changes(driver: Driver, qtbot: QtBot) -> None:
    session, banner = driver.window.bridge.session, driver.window.banner
    session.change("too large", {"kernel_size": (9, 9)})
    qtbot.waitUntil(banner.isVisible)
    first = banner.height()
    session.change("larger", {"kernel_size": (11, 11)})
    assert banner.height() == first
