"""The panel at the left: every parameter of the layer, and what is wrong with it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from convviz.document.document import Document
from convviz.errors import Problem
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels.channel_section import ChannelSection
from convviz.ui.panels.input_section import InputSection
from convviz.ui.panels.kernel_section import KernelSection
from convviz.ui.panels.layer_section import LayerSection
from convviz.ui.panels.notices import Notice, Notices
from convviz.ui.panels.pad_section import PadSection
from convviz.ui.panels.problems import merged
from convviz.ui.panels.sized_section import SizedSection
from convviz.ui.panels.window_section import WindowSection

_PLACED = frozenset(
    {
        "input", "kernel_size", "stride", "padding", "padding_mode", "dilation",
        "in_channels", "out_channels", "groups", "dialect", "output_padding", "output_size",
        "divisor_override", "norm_type", "count_include_pad", "ceil_mode", "mode", "value",
    }
)


class _Section(Protocol):
    """A part of the panel that shows a state."""

    def show_state(self, state: State, problems: tuple[Problem, ...]) -> None:
        """Show what the fields say, and what is wrong with it."""


class ParameterPanel(QScrollArea):
    """Sections for layer, input, kernel, window, padding, output and channels.

    Parameters
    ----------
    bridge
        The window's bridge.
    """

    open_requested = Signal()
    """The person wants to open a picture, an array or a table as the input."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setObjectName("parameters")
        self.setAccessibleName("Parameters")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.layer = LayerSection(bridge)
        self.input = InputSection(bridge)
        self.kernel = KernelSection(bridge)
        self.window_part = WindowSection(bridge)
        self.pad = PadSection(bridge)
        self.sized = SizedSection(bridge)
        self.channels = ChannelSection(bridge)
        self._others = Notices("error")
        self._others.fix_wanted.connect(bridge.session.fix)
        content = QWidget()
        content.setObjectName("parameters-content")
        column = QVBoxLayout(content)
        column.setContentsMargins(8, 8, 12, 8)
        column.setSpacing(4)
        parts: tuple[QWidget, ...] = (
            self._others, self.layer, self.input, self.kernel, self.window_part, self.pad,
            self.sized, self.channels,
        )
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(content)
        self.input.open_requested.connect(self.open_requested)
        bridge.changed.connect(self._changed)
        self._show(bridge.state)

    @property
    def _sections(self) -> tuple[_Section, ...]:
        return (
            self.layer, self.input, self.kernel, self.window_part, self.pad, self.sized,
            self.channels,
        )

    def _changed(self, old: State, new: State) -> None:
        if (
            not _same_but_step(old.document, new.document)
            or old.draft is not new.draft
            or old.problems != new.problems
        ):
            self._show(new)

    def _show(self, state: State) -> None:
        problems: tuple[Problem, ...] = merged(
            state.problems, state.fields.layer, state.fields.input.shape
        )
        for section in self._sections:
            section.show_state(state, problems)
        self._others.show_notices(
            [
                Notice(problem.message, problem.fixes)
                for problem in problems
                if problem.field not in _PLACED
            ]
        )


def _same_but_step(one: Document, other: Document) -> bool:
    """Return whether nothing differs but the step: that no field shows."""
    return one is other or (
        one.graph is other.graph
        and one.input is other.input
        and one.weights is other.weights
        and one.view is other.view
        and one.input_source == other.input_source
    )
