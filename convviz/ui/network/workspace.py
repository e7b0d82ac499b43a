"""Network and layer in one window: which of them is on show, and ways between them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog, QStackedWidget, QWidget

from convviz.errors import ConvvizError
from convviz.files import write_atomically
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.network import changes

if TYPE_CHECKING:
    from convviz.layers.network.network import Network
    from convviz.ui.network.page import NetworkPage
    from convviz.ui.work import Progress

PICTURES = ("Pictures (*.png *.jpg *.jpeg *.bmp *.webp *.gif *.tif *.tiff)", "All files (*)")
TABLES = ("CSV (*.csv)", "Markdown (*.md)", "LaTeX (*.tex)")
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

    def __init__(
        self, bridge: Bridge, pages: QStackedWidget, beside: tuple[QWidget, ...]
    ) -> None:
        super().__init__(pages)
        self._bridge = bridge
        self._pages = pages
        self._beside = beside
        self._hidden: tuple[QWidget, ...] = ()
        self._made: NetworkPage | None = None
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
            self._pages.addWidget(self._made)
        return self._made

    def open(self, network: Network) -> None:
        """Show another network."""
        changes.show(self._bridge.session, network, f"Open {network.title}")
        self.show_network()

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
            for panel in self._hidden:
                panel.hide()
        self._pages.setCurrentWidget(self.page)
        self.page.layers.setFocus()

    def show_layer(self) -> None:
        """Show the layer."""
        if self.on_show:
            self._pages.setCurrentIndex(0)
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
        """Show one of the network's layers step by step."""
        try:
            changes.look_into(self._bridge.session, name)
        except ConvvizError as error:
            self._bridge.complain(str(error))
            return
        self.show_layer()

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
        self.page.wanted = name
        self.page.attempt(partial(changes.rewire, self._bridge.session, name, inputs))

    def _show_picture(self, path: str) -> None:
        self.show_network()
        self.page.field.show_picture(Path(path))

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
