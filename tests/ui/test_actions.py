"""Menus, toolbar, shortcuts, command palette, settings: all from their rows."""

import json
from collections import Counter
from operator import attrgetter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QMenu, QPushButton

from convviz.frames.switches import VIEW_SWITCHES, Switch
from convviz.ui import settings, theme
from convviz.ui.actions import MENUS, ROWS, shortcuts_table
from convviz.ui.dialogs import PreferencesDialog
from convviz.ui.settings import Settings
from tests.ui.conftest import make, put_away
from tests.ui.driving import Clock, Driver

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_no_two_rows_share_a_key_or_a_place() -> None:
    keys = Counter(
        QKeySequence(key).toString() for row in ROWS for key in row.shortcuts
    )
    assert [key for key, count in keys.items() if count > 1 or not key] == []
    places = Counter((row.menu, row.text) for row in ROWS)
    assert [place for place, count in places.items() if count > 1] == []


def test_every_row_is_in_a_menu(driver: Driver) -> None:
    bar = driver.window.menuBar()
    assert [action.text().replace("&", "") for action in bar.actions()] == list(MENUS)
    found = {
        action for menu in driver.window.findChildren(QMenu) for action in menu.actions()
    }
    assert all(action in found for action in driver.window.actions_)


def test_menus_and_their_items_all_have_a_letter_of_their_own(driver: Driver) -> None:
    bar = driver.window.menuBar()
    menus = [action.menu() for action in bar.actions()]
    assert not shared_letters(bar.actions())
    while menus:
        menu = menus.pop()
        menu.aboutToShow.emit()
        items = [action for action in menu.actions() if not action.isSeparator()]
        assert not shared_letters(items), menu.title()
        menus += [action.menu() for action in items if action.menu()]


def shared_letters(items: list[QAction]) -> list[str]:
    """Return the letters that two items have, and the items that have none."""
    keys = [QKeySequence.mnemonic(item.text()).toString() for item in items]
    twice = [key for key, count in Counter(keys).items() if key and count > 1]
    return twice + [item.text() for item, key in zip(items, keys, strict=True) if not key]


def test_the_readme_table_names_every_key() -> None:
    table = shortcuts_table()
    assert all(f"`{key}`" in table for row in ROWS for key in row.shortcuts)
    assert "| `Space` | Play | the picture |" in table


def test_the_palette_finds_and_runs_a_command_by_keyboard(driver: Driver) -> None:
    driver.press(Qt.Key.Key_K, CONTROL)
    palette = driver.window.palette_
    assert palette.isVisible()
    driver.type("kernel lapl")
    assert palette.list.count() == 1
    driver.press(Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert driver.canvas.hasFocus()
    weight = driver.state.document.layer_weights.weight.array()
    assert weight[0, 0].tolist() == [[0, 1, 0], [1, -4, 1], [0, 1, 0]]


def test_the_palette_offers_only_what_can_be_done(driver: Driver) -> None:
    driver.press(Qt.Key.Key_P, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    driver.type("undo")
    assert driver.window.palette_.list.count() == 0
    driver.press(Qt.Key.Key_Return)
    driver.press(Qt.Key.Key_Escape)
    assert not driver.window.palette_.isVisible()
    assert driver.canvas.hasFocus()


def test_arrows_choose_in_the_palette(driver: Driver) -> None:
    driver.press(Qt.Key.Key_K, CONTROL)
    driver.type("theme")
    driver.press(Qt.Key.Key_Down)
    driver.press(Qt.Key.Key_Down)
    driver.press(Qt.Key.Key_Up)
    assert driver.window.palette_.list.currentItem().text() == "View › Theme › Light"


def test_undo_says_what_it_undoes(driver: Driver) -> None:
    undo = driver.window.actions_.named("Undo")
    assert not undo.isEnabled()
    driver.window.bridge.session.change("Change the stride", {"stride": 2})
    assert undo.isEnabled()
    assert undo.text() == "Undo change the stride"
    undo.trigger()
    assert not undo.isEnabled()
    assert driver.window.actions_.named("Redo").text() == "Redo change the stride"


UNSEEN = {"sources", "struck", "motion"}
"""What changes nothing in the opening scene."""


@pytest.mark.parametrize("switch", VIEW_SWITCHES, ids=attrgetter("field"))
def test_view_options_are_switched_by_their_keys_and_ticked(
    driver: Driver, switch: Switch
) -> None:
    action = driver.window.actions_.named(switch.name)
    before = getattr(driver.state.document.view, switch.field)
    assert action.isChecked() == before
    shown = driver.canvas.grab().toImage()
    driver.canvas.setFocus()
    if switch.key:
        driver.press(getattr(Qt.Key, f"Key_{switch.key}"))
    else:
        action.trigger()
    assert getattr(driver.state.document.view, switch.field) == (not before)
    assert action.isChecked() == (not before)
    assert (driver.canvas.grab().toImage() != shown) == (switch.field not in UNSEEN)
    assert not driver.state.history.past


def test_a_switch_that_means_nothing_is_disabled_and_says_why(driver: Driver) -> None:
    products = driver.window.actions_.named("Products in the window")
    assert products.isEnabled()
    assert "Not now" not in products.toolTip()
    driver.window.bridge.session.change("pool", {"kind": "max_pool"})
    assert not products.isEnabled()
    assert products.toolTip().endswith("Not now: the layer has no kernel")
    driver.window.bridge.session.change("conv", {"kind": "conv"})
    assert products.isEnabled()
    assert "Not now" not in products.toolTip()


def test_numbers_are_written_in_one_way(driver: Driver) -> None:
    menu = "View/How numbers are written"
    rows = [action for action in driver.window.actions_ if action.row.menu == menu]
    for action in (*rows, rows[0]):
        action.trigger()
        assert [each.row.text for each in rows if each.isChecked()] == [action.row.text]
    view = driver.state.document.view
    assert (view.decimals, view.factored) == (None, False)


def test_one_of_a_menu_is_ticked(driver: Driver) -> None:
    actions = driver.window.actions_
    for name in ("Grey", "Viridis", "Viridis"):
        action = next(a for a in actions if a.row.menu == "View/Colours" and a.row.text == name)
        action.trigger()
        ticked = [a.row.text for a in actions if a.row.menu == "View/Colours" and a.isChecked()]
        assert ticked == [name]


def test_the_context_menu_is_of_the_panel(driver: Driver) -> None:
    menu = driver.window.actions_.menu_of("kernel", driver.window)
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[:4] == ["Kernel as table", "Kernel as NumPy literal", "As the kernel",
                         "Edit kernel"]
    menu.deleteLater()


def test_theme_follows_the_choice_and_is_remembered(
    driver: Driver, dressed: QApplication, tmp_path: Path
) -> None:
    light = driver.canvas.grab().toImage()
    try:
        driver.window.set_settings(Settings(theme="dark"))
        assert driver.canvas.grab().toImage().pixelColor(4, 4).lightness() < 60
        assert theme.scene_theme(driver.window).name == "dark"
        assert json.loads((tmp_path / "settings.json").read_text())["theme"] == "dark"
    finally:
        driver.window.set_settings(Settings(theme="light"))
        theme.apply(dressed, "light")
    assert driver.canvas.grab().toImage() == light


def test_preferences_take_effect_at_once_and_last(driver: Driver, tmp_path: Path) -> None:
    driver.press(Qt.Key.Key_Comma, CONTROL)
    dialog = driver.window.dialog(PreferencesDialog)
    assert isinstance(dialog, PreferencesDialog)
    box = next(box for box in dialog.boxes if box.field == "speed")
    assert isinstance(box, QComboBox)
    box.setFocus()
    driver.qtbot.keyClick(box, Qt.Key.Key_Down)
    assert driver.state.playback.speed == 4.0
    assert settings.load(tmp_path / "settings.json").speed == 4.0
    dialog.close()


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "[1, 2]", '{"theme": "pink", "speed": true, "loop": 1, "other": 3}'],
)
def test_a_settings_file_with_anything_wrong_means_the_defaults(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    assert settings.load(path) == Settings()


def test_settings_that_cannot_be_written_are_told(driver: Driver, tmp_path: Path) -> None:
    (tmp_path / "settings.json").unlink()
    (tmp_path / "settings.json").mkdir()
    driver.window.set_settings(Settings(theme="light"))
    assert "settings.json" in driver.window.info.sentence


def test_small_dialogs_open_and_close(driver: Driver) -> None:
    for name in ("Keyboard shortcuts", "About convviz"):
        driver.window.actions_.named(name).trigger()
        dialog = next(d for d in driver.window.findChildren(QDialog) if d.isVisible())
        close = dialog.findChild(QPushButton)
        driver.qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
        assert not dialog.isVisible()


def test_the_window_comes_back_where_it_was(
    driver: Driver, dressed: QApplication, tmp_path: Path
) -> None:
    driver.window.resize(1000, 654)
    dressed.processEvents()
    driver.window.close()
    again = make(tmp_path, Clock(), None)
    assert again.height() == 654
    put_away(again)


def test_panels_are_hidden_and_shown_from_the_menu(driver: Driver) -> None:
    panels = next(m for m in driver.window.findChildren(QMenu) if m.title() == "Panels")
    parameters, explanation, sizes, *_ = panels.actions()
    for action, panel in (
        (parameters, driver.window.parameters), (explanation, driver.window.explanation)
    ):
        action.trigger()
        assert not panel.isVisible()
        action.trigger()
        assert panel.isVisible()
    assert driver.window.docks[0].widget() is None, "made only when it is shown"
    sizes.trigger()
    assert driver.window.docks[0].widget() is not None
