"""Controls that let the wheel scroll the panel while they don't have the focus."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSlider, QStyle, QStyleOptionSlider, QWidget


class QuietComboBox(QComboBox):
    """A combo box that the wheel turns only when it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Long entries widen the list, not the panel.
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel unless focused."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class QuietSlider(QSlider):
    """A slider whose handle jumps to a click and that never takes the wheel.

    It isn't reached by Tab: the number field beside it does the same.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setPageStep(1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle to a click beside it, and drag it from there."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )
        at = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and not handle.contains(at):
            left = at.x() - handle.width() // 2
            self.setSliderDown(True)
            self.setSliderPosition(
                QStyle.sliderValueFromPosition(
                    self.minimum(), self.maximum(), left, self.width() - handle.width()
                )
            )
        super().mousePressEvent(event)
