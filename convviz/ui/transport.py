"""What stands under the picture: play, step, scrub, speed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from convviz.figures.numbers import grouped
from convviz.figures.sentences import place
from convviz.layers import ConvTranspose
from convviz.session.playback import SPEEDS
from convviz.session.session import State
from convviz.steps.order import Steps, divisible
from convviz.ui.bridge import Bridge
from convviz.ui.ends import Ends
from convviz.ui.icons import icon
from convviz.ui.scrubber import Scrubber
from convviz.ui.settings import speed_text
from convviz.ui.switch import Switch, show_switch


class Transport(QWidget):
    """The animation's controls; actions' buttons in the middle of their row.

    Parameters
    ----------
    bridge
        Where the steps are.
    actions
        First, previous, play, next and last: the buttons, in this order.
    parent
        The Qt parent.
    """

    def __init__(
        self, bridge: Bridge, actions: tuple[QAction, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setAccessibleName("Transport")
        self.scrubber = Scrubber(self)
        self.scrubber.setAccessibleName("Step")
        self.scrubber.scrubbed.connect(self._scrubbed)
        self.number = QLabel(self)
        self.number.setAccessibleName("Step")
        self.place = QLabel(self)
        self.place.setAccessibleName("Output cell")
        self.place.setProperty("tone", "muted")
        self.taps = Switch("By stamps", self)
        self.taps.toggled.connect(self._divide)
        # Made in reading order, which is Tab's order.
        self.buttons = [self._button(action) for action in actions]
        self.loop = QToolButton(self)
        self.loop.setCheckable(True)
        self.loop.setAccessibleName("Loop")
        self.loop.setToolTip("Begin again after the last step (L)")
        self.loop.toggled.connect(self._set_loop)
        self.speed = QComboBox(self)
        self.speed.setAccessibleName("Speed")
        self.speed.setToolTip("Speed (+ and −)")
        for speed in SPEEDS:
            self.speed.addItem(speed_text(speed), speed)
        self.speed.activated.connect(self._set_speed)
        self._arrange()
        bridge.changed.connect(self._changed)
        self._show(bridge.state)
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons anew in another theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setIconSize(QSize(20, 20))
        return button

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for button in self.buttons:
            buttons.addWidget(button)
        left, right = QHBoxLayout(), QHBoxLayout()
        left.addWidget(self.taps)
        left.addStretch(1)
        right.setSpacing(8)
        right.addStretch(1)
        right.addWidget(self.loop)
        right.addWidget(self.speed)
        row = QHBoxLayout()
        row.setSpacing(8)
        # The outer parts are equally wide, so that the buttons are in the middle.
        row.addLayout(left, 1)
        row.addLayout(buttons)
        row.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 8, 16, 12)
        whole.setSpacing(4)
        whole.addWidget(Ends(self.number, self.place, self))
        whole.addWidget(self.scrubber)
        whole.addLayout(row)

    def _tint(self) -> None:
        self.loop.setIcon(icon("loop", self.palette()))

    def _changed(self, old: State, new: State) -> None:
        if old.document is not new.document or old.playback is not new.playback:
            self._show(new)

    def _show(self, state: State) -> None:
        steps, number = state.steps, state.document.step
        self.scrubber.show_step(number, len(steps))
        self.number.setText(number_of(steps, number))
        self.place.setText(place_of(steps, number))
        self._show_taps(state)
        if self.loop.isChecked() != state.playback.loop:
            self.loop.setChecked(state.playback.loop)
        at = self.speed.findData(state.playback.speed)
        if at != self.speed.currentIndex():
            self.speed.setCurrentIndex(at)

    def _show_taps(self, state: State) -> None:
        layer = state.document.layer
        stamps = isinstance(layer, ConvTranspose)
        self.taps.setText("By stamps" if stamps else "By taps")
        self.taps.setToolTip(
            "A step is an input cell and its stamp, in place of an output cell (T)"
            if stamps
            else "Divide every step into its terms (T)"
        )
        self.taps.setEnabled(divisible(layer))
        show_switch(self.taps, on=state.document.view.by_taps and divisible(layer))

    def _scrubbed(self, step: int) -> None:
        self._bridge.session.go(step)

    def _divide(self, on: bool) -> None:
        view = self._bridge.state.document.view
        if view.by_taps != on:
            self._bridge.session.view(replace(view, by_taps=on))

    def _set_loop(self, on: bool) -> None:
        playback = self._bridge.state.playback
        if playback.loop != on:
            self._bridge.session.play(replace(playback, loop=on))

    def _set_speed(self, index: int) -> None:
        playback = self._bridge.state.playback
        self._bridge.session.play(replace(playback, speed=self.speed.itemData(index)))


def number_of(steps: Steps, number: int) -> str:
    """Return which step it is: ``Step 3 of 9``."""
    return f"Step {grouped(number + 1)} of {grouped(len(steps))}"


def place_of(steps: Steps, number: int) -> str:
    """Return what a step shows: ``output row 1, column 3 · term 2 of 9``."""
    step = steps[number]
    if step.stamp is not None and steps.stamps is not None:
        channel, *at = step.stamp
        channels = f"channel {channel + 1}, " if steps.stamps[0] > 1 else ""
        return f"stamp of input {channels}{place(tuple(at))}"
    channel, *at = step.output
    channels = f"channel {channel + 1}, " if steps.output_shape[0] > 1 else ""
    words = f"output {channels}{place(tuple(at))}"
    if step.tap is not None:
        words += f" · term {step.tap + 1} of {steps.taps}"
    return words
