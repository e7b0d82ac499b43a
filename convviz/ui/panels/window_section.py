"""The part of the parameter panel that is about how the window moves."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from convviz.errors import Problem
from convviz.layers import (
    PADDING_MODES,
    PADDING_NAMES,
    AdaptivePool,
    Conv,
    ConvTranspose,
    Fold,
    Pad,
    Pool,
    Unfold,
)
from convviz.layers.concrete import concrete
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels import tips
from convviz.ui.panels.choice import Choice, Option
from convviz.ui.panels.linked_numbers import LinkedNumbers
from convviz.ui.panels.number_rows import Range, per_axis, per_side
from convviz.ui.panels.pool_rows import SpecialRows
from convviz.ui.panels.problems import about, marked_axes, marked_sides
from convviz.ui.panels.section import Section

Windowed = Conv | ConvTranspose | Pool | Unfold | Fold
"""Layers with a window that moves."""

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
_NO_MODE = {"valid", "same", "same_lower"}


class WindowSection(Section):
    """Stride, padding and dilation, and what pools and transposed layers have besides."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("Window", tips.WINDOW, parent)
        self._bridge = bridge
        self.stride = LinkedNumbers(tips.STRIDE, Range(1, 8), per_axis("Stride"))
        self.padding_name = Choice(
            "Padding", "Padding", tips.PADDING_NAME, tuple(_NAMES.values())
        )
        self.padding = LinkedNumbers(tips.PADDING, Range(0, 8), per_side("Padding"))
        self.padding_mode = Choice(
            "Filled with", "Padding mode", tips.PADDING_MODE,
            [_MODES[mode] for mode in PADDING_MODES],
        )
        self.dilation = LinkedNumbers(tips.DILATION, Range(1, 8), per_axis("Dilation"))
        self.padding_title = QLabel("Padding")
        self.padding_title.setToolTip(tips.PADDING)
        for row in (
            self.stride, self.padding_name, self.padding, self.padding_mode, self.dilation
        ):
            if row is self.padding:
                self.rows.addWidget(self.padding_title)
            self.rows.addWidget(row)
            row.fix_wanted.connect(bridge.session.fix)
        self.special = SpecialRows(bridge)
        self.rows.addWidget(self.special)
        for numbers in (self.stride, self.padding, self.dilation):
            numbers.settled.connect(bridge.session.seal)
        self.stride.edited.connect(self._take_stride)
        self.padding.edited.connect(self._take_padding)
        self.dilation.edited.connect(self._take_dilation)
        self.padding_name.chosen.connect(self._take_padding_name)
        self.padding_mode.chosen.connect(self._take_padding_mode)

    def show_state(self, state: State, problems: tuple[Problem, ...]) -> None:
        """Show what the fields say, and what is wrong with it; nothing for other layers."""
        layer = state.fields.layer
        self.setVisible(not isinstance(layer, AdaptivePool | Pad))
        if isinstance(layer, AdaptivePool | Pad):
            return
        for numbers, field in ((self.stride, "stride"), (self.dilation, "dilation")):
            numbers.set_axes(layer.axes)
            numbers.show_numbers(getattr(layer, field))
            numbers.show_problems(
                about(problems, field), marked_axes(problems, field, layer.axes)
            )
        self.dilation.setVisible(_has_dilation(layer))
        self._show_padding(layer, state.fields.input.shape[1:], problems)
        self.padding_mode.setVisible(isinstance(layer, Conv))
        if isinstance(layer, Conv):
            self.padding_mode.show_key(layer.padding_mode)
            self.padding_mode.show_problems(about(problems, "padding_mode"))
        self.special.show_layer(layer, problems)

    def _show_padding(
        self, layer: Windowed, size: tuple[int, ...], problems: tuple[Problem, ...]
    ) -> None:
        named = isinstance(layer.padding, str)
        names = _names(layer)
        self.padding_name.setVisible(bool(names))
        self.padding_title.setVisible(not names)
        self.padding_name.offer([_NAMES[_CUSTOM], *(_NAMES[name] for name in names)])
        self.padding_name.show_key(str(layer.padding) if named else _CUSTOM)
        self.padding.set_axes(layer.axes)
        # A name that is uneven opens the sides only as long as it stands there.
        self.padding.show_numbers(_flat(layer, size), keep_open=not named)
        found = about(problems, "padding")
        sides = marked_sides(marked_axes(problems, "padding", layer.axes))
        self.padding_name.show_problems(found if named else ())
        self.padding.show_problems(() if named else found, frozenset() if named else sides)

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
        fields = self._bridge.state.fields
        padding: object = name
        if name == _CUSTOM and not isinstance(fields.layer, AdaptivePool | Pad):
            numbers = _flat(fields.layer, fields.input.shape[1:])
            padding = tuple(zip(numbers[::2], numbers[1::2], strict=True))
        self._bridge.session.change(f"Padding {name}", {"padding": padding})

    def _take_padding_mode(self, mode: str) -> None:
        self._bridge.session.change(f"Padding mode {mode}", {"padding_mode": mode})


def _flat(layer: Windowed, size: tuple[int, ...]) -> tuple[int, ...]:
    """Return the padding of each side, that of a name as it is for such an input."""
    if isinstance(layer.padding, str) and min(*layer.stride, *layer.dilation, *size) >= 1:
        layer = concrete(layer, size)
    return tuple(number for pair in layer.pads for number in pair)


def _names(layer: Windowed) -> list[str]:
    """Return the names that a layer's padding can have under its dialect."""
    if isinstance(layer, Conv):
        return [name for name in PADDING_NAMES if name != "causal" or layer.axes == 1]
    if isinstance(layer, Unfold | Fold) or layer.dialect == "pytorch":
        return []
    return [
        name
        for name in PADDING_NAMES
        if name in _NO_MODE and (name != "same_lower" or layer.dialect == "onnx")
    ]


def _has_dilation(layer: Windowed) -> bool:
    return not isinstance(layer, Pool) or layer.reduction == "max" or max(layer.dilation) > 1
