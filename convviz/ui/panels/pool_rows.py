"""Rows of the parameter panel that only some layers have: of pools and transposed layers."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from convviz.errors import Problem
from convviz.layers import ConvTranspose, Layer, Pool
from convviz.ui.bridge import Bridge
from convviz.ui.panels import tips
from convviz.ui.panels.choice import Choice, Option
from convviz.ui.panels.linked_numbers import LinkedNumbers
from convviz.ui.panels.number_rows import Range, per_axis, single
from convviz.ui.panels.problems import about, marked_axes
from convviz.ui.panels.real_field import RealField
from convviz.ui.switch import Switch, show_switch

_COUNTING = (
    Option("usual", "As the framework does", "PyTorch and JAX count it, TensorFlow and ONNX don't"),
    Option("in", "Counts", "An average divides by the padding's cells too"),
    Option("out", "Left out", "An average divides by the input's cells alone"),
)


class SpecialRows(QWidget):
    """Output padding, ceil mode, what averages divide by, the norm's power.

    Parameters
    ----------
    bridge
        The window's bridge.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.output_padding = LinkedNumbers(
            tips.OUTPUT_PADDING, Range(0, 4), per_axis("Output padding", short="Out pad")
        )
        self.ceil_mode = _switch("Ceil mode", tips.CEIL_MODE)
        self.counting = Choice(
            "Its padding", "What averages divide by", tips.COUNT_INCLUDE_PAD, _COUNTING
        )
        self.divisor = LinkedNumbers(tips.DIVISOR, Range(0, 16), single("Divisor", "Divisor"))
        for box in self.divisor.boxes:
            box.call_nothing("none")
        self.norm = RealField("Power p", "Power of the norm", tips.NORM)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for row in (self.output_padding, self.ceil_mode, self.counting, self.divisor, self.norm):
            column.addWidget(row)
        for numbers in (self.output_padding, self.divisor):
            numbers.settled.connect(bridge.session.seal)
            numbers.fix_wanted.connect(bridge.session.fix)
        self.norm.fix_wanted.connect(bridge.session.fix)
        self.output_padding.edited.connect(self._take_output_padding)
        self.divisor.edited.connect(self._take_divisor)
        self.ceil_mode.toggled.connect(self._take_ceil_mode)
        self.counting.chosen.connect(self._take_counting)
        self.counting.fix_wanted.connect(bridge.session.fix)
        self.norm.entered.connect(self._take_norm)

    def show_layer(self, layer: Layer, problems: tuple[Problem, ...]) -> None:
        """Show what a layer has of these, and what is wrong with it."""
        transposed, pool = isinstance(layer, ConvTranspose), isinstance(layer, Pool)
        self.setVisible(transposed or pool)
        self.output_padding.setVisible(transposed)
        if isinstance(layer, ConvTranspose):
            self.output_padding.set_axes(layer.axes)
            self.output_padding.show_numbers(layer.output_padding)
            self.output_padding.show_problems(
                about(problems, "output_padding"),
                marked_axes(problems, "output_padding", layer.axes),
            )
        reduction = layer.reduction if isinstance(layer, Pool) else ""
        self.ceil_mode.setVisible(pool)
        self.counting.setVisible(reduction == "average")
        self.divisor.setVisible(reduction == "average")
        self.norm.setVisible(reduction == "norm")
        if isinstance(layer, Pool):
            self._show_pool(layer, problems)

    def _show_pool(self, layer: Pool, problems: tuple[Problem, ...]) -> None:
        show_switch(self.ceil_mode, on=layer.ceil_mode)
        asked = layer.count_include_pad
        self.counting.show_key("usual" if asked is None else "in" if asked else "out")
        self.counting.show_problems(about(problems, "count_include_pad"))
        self.divisor.show_numbers((layer.divisor_override or 0,))
        found = about(problems, "divisor_override")
        self.divisor.show_problems(found, frozenset({0} if found else ()))
        self.norm.show_number(layer.norm_type)
        self.norm.show_problems(about(problems, "norm_type"))

    def _take_output_padding(self, numbers: tuple[int, ...], gesture: str) -> None:
        said = " × ".join(map(str, numbers if len(set(numbers)) > 1 else numbers[:1]))
        self._bridge.session.change(
            f"Output padding {said}", {"output_padding": numbers}, gesture or None
        )

    def _take_divisor(self, numbers: tuple[int, ...], gesture: str) -> None:
        label = f"Divisor {numbers[0]}" if numbers[0] else "No divisor of its own"
        self._bridge.session.change(
            label, {"divisor_override": numbers[0] or None}, gesture or None
        )

    def _take_ceil_mode(self, wanted: bool) -> None:
        self._bridge.session.change("Ceil mode" if wanted else "Floor", {"ceil_mode": wanted})

    def _take_counting(self, key: str) -> None:
        label, value = {
            "usual": ("Count padding as the framework does", None),
            "in": ("Count the padding", True),
            "out": ("Leave the padding out", False),
        }[key]
        self._bridge.session.change(label, {"count_include_pad": value})

    def _take_norm(self, power: float) -> None:
        self._bridge.session.change(f"Power {power:g}", {"norm_type": power})


def _switch(text: str, tip: str) -> Switch:
    switch = Switch(text)
    switch.setToolTip(tip)
    switch.setAccessibleName(text)
    switch.setAccessibleDescription(tip)
    return switch
