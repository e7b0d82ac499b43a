"""The plot of output sizes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from convviz.document.editing import change, new_document
from convviz.ui import theme
from convviz.ui.panels.curves import changes, curves
from convviz.ui.panels.sizes import SizesPanel


@pytest.fixture
def panel(bridge, qtbot):
    made = SizesPanel(bridge)
    qtbot.addWidget(made)
    made.resize(640, 260)
    made.show()
    qtbot.waitExposed(made)
    return made


def against(panel: SizesPanel, parameter: str) -> None:
    panel.parameter.setCurrentIndex(panel.parameter.findData(parameter))
    QApplication.processEvents()


def test_sizes_over_the_stride_are_those_of_the_formula():
    document = change(new_document(), {"input_size": (32, 32)})
    found = curves(document, "stride", (0,))
    assert found.present == 1
    assert dict(zip(found.values, found.curves[0].sizes, strict=True)) | {1: 30, 2: 15, 4: 8} == (
        dict(zip(found.values, found.curves[0].sizes, strict=True))
    )


def test_values_that_cannot_be_are_a_gap():
    found = curves(new_document(), "kernel_size", (0, 1))
    sizes = dict(zip(found.values, found.curves[0].sizes, strict=True))
    assert sizes[5] == 1
    assert sizes[6] is None


def test_axes_that_differ_have_curves_of_their_own():
    document = change(new_document(), {"input_size": (5, 9)})
    height, width = curves(document, "stride", (0, 1)).curves
    assert (height.sizes[1], width.sizes[1]) == (2, 4)


def test_uneven_padding_stands_between_two_numbers():
    document = change(new_document(), {"padding": ((0, 1), (0, 1))})
    assert curves(document, "padding", (0, 1)).present == 0.5


def test_a_large_input_has_its_neighbours_around_it():
    document = change(new_document(), {"input_size": (512, 512)})
    found = curves(document, "input_size", (0, 1))
    assert 512 in found.values
    assert len(found.values) == 64


def test_other_axes_keep_their_values():
    document = change(new_document(), {"padding": ((0, 1), (2, 3))})
    assert changes(document, "padding", (1,), 4) == {"padding": ((0, 1), (4, 4))}
    assert changes(document, "input_size", (0,), 7) == {"input_size": (7, 5)}


def test_a_parameter_that_is_wrong_elsewhere_leaves_only_gaps():
    document = change(new_document(), {"stride": (0, 0)})
    assert set(curves(document, "padding", (0,)).curves[0].sizes) == {None}


def test_the_axes_say_what_they_are(panel):
    against(panel, "stride")
    axes = panel.chart.plot.getPlotItem()
    assert [axes.getAxis(side).labelText for side in ("bottom", "left")] == [
        "stride", "output size",
    ]


@pytest.mark.parametrize(
    ("parameter", "value", "field", "becomes"),
    [
        ("stride", 2, "stride", (2, 2)),
        ("kernel_size", 5, "kernel_size", (5, 5)),
        ("padding", 1, "padding", ((1, 1), (1, 1))),
        ("dilation", 2, "dilation", (2, 2)),
    ],
)
def test_a_click_takes_the_value(panel, session, qtbot, parameter, value, field, becomes):
    against(panel, parameter)
    at = panel.chart.place(value).toPoint()
    qtbot.mouseClick(panel.chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert getattr(session.state.document.layer, field) == becomes
    session.undo()
    assert getattr(session.state.document.layer, field) != becomes


def test_a_click_along_one_axis_leaves_the_other(panel, session, qtbot):
    panel.axis.setCurrentIndex(panel.axis.findText("Width"))
    against(panel, "stride")
    at = panel.chart.place(2).toPoint()
    qtbot.mouseClick(panel.chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert session.state.document.layer.stride == (1, 2)


def test_a_click_on_a_gap_says_why_it_cannot_be(panel, session, qtbot):
    against(panel, "kernel_size")
    at = panel.chart.place(8).toPoint()
    qtbot.mouseClick(panel.chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert session.state.problems


def test_pointing_says_the_size(panel, qtbot):
    against(panel, "stride")
    qtbot.mouseMove(panel.chart.plot.viewport(), panel.chart.place(2).toPoint())
    qtbot.waitUntil(_says(panel, "stride 2 → 2"))


def test_pointing_at_a_gap_says_that_it_does_not_fit(panel, qtbot):
    against(panel, "kernel_size")
    qtbot.mouseMove(panel.chart.plot.viewport(), panel.chart.place(9).toPoint())
    qtbot.waitUntil(_says(panel, "kernel 9 → doesn't fit"))


def _says(panel: SizesPanel, text: str):
    def says() -> bool:
        return panel.chart.label == text

    return says


def test_the_plot_can_be_read_out(panel):
    against(panel, "stride")
    assert panel.chart.plot.accessibleDescription().startswith("stride 1 → 3; stride 2 → 2")


def test_a_signal_has_one_axis(panel, session):
    session.change("1-D", {"axes": 1})
    assert panel.axis.isHidden()
    assert len(panel.chart._curves.curves) == 1


def test_it_follows_the_document_while_it_is_seen(panel, session):
    against(panel, "stride")
    session.change("input", {"input_size": (7, 7)})
    assert panel.chart.plot.accessibleDescription().startswith("stride 1 → 5")


def test_pyqtgraph_waits_until_it_is_needed(bridge, qtbot):
    hidden = SizesPanel(bridge)
    qtbot.addWidget(hidden)
    assert hidden.chart is None
    assert not hidden.grab().isNull()


def test_two_lines_are_named_and_told_apart(panel, session, qtbot):
    session.change("oblong", {"input_size": (5, 9)})
    against(panel, "stride")
    qtbot.mouseMove(panel.chart.plot.viewport(), panel.chart.place(2).toPoint())
    qtbot.waitUntil(_says(panel, "stride 2 → height 2, width 4"))
    assert not panel.grab().isNull()


def test_it_paints_in_another_theme(panel, qapp):
    light = panel.grab().toImage()
    theme.apply(qapp, "dark")
    dark = panel.grab().toImage()
    theme.apply(qapp, "light")
    assert light != dark


@pytest.mark.parametrize(
    "changes",
    [
        {"kernel_size": (10**18, 4096)},
        {"stride": (1, 0)},
        {"stride": (0, 0), "padding": "same"},
        {"kernel_size": (9, 9)},
    ],
)
@pytest.mark.parametrize("kind", ["conv", "conv_transpose", "lp_pool"])
def test_absurd_numbers_leave_a_plot_without_points(panel, session, kind, changes):
    session.change("kind", {"kind": kind})
    session.change("absurd", changes)
    for at in range(panel.parameter.count()):
        panel.parameter.setCurrentIndex(at)
    panel.grab()
