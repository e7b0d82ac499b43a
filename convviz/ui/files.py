"""Opening, saving, and the question before something unsaved is left behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from convviz.document.editing import new_document
from convviz.errors import ConvvizError
from convviz.files import write_atomically
from convviz.frames.chain import at_end
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.recent import recent, remember

if TYPE_CHECKING:
    from convviz.interop.images import Channel
    from convviz.session.opening import Opened
    from convviz.ui.work import Progress

SUFFIX = ".convviz"
NETWORKS = (".onnx", ".py")
"""Endings of files that hold a network, not a layer or numbers."""
OPENABLE = (
    "All that can be opened (*.convviz *.png *.apng *.svg *.pdf *.jpg *.jpeg *.bmp *.webp *.gif "
    "*.tif *.tiff *.npy *.csv *.tsv *.txt *.onnx *.py)",
    "Documents (*.convviz)",
    "Exported pictures, with their document (*.png *.apng *.svg *.pdf)",
    "Pictures (*.png *.jpg *.jpeg *.bmp *.webp *.gif *.tif *.tiff)",
    "Arrays and tables (*.npy *.csv *.tsv *.txt)",
    "Networks (*.onnx *.py)",
    "All files (*)",
)


class Files(QObject):
    """The document's file, and other people's files.

    Parameters
    ----------
    bridge
        Where reading and writing is done.
    store
        Where the recent files are kept.
    window
        Dialogs belong to it.
    """

    offered = Signal(str, str)
    """(sentence, what its button does): the file that was opened could be taken otherwise."""

    network_wanted = Signal(object)
    """The Path of a file that holds a network."""

    def __init__(self, bridge: Bridge, store: QSettings, window: QWidget) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._store = store
        self._window = window
        self._after: Callable[[], None] | None = None
        self._waiting: tuple[Opened, Path] | None = None
        self._other: Path | None = None
        self.picture: Path | None = None
        """The file that the input was read from, when it can be read again."""
        self.question: QMessageBox | None = None
        self.dialog: QFileDialog | None = None
        bridge.opened.connect(self._opened)
        bridge.saved.connect(self._saved)

    def new(self) -> None:
        """Begin anew with the opening scene."""
        self.leave(self._new)

    def ask_open(self) -> None:
        """Ask for a file and open it."""
        dialog = self._dialog("Open", QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(OPENABLE)
        dialog.fileSelected.connect(self.open)
        dialog.open()

    def open(
        self, path: str | Path, channel: Channel = "grey", *, as_picture: bool = False
    ) -> None:
        """Open a file, whatever it is."""
        self._other = None
        if Path(path).suffix.lower() in NETWORKS:
            self.network_wanted.emit(Path(path).absolute())
            return
        self._bridge.open_file(Path(path).absolute(), channel, as_picture=as_picture)

    def open_as_picture(self) -> None:
        """Take the PNG whose document is on show as a picture instead."""
        if self._other is not None:
            self.open(self._other, as_picture=True)

    def reread(self, channel: Channel) -> None:
        """Take another channel of the picture that is the input."""
        if self.picture is not None:
            self.open(self.picture, channel, as_picture=True)

    def save(self) -> None:
        """Save the document into its file; ask for one when it has none."""
        path = self._bridge.state.path
        if path is None:
            self.save_as()
        else:
            self.save_to(path)

    def save_as(self) -> None:
        """Ask for a file and save the document into it."""
        dialog = self._dialog("Save as", QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["Documents (*.convviz)"])
        dialog.setDefaultSuffix(SUFFIX[1:])
        dialog.selectFile((self._bridge.state.path or Path("untitled" + SUFFIX)).name)
        dialog.fileSelected.connect(self.save_to)
        dialog.rejected.connect(self._stay)
        dialog.open()

    def save_to(self, path: str | Path) -> None:
        """Save the document into a file."""
        job = self._bridge.save_file(Path(path).absolute())
        job.failed.connect(self._stay)

    def save_output(self) -> None:
        """Ask for a file and save the output's numbers into it."""
        dialog = self._dialog("Save output as", QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["NumPy array (*.npy)", "Table (*.csv)"])
        dialog.setDefaultSuffix("npy")
        dialog.selectFile("output.npy")
        dialog.fileSelected.connect(self.save_output_to)
        dialog.open()

    def save_output_to(self, path: str) -> None:
        """Save the output into a file: a table when it is named .csv, an array otherwise."""
        state, target = self._bridge.state, Path(path)
        trace = state.trace
        if trace is None or state.pending:
            self._bridge.complain("the output is still being computed: save it when it is there")
            return
        _, trace = at_end(state.document, trace)
        channel = state.steps[state.document.step].output[0]

        def write(_progress: Progress) -> str:
            # Loaded when first needed: starting is quicker without.
            from convviz.interop.arrays import to_npy  # noqa: PLC0415
            from convviz.interop.tables import to_csv  # noqa: PLC0415

            table = target.suffix.lower() == ".csv"
            write_atomically(
                target, to_csv(trace.output[channel]).encode() if table else to_npy(trace.output)
            )
            if table and len(trace.output) > 1:
                return f"channel {channel + 1} of the output is saved in {target.name}"
            return f"the output is saved in {target.name}"

        job = self._bridge.run(f"Saving {target.name}", write)
        job.finished.connect(self._bridge.tell)

    def recent(self) -> list[Path]:
        """Return the files opened last."""
        return recent(self._store)

    # ── What isn't saved ───────────────────────────────────────────────────

    def leave(self, then: Callable[[], None]) -> None:
        """Do something that leaves the document behind; ask first when it isn't saved.

        Parameters
        ----------
        then
            Done at once, or after the document was saved or given up.
        """
        if not self._bridge.state.unsaved:
            then()
            return
        self._after = then
        name = document_name(self._bridge.state)
        question = self.question = QMessageBox(self._window)
        question.setWindowTitle("Save?")
        question.setIcon(QMessageBox.Icon.NoIcon)
        question.setText(f"Save the changes to {name}?")
        question.setInformativeText("Without saving they are lost.")
        buttons = QMessageBox.StandardButton
        question.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        question.setDefaultButton(buttons.Save)
        question.buttonClicked.connect(self._answered)
        question.open()

    def _answered(self) -> None:
        question = self.question
        if question is None:
            return
        button = question.standardButton(question.clickedButton())
        if button == QMessageBox.StandardButton.Save:
            self.save()
        elif button == QMessageBox.StandardButton.Discard:
            self._go()
        else:
            self._stay()

    def _go(self) -> None:
        then, self._after = self._after, None
        if then is not None:
            then()

    def _stay(self, _error: ConvvizError | None = None) -> None:
        self._after = self._waiting = None

    # ── What was done ──────────────────────────────────────────────────────

    def _new(self) -> None:
        self._bridge.session.open(new_document(), None)

    def _opened(self, opened: Opened, path: Path) -> None:
        self._waiting = (opened, path)
        if opened.kind == "document":
            self.leave(self._take)
        else:
            self._take()

    def _take(self) -> None:
        if self._waiting is None:
            return
        (opened, path), self._waiting = self._waiting, None
        try:
            self._bridge.take(opened, path)
        except ConvvizError as error:
            self._bridge.complain(str(error))
            return
        remember(self._store, path)
        self.picture = path if opened.kind == "picture" else None
        if opened.kind == "document" and not opened.path_is_document:
            self._other = path
            self.offered.emit(
                f"{path.name} brought back the document that it was exported from",
                "Use as a picture instead",
            )

    def _saved(self, path: Path) -> None:
        remember(self._store, path)
        self._go()

    def _dialog(self, title: str, mode: QFileDialog.AcceptMode) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setAcceptMode(mode)
        dialog.setDirectory(str(self._folder()))
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = dialog
        return dialog

    def _folder(self) -> Path:
        path = self._bridge.state.path
        last = [path] if path else self.recent()
        if last and last[0].parent.is_dir():
            return last[0].parent
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        return Path(QStandardPaths.writableLocation(documents) or Path.home())


def document_name(state: State) -> str:
    """Return what a document is called: its file's name, or what it is made of."""
    return state.path.name if state.path else "Untitled"
