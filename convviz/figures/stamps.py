"""A transposed convolution as stamps: each input cell puts the scaled kernel on the output."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from convviz.engine.coarse import finite_range
from convviz.engine.trace import Trace
from convviz.figures.board import Board, Box, Columns, Panel, board
from convviz.figures.canvas import Made, origin
from convviz.figures.grid import Grid
from convviz.figures.numbers import text_like
from convviz.figures.pieces import empty, every, named, outline, plane_of, tile_of, two
from convviz.figures.slices import flat
from convviz.figures.stamp_words import kernel_text, notes, of_channel
from convviz.figures.still import Choice
from convviz.figures.tiles import Plane, Tile
from convviz.figures.titles import size_text, strided
from convviz.layers.layer import Layer
from convviz.layers.transposed import ConvTranspose
from convviz.options import ViewOptions
from convviz.scene.items import Group, Item, Role, Scene
from convviz.scene.metrics import text_width
from convviz.steps.stamping import Canvas, Sums, canvas, kernel, layer_of

_FOOT = 1.7
_LEAD = 0.9
"""Room before the kernel for the cell that it is multiplied with, in what that takes at the size
of a title."""
_ARRANGEMENTS: tuple[Columns, ...] = (
    ((0,), (1, 2), (3,)), ((0,), (1,), (2,), (3,)), ((0, 1, 2), (3,)), ((0,), (1,), (2, 3)),
    ((0, 1, 2, 3),),
)
"""Input, kernel, stamp and output, the best first; never the stamp beside the input, which would
read as if they were equal."""
_SIMPLE: tuple[Columns, ...] = (((0,), (1,), (2,)), ((0, 1), (2,)), ((0, 1, 2),))
"""Input, kernel and output."""
_MOST_AXES = 2
_FACTOR = 2.4
"""Width of what stands around the number before the kernel, in its size."""


@dataclass(frozen=True, slots=True, eq=False)
class StampsStill:
    """The still part of a picture of stamps, and what the moving part is cut from.

    Attributes
    ----------
    scene
        The display list.
    trace, choice, board
        What it shows and where.
    given
        The input's cells.
    made
        The output's panel.
    stamps
        The colours of what is stamped.
    sums
        What the stamps add up to.
    """

    scene: Scene
    trace: Trace
    choice: Choice
    board: Board
    given: Tile
    made: Made
    stamps: Plane
    sums: Sums

    @property
    def input(self) -> Grid:
        """Where the input stands."""
        return self.board.grids[0]

    @property
    def kernel(self) -> Grid:
        """Where the kernel stands."""
        return self.board.grids[1]

    @property
    def scaled(self) -> Grid | None:
        """Where the stamp stands; None in a small picture."""
        return self.board.grids[2] if len(self.board.grids) > 3 else None


def available(layer: Layer) -> bool:
    """Return whether a layer can be shown as stamps."""
    return isinstance(layer, ConvTranspose) and layer.axes <= _MOST_AXES


def still(
    trace: Trace, choice: Choice, view: ViewOptions, size: tuple[float, float]
) -> StampsStill:
    """Return the still part of a picture of `size` (width, height) in pixels.

    Parameters
    ----------
    trace
        Of a layer that is `available`.
    choice
        Which channels; the input's is the stamp's.
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
) -> StampsStill:
    """Return the still part in a box of a picture; with a font, without stamp and notes."""
    there = canvas(trace)
    simple = font is not None
    panels = _panels(trace, choice, there, view)
    if simple:
        del panels[2]
        panels[-1] = replace(panels[-1], sign="→")
    where = board(
        panels, _SIMPLE if simple else _ARRANGEMENTS, () if simple else notes(trace, there), box,
        font, None if simple else choice.setting,
    )
    sums = Sums.of(trace, choice.input, choice.output)
    given = _given(trace, choice, where.grids[0], view)
    plane = plane_of(flat(sums.final), choice.output_ramp, view.output_levels, zero=True)
    made = Made(where.grids[-1], there, plane, flat(trace.output[choice.output]))
    scene = Scene(
        *size,
        items=(
            *where.items,
            Group("input", (
                *given.part(*every(given.grid)), _edge(given.grid, "input.edge"),
            )),
            Group("kernel", tuple(_weights(trace, choice, where.grids[1], view))),
            *(
                Group("stamp", (*empty(grid), _edge(grid, "kernel.edge")))
                for grid in where.grids[2:-1]
            ),
            Group("output", (*made.blank(view), *(() if simple else made.foot(where.font)))),
        ),
        hotspots=(*where.hotspots(panels)[:-1], made.hotspot()),
    )
    stamped = stamp_plane(trace, choice)
    return StampsStill(scene, trace, choice, where, given, made, stamped, sums)


def _given(trace: Trace, choice: Choice, grid: Grid, view: ViewOptions) -> Tile:
    plane = plane_of(flat(trace.input[choice.input]), choice.input_ramp, view.input_levels)
    return tile_of(plane, grid, view)


def _weights(trace: Trace, choice: Choice, grid: Grid, view: ViewOptions) -> list[Item]:
    """Return the kernel as it is written."""
    assert trace.weight is not None  # noqa: S101 - every convolution has one
    weight = flat(trace.weight[choice.input, choice.output % trace.weight.shape[1]])
    plane = plane_of(weight, choice.kernel_ramp, zero=True)
    return [*tile_of(plane, grid, view).part(*every(grid)), _edge(grid, "kernel.edge")]


def _edge(grid: Grid, role: Role) -> Item:
    return outline(grid, *named(grid), role)


def _panels(trace: Trace, choice: Choice, there: Canvas, view: ViewOptions) -> list[Panel]:
    layer = layer_of(trace)
    given = of_channel(choice.input, layer.in_channels) + size_text(trace.input.shape[1:])
    made = of_channel(choice.output, layer.out_channels) + size_text(there.output)
    if there.shape != there.output:
        made += f", cut out of {size_text(there.shape)}"
    made += strided(layer.stride)  # there stamps are so many cells apart
    weights = kernel_text(layer) + (", stamped mirrored" if layer.flipped else "")
    small = two(layer.kernel_size)
    # The stamp's factor and the lines to where it falls take the places of signs.
    lead = _LEAD * max(map(factor_width, _ends(trace, choice, view))) if view.by_taps else 0.0
    times, foot = ("", 0.0) if view.by_taps else ("×", _FOOT)
    scaled = ("Stamp", "cell × kernel") if view.by_taps else ("Products", "that meet there")
    return [
        Panel("input", "Input", given, "input.text", two(trace.input.shape[1:])),
        Panel("kernel", "Kernel", weights, "kernel.text", small, small=True, sign=times, lead=lead),
        Panel(
            "stamp", *scaled, "kernel.text", small, small=True, sign="=", lead=lead, foot=foot
        ),
        Panel(
            "output", "Output", made, "output.text", two(there.shape), origin(there),
            sign="" if view.by_taps else "→", foot=1.3 if any(there.extra) else 0.0,
        ),
    ]


def _ends(trace: Trace, choice: Choice, view: ViewOptions) -> list[str]:
    """Return the input's smallest number and its largest as they are written."""
    ends = finite_range(trace.input[choice.input])
    return [text_like(trace.input, end, view.decimals) for end in ends]


def factor_width(text: str) -> float:
    """Return the room that a number takes in front of the kernel, with its sign, in its size."""
    return text_width(text, 1.0) + _FACTOR


def stamp_plane(trace: Trace, choice: Choice) -> Plane:
    """Return the colours of every stamp: those of the smallest and the largest products."""
    inputs = finite_range(trace.input[choice.input])
    weights = finite_range(kernel(trace, choice.input, choice.output))
    products = np.array([[a * b for a in inputs for b in weights]], np.float64)
    return plane_of(products, choice.kernel_ramp, zero=True)
