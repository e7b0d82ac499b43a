"""How gradients flow back through a layer: from the output to the input and to the weights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.coarse import finite_range
from convviz.engine.trace import Trace
from convviz.figures.board import Board, Columns, Panel, board
from convviz.figures.gradient_words import notes
from convviz.figures.grid import Grid
from convviz.figures.kernels import kernel_numbers
from convviz.figures.pieces import changing, every, named, outline, plane_of, strips, tile_of, two
from convviz.figures.slices import Cell, flat
from convviz.figures.stamp_words import of_channel
from convviz.figures.still import Choice
from convviz.figures.tiles import SMALLEST_LABELLED_CELL, Plane, Tile, rim
from convviz.figures.titles import size_text
from convviz.layers.conv import Conv
from convviz.layers.layer import Layer
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.transposed import ConvTranspose
from convviz.options import ViewOptions
from convviz.scene.items import Group, Item, Ramp, Role, Scene
from convviz.steps.collecting import Collected

_MOST_AXES = 2
_WEIGHTED: tuple[Columns, ...] = (
    ((0,), (1, 2), (3, 4)), ((0, 1, 2), (3, 4)), ((0,), (1, 2), (3,), (4,)),
    ((0,), (1,), (2,), (3,), (4,)), ((0, 1, 2, 3, 4),),
)
"""Output's gradient, kernel, kernel's gradient, input, input's gradient: the best first."""
_READING: tuple[Columns, ...] = (((0,), (1,), (2,)), ((0,), (1, 2)), ((0, 1, 2),))
_PLAIN: tuple[Columns, ...] = (((0,), (1,)), ((0, 1),))


@dataclass(frozen=True, slots=True, eq=False)
class GradientStill:
    """The still part of a picture of gradients, and what the moving part is cut from.

    Attributes
    ----------
    scene
        The display list.
    trace, choice, board
        What it shows and where.
    grids
        Where each panel stands, by its kind.
    collected
        What flows back between the two channels.
    planes
        The colours of the gradients of input and weight, by their panels' kinds.
    reached
        The same with nothing but ones, which is 0 only where nothing has arrived;
        None where no such number can be read.
    """

    scene: Scene
    trace: Trace
    choice: Choice
    board: Board
    grids: dict[str, Grid]
    collected: Collected
    planes: dict[str, Plane]
    reached: Collected | None


def available(layer: Layer) -> bool:
    """Return whether gradients can be shown flowing back through a layer."""
    return layer.axes <= _MOST_AXES


def still(
    trace: Trace,
    choice: Choice,
    view: ViewOptions,
    size: tuple[float, float],
    grad_output: NDArray[Any] | None = None,
) -> GradientStill:
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
    grad_output
        The gradient with respect to the output, of its shape; None for 1 everywhere.
    """
    if grad_output is None:
        grad_output = np.ones(trace.output.shape, np.int64)
    collected = Collected.of(trace, choice.input, choice.output, grad_output)
    panels = _panels(trace, choice)
    where = board(
        panels, _arrangements(trace.layer), notes(trace.layer), (0, 0, *size),
        setting=choice.setting,
    )
    grids = {panel.kind: grid for panel, grid in zip(panels, where.grids, strict=True)}
    planes = _planes(trace, choice, collected, grad_output)
    read = view.values and grids["grad_input"].cell >= SMALLEST_LABELLED_CELL
    transposed = view.values and isinstance(trace.layer, ConvTranspose)
    reached = _of_ones(trace, choice) if read or transposed else None
    groups = [
        Group(kind, tuple(_panel_items(kind, grid, trace, planes[kind], view)))
        for kind, grid in grids.items()
    ]
    scene = Scene(*size, (*where.items, *groups), where.hotspots(panels))
    return GradientStill(scene, trace, choice, where, grids, collected, planes, reached)


def _of_ones(trace: Trace, choice: Choice) -> Collected:
    """Return what collects where every number that flows or multiplies is 1."""
    if trace.weight is not None:
        x, weight = (np.ones(part.shape, np.int64) for part in (trace.input, trace.weight))
        trace = replace(trace, input=x, weight=weight)
    grad_output = np.ones(trace.output.shape, np.int64)
    return Collected.of(trace, choice.input, choice.output, grad_output)


def _arrangements(layer: Layer) -> tuple[Columns, ...]:
    if isinstance(layer, Conv | ConvTranspose):
        return _WEIGHTED
    return _READING if reads_values(layer) else _PLAIN


def reads_values(layer: Layer) -> bool:
    """Return whether what flows back depends on the input's values."""
    return isinstance(layer, Conv | ConvTranspose) or (
        isinstance(layer, Pool | AdaptivePool) and layer.reduction != "average"
    )


def _panels(trace: Trace, choice: Choice) -> list[Panel]:
    layer = trace.layer
    first, shape = shown_cells(trace)
    made = of_channel(choice.output, trace.output.shape[0]) + size_text(trace.output.shape[1:])
    given = of_channel(choice.input, trace.input.shape[0]) + size_text(trace.input.shape[1:])
    out = two(trace.output.shape[1:])
    panels = [Panel("grad_output", "Output’s gradient", made, "gradient.text", out)]
    if isinstance(layer, Conv | ConvTranspose):
        taps, size = two(layer.kernel_size), size_text(layer.kernel_size)
        panels += [
            Panel("kernel", "Kernel", size, "kernel.text", taps, small=True),
            Panel(
                "grad_weight", "Kernel’s gradient", "sum of input × gradient", "gradient.text",
                taps, small=True,
            ),
        ]
    if reads_values(layer):
        panels.append(Panel("input", "Input", given, "input.text", shape, first))
    panels.append(
        Panel("grad_input", "Input’s gradient", _how(layer, given), "gradient.text", shape, first)
    )
    return panels


def _how(layer: Layer, given: str) -> str:
    if isinstance(layer, Conv | ConvTranspose):
        return "sum of weight × gradient"
    return given


def shown_cells(trace: Trace) -> tuple[Cell, Cell]:
    """Return the first cell of the input with its padding, and its rows and columns."""
    rows, columns = two(trace.input.shape[1:])
    pads = ((0, 0), *trace.pads)[-2:]
    (top, bottom), (left, right) = ((max(a, 0), max(b, 0)) for a, b in pads)
    return (-top, -left), (rows + top + bottom, columns + left + right)


def _planes(
    trace: Trace, choice: Choice, collected: Collected, grad_output: NDArray[Any]
) -> dict[str, Plane]:
    """Return the numbers and colours of all panels."""
    planes = {
        "grad_output": _gradient_plane(flat(grad_output[choice.output]), choice),
        "grad_input": _gradient_plane(flat(collected.final), choice),
        "input": plane_of(_with_padding(trace, choice), choice.input_ramp),
    }
    if collected.weight is not None:
        weight = kernel_numbers(trace, choice.input, choice.output, 0)
        planes["kernel"] = plane_of(weight, choice.kernel_ramp, zero=True)
        planes["grad_weight"] = _gradient_plane(flat(collected.weight), choice)
    return planes


def _gradient_plane(values: NDArray[Any], choice: Choice) -> Plane:
    ramp: Ramp = "purple-green" if finite_range(values)[0] < 0 else "gradient"
    if choice.input_ramp == "plain":
        ramp = "plain"
    return plane_of(values, ramp, zero=True)


def _with_padding(trace: Trace, choice: Choice) -> NDArray[Any]:
    """Return the input's numbers with the padding around it; what is cut off is there, too."""
    first, shape = shown_cells(trace)
    padded = flat(trace.padded[choice.input])
    found = np.zeros(shape, padded.dtype)
    before = ((0, 0), *trace.pads)[-2:]
    top, left = (-min(pair[0], 0) for pair in before)
    found[top : top + padded.shape[0], left : left + padded.shape[1]] = padded
    given = flat(trace.input[choice.input])
    rows, columns = (slice(-at, length - at) for at, length in zip(first, given.shape, strict=True))
    found[rows, columns] = given
    return found


def _panel_items(
    kind: str, grid: Grid, trace: Trace, plane: Plane, view: ViewOptions
) -> list[Item]:
    """Return a panel before the first step."""
    match kind:
        case "input":
            return padded_items(tile_of(plane, grid, view), trace, "input.edge")
        case "grad_input":
            nothing = np.zeros((grid.rows, grid.columns))
            hidden = np.zeros(nothing.shape, np.bool_)
            blank = changing(nothing, plane, grid, view, shown=hidden)
            return padded_items(blank, trace, "gradient.edge")
        case "grad_weight":
            nothing = np.zeros((grid.rows, grid.columns))
            hidden = np.zeros(nothing.shape, np.bool_)
            blank = changing(nothing, plane, grid, view, shown=hidden)
            return [*blank.part(*every(grid)), outline(grid, *named(grid), "gradient.edge")]
    edge: Role = "kernel.edge" if kind == "kernel" else "gradient.edge"
    return [*tile_of(plane, grid, view).part(*every(grid)), outline(grid, *named(grid), edge)]


def padded_items(tile: Tile, trace: Trace, role: Role) -> list[Item]:
    """Return an input's panel: its cells, the padding around them hatched, and its edge."""
    grid = tile.grid
    rows, columns = two(trace.input.shape[1:])
    inner = (range(rows), range(columns))
    items: list[Item] = []
    for block in strips(grid, inner):
        items += tile.part(*block, ramp="padding", hatched=True)
    (top, left) = grid.origin
    items += tile.part(range(-top, rows - top), range(-left, columns - left))
    if named(grid) != inner:
        items += rim(grid, *named(grid))
    return [*items, outline(grid, *inner, role)]
