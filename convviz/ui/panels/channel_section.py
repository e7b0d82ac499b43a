"""The part of the parameter panel that is about channels."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from convviz.errors import Fix, Problem
from convviz.layers import Fold, Weighted
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels import tips
from convviz.ui.panels.bias_field import BiasField
from convviz.ui.panels.linked_numbers import LinkedNumbers
from convviz.ui.panels.marks import muted
from convviz.ui.panels.number_rows import Range, single
from convviz.ui.panels.problems import about
from convviz.ui.panels.section import Section
from convviz.ui.switch import Switch, show_switch

_FIELDS = {
    "in_channels": ("In", "Input channels", tips.IN_CHANNELS),
    "out_channels": ("Out", "Output channels", tips.OUT_CHANNELS),
    "groups": ("Groups", "Groups", tips.GROUPS),
}


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
        layer, channels = state.fields.layer, state.fields.input.shape[0]
        self.setVisible(not isinstance(layer, Fold))
        outs = layer.out_channels if isinstance(layer, Weighted) else channels
        several = max(channels, outs) > 1
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
            field: LinkedNumbers(tip, Range(1, 16), single(label, name))
            for field, (label, name, tip) in _FIELDS.items()
        }
        self.bias = Switch("Bias")
        self.bias.setToolTip(tips.BIAS)
        self.bias.setAccessibleName("Bias")
        self.bias_values = BiasField(bridge)
        self.shown = LinkedNumbers(
            tips.SHOWN_CHANNEL, Range(1, 16), single("On show", "Input channel on show")
        )
        self.kind = muted("")
        self.kind.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (*self.counts.values(), self.kind, self.shown, self.bias, self.bias_values):
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
        weighted = isinstance(layer, Weighted)
        for field, numbers in self.counts.items():
            found = about(problems, field)
            numbers.setVisible(weighted or field == "in_channels")
            numbers.show_numbers((getattr(layer, field, state.fields.input.shape[0]),))
            numbers.show_problems(found, frozenset({0} if found else ()))
        self.bias.setVisible(weighted)
        show_switch(self.bias, on=isinstance(layer, Weighted) and layer.bias)
        self.bias_values.show_state(state)
        self.kind.setText(_continuum(layer) if isinstance(layer, Weighted) else "")
        self.kind.setVisible(bool(self.kind.text()))
        self.shown.setVisible(state.document.input.shape[0] > 1)
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
        channel, count = numbers[0], self._bridge.state.document.input.shape[0]
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


def _continuum(layer: Weighted) -> str:
    """Return where between dense and depthwise a layer's groups are; empty for one channel."""
    ins, outs, groups = layer.in_channels, layer.out_channels, layer.groups
    if min(ins, outs, groups) < 1 or ins == 1 or ins % groups or outs % groups:
        return ""
    if groups == 1:
        return f"Dense: every output channel reads all {ins}. Groups {ins} would be depthwise."
    if groups == ins:
        more = f", {outs // ins} outputs each" if outs > ins else ""
        return (
            f"Depthwise: every channel by itself{more}. A 1 × 1 convolution after it, "
            "which mixes channels, makes it depthwise separable."
        )
    return f"Grouped: every output channel reads {ins // groups} of {ins}."
