"""What PyTorch makes of a network: every node's output, node by node, in float64."""

from __future__ import annotations

import torch
from torch.nn import functional

from convviz.layers import AdaptivePool, Conv, ConvTranspose, Pad, Pool
from convviz.layers.plain import (
    Concat,
    CropTo,
    Flatten,
    Join,
    Linear,
    Narrow,
    Norm,
    Pointwise,
    Upsample,
)

MODES = {"zeros": "constant", "constant": "constant", "reflect": "reflect",
         "replicate": "replicate", "circular": "circular"}
LINEAR = {1: "linear", 2: "bilinear", 3: "trilinear"}


def outputs(graph, x, weights):
    """Return every node's output by name, as arrays."""
    made = {"input": torch.from_numpy(x)}
    for node in graph.nodes:
        given = weights.get(node.name)
        weight = None if given is None else torch.from_numpy(given.weight)
        made[node.name] = _output(node.layer, [made[name] for name in node.inputs], weight)
    return {name: tensor.numpy() for name, tensor in made.items()}


def _output(layer, inputs, weight):  # noqa: C901, PLR0911 - one for each kind
    x = inputs[0]
    match layer:
        case Join():
            total = x
            for other in inputs[1:]:
                total = total + other if layer.kind == "add" else total * other
            return total
        case Concat():
            return torch.cat(inputs)
        case CropTo():
            for axis, size in enumerate(inputs[1].shape[1:], start=1):
                x = x.narrow(axis, (x.shape[axis] - size) // 2, size)
            return x
        case Narrow():
            return x.narrow(0, layer.start, layer.length)
        case Flatten():
            return torch.nn.Flatten(0)(x)
        case Linear():
            return functional.linear(x, weight)
        case Upsample():
            return _enlarged(layer, inputs)
        case Norm() if layer.kind == "batch_norm":
            norm = torch.nn.functional.batch_norm
            zeros, ones = torch.zeros(len(x), dtype=x.dtype), torch.ones(len(x), dtype=x.dtype)
            return norm(x[None], zeros, ones, eps=layer.eps)[0]
        case Norm():
            groups = len(x) if layer.kind == "instance_norm" else layer.groups
            return functional.group_norm(x[None], groups, eps=layer.eps)[0]
        case Pointwise():
            return _pointwise(layer, x)
    return _moved(layer, x, weight)


def _pointwise(layer, x):
    constants = dict(layer.constants)
    if layer.kind == "lrn":
        constants["size"] = int(constants["size"])
        return torch.nn.LocalResponseNorm(**constants)(x[None])[0]
    if layer.kind in {"softmax", "log_softmax"}:
        return getattr(functional, layer.kind)(x, dim=0)
    if layer.kind == "prelu":
        return functional.prelu(x, torch.tensor([0.25], dtype=x.dtype))
    if layer.kind in {"identity", "dropout"}:
        return x
    return getattr(functional, layer.kind)(x, **constants)


def _enlarged(layer, inputs):
    x = inputs[0]
    size = layer.size or (None if layer.scale_factor else tuple(inputs[-1].shape[1:]))
    if size is None:
        size = tuple(a * b for a, b in zip(x.shape[1:], layer.scale_factor, strict=True))
    mode = "nearest" if layer.mode == "nearest" else LINEAR[x.ndim - 1]
    aligned = None if mode == "nearest" else layer.align_corners
    return functional.interpolate(x[None], size=size, mode=mode, align_corners=aligned)[0]


def _moved(layer, x, weight):
    axes = f"{layer.axes}d"
    match layer:
        case Conv():
            x = _padded(x, layer.padding, layer.padding_mode)
            move = getattr(functional, f"conv{axes}")
            return move(x, weight, None, layer.stride, 0, layer.dilation, layer.groups)
        case ConvTranspose():
            move = getattr(functional, f"conv_transpose{axes}")
            pads = tuple(before for before, _ in layer.padding)
            return move(x, weight, None, layer.stride, pads, layer.output_padding, layer.groups,
                        layer.dilation)
        case AdaptivePool():
            kind = "max" if layer.reduction == "max" else "avg"
            size = layer.output_size
            return getattr(functional, f"adaptive_{kind}_pool{axes}")(
                x, size[0] if layer.axes == 1 else size
            )
        case Pad():
            return _padded(x, layer.padding, layer.mode)
        case Pool():
            pads = tuple(before for before, _ in layer.padding)
            if layer.reduction == "max":
                return getattr(functional, f"max_pool{axes}")(
                    x, layer.kernel_size, layer.stride, pads, layer.dilation, layer.ceil_mode
                )
            return getattr(functional, f"avg_pool{axes}")(
                x, layer.kernel_size, layer.stride, pads, layer.ceil_mode
            )
    raise TypeError(layer)


def _padded(x, padding, mode):
    amounts = [side for pair in reversed(padding) for side in pair]
    if not any(amounts):
        return x
    return functional.pad(x[None], amounts, MODES[mode])[0]
