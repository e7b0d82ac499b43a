"""The part of the parameter panel that says what kind of layer it is, and whose rules hold."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from convviz.document.kinds import KIND_NAMES, KINDS
from convviz.document.kinds import kind_of as kind_of_layer
from convviz.errors import Problem
from convviz.layers import DIALECT_NAMES, DIALECTS
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels import tips
from convviz.ui.panels.choice import Choice, Option
from convviz.ui.panels.problems import about
from convviz.ui.panels.section import Section

_FOR_PICTURES = {"unfold", "fold"}
_NOTES = {
    "conv": "Sums up the window times a kernel",
    "conv_transpose": "Each input cell stamps the kernel, scaled, on the output",
    "max_pool": "The largest number of each window",
    "avg_pool": "The mean of each window",
    "lp_pool": "The p-norm of each window",
    "adaptive_max_pool": "The largest of as many parts as the output has cells; 1 is global",
    "adaptive_avg_pool": "The mean of as many parts as the output has cells; 1 is global",
    "pad": "Puts cells around the input, or cuts some off",
    "unfold": "Each window becomes a column of a matrix",
    "fold": "Each column of a matrix is laid on the output and added there",
}
_RULES = {
    "pytorch": "torch.nn",
    "tensorflow": "tf.nn and Keras: same padding with strides, averages leave padding out",
    "jax": "jax.lax and Flax: transposed kernels are not mirrored",
    "onnx": "ONNX: SAME_UPPER, SAME_LOWER, averages leave padding out",
}


class LayerSection(Section):
    """Kind of layer and dialect."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("Layer", tips.LAYER, parent)
        self._bridge = bridge
        self.kind = Choice("Kind", "Kind of layer", tips.KIND, _kinds(2))
        self.dialect = Choice(
            "Rules of", "Framework whose rules hold", tips.DIALECT,
            [Option(name, DIALECT_NAMES[name], _RULES[name]) for name in DIALECTS],
        )
        for row in (self.kind, self.dialect):
            self.rows.addWidget(row)
            row.fix_wanted.connect(bridge.session.fix)
        self.kind.chosen.connect(self._take_kind)
        self.dialect.chosen.connect(self._take_dialect)

    def show_state(self, state: State, problems: tuple[Problem, ...]) -> None:
        """Show what the fields say, and what is wrong with it."""
        layer = state.fields.layer
        self.kind.offer(_kinds(layer.axes))
        self.kind.show_key(kind_of_layer(layer))
        self.dialect.show_key(layer.dialect)
        self.dialect.show_problems(about(problems, "dialect"))

    def _take_kind(self, kind: str) -> None:
        if kind != kind_of_layer(self._bridge.state.fields.layer):
            label = next(KIND_NAMES[known] for known in KINDS if known == kind)
            self._bridge.session.change(label, {"kind": kind})

    def _take_dialect(self, dialect: str) -> None:
        label = next(DIALECT_NAMES[known] for known in DIALECTS if known == dialect)
        self._bridge.session.change(f"Rules of {label}", {"dialect": dialect})


def _kinds(axes: int) -> list[Option]:
    return [
        Option(kind, KIND_NAMES[kind], _NOTES[kind])
        for kind in KINDS
        if axes == 2 or kind not in _FOR_PICTURES
    ]
