"""The panel that finds parameters for a wanted size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from convviz.layers import Conv, ConvTranspose
from convviz.ui.panels.solve import SolutionButton, SolvePanel
from convviz.ui.panels.whole_number import WholeNumberBox


@pytest.fixture
def panel(bridge, qtbot):
    made = SolvePanel(bridge)
    qtbot.addWidget(made)
    made.resize(1000, 240)
    made.show()
    qtbot.waitExposed(made)
    return made


def write(qtbot, panel, name, text):
    box = next(
        each
        for each in panel.findChildren(WholeNumberBox)
        if each.accessibleName() == name and each.isVisibleTo(panel)
    )
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)


def buttons(panel) -> list[QPushButton]:
    return [each for each in panel.findChildren(SolutionButton) if each.isVisibleTo(panel)]


def titles(panel) -> list[str]:
    return [
        each.text()
        for each in panel.findChildren(QLabel)
        if each.property("tone") == "title" and each.isVisibleTo(panel)
    ]


def test_224_to_112_with_kernel_7_is_taken_over_with_one_click(panel, session, qtbot):
    write(qtbot, panel, "Given input height and width", "224")
    write(qtbot, panel, "Given kernel height and width", "7")
    write(qtbot, panel, "Wanted output height and width", "112")
    assert titles(panel)[0].startswith("Height and width 224 → 112 with kernel 7")
    assert buttons(panel)[0].text() == "Stride 2, padding 3"
    qtbot.mouseClick(buttons(panel)[0], Qt.MouseButton.LeftButton)
    layer = session.state.document.layer
    assert isinstance(layer, Conv)
    assert (layer.kernel_size, layer.stride, layer.padding) == ((7, 7), (2, 2), ((3, 3), (3, 3)))
    assert session.state.document.input.shape == (1, 224, 224)
    session.undo()
    assert session.state.document.input.shape == (1, 5, 5)


def test_every_way_that_is_offered_makes_the_size(panel, session, qtbot):
    write(qtbot, panel, "Wanted output height and width", "2")
    count = len(buttons(panel))
    assert count > 3
    for at in range(count):
        write(qtbot, panel, "Wanted output height and width", "2")
        qtbot.mouseClick(buttons(panel)[at], Qt.MouseButton.LeftButton)
        assert session.state.draft is None
        assert session.state.document.layer.output_shape((1, 5, 5)) == (1, 2, 2)
        session.undo()


def test_axes_that_differ_are_solved_apart(panel, session, qtbot):
    session.change("input", {"input_size": (8, 5)})
    write(qtbot, panel, "Wanted output height", "4")
    assert [title.split(" with")[0] for title in titles(panel)] == ["Height 8 → 4", "Width 5 → 3"]
    qtbot.mouseClick(buttons(panel)[0], Qt.MouseButton.LeftButton)
    layer = session.state.document.layer
    assert layer.output_shape((1, 8, 5)) == (1, 4, 3)
    assert layer.stride[1] == 1


def test_a_transposed_layer_gets_its_output_padding(panel, session, qtbot):
    session.change("transposed", {"kind": "conv_transpose", "stride": 2})
    write(qtbot, panel, "Wanted output height and width", "10")
    qtbot.mouseClick(buttons(panel)[0], Qt.MouseButton.LeftButton)
    layer = session.state.document.layer
    assert isinstance(layer, ConvTranspose)
    assert layer.output_shape((1, 5, 5)) == (1, 10, 10)


def test_a_size_that_nothing_makes_is_said(panel, qtbot):
    write(qtbot, panel, "Wanted output height and width", "60")
    assert not buttons(panel)
    assert "nothing does it" in titles(panel)[0]


def test_the_input_sizes_of_the_present_output_are_listed(panel, session):
    session.change("stride", {"stride": 2, "input_size": (7, 7)})
    assert panel.inverse.text() == "The present output of 3 × 3 comes from an input of 7 or 8"
    session.change("input", {"input_size": (7, 5)})
    assert panel.inverse.text() == (
        "The present output: along the height 3 comes from an input of 7 or 8; "
        "along the width 2 comes from an input of 5 or 6"
    )


def test_what_cannot_be_solved_for_says_so(panel, session):
    session.change("pad", {"kind": "pad"})
    assert not buttons(panel)
    assert not panel.input.isEnabled()
    assert panel.inverse.text() == "The present output of 7 × 7 comes from an input of 5"
    session.change("unfold", {"kind": "unfold"})
    assert panel.inverse.text() == ""
    session.change("global", {"kind": "adaptive_avg_pool"})
    assert "from 1 to 4096" in panel.inverse.text()
