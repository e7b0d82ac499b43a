"""The panel at the right: formula, arithmetic, advice, costs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from convviz.session.playback import Playback
from convviz.ui import theme
from convviz.ui.panels.explanation import ExplanationPanel


@pytest.fixture
def panel(bridge, qtbot):
    made = ExplanationPanel(bridge)
    qtbot.addWidget(made)
    made.resize(340, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


def term(panel: ExplanationPanel, index: int) -> QPoint:
    scene = panel.arithmetic.scene
    assert scene is not None
    spot = next(
        spot for spot in scene.hotspots if spot.hit(spot.x + 1, spot.y + 1) == ("term", (index,))
    )
    return QPoint(round(spot.x + spot.width / 2), round(spot.y + spot.height / 2))


def test_the_formula_and_the_sum_stand_there_as_text_too(panel):
    assert panel.formula.text.splitlines()[0].endswith("= 3")
    assert panel.arithmetic.accessibleDescription().endswith("= 35")
    assert "1×1 + 2×0" in panel.arithmetic.text


def test_pointing_at_a_term_points_in_the_session_and_leaving_lets_go(panel, session, qtbot):
    qtbot.mouseMove(panel.arithmetic, term(panel, 4))
    assert session.state.pointer == ("term", (4,))
    qtbot.mouseMove(panel.arithmetic, QPoint(1, panel.arithmetic.height() - 1))
    assert session.state.pointer is None


def test_a_click_on_a_term_pins_it(panel, session, qtbot):
    qtbot.mouseClick(panel.arithmetic, Qt.MouseButton.LeftButton, pos=term(panel, 2))
    assert session.state.pinned == ("term", (2,))
    qtbot.mouseClick(
        panel.arithmetic, Qt.MouseButton.LeftButton,
        pos=QPoint(1, panel.arithmetic.height() - 1),
    )
    assert session.state.pinned is None


def test_another_step_has_another_sum(panel, session):
    session.go(8)
    assert panel.arithmetic.text.endswith("= 95")
    assert "Step 9 of 9" in panel.sentence.text()


def test_pointing_elsewhere_lights_the_terms(panel, session):
    before = panel.arithmetic.scene
    session.point(("kernel", (0, 0)))
    assert panel.arithmetic.scene is not before


def test_the_sum_is_copied_as_text(panel):
    panel.arithmetic.copy_action.trigger()
    assert QApplication.clipboard().text() == panel.arithmetic.text


def test_a_long_sum_is_read_out_in_short_and_copied_in_full(panel, session):
    session.change("long", {"kernel_size": (7, 7), "input_size": (9, 9)})
    assert panel.arithmetic.accessibleDescription() == panel.sentence.text()
    panel.arithmetic.copy()
    assert QApplication.clipboard().text().count("×") == 49


def test_a_draft_shows_its_own_formula(panel, session):
    session.change("too large", {"kernel_size": (9, 9)})
    assert panel.formula.text.splitlines()[0].endswith(("= -3", "= −3"))


def test_the_last_sum_stays_while_a_draft_is_wrong(panel, session):
    before = panel.arithmetic.text
    session.change("too large", {"kernel_size": (9, 9)})
    assert panel.arithmetic.text == before


def test_a_formula_without_numbers_takes_no_room(panel, session):
    session.change("nothing to divide by", {"stride": (0, 0)})
    assert panel.formula.height() == 0
    assert panel.titles["Output size"].isHidden()
    session.change("mended", {"stride": (1, 1)})
    assert panel.titles["Output size"].isVisible()


def headings(panel: ExplanationPanel) -> list[str]:
    return [title.text() for title in panel.titles.values() if title.isVisible()]


def test_what_still_shows_the_last_good_layer_says_so_and_stands_back(panel, session):
    assert headings(panel) == ["Output size", "This step", "Other frameworks", "In numbers"]
    good = panel.grab().toImage()
    session.change("too large", {"kernel_size": (9, 9)})
    assert headings(panel) == [
        "Output size", "This step · last layer that works", "In numbers · last layer that works"
    ]
    assert panel.formula.isEnabled()
    assert not any(
        part.isEnabled() for part in (panel.sentence, panel.arithmetic, panel.facts)
    )
    assert panel.grab().toImage() != good
    session.change("mended", {"kernel_size": (3, 3)})
    assert headings(panel) == ["Output size", "This step", "Other frameworks", "In numbers"]
    assert panel.arithmetic.isEnabled()


def test_terms_that_no_longer_count_let_go_of_the_pointer(panel, session, qtbot):
    qtbot.mouseMove(panel.arithmetic, term(panel, 4))
    session.change("too large", {"kernel_size": (9, 9)})
    assert session.state.pointer is None


def test_an_output_cell_that_is_pointed_at_is_explained_until_the_pointer_leaves(panel, session):
    session.point(("output", (2, 2)))
    assert panel.titles["This step"].text() == "Pointed at"
    assert panel.sentence.text().startswith("Output row 3, column 3 is 95, from the window")
    assert panel.arithmetic.text.endswith("= 95")
    session.point(None)
    assert panel.titles["This step"].text() == "This step"
    assert panel.sentence.text().startswith("Step 1 of 9: output row 1, column 1")
    assert panel.arithmetic.text.endswith("= 35")


def test_terms_of_a_pinned_output_cell_do_not_pretend_to_be_the_steps(panel, session, qtbot):
    chip = term(panel, 4)
    session.pin(("output", (2, 2)))
    qtbot.mouseMove(panel.arithmetic, chip)
    assert session.state.shown == ("output", (2, 2))
    assert panel.arithmetic.text.endswith("= 95")
    qtbot.mouseClick(panel.arithmetic, Qt.MouseButton.LeftButton, pos=chip)
    assert session.state.pinned is None
    assert panel.titles["This step"].text() == "This step"


def test_only_what_is_seen_of_a_long_sum_is_painted_and_looks_the_same(panel, session, qtbot):
    session.change("long", {"kernel_size": (11, 11), "input_size": (15, 15)})
    qtbot.waitUntil(lambda: panel.verticalScrollBar().maximum() > 0)
    whole = panel.arithmetic.grab().toImage()
    rect = QRect(0, 100, panel.arithmetic.width(), 150)
    assert panel.arithmetic.grab(rect).toImage() == whole.copy(rect)


def test_advice_comes_with_fixes_that_mend_it(panel, session, qtbot):
    assert panel.advice.isHidden()
    session.change("skips", {"stride": (4, 4), "input_size": (12, 12)})
    assert any("stride 4" in notice.message for notice in panel.advice.notices)
    button = next(
        each for each in panel.advice.findChildren(QPushButton) if each.text() == "Set stride 3"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert session.state.document.layer.stride == (3, 3)
    assert panel.advice.isHidden()


def test_costs_and_what_is_seen(panel, session):
    session.change("many", {"out_channels": 16, "bias": True, "dilation": (2, 2)})
    assert panel.facts.texts == {
        "Output": "16 × 1 × 1",
        "Effective kernel": "5 × 5",
        "Receptive field": "5 × 5",
        "Not read": "2 rows, 2 columns",
        "Parameters": "160 (144 + 16)",
        "Multiply-adds": "144",
    }


def test_large_costs_are_grouped(panel, session):
    session.change("large", {"input_size": (104, 104)})
    assert panel.facts.texts["Multiply-adds"] == "93\u202f636"


def test_the_arithmetic_is_made_for_the_width_that_there_is(panel):
    wide = panel.arithmetic.scene.width
    panel.resize(300, 800)
    QApplication.processEvents()
    assert panel.arithmetic.scene.width < wide
    assert panel.widget().width() <= panel.viewport().width()


def test_a_long_sum_scrolls(panel, session, qtbot):
    session.change("long", {"kernel_size": (11, 11), "input_size": (15, 15)})
    qtbot.waitUntil(lambda: panel.verticalScrollBar().maximum() > 0)
    assert not panel.grab().isNull()


def test_every_sentence_can_be_read_out(panel, session):
    session.change("skips", {"stride": (4, 4), "input_size": (12, 12)})
    labels = panel.advice.findChildren(QLabel)
    assert labels
    for label in labels:
        assert label.accessibleName()


def test_a_long_sum_does_not_hold_up_a_quick_animation(panel, session, qtbot):
    session.change("long", {"kernel_size": (7, 7), "input_size": (9, 9)})
    session.play(Playback(playing=True, speed=64))
    before = panel.arithmetic.scene
    session.go(3)
    assert panel.arithmetic.scene is before
    qtbot.waitUntil(lambda: panel.arithmetic.scene is not before)
    assert panel.arithmetic.text.endswith(
        str(session.state.trace.output.ravel()[session.state.document.step])
    )


def test_it_paints_in_another_theme(panel, qapp):
    light = panel.grab().toImage()
    theme.apply(qapp, "dark")
    dark = panel.grab().toImage()
    theme.apply(qapp, "light")
    assert light != dark


def test_beside_gradients_and_coverage_the_sum_says_that_it_goes_forward(panel, session):
    assert panel.forward.isHidden()
    session.view(replace(session.state.document.view, show="gradient"))
    assert panel.forward.isVisible()
    assert "goes back to" in panel.sentence.text()
    session.point(("output", (2, 2)))
    assert panel.forward.isHidden()


def test_what_depthwise_costs_and_skips_is_worth_knowing(panel, session):
    assert "Worth knowing" not in headings(panel)
    session.change("depthwise", {"in_channels": 4, "out_channels": 4, "groups": 4})
    assert "Worth knowing" in headings(panel)
    assert "pointwise" in panel.hints.text()
    session.change("too large", {"kernel_size": (9, 9)})
    assert "Worth knowing" not in headings(panel)
