"""A step told in words, for those who listen and for tooltips."""

from __future__ import annotations

from convviz.engine.trace import Trace
from convviz.figures.numbers import grouped, number_text, text_like
from convviz.steps.order import Step
from convviz.steps.pointing import window
from convviz.steps.terms import Terms

_NAMES = {1: ("cell",), 2: ("row", "column"), 3: ("slice", "row", "column")}
_SIDES = {
    "slice": ("in front", "behind"),
    "row": ("above", "below"),
    "column": ("at the left", "at the right"),
    "cell": ("at the left", "at the right"),
}
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_MOST_LISTED = 5


def place(position: tuple[int, ...]) -> str:
    """Return a position in words, counted from 1: ``row 1, column 3``."""
    return ", ".join(
        f"{name} {at + 1}" for name, at in zip(_NAMES[len(position)], position, strict=True)
    )


def sentence(trace: Trace, step: Step, count: int, decimals: int | None = None) -> str:
    """Return what happens at a step, with its numbers.

    Parameters
    ----------
    trace
        The layer's numbers.
    step
        The step.
    count
        How many steps there are.
    decimals
        Digits after the point, or None.
    """
    begin = f"Step {grouped(step.number + 1)} of {grouped(count)}: "
    if step.tap is None:
        return begin + _cell(trace, step.output, decimals)
    terms = Terms(trace, step.output)
    term = terms[step.tap]
    value = text_like(trace.padded, term.value, decimals)
    weight = text_like(trace.weight, term.weight, decimals)
    product, partial, total = (
        text_like(trace.output, number, decimals)
        for number in (term.product, term.partial, terms.total)
    )
    end = ""
    if step.tap == len(terms) - 1 and trace.bias is not None:
        bias = number_text(trace.bias[step.output[0]], decimals)
        end = f", with the bias {bias} it is {total}"
    return (
        f"{begin}product {grouped(step.tap + 1)} of {grouped(len(terms))} for output "
        f"{_where(trace, step.output)}: {value} times {weight} is {product}, "
        f"the sum so far {partial}{end}"
    )


def cell_sentence(trace: Trace, output: tuple[int, ...], decimals: int | None = None) -> str:
    """Return how an output cell (channel, *position) comes about, whatever the step."""
    text = _cell(trace, output, decimals)
    return text[:1].upper() + text[1:]


def _cell(trace: Trace, output: tuple[int, ...], decimals: int | None) -> str:
    total = text_like(trace.output, Terms(trace, output).total, decimals)
    return (
        f"output {_where(trace, output)} is {total}, "
        f"from the window over {_window(trace, output[1:])}"
    )


def _where(trace: Trace, output: tuple[int, ...]) -> str:
    channel, *at = output
    several = trace.layer.out_channels > 1
    return (f"channel {channel + 1}, " if several else "") + place(tuple(at))


def _window(trace: Trace, at: tuple[int, ...]) -> str:
    parts: list[str] = []
    said = False
    axes = zip(_NAMES[len(at)], window(trace, at), trace.input.shape[1:], strict=True)
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
        what = f"{_counted(name, number)} of padding" if at == 0 else _count(number)
        words.append(f"{what} {side}")
    return _listed(words)


def _cells(name: str, inside: list[int]) -> str:
    """Return cells of one axis: ``row 3``, ``rows 2 to 4``, ``rows 3, 5 and 7``."""
    first, last = grouped(inside[0] + 1), grouped(inside[-1] + 1)
    if len(inside) == 1:
        return f"{name} {first}"
    gap = inside[1] - inside[0]
    if gap == 1:
        return f"{name}s {first} to {last}"
    if len(inside) <= _MOST_LISTED:
        return f"{name}s {_listed([grouped(at + 1) for at in inside])}"
    return f"every {_ordinal(gap)} {name} from {first} to {last}"


def _counted(name: str, number: int) -> str:
    return f"{_count(number)} {name}{'s' if number > 1 else ''}"


def _count(number: int) -> str:
    return _COUNTS[number] if number < len(_COUNTS) else grouped(number)


def _listed(words: list[str]) -> str:
    """Return words as people list them: ``a, b and c``."""
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def _ordinal(number: int) -> str:
    teens = 10 < number % 100 < 14
    return f"{grouped(number)}{'th' if teens else _ENDINGS.get(number % 10, 'th')}"
