"""The dialog that exports, in whatever format."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from convviz.errors import ConvvizError, NotWritten
from convviz.export.fitting import natural_height
from convviz.export.naming import existing
from convviz.export.styles import Styles
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.export_queue import ExportQueue
from convviz.ui.icons import icon
from convviz.ui.panels.export_choices import WHATS, Choices, Plan, What, plan
from convviz.ui.panels.export_form import ExportForm
from convviz.ui.panels.export_preview import Preview
from convviz.ui.panels.export_question import Question, button
from convviz.ui.panels.export_subject import Subject
from convviz.ui.panels.marks import muted, show_tone
from convviz.ui.panels.notices import capitalised

TITLES: dict[What, str] = {
    "picture": "This step", "frames": "A file a step", "sheet": "Contact sheet",
    "pages": "Pages", "animation": "Animation",
}
_FORM = 412
_SIZE = (1000, 740)


class ExportDialog(QDialog):
    """Asks what to export and how, and hands it to the queue.

    Parameters
    ----------
    bridge
        The window's bridge.
    queue
        Who exports it.
    styles
        The looks with a name.
    parent
        The window.
    choices
        What was chosen last time, or None.
    """

    started = Signal(object)
    """The `Choices` with which an export was handed over."""

    def __init__(
        self,
        bridge: Bridge,
        queue: ExportQueue,
        styles: Styles,
        parent: QWidget | None = None,
        choices: Choices | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._queue = queue
        self._styles = styles
        self.setWindowTitle("Export")
        self.setAccessibleName("Export")
        self.setModal(False)
        # Made inside one another: a widget that moves is styled anew with all in it.
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName("What to export")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for what in WHATS:
            self.tabs.addTab(TITLES[what])
        self.area = QScrollArea(self)
        self.form = ExportForm(choices or Choices(), self.area.viewport())
        self.style_row = self.form.style_row
        self._fitted: tuple[object, float | None] | None = None
        self._plan = self._planned()
        self.preview = Preview(bridge.run_quietly, self)
        self.play = QToolButton(self)
        self.under = muted("")
        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        self.question = Question()
        self.close_button = button("Close", "Close")
        self.export_button = button("Export", "Export")
        self.export_button.setDefault(True)
        self._lay_out()
        self._connect()
        self.tabs.setCurrentIndex(WHATS.index(self.choices.what))
        self._show_styles()
        self._tint()
        self._refresh()
        self.form.folder.setFocus()

    @property
    def choices(self) -> Choices:
        """What the fields say, to be chosen again next time."""
        return self.form.choices

    def start(self) -> None:
        """Hand it to the queue and close, or ask first when files are there already."""
        self._refresh()
        if not self._ready:
            return
        try:
            paths = self._plan.paths()
            there = existing(paths) or sorted(self._queue.files().intersection(paths))
        except NotWritten as error:
            self._say(f"{capitalised(str(error))}.", "error")
            return
        if there:
            self.question.ask(len(there), len(paths), there[0].name)
            self.question.leave.setFocus()
        else:
            self._export(overwrite=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes the question back, then closes."""
        if event.key() == Qt.Key.Key_Escape and self.question.isVisible():
            self._leave()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "play"):
            self._tint()

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

    def _planned(self) -> Plan:
        state, choices = self._bridge.state, self.form.choices
        return plan(choices, len(state.steps), state.document.step, self._natural(choices))

    def _natural(self, choices: Choices) -> float | None:
        """Return the height of the content, None where it isn't asked for, or not known."""
        state = self._bridge.state
        if choices.look.height is not None:
            return None
        if state.trace is None or state.pending:
            return None
        asked = (state.document, state.trace, choices.look)
        if self._fitted is None or self._fitted[0] != asked:
            self._fitted = asked, natural_height(*asked)
        return self._fitted[1]

    def _changed(self, old: State, new: State) -> None:
        changed = old.document is not new.document or old.trace is not new.trace
        if changed and self.isVisible():
            self._refresh()

    def _edited(self) -> None:
        self.question.hide()
        self._show_styles()
        self._refresh()

    def _refresh(self) -> None:
        state = self._bridge.state
        self._plan = self._planned()
        self.form.show_size(*self._plan.frame.size)
        self.form.show_problems(self._plan.problems)
        self.export_button.setEnabled(self._ready)
        if state.trace is None or state.pending:
            self._say("The numbers are still being computed.")
        else:
            self._say(self._plan.said() if self._ready else self.form.to_mend())
        self._show_preview(state)

    def _show_preview(self, state: State) -> None:
        found = self._plan
        if state.trace is None or state.pending or "size" in found.problems:
            return
        what, wrong = self.choices.what, {"pace", "hold", "between", "steps"}
        all_of_them = what in {"animation", "sheet"} and not wrong.intersection(found.problems)
        self.preview.show_subject(
            Subject(
                found.job(state.document, state.trace).document, state.trace, found.frame,
                found.steps if all_of_them else [state.document.step],
                self.choices.look.animation, what == "sheet",
            )
        )
        self.play.setVisible(self.preview.moves)

    def _shown(self, step: int) -> None:
        what = f"Step {step + 1:,} of {self._plan.count:,}"
        if self.choices.what == "sheet":
            what = "The sheet"
        self.under.setText(f"{what}, as it will be saved")

    def _say(self, sentence: str, tone: str = "") -> None:
        self.summary.setText(sentence)
        show_tone(self.summary, tone)

    # ── What the person does ───────────────────────────────────────────────

    def _export(self, *, overwrite: bool) -> None:
        state = self._bridge.state
        if state.trace is None:
            return
        self.question.hide()
        job = self._plan.job(state.document, state.trace, overwrite=overwrite)
        self._queue.add(job)
        self.started.emit(self.choices)
        self.close()

    def _take_what(self, at: int) -> None:
        self.form.take_what(WHATS[at])

    def _play(self) -> None:
        self.preview.play(on=not self.preview.playing)
        self._tint()

    def _overwrite(self) -> None:
        self._refresh()
        if self._ready:
            self._export(overwrite=True)

    def _other_folder(self) -> None:
        self.question.hide()
        self.form.ask_folder()

    def _leave(self) -> None:
        self.question.hide()
        self.form.folder.setFocus()

    # ── Styles ─────────────────────────────────────────────────────────────

    def _show_styles(self) -> None:
        self.style_row.show_styles(self._styles.names, self._styles.name_of(self.choices.look))

    def _take_style(self, name: str) -> None:
        self.form.take_look(self._styles.look(name))

    def _save_style(self, name: str) -> None:
        try:
            self._styles.save(name, self.choices.look)
        except ConvvizError as error:
            self.form.rows["style"].show_problem(str(error))
        self._show_styles()

    def _delete_style(self, name: str) -> None:
        try:
            self._styles.delete(name)
        except ConvvizError as error:
            self.form.rows["style"].show_problem(str(error))
        self._show_styles()

    # ── Making it ──────────────────────────────────────────────────────────

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._take_what)
        self.form.changed.connect(self._edited)
        self.style_row.chosen.connect(self._take_style)
        self.style_row.saved.connect(self._save_style)
        self.style_row.deleted.connect(self._delete_style)
        self.preview.shown.connect(self._shown)
        self.play.clicked.connect(self._play)
        self.export_button.clicked.connect(self.start)
        self.close_button.clicked.connect(self.close)
        self.question.overwrite.clicked.connect(self._overwrite)
        self.question.other.clicked.connect(self._other_folder)
        self.question.leave.clicked.connect(self._leave)
        self._bridge.changed.connect(self._changed)

    def _tint(self) -> None:
        on = self.preview.playing
        self.play.setIcon(icon("pause" if on else "play", self.palette()))
        self.play.setAccessibleName("Pause the preview" if on else "Play the preview")
        self.play.setToolTip(self.play.accessibleName())

    def _lay_out(self) -> None:
        self.area.setAccessibleName("Options")
        self.area.setWidgetResizable(True)
        self.area.setFixedWidth(_FORM)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.form)
        self.under.setMinimumHeight(28)
        under = QHBoxLayout()
        under.setSpacing(8)
        under.addStretch(1)
        under.addWidget(self.play)
        under.addWidget(self.under)
        under.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(self.preview, 1)
        right.addLayout(under)
        middle = QHBoxLayout()
        middle.setSpacing(20)
        middle.addWidget(self.area)
        middle.addLayout(right, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.summary, 1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.export_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.tabs)
        column.addLayout(middle, 1)
        column.addWidget(_rule())
        column.addWidget(self.question)
        column.addLayout(buttons)
        room = self.screen().availableGeometry()
        self.resize(min(_SIZE[0], room.width() - 16), min(_SIZE[1], room.height() - 48))


def _rule() -> QFrame:
    """Return the line between what scrolls and what doesn't."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedHeight(1)
    return line
