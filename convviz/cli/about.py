"""All about a layer and its input, as lines of text."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from convviz.advice import Advice, advise
from convviz.advice.dialects import Difference, differences
from convviz.advice.solve import input_sizes
from convviz.cli.problems import option_text
from convviz.layers import (
    AdaptivePool,
    ConvTranspose,
    Fold,
    Layer,
    Pad,
    Pool,
    Summary,
    Unfold,
    Weighted,
    summarise,
)
from convviz.layers.check import axis_name

_LABEL = 18
_ROWS = {1: ("cell",), 2: ("row", "column"), 3: ("slice", "row", "column")}
_WINDOWS = "(I + P₁ + P₂ − D·(K − 1) − 1) / S"


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a valid layer and its input.

    Attributes
    ----------
    summary
        Sizes, costs and receptive field.
    input_sizes
        For each axis, which input sizes give the same output; None for a matrix.
    differences
        What other dialects make of it.
    advice
        What is worth knowing though it is valid.
    """

    summary: Summary
    input_sizes: tuple[range, ...] | None
    differences: tuple[Difference, ...]
    advice: tuple[Advice, ...]

    @classmethod
    def of(cls, layer: Layer, input_shape: tuple[int, ...]) -> About:
        """Return all about a layer and an input that are valid together."""
        summary = summarise(layer, input_shape)
        sizes = None
        if not isinstance(layer, Unfold | Fold):
            sizes = input_sizes(layer, summary.output_shape[1:])
        return cls(summary, sizes, differences(layer, input_shape), advise(layer, input_shape))


def text(layer: Layer, about: About) -> str:
    """Return all about a layer and its input as lines of text."""
    blocks = (
        [repr(layer)],
        _shapes(layer, about),
        _formula(layer, about.summary),
        _costs(layer, about.summary),
        _other_dialects(about.differences),
        _advice(about.advice, layer),
    )
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)


def _shapes(layer: Layer, about: About) -> list[str]:
    order = " × ".join(("channels", *_names(layer.axes)))
    shapes = about.summary.input_shape, about.summary.output_shape
    lines = [
        _line("input", _matrix(shapes[0]) if isinstance(layer, Fold) else
              f"{_times(shapes[0])}   ({order})"),
        _line("output", _matrix(shapes[1]) if isinstance(layer, Unfold) else _times(shapes[1])),
    ]
    if about.input_sizes is not None and any(len(sizes) > 1 for sizes in about.input_sizes):
        same = " × ".join(map(_range, about.input_sizes))
        lines.append(_line("same output", f"from inputs of {same}"))
    return lines


def _formula(layer: Layer, summary: Summary) -> list[str]:
    names = ["rows", "columns"] if isinstance(layer, Unfold) else _names(layer.axes)
    return [
        _line("output size", _general(layer)),
        *(
            _line(f"  {name}", str(formula))
            for name, formula in zip(names, summary.formulas, strict=True)
        ),
    ]


def _general(layer: Layer) -> str:
    """Return the formula of the output size in letters."""
    match layer:
        case ConvTranspose():
            return "(I − 1)·S − P₁ − P₂ + D·(K − 1) + output padding + 1"
        case Pad():
            return "I + P₁ + P₂"
        case Unfold():
            return "a row for each tap of each channel, a column for each window"
        case AdaptivePool() | Fold():
            return "as asked for"
    if isinstance(layer, Pool) and layer.ceil_mode:
        return f"⌈{_WINDOWS}⌉ + 1, less a window that would begin in the padding"
    return f"⌊{_WINDOWS}⌋ + 1"


def _costs(layer: Layer, summary: Summary) -> list[str]:
    lines = []
    span = _times(summary.effective_kernel)
    if isinstance(layer, AdaptivePool):
        lines.append(_line("largest part", span))
    elif not isinstance(layer, Pad):
        lines.append(_line("k_eff", f"{span}   (D·(K − 1) + 1 along each axis)"))
    lines.append(_line("unused input", _counts([row.input for row in summary.unread])))
    unread_padding = [row.padding for row in summary.unread]
    if any(unread_padding):
        lines.append(_line("unread padding", _counts(unread_padding)))
    lines += [
        _line("parameters", _parameters(layer, summary)),
        _line("multiply-adds", _multiply_adds(layer, summary)),
    ]
    if summary.operations != summary.multiply_adds:
        compared = isinstance(layer, Pool | AdaptivePool) and layer.reduction == "max"
        done = "comparisons" if compared else "additions"
        lines.append(_line("operations", f"{summary.operations:,} {done}"))
    field = summary.receptive_field
    if field is not None:
        lines.append(
            _line(
                "receptive field",
                f"size {_times(field.size)}, jump {_joined(field.jump, ' × ')}, "
                f"start ({_joined(field.start, ', ')})",
            )
        )
    return lines


def _parameters(layer: Layer, summary: Summary) -> str:
    if not isinstance(layer, Weighted):
        return "0"
    weights = f"{_counted(summary.weights, 'weight')} ({_times(layer.weight_shape)})"
    biases = _counted(summary.biases, "bias", "biases") if layer.bias else "no bias"
    return f"{summary.parameters:,} = {weights} + {biases}"


def _multiply_adds(layer: Layer, summary: Summary) -> str:
    if not isinstance(layer, Weighted):
        return "0"
    what, count = "output", prod(summary.output_shape)
    if isinstance(layer, ConvTranspose):
        what, count = "input", prod(summary.input_shape)
    each = summary.multiply_adds // count
    return f"{summary.multiply_adds:,} = {_counted(count, what)} × {_counted(each, 'product')}"


def _other_dialects(rows: tuple[Difference, ...]) -> list[str]:
    differing = [f"• {row.message}" for row in rows if row.verdict != "same"]
    return ["in other dialects", *differing] if differing else []


def _advice(rows: tuple[Advice, ...], layer: Layer) -> list[str]:
    lines = []
    for row in rows:
        lines.append(f"• {row.message}")
        if row.fixes:
            options = (option_text(fix, layer) for fix in row.fixes)
            lines.append(f"  try {' or '.join(options)}")
    return ["worth knowing", *lines] if lines else []


def _names(axes: int) -> list[str]:
    return [axis_name(axes, axis) for axis in range(axes)]


def _line(label: str, said: str) -> str:
    return f"{label:<{_LABEL}}{said}"


def _matrix(shape: tuple[int, ...]) -> str:
    return f"{_times(shape[1:])}   (rows × columns)"


def _range(sizes: range) -> str:
    if len(sizes) < 2:
        return str(sizes.start)
    return f"{sizes.start} to {sizes.stop - 1}"


def _times(numbers: tuple[int, ...]) -> str:
    return " × ".join(map(str, numbers))


def _joined(numbers: tuple[float, ...], between: str) -> str:
    return between.join(f"{number:g}".replace("-", "−") for number in numbers)


def _counts(counts: list[int]) -> str:
    if not any(counts):
        return "none"
    return ", ".join(map(_counted, counts, _ROWS[len(counts)]))


def _counted(count: int, word: str, words: str = "") -> str:
    return f"{count:,} {word if count == 1 else words or f'{word}s'}"
