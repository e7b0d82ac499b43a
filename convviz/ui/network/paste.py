"""The window into which code is pasted: what is read of it is told while it is typed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from convviz.errors import ConvvizError
from convviz.session.networks import OpenedNetwork, pasted_network
from convviz.ui.bridge import Bridge
from convviz.ui.panels.marks import muted, show_tone
from convviz.ui.panels.notices import capitalised
from convviz.ui.switch import Switch
from convviz.ui.work import Job, Progress

_SIZE = (720, 560)
_WAIT = 250
"""Milliseconds after the last key until the text is read."""
_MOST_TOLD = 8
_HINT = """nn.Sequential(
    nn.Conv2d(3, 16, 3, padding=1),
    nn.ReLU(),
    nn.MaxPool2d(2),
)"""

_Read = tuple[str, OpenedNetwork | None, str]


class PasteDialog(QDialog):
    """Reads a network from text, by parsing alone.

    Parameters
    ----------
    bridge
        Reads it off the window's thread.
    """

    pasted = Signal(object)
    """The `convviz.session.networks.OpenedNetwork` that was read."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._job: Job | None = None
        self._read: OpenedNetwork | None = None
        self.setWindowTitle("Paste code")
        self.resize(*_SIZE)
        about = muted(
            "PyTorch, Keras or JAX code, what print(model) says, or ONNX nodes. "
            "It is read, never run."
        )
        about.setWordWrap(True)
        self.text = QPlainTextEdit(self)
        self.text.setAccessibleName("Code of a network")
        self.text.setPlaceholderText(_HINT)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.skip = Switch("Leave out what isn't understood", self)
        self.skip.setChecked(True)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setAccessibleName("What is read of it")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.take = buttons.addButton("Open", QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setDefault(True)
        self.take.setEnabled(False)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(about)
        column.addWidget(self.text, 1)
        column.addWidget(self.skip)
        column.addWidget(self.told)
        column.addWidget(buttons)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT)
        self._timer.timeout.connect(self._begin)
        self.text.textChanged.connect(self._wait)
        self.skip.toggled.connect(self._begin)
        clipboard = QGuiApplication.clipboard().text()
        if "(" in clipboard:
            self.text.setPlainText(clipboard)
            self.text.selectAll()

    def _wait(self) -> None:
        """Read the text when it has been the same for a while; what was read is out of date."""
        self._read = None
        self.take.setEnabled(False)
        self._timer.start()

    def _begin(self) -> None:
        """Read the text as it is now."""
        self._read = None
        self.take.setEnabled(False)
        if self._job is not None:
            self._job.cancel()
        text = self.text.toPlainText()
        if not text.strip():
            self._show("", None, "")
            return
        self._job = self._bridge.run_quietly(partial(_read, text, self.skip.isChecked()))
        self._job.finished.connect(self._finished)

    def _finished(self, result: _Read) -> None:
        if result[0] == self.text.toPlainText():
            self._show(*result)

    def _show(self, _text: str, found: OpenedNetwork | None, reason: str) -> None:
        self._read = found
        self.take.setEnabled(found is not None)
        show_tone(self.told, "error" if reason else "")
        self.told.setText(reason or ("" if found is None else _told(found)))

    def _take(self) -> None:
        if self._read is not None:
            self.accept()
            self.pasted.emit(self._read)


def _read(text: str, skip: bool, _progress: Progress) -> _Read:
    """Return what a text describes, or why it can't be read."""
    try:
        return text, pasted_network(text, skip=skip), ""
    except ConvvizError as error:
        return text, None, capitalised(str(error))


def _told(found: OpenedNetwork) -> str:
    count = len(found.network.graph.nodes)
    lines = [f"{count:,} layer{'' if count == 1 else 's'} read."]
    lines += map(capitalised, found.notes[:_MOST_TOLD])
    if len(found.notes) > _MOST_TOLD:
        lines.append(f"… and {len(found.notes) - _MOST_TOLD} more")
    return "\n".join(lines)
