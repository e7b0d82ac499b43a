"""A slider over all steps that goes where it is clicked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

_FINEST = 1 << 24
"""Places of the slider; more steps than that share them."""


class Scrubber(QSlider):
    """Chooses one of any number of steps.

    A plain slider stops at 2³¹; steps are counted in Python's integers and
    only told to Qt in as many places as it can take.
    """

    scrubbed = Signal(object)
    """The step that a person chose, from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._count = 1
        self._step = 0
        self.setRange(0, 0)
        self.setTracking(True)
        self.valueChanged.connect(self._chosen)

    @property
    def step(self) -> int:
        """The step on show, from 0."""
        return self._step

    def show_step(self, step: int, count: int) -> None:
        """Show a step out of so many, without telling anyone."""
        self._step = step
        self._count = count
        places = min(count, _FINEST)
        blocked = self.blockSignals(True)
        try:
            self.setRange(0, places - 1)
            self.setPageStep(max(1, places // 10))
            self.setValue(self._place(step))
        finally:
            self.blockSignals(blocked)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to where the mouse was pressed; the drag goes on from there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setValue(self._value_at(event.position().x()))
        super().mousePressEvent(event)

    def _value_at(self, x: float) -> int:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        knob = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, option, self)
        return QStyle.sliderValueFromPosition(
            self.minimum(), self.maximum(), round(x - knob / 2), max(1, self.width() - knob)
        )

    def _place(self, step: int) -> int:
        if self._count <= _FINEST:
            return step
        return step * (_FINEST - 1) // (self._count - 1)

    def _chosen(self, place: int) -> None:
        step = place
        if self._count > _FINEST:
            step = -(-place * (self._count - 1) // (_FINEST - 1))
        if step != self._step:
            self._step = step
            self.scrubbed.emit(step)
