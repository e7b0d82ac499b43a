"""A step told in words, for those who listen and for tooltips."""

from __future__ import annotations

from convviz.engine.trace import Trace
from convviz.figures.numbers import grouped, number_text, partial_text, text_like
from convviz.figures.reasons import reason
from convviz.figures.words import NAMES, count, counted, listed, ordinal, place
from convviz.layers import AdaptivePool, ConvTranspose, Fold, Pad, Pool, Unfold
from convviz.steps import stamping
from convviz.steps.order import Step
from convviz.steps.pointing import window
from convviz.steps.terms import Terms

__all__ = ["cell_name", "cell_sentence", "place", "sentence"]

_SIDES = {
    "slice": ("in front", "behind"),
    "row": ("above", "below"),
    "column": ("at the left", "at the right"),
    "cell": ("at the left", "at the right"),
}
_MOST_LISTED = 5


def sentence(trace: Trace, step: Step, total: int, decimals: int | None = None) -> str:
    """Return what happens at a step, with its numbers.

    Parameters
    ----------
    trace
        The layer's numbers.
    step
        The step.
    total
        How many steps there are.
    decimals
        Digits after the point, or None.
    """
    begin = f"Step {grouped(step.number + 1)} of {grouped(total)}: "
    if step.stamp is not None:
        return begin + _stamp(trace, step.stamp, decimals)
    if step.tap is None:
        return begin + _cell(trace, step.output, decimals)
    terms = Terms(trace, step.output)
    if trace.weight is None:
        return begin + _value(trace, step, terms, decimals)
    return begin + _product(trace, step, terms, decimals)


def _product(trace: Trace, step: Step, terms: Terms, decimals: int | None) -> str:
    assert step.tap is not None and trace.weight is not None  # noqa: S101, PT018
    term = terms[step.tap]
    value = text_like(trace.padded, term.value, decimals)
    weight = text_like(trace.weight, term.weight or 0, decimals)
    product, partial, total = (
        text_like(trace.output, number, decimals)
        for number in (term.product, term.partial, terms.total)
    )
    end = ""
    if step.tap == len(terms) - 1 and trace.bias is not None:
        bias = number_text(trace.bias[step.output[0]], decimals)
        end = f", with the bias {bias} it is {total}"
    return (
        f"product {grouped(step.tap + 1)} of {grouped(len(terms))} for output "
        f"{cell_name(trace, step.output)}: {value} times {weight} is {product}, "
        f"the sum so far {partial}{end}"
    )


def _value(trace: Trace, step: Step, terms: Terms, decimals: int | None) -> str:
    """Return a step that is one value of a pool's window."""
    assert step.tap is not None  # noqa: S101 - only such steps come here
    term = terms[step.tap]
    value = text_like(trace.padded, term.value, decimals)
    partial = partial_text(trace.output, term.partial, decimals)
    so_far = "the largest so far" if terms.how == "max" else "the sum so far"
    end = ""
    if step.tap == len(terms) - 1 and terms.how not in {"max", "sum"}:
        total = text_like(trace.output, terms.total, decimals)
        by = f"divided by {terms.divisor}" if terms.divisor is not None else "with the root taken"
        end = f", {by} it is {total}"
    return (
        f"value {grouped(step.tap + 1)} of {grouped(len(terms))} for output "
        f"{cell_name(trace, step.output)}: {value}, {so_far} {partial}{end}"
    )


def _stamp(trace: Trace, cell: tuple[int, ...], decimals: int | None) -> str:
    """Return what the stamp of an input cell (channel, *position) does."""
    channel, *at = cell
    several = f"channel {channel + 1}, " if trace.input.shape[0] > 1 else ""
    value = number_text(trace.input[cell], decimals)
    falls = stamping.footprint(trace, tuple(at))
    parts, cut = [], False
    for name, axis, length in zip(NAMES[len(at)], falls, trace.output.shape[1:], strict=True):
        inside = [one for one in axis if 0 <= one < length]
        cut = cut or len(inside) < len(axis)
        parts.append(_cells(name, inside) if inside else "")
    begin = f"input {several}{place(tuple(at))} is {value}, its stamp is the kernel times {value}"
    if not all(parts):
        return f"{begin}, all of which is cut off"
    end = "; the rest is cut off" if cut else ""
    return f"{begin}, added to output {', '.join(parts)}{end}"


def cell_sentence(trace: Trace, output: tuple[int, ...], decimals: int | None = None) -> str:
    """Return how an output cell (channel, *position) comes about, whatever the step."""
    text = _cell(trace, output, decimals)
    return text[:1].upper() + text[1:]


def _cell(trace: Trace, output: tuple[int, ...], decimals: int | None) -> str:
    terms = Terms(trace, output)
    total = text_like(trace.output, terms.total, decimals)
    begin = f"output {cell_name(trace, output)} is {total}"
    why = reason(trace, output, terms)
    match trace.layer:
        case ConvTranspose() if len(terms):
            products = f"{len(terms)} product{'' if len(terms) == 1 else 's'}"
            return f"{begin}, from {products} of {_window(trace, output[1:])}"
        case Fold() if len(terms):
            sums = f"{len(terms)} cell{'' if len(terms) == 1 else 's'}"
            return f"{begin}, the sum of {sums} of the matrix"
        case Pool() | AdaptivePool():
            made = _pooled(trace, terms, decimals)
            made = f"{begin}, {made} the window over {_window(trace, output[1:])}"
            return f"{made}{_chosen(terms)}{'; ' if why else ''}{why}"
        case ConvTranspose() | Fold() | Pad() | Unfold():
            return f"{begin}: {why}"
    return f"{begin}, from the window over {_window(trace, output[1:])}"


def _pooled(trace: Trace, terms: Terms, decimals: int | None) -> str:
    if terms.how == "max":
        return "the maximum of"
    if terms.how == "norm":
        assert isinstance(trace.layer, Pool)  # noqa: S101 - no other takes norms
        return f"the {trace.layer.norm_type:g}-norm of"
    if terms.how == "sum":
        return "the sum of"
    total = text_like(trace.output, terms[len(terms) - 1].partial, decimals)
    return f"{total} divided by {terms.divisor}, the average of"


def _chosen(terms: Terms) -> str:
    return "" if terms.chosen is None else f", at {place(terms[terms.chosen].position)}"


def cell_name(trace: Trace, output: tuple[int, ...]) -> str:
    """Return which output cell (channel, *position) it is: ``row 1, column 3``."""
    channel, *at = output
    several = trace.output.shape[0] > 1
    return (f"channel {channel + 1}, " if several else "") + place(tuple(at))


def _window(trace: Trace, at: tuple[int, ...]) -> str:
    parts: list[str] = []
    said = False
    axes = zip(NAMES[len(at)], window(trace, at), trace.input.shape[1:], strict=True)
    for name, axis, size in axes:
        inside = [place for place in axis if 0 <= place < size]
        padded = sum(place < 0 for place in axis), sum(place >= size for place in axis)
        begin = "input " if inside and not said else ""
        said = said or bool(inside)
        parts.append(begin + _part(name, inside, padded))
    return ", ".join(parts)


def _part(name: str, inside: list[int], padded: tuple[int, int]) -> str:
    """Return which cells of one axis a window reads, counted from 1, and how many of padding."""
    words = [_cells(name, inside)] if inside else []
    sides = [(n, side) for n, side in zip(padded, _SIDES[name], strict=True) if n]
    for at, (number, side) in enumerate(sides):
        what = f"{counted(name, number)} of padding" if at == 0 else count(number)
        words.append(f"{what} {side}")
    return listed(words)


def _cells(name: str, inside: list[int]) -> str:
    """Return cells of one axis: ``row 3``, ``rows 2 to 4``, ``rows 3, 5 and 7``."""
    first, last = grouped(inside[0] + 1), grouped(inside[-1] + 1)
    if len(inside) == 1:
        return f"{name} {first}"
    gap = inside[1] - inside[0]
    if gap == 1:
        return f"{name}s {first} to {last}"
    if len(inside) <= _MOST_LISTED:
        return f"{name}s {listed([grouped(at + 1) for at in inside])}"
    return f"every {ordinal(gap)} {name} from {first} to {last}"
