"""The dialog that shows an unexpected error."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)


class ErrorReport(QDialog):
    """What went wrong, as text to copy; the window behind it goes on.

    Parameters
    ----------
    parent
        The window.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something went wrong")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        self.resize(640, 400)
        about = QLabel(
            "This should not have happened. Nothing is lost: the window goes on with the "
            "last good state. The text below helps to mend it.",
            self,
        )
        about.setWordWrap(True)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName("What went wrong")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        copy = buttons.addButton("Copy", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(12)
        whole.addWidget(about)
        whole.addWidget(self.text, 1)
        whole.addWidget(buttons)

    def add(self, report: str) -> None:
        """Show one more report; the first is the one that matters."""
        if self.isVisible():
            return
        self.text.setPlainText(report)
        self.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
