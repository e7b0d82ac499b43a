"""Exporting from the window: the dialog, the queue, its list, and leaving while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox, QToolBar, QWidget

from convviz.document.kinds import KIND_NAMES, kind_of
from convviz.errors import ConvvizError
from convviz.files import make_folder
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.export_queue import Export, ExportQueue

if TYPE_CHECKING:
    from convviz.ui.export_chip import ExportChip
    from convviz.ui.export_list import ExportList
    from convviz.ui.panels.export import ExportDialog
    from convviz.ui.panels.export_choices import Choices


class Exports(QObject):
    """All exporting of one window.

    What is to be seen of it is made when the first export is wanted.

    Parameters
    ----------
    bridge
        The window's bridge.
    folder
        Where choices and styles are kept.
    window
        The window.
    """

    chip_changed = Signal()
    """The button in the toolbar came or went: it needs other room."""

    def __init__(self, bridge: Bridge, folder: Path, window: QWidget) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._folder = folder
        self._window = window
        self._choices: Choices | None = None
        self._named_for: object = None
        self._after: Callable[[], None] | None = None
        self._place: tuple[QToolBar, QAction] | None = None
        self.queue = ExportQueue(bridge, self)
        self.list: ExportList | None = None
        self.chip: ExportChip | None = None
        self.question: QMessageBox | None = None
        self.queue.changed.connect(self._changed)
        self.queue.ended.connect(self._ended)
        self.queue.idle.connect(self._idle)

    def put_into(self, bar: QToolBar) -> None:
        """Have the chip at the beginning of a toolbar."""
        from convviz.ui.export_chip import ExportChip  # noqa: PLC0415 - after the picture

        self.chip = ExportChip(self.queue, bar)
        self.chip.clicked.connect(self.toggle_list)
        first = bar.actions()[0]
        self._place = bar, bar.insertWidget(first, self.chip)
        QWidget.setTabOrder(self.chip, bar.widgetForAction(first))
        self._place[1].setVisible(False)

    # ── The dialog ─────────────────────────────────────────────────────────

    def dialog(self) -> ExportDialog | None:
        """Return the dialog, with what was chosen last; None while there are no numbers."""
        # Made only when it is wanted: starting is quicker without.
        from convviz.export.styles import NAME, Styles  # noqa: PLC0415
        from convviz.ui.panels import export_memory  # noqa: PLC0415
        from convviz.ui.panels.export import ExportDialog  # noqa: PLC0415

        state = self._bridge.state
        if state.trace is None or state.pending:
            self._bridge.complain(
                "the numbers are still being computed: export when they are there"
            )
            return None
        if self._choices is None:
            self._choices = export_memory.load(self._folder / export_memory.NAME)
        if self._named_for != (state.path,):
            self._named_for = (state.path,)
            self._choices = replace(self._choices, name=_name(state))
        styles = Styles(self._folder / NAME)
        dialog = ExportDialog(self._bridge, self.queue, styles, self._window, self._choices)
        dialog.finished.connect(self._remember)
        dialog.started.connect(self._remember)
        return dialog

    def _remember(self) -> None:
        from convviz.ui.panels import export_memory  # noqa: PLC0415
        from convviz.ui.panels.export import ExportDialog  # noqa: PLC0415

        dialog = self.sender()
        if not isinstance(dialog, ExportDialog) or dialog.choices == self._choices:
            return
        self._choices = dialog.choices
        try:
            make_folder(self._folder)
            export_memory.save(dialog.choices, self._folder / export_memory.NAME)
        except ConvvizError as error:
            self._bridge.complain(str(error))

    # ── The list ───────────────────────────────────────────────────────────

    def toggle_list(self) -> None:
        """Show what is and was exported, or hide it."""
        from convviz.ui.export_list import ExportList  # noqa: PLC0415 - when first wanted

        if self.list is None:
            self.list = ExportList(self.queue, self._window)
            self.list.closed.connect(self._closed)
        if self.list.isVisible():
            self.list.hide()
            return
        bar = self._place[0] if self._place else None
        top = bar.mapTo(self._window, bar.rect().bottomLeft()).y() + 4 if bar else 48
        self.list.open(top)
        self.list.close_button.setFocus()
        self._check(on=True)

    def _closed(self) -> None:
        self._check(on=False)

    def _check(self, *, on: bool) -> None:
        if self.chip is not None:
            self.chip.setChecked(on)

    def _changed(self) -> None:
        if self._place is None:
            return
        action, wanted = self._place[1], bool(self.queue.exports)
        if action.isVisible() != wanted:
            action.setVisible(wanted)
            self.chip_changed.emit()

    def _ended(self, export: Export) -> None:
        if export.stage == "failed":
            self._bridge.complain(f"{export.name} was not exported: {export.reason}")

    # ── Leaving ────────────────────────────────────────────────────────────

    def leave(self, then: Callable[[], None]) -> None:
        """Do something that ends all exports; ask first while there are any.

        Parameters
        ----------
        then
            Done at once, or after the exports are done or given up.
        """
        going = self.queue.going
        if not going:
            then()
            return
        self._after = then
        question = self.question = QMessageBox(self._window)
        question.setWindowTitle("Exports")
        question.setIcon(QMessageBox.Icon.NoIcon)
        one = len(going) == 1
        question.setText(
            f"{going[0].name} is still being exported."
            if one
            else f"{len(going)} exports are not done yet."
        )
        question.setInformativeText(
            f"Cancelled, {'it leaves' if one else 'they leave'} no unfinished file behind."
        )
        roles = QMessageBox.ButtonRole
        finish = question.addButton("Finish, then close", roles.AcceptRole)
        question.addButton("Cancel and close", roles.DestructiveRole)
        stay = question.addButton("Don't close", roles.RejectRole)
        question.setDefaultButton(finish)
        question.setEscapeButton(stay)
        question.buttonClicked.connect(self._answered)
        question.open()

    def _answered(self) -> None:
        question = self.question
        if question is None:
            return
        role = question.buttonRole(question.clickedButton())
        if role == QMessageBox.ButtonRole.RejectRole:
            self._after = None
        elif role == QMessageBox.ButtonRole.DestructiveRole:
            self.queue.cancel_all()
        if not self.queue.going:
            self._idle()

    def _idle(self) -> None:
        then, self._after = self._after, None
        if then is None:
            return
        if self.question is not None:
            # Done while the question was still open: there is nothing to ask any more.
            self.question.close()
        then()


def _name(state: State) -> str:
    """Return a file's name for what is exported of a document."""
    if state.path is not None:
        return state.path.stem
    words = KIND_NAMES[kind_of(state.document.layer)].partition(" (")[0]
    return words.lower().replace(" ", "-")
