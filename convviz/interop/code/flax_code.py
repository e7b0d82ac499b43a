"""JAX' code of layers and networks, with Flax' modules, channels last."""

from __future__ import annotations

from collections.abc import Sequence

from convviz.interop.code.steps import Notes, Step, unwritten, variables
from convviz.layers import written
from convviz.layers.conv import Conv, Padding
from convviz.layers.padding import Pad
from convviz.layers.plain import Concat, Flatten, Join, Linear, Narrow, Norm, Pointwise, Upsample
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.transposed import ConvTranspose

_FUNCTIONS = {
    "relu": "nn.relu", "relu6": "nn.relu6", "gelu": "nn.gelu", "silu": "nn.silu",
    "hardswish": "nn.hard_swish", "hardsigmoid": "nn.hard_sigmoid", "sigmoid": "nn.sigmoid",
    "tanh": "nn.tanh", "softplus": "nn.softplus", "softmax": "nn.softmax",
    "log_softmax": "nn.log_softmax",
}  # fmt: skip
_PAD_MODES = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}


def flax_code(steps: Sequence[Step], notes: Notes) -> str:
    """Return a network as a compact module; a single layer as its module alone."""
    if len(steps) == 1:
        alone = _module(steps[0], notes)
        if alone is not None:
            return f"{alone}\n"
    kept = variables(steps)
    lines: list[str] = []
    for step in steps:
        reads = [kept[name] for name in step.inputs]
        made = _expression(step, reads, notes)
        if made is None:
            notes.add(unwritten(step, "Flax"))
            made = reads[0]
        lines.append(f"{kept[step.name]} = {made}")
    lines.append(f"return {kept[steps[-1].name]}")
    body = "".join(f"        {line}\n" for line in lines)
    return (
        "import jax\nimport jax.numpy as jnp\nfrom flax import linen as nn\n\n\n"
        "class Network(nn.Module):\n    @nn.compact\n"
        f"    def __call__(self, inputs, train=False):\n{body}"
    )


def _expression(step: Step, reads: list[str], notes: Notes) -> str | None:
    """Return what a layer makes of variables."""
    layer, x = step.layer, reads[0]
    module = _module(step, notes)
    if module is not None:
        return f"{module}({x})"
    match layer:
        case Pool():
            return _pool(layer, x)
        case AdaptivePool() if set(layer.output_size) == {1}:
            axes = tuple(range(1, layer.axes + 1))
            kind = "mean" if layer.reduction == "average" else "max"
            return f"{x}.{kind}(axis={axes}, keepdims=True)"
        case Pad():
            return _padded(layer, x)
        case Join():
            return (" + " if layer.kind == "add" else " * ").join(reads)
        case Concat():
            return f"jnp.concatenate([{', '.join(reads)}], axis=-1)"
        case Narrow():
            return f"{x}[..., {layer.start}:{layer.start + layer.length}]"
    return _plain(step, layer, x)


def _plain(step: Step, layer: object, x: str) -> str | None:
    match layer:
        case Flatten():
            return f"{x}.reshape(({x}.shape[0], -1))"
        case Pointwise():
            return _pointwise(layer, x)
        case Upsample() if layer.scale_factor and not layer.align_corners:
            sides = [f"{x}.shape[{at + 1}] * {by}" for at, by in enumerate(layer.scale_factor)]
            if step.output is not None:
                sides = list(map(str, step.output[1:]))
            method = "nearest" if layer.mode == "nearest" else "linear"
            shape = f"({x}.shape[0], {', '.join(sides)}, {x}.shape[-1])"
            return f'jax.image.resize({x}, {shape}, "{method}")'
    return None


def _module(step: Step, notes: Notes) -> str | None:
    """Return the module that a layer is; None where it is a function, or nothing."""
    match step.layer:
        case Conv():
            return _conv(step, step.layer, notes)
        case ConvTranspose():
            return _transposed(step, step.layer, notes)
        case Linear():
            return written.call("nn.Dense", f"features={step.layer.out_features}",
                                _bias(step.layer.bias))  # fmt: skip
        case Norm():
            return _norm(step.layer)
        case Pointwise(kind="dropout"):
            rate = dict(step.layer.constants).get("p", 0.5)
            return f"nn.Dropout({rate}, deterministic=not train)"
        case Pointwise(kind="prelu"):
            return "nn.PReLU()"
    return None


def _conv(step: Step, layer: Conv, notes: Notes) -> str | None:
    modes = {"zeros", "circular", "reflect"}
    same = all(
        pad == (by * (size - 1) // 2, by * (size - 1) - by * (size - 1) // 2)
        for pad, size, by in zip(layer.pads, layer.kernel_size, layer.dilation, strict=True)
    )
    if layer.padding_mode not in modes or (layer.padding_mode != "zeros" and not same):
        return None
    if layer.flipped:
        notes.add(f"{step.title}: its kernel is mirrored, mirror the weights: Flax doesn't")
    padding = _padding(layer.pads if layer.dialect != "jax" else layer.padding)
    if layer.padding_mode != "zeros":
        padding = f'padding="{layer.padding_mode.upper()}"'
    return written.call(
        "nn.Conv", f"features={layer.out_channels}",
        f"kernel_size={layer.kernel_size}", _along("strides", layer.stride), padding,
        _along("kernel_dilation", layer.dilation),
        written.unless(1, "feature_group_count", layer.groups), _bias(layer.bias),
    )  # fmt: skip


def _transposed(step: Step, layer: ConvTranspose, notes: Notes) -> str | None:
    if layer.groups != 1:
        return None
    if layer.dialect == "jax":
        padding = _padding(layer.padding)
    else:
        # JAX pads the input with zeros between: what PyTorch cuts off is less of that.
        pads = tuple(
            (span - 1 - before, span - 1 - after + extra)
            for (before, after), span, extra in zip(
                layer.pads, layer.effective_kernel, layer.output_padding, strict=True
            )
        )
        padding = _padding(pads)
    if layer.dialect != "jax" and not layer.flipped:
        notes.add(f"{step.title}: mirror the weights: Flax doesn't mirror a transposed kernel")
    return written.call(
        "nn.ConvTranspose", f"features={layer.out_channels}",
        f"kernel_size={layer.kernel_size}", _along("strides", layer.stride), padding,
        _along("kernel_dilation", layer.dilation), _bias(layer.bias),
    )  # fmt: skip


def _pool(layer: Pool, x: str) -> str | None:
    plain = set(layer.dilation) == {1} and not layer.divisor_override and not layer.ceil_mode
    if layer.reduction == "norm" or not plain:
        return None
    kind = "max" if layer.reduction == "max" else "avg"
    padding = "" if not any(map(any, layer.pads)) else f"padding={layer.pads}"
    counted = ""
    if kind == "avg" and padding and not layer.counts_padding:
        counted = "count_include_pad=False"
    return written.call(
        f"nn.{kind}_pool", x, str(layer.kernel_size), f"strides={layer.stride}", padding, counted
    )


def _padded(layer: Pad, x: str) -> str | None:
    if not any(map(any, layer.padding)):
        return x
    if max(max(pair) for pair in layer.padding) <= 0:
        cuts = (f"{-before}:{x}.shape[{axis}] - {-after}"
                for axis, (before, after) in enumerate(layer.padding, start=1))  # fmt: skip
        return f"{x}[:, {', '.join(cuts)}]"
    if min(min(pair) for pair in layer.padding) < 0:
        return None
    widths = ((0, 0), *layer.padding, (0, 0))
    if layer.mode == "constant":
        value = "" if layer.value == 0 else f"constant_values={layer.value}"
        return written.call("jnp.pad", x, str(widths), value)
    if layer.mode not in _PAD_MODES:
        return None
    return f'jnp.pad({x}, {widths}, mode="{_PAD_MODES[layer.mode]}")'


def _pointwise(layer: Pointwise, x: str) -> str | None:
    constants = dict(layer.constants)
    match layer.kind:
        case "identity":
            return x
        case "leaky_relu":
            return f"nn.leaky_relu({x}, {constants.get('negative_slope', 0.01)})"
        case "elu":
            return f"nn.elu({x}, {constants.get('alpha', 1.0)})"
    return f"{_FUNCTIONS[layer.kind]}({x})" if layer.kind in _FUNCTIONS else None


def _norm(layer: Norm) -> str:
    affine = "" if layer.affine else "use_bias=False, use_scale=False"
    eps = f"epsilon={layer.eps}"
    if layer.kind == "batch_norm":
        return written.call("nn.BatchNorm", "use_running_average=not train", eps, affine)
    if layer.kind == "instance_norm":
        return written.call("nn.InstanceNorm", eps, affine)
    return written.call("nn.GroupNorm", f"num_groups={layer.groups}", eps, affine)


def _padding(padding: Padding) -> str:
    """Return JAX' padding argument: a name in capitals, or a pair for each axis."""
    return f'padding="{padding.upper()}"' if isinstance(padding, str) else f"padding={padding}"


def _along(name: str, numbers: tuple[int, ...]) -> str:
    return "" if set(numbers) == {1} else f"{name}={numbers}"


def _bias(bias: bool) -> str:
    return "" if bias else "use_bias=False"
