"""NumPy code of layers and networks: functions to read, and a function that calls them."""

from __future__ import annotations

from collections.abc import Sequence

from convviz.interop.code.steps import Notes, Step, unwritten, variables
from convviz.layers.conv import Conv
from convviz.layers.padding import Pad
from convviz.layers.plain import Concat, Flatten, Join, Linear, Narrow, Norm, Pointwise, Upsample
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.transposed import ConvTranspose

_WINDOWS = '''\
def windows(x, kernel, stride, dilation):
    """Return the windows of x (channels, *spatial): (channels, *positions, *kernel)."""
    spans = tuple(d * (k - 1) + 1 for k, d in zip(kernel, dilation))
    found = np.lib.stride_tricks.sliding_window_view(x, spans, tuple(range(1, x.ndim)))
    steps = tuple(slice(None, None, s) for s in stride)
    taps = tuple(slice(None, None, d) for d in dilation)
    return found[(slice(None), *steps, *taps)]
'''
_CONV = '''\
def conv(x, weight, bias, stride, pads, dilation, groups, mode):
    """Cross-correlate x (channels, *spatial) with weight (out, in / groups, *kernel)."""
    x = np.pad(x, [(0, 0), *pads], **mode)
    axes = x.ndim - 1
    found = windows(x, weight.shape[2:], stride, dilation)
    outs = []
    for group, own in zip(np.split(found, groups), np.split(weight, groups)):
        over = [0, *range(axes + 1, 2 * axes + 1)]
        outs.append(np.tensordot(own, group, (list(range(1, axes + 2)), over)))
    y = np.concatenate(outs)
    return y if bias is None else y + bias.reshape(-1, *(1,) * axes)
'''
_TRANSPOSED = '''\
def conv_transpose(x, weight, bias, stride, pads, extra, dilation, groups):
    """Add up a stamp of weight (in, out / groups, *kernel) for each cell of x."""
    axes, kernel = x.ndim - 1, weight.shape[2:]
    sizes = [
        (n - 1) * s + d * (k - 1) + 1 + e
        for n, s, d, k, e in zip(x.shape[1:], stride, dilation, kernel, extra)
    ]
    outs = weight.shape[1] * groups
    y = np.zeros((outs, *sizes), np.result_type(x, weight))
    per_in, per_out = len(x) // groups, weight.shape[1]
    for group in range(groups):
        part = x[group * per_in : (group + 1) * per_in]
        own = weight[group * per_in : (group + 1) * per_in]
        for tap in np.ndindex(*kernel):
            places = tuple(
                slice(t * d, t * d + (n - 1) * s + 1, s)
                for t, d, n, s in zip(tap, dilation, part.shape[1:], stride)
            )
            made = np.tensordot(own[(slice(None), slice(None), *tap)], part, ((0,), (0,)))
            y[(slice(group * per_out, (group + 1) * per_out), *places)] += made
    for axis, (before, after) in enumerate(pads, start=1):
        y = np.take(y, range(before, y.shape[axis] - after), axis)
    return y if bias is None else y + bias.reshape(-1, *(1,) * axes)
'''
_POOL = '''\
def pool(x, kind, kernel, stride, pads, dilation):
    """Take the largest or the mean of every window."""
    lowest = -np.inf if kind == "max" else 0
    x = np.pad(x.astype(float), [(0, 0), *pads], constant_values=lowest)
    found = windows(x, kernel, stride, dilation)
    over = tuple(range(x.ndim, found.ndim))
    return found.max(over) if kind == "max" else found.mean(over)
'''
_ADAPTIVE = '''\
def adaptive_pool(x, kind, sizes):
    """Take the largest or the mean of as many parts as there are outputs."""
    for axis, count in enumerate(sizes, start=1):
        size = x.shape[axis]
        parts = [
            np.take(x, range(i * size // count, -(-(i + 1) * size // count)), axis)
            for i in range(count)
        ]
        take = np.max if kind == "max" else np.mean
        x = np.stack([take(part, axis) for part in parts], axis)
    return x
'''
_PREAMBLE = {
    "windows": _WINDOWS, "conv": _CONV, "conv_transpose": _TRANSPOSED, "pool": _POOL,
    "adaptive_pool": _ADAPTIVE,
}  # fmt: skip
_MODES = {
    "zeros": "{}", "constant": "{}", "reflect": '{"mode": "reflect"}',
    "symmetric": '{"mode": "symmetric"}', "replicate": '{"mode": "edge"}',
    "circular": '{"mode": "wrap"}',
}  # fmt: skip
_POINTWISE = {
    "identity": "{0}", "dropout": "{0}", "relu": "np.maximum({0}, 0)",
    "relu6": "np.clip({0}, 0, 6)", "sigmoid": "1 / (1 + np.exp(-{0}))", "tanh": "np.tanh({0})",
    "silu": "{0} / (1 + np.exp(-{0}))", "softplus": "np.logaddexp({0}, 0)",
    "hardsigmoid": "np.clip({0} / 6 + 0.5, 0, 1)",
    "hardswish": "{0} * np.clip({0} / 6 + 0.5, 0, 1)",
    "softmax": "np.exp({0} - {0}.max(0)) / np.exp({0} - {0}.max(0)).sum(0)",
    "log_softmax": "{0} - {0}.max(0) - np.log(np.exp({0} - {0}.max(0)).sum(0))",
}  # fmt: skip


def numpy_code(steps: Sequence[Step], notes: Notes) -> str:
    """Return a function of an input and a dict of weights, with the functions that it calls."""
    kept = variables(steps)
    used: list[str] = []
    lines: list[str] = []
    for step in steps:
        reads = [kept[name] for name in step.inputs]
        made = _expression(step, reads, used)
        if made is None:
            notes.add(unwritten(step, "NumPy"))
            made = reads[0]
        lines.append(f"{kept[step.name]} = {made}")
    lines.append(f"return {kept[steps[-1].name]}")
    if {"conv", "pool"} & {*used}:
        used.insert(0, "windows")
    functions = "\n\n".join(_PREAMBLE[name] for name in dict.fromkeys(used))
    body = "".join(f"    {line}\n" for line in lines)
    called = '    """Return what the network makes of inputs (channels, *spatial)."""\n'
    return (
        f"import numpy as np\n\n\n{functions}{'' if not functions else chr(10) * 2}"
        f"def network(inputs, weights):\n{called}{body}"
    )


def _expression(step: Step, reads: list[str], used: list[str]) -> str | None:
    """Return what a layer makes of variables; remembers the functions that it calls."""
    layer, x = step.layer, reads[0]
    match layer:
        case Conv() | ConvTranspose():
            return _conv(step, layer, x, used)
        case Pool():
            return _pool(layer, x, used)
        case AdaptivePool():
            used.append("adaptive_pool")
            return f'adaptive_pool({x}, "{layer.reduction}", {layer.output_size})'
        case Pad() if min(min(pair) for pair in layer.padding) >= 0:
            more = f", constant_values={layer.value}" if layer.value else ""
            mode = _MODES[layer.mode]
            return f"np.pad({x}, {[(0, 0), *layer.padding]}{more}, **{mode})"
        case Pad() if max(max(pair) for pair in layer.padding) <= 0:
            cuts = (f"{-before}:{x}.shape[{axis}] - {-after}"
                    for axis, (before, after) in enumerate(layer.padding, start=1))  # fmt: skip
            return f"{x}[:, {', '.join(cuts)}]"
        case Linear() if not step.shapes or len(step.shapes[0]) == 1:
            bias = f' + {_weight(step, "bias")}' if layer.bias else ""
            return f'{_weight(step, "weight")} @ {x}{bias}'
        case Join():
            return (" + " if layer.kind == "add" else " * ").join(reads)
        case Concat():
            return f"np.concatenate([{', '.join(reads)}])"
        case Narrow():
            return f"{x}[{layer.start}:{layer.start + layer.length}]"
    return _plain(step, layer, x)


def _plain(step: Step, layer: object, x: str) -> str | None:
    match layer:
        case Flatten():
            return f"{x}.reshape(-1)"
        case Upsample() if layer.scale_factor and layer.mode == "nearest":
            for axis, by in enumerate(layer.scale_factor, start=1):
                x = f"np.repeat({x}, {by}, {axis})"
            return x
        case Norm() if layer.kind == "batch_norm":
            return _norm(step, layer, x)
        case Pointwise(kind="leaky_relu"):
            slope = dict(layer.constants).get("negative_slope", 0.01)
            return f"np.where({x} > 0, {x}, {slope} * {x})"
        case Pointwise(kind="elu"):
            alpha = dict(layer.constants).get("alpha", 1.0)
            return f"np.where({x} > 0, {x}, {alpha} * np.expm1(np.minimum({x}, 0)))"
        case Pointwise() if layer.kind in _POINTWISE:
            return _POINTWISE[layer.kind].format(x)
    return None


def _conv(step: Step, layer: Conv | ConvTranspose, x: str, used: list[str]) -> str | None:
    weight = _weight(step, "weight")
    if layer.flipped:
        axes = tuple(range(2, layer.axes + 2))
        weight = f"np.flip({weight}, {axes})"
    bias = _weight(step, "bias") if layer.bias else "None"
    if isinstance(layer, Conv):
        used.append("conv")
        return (
            f"conv({x}, {weight}, {bias}, {layer.stride}, {layer.pads}, {layer.dilation}, "
            f"{layer.groups}, {_MODES[layer.padding_mode]})"
        )
    if min(min(pair) for pair in layer.pads) < 0:
        return None
    used.append("conv_transpose")
    return (
        f"conv_transpose({x}, {weight}, {bias}, {layer.stride}, {layer.pads}, "
        f"{layer.output_padding}, {layer.dilation}, {layer.groups})"
    )


def _pool(layer: Pool, x: str, used: list[str]) -> str | None:
    partly = layer.reduction == "average" and any(map(any, layer.pads))
    if layer.reduction == "norm" or layer.divisor_override or layer.ceil_mode:
        return None
    if partly and not layer.counts_padding:
        return None
    used.append("pool")
    return (
        f'pool({x}, "{layer.reduction}", {layer.kernel_size}, {layer.stride}, {layer.pads}, '
        f"{layer.dilation})"
    )


def _norm(step: Step, layer: Norm, x: str) -> str:
    axes = len(step.shapes[0]) - 1 if step.shapes else 2
    sides = "".join(", 1" for _ in range(axes))

    def part(name: str) -> str:
        return f'{_weight(step, name)}.reshape(-1{sides})'

    scaled = f"({x} - {part('mean')}) / np.sqrt({part('variance')} + {layer.eps})"
    return f"{scaled} * {part('weight')} + {part('bias')}" if layer.affine else scaled


def _weight(step: Step, part: str) -> str:
    return f'weights["{step.title}.{part}"]'
