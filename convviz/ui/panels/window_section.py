"""The part of the parameter panel that is about how the window moves."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from convviz.errors import Problem
from convviz.layers import PADDING_MODES, PADDING_NAMES, Conv
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels import tips
from convviz.ui.panels.choice import Choice, Option
from convviz.ui.panels.linked_numbers import LinkedNumbers
from convviz.ui.panels.number_rows import Level, Range, Row
from convviz.ui.panels.problems import about, marked_axes
from convviz.ui.panels.section import Section

_CUSTOM = "custom"
_NAMES = {
    _CUSTOM: Option(_CUSTOM, "Custom", "The numbers below"),
    "valid": Option("valid", "Valid", "None: only windows wholly inside the input"),
    "same": Option("same", "Same", "The output is as large as the input; an odd cell goes after"),
    "same_lower": Option("same_lower", "Same, lower", "As same; an odd cell goes before"),
    "full": Option("full", "Full", "Every window that meets at least one input cell"),
    "causal": Option("causal", "Causal", "Only before, so that no output sees the future"),
}
_MODES = {
    "zeros": Option("zeros", "Zeros", "The default; tells the network where the border is"),
    "reflect": Option("reflect", "Reflect", "Mirrored at the edge cell: for pictures"),
    "replicate": Option("replicate", "Replicate", "The edge cell repeated: keeps the brightness"),
    "circular": Option("circular", "Circular", "From the other side: for periodic data"),
}
_PADDING = {
    1: (
        Level((Row("Both ends", "Padding at both ends", (0, 1)),), "Padding left and right"),
        Level((Row("Left", "Padding left", (0,)), Row("Right", "Padding right", (1,)))),
    ),
    2: (
        Level((Row("All sides", "Padding on all sides", (0, 1, 2, 3)),), "Height and width"),
        Level(
            (
                Row("Height", "Padding above and below", (0, 1)),
                Row("Width", "Padding left and right", (2, 3)),
            ),
            "Opposite sides",
        ),
        Level(
            (
                Row("Top", "Padding at the top", (0,)),
                Row("Bottom", "Padding at the bottom", (1,)),
                Row("Left", "Padding left", (2,)),
                Row("Right", "Padding right", (3,)),
            )
        ),
    ),
}


def _per_axis(word: str) -> dict[int, tuple[Level, ...]]:
    return {
        1: (Level((Row(word, word, (0,)),)),),
        2: (
            Level((Row(word, f"{word} along height and width", (0, 1)),),
                  f"{word} along height and width"),
            Level((Row(f"{word} H", f"{word} along the height", (0,)),
                   Row(f"{word} W", f"{word} along the width", (1,)))),
        ),
    }


class WindowSection(Section):
    """Stride, padding and dilation."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("Window", tips.WINDOW, parent)
        self._bridge = bridge
        self.stride = LinkedNumbers(tips.STRIDE, Range(1, 8), _per_axis("Stride"))
        self.padding_name = Choice(
            "Padding", "Padding", tips.PADDING_NAME, tuple(_NAMES.values())
        )
        self.padding = LinkedNumbers(tips.PADDING, Range(0, 8), _PADDING)
        self.padding_mode = Choice(
            "Filled with", "Padding mode", tips.PADDING_MODE,
            [_MODES[mode] for mode in PADDING_MODES],
        )
        self.dilation = LinkedNumbers(tips.DILATION, Range(1, 8), _per_axis("Dilation"))
        for row in (
            self.stride, self.padding_name, self.padding, self.padding_mode, self.dilation
        ):
            self.rows.addWidget(row)
            row.fix_wanted.connect(bridge.session.fix)
        for numbers in (self.stride, self.padding, self.dilation):
            numbers.settled.connect(bridge.session.seal)
        self.stride.edited.connect(self._take_stride)
        self.padding.edited.connect(self._take_padding)
        self.dilation.edited.connect(self._take_dilation)
        self.padding_name.chosen.connect(self._take_padding_name)
        self.padding_mode.chosen.connect(self._take_padding_mode)

    def show_state(self, state: State, problems: tuple[Problem, ...]) -> None:
        """Show what the fields say, and what is wrong with it."""
        layer = state.fields.layer
        for numbers, field in ((self.stride, "stride"), (self.dilation, "dilation")):
            numbers.set_axes(layer.axes)
            numbers.show_numbers(getattr(layer, field))
            numbers.show_problems(
                about(problems, field), marked_axes(problems, field, layer.axes)
            )
        self._show_padding(layer, problems)
        self.padding_mode.show_key(layer.padding_mode)
        self.padding_mode.show_problems(about(problems, "padding_mode"))

    def _show_padding(self, layer: Conv, problems: tuple[Problem, ...]) -> None:
        named = isinstance(layer.padding, str)
        self.padding_name.offer(
            [_NAMES[_CUSTOM]]
            + [_NAMES[name] for name in PADDING_NAMES if name != "causal" or layer.axes == 1]
        )
        self.padding_name.show_key(str(layer.padding) if named else _CUSTOM)
        self.padding.set_axes(layer.axes)
        # A name that is uneven opens the sides only as long as it stands there.
        self.padding.show_numbers(_flat(layer), keep_open=not named)
        found = about(problems, "padding")
        sides = {
            2 * axis + side
            for axis in marked_axes(problems, "padding", layer.axes)
            for side in (0, 1)
        }
        self.padding_name.show_problems(found if named else ())
        self.padding.show_problems(() if named else found, frozenset(() if named else sides))

    def _take_stride(self, numbers: tuple[int, ...], gesture: str) -> None:
        self._change("Stride", "stride", numbers, gesture)

    def _take_dilation(self, numbers: tuple[int, ...], gesture: str) -> None:
        self._change("Dilation", "dilation", numbers, gesture)

    def _change(self, word: str, field: str, numbers: tuple[int, ...], gesture: str) -> None:
        said = " × ".join(map(str, numbers if len(set(numbers)) > 1 else numbers[:1]))
        self._bridge.session.change(f"{word} {said}", {field: numbers}, gesture or None)

    def _take_padding(self, numbers: tuple[int, ...], gesture: str) -> None:
        said = ", ".join(map(str, numbers if len(set(numbers)) > 1 else numbers[:1]))
        pads = tuple(zip(numbers[::2], numbers[1::2], strict=True))
        self._bridge.session.change(f"Padding {said}", {"padding": pads}, gesture or None)

    def _take_padding_name(self, name: str) -> None:
        layer = self._bridge.state.fields.layer
        padding = layer.pads if name == _CUSTOM else name
        self._bridge.session.change(f"Padding {name}", {"padding": padding})

    def _take_padding_mode(self, mode: str) -> None:
        self._bridge.session.change(f"Padding mode {mode}", {"padding_mode": mode})


def _flat(layer: Conv) -> tuple[int, ...]:
    return tuple(number for pair in layer.pads for number in pair)
