"""Kinds of layers as they are typed, and which options each has."""

from __future__ import annotations

import re

from convviz.cli.grammar import misread, shortened
from convviz.cli.parser import suggestion
from convviz.document.kinds import KINDS, PARAMETERS, Kind

OPTIONS: dict[str, str] = {
    "kernel_size": "--kernel",
    "stride": "--stride",
    "padding": "--padding",
    "output_padding": "--output-padding",
    "dilation": "--dilation",
    "groups": "--groups",
    "padding_mode": "--padding-mode",
    "bias": "--bias",
    "flipped": "--flipped",
    "ceil_mode": "--ceil-mode",
    "count_include_pad": "--count-include-pad",
    "divisor_override": "--divisor",
    "norm_type": "--norm",
    "output_size": "--output-size",
    "mode": "--pad-mode",
    "value": "--value",
}
"""The option that says a field of a layer."""

NAMES: dict[Kind, str] = {
    "conv": "conv",
    "conv_transpose": "conv-transpose",
    "max_pool": "maxpool",
    "avg_pool": "avgpool",
    "lp_pool": "lppool",
    "adaptive_max_pool": "adaptive-maxpool",
    "adaptive_avg_pool": "adaptive-avgpool",
    "pad": "pad",
    "unfold": "unfold",
    "fold": "fold",
}
"""What each kind is called where one is listed."""

_GLOBAL: dict[str, Kind] = {
    "globalmaxpool": "adaptive_max_pool", "globalavgpool": "adaptive_avg_pool",
}  # fmt: skip
_GLOBAL_NAMES = ("global-maxpool", "global-avgpool")
_TYPED: dict[str, Kind] = {
    **{kind.replace("_", ""): kind for kind in KINDS},
    "convolution": "conv",
    "transposed": "conv_transpose",
    "transposedconv": "conv_transpose",
    "deconv": "conv_transpose",
    "averagepool": "avg_pool",
    "im2col": "unfold",
    "col2im": "fold",
    **_GLOBAL,
}


def kind_of(text: str) -> Kind:
    """Return the kind that ``--layer`` names, in whatever spelling.

    Raises
    ------
    convviz.errors.InvalidLayer
        There is no such kind.
    """
    plain = re.sub(r"[-_ ]", "", text.strip().lower())
    if plain in _TYPED:
        return _TYPED[plain]
    names = (*NAMES.values(), *_GLOBAL_NAMES)
    axes = re.fullmatch(r"(.*)[123]d", plain)
    if axes and axes[1] in _TYPED:
        name = NAMES[_TYPED[axes[1]]]
        raise misread(
            "kind", f"--layer {shortened(text)}: it is {name}, --input says how many axes"
        )
    near = suggestion(text.lower(), (*names, *_TYPED))
    raise misread("kind", f"--layer {shortened(text)}: there are {', '.join(names)}{near}")


def is_global(text: str) -> bool:
    """Return whether ``--layer`` names a pool that leaves one cell."""
    return re.sub(r"[-_ ]", "", text.strip().lower()) in _GLOBAL


def has(kind: Kind, field: str) -> bool:
    """Return whether a kind of layer has a field that an option says."""
    return field in PARAMETERS[kind]


def options_of(kind: Kind) -> str:
    """Return the options that a kind of layer has, as a list in words."""
    return ", ".join(OPTIONS[field] for field in PARAMETERS[kind] if field in OPTIONS)
