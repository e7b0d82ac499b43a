"""The page of a whole network: what a unit sees, what is wrong, and its layers in a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QTabBar,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from convviz.errors import ConvvizError, Fix
from convviz.interop.network_tables import memory
from convviz.layers.network.fitting import Fitting
from convviz.layers.network.network import Network
from convviz.layers.network.plain_shapes import said
from convviz.scene.items import Target
from convviz.session.session import State, Unit
from convviz.ui.bridge import Bridge
from convviz.ui.network import changes
from convviz.ui.network.facts import FactFinder, Facts
from convviz.ui.network.field_view import KINDS, FieldView, unit_at
from convviz.ui.network.layers_view import LayersView
from convviz.ui.network.model import LayersModel
from convviz.ui.panels.elided import Elided
from convviz.ui.panels.marks import muted, show_wrong
from convviz.ui.panels.notices import Notice, Notices

_MARGIN = 12


class NetworkPage(QFrame):
    """Shows the document's network.

    Parameters
    ----------
    bridge
        The window's bridge.
    """

    look_wanted = Signal(str)
    """The layer that is to be looked into, by its name."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setObjectName("network")
        self.setAccessibleName("Network")
        self.finder = FactFinder(bridge, self)
        self.model = LayersModel(self)
        self.layers = LayersView(self.model, self)
        self.field = FieldView(bridge, self)
        self.notices = Notices("error", self, cards=True)
        self.tools = QToolBar(self)
        self.tools.setAccessibleName("Layers")
        self.tools.setMovable(False)
        self._title, self._source = QLabel(self), Elided(self)
        self._fits, self._told = muted(""), Elided(self)
        self._told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._totals = Elided(self)
        self._totals.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.shape, self.tabs = QLineEdit(self), QTabBar(self)
        self.wanted = ""
        """The layer that is to be chosen as soon as it is in the table."""
        self._fitted = ""
        self._arrange()
        self._connect()
        self._show(bridge.state)

    @property
    def facts(self) -> Facts | None:
        """What is known of the network on show."""
        return self.finder.facts

    def _arrange(self) -> None:
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        for widget, stretch in ((self._upper(), 3), (self._lower(), 2)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(splitter.count() - 1, stretch)
        splitter.setSizes([3000, 2000])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head())
        whole.addWidget(splitter, 1)

    def _head(self) -> QHBoxLayout:
        """Return the line with the network's title and input."""
        self._title.setProperty("tone", "title")
        self.shape.setAccessibleName("Input shape: channels and sizes")
        self.shape.setToolTip("Channels and sizes of the network's input, as in 3 × 224 × 224")
        self.shape.setFixedWidth(150)
        word = muted("Input")
        word.setBuddy(self.shape)
        row = QHBoxLayout()
        row.setContentsMargins(_MARGIN, 6, _MARGIN, 6)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._source, 1)
        for widget in (word, self.shape, self._fits):
            row.addWidget(cast("QWidget", widget))
        return row

    def _upper(self) -> QWidget:
        """Return the picture, with tabs for what is shown."""
        upper = QWidget(self)
        self.tabs.setAccessibleName("What of the unit is shown")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for at, (_, label, about) in enumerate(KINDS):
            self.tabs.addTab(label)
            self.tabs.setTabToolTip(at, about)
        line = QHBoxLayout()
        line.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        line.addWidget(self.tabs)
        line.addWidget(self._told, 1)
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.field, 1)
        return upper

    def _lower(self) -> QWidget:
        """Return the table, what is wrong above it."""
        lower = QWidget(self)
        beside = QHBoxLayout()
        beside.setContentsMargins(4, 2, _MARGIN, 2)
        beside.addWidget(self.tools)
        beside.addWidget(self._totals, 1)
        framed = QWidget(lower)
        around = QVBoxLayout(framed)
        around.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        around.addWidget(self.notices)
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(beside)
        column.addWidget(framed)
        column.addWidget(self.layers, 1)
        return lower

    def _connect(self) -> None:
        self.finder.found.connect(self._found)
        self.model.renamed.connect(self._rename)
        self.model.moved.connect(self._move)
        self.layers.chosen.connect(self._choose)
        self.layers.entered_layer.connect(self.look_wanted)
        self.field.unit_chosen.connect(self._take_unit)
        self.field.told.connect(self._tell)
        self.tabs.currentChanged.connect(self._show_kind)
        self.notices.fix_wanted.connect(self._fix)
        self.shape.editingFinished.connect(self._take_shape)
        self._bridge.changed.connect(self._changed)

    def attempt(self, change: Callable[[], object], wanted: str = "") -> None:
        """Make a change, or say why it can't be made; a layer to choose when there is one."""
        before = self._bridge.state.document.network
        self.wanted = wanted
        try:
            change()
        except ConvvizError as error:
            self._bridge.complain(str(error))
        if self._bridge.state.document.network is before:
            self.wanted = ""

    # ── What changes ───────────────────────────────────────────────────────

    def _changed(self, old: State, new: State) -> None:
        if old.document.network is not new.document.network:
            self._show(new)
        if old.unit != new.unit and new.unit is not None:
            self.layers.choose(new.unit[0])

    def _show(self, state: State) -> None:
        network = state.document.network
        self.finder.find(network)
        if network is None:
            self.model.show_table(None)
            self.notices.show_notices(())
        self._title.setText("" if network is None else network.title)
        self._source.setText("" if network is None else network.source)
        self.shape.setText("" if network is None else said(network.input_shape))
        show_wrong(self.shape, wrong=False)

    def _found(self, facts: Facts) -> None:
        chosen, count = self.layers.current, len(self.model.rows)
        was = self.model.place(chosen)
        self.model.show_table(facts.table)
        if self._fitted != facts.network.title:
            self._fitted = facts.network.title
            self.layers.fit_columns()
        self._totals.setText(_totals(facts))
        failing = facts.table.failing
        name = "" if failing is None else failing.name
        wrong = [Notice(f"in {name}: {one.message}", one.fixes) for one in facts.problems]
        apart = [Notice(f"not aligned: {one.message}") for one in facts.table.misaligned]
        self.notices.show_notices([*wrong, *apart])
        self._fits.setText(_fit_text(facts.network, facts.fits))
        wanted, self.wanted = self.wanted, ""
        unit = self._kept_unit()
        if self.model.place(wanted) >= 0:
            self._choose(wanted)
            self.layers.choose(wanted)
        elif unit is not None and self.model.place(unit[0]) >= 0:
            self.layers.choose(unit[0])
        elif self.model.place(chosen) >= 0:
            self._choose(chosen)
        elif 0 <= was < count == len(self.model.rows):
            self._choose(self.model.rows[was].name)  # it has another name
        else:
            self._choose_last(facts)

    def _kept_unit(self) -> Unit | None:
        """Return the chosen unit; the middle one where its layer has no such place any more."""
        unit = self._bridge.state.unit
        row = None if unit is None else next(
            (one for one in self.model.rows if one.name == unit[0]), None
        )
        if unit is None or row is None or row.output_shape is None:
            return unit
        sizes = row.output_shape[1:]
        here = len(sizes) == len(unit[1]) and all(
            at < size for at, size in zip(unit[1], sizes, strict=True)
        )
        if not here:
            unit = (row.name, tuple(size // 2 for size in sizes))
            self._bridge.session.choose(unit)
        return unit

    def _choose_last(self, facts: Facts) -> None:
        """Show what the last layer with sizes sees, of those that don't see everything."""
        known = [row for row in facts.table.rows if row.output_shape and row.field is not None]
        several = [row for row in known if max((row.output_shape or ())[1:], default=1) > 1]
        if several or known:
            self._choose((several or known)[-1].name)

    # ── What is done ───────────────────────────────────────────────────────

    def _choose(self, name: str) -> None:
        row = next(one for one in self.model.rows if one.name == name)
        unit = self._bridge.state.unit
        if unit is not None and unit[0] == name:
            return
        middle = tuple(side // 2 for side in (row.output_shape or ())[1:])
        self._bridge.session.choose((name, middle))

    def _show_kind(self, at: int) -> None:
        self.field.show_kind(KINDS[at][0])

    def _tell(self, sentence: str) -> None:
        self._told.setText(sentence[:1].upper() + sentence[1:])

    def _take_unit(self, target: Target) -> None:
        row = next((one for one in self.model.rows if one.name == target[0]), None)
        unit = None if row is None else unit_at(row, target, self._bridge.state.unit)
        if unit is not None:
            self._bridge.session.choose(unit)

    def _fix(self, fix: Fix) -> None:
        facts = self.facts
        if facts is not None and facts.table.failing is not None:
            name = facts.table.failing.name
            self.attempt(lambda: changes.fix(self._bridge.session, name, fix))

    def _rename(self, name: str, new: str) -> None:
        self.attempt(lambda: changes.rename(self._bridge.session, name, new))

    def _move(self, name: str, after: str) -> None:
        self.attempt(lambda: changes.move(self._bridge.session, name, after))

    def _take_shape(self) -> None:
        network = self._bridge.state.document.network
        if network is None:
            return
        try:
            shape = changes.input_shape(self.shape.text())
        except ConvvizError as error:
            show_wrong(self.shape, wrong=True)
            self._bridge.complain(str(error))
            return
        show_wrong(self.shape, wrong=False)
        self.shape.setText(said(shape))
        if shape != network.input_shape:
            self.attempt(lambda: changes.resize(self._bridge.session, shape))


def _totals(facts: Facts) -> str:
    table = facts.table
    count = len(table.rows)
    said_parts = [f"{count:,} layer{'' if count == 1 else 's'}"]
    said_parts.append(f"{table.parameters:,} parameters")
    said_parts.append(f"{table.multiply_adds:,} multiply-adds")
    said_parts.append(f"{memory(table.activation_bytes)} of activations")
    return "  ·  ".join(said_parts)


def _fit_text(network: Network, fits: tuple[Fitting, ...] | None) -> str:
    """Return which input sizes go through, and the nearest where the present one doesn't."""
    if not fits:
        return ""
    rules: list[str] = []
    for fit, size in zip(fits, network.input_shape[1:], strict=True):
        sizes = fit.whole or fit.passing
        if sizes is None:
            rules.append("no size fits")
        elif size in sizes:
            rules.append(sizes.rule)
        else:
            near = " or ".join(map(str, fit.nearest(size)))
            rules.append(f"{sizes.rule}; nearest {near}" if near else sizes.rule)
    every = [fit.whole or fit.passing for fit in fits]
    if all(sizes is not None and sizes.period == 1 for sizes in every):
        return ""  # nearly every size does
    same = len(set(rules)) == 1
    return f"fits: {rules[0]}" if same else f"fits: {' × '.join(rules)}"
