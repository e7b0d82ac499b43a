"""What JAX and flax make of a layer said in convviz's words.

How the words map: ``Conv`` is `lax.conv_general_dilated` with the weight as
OIHW; causal padding, and the modes circular and reflect, are flax.linen's
``Conv(padding="CAUSAL" | "CIRCULAR" | "REFLECT")``, the last two with the pairs
that flax takes: ⌊(k_eff−1)/2⌋ before, ⌊k_eff/2⌋ after.
``ConvTranspose`` is `lax.conv_transpose`: ``weight[in, out, *k]`` is
``rhs[*k, in, out]``, not mirrored, which is ``flipped=False``; ``flipped=True``
is ``transpose_kernel=True``. Explicit padding there is of the stretched input.
``MaxPool`` is `lax.reduce_window` (−∞ outside), ``AvgPool`` flax's `avg_pool`;
their stride is 1 where none is said. ``Pad`` is `jnp.pad`, and `lax.pad` for
constants, which crops where negative. Numbers are float64.
"""

from __future__ import annotations

import os

os.environ.setdefault("JAX_ENABLE_X64", "1")
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from tests.reference.cases import NotSaid, Spec, each, pairs

jax.config.update("jax_enable_x64", True)
REFUSALS = (ValueError, TypeError, RuntimeError, ZeroDivisionError)
VERSION = jax.__version__
NAMES = {"same": "SAME", "same_lower": "SAME_LOWER", "valid": "VALID"}
MODES = {"reflect": "reflect", "symmetric": "symmetric", "replicate": "edge", "circular": "wrap"}


def padding_of(spec: Spec) -> object:
    """Return padding in lax's words."""
    padding = spec.arguments["padding"]
    return NAMES[padding] if isinstance(padding, str) else pairs(padding, spec.axes)


def by_flax(spec: Spec, x: jax.Array, weight: jax.Array) -> jax.Array:
    """Return a convolution of a padding that flax alone has."""
    said = spec.arguments
    mode = said.get("padding_mode", "zeros").upper()
    layer = nn.Conv(
        said["out_channels"],
        tuple(said["kernel_size"]),
        strides=tuple(each(said["stride"], spec.axes)),
        padding="CAUSAL" if mode == "ZEROS" else mode,
        kernel_dilation=tuple(each(said["dilation"], spec.axes)),
        feature_group_count=said["groups"],
        use_bias=False,
        param_dtype=jnp.float64,
    )
    kernel = jnp.moveaxis(weight, (0, 1), (-1, -2))
    return jnp.moveaxis(layer.apply({"params": {"kernel": kernel}}, jnp.moveaxis(x, 0, -1)), -1, 0)


def conv(spec: Spec, x: jax.Array, weight: jax.Array) -> jax.Array:
    """Return a convolution without its bias."""
    said, axes = spec.arguments, spec.axes
    if said.get("flipped"):
        weight = jnp.flip(weight, range(2, 2 + axes))
    if said["padding"] == "causal" or said.get("padding_mode", "zeros") != "zeros":
        return by_flax(spec, x, weight)
    return lax.conv_general_dilated(
        x[None],
        weight,
        each(said["stride"], axes),
        padding_of(spec),
        rhs_dilation=each(said["dilation"], axes),
        feature_group_count=said["groups"],
    )[0]


def conv_transpose(spec: Spec, x: jax.Array, weight: jax.Array) -> jax.Array:
    """Return a transposed convolution without its bias."""
    said, axes = spec.arguments, spec.axes
    if said.get("groups", 1) != 1 or said.get("output_padding", 0) != 0:
        raise NotSaid("lax.conv_transpose has neither groups nor output_padding")
    flipped = bool(said.get("flipped"))
    spatial = "DHW"[-axes:]
    return lax.conv_transpose(
        x[None],
        weight,
        each(said["stride"], axes),
        padding_of(spec),
        rhs_dilation=each(said["dilation"], axes),
        dimension_numbers=(f"NC{spatial}", f"{'OI' if flipped else 'IO'}{spatial}", f"NC{spatial}"),
        transpose_kernel=flipped,
    )[0]


def pool(spec: Spec, x: jax.Array) -> jax.Array:
    """Return a pool."""
    said, axes = spec.arguments, spec.axes
    stride = each(1 if said["stride"] is None else said["stride"], axes)
    kernel, padding = tuple(said["kernel_size"]), padding_of(spec)
    if spec.family == "MaxPool":
        outside = padding if isinstance(padding, str) else [(0, 0), *padding]
        dilation = (1, *each(said.get("dilation", 1), axes))
        return lax.reduce_window(
            x, -jnp.inf, lax.max, (1, *kernel), (1, *stride), outside, window_dilation=dilation
        )
    counted = said.get("count_include_pad")
    other = {} if counted is None else {"count_include_pad": counted}
    strides = None if said["stride"] is None else tuple(stride)
    last = jnp.moveaxis(x, 0, -1)[None]
    return jnp.moveaxis(nn.avg_pool(last, kernel, strides, padding, **other)[0], -1, 0)


def pad(spec: Spec, x: jax.Array) -> jax.Array:
    """Return a padded or cropped input."""
    amounts = [(0, 0), *pairs(spec.arguments["padding"], spec.axes)]
    if spec.arguments["mode"] == "constant":
        return lax.pad(x, jnp.float64(spec.arguments["value"]), [(*pair, 0) for pair in amounts])
    return jnp.pad(x, amounts, mode=MODES[spec.arguments["mode"]])


def computed(
    spec: Spec, arrays: dict[str, np.ndarray], grad_output: np.ndarray | None = None
) -> dict[str, np.ndarray]:
    """Return the output, and the gradients if asked for; see `by_torch.computed`."""

    def run(given: dict[str, jax.Array]) -> jax.Array:
        if spec.weight_shape:
            run_one = conv if spec.family == "Conv" else conv_transpose
            output = run_one(spec, given["x"], given["weight"])
            if "bias" in given:
                output += given["bias"].reshape(-1, *[1] * spec.axes)
            return output
        if spec.family == "Pad":
            return pad(spec, given["x"])
        if spec.family not in {"MaxPool", "AvgPool"}:
            raise NotSaid(spec.family)
        return pool(spec, given["x"])

    given = {name: jnp.asarray(array, jnp.float64) for name, array in arrays.items()}
    if grad_output is None:
        return {"output": np.asarray(run(given))}
    output, back = jax.vjp(run, given)
    found = {"output": np.asarray(output)}
    (gradients,) = back(jnp.asarray(grad_output))
    names = {"x": "gx", "weight": "gw", "bias": "gb"}
    return found | {names[name]: np.asarray(array) for name, array in gradients.items()}
