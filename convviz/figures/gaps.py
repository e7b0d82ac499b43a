"""A transposed convolution as a convolution over its input with zeros put between the cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from convviz.engine.trace import Trace
from convviz.figures.board import Board, Box, Columns, Panel, board
from convviz.figures.canvas import Made, uncut
from convviz.figures.gap_words import notes
from convviz.figures.grid import Grid
from convviz.figures.marks import mark
from convviz.figures.pieces import block, every, named, outline, plane_of, tile_of, two
from convviz.figures.pointing import inside
from convviz.figures.slices import cell_of, flat
from convviz.figures.stamp_words import kernel_text, of_channel
from convviz.figures.stamps import available as available  # noqa: PLC0414 - the same layers
from convviz.figures.stamps import stamp_plane
from convviz.figures.stamps_moving import sum_below, summed
from convviz.figures.still import Choice
from convviz.figures.stretch import Stretch, stretched_items, window_items
from convviz.figures.tiles import Plane, Tile
from convviz.figures.titles import size_text
from convviz.options import ViewOptions
from convviz.scene.items import Group, Item, Role, Scene
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer
from convviz.steps.stamping import Sums, canvas, kernel, layer_of
from convviz.steps.terms import Terms

_FOOT = 1.7
_ARRANGEMENTS: tuple[Columns, ...] = (
    ((0,), (1,), (2,)), ((0,), (1, 2)), ((0, 1), (2,)), ((0, 1, 2),),
)
"""Stretched input, kernel and output: the best first."""


@dataclass(frozen=True, slots=True, eq=False)
class GapsStill:
    """The still part of a picture of gaps, and what the moving part is cut from.

    Attributes
    ----------
    scene
        The display list.
    trace, choice, board
        What it shows and where.
    how
        How the input is stretched.
    stretched
        Its cells.
    made
        The output's panel.
    stamps, sums
        The colours of what an input cell adds, and what that adds up to.
    simple
        Whether it leaves out all that needs room.
    """

    scene: Scene
    trace: Trace
    choice: Choice
    board: Board
    how: Stretch
    stretched: Tile
    made: Made
    stamps: Plane
    sums: Sums
    simple: bool

    @property
    def kernel(self) -> Grid:
        """Where the kernel stands."""
        return self.board.grids[1]


def still(
    trace: Trace, choice: Choice, view: ViewOptions, size: tuple[float, float]
) -> GapsStill:
    """Return the still part of a picture of `size` (width, height) in pixels.

    Parameters
    ----------
    trace
        Of a layer that is `available`.
    choice
        Which channels.
    view
        View options.
    size
        The picture's.
    """
    return still_in(trace, choice, view, size, (0, 0, *size))


def still_in(
    trace: Trace,
    choice: Choice,
    view: ViewOptions,
    size: tuple[float, float],
    box: Box,
    font: float | None = None,
) -> GapsStill:
    """Return the still part in a box of a picture; with a font, without notes."""
    how = Stretch.of(trace)
    simple = font is not None
    panels = _panels(trace, choice, how, view, simple=simple)
    where = board(
        panels, _ARRANGEMENTS, () if simple else notes(trace), box, font,
        None if simple else choice.setting,
    )
    given = plane_of(
        how.values(trace.input[choice.input]), choice.input_ramp, view.input_levels, zero=True
    )
    stretched = tile_of(given, where.grids[0], view)
    weight = flat(np.flip(kernel(trace, choice.input, choice.output)))
    weights = tile_of(plane_of(weight, choice.kernel_ramp, zero=True), where.grids[1], view)
    output = flat(trace.output[choice.output])
    plane = plane_of(output, choice.output_ramp, view.output_levels, zero=True)
    made = Made(where.grids[2], uncut(canvas(trace)), plane, output)
    scene = Scene(
        *size,
        items=(
            *where.items,
            Group("stretched", tuple(stretched_items(stretched, how))),
            Group("kernel", (
                *weights.part(*every(weights.grid)),
                outline(weights.grid, *named(weights.grid), "kernel.edge"),
            )),
            Group("output", tuple(made.blank(view))),
        ),
        hotspots=(*where.hotspots(panels)[:2], made.hotspot()),
    )
    sums = Sums.of(trace, choice.input, choice.output)
    return GapsStill(
        scene, trace, choice, where, how, stretched, made, stamp_plane(trace, choice), sums,
        simple,
    )


def _panels(
    trace: Trace, choice: Choice, how: Stretch, view: ViewOptions, *, simple: bool
) -> list[Panel]:
    layer = layer_of(trace)
    given = of_channel(choice.input, layer.in_channels) + size_text(trace.input.shape[1:])
    stretched = tuple(map(len, how.read))[-layer.axes :]
    given += f", stretched{'' if simple else ' and padded'} to {size_text(stretched)}"
    made = of_channel(choice.output, layer.out_channels) + size_text(trace.output.shape[1:])
    name = "Kernel" if layer.flipped else "Kernel, mirrored"
    return [
        Panel("stretched", "Input", given, "input.text", how.shape, how.first),
        Panel(
            "mirrored", name, kernel_text(layer), "kernel.text", two(layer.kernel_size), small=True,
            sign="∗", foot=0.0 if view.by_taps or simple else _FOOT,
        ),
        Panel("output", "Output", made, "output.text", two(trace.output.shape[1:]), sign="="),
    ]


def moving(still: GapsStill, step: Step, view: ViewOptions, pointer: Pointer | None) -> Scene:
    """Return what stands over the still part at one step: a window's, or an input cell's.

    Parameters
    ----------
    still
        The still part.
    step
        The step; of a stamp whose channel is the one on show.
    view
        View options.
    pointer
        What is pointed at, or None; as None when it isn't in this picture.
    """
    lit = [] if pointer is None else _pointed(still, pointer)
    role: Role = "ghost.edge" if lit else "window.edge"
    if step.stamp is not None:
        place = still.how.place(cell_of(step.stamp[1:]))
        items = [
            *summed(still, step.stamp, view, role)[0],
            Group("cell", (mark(still.stretched.grid, place, role),)),
        ]
    else:
        items = _window(still, step.output, view, role)
    return Scene(still.scene.width, still.scene.height, (*items, *lit))


def _window(
    still: GapsStill,
    output: tuple[int, ...],
    view: ViewOptions,
    role: Role,
) -> list[Item]:
    """Return the window of an output cell, the taps that meet more than zeros, and the output."""
    here, terms = cell_of(output[1:]), Terms(still.trace, output)
    axes = still.how.window(here)
    cells = [] if role == "ghost.edge" else window_items(still.stretched, still.how, axes)
    taps: list[Item] = [mark(still.kernel, tap, role, 1.5) for tap in _taps(still, terms)]
    if not still.simple:
        taps += sum_below(still.trace, terms, still.kernel, still.board.font, view)
    return [
        Group("reached", tuple(still.made.reached(here, view))),
        Group("window", (*cells, *block(still.stretched.grid, axes, role))),
        Group("taps", tuple(taps)),
        Group("current", (mark(still.made.grid, here, role),)),
    ]


def _taps(still: GapsStill, terms: Terms) -> list[tuple[int, int]]:
    """Return where in the kernel on show the taps of terms are."""
    return [
        shown_tap(still, cell_of(term.tap)) for term in terms if term.channel == still.choice.input
    ]


def shown_tap(still: GapsStill, tap: tuple[int, int]) -> tuple[int, int]:
    """Return where in the kernel on show a tap is as it is written, or the other way round."""
    layer = layer_of(still.trace)
    if layer.flipped:  # Mirrored twice.
        return tap
    return still.kernel.rows - 1 - tap[0], still.kernel.columns - 1 - tap[1]


def _pointed(still: GapsStill, pointer: Pointer) -> list[Item]:
    """Return what is lit for a pointer; nothing for one that isn't in this picture."""
    kind, index = pointer
    grid, cell = still.stretched.grid, cell_of(index)
    match kind:
        case "stretched" if inside(grid, index):
            return _of_stretched(still, cell)
        case "input" if still.how.is_input(still.how.place(cell)):
            return _of_stretched(still, still.how.place(cell))
        case "kernel" if inside(still.kernel, index):
            return _of_tap(still, shown_tap(still, cell))
        case "mirrored" if inside(still.kernel, index):
            return _of_tap(still, cell)
        case "output" if still.made.kept(cell):
            return [
                mark(still.made.grid, cell, "hover.edge"),
                *block(grid, still.how.window(cell), "hover.edge"),
            ]
    return []


def _of_tap(still: GapsStill, cell: tuple[int, int]) -> list[Item]:
    """Return a tap of the kernel on show and all that it meets."""
    rows, columns = (
        range(axis.start + at * step, axis.start + at * step + len(places))
        for axis, at, step, places in zip(
            still.how.read, cell, still.how.dilation, (still.made.rows, still.made.columns),
            strict=True,
        )
    )
    return [
        mark(still.kernel, cell, "hover.edge"),
        *block(still.stretched.grid, (rows, columns), "hover.edge"),
    ]


def _of_stretched(still: GapsStill, cell: tuple[int, int]) -> list[Item]:
    """Return a stretched cell and all outputs whose windows read it."""
    items: list[Item] = [mark(still.stretched.grid, cell, "hover.edge")]
    axes = []
    for at, read, span, step, places in zip(
        cell, still.how.read, still.how.span, still.how.dilation,
        (still.made.rows, still.made.columns), strict=True,
    ):
        first = at - read.start - span + 1
        kept = [to for to in range(first, first + span, step) if to in places]
        axes.append(range(kept[0], kept[-1] + 1, step) if kept else range(0))
    if all(axes):
        items += block(still.made.grid, (axes[0], axes[1]), "hover.edge")
    return items
