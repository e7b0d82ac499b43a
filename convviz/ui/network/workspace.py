"""Network and layer in one window: which of them is on show, and ways between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from convviz.errors import ConvvizError
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.network import changes

if TYPE_CHECKING:
    from convviz.layers.network.network import Network
    from convviz.ui.network.page import NetworkPage


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

    def _changed(self, _old: State, new: State) -> None:
        if new.document.network is None:
            self.show_layer()
