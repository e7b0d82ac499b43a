"""What a weight and an input cell gather of the output's gradient."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.figures.additions import additions, in_cell
from convviz.figures.gradient import GradientStill, padded_items
from convviz.figures.grid import Grid
from convviz.figures.marks import mark
from convviz.figures.pieces import block, changing, every, named, outline
from convviz.figures.slices import cell_of, flat
from convviz.options import ViewOptions
from convviz.scene.items import Group, Item, Role
from convviz.steps.folded import ravelled
from convviz.steps.pointing import as_read
from convviz.steps.stamping import footprint, layer_of
from convviz.steps.terms import Number

Tap = tuple[int, ...]


def into_weight(
    still: GradientStill,
    before: NDArray[Any] | None,
    reached: NDArray[np.bool_] | None,
    added: list[tuple[Tap, Number]],
    view: ViewOptions,
    role: Role,
    *,
    last: bool,
) -> list[Item]:
    """Return the kernel's gradient so far, and what a step adds to it; nothing without a kernel.

    Parameters
    ----------
    still
        The still part.
    before
        The kernel's gradient before the step, None of layers without.
    reached
        Which of its cells something had come to, None for all.
    added
        Kernel cells as the weight is written, and what is added to each.
    view
        View options.
    role
        Of the frames.
    last
        Whether nothing more comes, so that what is 0 by now stays 0.
    """
    if before is None:
        return []
    grid, plane = still.grids["grad_weight"], still.planes["grad_weight"]
    there = np.ones(before.shape, np.bool_) if reached is None else reached
    # Whole numbers that 64 bits don't hold are added as floats.
    held = all(isinstance(amount, float) or abs(amount) < 1 << 63 for _, amount in added)
    kinds = {type(amount) for _, amount in added} if held else {float}
    now = before.astype(np.result_type(before, *kinds))
    shown = there | last
    with np.errstate(over="ignore", invalid="ignore"):
        for tap, amount in added:
            now[tap] += amount
            shown[tap] = True
    tile = changing(flat(now), plane, grid, view, shown=flat(shown))
    items: list[Item] = [*tile.part(*every(grid)), outline(grid, *named(grid), "gradient.edge")]
    again = [(tap, amount) for tap, amount in added if there[tap]]
    found = additions(
        [before[tap].item() for tap, _ in again], [amount for _, amount in again], grid.cell, view
    )
    for at, (tap, _) in enumerate(again if found is not None else ()):
        assert found is not None  # noqa: S101 - asked just now
        items += in_cell(found, at, now[tap].item(), plane, grid, cell_of(tap))
    return [Group("weights", (*items, *taps(grid, [tap for tap, _ in added], role)))]


def taps(grid: Grid, cells: list[Tap], role: Role) -> list[Item]:
    """Return frames around kernel cells: around all at once, or around each of some."""
    if len(cells) == grid.rows * grid.columns:
        return block(grid, named(grid), role)
    return [mark(grid, cell_of(cell), role, 1.5) for cell in cells]


def gathered(
    still: GradientStill, stamp: tuple[int, ...], view: ViewOptions, role: Role
) -> list[Item]:
    """Return what the input cell (channel, *position) of a stamp gathers from where it falls.

    The input's gradient has all numbers up to it, of all output channels.
    """
    trace, collected, position = still.trace, still.collected, stamp[1:]
    number = ravelled(position, trace.input.shape[1:])
    met = _met(still, position)
    grid, cell = still.grids["grad_input"], cell_of(position)
    final = flat(collected.final)
    done = (np.arange(final.size) <= number).reshape(final.shape)
    tile = changing(
        np.where(done, final, 0), still.planes["grad_input"], grid, view, shown=done
    )
    given = collected.part.trace.input[(0, *position)].item()
    gradient = collected.part.grad_output[0]
    added = [(tap, given * gradient[at].item()) for tap, at in met]
    made = still.grids["grad_output"]
    return [
        Group("sum", (*padded_items(tile, trace, "gradient.edge"), mark(grid, cell, role))),
        *into_weight(
            still, collected.weight_of_first(number), _stamped(still, number), added, view, role,
            last=number == final.size - 1,
        ),
        Group(
            "from",
            (
                *_around(made, [at for _, at in met], role),
                *taps(still.grids["kernel"], [tap for tap, _ in met], role),
                mark(still.grids["input"], cell, role),
            ),
        ),
    ]


def _stamped(still: GradientStill, number: int) -> NDArray[np.bool_] | None:
    """Return which kernel cells met the output in the first stamps, None where none is read."""
    if still.reached is None:
        return None
    return np.asarray(still.reached.weight_of_first(number) != 0)


def _met(still: GradientStill, position: tuple[int, ...]) -> list[tuple[Tap, tuple[int, ...]]]:
    """Return the kernel cells with which a stamp falls on the output, and where each does."""
    axes, size = footprint(still.trace, position), still.trace.output.shape[1:]
    shape = layer_of(still.trace).kernel_size
    found = []
    for tap in np.ndindex(*shape):
        at = tuple(axis[place] for axis, place in zip(axes, tap, strict=True))
        if all(0 <= place < length for place, length in zip(at, size, strict=True)):
            found.append((as_read(still.trace, tap), at))
    return found


def _around(grid: Grid, cells: list[tuple[int, ...]], role: Role) -> list[Item]:
    """Return frames around output cells that are a block, perhaps one with gaps."""
    if not cells:
        return []
    rows, columns = (sorted(set(axis)) for axis in zip(*map(cell_of, cells), strict=True))
    return block(grid, (_stepped(rows), _stepped(columns)), role)


def _stepped(places: list[int]) -> range:
    return range(places[0], places[-1] + 1, places[1] - places[0] if len(places) > 1 else 1)
