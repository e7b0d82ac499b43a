"""Choosing what kind of layer it is, and the parameters that each kind has."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from convviz.document.comparing import same_numbers
from convviz.document.kinds import KIND_NAMES, KINDS, kind_of
from convviz.layers import AdaptivePool, Conv, ConvTranspose, Fold, Pad, Pool
from convviz.ui.panels.parameters import ParameterPanel
from convviz.ui.panels.whole_number import WholeNumberBox
from convviz.ui.switch import Switch

WINDOWED = {"Stride along height and width", "Padding on all sides"}
EVERYWHERE = {"Kind of layer", "Framework whose rules hold", "Input values"}
FIELDS = {
    "conv": WINDOWED | {"Kernel height and width", "Padding", "Padding mode", "Kernel values",
                        "Mirrored kernel", "Dilation along height and width"},
    "conv_transpose": WINDOWED | {"Kernel height and width", "Kernel values", "Mirrored kernel",
                                  "Dilation along height and width",
                                  "Output padding along height and width"},
    "max_pool": WINDOWED | {"Kernel height and width", "Ceil mode",
                            "Dilation along height and width"},
    "avg_pool": WINDOWED | {"Kernel height and width", "Ceil mode", "What averages divide by",
                            "Divisor"},
    "lp_pool": WINDOWED | {"Kernel height and width", "Ceil mode", "Power of the norm"},
    "adaptive_max_pool": {"Output height and width"},
    "adaptive_avg_pool": {"Output height and width"},
    "pad": {"Padding on all sides", "Padding mode", "Padding value"},
    "unfold": WINDOWED | {"Kernel height and width", "Dilation along height and width"},
    "fold": WINDOWED | {"Kernel height and width", "Dilation along height and width",
                        "Output height and width"},
}  # fmt: skip


@pytest.fixture
def panel(bridge, qtbot):
    made = ParameterPanel(bridge)
    qtbot.addWidget(made)
    made.resize(304, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


def choose(panel: QWidget, name: str, text: str) -> None:
    combo = next(
        each
        for each in panel.findChildren(QComboBox)
        if each.accessibleName() == name and each.isVisibleTo(panel)
    )
    at = combo.findText(text)
    assert at >= 0, [combo.itemText(each) for each in range(combo.count())]
    combo.setCurrentIndex(at)
    combo.activated.emit(at)


def shown(panel: QWidget) -> set[str]:
    """Return the names of all fields that can be seen."""
    kinds = (QComboBox, WholeNumberBox, Switch, QLineEdit)
    return {
        each.accessibleName()
        for kind in kinds
        for each in panel.findChildren(kind)
        if each.isVisibleTo(panel) and not isinstance(each.parent(), WholeNumberBox)
    }


def field(panel: QWidget, name: str) -> QWidget:
    return next(
        each
        for each in panel.findChildren(QWidget)
        if each.accessibleName() == name and each.isVisibleTo(panel)
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_shows_the_parameters_that_it_has(panel, session, kind):
    if kind == "conv":
        choose(panel, "Kind of layer", KIND_NAMES["pad"])
    choose(panel, "Kind of layer", KIND_NAMES[kind])
    assert kind_of(session.state.document.layer) == kind
    assert session.state.draft is None
    sizes = {"Input height and width"}
    if kind not in {"unfold", "fold"}:
        sizes.add("Dimensions")
    assert shown(panel) == FIELDS[kind] | EVERYWHERE | sizes


def test_a_kind_is_undone_like_any_change_and_the_weights_come_back(panel, session):
    before = session.state.document
    choose(panel, "Kind of layer", "Max pooling")
    choose(panel, "Kind of layer", "Convolution")
    assert session.state.document.layer_weights.weight.same(before.layer_weights.weight)
    session.undo()
    session.undo()
    assert same_numbers(session.state.document, before)


def test_folding_is_for_pictures(panel, session):
    session.change("1-D", {"axes": 1})
    combo = field(panel, "Kind of layer")
    assert combo.findText("Fold (col2im)") < 0
    assert combo.findText("Max pooling") >= 0


def test_volumes_have_depth_height_and_width(panel, session, qtbot):
    choose(panel, "Dimensions", "3-D: slices of rows")
    assert session.state.document.layer.kernel_size == (3, 3, 3)
    qtbot.mouseClick(panel.kernel.lengths.chains[0], Qt.MouseButton.LeftButton)
    assert {"Kernel depth", "Kernel height", "Kernel width"} <= shown(panel)


def write(qtbot, box: QLineEdit | WholeNumberBox, text: str) -> None:
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)


def test_output_padding_is_set_and_refused_beside_the_field(panel, session, qtbot):
    session.change("transposed", {"kind": "conv_transpose", "stride": 2})
    write(qtbot, field(panel, "Output padding along height and width"), "1")
    layer = session.state.document.layer
    assert isinstance(layer, ConvTranspose)
    assert layer.output_padding == (1, 1)
    write(qtbot, field(panel, "Output padding along height and width"), "2")
    assert session.state.draft is not None
    assert any("2" in problem.message for problem in session.state.problems)
    assert field(panel, "Output padding along height and width").property("wrong")


def test_what_an_average_divides_by_is_chosen(panel, session, qtbot):
    session.change("average", {"kind": "avg_pool", "padding": 1})
    assert field(panel, "What averages divide by").currentText() == "As the framework does"
    choose(panel, "What averages divide by", "Left out")
    layer = session.state.document.layer
    assert isinstance(layer, Pool)
    assert not layer.counts_padding
    choose(panel, "What averages divide by", "As the framework does")
    assert session.state.document.layer.count_include_pad is None
    assert field(panel, "Divisor").lineEdit().displayText() == ""
    assert field(panel, "Divisor").lineEdit().placeholderText() == "none"
    write(qtbot, field(panel, "Divisor"), "5")
    assert session.state.document.layer.divisor_override == 5
    for nothing in ("0", "none"):
        write(qtbot, field(panel, "Divisor"), "5")
        write(qtbot, field(panel, "Divisor"), nothing)
        assert session.state.document.layer.divisor_override is None
        assert field(panel, "Divisor").complaint == ""


def test_a_power_that_is_no_number_stays_with_the_reason(panel, session, qtbot):
    session.change("norm", {"kind": "lp_pool"})
    line = field(panel, "Power of the norm")
    write(qtbot, line, "3")
    assert session.state.document.layer.norm_type == 3
    write(qtbot, line, "three")
    assert line.property("wrong")
    assert line.text() == "three"
    assert session.state.document.layer.norm_type == 3
    write(qtbot, line, "1 2")
    assert line.property("wrong")


def test_negative_padding_cuts_cells_off(panel, session, qtbot):
    session.change("pad", {"kind": "pad"})
    write(qtbot, field(panel, "Padding on all sides"), "-1")
    assert session.state.document.layer == Pad(((-1, -1), (-1, -1)))
    write(qtbot, field(panel, "Padding value"), "2.5")
    assert session.state.document.layer.value == 2.5
    write(qtbot, field(panel, "Padding on all sides"), "1")
    choose(panel, "Padding mode", "Symmetric")
    assert session.state.document.layer.mode == "symmetric"
    assert "Padding value" not in shown(panel)


def test_the_output_size_of_an_adaptive_pool_is_typed(panel, session, qtbot):
    session.change("adaptive", {"kind": "adaptive_avg_pool"})
    write(qtbot, field(panel, "Output height and width"), "1")
    layer = session.state.document.layer
    assert isinstance(layer, AdaptivePool)
    assert layer.output_size == (1, 1)


def test_an_image_comes_back_from_a_matrix(panel, session):
    choose(panel, "Kind of layer", "Unfold (im2col)")
    choose(panel, "Kind of layer", "Fold (col2im)")
    assert isinstance(session.state.document.layer, Fold)
    assert session.state.document.input.shape == (1, 9, 9)
    choose(panel, "Kind of layer", "Convolution")
    assert session.state.document.input.shape == (1, 5, 5)


def test_a_framework_decides_about_same_padding_with_a_stride(panel, session):
    session.change("same", {"stride": 2, "padding": "same"})
    assert session.state.draft is not None
    choose(panel, "Framework whose rules hold", "TensorFlow")
    assert session.state.draft is None
    assert session.state.document.dialect == "tensorflow"
    assert session.state.trace is not None
    assert session.state.trace.output.shape == (1, 3, 3)


def test_a_mirrored_kernel_is_a_convolution_in_the_mathematical_sense(panel, session):
    field(panel, "Mirrored kernel").click()
    layer = session.state.document.layer
    assert isinstance(layer, Conv)
    assert layer.flipped


def test_groups_are_named_from_dense_to_depthwise(panel, session):
    session.change("channels", {"in_channels": 4, "out_channels": 4})
    assert panel.channels.fields is not None
    said = panel.channels.fields.kind
    assert said.text().startswith("Dense")
    session.change("groups", {"groups": 2})
    assert "2 of 4" in said.text()
    session.change("groups", {"groups": 4})
    assert said.text().startswith("Depthwise")
