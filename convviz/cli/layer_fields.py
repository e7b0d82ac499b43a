"""From what was typed to fields of a layer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from convviz.cli import grammar, kinds
from convviz.cli.layer_options import LayerOptions, kernel_wish
from convviz.cli.parser import suggestion
from convviz.document.kinds import Kind, fold_input
from convviz.errors import InvalidLayer, Problem
from convviz.layers import (
    DIALECTS,
    PADDING_MODES,
    AdaptivePool,
    Conv,
    ConvTranspose,
    Dialect,
    Fold,
    Layer,
    Pad,
    Pool,
    Unfold,
)
from convviz.layers.padding import PAD_MODES
from convviz.layers.pooling import Reduction

Reader = Callable[[str, int], object]
"""From what was typed and the number of axes to the value of a field."""

_POOLED = 2
_OPENING = 5
_REDUCTIONS: dict[Kind, Reduction] = {
    "max_pool": "max", "avg_pool": "average", "lp_pool": "norm",
    "adaptive_max_pool": "max", "adaptive_avg_pool": "average",
}  # fmt: skip


def fresh(axes: int, kind: Kind = "conv") -> Layer:
    """Return the layer that options are applied to when there is no document."""
    ones, none = (1,) * axes, ((0, 0),) * axes
    three = (3,) * axes
    match kind:
        case "conv":
            return Conv(1, 1, three, ones, none, ones, bias=False)
        case "conv_transpose":
            return ConvTranspose(1, 1, three, ones, none, (0,) * axes, ones, bias=False)
        case "pad":
            return Pad(((1, 1),) * axes)
        case "unfold" | "fold":
            unfold = Unfold(three, ones, none, ones)
            size = (_OPENING,) * axes
            return unfold if kind == "unfold" else Fold(size, three, ones, none, ones)
    if "adaptive" in kind:
        return AdaptivePool(_REDUCTIONS[kind], ones)
    two = (_POOLED,) * axes
    return Pool(_REDUCTIONS[kind], two, two, none, ones)


def opening_shape(layer: Layer, size: tuple[int, ...]) -> tuple[int, ...]:
    """Return the input's shape of a layer without a document: `size`, or the matrix of a fold."""
    return fold_input(layer, 1) if isinstance(layer, Fold) else (1, *size)


def changes(options: LayerOptions, kind: Kind, axes: int) -> dict[str, object]:
    """Return what was typed as fields of a layer.

    Parameters
    ----------
    options
        What was typed.
    kind
        The kind of layer.
    axes
        How many spatial axes the input has.

    Raises
    ------
    convviz.errors.InvalidLayer
        Something can't be read, or the layer has no such option; all such things
        are listed.
    """
    found = list(_not_had(options, kind))
    made: dict[str, object] = {}
    for field, text, read in _readers(options, kind):
        if text is not None and (field in {"channels", "dialect"} or kinds.has(kind, field)):
            try:
                value = read(text, axes)
            except InvalidLayer as error:
                found += error.problems
            else:
                made |= value if isinstance(value, dict) else {field: value}
    if found:
        raise InvalidLayer(tuple(found))
    for field in ("bias", "flipped", "ceil_mode", "count_include_pad"):
        if getattr(options, field) is not None:
            made[field] = getattr(options, field)
    return made


def with_own_stride(fields: dict[str, object], layer: Layer) -> dict[str, object]:
    """Return the fields with the stride that a pool has where none was typed: its kernel.

    For JAX and ONNX it is 1, as for all that is no pool.
    """
    if not isinstance(layer, Pool) or "stride" in fields:
        return fields
    if fields.get("dialect", layer.dialect) in {"jax", "onnx"}:
        return {**fields, "stride": (1,) * layer.axes}
    return {**fields, "stride": fields.get("kernel_size", layer.kernel_size)}


def _not_had(options: LayerOptions, kind: Kind) -> Iterator[Problem]:
    """Yield what was typed that the kind of layer has no use for."""
    typed = {
        "kernel_size": options.kernel,
        "stride": options.stride,
        "padding": options.padding,
        "output_padding": options.output_padding,
        "dilation": options.dilation,
        "groups": options.groups,
        "padding_mode": options.padding_mode,
        "bias": options.bias,
        "flipped": options.flipped,
        "ceil_mode": options.ceil_mode,
        "count_include_pad": options.count_include_pad,
        "divisor_override": options.divisor,
        "norm_type": options.norm,
        "output_size": options.output_size,
        "mode": options.pad_mode,
        "value": options.value,
    }
    for field, value in typed.items():
        if value is not None and not kinds.has(kind, field):
            yield Problem(
                field,
                f"{kinds.NAMES[kind]} has no {kinds.OPTIONS[field]}: "
                f"it has {kinds.options_of(kind)}",
            )


def _readers(
    options: LayerOptions, kind: Kind
) -> tuple[tuple[str, str | None, Reader], ...]:
    """Return each field of a layer, what was typed for it, and what reads that."""
    return (
        ("kernel_size", options.kernel, lambda text, axes: _kernel(text, axes, kind)),
        ("stride", options.stride, _numbers("stride", "--stride")),
        ("dilation", options.dilation, _numbers("dilation", "--dilation")),
        ("padding", options.padding, lambda text, axes: _padding(text, axes, kind)),
        ("channels", options.channels, lambda text, _: _channels(text, kind)),
        ("groups", options.groups, lambda text, _: grammar.one_number("groups", "--groups", text)),
        ("output_padding", options.output_padding, _numbers("output_padding", "--output-padding")),
        ("output_size", options.output_size, lambda text, axes: _output_size(text, axes, kind)),
        (
            "divisor_override",
            options.divisor,
            lambda text, _: grammar.one_number("divisor_override", "--divisor", text),
        ),
        ("norm_type", options.norm, lambda text, _: grammar.real("norm_type", "--norm", text)),
        ("value", options.value, lambda text, _: grammar.real("value", "--value", text)),
        ("mode", options.pad_mode, _word("mode", "--pad-mode", PAD_MODES)),
        (
            "padding_mode",
            options.padding_mode,
            _word("padding_mode", "--padding-mode", PADDING_MODES),
        ),
        ("dialect", options.dialect, lambda text, _: dialect_of("--dialect", text)),
    )


def _kernel(text: str, axes: int, kind: Kind) -> tuple[int, ...]:
    wish = kernel_wish(text, axes)
    if wish.preset is not None and kind not in {"conv", "conv_transpose"}:
        raise grammar.misread(
            "kernel_size",
            f"--kernel {grammar.shortened(text)}: {kinds.NAMES[kind]} has no weight, "
            "its kernel is a size (3, 3x5)",
        )
    return wish.size


def _numbers(field: str, option: str) -> Callable[[str, int], tuple[int, ...]]:
    def read(text: str, axes: int) -> tuple[int, ...]:
        return grammar.per_axis(field, option, grammar.numbers(field, option, text), axes)

    return read


def _output_size(text: str, axes: int, kind: Kind) -> tuple[int | None, ...]:
    if kind == "fold":
        return _numbers("output_size", "--output-size")(text, axes)
    sizes = grammar.optional_numbers("output_size", "--output-size", text)
    return grammar.per_axis("output_size", "--output-size", sizes, axes)


def _padding(text: str, axes: int, kind: Kind) -> object:
    read = grammar.padding("--padding", text)
    if not isinstance(read, str):
        return grammar.per_axis("padding", "--padding", read, axes)
    if kind in {"pad", "unfold", "fold"}:
        raise grammar.misread(
            "padding",
            f"--padding {grammar.shortened(text)}: {kinds.NAMES[kind]} takes numbers, "
            "as in 1, 1x2 or 0:1x0:1",
        )
    return read


def _channels(text: str, kind: Kind) -> dict[str, object]:
    if kind in {"conv", "conv_transpose"}:
        before, after = grammar.channels("--channels", text)
        return {"in_channels": before, "out_channels": after}
    if ":" in text:
        before, after = grammar.channels("--channels", text)
        if before != after:
            raise grammar.misread(
                "in_channels",
                f"--channels {text}: {kinds.NAMES[kind]} gives as many channels as it takes",
            )
        return {"in_channels": before}
    return {"in_channels": grammar.one_number("in_channels", "--channels", text)}


def _word(field: str, option: str, words: tuple[str, ...]) -> Reader:
    """Return the reader of one of some words; what is near none the layer's check tells of."""

    def read(text: str, _axes: int) -> str:
        near = suggestion(text, words)
        if text not in words and near:
            said = f"{option} {grammar.shortened(text)}: there are {', '.join(words)}"
            raise grammar.misread(field, said + near)
        return text

    return read


def dialect_of(option: str, text: str) -> Dialect:
    """Return the dialect that an option names, also by what people call it.

    Raises
    ------
    convviz.errors.InvalidLayer
        There is no such dialect.
    """
    name = {"keras": "tensorflow", "tf": "tensorflow", "torch": "pytorch", "flax": "jax"}.get(
        text.lower(), text.lower()
    )
    for dialect in DIALECTS:
        if dialect == name:
            return dialect
    said = f"{option} {grammar.shortened(text)}: there are {', '.join(DIALECTS)}"
    raise grammar.misread("dialect", said + suggestion(name, DIALECTS))
