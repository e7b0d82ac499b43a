"""Unexpected errors: caught once, at the top, and shown with what to copy."""

from __future__ import annotations

import sys
import traceback
from types import TracebackType

import PySide6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from convviz.version import __version__


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


class Errors(QObject):
    """Takes what nobody caught, in whichever thread, and has it shown in the window.

    Parameters
    ----------
    parent
        The window.
    """

    happened = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.report: ErrorReport | None = None
        self._window = parent
        self._before = sys.excepthook
        self.happened.connect(self._show)

    def install(self) -> None:
        """Take over from here on."""
        sys.excepthook = self.caught

    def remove(self) -> None:
        """Have errors go where they went before."""
        sys.excepthook = self._before

    def caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Take one error; called in place of `sys.excepthook`."""
        self._before(kind, error, trace)
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        self.happened.emit(report(kind, error, trace))

    def _show(self, text: str) -> None:
        if self.report is None:
            self.report = ErrorReport(self._window)
        self.report.add(text)


def report(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> str:
    """Return what helps to mend an error: versions, system, and the way to it."""
    import platform  # noqa: PLC0415 - only a report needs it

    lines = traceback.format_exception(kind, error, trace)
    return (
        f"convviz {__version__}, Python {platform.python_version()}, "
        f"PySide6 {PySide6.__version__}, {platform.platform()}\n\n{''.join(lines)}"
    )
