"""The bar above the picture: what of the layer is shown, and which slice of a volume."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QTabBar, QWidget

from convviz.frames.drawings import shows
from convviz.frames.showing import SHOW_NAMES, SHOW_NOTES
from convviz.options import Show
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels.marks import muted
from convviz.ui.panels.quiet import QuietSlider
from convviz.ui.switch import Switch, show_switch

HEIGHT = 40


class ShowBar(QFrame):
    """Tabs for the views that a layer has; a slider for the depth of a volume.

    Parameters
    ----------
    bridge
        The window's bridge.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._offered: tuple[Show, ...] = ()
        self.setObjectName("showbar")
        self.setAccessibleName("What is shown")
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName("View")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.slider = QuietSlider(self)
        self.slider.setAccessibleName("Input slice on show")
        self.slider.setFixedWidth(120)
        self.slice = QLabel(self)
        self.follow = Switch("Follow", self)
        self.follow.setAccessibleName("Follow the window through the slices")
        self.follow.setToolTip("Show the slice in the middle of the step's window")
        self._word = muted("Slice")
        self._word.setBuddy(self.slider)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.tabs)
        row.addStretch(1)
        for widget in self._slicing:
            row.addWidget(widget)
        self.tabs.currentChanged.connect(self._take_show)
        self.slider.valueChanged.connect(self._take_depth)
        self.follow.toggled.connect(self._take_follow)
        bridge.changed.connect(self._changed)
        self._show(bridge.state)

    @property
    def _slicing(self) -> tuple[QWidget, ...]:
        return self._word, self.slider, self.slice, self.follow

    def _changed(self, old: State, new: State) -> None:
        if old.document is not new.document:
            self._show(new)

    def _show(self, state: State) -> None:
        document = state.document
        offered = shows(document.layer)
        blocked = self.tabs.blockSignals(True)
        if offered != self._offered:
            self._offer(offered)
        shown = document.view.show
        self.tabs.setCurrentIndex(offered.index(shown) if shown in offered else 0)
        self.tabs.blockSignals(blocked)
        self._show_depth(state)

    def _offer(self, offered: tuple[Show, ...]) -> None:
        self._offered = offered
        while self.tabs.count():
            self.tabs.removeTab(0)
        for at, show in enumerate(offered):
            self.tabs.addTab(SHOW_NAMES[show])
            self.tabs.setTabToolTip(at, f"{SHOW_NOTES[show]} ({at + 1})")

    def _show_depth(self, state: State) -> None:
        document = state.document
        volume = document.layer.axes == 3 and state.trace is not None and not state.pending
        for widget in self._slicing:
            widget.setVisible(volume)
        if not volume or state.trace is None:
            return
        before, after = state.trace.pads[0]
        length = document.input.shape[1]
        at = document.view.depth
        blocked = self.slider.blockSignals(True)
        self.slider.setRange(-before, length + after - 1)
        if at is not None:
            self.slider.setValue(at)
        self.slider.blockSignals(blocked)
        self.slider.setEnabled(at is not None)
        self.slice.setText("" if at is None else _place(at, length))
        show_switch(self.follow, on=at is None)

    def _take_show(self, at: int) -> None:
        session = self._bridge.session
        session.view(replace(session.state.document.view, show=self._offered[at]))

    def _take_depth(self, depth: int) -> None:
        session = self._bridge.session
        session.view(replace(session.state.document.view, depth=depth))

    def _take_follow(self, wanted: bool) -> None:
        session = self._bridge.session
        view = session.state.document.view
        middle = (session.state.document.input.shape[1] - 1) // 2
        session.view(replace(view, depth=None if wanted else middle))


def _place(at: int, length: int) -> str:
    """Return which slice of how many, counted from 1, or that it is padding."""
    return f"{at + 1} of {length}" if 0 <= at < length else "padding"
