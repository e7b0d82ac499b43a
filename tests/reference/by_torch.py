"""What PyTorch makes of a layer said in convviz's words.

How the words map: the classes and arguments are `torch.nn`'s own, so most are
handed on as they are. ``flipped`` mirrors the weight. ``GlobalAvgPool`` is
``AdaptiveAvgPool`` to size 1. ``Pad`` is ``ConstantPad``, ``ReflectionPad``,
``ReplicationPad`` or ``CircularPad``, whose amounts start at the last axis.
Numbers are float64; no batch axis.
"""

from __future__ import annotations

import warnings

import numpy as np
import torch

from tests.reference.cases import Spec, pairs

REFUSALS = (RuntimeError, ValueError, ZeroDivisionError)
PADS = {
    "constant": "ConstantPad",
    "reflect": "ReflectionPad",
    "replicate": "ReplicationPad",
    "circular": "CircularPad",
}
VERSION = torch.__version__


def module_of(spec: Spec) -> torch.nn.Module:
    """Return the layer; raises what PyTorch raises."""
    said = {name: value for name, value in spec.arguments.items() if name != "flipped"}
    axes = f"{spec.axes}d"
    if spec.family.startswith("Global"):
        return getattr(torch.nn, f"Adaptive{spec.family[6:]}{axes}")(1)
    if spec.family == "Pad":
        amounts = [n for pair in reversed(pairs(said["padding"], spec.axes)) for n in pair]
        value = (said["value"],) if said["mode"] == "constant" else ()
        return getattr(torch.nn, PADS[said["mode"]] + axes)(tuple(amounts), *value)
    said = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in said.items()
        if value is not None
    }
    if spec.layer == "LPPool1d" and isinstance(said["kernel_size"], tuple):
        said["kernel_size"] = said["kernel_size"][0]  # It multiplies by it.
    if spec.weight_shape:
        said["dtype"] = torch.float64
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Weights without a cell.
        return getattr(torch.nn, spec.layer)(**said)


def computed(
    spec: Spec, arrays: dict[str, np.ndarray], grad_output: np.ndarray | None = None
) -> dict[str, np.ndarray]:
    """Return the output, the maxima's indices, and the gradients for an incoming one."""
    torch.set_num_threads(1)
    layer = module_of(spec)
    x = torch.tensor(arrays["x"], dtype=torch.float64, requires_grad=grad_output is not None)
    mirrored = [axis for axis in range(2, 2 + spec.axes) if spec.arguments.get("flipped")]
    if spec.weight_shape:
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(np.flip(arrays["weight"], mirrored).copy()))
            if layer.bias is not None:
                layer.bias.copy_(torch.from_numpy(arrays["bias"]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "same" with an even kernel pads a copy.
        output = layer(x)
    found = {}
    if isinstance(output, tuple):
        output, indices = output
        found["indices"] = indices.numpy()
    if grad_output is not None:
        output.backward(torch.from_numpy(grad_output))
        found["gx"] = x.grad.numpy()
        if spec.weight_shape:
            found["gw"] = np.flip(layer.weight.grad.numpy(), mirrored).copy()
            if layer.bias is not None:
                found["gb"] = layer.bias.grad.numpy()
    found["output"] = output.detach().numpy()
    return found
