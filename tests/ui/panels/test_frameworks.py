"""What other frameworks make of the layer, told in the explanation."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from convviz.ui.panels.frameworks import Frameworks, LightButton


@pytest.fixture
def shown(bridge, qtbot):
    made = Frameworks(bridge)
    qtbot.addWidget(made)
    made.show_state(bridge.state)
    made.show()
    return made


def lights(shown) -> list[QPushButton]:
    return [each for each in shown.findChildren(LightButton) if not each.isHidden()]


def test_frameworks_that_agree_are_named_in_one_line(shown):
    assert shown.texts == ["TensorFlow, JAX and ONNX give the same numbers."]
    assert not lights(shown)


def test_what_differs_is_said_with_numbers_and_can_be_lit(shown, session, bridge):
    session.change("average", {"kind": "avg_pool", "padding": 1})
    shown.show_state(bridge.state)
    differs = [text for text in shown.texts if text.startswith("TensorFlow differs")]
    assert len(differs) == 1
    lights(shown)[0].click()
    assert session.state.document.view.compared == "tensorflow"
    shown.show_state(bridge.state)
    assert lights(shown)[0].isChecked()
    lights(shown)[0].click()
    assert session.state.document.view.compared is None


def test_a_framework_that_refuses_says_why(shown, session, bridge):
    session.change("strided", {"stride": 2, "dilation": 2, "input_size": (9, 9)})
    shown.show_state(bridge.state)
    assert any(text.startswith("TensorFlow refuses it: ") for text in shown.texts)


def test_nothing_is_said_of_what_only_one_framework_has(shown, session, bridge):
    session.change("unfold", {"kind": "unfold"})
    shown.show_state(bridge.state)
    assert shown.isHidden()
