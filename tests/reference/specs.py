"""Layers that people could have written down, and ones that can't be, drawn at random."""

from __future__ import annotations

from random import Random

from tests.reference.cases import Spec, pairs

LARGEST = {1: 9, 2: 7, 3: 5}
MODES = ("zeros", "reflect", "replicate", "circular")


def along(rng: Random, axes: int, low: int, high: int) -> list[int]:
    """Return a number for each axis."""
    return [rng.randint(low, high) for _ in range(axes)]


def one_or_all(rng: Random, axes: int, low: int, high: int) -> object:
    """Return one number, or one for each axis."""
    return rng.choice((rng.randint(low, high), along(rng, axes, low, high)))


def both_sides(rng: Random, axes: int, low: int, high: int) -> list[list[int]]:
    """Return a pair for each axis."""
    return [along(rng, 2, low, high) for _ in range(axes)]


def channels(rng: Random, groups: int) -> dict[str, int]:
    """Return channels that the groups divide."""
    return {
        "in_channels": groups * rng.choice((1, 2)),
        "out_channels": groups * rng.choice((1, 2)),
        "groups": groups,
    }


def named(rng: Random, axes: int, names: tuple[str, ...], most: int) -> object:
    """Return a name or pairs for each axis."""
    return rng.choice((*names, both_sides(rng, axes, 0, most)))


def size(rng: Random, axes: int, low: int = 1) -> list[int]:
    """Return an input's spatial size."""
    return along(rng, axes, low, LARGEST[axes])


def flips(rng: Random) -> dict[str, bool]:
    """Return now and then a true convolution."""
    return {"flipped": True} if rng.random() < 0.12 else {}


# PyTorch. The first two drew the first file of this folder; their order of drawing stays.


def torch_conv(rng: Random, number: int) -> Spec:
    """Return a convolution."""
    axes = 1 + number % 3
    groups = rng.choice((1, 1, 1, 2, 3))
    stride = [rng.choice((1, 1, 2, 3)) for _ in range(axes)]
    arguments = {
        "in_channels": groups * rng.choice((1, 2)),
        "out_channels": groups * rng.choice((1, 2)),
        "kernel_size": along(rng, axes, 1, 4),
        "stride": stride,
        "padding": rng.choice(("same", "valid", rng.randint(0, 3), along(rng, axes, 0, 3))),
        "dilation": [rng.choice((1, 1, 2, 3)) for _ in range(axes)],
        "groups": groups,
        "bias": rng.random() < 0.5,
        "padding_mode": MODES[number // 3 % 4],
    }
    return Spec(
        f"Conv{axes}d", arguments, (arguments["in_channels"], *along(rng, axes, 2, LARGEST[axes]))
    )


def torch_conv_absurd(rng: Random, number: int) -> Spec:
    """Return the same with a number or two that can't be."""
    spec = torch_conv(rng, number)
    said, shape = spec.arguments, list(spec.shape)
    for _ in range(rng.choice((1, 1, 2))):
        name = rng.choice(("kernel_size", "stride", "padding", "dilation", "groups", "size"))
        wrong = along(rng, spec.axes, -1, 6)
        if name == "size":
            shape[1:] = [max(0, length) for length in wrong]
        else:
            said[name] = wrong[0] if name == "groups" else wrong
    if rng.random() < 0.1:
        said["padding_mode"] = "constant"
    return Spec(spec.layer, said, tuple(shape))


def torch_conv_transpose(rng: Random, axes: int) -> Spec:
    """Return a transposed convolution; now and then without a valid output."""
    stride, dilation = along(rng, axes, 1, 3), [rng.choice((1, 1, 2, 3)) for _ in range(axes)]
    said = channels(rng, rng.choice((1, 1, 1, 2, 3))) | {
        "kernel_size": along(rng, axes, 1, 4 if axes < 3 else 3),
        "stride": stride,
        "padding": one_or_all(rng, axes, 0, 2),
        "output_padding": [
            rng.choice((0, rng.randrange(max(s, d)))) for s, d in zip(stride, dilation, strict=True)
        ],
        "bias": rng.random() < 0.5,
        "dilation": dilation,
    }
    shape = (said["in_channels"], *along(rng, axes, 1, (5, 4, 3)[axes - 1]))
    return Spec(f"ConvTranspose{axes}d", said | flips(rng), shape)


def torch_pool(rng: Random, axes: int) -> tuple[dict[str, object], tuple[int, ...]]:
    """Return what all of PyTorch's pools have, and an input's shape."""
    kernel = along(rng, axes, 1, 4 if axes < 3 else 3)
    said = {
        "kernel_size": rng.choice((kernel, kernel, kernel[0])),
        "stride": rng.choice((None, one_or_all(rng, axes, 1, 4))),
        "padding": [rng.randint(0, k // 2) for k in kernel],
        "ceil_mode": rng.random() < 0.5,
    }
    if said["kernel_size"] == kernel[0]:
        said["padding"] = rng.randint(0, kernel[0] // 2)
    return said, (rng.choice((1, 1, 2)), *size(rng, axes))


def torch_max_pool(rng: Random, axes: int) -> Spec:
    """Return a max pool."""
    said, shape = torch_pool(rng, axes)
    said["dilation"] = rng.choice((1, 1, one_or_all(rng, axes, 1, 3)))
    said["return_indices"] = rng.random() < 0.6
    return Spec(f"MaxPool{axes}d", said, shape)


def torch_avg_pool(rng: Random, axes: int) -> Spec:
    """Return an average pool."""
    said, shape = torch_pool(rng, axes)
    said["count_include_pad"] = rng.choice((None, True, False, False))
    if axes > 1 and rng.random() < 0.25:
        said["divisor_override"] = rng.choice((1, 2, 3, 5, 7))
    return Spec(f"AvgPool{axes}d", said, shape)


def torch_lp_pool(rng: Random, axes: int) -> Spec:
    """Return a power-average pool."""
    said, shape = torch_pool(rng, axes)
    del said["padding"]
    said["norm_type"] = rng.choice((1, 2, 2, 3, 4, 1.5, 0.5, float("inf"), -1))
    return Spec(f"LPPool{axes}d", said, shape)


def torch_adaptive_avg(rng: Random, axes: int) -> Spec:
    """Return an adaptive average pool."""
    return Spec(
        f"AdaptiveAvgPool{axes}d",
        {"output_size": one_or_all(rng, axes, 1, 6)},
        (rng.choice((1, 2)), *size(rng, axes)),
    )


def torch_adaptive_max(rng: Random, axes: int) -> Spec:
    """Return an adaptive max pool."""
    spec = torch_adaptive_avg(rng, axes)
    said = spec.arguments | {"return_indices": rng.random() < 0.6}
    return Spec(f"AdaptiveMaxPool{axes}d", said, spec.shape)


def global_avg(rng: Random, axes: int) -> Spec:
    """Return a global average pool."""
    return Spec(f"GlobalAvgPool{axes}d", {}, (rng.choice((1, 2, 3)), *size(rng, axes)))


def global_max(rng: Random, axes: int) -> Spec:
    """Return a global max pool."""
    return Spec(f"GlobalMaxPool{axes}d", {}, (rng.choice((1, 2, 3)), *size(rng, axes)))


def pad(rng: Random, axes: int, modes: tuple[str, ...], least: int = 0, most: int = 3) -> Spec:
    """Return a pad, or a crop where `least` is negative."""
    mode = rng.choice(modes)
    amount = rng.choice((rng.randint(max(0, least), most), both_sides(rng, axes, least, most)))
    said = {"padding": amount, "mode": mode}
    if mode == "constant":
        said["value"] = rng.choice((0, 0, 7, -2.5))
    return Spec(f"Pad{axes}d", said, (rng.choice((1, 2)), *size(rng, axes)))


def torch_pad(rng: Random, axes: int) -> Spec:
    """Return one of PyTorch's pads."""
    modes = ("constant", "reflect", "replicate", "circular")
    return pad(rng, axes, modes, rng.choice((0, 0, -2)))


def torch_unfold(rng: Random, axes: int) -> Spec:  # noqa: ARG001
    """Return windows as columns."""
    said = {
        "kernel_size": one_or_all(rng, 2, 1, 3),
        "dilation": one_or_all(rng, 2, 1, 2),
        "padding": one_or_all(rng, 2, 0, 2),
        "stride": one_or_all(rng, 2, 1, 3),
    }
    return Spec("Unfold", said, (rng.choice((1, 1, 2)), *size(rng, 2)))


def torch_fold(rng: Random, axes: int) -> Spec:
    """Return columns added up to a picture."""
    unfold = torch_unfold(rng, axes)
    said = {"output_size": list(unfold.shape[1:])} | unfold.arguments
    taps, windows = 1, 1
    for axis, length in enumerate(unfold.shape[1:]):
        k, d, p, s = (
            value[axis] if isinstance(value, list) else value
            for value in (said[n] for n in ("kernel_size", "dilation", "padding", "stride"))
        )
        taps *= k
        windows *= max(0, (length + 2 * p - d * (k - 1) - 1) // s + 1)
    return Spec("Fold", said, (unfold.shape[0] * taps, windows))


TORCH = {
    "ConvTranspose": torch_conv_transpose,
    "MaxPool": torch_max_pool,
    "AvgPool": torch_avg_pool,
    "LPPool": torch_lp_pool,
    "AdaptiveAvgPool": torch_adaptive_avg,
    "AdaptiveMaxPool": torch_adaptive_max,
    "GlobalAvgPool": global_avg,
    "GlobalMaxPool": global_max,
    "Pad": torch_pad,
    "Unfold": torch_unfold,
    "Fold": torch_fold,
}


# The other dialects.


def dialect_conv(rng: Random, axes: int, names: tuple[str, ...], *, dilated: bool) -> Spec:
    """Return a convolution with named or per-side padding."""
    causal = ("causal",) if "causal" in names and axes == 1 else ()
    known = tuple(name for name in names if name not in {"causal", "pairs"}) + causal
    explicit = (both_sides(rng, axes, 0, 3),) if "pairs" in names else ()
    said = channels(rng, rng.choice((1, 1, 1, 2, 3))) | {
        "kernel_size": along(rng, axes, 1, 4 if axes < 3 else 3),
        "stride": one_or_all(rng, axes, 1, 3),
        "padding": rng.choice((*known, *explicit)),
        "dilation": one_or_all(rng, axes, 1, 3) if dilated and rng.random() < 0.5 else 1,
        "bias": rng.random() < 0.4,
    }
    return Spec(f"Conv{axes}d", said | flips(rng), (said["in_channels"], *size(rng, axes)))


def dialect_transpose(rng: Random, axes: int, names: tuple[str, ...], *, groups: bool) -> Spec:
    """Return a transposed convolution with named or per-side padding."""
    explicit = (both_sides(rng, axes, 0, 3),) if "pairs" in names else ()
    known = tuple(name for name in names if name != "pairs")
    said = channels(rng, rng.choice((1, 1, 2)) if groups else 1) | {
        "kernel_size": along(rng, axes, 1, 5 if axes < 3 else 3),
        "stride": one_or_all(rng, axes, 1, 3),
        "padding": rng.choice((*known, *explicit)),
        "bias": rng.random() < 0.4,
        "dilation": rng.choice((1, 1, one_or_all(rng, axes, 1, 3))),
    }
    shape = (said["in_channels"], *along(rng, axes, 1, (6, 4, 3)[axes - 1]))
    return Spec(f"ConvTranspose{axes}d", said | flips(rng), shape)


def dialect_pool(rng: Random, axes: int, kind: str, names: tuple[str, ...], most: int = 3) -> Spec:
    """Return a pool with named or per-side padding."""
    kernel = along(rng, axes, 1, most)
    explicit = ([along(rng, 2, 0, k - 1) for k in kernel],) if "pairs" in names else ()
    known = tuple(name for name in names if name != "pairs")
    said = {
        "kernel_size": kernel,
        "stride": rng.choice((None, one_or_all(rng, axes, 1, 3))),
        "padding": rng.choice((*known, *explicit)),
    }
    return Spec(f"{kind}{axes}d", said, (rng.choice((1, 2)), *size(rng, axes)))


def beyond(spec: Spec) -> bool:
    """Whether padding reads further than all of the input, as NumPy does.

    PyTorch refuses it; convviz's pads have no dialect.
    """
    mode = spec.arguments.get("padding_mode", spec.arguments.get("mode", "zeros"))
    named = isinstance(spec.arguments.get("padding"), str)
    if named or mode not in {"reflect", "symmetric", "circular"}:
        return False
    most = [max(pair) for pair in pairs(spec.arguments["padding"], spec.axes)]
    less = 1 if mode == "reflect" else 0
    return any(m > n - less for m, n in zip(most, spec.shape[1:], strict=True))


def absurd(rng: Random, spec: Spec) -> Spec:
    """Return a layer with a number or two that may not be."""
    said, shape = dict(spec.arguments), list(spec.shape)
    numbers = [
        name
        for name in said
        if name
        in {
            "kernel_size", "stride", "padding", "dilation", "groups", "output_padding",
            "output_size", "in_channels", "out_channels", "divisor_override", "norm_type",
        }
    ]  # fmt: skip
    for _ in range(rng.choice((1, 1, 2))):
        name = rng.choice((*numbers, *numbers, "size"))
        wrong = along(rng, spec.axes, -1, 5)
        if name == "size":
            shape[1:] = [max(0, rng.randint(-2, 4)) for _ in shape[1:]]
        elif name in {"groups", "in_channels", "out_channels"}:
            said[name] = rng.randint(0, 4)
        elif name in {"divisor_override", "norm_type"}:
            said[name] = rng.choice((0, -2))
        elif name == "padding" and isinstance(said[name], list) and isinstance(said[name][0], list):
            said[name] = both_sides(rng, spec.axes, -2, 5)
        elif name == "padding" and isinstance(said[name], str):
            continue
        else:
            said[name] = wrong
    if "in_channels" in said and rng.random() < 0.9:
        shape[0] = said["in_channels"]
    elif rng.random() < 0.05:
        shape[0] = rng.choice((0, shape[0] + 1))
    return Spec(spec.layer, said, tuple(shape))
