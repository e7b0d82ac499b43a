"""A part of a panel under a heading that folds it away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget


class Section(QWidget):
    """A heading and what stands under it; a click on the heading folds it.

    Parameters
    ----------
    title
        The heading.
    tip
        One sentence on what this part of a layer is.
    opened
        Whether its content is to be seen at first.
    """

    def __init__(
        self, title: str, tip: str, parent: QWidget | None = None, *, opened: bool = True
    ) -> None:
        super().__init__(parent)
        self.heading = QToolButton(self)
        self.heading.setText(title)
        bold = self.heading.font()
        bold.setBold(True)
        self.heading.setFont(bold)
        self.heading.setAutoRaise(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.heading.setFixedHeight(28)
        # The arrow begins where the labels under it do.
        self.heading.setStyleSheet(
            "QToolButton { padding: 4px 0; } QToolButton:focus { padding: 3px 0; }"
        )
        self.heading.setToolTip(tip)
        self.heading.setAccessibleDescription(tip)
        self.content = QWidget(self)
        self.rows = QVBoxLayout(self.content)
        self.rows.setContentsMargins(4, 4, 0, 8)
        self.rows.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addWidget(self.content)
        self.heading.clicked.connect(self._click)
        self.unfold(opened=opened)

    @property
    def opened(self) -> bool:
        """Whether what stands under the heading is to be seen."""
        return not self.content.isHidden()

    def unfold(self, *, opened: bool = True) -> None:
        """Show what stands under the heading, or fold it away."""
        self.content.setVisible(opened)
        self.heading.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self.heading.setAccessibleName(
            f"{self.heading.text()}, section, {'opened' if opened else 'folded'}"
        )

    def _click(self) -> None:
        self.unfold(opened=not self.opened)
