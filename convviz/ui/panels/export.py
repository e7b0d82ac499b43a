"""The dialog that exports frames."""

from __future__ import annotations

from threading import Event

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from convviz.errors import ConvvizError, NotWritten
from convviz.export.frames import export_frames
from convviz.export.naming import existing
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels.export_choices import Choices, Plan, plan
from convviz.ui.panels.export_form import ExportForm
from convviz.ui.panels.export_preview import Preview
from convviz.ui.panels.export_question import Question, button, frames_text
from convviz.ui.panels.marks import muted
from convviz.ui.panels.notices import capitalised
from convviz.ui.work import Job, Progress


class ExportDialog(QDialog):
    """One PNG a step, into a folder; the window stays usable beside it.

    Parameters
    ----------
    bridge
        The window's bridge.
    parent
        The window.
    choices
        What was chosen last time, or None.
    """

    def __init__(
        self, bridge: Bridge, parent: QWidget | None = None, choices: Choices | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._job: Job | None = None
        self._done = 0
        self.setWindowTitle("Export frames")
        self.setAccessibleName("Export frames")
        self.setModal(False)
        self.form = ExportForm(choices or Choices())
        self._plan = Plan(self.form.choices, 1, (), {})
        self.preview = Preview()
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.question = Question()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Export progress")
        self.progress.hide()
        self.open_folder = button("Open folder", "Open the folder of the frames")
        self.open_folder.hide()
        self.cancel_button = button("Close", "Close")
        self.export_button = button("Export", "Export")
        self.export_button.setDefault(True)
        self._lay_out()
        self.form.changed.connect(self._edited)
        self.export_button.clicked.connect(self.start)
        self.cancel_button.clicked.connect(self.cancel)
        self.open_folder.clicked.connect(self._open_folder)
        self.question.overwrite.clicked.connect(self._overwrite)
        self.question.other.clicked.connect(self._other_folder)
        self.question.leave.clicked.connect(self._leave)
        bridge.changed.connect(self._changed)
        self._refresh()

    @property
    def choices(self) -> Choices:
        """What the fields say, to be chosen again next time."""
        return self.form.choices

    @property
    def exporting(self) -> bool:
        """Whether frames are being written."""
        return self._job is not None

    def start(self) -> None:
        """Begin, or ask first when files are there already."""
        self._refresh()
        if self._job is not None or not self._ready:
            return
        try:
            there = existing(self._plan.paths())
        except NotWritten as error:
            self._failed(error)
            return
        if there:
            self.question.ask(len(there), len(self._plan.steps), there[0].name)
            self.question.leave.setFocus()
            return
        self._export(overwrite=False)

    def cancel(self) -> None:
        """Stop what is being written; with nothing to stop, close."""
        if self._job is not None:
            self._job.cancel()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is being written."""
        if self._job is not None:
            self._job.cancel()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape stops or closes, as the button does."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)

    # ── What there is to export ────────────────────────────────────────────

    @property
    def _ready(self) -> bool:
        state = self._bridge.state
        return (
            bool(self._plan.steps)
            and not self._plan.problems
            and not self.form.complaint
            and state.trace is not None
            and not state.pending
        )

    def _changed(self, old: State, new: State) -> None:
        if old.document is not new.document or old.trace is not new.trace:
            self._refresh()

    def _edited(self) -> None:
        self.question.hide()
        self.open_folder.hide()
        self._refresh()

    def _refresh(self) -> None:
        if self._job is not None:
            return
        state = self._bridge.state
        choices = self.form.choices
        self._plan = plan(choices, len(state.steps))
        self.form.show_problems(self._plan.problems)
        self.export_button.setEnabled(self._ready)
        if state.trace is None or state.pending:
            self.summary.setText("The numbers are still being computed.")
        elif self._ready:
            self.summary.setText(self._announced(choices))
        else:
            self.summary.setText("")
        if state.trace is not None and not state.pending and "size" not in self._plan.problems:
            self.preview.show_frame(state.document, state.trace, choices.options)

    def _announced(self, choices: Choices) -> str:
        width, height = (round(side * choices.options.scale) for side in choices.options.size)
        frames = frames_text(len(self._plan.steps))
        return f"{frames}, {width} × {height} pixels: {self._plan.names()}"

    # ── Exporting ──────────────────────────────────────────────────────────

    def _export(self, *, overwrite: bool) -> None:
        state, choices, steps = self._bridge.state, self.form.choices, self._plan.steps
        document, trace = state.document, state.trace
        if trace is None:
            return
        heard = Event()

        def work(progress: Progress) -> int:
            heard.wait()  # Nobody listens before; a short export could end unheard.

            def tell(done: int, count: int) -> bool:
                self._done = done
                return progress(done / count)

            return len(
                export_frames(
                    document, trace, steps, choices.options, choices.path, choices.pattern,
                    overwrite=overwrite, progress=tell,
                )
            )

        self._done = 0
        self._show_running(running=True)
        self.summary.setText(f"Exporting {frames_text(len(steps))} …")
        self._job = self._bridge.run("Exporting frames", work)
        self._job.progressed.connect(self._progressed)
        self._job.finished.connect(self._finished)
        self._job.failed.connect(self._failed)
        self._job.ended.connect(self._ended)
        heard.set()

    def _progressed(self, share: float) -> None:
        self.progress.setValue(round(1000 * share))

    def _finished(self, count: int) -> None:
        self._job = None
        self._show_running(running=False)
        self._refresh()
        self.summary.setText(f"{frames_text(count)} in {self.form.choices.path}")
        self.open_folder.show()

    def _failed(self, error: ConvvizError) -> None:
        self._job = None
        self._show_running(running=False)
        self._refresh()
        self.summary.setText(f"{capitalised(str(error))}.")

    def _ended(self) -> None:
        if self._job is None:
            return
        self._job = None
        self._show_running(running=False)
        self._refresh()
        self.summary.setText(f"Cancelled; {frames_text(self._done)} were written before.")

    def _show_running(self, *, running: bool) -> None:
        self.question.hide()
        self.open_folder.hide()
        self.form.setEnabled(not running)
        self.export_button.setEnabled(not running)
        self.progress.setRange(0, 1000)
        self.progress.setValue(0)
        self.progress.setVisible(running)
        text = "Cancel" if running else "Close"
        self.cancel_button.setText(text)
        self.cancel_button.setAccessibleName(text)

    def _overwrite(self) -> None:
        self._refresh()
        if self._job is None and self._ready:
            self._export(overwrite=True)

    def _other_folder(self) -> None:
        self.question.hide()
        self.form.ask_folder()

    def _leave(self) -> None:
        self.question.hide()
        self.form.folder.setFocus()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.form.choices.path)))

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(12)
        right.setSpacing(4)
        left.addWidget(self.form)
        left.addStretch(1)
        right.addWidget(self.preview, 1)
        right.addWidget(muted("Preview of the present step"))
        top = QHBoxLayout()
        top.setSpacing(24)
        top.addLayout(left, 0)
        top.addLayout(right, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.summary, 1)
        for each in (self.open_folder, self.cancel_button, self.export_button):
            buttons.addWidget(each)
        self.form.setFixedWidth(380)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(top, 1)
        column.addWidget(self.question)
        column.addWidget(self.progress)
        column.addLayout(buttons)
        self.resize(900, 440)
