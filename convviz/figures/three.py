"""A transposed convolution in three ways at once: stamps, gaps, and a matrix."""

from __future__ import annotations

from dataclasses import dataclass

from convviz.engine.trace import Trace
from convviz.figures import gaps, stamps, stamps_moving
from convviz.figures.board import Box, font_for
from convviz.figures.gaps import GapsStill
from convviz.figures.slices import cell_of
from convviz.figures.stamps import StampsStill
from convviz.figures.stamps import available as available  # noqa: PLC0414 - the same layers
from convviz.figures.still import Choice
from convviz.figures.transposed_matrix import (
    Matrix,
    column_items,
    lit_column,
    lit_row,
    matrix,
    row_items,
)
from convviz.options import ViewOptions
from convviz.scene.items import Item, Line, Role, Scene, Text
from convviz.steps.folded import unravelled
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer

_NAMES = ("Stamps that add up", "Convolution over gaps", "Matrix")
_BESIDE = (0.63, 0.5, 0.56, 0.7)
"""How much of the width the first two may take beside the third, the best first."""
_READABLE = 24.0
"""Cells need not be larger than this for the sake of another arrangement."""
_BETTER = 1.05
"""How much larger cells have to become for an arrangement that comes later."""
_DETAILED = 12.2
"""Size of a title below whose second line would be smaller than 10 pixels."""
_HEAD = 2.0
_LEAST_HEADED = 8
"""Height of a part that has room for its name, in sizes of a title."""


Boxes = tuple[Box, Box, Box]
Parts = tuple[StampsStill, GapsStill, Matrix | None]


@dataclass(frozen=True, slots=True, eq=False)
class ThreeStill:
    """The still part of a picture of all three ways, and what the moving part is cut from.

    Attributes
    ----------
    scene
        The display list.
    trace, choice
        What it shows.
    stamps, gaps, matrix
        The three; no matrix where it has too many cells.
    """

    scene: Scene
    trace: Trace
    choice: Choice
    stamps: StampsStill
    gaps: GapsStill
    matrix: Matrix | None


def still(
    trace: Trace, choice: Choice, view: ViewOptions, size: tuple[float, float]
) -> ThreeStill:
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
    font = choice.setting.type_size(
        min(font_for(*size), max(0.8 * font_for(*size), _DETAILED))
    )
    boxes, (first, second, third) = _best(trace, choice, view, size, font)
    inner, headed = _inner(boxes, font)
    items: list[Item] = _heads(boxes, font) if headed else []
    items += [*first.scene.items, *second.scene.items]
    items += third.items if third is not None else _too_large(trace, inner[2], font)
    hotspots = (*first.scene.hotspots, *second.scene.hotspots)
    if third is not None:
        hotspots += third.hotspots
    return ThreeStill(Scene(*size, tuple(items), hotspots), trace, choice, first, second, third)


def _best(
    trace: Trace, choice: Choice, view: ViewOptions, size: tuple[float, float], font: float
) -> tuple[Boxes, Parts]:
    """Return the arrangement of the three with the most readable cells, and the three in it."""
    best: tuple[Boxes, Parts] | None = None
    most = 0.0
    for boxes in _arrangements(size):
        parts = _parts(trace, choice, view, size, boxes, font)
        found = _readable(parts)
        if best is None or found > _BETTER * most:
            best, most = (boxes, parts), found
    assert best is not None  # noqa: S101 - there are several
    return best


def _parts(
    trace: Trace, choice: Choice, view: ViewOptions, size: tuple[float, float], boxes: Boxes,
    font: float,
) -> Parts:
    inner, _ = _inner(boxes, font)
    return (
        stamps.still_in(trace, choice, view, size, inner[0], font),
        gaps.still_in(trace, choice, view, size, inner[1], font),
        matrix(trace, choice, view, inner[2], font),
    )


def _readable(parts: Parts) -> float:
    """Return how large the cells of the three are, as far as that makes them readable."""
    first, second, third = parts
    cells = [first.made.grid.cell, second.made.grid.cell]
    cells += [] if third is None else [third.grid.cell]
    return sum(min(cell, _READABLE) for cell in cells)


def _arrangements(size: tuple[float, float]) -> list[Boxes]:
    """Return the room of each: two above one another beside the third, or all in a column."""
    width, height = size
    half, third = round(height / 2), round(0.3 * height)
    column = (0.0, 0.0, width, third), (0.0, third, width, third)
    return [
        *(
            ((0, 0, left, half), (0, half, left, height - half), (left, 0, width - left, height))
            for left in (round(share * width) for share in _BESIDE)
        ),
        (*column, (0, 2 * third, width, height - 2 * third)),
    ]


def _inner(boxes: Boxes, font: float) -> tuple[Boxes, bool]:
    """Return the room of each below its name, and whether there is any for names."""
    if boxes[0][3] <= _LEAST_HEADED * font:
        return boxes, False
    first, second, third = (_below_head(box, font) for box in boxes)
    return (first, second, third), True


def _below_head(box: Box, font: float) -> Box:
    x, y, width, height = box
    return x, y + _HEAD * font, width, height - _HEAD * font


def _heads(boxes: Boxes, font: float) -> list[Item]:
    """Return the names of the three and the lines between them."""
    items: list[Item] = []
    for number, (name, (x, y, width, height)) in enumerate(zip(_NAMES, boxes, strict=True), 1):
        items.append(
            Text(x + font, y + 1.6 * font, f"{number}  {name}", font, "text.muted", bold=True)
        )
        if y:
            items.append(Line(((x + font, y), (x + width - font, y)), "grid"))
        if x:
            items.append(Line(((x, y + font), (x, y + height - font)), "grid"))
    return items


def _too_large(trace: Trace, box: Box, font: float) -> list[Item]:
    rows, columns = (a.size for a in (trace.output[0], trace.input[0]))
    x, y, width, height = box
    middle = x + width / 2
    return [
        Text(middle, y + height / 2, f"Cᵀ is {rows} × {columns}:", font, "text.muted", "middle"),
        Text(
            middle, y + height / 2 + 1.5 * font, "too many cells to draw", font, "text.muted",
            "middle",
        ),
    ]


def moving(still: ThreeStill, step: Step, view: ViewOptions, pointer: Pointer | None) -> Scene:
    """Return what stands over the still part at one step: the same cells in all three.

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
    meant = None if pointer is None else _meant(still, pointer)
    items = [
        *stamps_moving.moving(still.stamps, step, view, meant).items,
        *gaps.moving(still.gaps, step, view, meant).items,
    ]
    if still.matrix is not None:
        items += _in_matrix(still, still.matrix, step, view, meant)
    return Scene(still.scene.width, still.scene.height, tuple(items))


def _meant(still: ThreeStill, pointer: Pointer) -> Pointer | None:
    """Return an input cell, an output cell or a tap that a pointer stands for in all three."""
    kind, index = pointer
    made, size = still.trace.output.shape[1:], still.trace.input.shape[1:]
    match kind:
        case "stretched":
            how = still.gaps.how
            place = cell_of(index)
            if not how.is_input(place):
                return None
            return "input", (place[0] // how.stride[0], place[1] // how.stride[1])
        case "vector_input":
            return "input", unravelled(index[0], size)
        case "vector_output" | "matrix":
            return "output", unravelled(index[0], made)
        case "mirrored":
            return "kernel", gaps.shown_tap(still.gaps, cell_of(index))
    return pointer


def _in_matrix(
    still: ThreeStill, third: Matrix, step: Step, view: ViewOptions, pointer: Pointer | None
) -> list[Item]:
    role: Role = "window.edge" if pointer is None else "ghost.edge"
    if step.stamp is not None:
        items = column_items(third, still.stamps.sums, step.stamp[1:], view, role)
    else:
        items = row_items(third, step.output[1:], view, role)
    if pointer is None:
        return items
    kind, index = pointer
    position = cell_of(index)[-still.trace.layer.axes :]
    if kind == "input":
        items += lit_column(third, position, "hover.edge")
    elif kind == "output":
        items += lit_row(third, position, "hover.edge")
    return items
