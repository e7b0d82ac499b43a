"""Network and layer in one window: which of them is on show, and ways between them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QStackedWidget, QWidget

from convviz.document.document import Document
from convviz.document.microscope import why_not
from convviz.errors import ConvvizError, UnknownInput
from convviz.files import write_atomically
from convviz.session.networks import (
    OpenedNetwork,
    look_into_model,
    model_input,
    open_network,
)
from convviz.session.session import State
from convviz.ui import clipboard
from convviz.ui.bridge import Bridge
from convviz.ui.narrow import ASIDE
from convviz.ui.network import changes

if TYPE_CHECKING:
    from convviz.interop.code.writing import Framework
    from convviz.layers.network.network import Network
    from convviz.ui.network.page import NetworkPage
    from convviz.ui.work import Progress

NETWORKS = (
    "Networks (*.onnx *.py *.txt *.json)", "ONNX models (*.onnx)",
    "Code and printed models (*.py *.txt)", "All files (*)",
)
PICTURES = ("Pictures (*.png *.jpg *.jpeg *.bmp *.webp *.gif *.tif *.tiff)", "All files (*)")
TABLES = ("CSV (*.csv)", "Markdown (*.md)", "LaTeX (*.tex)")
_MOST_MODELS = 4
"""Opened models whose weights are kept, for what is undone."""
_FORMS = {".md": "Markdown", ".tex": "LaTeX"}
D = TypeVar("D", bound=QDialog)


class Workspace(QObject):
    """Shows the layer step by step, or the network that it is of.

    Parameters
    ----------
    bridge
        The window's bridge.
    pages
        Holds the layer's page; the network's is put into it when first shown.
    beside
        The panels that belong to the layer's page.
    """

    page_made = Signal(object)
    """The `NetworkPage`, when it is made: its tools are to be put into it."""

    def __init__(
        self, bridge: Bridge, pages: QStackedWidget, beside: tuple[QWidget, ...]
    ) -> None:
        super().__init__(pages)
        self._bridge = bridge
        self._pages = pages
        self._beside = beside
        self._hidden: tuple[QWidget, ...] = ()
        self._made: NetworkPage | None = None
        self._models: list[OpenedNetwork] = []
        """Networks that were opened with a model file, the last first."""
        self._waiting: Path | None = None
        self._picture: NDArray[Any] | None = None
        self.dialog: QDialog | None = None
        """The question that was asked last."""
        bridge.changed.connect(self._changed)

    @property
    def on_show(self) -> bool:
        """Whether the network is on show, not a layer."""
        return self._pages.currentIndex() > 0

    @property
    def page(self) -> NetworkPage:
        """The network's page; made when first asked for."""
        if self._made is None:
            from convviz.ui.network.page import NetworkPage  # noqa: PLC0415 - when wanted

            self._made = NetworkPage(self._bridge, self._pages)
            self._made.look_wanted.connect(self.look_into)
            self.page_made.emit(self._made)
            self._pages.addWidget(self._made)
        return self._made

    def open(self, network: Network) -> None:
        """Show another network."""
        self.take(OpenedNetwork(network))

    def take(self, opened: OpenedNetwork) -> None:
        """Show a network that was opened, and tell what was left out of it."""
        if opened.model is not None:
            self._models = [opened, *self._models][:_MOST_MODELS]
        changes.show(self._bridge.session, opened.network, f"Open {opened.network.title}")
        self.show_network()
        if opened.notes:
            more = f" (and {len(opened.notes) - 1} more)" if len(opened.notes) > 1 else ""
            self._bridge.tell(f"{opened.notes[0]}{more}")

    def open_file(self, path: Path, input_shape: tuple[int, ...] | None = None) -> None:
        """Read a network from a file off the window's thread, and show it."""

        def read(_progress: Progress) -> OpenedNetwork | UnknownInput:
            try:
                return open_network(str(path), input_shape=input_shape)
            except UnknownInput as error:
                return error

        self._waiting = path
        job = self._bridge.run(f"Opening {path.name}", read)
        job.finished.connect(self._was_read)

    def _was_read(self, result: OpenedNetwork | UnknownInput) -> None:
        if isinstance(result, UnknownInput):
            self._ask_shape(str(result))
        else:
            self.take(result)

    def _ask_shape(self, why: str) -> None:
        """Ask for the input's shape of a model that doesn't tell it."""
        dialog = QInputDialog(self._pages)
        dialog.setWindowTitle("Input shape")
        dialog.setLabelText(f"{why[:1].upper()}{why[1:]}.")
        dialog.setTextValue("3 × 224 × 224")
        dialog.textValueSelected.connect(self._take_shape)
        self._ask(dialog)

    def _take_shape(self, text: str) -> None:
        if self._waiting is None:
            return
        try:
            shape = changes.input_shape(text)
        except ConvvizError as error:
            self._bridge.complain(str(error))
            return
        self.open_file(self._waiting, shape)

    def close(self) -> None:
        """Leave the network; the layer on show stays."""
        changes.show(self._bridge.session, None, "Close the network")

    def show_network(self) -> None:
        """Show the network, in the room of the picture and of the panels beside it."""
        if self._bridge.state.document.network is None:
            self._bridge.complain("there is no network yet: open a preset or a file, or paste code")
            return
        if not self.on_show:
            self._hidden = tuple(panel for panel in self._beside if not panel.isHidden())
            for panel in self._beside:
                panel.setProperty(ASIDE, True)
                panel.hide()
        self._pages.setCurrentWidget(self.page)
        self.page.layers.setFocus()

    def show_layer(self) -> None:
        """Show the layer."""
        if self.on_show:
            self._pages.setCurrentIndex(0)
            for panel in self._beside:
                panel.setProperty(ASIDE, False)
            for panel in self._hidden:
                panel.show()
            self._hidden = ()

    def toggle(self) -> None:
        """Show the layer in place of the network, or the other way round."""
        if self.on_show:
            self.show_layer()
        else:
            self.show_network()

    def look_into(self, name: str) -> None:
        """Show one of the network's layers step by step, a model's with its own numbers."""
        document = self._bridge.state.document
        network = document.network
        why = "there is no network to look into" if network is None else why_not(network, name)
        if why:
            self._bridge.complain(why)
            return
        opened = next((one for one in self._models if _is_of_model(one, network, name)), None)
        if opened is None:
            changes.look_into(self._bridge.session, name)
            self.show_layer()
            return
        work = partial(_with_own_numbers, opened, document, name, self._picture)
        job = self._bridge.run(f"Computing what {name} is given", work)
        job.finished.connect(self._looked)

    def _looked(self, document: Document) -> None:
        if document.network is not self._bridge.state.document.network:
            return  # another network was opened meanwhile
        self._bridge.session.edit(f"Look into {document.at}", document)
        if self._bridge.state.document.at != document.at:
            return  # refused, and said so
        self._bridge.session.go(0)
        self.show_layer()
        if self._picture is None:
            self._bridge.tell(
                f"{document.at} has its own weights, and what they are given of random numbers: "
                "Network › Input picture… takes a picture"
            )

    def copy_code(self, framework: Framework) -> None:
        """Put the network on the clipboard as code; the layer on show where there is none."""
        from convviz.interop.code.writing import (  # noqa: PLC0415 - when wanted
            FRAMEWORK_NAMES,
            layer_code,
            network_code,
        )

        document = self._bridge.state.document
        try:
            if document.network is not None and self.on_show:
                code = network_code(document.network, framework)
            else:
                code = layer_code(document.layer, framework, document.input.shape)
        except ConvvizError as error:
            self._bridge.complain(str(error))
            return
        clipboard.copy_text(code.text)
        said = f"{FRAMEWORK_NAMES[framework]} code is on the clipboard"
        self._bridge.tell(f"{said}; {code.notes[0]}" if code.notes else said)

    # ── Questions ──────────────────────────────────────────────────────────

    def ask_reads(self, name: str) -> None:
        """Ask which layers a layer reads."""
        from convviz.ui.network.dialogs import ReadsDialog  # noqa: PLC0415 - when wanted

        graph = changes.network_of(self._bridge.session).graph
        names = [node.name for node in graph.nodes]
        before = tuple(names[: names.index(name)])
        self._ask(ReadsDialog(graph.node(name), before, self._pages)).chosen.connect(self._rewire)

    def ask_picture(self) -> None:
        """Ask for a picture that is shown as the network's input."""
        dialog = self._file_dialog("Input picture", PICTURES)
        dialog.fileSelected.connect(self._show_picture)
        dialog.open()

    def ask_paste(self) -> None:
        """Ask for code, and read a network from it."""
        from convviz.ui.network.paste import PasteDialog  # noqa: PLC0415 - when wanted

        self._ask(PasteDialog(self._bridge, self._pages)).pasted.connect(self.take)

    def ask_open(self) -> None:
        """Ask for a file with a network."""
        dialog = self._file_dialog("Open a network", NETWORKS)
        dialog.fileSelected.connect(self._open_chosen)
        dialog.open()

    def ask_save_table(self) -> None:
        """Ask for a file and save the table of layers into it."""
        dialog = self._file_dialog("Save the table", TABLES)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"{changes.network_of(self._bridge.session).name}.csv")
        dialog.fileSelected.connect(self.save_table)
        dialog.open()

    def save_table(self, path: str) -> None:
        """Save the table in the form that a file's ending names."""
        target = Path(path)
        text = self.table_text(_FORMS.get(target.suffix.lower(), "CSV"))
        if not text:
            return

        def write(_progress: Progress) -> str:
            write_atomically(target, text.encode())
            return f"the table is saved in {target.name}"

        self._bridge.run(f"Saving {target.name}", write).finished.connect(self._bridge.tell)

    def table_text(self, form: str) -> str:
        """Return the table of layers as CSV, Markdown or LaTeX; empty until it is there."""
        from convviz.interop import network_tables  # noqa: PLC0415 - when wanted

        facts = self.page.facts
        if facts is None:
            self._bridge.complain("the table is still being made: try again in a moment")
            return ""
        match form:
            case "Markdown":
                return network_tables.as_markdown(facts.table)
            case "LaTeX":
                return network_tables.as_latex(facts.table)
        return network_tables.as_csv(facts.table)

    def _rewire(self, name: str, inputs: tuple[str, ...]) -> None:
        self.page.attempt(partial(changes.rewire, self._bridge.session, name, inputs), name)

    def _open_chosen(self, path: str) -> None:
        self.open_file(Path(path))

    def _show_picture(self, path: str) -> None:
        self.show_network()
        name = Path(path).name
        job = self._bridge.run(f"Opening {name}", partial(_channels, Path(path)))
        job.finished.connect(self._take_picture)

    def _take_picture(self, read: tuple[NDArray[Any], NDArray[np.uint8]]) -> None:
        self._picture, grey = read
        self.page.field.show_picture(grey)

    def _file_dialog(self, title: str, filters: tuple[str, ...]) -> QFileDialog:
        dialog = QFileDialog(self._pages, title)
        dialog.setNameFilters(filters)
        return self._kept(dialog)

    def _ask(self, dialog: D) -> D:
        """Show a dialog in place of the last."""
        self._kept(dialog).open()
        return dialog

    def _kept(self, dialog: D) -> D:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = dialog
        return dialog

    def _changed(self, _old: State, new: State) -> None:
        if new.document.network is None:
            self.show_layer()


def _is_of_model(opened: OpenedNetwork, network: Network | None, name: str) -> bool:
    """Return whether a layer and all that it hangs on are still those of a model's network.

    The very same: a model of the same layers may have other weights.
    """
    if network is None or network.input_shape != opened.network.input_shape:
        return False
    own, needed = {id(node) for node in opened.network.graph.nodes}, {name}
    for node in reversed(network.graph.nodes):
        if node.name in needed:
            if id(node) not in own:
                return False
            needed.update(node.inputs)
    return True


def _channels(path: Path, _progress: Progress) -> tuple[NDArray[Any], NDArray[np.uint8]]:
    """Return a picture's channels, and their mean."""
    from convviz.interop.images import read_colours  # noqa: PLC0415 - loads Pillow

    colours = read_colours(path)
    return colours, colours.mean(axis=0).astype(np.uint8)


def _with_own_numbers(
    opened: OpenedNetwork, document: Document, name: str, picture: NDArray[Any] | None,
    _progress: Progress,
) -> Document:
    """Return a document with a model's layer on show, given a picture or random numbers."""
    shape = opened.network.input_shape
    if picture is None or len(shape) != len(picture.shape):
        x = np.random.default_rng(0).random(shape, np.float32)
    else:
        x = model_input(picture, shape)
    return look_into_model(opened, document, name, x)
