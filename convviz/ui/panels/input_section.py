"""The part of the parameter panel that is about the input."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from convviz.document.editing import with_input_preset
from convviz.document.presets import INPUT_PRESETS
from convviz.errors import Problem
from convviz.layers import Fold, Unfold
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels import tips
from convviz.ui.panels.choice import Choice, Option
from convviz.ui.panels.linked_numbers import LinkedNumbers
from convviz.ui.panels.number_rows import Range, single, sizes
from convviz.ui.panels.problems import about, marked_axes
from convviz.ui.panels.section import Section

if TYPE_CHECKING:
    from convviz.interop.images import Channel
    from convviz.session.opening import Opened

_CHANNELS = (
    Option("grey", "Grey", "The brightness that an eye sees (luma)"),
    Option("red", "Red"),
    Option("green", "Green"),
    Option("blue", "Blue"),
    Option("alpha", "Alpha", "How opaque it is"),
)

class InputSection(Section):
    """Dimensions, values, size and file of the input.

    Parameters
    ----------
    bridge
        The window's bridge.
    """

    open_requested = Signal()
    """The person wants to open a picture, an array or a table."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("Input", tips.INPUT, parent)
        self._bridge = bridge
        self._picture: Path | None = None
        self._channel: Channel = "grey"
        self.dimensions = Choice(
            "Dimensions", "Dimensions", tips.DIMENSIONS,
            (
                Option("2", "2-D: rows × columns"), Option("1", "1-D: one row"),
                Option("3", "3-D: slices of rows"),
            ),
        )
        self.preset = Choice(
            "Values", "Input values", tips.INPUT_VALUES,
            [Option(preset.name, preset.label, preset.note) for preset in INPUT_PRESETS],
        )
        self.seed = LinkedNumbers(tips.SEED, Range(0, 99), single("Seed", "Seed"))
        self.lengths = LinkedNumbers(tips.INPUT_SIZE, Range(1, 32), sizes("Input"))
        self.channel = Choice("Channel", "Channel of the picture", tips.CHANNEL, _CHANNELS)
        self.open = QPushButton("Open image…")
        self.open.setToolTip(tips.OPEN)
        self.open.setAccessibleName("Open image")
        for row in (self.dimensions, self.preset, self.seed, self.lengths, self.channel, self.open):
            self.rows.addWidget(row)
        self.dimensions.chosen.connect(self._take_dimensions)
        self.preset.chosen.connect(self._take_preset)
        self.channel.chosen.connect(self._take_channel)
        self.seed.edited.connect(self._take_seed)
        self.lengths.edited.connect(self._take_size)
        self.open.clicked.connect(self.open_requested)
        bridge.opened.connect(self._was_opened)
        for numbers in (self.seed, self.lengths):
            numbers.settled.connect(bridge.session.seal)
        self.lengths.fix_wanted.connect(bridge.session.fix)

    def show_state(self, state: State, problems: tuple[Problem, ...]) -> None:
        """Show what the fields say, and what is wrong with it."""
        fields = state.fields
        axes, source = fields.layer.axes, fields.input_source
        self.dimensions.setVisible(not isinstance(fields.layer, Unfold | Fold))
        self.dimensions.show_key(str(axes))
        preset = source.name if source.kind == "preset" else ""
        self.preset.show_key(preset, source.name if source.kind == "file" else "Typed numbers")
        self.seed.setVisible(preset == "random")
        self.seed.show_numbers((source.seed,))
        self.lengths.set_axes(axes)
        self.lengths.show_numbers(fields.input.shape[1:])
        self.lengths.show_problems(
            about(problems, "input"), marked_axes(problems, "input", axes)
        )
        picture = self._picture is not None and (source.kind, source.name) == (
            "file", self._picture.name
        )
        self.channel.setVisible(picture)
        self.channel.show_key(self._channel)

    def _take_dimensions(self, key: str) -> None:
        if int(key) != self._bridge.state.fields.layer.axes:
            self._bridge.session.change(f"{key}-D", {"axes": int(key)})

    def _take_preset(self, name: str) -> None:
        session = self._bridge.session
        label = next(preset.label for preset in INPUT_PRESETS if preset.name == name)
        seed = session.state.fields.input_source.seed
        session.edit(f"Input {label}", with_input_preset(session.state.fields, name, seed))

    def _take_seed(self, numbers: tuple[int, ...], gesture: str) -> None:
        session = self._bridge.session
        session.edit(
            f"Input seed {numbers[0]}",
            with_input_preset(session.state.fields, "random", numbers[0]),
            f"input {gesture}" if gesture else None,
        )

    def _take_size(self, numbers: tuple[int, ...], gesture: str) -> None:
        said = " × ".join(map(str, numbers))
        self._bridge.session.change(f"Input {said}", {"input_size": numbers}, gesture or None)

    def _take_channel(self, key: str) -> None:
        if self._picture is not None:
            self._channel = cast("Channel", key)
            self._bridge.open_file(self._picture, self._channel, as_picture=True)

    def _was_opened(self, opened: Opened, path: Path) -> None:
        if opened.kind == "picture":
            if path != self._picture:
                self._channel = "grey"
            self._picture = path
