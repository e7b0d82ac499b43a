"""The part of the parameter panel for layers whose output size is given: adaptive pools, fold."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from convviz.errors import Problem
from convviz.layers import AdaptivePool, Fold
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels import tips
from convviz.ui.panels.linked_numbers import LinkedNumbers
from convviz.ui.panels.number_rows import Range, sizes
from convviz.ui.panels.problems import about, marked_axes
from convviz.ui.panels.section import Section


class SizedSection(Section):
    """The output's size."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("Output", tips.OUTPUT_SIZE, parent)
        self._bridge = bridge
        self.lengths = LinkedNumbers(tips.OUTPUT_SIZE, Range(1, 16), sizes("Output"))
        self.rows.addWidget(self.lengths)
        self.lengths.edited.connect(self._take)
        self.lengths.settled.connect(bridge.session.seal)
        self.lengths.fix_wanted.connect(bridge.session.fix)

    def show_state(self, state: State, problems: tuple[Problem, ...]) -> None:
        """Show what the fields say, and what is wrong with it; nothing for other layers."""
        layer = state.fields.layer
        self.setVisible(isinstance(layer, AdaptivePool | Fold))
        if not isinstance(layer, AdaptivePool | Fold):
            return
        self.lengths.set_axes(layer.axes)
        inputs = state.fields.input.shape[1:]
        # None keeps the input's length along an axis.
        self.lengths.show_numbers(
            tuple(
                length if length is not None else kept
                for length, kept in zip(layer.output_size, inputs, strict=True)
            )
        )
        self.lengths.show_problems(
            about(problems, "output_size"), marked_axes(problems, "output_size", layer.axes)
        )

    def _take(self, numbers: tuple[int, ...], gesture: str) -> None:
        said = " × ".join(map(str, numbers))
        self._bridge.session.change(f"Output {said}", {"output_size": numbers}, gesture or None)
