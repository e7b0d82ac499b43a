"""Why an output cell is made of what it is made of: divisors, partial windows, copies."""

from __future__ import annotations

from math import prod

from convviz.engine.trace import Trace
from convviz.figures.numbers import number_text
from convviz.figures.words import counted_cells, place
from convviz.layers import AdaptivePool, ConvTranspose, Fold, Pad, Pool, Unfold
from convviz.steps.pointing import window
from convviz.steps.terms import Term, Terms


def counted(trace: Trace, term: Term) -> bool:
    """Return whether a term counts: not padding that an average leaves out."""
    layer = trace.layer
    if not isinstance(layer, Pool) or layer.reduction != "average":
        return True
    if layer.count_include_pad or layer.divisor_override is not None:
        return True
    return term.source is not None


def reason(trace: Trace, output: tuple[int, ...], terms: Terms) -> str:
    """Return a sentence on what is particular to a cell; empty where nothing is.

    Parameters
    ----------
    trace
        The layer's numbers.
    output
        The output cell (channel, *position).
    terms
        Its terms.
    """
    layer = trace.layer
    match layer:
        case ConvTranspose() if not len(terms):
            rest = "it is only the bias" if terms.bias is not None else "it is 0"
            return f"no input reaches this cell: {rest}"
        case Fold() if not len(terms):
            return "no window covers this cell: it is 0"
        case Pool():
            return _of_pool(trace, layer, output, terms)
        case AdaptivePool() if layer.reduction == "average":
            return f"its part of the input has {counted_cells(len(terms))}"
        case Pad() | Unfold():
            return _copied(trace, layer, terms[0])
    return ""


def _of_pool(trace: Trace, layer: Pool, output: tuple[int, ...], terms: Terms) -> str:
    if terms.how == "average":
        return _of_average(layer, terms, len(terms) - _inside(trace, output))
    return _of_largest(layer, terms)


def _of_largest(layer: Pool, terms: Terms) -> str:
    """Return what is particular to a maximum or a norm."""
    if terms.how == "max" and terms.chosen is None:
        return "all of the window is padding, which is never the maximum"
    whole, read = layer.taps, len(terms)
    if terms.how == "norm" and terms.scale is not None and terms.scale != 1:
        return (
            f"{whole - read} of the window's {whole} cells lie beyond the input: the sum is "
            f"scaled by {whole} ÷ {read}"
        )
    return _reach(whole - read, whole)


def _inside(trace: Trace, output: tuple[int, ...]) -> int:
    """Return how many cells of an output cell's window are cells of the input."""
    sizes = trace.input.shape[1:]
    axes = zip(window(trace, output[1:]), sizes, strict=True)
    return prod(sum(0 <= at < size for at in axis) for axis, size in axes)


def _of_average(layer: Pool, terms: Terms, padding: int) -> str:
    """Return why an average divides by what it does, where that isn't its window's cells.

    Parameters
    ----------
    layer
        The layer.
    terms
        The cell's.
    padding
        How many of them are padding.
    """
    if layer.divisor_override is not None:
        return f"the divisor is set to {layer.divisor_override}"
    whole, read = layer.taps, len(terms)
    left_out = []
    if padding and not layer.count_include_pad:
        left_out.append(f"{padding} {_lie(padding)} in padding that is left out")
    if read < whole:
        left_out.append(f"{whole - read} {_lie(whole - read)} beyond the padded input")
    if left_out:
        counts = "counts" if terms.divisor == 1 else "count"
        return f"{terms.divisor} of the window's {whole} cells {counts}: {' and '.join(left_out)}"
    return f"all {whole} cells of the window count, padding too" if padding else ""


def _reach(beyond: int, whole: int) -> str:
    if not beyond:
        return ""
    return f"{beyond} of the window's {whole} cells {_lie(beyond)} beyond the padded input"


def _lie(count: int) -> str:
    return "lies" if count == 1 else "lie"


def _copied(trace: Trace, layer: Pad | Unfold, term: Term) -> str:
    """Return where the single number of a cell comes from."""
    if term.source is None:
        value = number_text(trace.padded.dtype.type(term.value))
        return f"padding, the constant {value}" if isinstance(layer, Pad) else "padding, which is 0"
    copied = f"input {place(term.source)}"
    if term.source == term.position:
        return f"the number of {copied}"
    return f"padding, a copy of {copied}"
