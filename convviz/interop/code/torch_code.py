"""PyTorch's code of layers and networks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf

from convviz.interop.code.steps import Notes, Step, is_chain, same_axes, unwritten, variables
from convviz.layers import written
from convviz.layers.conv import Conv, Pair
from convviz.layers.folding import Fold, Unfold
from convviz.layers.layer import Layer
from convviz.layers.padding import Pad
from convviz.layers.plain import (
    EPS,
    Concat,
    Flatten,
    Join,
    Linear,
    Narrow,
    Norm,
    Plain,
    Pointwise,
    Upsample,
)
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.transposed import ConvTranspose

_PADS = {
    "zeros": "Zero", "constant": "Zero", "reflect": "Reflection", "replicate": "Replication",
    "circular": "Circular",
}  # fmt: skip
_POINTWISE = {
    "identity": "Identity()", "relu": "ReLU()", "relu6": "ReLU6()", "gelu": "GELU()",
    "silu": "SiLU()", "hardswish": "Hardswish()", "hardsigmoid": "Hardsigmoid()",
    "sigmoid": "Sigmoid()", "tanh": "Tanh()", "softplus": "Softplus()",
    "softmax": "Softmax(dim=1)", "log_softmax": "LogSoftmax(dim=1)",
}  # fmt: skip
_LINEAR = {1: "linear", 2: "bilinear", 3: "trilinear"}


def torch_code(steps: Sequence[Step], notes: Notes) -> str:
    """Return a network as a module, a ``Sequential``, or a class where it branches."""
    if is_chain(steps) and not any(isinstance(step.layer, Narrow) for step in steps):
        rows = [row for step in steps for row in modules(step, notes)]
        if len(rows) == 1:
            return f"{rows[0]}\n"
        body = "".join(f"    {row},\n" for row in rows)
        return f"from torch import nn\n\nmodel = nn.Sequential(\n{body})\n"
    begin, go = [], []
    kept = variables(steps)
    for step in steps:
        reads = [kept[name] for name in step.inputs]
        if isinstance(step.layer, Join | Concat | Narrow):
            go.append(f"{kept[step.name]} = {_joined(step.layer, reads)}")
            continue
        rows = modules(step, notes)
        x = reads[0]
        for number, row in enumerate(rows):
            name = step.name if number == len(rows) - 1 else f"{step.name}_pad"
            begin.append(f"self.{name} = {row}")
            x = f"self.{name}({x})"
        go.append(f"{kept[step.name]} = {x}")
    go.append(f"return {kept[steps[-1].name]}")
    first, second = ("".join(f"        {row}\n" for row in rows) for rows in (begin, go))
    return (
        "import torch\nfrom torch import nn\n\n\nclass Network(nn.Module):\n"
        f"    def __init__(self):\n        super().__init__()\n{first}\n"
        f"    def forward(self, inputs):\n{second}"
    )


def modules(step: Step, notes: Notes) -> list[str]:
    """Return the modules that a layer of one input is in PyTorch, one after the other."""
    made = _of_layer(step, step.layer, notes)
    if made is None:
        notes.add(unwritten(step, "PyTorch"))
        made = ["Identity()"]
    return [f"nn.{row}" for row in made]


def _of_layer(step: Step, layer: Layer | Plain, notes: Notes) -> list[str] | None:
    match layer:
        case Conv():
            return _conv(step, layer, notes)
        case ConvTranspose():
            return _transposed(step, layer, notes)
        case Pool():
            return _pool(layer)
        case AdaptivePool():
            kind = "Avg" if layer.reduction == "average" else "Max"
            return [f"Adaptive{kind}Pool{layer.axes}d({same_axes(layer.output_size)})"]
        case Pad():
            return _padded(layer.padding, layer.mode, layer.value)
        case Unfold() | Fold():
            return _folding(layer)
        case Pointwise():
            return _pointwise(layer)
        case Norm():
            return [_norm(layer, step.axes)]
    return _plain(step, layer)


def _plain(step: Step, layer: Layer | Plain) -> list[str] | None:
    match layer:
        case Flatten():
            return ["Flatten()"]
        case Linear():
            bias = "" if layer.bias else ", bias=False"
            return [f"Linear({layer.in_features}, {layer.out_features}{bias})"]
        case Upsample():
            size = written.numbers("scale_factor", layer.scale_factor or ())
            if layer.scale_factor is None:
                size = f"size={layer.size}"
            mode = "" if layer.mode == "nearest" else f"mode={_LINEAR[step.axes]!r}"
            corners = "align_corners=True" if layer.align_corners else ""
            return [written.call("Upsample", size, mode, corners)]
    return None


def _conv(step: Step, layer: Conv, notes: Notes) -> list[str]:
    if layer.flipped:
        notes.add(f"{step.title}: its kernel is mirrored, mirror the weights: PyTorch doesn't")
    if layer.padding in {"valid", "same"} and layer.dialect == "pytorch":
        return [repr(replace(layer, flipped=False, dialect="pytorch"))]
    plain = replace(layer, padding=layer.pads, flipped=False, dialect="pytorch")
    if all(before == after for before, after in plain.pads):
        return [repr(plain)]
    bare = replace(plain, padding=((0, 0),) * layer.axes, padding_mode="zeros")
    return [*(_padded(plain.pads, layer.padding_mode, 0) or ()), repr(bare)]


def _transposed(step: Step, layer: ConvTranspose, notes: Notes) -> list[str]:
    if layer.flipped:
        notes.add(f"{step.title}: its kernel is mirrored, mirror the weights: PyTorch doesn't")
    plain = replace(layer, padding=layer.pads, flipped=False, dialect="pytorch")
    if all(before == after >= 0 for before, after in layer.pads):
        return [repr(plain)]
    extra, ends = [], []
    rows = zip(layer.pads, layer.output_padding, layer.stride, layer.dilation, strict=True)
    for (before, after), more, stride, dilation in rows:
        kept = more if more < max(stride, dilation) else 0
        extra.append(kept)
        ends.append((-before, more - kept - after))
        if layer.bias and max(ends[-1]) > 0:
            notes.add(f"{step.title}: cells that nothing reaches are 0 here, not the bias")
    none = ((0, 0),) * layer.axes
    bare = replace(plain, padding=none, output_padding=tuple(extra))
    return [repr(bare), *(_padded(tuple(ends), "zeros", 0) or ())]


def _pool(layer: Pool) -> list[str] | None:
    spaced = layer.reduction != "max" and set(layer.dilation) != {1}
    if spaced or layer.dialect != "pytorch":
        return None
    plain = replace(layer, padding=layer.pads)
    fits = all(
        before == after and 2 * before <= kernel
        for (before, after), kernel in zip(layer.pads, layer.kernel_size, strict=True)
    )
    if layer.reduction == "norm":
        fits = not any(map(any, layer.pads))
    if fits:
        if layer.reduction == "average" and any(map(any, layer.pads)):
            return [repr(plain)]
        return [repr(replace(plain, count_include_pad=None))]
    if layer.reduction == "average" and not layer.counts_padding:
        return None
    value = -inf if layer.reduction == "max" else 0
    bare = replace(plain, padding=((0, 0),) * layer.axes, count_include_pad=None)
    return [*(_padded(layer.pads, "constant", value) or ()), repr(bare)]


def _padded(padding: tuple[Pair, ...], mode: str, value: float) -> list[str] | None:
    """Return a padding layer; its numbers begin with the last axis."""
    if mode not in _PADS:
        return None
    numbers = tuple(side for pair in reversed(padding) for side in pair)
    axes, amounts = len(padding), same_axes(numbers)
    if mode == "constant" and value:
        filled = f"float({str(value)!r})" if abs(value) == inf else repr(value)
        return [f"ConstantPad{axes}d({amounts}, {filled})"]
    return [f"{_PADS[mode]}Pad{axes}d({amounts})"]


def _folding(layer: Unfold | Fold) -> list[str] | None:
    if all(before == after for before, after in layer.padding):
        return [repr(replace(layer, dialect="pytorch"))]
    if isinstance(layer, Fold):
        return None
    bare = replace(layer, padding=((0, 0),) * layer.axes, dialect="pytorch")
    return [*(_padded(layer.padding, "zeros", 0) or ()), repr(bare)]


def _pointwise(layer: Pointwise) -> list[str] | None:
    constants = dict(layer.constants)
    match layer.kind:
        case "leaky_relu":
            return [f"LeakyReLU({constants.get('negative_slope', 0.01)})"]
        case "elu":
            return [f"ELU({constants.get('alpha', 1.0)})"]
        case "prelu":
            return [f"PReLU({layer.parameters or 1})"]
        case "dropout":
            return [f"Dropout({constants.get('p', 0.5)})"]
        case "lrn":
            size = int(constants.get("size", 5))
            rest = (f"{name}={constants[name]}" for name in ("alpha", "beta", "k")
                    if name in constants)  # fmt: skip
            return [written.call("LocalResponseNorm", str(size), *rest)]
    return [_POINTWISE[layer.kind]] if layer.kind in _POINTWISE else None


def _norm(layer: Norm, axes: int) -> str:
    eps = "" if layer.eps == EPS else f"eps={layer.eps}"
    features = str(layer.num_features)
    if layer.kind == "group_norm":
        affine = "" if layer.affine else "affine=False"
        return written.call("GroupNorm", str(layer.groups), features, eps, affine)
    usual = layer.kind == "batch_norm"
    affine = "" if layer.affine == usual else f"affine={layer.affine}"
    name = "BatchNorm" if usual else "InstanceNorm"
    return written.call(f"{name}{max(axes, 1)}d", features, eps, affine)


def _joined(layer: Join | Concat | Narrow, reads: Sequence[str]) -> str:
    if isinstance(layer, Narrow):
        return f"{reads[0]}[:, {layer.start}:{layer.start + layer.length}]"
    if isinstance(layer, Concat):
        return f"torch.cat([{', '.join(reads)}], dim=1)"
    return (" + " if layer.kind == "add" else " * ").join(reads)
