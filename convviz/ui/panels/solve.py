"""The panel that finds parameters for a wanted size: "I need 224 → 112 with kernel 7"."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from convviz.advice.solve import Solution
from convviz.layers.shapes import spatial_output
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels import tips
from convviz.ui.panels.flow import FlowLayout
from convviz.ui.panels.linked_numbers import LinkedNumbers
from convviz.ui.panels.marks import muted
from convviz.ui.panels.number_rows import Range, sizes
from convviz.ui.panels.solving import Answer, Wish, answers, inverse_text, solvable, taking, wish_of

_MOST_SHOWN = 30


class SolutionButton(QPushButton):
    """Takes one solution over."""

    def __init__(self, panel: SolvePanel, answer: Answer, solution: Solution) -> None:
        super().__init__(str(solution).capitalize())
        self._panel, self._answer, self._solution = panel, answer, solution
        self.setAccessibleName(f"Take {solution} along {answer.name.lower()}")
        self.setToolTip("Take these over")
        # A click leaves the keys where they are.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._take)

    def _take(self) -> None:
        self._panel.take(self._answer, self._solution)


class SolvePanel(QWidget):
    """Wanted sizes at the left, what makes them at the right.

    Parameters
    ----------
    bridge
        The window's bridge.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._wish = Wish((), (), ())
        self.setObjectName("solve")
        self.setAccessibleName("Solve for a size")
        self.input = LinkedNumbers(tips.SOLVE_INPUT, Range(1, 64), sizes("Given input"))
        self.output = LinkedNumbers(tips.SOLVE_OUTPUT, Range(1, 64), sizes("Wanted output"))
        self.kernel = LinkedNumbers(tips.SOLVE_KERNEL, Range(1, 15), sizes("Given kernel"))
        self.inverse = QLabel()
        self.inverse.setWordWrap(True)
        self.inverse.setAccessibleName("Input sizes that give the present output")
        self._found = QWidget()
        self._lines = QVBoxLayout(self._found)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(8)
        self._lay_out()
        self.input.edited.connect(self._take_input)
        self.output.edited.connect(self._take_output)
        self.kernel.edited.connect(self._take_kernel)
        bridge.changed.connect(self._changed)

    def _lay_out(self) -> None:
        left = QWidget()
        left.setFixedWidth(292)
        fields = QVBoxLayout(left)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(4)
        for title, numbers in (
            ("From an input of", self.input), ("to an output of", self.output),
            ("with a kernel of", self.kernel),
        ):
            fields.addWidget(muted(title))
            fields.addWidget(numbers)
        fields.addStretch(1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(self._found)
        column.addWidget(self.inverse)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(24)
        row.addWidget(_scrolled(left, 308))
        row.addWidget(_scrolled(right, None), 1)
        self.setMinimumHeight(220)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with what the document has."""
        super().showEvent(event)
        self._begin()

    def take(self, answer: Answer, solution: Solution) -> None:
        """Take a solution over into the document."""
        document = self._bridge.state.document
        self._bridge.session.fix(taking(document, self._wish, answer, solution))

    def _changed(self, old: State, new: State) -> None:
        if self.isVisible() and (
            old.document.graph is not new.document.graph
            or old.document.input.shape != new.document.input.shape
        ):
            self._begin()

    def _begin(self) -> None:
        document = self._bridge.state.document
        for part in (self.input, self.output, self.kernel):
            part.setEnabled(solvable(document))
        made = spatial_output(document.layer, document.input.shape[1:])
        self.inverse.setText(_capital(inverse_text(document, made)))
        if solvable(document):
            self._wish = wish_of(document, made)
            for numbers, values in (
                (self.input, self._wish.input), (self.output, self._wish.output),
                (self.kernel, self._wish.kernel),
            ):
                numbers.set_axes(document.layer.axes)
                numbers.show_numbers(values)
        self._show()

    def _take_input(self, numbers: tuple[int, ...], _gesture: str) -> None:
        self._wish = Wish(numbers, self._wish.output, self._wish.kernel)
        self._show()

    def _take_output(self, numbers: tuple[int, ...], _gesture: str) -> None:
        self._wish = Wish(self._wish.input, numbers, self._wish.kernel)
        self._show()

    def _take_kernel(self, numbers: tuple[int, ...], _gesture: str) -> None:
        self._wish = Wish(self._wish.input, self._wish.output, numbers)
        self._show()

    def _show(self) -> None:
        """List what makes the wish come true."""
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        document = self._bridge.state.document
        if not solvable(document):
            self._add(QLabel("Convolutions, transposed convolutions and pools can be solved for."))
            return
        for answer in answers(document, self._wish):
            self._add(self._heading(answer))
            if answer.solutions:
                self._add(self._buttons(answer))

    def _add(self, widget: QWidget) -> None:
        self._lines.addWidget(widget)
        widget.show()  # A visible parent's layout would do it later.

    def _heading(self, answer: Answer) -> QLabel:
        axis = answer.axes[0]
        given, wanted = self._wish.input[axis], self._wish.output[axis]
        said = f"{answer.name} {given} → {wanted} with kernel {self._wish.kernel[axis]}: "
        count = len(answer.solutions)
        ways = "1 way" if count == 1 else f"{count} ways, the usual one first"
        label = QLabel(said + (ways if count else "nothing does it; try another kernel"))
        label.setProperty("tone", "title")
        label.setWordWrap(True)
        return label

    def _buttons(self, answer: Answer) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row)
        for solution in answer.solutions[:_MOST_SHOWN]:
            flow.addWidget(SolutionButton(self, answer, solution))
        rest = len(answer.solutions) - _MOST_SHOWN
        if rest > 0:
            flow.addWidget(muted(f"and {rest} more, further from the usual"))
        policy = row.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        row.setSizePolicy(policy)
        return row


def _scrolled(content: QWidget, width: int | None) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    if width is not None:
        area.setFixedWidth(width)
    return area


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
