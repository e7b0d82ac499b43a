"""The parameter panel as a person uses it."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QKeySequence, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QToolButton,
    QWidget,
)

from convviz.errors import Fix
from convviz.layers import Conv, check
from convviz.ui.panels.chain import ChainButton
from convviz.ui.panels.explanation import ExplanationPanel
from convviz.ui.panels.parameters import ParameterPanel
from convviz.ui.panels.problems import action_text, merged
from convviz.ui.panels.sizes import SizesPanel
from convviz.ui.panels.values import ValuesPanel
from convviz.ui.panels.whole_number import WholeNumberBox

Key = Qt.Key


@pytest.fixture
def panel(bridge, qtbot):
    made = ParameterPanel(bridge)
    qtbot.addWidget(made)
    made.resize(304, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


def box(panel: QWidget, name: str) -> WholeNumberBox:
    found = [
        each
        for each in panel.findChildren(WholeNumberBox)
        if each.accessibleName() == name and not each.isHidden()
    ]
    assert len(found) == 1, (name, [each.accessibleName() for each in found])
    return found[0]


def combo(panel: QWidget, name: str) -> QComboBox:
    return next(
        each for each in panel.findChildren(QComboBox) if each.accessibleName() == name
    )


def choose(panel: QWidget, name: str, text: str) -> None:
    chosen = combo(panel, name)
    at = chosen.findText(text)
    assert at >= 0, [chosen.itemText(each) for each in range(chosen.count())]
    chosen.setCurrentIndex(at)
    chosen.activated.emit(at)


def write(qtbot, field: WholeNumberBox, text: str) -> None:
    field.setFocus()
    field.selectAll()
    enter(qtbot, field, text)


def enter(qtbot, field: QWidget, text: str) -> None:
    """Type a text, or paste it where the test library has no keys for it."""
    if text.isascii():
        qtbot.keyClicks(field, text)
    else:
        QApplication.clipboard().setText(text)
        qtbot.keyClick(field, Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def sentences(panel: QWidget) -> list[str]:
    return [
        label.text()
        for label in panel.findChildren(QLabel)
        if label.property("tone") == "error" and label.isVisibleTo(panel)
    ]


def fix(panel: QWidget, text: str) -> QPushButton:
    return next(
        each
        for each in panel.findChildren(QPushButton)
        if each.text() == text and each.isVisibleTo(panel)
    )


def test_a_typed_kernel_size_is_that_of_both_axes(panel, session, qtbot):
    write(qtbot, box(panel, "Kernel height and width"), "2")
    assert session.state.document.layer.kernel_size == (2, 2)


def test_an_opened_chain_sets_height_and_width_apart(panel, session, qtbot):
    qtbot.mouseClick(panel.kernel.lengths.chains[0], Qt.MouseButton.LeftButton)
    write(qtbot, box(panel, "Kernel width"), "1")
    assert session.state.document.layer.kernel_size == (3, 1)


def test_closing_the_chain_makes_the_width_the_height(panel, session, qtbot):
    chain = panel.kernel.lengths.chains[0]
    qtbot.mouseClick(chain, Qt.MouseButton.LeftButton)
    write(qtbot, box(panel, "Kernel width"), "1")
    qtbot.mouseClick(chain, Qt.MouseButton.LeftButton)
    assert session.state.document.layer.kernel_size == (3, 3)
    assert panel.kernel.lengths.level == 0


def test_a_document_whose_axes_differ_opens_the_chain(panel, session):
    session.change("from elsewhere", {"stride": (1, 2)})
    assert [field.text() for field in panel.window_part.stride.boxes] == ["1", "2"]


def test_padding_opens_to_height_and_width_and_then_to_four_sides(panel, session, qtbot):
    padding = panel.window_part.padding
    write(qtbot, box(panel, "Padding on all sides"), "1")
    assert session.state.document.layer.padding == ((1, 1), (1, 1))
    qtbot.mouseClick(padding.chains[0], Qt.MouseButton.LeftButton)
    write(qtbot, box(panel, "Padding left and right"), "2")
    assert session.state.document.layer.padding == ((1, 1), (2, 2))
    qtbot.mouseClick(padding.chains[1], Qt.MouseButton.LeftButton)
    write(qtbot, box(panel, "Padding at the bottom"), "3")
    assert session.state.document.layer.padding == ((1, 3), (2, 2))
    qtbot.mouseClick(padding.chains[0], Qt.MouseButton.LeftButton)
    assert session.state.document.layer.padding == ((1, 1), (1, 1))


def test_a_number_that_cannot_be_stays_with_its_reason_and_the_picture_stays(
    panel, session, qtbot
):
    before = session.state.document
    field = box(panel, "Kernel height and width")
    write(qtbot, field, "9")
    qtbot.keyClick(field, Key.Key_Tab)
    assert field.text() == "9"
    assert sentences(panel) == [
        "Kernel 9, the input is 5 along the height and width: 9 > 5, it doesn't fit"
    ]
    assert field.property("wrong")
    assert session.state.document is before


def test_a_fix_mends_both_axes_with_one_click_and_keeps_the_chain(panel, session, qtbot):
    write(qtbot, box(panel, "Kernel height and width"), "9")
    qtbot.mouseClick(fix(panel, "Set padding 2"), Qt.MouseButton.LeftButton)
    assert session.state.draft is None
    assert session.state.document.layer.padding == ((2, 2), (2, 2))
    assert sentences(panel) == []
    assert not box(panel, "Kernel height and width").property("wrong")
    assert panel.window_part.padding.level == 0


def test_all_problems_stand_at_once_each_under_its_field(panel, qtbot):
    write(qtbot, box(panel, "Stride along height and width"), "0")
    write(qtbot, box(panel, "Dilation along height and width"), "-1")
    said = sentences(panel.window_part.stride)
    assert said
    assert all("tride 0" in sentence for sentence in said)
    assert any("ilation" in sentence for sentence in sentences(panel.window_part.dilation))


@pytest.mark.parametrize("text", ["abc", "2.5", "1e3", ""])
def test_text_that_is_no_number_stays_and_says_what_is_expected(panel, qtbot, text):
    field = box(panel, "Stride along height and width")
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Key.Key_Delete)
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Key.Key_Tab)
    assert field.text() == text
    assert "a whole number is expected" in sentences(panel)[0]


def test_a_number_of_a_million_million_is_refused_in_words(panel, qtbot):
    field = box(panel, "Input height and width")
    write(qtbot, field, "1000000000000")
    assert field.text() == "1000000000000"
    assert "1,000,000" in sentences(panel)[0]


def test_escape_puts_the_number_back_in_place_of_letters(panel, qtbot):
    field = box(panel, "Stride along height and width")
    write(qtbot, field, "x")
    qtbot.keyClick(field, Key.Key_Escape)
    assert field.text() == "1"
    assert sentences(panel) == []


def test_a_minus_sign_of_either_kind_is_understood(panel, session, qtbot):
    write(qtbot, box(panel, "Padding on all sides"), "−1")
    assert session.state.fields.layer.padding == ((-1, -1), (-1, -1))
    write(qtbot, box(panel, "Padding on all sides"), "-2")
    assert session.state.fields.layer.padding == ((-2, -2), (-2, -2))


def test_an_input_larger_than_can_be_held_is_refused_without_being_made(panel, session, qtbot):
    write(qtbot, box(panel, "Input height and width"), "999999")
    assert session.state.draft is not None
    assert any("4096" in sentence for sentence in sentences(panel))


def test_dragging_a_slider_is_undone_as_one(panel, session, qtbot):
    slider = panel.input.lengths.sliders[0]
    middle = slider.height() // 2
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(12, middle))
    for x in range(12, slider.width() - 4, 4):
        qtbot.mouseMove(slider, QPoint(x, middle))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 4, middle))
    assert session.state.document.input.shape[1] > 20
    assert len(session.state.history.past) == 1
    session.undo()
    assert session.state.document.input.shape == (1, 5, 5)
    assert box(panel, "Input height and width").text() == "5"
    assert slider.value() == 5


def test_two_drags_are_undone_one_by_one(panel, session, qtbot):
    slider = panel.input.lengths.sliders[0]
    middle = slider.height() // 2
    for x in (30, 60):
        qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(x - 8, middle))
        qtbot.mouseMove(slider, QPoint(x, middle))
        qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(x, middle))
    assert len(session.state.history.past) == 2


def test_the_slider_goes_as_far_as_it_can_and_leaves_the_number_alone(panel, session, qtbot):
    write(qtbot, box(panel, "Input height and width"), "100")
    slider = panel.input.lengths.sliders[0]
    assert slider.value() == slider.maximum() < 100
    assert session.state.document.input.shape == (1, 100, 100)
    assert box(panel, "Input height and width").text() == "100"


def test_typing_several_digits_is_undone_as_one(panel, session, qtbot):
    write(qtbot, box(panel, "Input height and width"), "128")
    assert session.state.document.input.shape == (1, 128, 128)
    session.undo()
    assert session.state.document.input.shape == (1, 5, 5)


def test_each_press_of_an_arrow_key_is_undone_by_itself(panel, session, qtbot):
    field = box(panel, "Input height and width")
    field.setFocus()
    qtbot.keyClick(field, Key.Key_Up)
    qtbot.keyClick(field, Key.Key_Up)
    assert session.state.document.input.shape == (1, 7, 7)
    session.undo()
    assert session.state.document.input.shape == (1, 6, 6)


def test_stepping_down_ends_where_nothing_below_can_be_right(panel, qtbot):
    field = box(panel, "Stride along height and width")
    field.setFocus()
    qtbot.keyClick(field, Key.Key_Down)
    assert field.text() == "1"


def wheel(widget: QWidget) -> bool:
    """Turn the wheel over a widget; return whether it took it."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle, QPointF(widget.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )
    event.ignore()
    widget.wheelEvent(event)
    return event.isAccepted()


def test_the_wheel_over_a_field_without_focus_changes_nothing(panel, session):
    before = session.state.document
    panel.setFocus()
    fields = [
        box(panel, "Stride along height and width"),
        panel.window_part.stride.sliders[0],
        combo(panel, "Kernel values"),
    ]
    assert not any(wheel(field) for field in fields)
    assert session.state.document is before


def test_the_wheel_turns_a_focused_number(panel, session, qtbot):
    panel.activateWindow()
    field = box(panel, "Input height and width")
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    wheel(field)
    assert session.state.document.input.shape == (1, 4, 4)


def test_named_paddings_and_modes(panel, session):
    choose(panel, "Padding", "Same")
    assert session.state.document.layer.padding == "same"
    assert box(panel, "Padding on all sides").text() == "1"
    choose(panel, "Padding mode", "Reflect")
    assert session.state.document.layer.padding_mode == "reflect"
    choose(panel, "Padding", "Custom")
    assert session.state.document.layer.padding == ((1, 1), (1, 1))


def test_an_uneven_same_shows_its_four_sides_only_while_it_stands(panel, session):
    choose(panel, "Padding", "Same")
    session.change("kernel", {"kernel_size": (2, 2)})
    assert [field.text() for field in panel.window_part.padding.boxes] == ["0", "1", "0", "1"]
    session.change("kernel", {"kernel_size": (3, 3)})
    assert panel.window_part.padding.level == 0


def test_a_number_typed_over_a_named_padding_makes_it_custom(panel, session, qtbot):
    choose(panel, "Padding", "Same")
    write(qtbot, box(panel, "Padding on all sides"), "2")
    assert session.state.document.layer.padding == ((2, 2), (2, 2))
    assert combo(panel, "Padding").currentText() == "Custom"


def test_same_with_a_stride_is_refused_under_the_name_with_tensorflows_padding(
    panel, session, qtbot
):
    choose(panel, "Padding", "Same")
    write(qtbot, box(panel, "Stride along height and width"), "2")
    said = sentences(panel.window_part.padding_name)
    assert len(said) == 1
    assert "TensorFlow" in said[0]
    offered = next(
        each
        for each in panel.window_part.padding_name.findChildren(QPushButton)
        if "TensorFlow" in each.text()
    )
    qtbot.mouseClick(offered, Qt.MouseButton.LeftButton)
    assert session.state.draft is None
    assert session.state.document.layer.stride == (2, 2)


def test_causal_is_offered_to_signals_only(panel, session):
    assert combo(panel, "Padding").findText("Causal") < 0
    choose(panel, "Dimensions", "1-D: one row")
    assert session.state.document.layer.axes == 1
    choose(panel, "Padding", "Causal")
    assert session.state.document.layer.padding == "causal"
    assert [field.text() for field in panel.window_part.padding.boxes] == ["2", "0"]
    assert box(panel, "Kernel length").text() == "3"


def test_presets_fill_input_and_kernel(panel, session):
    choose(panel, "Input values", "Ones")
    choose(panel, "Kernel values", "Sobel x")
    assert session.state.document.input_source.name == "ones"
    assert session.state.document.layer_weights.source.name == "sobel_x"


def test_a_seed_gives_another_random_kernel(panel, session, qtbot):
    choose(panel, "Kernel values", "Random")
    first = session.state.document.layer_weights.weight.array().tolist()
    write(qtbot, panel.kernel.seed.boxes[0], "3")
    assert session.state.document.layer_weights.source.seed == 3
    assert session.state.document.layer_weights.weight.array().tolist() != first


def test_a_seed_gives_other_random_numbers(panel, session, qtbot):
    assert panel.input.seed.isHidden()
    choose(panel, "Input values", "Random")
    first = session.state.document.input.array().tolist()
    write(qtbot, next(iter(panel.input.seed.boxes)), "7")
    assert session.state.document.input_source.seed == 7
    assert session.state.document.input.array().tolist() != first


def test_an_edited_kernel_says_that_it_was_typed(panel, session):
    from convviz.document.editing import with_weight_cell

    session.edit("cell", with_weight_cell(session.state.document, (0, 0, 0, 0), 5))
    assert combo(panel, "Kernel values").currentText() == "Typed numbers"
    session.undo()
    assert combo(panel, "Kernel values").currentText() == "Corners and centre"


def test_channels_are_folded_at_first_and_show_themselves_when_they_are_wrong(
    panel, session
):
    assert not panel.channels.opened
    session.change("groups", {"groups": 2})
    assert panel.channels.opened
    assert sentences(panel.channels)


def test_channels_groups_and_bias(panel, session, qtbot):
    qtbot.mouseClick(panel.channels.heading, Qt.MouseButton.LeftButton)
    write(qtbot, box(panel, "Input channels"), "2")
    write(qtbot, box(panel, "Output channels"), "4")
    write(qtbot, box(panel, "Groups"), "2")
    panel.channels.fields.bias.click()
    layer = session.state.document.layer
    assert (layer.in_channels, layer.out_channels, layer.groups, layer.bias) == (2, 4, 2, True)


def test_bias_numbers_are_typed_in_one_line(panel, session, qtbot):
    panel.channels.unfold()
    session.change("channels", {"out_channels": 2, "bias": True})
    line = panel.channels.fields.bias_values.line
    assert line.text() == "0 0"
    line.setFocus()
    line.selectAll()
    enter(qtbot, line, "1.5 −2")
    qtbot.keyClick(line, Key.Key_Return)
    assert session.state.document.layer_weights.bias.array().tolist() == [1.5, -2]


@pytest.mark.parametrize(("text", "said"), [("1 2 3", "3 numbers for 2"), ("1 x", "x")])
def test_a_bias_that_cannot_be_stays_with_its_reason(panel, session, qtbot, text, said):
    panel.channels.unfold()
    session.change("channels", {"out_channels": 2, "bias": True})
    line = panel.channels.fields.bias_values.line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Key.Key_Return)
    assert line.text() == text
    assert said in sentences(panel.channels)[0]


def test_another_input_channel_is_shown_without_becoming_a_change(panel, session, qtbot):
    session.change("channels", {"in_channels": 3})
    panel.channels.unfold()
    write(qtbot, box(panel, "Input channel on show"), "3")
    assert session.state.document.view.input_channel == 2
    assert len(session.state.history.past) == 1


def test_a_channel_that_is_not_there_stays_with_its_reason(panel, session, qtbot):
    session.change("channels", {"in_channels": 3})
    panel.channels.unfold()
    field = box(panel, "Input channel on show")
    write(qtbot, field, "5")
    assert field.text() == "5"
    assert session.state.document.view.input_channel == 0
    qtbot.mouseClick(fix(panel.channels, "Set channel 1"), Qt.MouseButton.LeftButton)
    assert field.text() == "1"
    assert sentences(panel) == []


def test_the_channels_open_by_themselves_when_there_come_to_be_several(panel, session, qtbot):
    assert not panel.channels.opened
    session.change("colour", {"in_channels": 3})
    assert panel.channels.opened
    qtbot.mouseClick(panel.channels.heading, Qt.MouseButton.LeftButton)
    session.change("more", {"in_channels": 4})
    session.go(3)
    assert not panel.channels.opened
    session.change("grey", {"in_channels": 1})
    session.change("maps", {"out_channels": 2})
    assert panel.channels.opened


def test_a_layer_with_channels_begins_with_them_open(bridge, session, qtbot):
    session.change("colour", {"in_channels": 3})
    made = ParameterPanel(bridge)
    qtbot.addWidget(made)
    assert made.channels.opened


def test_a_fix_for_two_problems_is_offered_once(panel, session, qtbot):
    session.change("groups", {"in_channels": 3, "out_channels": 5, "groups": 2})
    assert len(sentences(panel)) == 2
    offered = [
        each.text() for each in panel.findChildren(QPushButton)
        if each.text().startswith("Set ") and each.isVisibleTo(panel)
    ]
    assert offered == ["Set groups 1", "Set in channels 4, out channels 6"]
    qtbot.mouseClick(fix(panel, "Set groups 1"), Qt.MouseButton.LeftButton)
    assert session.state.draft is None


def test_along_one_axis_too_a_fix_is_offered_once():
    layer = Conv(3, 5, (3,), (1,), "valid", (1,), groups=2)
    first, second = merged(check(layer), layer, (3, 9))
    assert [fix.label for fix in first.fixes + second.fixes] == [
        "groups 1", "in channels 4, out channels 6"
    ]


@pytest.mark.parametrize(
    ("label", "field", "said"),
    [
        ("kernel 5", "kernel_size", "Set kernel 5"),
        ("padding 2", "padding", "Set padding 2"),
        ("flatten before", "before", "Flatten before"),
        ("crop the first input to 30 × 30", "crop", "Crop the first input to 30 × 30"),
        ("in channels 4, groups 2", "in_channels", "Set in channels 4, groups 2"),
        ("valid", "padding", "Set padding valid"),
        ("zeros", "padding_mode", "Set padding mode zeros"),
        ("padding mode replicate", "padding_mode", "Set padding mode replicate"),
        ("input height 7", "input_size", "Set input height 7"),
        ("size 1 there", "input_size", "Set input size 1 there"),
        ("at most 4096", "input_size", "Set input size at most 4096"),
    ],
)
def test_a_button_says_what_its_fix_does(label, field, said):
    assert action_text(Fix(label, ((field, 1),))) == said


def test_open_image_asks_the_window(panel, qtbot):
    with qtbot.waitSignal(panel.open_requested):
        qtbot.mouseClick(panel.input.open, Qt.MouseButton.LeftButton)


def test_undo_in_a_field_is_left_to_the_window(panel, session, qtbot):
    undo = QAction(panel)
    undo.setShortcut(QKeySequence.StandardKey.Undo)
    undo.triggered.connect(session.undo)
    panel.addAction(undo)
    panel.activateWindow()
    field = box(panel, "Input height and width")
    write(qtbot, field, "8")
    qtbot.keyClick(field, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.state.document.input.shape == (1, 5, 5)
    assert field.text() == "5"
    assert not session.state.history.past


def test_every_control_has_a_name_and_every_field_a_label(panel):
    kinds = (QAbstractButton, QComboBox, QSlider, WholeNumberBox)
    unnamed = [
        each
        for kind in kinds
        for each in panel.findChildren(kind)
        if not (each.accessibleName() or (isinstance(each, QPushButton) and each.text()))
        and not (isinstance(each, QToolButton) and each.isHidden())
        and "qt_" not in each.objectName()
    ]
    assert unnamed == []
    buddies = {label.buddy() for label in panel.findChildren(QLabel)}
    fields = [*panel.findChildren(WholeNumberBox), *panel.findChildren(QComboBox)]
    fields += [line for line in panel.findChildren(QLineEdit) if "qt_" not in line.objectName()]
    assert [field for field in fields if field not in buddies] == []


@pytest.mark.parametrize("opened", [False, True])
def test_tab_goes_from_top_to_bottom(panel, qtbot, opened):
    panel.activateWindow()
    if opened:
        panel.window_part.stride.chains[0].click()
        panel.kernel.lengths.chains[0].click()
    panel.layer.heading.setFocus()
    seen = []
    for _ in range(32):
        at = QApplication.focusWidget()
        if at in seen:
            break
        seen.append(at)
        qtbot.keyClick(at, Key.Key_Tab)
    places = [each.mapTo(panel.widget(), QPoint(0, each.height() // 2)) for each in seen]
    rows = [(round(place.y() / 12), place.x()) for place in places]
    # A chain holds the rows beside it together and comes after the last of them.
    rows = [
        row for row, each in zip(rows, seen, strict=True) if not isinstance(each, ChainButton)
    ]
    assert len(rows) > 12
    assert rows == sorted(rows)


def test_nothing_is_cut_off_at_the_panels_width(panel, session):
    session.change("wrong", {"kernel_size": (9, 9), "stride": (2, 2), "padding": "same"})
    panel.channels.unfold()
    QApplication.processEvents()
    assert panel.widget().width() <= panel.viewport().width()
    for label in panel.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= label.sizeHint().width(), label.text()
    for button in panel.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width(), button.text()


def test_the_panel_paints_in_both_themes(panel, qapp):
    from convviz.ui import theme

    light = panel.grab().toImage()
    theme.apply(qapp, "dark")
    dark = panel.grab().toImage()
    theme.apply(qapp, "light")
    assert light != dark


@pytest.fixture
def photo(tmp_path):
    pixels = np.zeros((30, 40, 3), np.uint8)
    pixels[..., 0], pixels[..., 2] = 200, 50
    path = tmp_path / "photo.png"
    Image.fromarray(pixels).save(path)
    return path


def opened(bridge, qtbot, path: Path) -> None:
    bridge.opened.connect(bridge.take)
    with qtbot.waitSignal(bridge.opened):
        bridge.open_file(path)


def test_another_channel_of_a_picture_is_read_from_its_file(panel, bridge, qtbot, photo):
    assert panel.input.channel.isHidden()
    opened(bridge, qtbot, photo)
    assert combo(panel, "Input values").currentText() == "photo.png"
    assert panel.input.channel.isVisible()
    with qtbot.waitSignal(bridge.opened):
        choose(panel, "Channel of the picture", "Red")
    assert set(bridge.state.document.input.array().ravel().tolist()) == {200}
    assert combo(panel, "Channel of the picture").currentText() == "Red"
    with qtbot.waitSignal(bridge.opened):
        choose(panel, "Channel of the picture", "Blue")
    assert set(bridge.state.document.input.array().ravel().tolist()) == {50}


def test_a_preset_puts_the_channel_away(panel, bridge, qtbot, photo):
    opened(bridge, qtbot, photo)
    choose(panel, "Input values", "Ramp")
    assert panel.input.channel.isHidden()
    assert combo(panel, "Input values").findText("photo.png") < 0


def test_a_panel_leaves_nothing_behind(bridge):
    kept = []
    for kind in (ParameterPanel, ExplanationPanel, SizesPanel, ValuesPanel):
        made = kind(bridge)
        made.show()
        bridge.session.change("stride", {"stride": (2, 2)})
        bridge.session.change("stride", {"stride": (1, 1)})
        kept.append(weakref.ref(made))
        made.close()
        made.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        del made
    gc.collect()
    assert [each() for each in kept] == [None] * len(kept)
    bridge.session.change("stride", {"stride": (2, 2)})
