"""The line above the picture that says which layer of which network is on show."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from convviz.layers import Layer
from convviz.layers.graph import Node
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels.elided import Elided

HEIGHT = 32


class Crumbs(QFrame):
    """Leads back to the network, and on to the layers before and after.

    Parameters
    ----------
    bridge
        The window's bridge.
    """

    back_wanted = Signal()
    """The network is to be shown."""
    layer_wanted = Signal(str)
    """Another layer is to be looked into, by its name."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setObjectName("crumbs")
        self.setAccessibleName("Layer of the network")
        self.setFixedHeight(HEIGHT)
        self.back = _button("Back to the network (Ctrl+L)")
        self.before, self.after = _button("The layer before"), _button("The layer after")
        self._layer = Elided(self)
        self._layer.setProperty("tone", "title")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 12, 2)
        row.setSpacing(6)
        row.addWidget(self.back)
        row.addWidget(self._layer, 1)
        row.addWidget(self.before)
        row.addWidget(self.after)
        self.back.clicked.connect(self.back_wanted)
        self.before.clicked.connect(self._go_before)
        self.after.clicked.connect(self._go_after)
        bridge.changed.connect(self._changed)
        self._show(bridge.state)

    def _changed(self, old: State, new: State) -> None:
        before, after = old.document, new.document
        if before.network is not after.network or before.at != after.at:
            self._show(new)

    def _show(self, state: State) -> None:
        network, at = state.document.network, state.document.at
        self.setVisible(network is not None)
        if network is None:
            return
        self.back.setText(f"‹ {network.title}")
        self._layer.setText(at or "a layer beside the network")
        before, after = self._beside(state)
        for button, node, sign in (
            (self.before, before, "‹ {}"), (self.after, after, "{} ›")
        ):
            button.setVisible(node is not None)
            button.setText("" if node is None else sign.format(node.name))

    def _beside(self, state: State) -> tuple[Node | None, Node | None]:
        """Return the layers with windows before and after the one on show."""
        network, at = state.document.network, state.document.at
        if network is None or not at:
            return None, None
        nodes = [
            one for one in network.graph.nodes if isinstance(one.layer, Layer) or one.name == at
        ]
        place = next(number for number, one in enumerate(nodes) if one.name == at)
        return (
            nodes[place - 1] if place else None,
            nodes[place + 1] if place + 1 < len(nodes) else None,
        )

    def _go_before(self) -> None:
        self.go(-1)

    def _go_after(self) -> None:
        self.go(1)

    def go(self, by: int) -> None:
        """Ask for the layer with windows before (-1) or after (1) the one on show."""
        before, after = self._beside(self._bridge.state)
        node = before if by < 0 else after
        if node is not None:
            self.layer_wanted.emit(node.name)


def _button(about: str) -> QToolButton:
    button = QToolButton()
    button.setToolTip(about)
    button.setAccessibleName(about)
    return button
