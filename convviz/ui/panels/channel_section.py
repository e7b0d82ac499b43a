"""The part of the parameter panel that is about channels."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from convviz.errors import Fix, Problem
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels import tips
from convviz.ui.panels.bias_field import BiasField
from convviz.ui.panels.linked_numbers import LinkedNumbers
from convviz.ui.panels.number_rows import Level, Range, Row
from convviz.ui.panels.problems import about
from convviz.ui.panels.section import Section
from convviz.ui.switch import Switch

_FIELDS = {
    "in_channels": ("In", "Input channels", tips.IN_CHANNELS),
    "out_channels": ("Out", "Output channels", tips.OUT_CHANNELS),
    "groups": ("Groups", "Groups", tips.GROUPS),
}


def _single(label: str, name: str) -> dict[int, tuple[Level, ...]]:
    return {axes: (Level((Row(label, name, (0,)),)),) for axes in (1, 2)}


class ChannelSection(Section):
    """Channels in and out, groups, bias, and the input channel on show.

    Its fields are made when it is first unfolded.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        self._bridge = bridge
        self.fields: ChannelFields | None = None
        self._several = False
        super().__init__("Channels", tips.CHANNELS, parent, opened=False)

    def unfold(self, *, opened: bool = True) -> None:
        """Show what stands under the heading, or fold it away."""
        if opened and self.fields is None:
            self.fields = ChannelFields(self._bridge)
            self.rows.addWidget(self.fields)
            state = self._bridge.state
            self.fields.show_state(state, state.problems)
        super().unfold(opened=opened)

    def show_state(self, state: State, problems: tuple[Problem, ...]) -> None:
        """Show what the fields say.

        It unfolds when something of it is wrong, and when there come to be several
        channels; who folds it away then is not contradicted.
        """
        layer = state.fields.layer
        several = max(layer.in_channels, layer.out_channels) > 1
        if about(problems, *_FIELDS) or (several and not self._several):
            self.unfold()
        self._several = several
        if self.fields is not None:
            self.fields.show_state(state, problems)


class ChannelFields(QWidget):
    """What stands under the heading.

    Attributes
    ----------
    counts
        The fields for channels and groups, by the parameter's name.
    shown
        The field for the input channel on show.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._asked_channel: int | None = None
        self.counts = {
            field: LinkedNumbers(tip, Range(1, 16), _single(label, name))
            for field, (label, name, tip) in _FIELDS.items()
        }
        self.bias = Switch("Bias")
        self.bias.setToolTip(tips.BIAS)
        self.bias.setAccessibleName("Bias")
        self.bias_values = BiasField(bridge)
        self.shown = LinkedNumbers(
            tips.SHOWN_CHANNEL, Range(1, 16), _single("On show", "Input channel on show")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (*self.counts.values(), self.shown, self.bias, self.bias_values):
            column.addWidget(part)
        for numbers in self.counts.values():
            numbers.settled.connect(bridge.session.seal)
            numbers.fix_wanted.connect(bridge.session.fix)
        self.counts["in_channels"].edited.connect(self._take_in)
        self.counts["out_channels"].edited.connect(self._take_out)
        self.counts["groups"].edited.connect(self._take_groups)
        self.bias.toggled.connect(self._take_bias)
        self.shown.edited.connect(self._take_shown)
        self.shown.fix_wanted.connect(self._show_first)

    def show_state(self, state: State, problems: tuple[Problem, ...]) -> None:
        """Show what the fields say, and what is wrong with it."""
        layer = state.fields.layer
        for field, numbers in self.counts.items():
            found = about(problems, field)
            numbers.show_numbers((getattr(layer, field),))
            numbers.show_problems(found, frozenset({0} if found else ()))
        blocked = self.bias.blockSignals(True)
        self.bias.setChecked(layer.bias)
        self.bias.blockSignals(blocked)
        self.bias_values.show_state(state)
        self.shown.setVisible(state.document.layer.in_channels > 1)
        if self._asked_channel is None:
            self.shown.show_numbers((state.document.view.input_channel + 1,))

    def _take_in(self, numbers: tuple[int, ...], gesture: str) -> None:
        self._change("In channels", "in_channels", numbers, gesture)

    def _take_out(self, numbers: tuple[int, ...], gesture: str) -> None:
        self._change("Out channels", "out_channels", numbers, gesture)

    def _take_groups(self, numbers: tuple[int, ...], gesture: str) -> None:
        self._change("Groups", "groups", numbers, gesture)

    def _change(self, word: str, field: str, numbers: tuple[int, ...], gesture: str) -> None:
        self._bridge.session.change(f"{word} {numbers[0]}", {field: numbers[0]}, gesture or None)

    def _take_bias(self, wanted: bool) -> None:
        self._bridge.session.change("Bias" if wanted else "No bias", {"bias": wanted})

    def _take_shown(self, numbers: tuple[int, ...], _gesture: str) -> None:
        channel, count = numbers[0], self._bridge.state.document.layer.in_channels
        if 1 <= channel <= count:
            self._show_channel(channel)
            return
        self._asked_channel = channel
        fix = Fix("channel 1", ())
        problem = Problem(
            "view", f"the input has channels 1 to {count}, there is no {channel}", fixes=(fix,)
        )
        self.shown.show_problems((problem,), frozenset({0}))

    def _show_first(self, _fix: Fix) -> None:
        self._show_channel(1)

    def _show_channel(self, channel: int) -> None:
        self._asked_channel = None
        self.shown.show_problems(())
        session = self._bridge.session
        session.view(replace(session.state.document.view, input_channel=channel - 1))
        self.shown.show_numbers((channel,))
