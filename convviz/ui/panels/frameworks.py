"""What other frameworks make of the layer, and a button that lights the cells that differ."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from convviz.advice.dialects import Difference, differences
from convviz.layers import DIALECT_NAMES, Dialect
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels.marks import muted


class LightButton(QPushButton):
    """Lights the output cells that differ under one dialect, or no longer."""

    def __init__(self, bridge: Bridge, dialect: Dialect) -> None:
        lit = bridge.state.document.view.compared == dialect
        super().__init__("Stop lighting" if lit else "Light the cells that differ")
        self._bridge = bridge
        self._dialect = dialect
        self.setCheckable(True)
        self.setChecked(lit)
        # A click leaves the keys with the picture.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"Light the cells that differ under {DIALECT_NAMES[dialect]}")
        self.clicked.connect(self._light)

    def _light(self, wanted: bool) -> None:
        session = self._bridge.session
        view = session.state.document.view
        session.view(replace(view, compared=self._dialect if wanted else None))


class Frameworks(QWidget):
    """A line for each framework that would do something else; one for those that agree.

    Parameters
    ----------
    bridge
        The window's bridge.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._shown: tuple[object, ...] = ()
        self.setAccessibleName("Other frameworks")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    @property
    def texts(self) -> list[str]:
        """What is said, from top to bottom."""
        return [label.text() for label in self.findChildren(QLabel) if not label.isHidden()]

    def show_state(self, state: State) -> None:
        """Show what others make of the document's layer; nothing where there is nothing to say."""
        document = state.document
        found = differences(document.layer, document.input.shape)
        self.setVisible(bool(found))
        shown = (found, document.view.compared)
        if shown == self._shown:
            return
        self._shown = shown
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for row in found:
            if row.verdict != "same" or row.dialect == document.view.compared:
                self._add(row)
        same = [
            DIALECT_NAMES[row.dialect]
            for row in found
            if row.verdict == "same" and row.dialect != document.view.compared
        ]
        if same:
            ends = [", ".join(same[:-1]), same[-1]]
            names = " and ".join(end for end in ends if end)
            gives = "gives" if len(same) == 1 else "give"
            agree = muted(f"{names} {gives} the same numbers.")
            agree.setWordWrap(True)
            self._put(agree)

    def _add(self, row: Difference) -> None:
        label = QLabel(f"{row.message}.")
        label.setWordWrap(True)
        if row.verdict == "refuses":
            label.setProperty("tone", "muted")
        self._put(label)
        if row.verdict == "differs" or row.dialect == self._bridge.state.document.view.compared:
            self._put(LightButton(self._bridge, row.dialect))

    def _put(self, widget: QWidget) -> None:
        self._column.addWidget(widget)
        widget.show()  # A visible parent's layout would do it later.
