"""The panel at the right: the size formula, the sum of the step, advice, and costs."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from convviz.advice.hints import hints
from convviz.advice.pitfalls import advise
from convviz.frames import explain
from convviz.frames.drawings import shown
from convviz.layers import summarise
from convviz.session.session import State
from convviz.steps.order import Step, terms_at_most
from convviz.ui.bridge import Bridge
from convviz.ui.panels.facts import FactsTable
from convviz.ui.panels.frameworks import Frameworks
from convviz.ui.panels.marks import muted
from convviz.ui.panels.notices import Notice, Notices, capitalised
from convviz.ui.panels.scene_view import SceneView

_MANY = 32
"""Terms from which on the sum is neither read out in full nor painted at every quick step."""
_NOW_AND_THEN = 120
_SIZE, _STEP, _ADVICE, _NUMBERS = "Output size", "This step", "Advice", "In numbers"
_KNOWING, _OTHERS = "Worth knowing", "Other frameworks"
_POINTED = "Pointed at"
_FORWARD = "The output cell’s sum, forward"
_LAST_GOOD = " · last layer that works"


class ExplanationPanel(QScrollArea):
    """Why the output is as large as it is, and how the number of the step comes about.

    Parameters
    ----------
    bridge
        The window's bridge.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setObjectName("explanation")
        self.setAccessibleName("Explanation")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.formula = SceneView("Size formula")
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.forward = QLabel(_FORWARD)
        self.forward.setProperty("tone", "muted")
        self.arithmetic = SceneView("Arithmetic of the step")
        self.advice = Notices("warning", cards=True)
        self.hints = muted("")
        self.hints.setWordWrap(True)
        self.frameworks = Frameworks(bridge)
        self.facts = FactsTable()
        self.titles = {
            text: _title(text) for text in (_SIZE, _STEP, _ADVICE, _KNOWING, _OTHERS, _NUMBERS)
        }
        self._lay_out()
        for view in (self.formula, self.arithmetic):
            view.pointed.connect(bridge.session.point)
            view.clicked.connect(bridge.session.pin)
        self.formula.resized.connect(self._show_formula)
        self.arithmetic.resized.connect(self._show_arithmetic)
        self.advice.fix_wanted.connect(bridge.session.fix)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_NOW_AND_THEN)
        self._later.timeout.connect(self._show_arithmetic)
        bridge.changed.connect(self._changed)
        self._show_layer()
        self._show_arithmetic()

    def _lay_out(self) -> None:
        content = QWidget()
        content.setObjectName("explanation-content")
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 4, 12, 12)
        column.setSpacing(8)
        for part in (
            self.titles[_SIZE], self.formula,
            self.titles[_STEP], self.sentence, self.forward, self.arithmetic,
            self.titles[_ADVICE], self.advice,
            self.titles[_KNOWING], self.hints,
            self.titles[_OTHERS], self.frameworks,
            self.titles[_NUMBERS], self.facts,
        ):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(content)

    def _changed(self, old: State, new: State) -> None:
        if (
            old.document.graph is not new.document.graph
            or old.document.input is not new.document.input
            or old.draft is not new.draft
            or old.problems != new.problems
            or old.document.view.compared != new.document.view.compared
        ):
            self._show_layer()
        if _sum_shown(old) == _sum_shown(new):
            return
        if new.playback.playing and _terms(new) > _MANY:
            # A long sum takes longer to paint than a step may last.
            if not self._later.isActive():
                self._later.start()
        else:
            self._show_arithmetic()

    def _show_layer(self) -> None:
        """Show all that follows from the layer and the input's shape alone."""
        state = self._bridge.state
        self._show_formula()
        layer, shape = state.document.layer, state.document.input.shape
        found = [] if state.problems else advise(layer, shape)
        self.titles[_ADVICE].setVisible(bool(found))
        self.advice.show_notices([Notice(each.message, each.fixes) for each in found])
        known = [] if state.problems else hints(layer, shape)
        self.hints.setText("\n".join(f"{capitalised(each.message)}." for each in known))
        for part in (self.titles[_KNOWING], self.hints):
            part.setVisible(bool(known))
        self.frameworks.show_state(state)
        # What others make of a layer that isn't in the fields any more is of no use.
        self.frameworks.setVisible(not (self.frameworks.isHidden() or state.problems))
        self.titles[_OTHERS].setVisible(not self.frameworks.isHidden())
        self.facts.show_summary(summarise(layer, shape))
        self._show_headings()

    def _show_headings(self) -> None:
        """Say what the parts are about; those of the last layer that works stand back."""
        state = self._bridge.state
        wrong = state.draft is not None
        step = _STEP if self._pointed() is None else _POINTED
        self.titles[_STEP].setText(step + _LAST_GOOD * wrong)
        self.titles[_NUMBERS].setText(_NUMBERS + _LAST_GOOD * wrong)
        # These views are about something else than the sum, and so is the step's sentence.
        aside = shown(state.document) in ("gradient", "coverage") and self._pointed() is None
        self.forward.setVisible(aside)
        for part in (
            self.titles[_STEP], self.sentence, self.forward, self.arithmetic,
            self.titles[_NUMBERS], self.facts,
        ):
            part.setEnabled(not wrong)

    def _pointed(self) -> Step | None:
        """Return the output cell that is pointed at in the step's place."""
        state = self._bridge.state
        if state.trace is None or state.pending:
            return None
        return explain.pointed_cell(
            state.document, state.trace, state.document.step, state.shown
        )

    def _show_formula(self) -> None:
        fields = self._bridge.state.fields
        scene = explain.formula(fields, self.formula.width())
        self.titles[_SIZE].setVisible(scene is not None)
        self.formula.show_scene(scene, explain.formula_text(fields))

    def _show_arithmetic(self) -> None:
        state = self._bridge.state
        if state.trace is None or state.pending:
            return  # The last step stays until there are numbers.
        document, step = state.document, state.document.step
        sentence = explain.sentence(document, state.trace, step, state.shown)
        self.sentence.setText(sentence)
        self._show_headings()
        self.arithmetic.show_scene(
            explain.arithmetic(
                document, state.trace, step, state.shown, self.arithmetic.width()
            ),
            sentence if _terms(state) > _MANY else self._sum_text(),
            self._sum_text,
        )

    def _sum_text(self) -> str:
        state = self._bridge.state
        if state.trace is None or state.pending:
            return self.sentence.text()
        return explain.arithmetic_text(
            state.document, state.trace, state.document.step, state.shown
        )


def _terms(state: State) -> int:
    document = state.document
    return terms_at_most(document.layer, document.input.shape)


def _title(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("tone", "title")
    label.setContentsMargins(0, 8, 0, 0)
    return label


def _sum_shown(state: State) -> tuple[object, ...]:
    view = state.document.view
    return (
        id(state.trace), state.document.step, state.shown,
        view.decimals, view.by_taps, view.show, view.depth, view.input_channel,
    )
