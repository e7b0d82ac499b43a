"""What an output cell, an input cell, a tap or a stamp has to do with in every map of a chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from convviz.engine.trace import Trace
from convviz.figures.slices import Cell, cell_of
from convviz.layers import ConvTranspose
from convviz.steps.order import Step
from convviz.steps.pointing import as_read, meets, readers_along, taps_used
from convviz.steps.stamping import footprint
from convviz.steps.terms import Terms

Axes = tuple[tuple[int, ...], ...]
"""For each axis, the places along it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The cells that belong together.

    Attributes
    ----------
    given
        In each layer's padded input, the first layer's first; with an empty axis where none is.
    made
        In the last layer's output.
    taps
        Depths and cells of the kernel as it is written, None for all.
    one
        The input cell and the tap of a single product: (position, tap), or None.
    chosen
        The input cell that a maximum is, or None.
    """

    given: tuple[Axes, ...]
    made: Axes
    taps: frozenset[tuple[int, ...]] | None = None
    one: tuple[tuple[int, ...], tuple[int, ...]] | None = None
    chosen: tuple[int, ...] | None = None


def fields(traces: Sequence[Trace], position: tuple[int, ...]) -> tuple[Axes, ...]:
    """Return what an output cell of the last layer sees of each layer's padded input."""
    wanted: list[list[int]] = [[at] for at in position]
    found: list[Axes] = []
    for trace in reversed(traces):
        axes = tuple(
            tuple(sorted({cell for at in along for cell in axis.positions(at)}))
            for axis, along in zip(trace.reading, wanted, strict=True)
        )
        found.append(axes)
        # What of that is padding was made by no layer, or is a copy of what was.
        wanted = [
            sorted({int(sources[at + before]) for at in along} - {-1})
            for sources, along, (before, _) in zip(trace.sources, axes, trace.pads, strict=True)
        ]
    return tuple(reversed(found))


def of_output(traces: Sequence[Trace], position: tuple[int, ...]) -> Seen:
    """Return what an output cell is made from."""
    trace = traces[-1]
    taps = None
    if isinstance(trace.layer, ConvTranspose):
        used = product(*taps_used(trace, position))
        taps = frozenset(as_read(trace, tap) for tap in used)
    return Seen(fields(traces, position), tuple((at,) for at in position), taps)


def of_step(traces: Sequence[Trace], step: Step) -> Seen:
    """Return what a step is made from, or what its stamp falls on."""
    if step.stamp is not None:
        return _of_stamp(traces, step.stamp[1:])
    seen = of_output(traces, step.output[1:])
    terms = Terms(traces[-1], step.output)
    if step.tap is not None:
        term = terms[step.tap]
        return replace(seen, one=(term.position, term.tap))
    chosen = terms.chosen
    return seen if chosen is None else replace(seen, chosen=terms[chosen].position)


def _of_stamp(traces: Sequence[Trace], position: tuple[int, ...]) -> Seen:
    trace = traces[-1]
    falls = footprint(trace, position)
    inside = tuple(
        tuple(at for at in axis if 0 <= at < length)
        for axis, length in zip(falls, trace.output.shape[1:], strict=True)
    )
    kept = product(
        *(
            [tap for tap, at in enumerate(axis) if 0 <= at < length]
            for axis, length in zip(falls, trace.output.shape[1:], strict=True)
        )
    )
    taps = frozenset(as_read(trace, tap) for tap in kept)
    return Seen(_below(traces, position), inside, taps)


def _below(traces: Sequence[Trace], position: tuple[int, ...]) -> tuple[Axes, ...]:
    """Return a cell of the last layer's input, and what that sees in the maps below it."""
    own: Axes = tuple((at,) for at in position)
    if len(traces) == 1:
        return (own,)
    inside = all(
        0 <= at < size for at, size in zip(position, traces[-1].input.shape[1:], strict=True)
    )
    if not inside:
        return (*(tuple(() for _ in position) for _ in traces[1:]), own)
    return (*fields(traces[:-1], position), own)


def of_input(traces: Sequence[Trace], position: tuple[int, ...]) -> Seen:
    """Return the outputs that a cell of the last layer's padded input has a part in."""
    made = tuple(tuple(along) for along in readers_along(traces[-1], position))
    return Seen(_below(traces, position), made)


def of_tap(traces: Sequence[Trace], tap: tuple[int, ...]) -> Seen:
    """Return the cells that a tap meets over all steps."""
    nothing: Axes = tuple(() for _ in tap)
    met = tuple(map(tuple, meets(traces[-1], tap)))
    return Seen((*(nothing for _ in traces[1:]), met), nothing, frozenset({tap}))


def rows_and_columns(axes: Axes) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return rows and columns of a slice; one axis is one row."""
    return (axes[-2] if len(axes) > 1 else (0,), axes[-1])


def cells(places: frozenset[tuple[int, ...]], depth: int) -> set[Cell]:
    """Return the cells of a slice that are among some places."""
    return {cell_of(at) for at in places if len(at) < 3 or at[0] == depth}
