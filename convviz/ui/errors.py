"""Unexpected errors: caught once, at the top, and shown with what to copy."""

from __future__ import annotations

import sys
import traceback
from types import TracebackType
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from convviz.version import __version__

if TYPE_CHECKING:
    from convviz.ui.error_report import ErrorReport


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
        from convviz.ui.error_report import ErrorReport  # noqa: PLC0415 - hardly ever wanted

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
