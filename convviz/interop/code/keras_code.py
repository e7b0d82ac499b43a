"""Keras' code of layers and networks, channels last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from convviz.interop.code.steps import Notes, Shape, Step, is_chain, unwritten, variables
from convviz.layers import written
from convviz.layers.concrete import concrete
from convviz.layers.conv import Conv, Padding, Pair
from convviz.layers.padding import Pad
from convviz.layers.plain import Concat, Flatten, Join, Linear, Narrow, Norm, Pointwise, Upsample
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.transposed import ConvTranspose

_ACTIVATIONS = {
    "gelu": "gelu", "silu": "silu", "hardswish": "hard_silu", "hardsigmoid": "hard_sigmoid",
    "sigmoid": "sigmoid", "tanh": "tanh", "softplus": "softplus", "log_softmax": "log_softmax",
}  # fmt: skip


def keras_code(steps: Sequence[Step], notes: Notes, input_shape: Shape | None) -> str:
    """Return a network as a layer, a ``Sequential``, or functional code where it branches."""
    begin = ""
    if input_shape:
        sizes = (*input_shape[1:], input_shape[0])
        begin = f"keras.Input(shape={sizes})"
    if is_chain(steps) and not any(isinstance(step.layer, Narrow) for step in steps):
        rows = [f"layers.{row}" for step in steps for row in _layers(step, notes)]
        if len(rows) == 1:
            return f"{rows[0]}\n"
        body = "".join(f"    {row},\n" for row in ([begin, *rows] if begin else rows))
        return f"import keras\nfrom keras import layers\n\nmodel = keras.Sequential([\n{body}])\n"
    kept = variables(steps)
    lines = [f"inputs = {begin or 'keras.Input(shape=(None, None, 3))'}"]
    for step in steps:
        reads = [kept[name] for name in step.inputs]
        if isinstance(step.layer, Narrow):
            ends = f"{step.layer.start}:{step.layer.start + step.layer.length}"
            lines.append(f"{kept[step.name]} = {reads[0]}[..., {ends}]")
            continue
        rows = _layers(step, notes)
        x = f"[{', '.join(reads)}]" if len(reads) > 1 else reads[0]
        for number, row in enumerate(rows):
            name = step.name if number == len(rows) - 1 else f"{step.name}_{number}"
            lines.append(f"{kept[step.name]} = layers.{_with_name(row, name)}({x})")
            x = kept[step.name]
    lines.append(f"model = keras.Model(inputs, {kept[steps[-1].name]})")
    return "import keras\nfrom keras import layers\n\n" + "\n".join(lines) + "\n"


def _with_name(row: str, name: str) -> str:
    head = row[:-1]
    return f'{head}{"" if head.endswith("(") else ", "}name="{name}")'


def _layers(step: Step, notes: Notes) -> list[str]:
    made = _of_layer(step, notes)
    if made is None:
        notes.add(unwritten(step, "Keras"))
        return ["Identity()"]
    return made or ["Identity()"]


def _of_layer(step: Step, notes: Notes) -> list[str] | None:
    layer = step.layer
    match layer:
        case Conv():
            return _conv(step, layer, notes)
        case ConvTranspose():
            return _transposed(step, layer, notes)
        case Pool():
            return _pool(step, layer, notes)
        case AdaptivePool():
            return _adaptive(step, layer)
        case Pad():
            constant = layer.mode == "constant" and layer.value == 0
            return _padded(layer.padding) if constant else None
        case Pointwise():
            return _pointwise(layer)
        case Norm():
            return _norm(layer)
    return _plain(step, notes)


def _plain(step: Step, notes: Notes) -> list[str] | None:
    layer = step.layer
    match layer:
        case Flatten():
            if not step.shapes or max(step.shapes[0][1:], default=1) > 1:
                notes.add(
                    f"{step.title}: Keras flattens channels last, so that features come in "
                    "another order"
                )
            return ["Flatten()"]
        case Linear() if not step.shapes or len(step.shapes[0]) == 1:
            return [written.call("Dense", str(layer.out_features), _bias(layer.bias))]
        case Join():
            return ["Add()" if layer.kind == "add" else "Multiply()"]
        case Concat():
            return ["Concatenate()"]
        case Upsample() if layer.scale_factor and not layer.align_corners:
            axes = len(layer.scale_factor)
            if layer.mode == "linear" and axes != 2:
                return None
            mode = "" if layer.mode == "nearest" else 'interpolation="bilinear"'
            size = written.numbers("size", layer.scale_factor)
            return [written.call(f"UpSampling{axes}D", size, mode)]
    return None


def _conv(step: Step, layer: Conv, notes: Notes) -> list[str] | None:
    if layer.flipped:
        notes.add(f"{step.title}: its kernel is mirrored, mirror the weights: Keras doesn't")
    name, pads = _named_padding(layer, step.shapes)
    if layer.padding_mode != "zeros" and any(map(any, pads)):
        return None
    if any(stride > 1 for stride in layer.stride) and any(by > 1 for by in layer.dilation):
        notes.add(f"{step.title}: Keras takes no stride with a dilation")
    depthwise = layer.groups == layer.in_channels == layer.out_channels > 1
    first = "" if depthwise and layer.axes < 3 else str(layer.out_channels)
    kind = f"{'' if first else 'Depthwise'}Conv{layer.axes}D"
    made = written.call(
        kind, first, written.numbers("kernel_size", layer.kernel_size),
        written.numbers("strides", layer.stride, 1), name,
        written.numbers("dilation_rate", layer.dilation, 1),
        written.unless(1, "groups", layer.groups) if first else "", _bias(layer.bias),
    )  # fmt: skip
    return [*(_padded(pads) or ()), made]


def _named_padding(layer: Conv | Pool, shapes: tuple[Shape, ...] | None) -> tuple[str, Any]:
    """Return the argument that says a layer's padding, and what has to be put around before."""
    none = ((0, 0),) * layer.axes
    if layer.padding in {"valid", "same", "causal"} and layer.dialect == "tensorflow":
        return ("" if layer.padding == "valid" else f'padding="{layer.padding}"'), none
    pads = layer.pads
    if not any(map(any, pads)):
        return "", none
    if shapes:
        same = replace(layer, padding="same", dialect="tensorflow")
        if concrete(same, shapes[0][1:]) == concrete(layer, shapes[0][1:]):
            return 'padding="same"', none
    return "", pads


def _transposed(step: Step, layer: ConvTranspose, notes: Notes) -> list[str] | None:
    if layer.groups != 1:
        return None
    if layer.flipped:
        notes.add(f"{step.title}: its kernel is mirrored, mirror the weights: Keras doesn't")

    def made(name: str) -> str:
        return written.call(
            f"Conv{layer.axes}DTranspose", str(layer.out_channels),
            written.numbers("kernel_size", layer.kernel_size),
            written.numbers("strides", layer.stride, 1), name,
            written.numbers("dilation_rate", layer.dilation, 1), _bias(layer.bias),
        )  # fmt: skip

    if layer.dialect == "tensorflow" and layer.padding in {"valid", "same"}:
        return [made("" if layer.padding == "valid" else 'padding="same"')]
    size = step.shapes[0][1:] if step.shapes else (8,) * layer.axes
    names: tuple[tuple[Padding, str], ...] = (("valid", ""), ("same", 'padding="same"'))
    for name, said in names:
        other = replace(
            layer, padding=name, output_padding=(0,) * layer.axes, dialect="tensorflow"
        )
        if concrete(other, size) == layer:
            return [made(said)]
    cuts = []
    rows = zip(layer.pads, layer.output_padding, layer.effective_kernel, layer.stride, strict=True)
    for (before, after), extra, span, stride in rows:
        beyond = max(stride - span, 0)  # Keras' valid output has these at its end
        cuts.append((-before, extra - after - beyond))
    if layer.bias and max(max(pair) for pair in cuts) > 0:
        return None
    return [made(""), *(_padded(tuple(cuts)) or ())]


def _pool(step: Step, layer: Pool, notes: Notes) -> list[str] | None:
    if layer.reduction == "norm" or set(layer.dilation) != {1} or layer.divisor_override:
        return None
    name, pads = _named_padding(layer, step.shapes)
    ends = _ceiled(step, layer) if layer.ceil_mode else (0,) * layer.axes
    if ends is None:
        return None
    if any(map(any, pads)) or any(ends):
        if layer.reduction == "average" and (not layer.counts_padding or any(ends)):
            return None
        if layer.reduction == "max":
            notes.add(
                f"{step.title}: Keras pads with zeros, not −∞: the same where no number is negative"
            )
        pads = tuple((a, b + more) for (a, b), more in zip(pads, ends, strict=True))
    kind = "Average" if layer.reduction == "average" else "Max"
    stride = "" if layer.stride == layer.kernel_size else written.numbers("strides", layer.stride)
    size = written.numbers("pool_size", layer.kernel_size)
    made = written.call(f"{kind}Pooling{layer.axes}D", size, stride, name)
    return [*(_padded(pads) or ()), made]


def _ceiled(step: Step, layer: Pool) -> tuple[int, ...] | None:
    """Return how many cells the last windows reach beyond the padded input, along each axis."""
    if not step.shapes or not step.output:
        return None
    rows = zip(
        step.shapes[0][1:], step.output[1:], layer.kernel_size, layer.stride, layer.pads,
        strict=True,
    )  # fmt: skip
    return tuple(
        max((count - 1) * stride + kernel - size - sum(pads), 0)
        for size, count, kernel, stride, pads in rows
    )


def _adaptive(step: Step, layer: AdaptivePool) -> list[str] | None:
    kind = "Average" if layer.reduction == "average" else "Max"
    if set(layer.output_size) == {1}:
        return [f"Global{kind}Pooling{layer.axes}D(keepdims=True)"]
    if not step.shapes or not step.output:
        return None
    sizes, counts = step.shapes[0][1:], step.output[1:]
    if any(size % count for size, count in zip(sizes, counts, strict=True)):
        return None
    whole = tuple(size // count for size, count in zip(sizes, counts, strict=True))
    return [f"{kind}Pooling{layer.axes}D({written.numbers('pool_size', whole)})"]


def _padded(padding: tuple[Pair, ...]) -> list[str] | None:
    """Return layers that pad and cut off, as few as are needed."""
    axes = len(padding)
    more = tuple((max(a, 0), max(b, 0)) for a, b in padding)
    less = tuple((max(-a, 0), max(-b, 0)) for a, b in padding)
    made = []
    for name, pairs in (("ZeroPadding", more), ("Cropping", less)):
        if any(map(any, pairs)):
            made.append(f"{name}{axes}D({pairs[0] if axes == 1 else pairs})")
    return made


def _pointwise(layer: Pointwise) -> list[str] | None:
    constants = dict(layer.constants)
    match layer.kind:
        case "identity":
            return ["Identity()"]
        case "relu":
            return ["ReLU()"]
        case "relu6":
            return ["ReLU(max_value=6)"]
        case "softmax":
            return ["Softmax()"]
        case "leaky_relu":
            return [f"LeakyReLU(negative_slope={constants.get('negative_slope', 0.01)})"]
        case "elu":
            return [f"ELU(alpha={constants.get('alpha', 1.0)})"]
        case "dropout":
            return [f"Dropout({constants.get('p', 0.5)})"]
    if layer.kind in _ACTIVATIONS:
        return [f'Activation("{_ACTIVATIONS[layer.kind]}")']
    return None


def _norm(layer: Norm) -> list[str]:
    affine = "" if layer.affine else "center=False, scale=False"
    eps = f"epsilon={layer.eps}"
    if layer.kind == "batch_norm":
        return [written.call("BatchNormalization", eps, affine)]
    groups = "groups=-1" if layer.kind == "instance_norm" else f"groups={layer.groups}"
    return [written.call("GroupNormalization", groups, eps, affine)]


def _bias(bias: bool) -> str:
    return "" if bias else "use_bias=False"
