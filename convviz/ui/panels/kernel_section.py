"""The part of the parameter panel that is about the kernel."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from convviz.document.editing import with_kernel_preset
from convviz.document.presets import KERNEL_PRESETS
from convviz.errors import Problem
from convviz.layers import AdaptivePool, Pad, Weighted
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels import tips
from convviz.ui.panels.choice import Choice, Option
from convviz.ui.panels.linked_numbers import LinkedNumbers
from convviz.ui.panels.number_rows import Range, single, sizes
from convviz.ui.panels.problems import about, marked_axes
from convviz.ui.panels.section import Section
from convviz.ui.switch import Switch, show_switch


class KernelSection(Section):
    """Values and size of the kernel; of layers without weights the size of their window."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("Kernel", tips.KERNEL, parent)
        self._bridge = bridge
        self.preset = Choice(
            "Values", "Kernel values", tips.KERNEL_VALUES,
            [Option(preset.name, preset.label, preset.note) for preset in KERNEL_PRESETS],
        )
        self.seed = LinkedNumbers(tips.SEED, Range(0, 99), single("Seed", "Seed"))
        self.lengths = LinkedNumbers(tips.KERNEL_SIZE, Range(1, 15), sizes("Kernel"))
        self.flipped = Switch("Mirrored")
        self.flipped.setToolTip(tips.FLIPPED)
        self.flipped.setAccessibleName("Mirrored kernel")
        self.flipped.setAccessibleDescription(tips.FLIPPED)
        for row in (self.preset, self.seed, self.lengths, self.flipped):
            self.rows.addWidget(row)
        self.preset.chosen.connect(self._take_preset)
        self.seed.edited.connect(self._take_seed)
        self.lengths.edited.connect(self._take_size)
        self.flipped.toggled.connect(self._take_flipped)
        for numbers in (self.seed, self.lengths):
            numbers.settled.connect(bridge.session.seal)
        self.lengths.fix_wanted.connect(bridge.session.fix)

    def show_state(self, state: State, problems: tuple[Problem, ...]) -> None:
        """Show what the fields say, and what is wrong with it."""
        layer, source = state.fields.layer, state.fields.layer_weights.source
        self.setVisible(not isinstance(layer, AdaptivePool | Pad))
        if isinstance(layer, AdaptivePool | Pad):
            return
        weighted = isinstance(layer, Weighted)
        preset = source.name if source.kind == "preset" else ""
        for part in (self.preset, self.flipped):
            part.setVisible(weighted)
        self.preset.show_key(preset, "Typed numbers")
        self.seed.setVisible(weighted and preset == "random")
        self.seed.show_numbers((source.seed,))
        self.lengths.set_axes(layer.axes)
        self.lengths.show_numbers(layer.kernel_size)
        self.lengths.show_problems(
            about(problems, "kernel_size"), marked_axes(problems, "kernel_size", layer.axes)
        )
        show_switch(self.flipped, on=isinstance(layer, Weighted) and layer.flipped)

    def _take_preset(self, name: str) -> None:
        session = self._bridge.session
        label = next(preset.label for preset in KERNEL_PRESETS if preset.name == name)
        seed = session.state.fields.layer_weights.source.seed
        session.edit(f"Kernel {label}", with_kernel_preset(session.state.fields, name, seed))

    def _take_seed(self, numbers: tuple[int, ...], gesture: str) -> None:
        session = self._bridge.session
        session.edit(
            f"Kernel seed {numbers[0]}",
            with_kernel_preset(session.state.fields, "random", numbers[0]),
            f"kernel {gesture}" if gesture else None,
        )

    def _take_size(self, numbers: tuple[int, ...], gesture: str) -> None:
        said = " × ".join(map(str, numbers))
        self._bridge.session.change(f"Kernel {said}", {"kernel_size": numbers}, gesture or None)

    def _take_flipped(self, wanted: bool) -> None:
        label = "Mirror the kernel" if wanted else "Don't mirror the kernel"
        self._bridge.session.change(label, {"flipped": wanted})
