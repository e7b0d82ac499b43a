"""The part of the parameter panel for padding as a layer of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from convviz.errors import Problem
from convviz.layers import Pad
from convviz.layers.padding import PAD_MODES
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels import tips
from convviz.ui.panels.choice import Choice, Option
from convviz.ui.panels.linked_numbers import LinkedNumbers
from convviz.ui.panels.number_rows import Range, per_side
from convviz.ui.panels.problems import about, marked_axes, marked_sides
from convviz.ui.panels.real_field import RealField
from convviz.ui.panels.section import Section

_MODES = {
    "constant": Option("constant", "Constant", "One number everywhere"),
    "reflect": Option("reflect", "Reflect", "Mirrored at the edge cell, which isn't repeated"),
    "symmetric": Option("symmetric", "Symmetric", "Mirrored at the edge: its cell comes twice"),
    "replicate": Option("replicate", "Replicate", "The edge cell repeated"),
    "circular": Option("circular", "Circular", "From the other side"),
}


class PadSection(Section):
    """Sides, mode and value of a padding layer."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("Padding", tips.PADDING, parent)
        self._bridge = bridge
        self.sides = LinkedNumbers(tips.PAD_SIDES, Range(-4, 8), per_side("Padding"))
        self.mode = Choice(
            "Filled with", "Padding mode", tips.PAD_MODE, [_MODES[mode] for mode in PAD_MODES]
        )
        self.value = RealField("Value", "Padding value", tips.PAD_VALUE)
        for row in (self.sides, self.mode, self.value):
            self.rows.addWidget(row)
            row.fix_wanted.connect(bridge.session.fix)
        self.sides.edited.connect(self._take_sides)
        self.sides.settled.connect(bridge.session.seal)
        self.mode.chosen.connect(self._take_mode)
        self.value.entered.connect(self._take_value)

    def show_state(self, state: State, problems: tuple[Problem, ...]) -> None:
        """Show what the fields say, and what is wrong with it; nothing for other layers."""
        layer = state.fields.layer
        self.setVisible(isinstance(layer, Pad))
        if not isinstance(layer, Pad):
            return
        self.sides.set_axes(layer.axes)
        self.sides.show_numbers(tuple(number for pair in layer.padding for number in pair))
        self.sides.show_problems(
            about(problems, "padding"),
            marked_sides(marked_axes(problems, "padding", layer.axes)),
        )
        self.mode.show_key(layer.mode)
        self.mode.show_problems(about(problems, "mode"))
        self.value.setVisible(layer.mode == "constant")
        self.value.show_number(layer.value)
        self.value.show_problems(about(problems, "value"))

    def _take_sides(self, numbers: tuple[int, ...], gesture: str) -> None:
        said = ", ".join(map(str, numbers if len(set(numbers)) > 1 else numbers[:1]))
        pads = tuple(zip(numbers[::2], numbers[1::2], strict=True))
        self._bridge.session.change(f"Padding {said}", {"padding": pads}, gesture or None)

    def _take_mode(self, mode: str) -> None:
        # Only a constant has a value; frameworks refuse one beside the other modes.
        rest = {} if mode == "constant" else {"value": 0}
        self._bridge.session.change(f"Padding mode {mode}", {"mode": mode, **rest})

    def _take_value(self, value: float) -> None:
        self._bridge.session.change(f"Padding value {value:g}", {"value": value})
