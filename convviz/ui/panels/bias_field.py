"""A line for the bias numbers, one for each output channel."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from convviz.document.editing import with_bias
from convviz.errors import UnreadableFile
from convviz.interop.numbers import parse_numbers
from convviz.layers import Weighted
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels import metrics, tips
from convviz.ui.panels.marks import show_wrong
from convviz.ui.panels.notices import Notice, Notices

_MOST_SHOWN = 64


class BiasField(QWidget):
    """Shows and takes the bias of every output channel; hidden without one."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._shown: NDArray[Any] | None = None
        self.line = QLineEdit(self)
        self.line.setAccessibleName("Bias values")
        self.line.setAccessibleDescription(tips.BIAS_VALUES)
        self.line.setToolTip(tips.BIAS_VALUES)
        label = QLabel("Values", self)
        label.setBuddy(self.line)
        label.setToolTip(tips.BIAS_VALUES)
        self._notices = Notices("error", self)
        grid = QGridLayout(self)
        metrics.set_columns(grid)
        grid.addWidget(label, 0, metrics.LABEL)
        grid.addWidget(self.line, 0, metrics.BOX, 1, metrics.COLUMNS - metrics.BOX)
        grid.addWidget(self._notices, 1, 0, 1, metrics.COLUMNS)
        self.line.editingFinished.connect(self._take)

    def show_state(self, state: State) -> None:
        """Show the document's bias; what is being typed stays while that doesn't change."""
        bias = state.document.layer_weights.bias
        if not isinstance(state.document.layer, Weighted):
            bias = None
        self.setVisible(bias is not None and len(bias.array()) <= _MOST_SHOWN)
        array = None if bias is None else bias.array()
        if array is None or (self._shown is not None and np.array_equal(array, self._shown)):
            return
        self._shown = array
        self.line.setText(" ".join(map(str, array.tolist())).replace("-", "−"))
        self._complain("")

    def _take(self) -> None:
        state = self._bridge.state
        if self._shown is None:
            return
        count = len(self._shown)
        try:
            numbers = parse_numbers(self.line.text()).ravel()
        except UnreadableFile as error:
            self._complain(str(error))
            return
        if len(numbers) != count:
            self._complain(
                f"{len(numbers)} numbers for {count} output channels: one for each is expected"
            )
            return
        self._complain("")
        if not np.array_equal(numbers, self._shown):
            self._bridge.session.edit("Bias values", with_bias(state.fields, numbers))

    def _complain(self, complaint: str) -> None:
        self._notices.show_notices([Notice(complaint)] if complaint else [])
        show_wrong(self.line, wrong=bool(complaint))
