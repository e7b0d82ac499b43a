"""How often each cell is used: by windows that read the input, by stamps on the output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from convviz.engine.trace import Trace
from convviz.figures.covering.counts import (
    Axes,
    Cell,
    Covered,
    Product,
    added,
    so_far,
    user_of,
)
from convviz.figures.covering.legend import legend
from convviz.figures.covering.words import told
from convviz.figures.grid import Grid
from convviz.figures.marks import around, mark, one, room, seen
from convviz.figures.numbers import grouped
from convviz.figures.panels import (
    Look,
    board,
    caption,
    cell_for,
    counted_as,
    empty,
    ghost,
    hotspot,
    two,
)
from convviz.figures.pieces import named
from convviz.figures.pointing import inside
from convviz.figures.sentences import place
from convviz.figures.slices import cell_of
from convviz.figures.still import Choice, edge
from convviz.figures.tiles import SMALLEST_LINED_CELL, Plane, Tile, rim, tile
from convviz.figures.titles import size_text
from convviz.layers.folding import Fold, Unfold
from convviz.layers.layer import Layer
from convviz.options import ViewOptions
from convviz.scene.items import (
    Group,
    Item,
    Line,
    Ramp,
    Rect,
    Role,
    Scene,
)
from convviz.scene.metrics import text_width
from convviz.steps.folded import unravelled
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer

_SHARE = 0.64
"""Share of the width that the counts get."""
_MOST_STRUCK = 600
_SMALLEST_MARKED = 3.0
_LARGEST = 88.0


@dataclass(frozen=True, slots=True, eq=False)
class CoverageStill:
    """The still part of the picture, and what the moving part is cut from.

    Attributes
    ----------
    scene
        The display list.
    covered
        The counts.
    look
        Room and type.
    total
        The cells with their counts.
    users
        The grid of the windows or stamps.
    part
        Where the counts up to a step stand, None of layers whose steps aren't windows.
    """

    scene: Scene
    covered: Covered
    look: Look
    total: Tile
    users: Grid
    part: Grid | None


def available(layer: Layer) -> bool:
    """Return whether a layer's cells can be shown: those of one or two axes."""
    return layer.axes <= 2


def still(
    trace: Trace,
    choice: Choice,
    view: ViewOptions,
    size: tuple[float, float],
) -> CoverageStill:
    """Return the still part of a picture of `size` (width, height) in pixels."""
    covered = Covered.of(trace)
    look = Look.of(size, choice.setting)
    with_part = not isinstance(trace.layer, Unfold)
    big, users, part = _grids(covered, look, with_part=with_part)
    total = _tile(covered, covered.total, big, view)
    items: list[Item] = [
        *_titles(covered, look, big, users, part),
        Group("counts", tuple(_counts(covered, total, big))),
        Group("users", tuple(empty(users, _user_edge(covered)))),
        *legend(covered, look, big, look.width if big.rows == 1 else users.x - look.font),
        *caption(look, told(covered), _below(look, big, users, part)),
    ]
    spots = (hotspot(covered.side, big), hotspot(_user_kind(covered), users))
    return CoverageStill(Scene(*size, tuple(items), spots), covered, look, total, users, part)


def moving(
    still: CoverageStill, step: Step, view: ViewOptions, pointer: Pointer | None
) -> Scene:
    """Return what stands over the still part at one step."""
    covered = still.covered
    items: list[Item] = [*_reached(still, step)]
    if still.part is not None:
        counts = _without_zeros(_tile(covered, so_far(covered, step), still.part, view))
        items.append(Group("so far", tuple(_counts(covered, counts, still.part, strike=False))))
    user = user_of(covered.trace, step)
    cell = cell_of(step.output[1:])
    found = None if pointer is None else _pointed(still, pointer)
    role: Role = "window.edge"
    if found is not None:
        items += [*found, *_ghosts(still, user, cell)]
    elif user is not None:
        items += _used(still, user, role)
        if isinstance(covered.trace.layer, Unfold):
            items.append(_on(still.total.grid, _tap_cell(still, user, step)))
    else:
        items += _users(still, cell, role)
    return Scene(still.scene.width, still.scene.height, tuple(items))


def sentence(
    trace: Trace,
    step: Step,
    count: int,
    decimals: int | None = None,  # noqa: ARG001 - as of other views; counts are whole
) -> str:
    """Return what the picture shows at a step, in words."""
    covered = Covered.of(trace)
    begin = f"Step {grouped(step.number + 1)} of {grouped(count)}: "
    user, axes = user_of(trace, step), trace.layer.axes
    if user is None:
        cell = cell_of(step.output[1:])
        terms = counted_as(int(covered.counts[cell]), "term")
        now = f"output {place(step.output[1:])} gets {terms}"
    elif covered.side == "output":
        rows, columns = covered.used_by(user)
        cells = counted_as(len(rows) * len(columns), "cell")
        now = f"the stamp of input {place(user[-axes:])} falls on {cells}"
    else:
        rows, columns = covered.used_by(user)
        cells = counted_as(len(rows) * len(columns), "cell")
        now = f"{covered.user} {place(user[-axes:])} reads {cells}"
    return f"{begin}{now}. {told(covered)}"


def _grids(covered: Covered, look: Look, *, with_part: bool) -> tuple[Grid, Grid, Grid | None]:
    """Return where the counts stand, and beside them the users and the counts so far."""
    font = look.font if look.title else 0.0
    foot, gap = 5.6 * font, max(3.0 * font, 4.0)
    width = max(look.width - 2 * look.margin - gap, 2.0)
    height = max(look.height - 2 * look.margin - look.title - foot, 2.0)
    shape = covered.counts.shape
    cells = shape[0], shape[1]
    if covered.counts.shape[0] == 1:
        return _lines_of(covered, look, cells, with_part=with_part)
    cell = cell_for(_SHARE * width, height, cells[1], cells[0], _LARGEST)
    each = (height - with_part * (look.title + 0.6 * font)) / (1 + with_part)
    side = (1 - _SHARE) * width
    user_cell = min(cell_for(side, each, covered.users[1], covered.users[0]), 0.8 * cell)
    part_cell = min(cell_for(side, each, cells[1], cells[0]), 0.8 * cell)
    beside = max(user_cell * covered.users[1], part_cell * cells[1] * with_part, 9 * font)
    wide = cell * cells[1]
    if look.title:  # A title that is wider than the cells keeps its room.
        wide = max(wide, text_width(_title(covered), font, bold=True) - 1.5 * font)
    x = max((look.width - wide - gap - beside) / 2, look.margin)
    high = cell * cells[0]
    y = look.margin + look.title + max((height - high) / 2, 0.0)
    big = board(x, y, cell, cells, covered.origin)
    right = x + wide + gap
    users = board(right, y, user_cell, covered.users)
    if not with_part:
        return big, users, None
    stack = user_cell * covered.users[0] + part_cell * cells[0] + look.title + 0.6 * font
    # Both are as high as the counts where they can be; else they stand around their middle.
    top = y if stack <= high else max(y + (high - stack) / 2, look.margin + look.title)
    below = max(top + high, top + stack) - part_cell * cells[0]
    users = board(right, top, user_cell, covered.users)
    return big, users, board(right, below, part_cell, cells, covered.origin)


def _lines_of(
    covered: Covered, look: Look, cells: Cell, *, with_part: bool
) -> tuple[Grid, Grid, Grid | None]:
    """Return the same for a single row of cells: one above the other."""
    font = look.font if look.title else 0.0
    width = max(look.width - 2 * look.margin, 2.0)
    rows = 2 + with_part
    between = look.title + 0.8 * font + 2.0
    height = max(look.height - 2 * look.margin - 5.6 * font - rows * between, 2.0)
    cell = cell_for(width, height, max(cells[1], covered.users[1]), rows)
    x = (look.width - cell * max(cells[1], covered.users[1])) / 2
    y = (look.height - 5.6 * font - rows * (cell + between)) / 2 + between
    down = cell + between
    legend = 2.6 * font
    big = board(x, y, cell, cells, covered.origin)
    # Each window below its first cell would need room that wide strides leave empty.
    users = board(x, y + down + legend, cell, covered.users)
    part = board(x, y + 2 * down + legend, cell, cells, covered.origin) if with_part else None
    return big, users, part


def _below(look: Look, big: Grid, users: Grid, part: Grid | None) -> float:
    """Return the sentence's baseline: below the cells and their legend, not far off."""
    end = max(grid.y + grid.height for grid in (big, users, part) if grid is not None)
    legend = big.y + big.height + 2.4 * look.font
    lowest = look.height - look.margin - 0.3 * look.font
    return min(max(end, legend) + 2.2 * look.font, lowest)


def _tile(
    covered: Covered, products: list[Product], grid: Grid, view: ViewOptions
) -> Tile:
    """Return cells with their counts; means of blocks of them where they are less than pixels."""
    block = max(int(1 / grid.cell), 1)
    counts = added(products, block)
    plane = Plane(counts, (), covered.side, (0.0, float(max(int(covered.counts.max()), 1))))
    if block > 1:
        shape = counts.shape[0], counts.shape[1]
        grid = board(grid.x, grid.y, grid.cell * block, shape)
    return tile(plane, grid, values=view.values, decimals=0)


def _without_zeros(shown: Tile) -> Tile:
    """Return cells without the 0 of those that haven't been used yet."""
    if shown.labels is None:
        return shown
    texts = tuple(tuple("" if text == "0" else text for text in row) for row in shown.labels)
    return replace(shown, labels=texts)


def _counts(covered: Covered, shown: Tile, grid: Grid, *, strike: bool = True) -> list[Item]:
    """Return cells with their counts: those of padding faint, those never used struck through."""
    rows, columns = range(grid.rows), range(grid.columns)
    items = [*shown.part(range(shown.grid.rows), range(shown.grid.columns))]
    inner = rows, columns
    if covered.side == "input":
        (top, left), (height, width) = grid.origin, two(covered.trace.input.shape[1:])
        inner = range(-top, height - top), range(-left, width - left)
    if inner != (rows, columns):
        if shown.grid is grid:
            items = [
                *shown.part(rows, columns, ramp="padding", hatched=True), *shown.part(*inner)
            ]
        items += rim(grid, *named(grid))
    items += _struck(covered, grid) if strike else []
    role: Role = "input.edge" if covered.side == "input" else "output.edge"
    return [*items, edge(grid, *inner, role)]


def _struck(covered: Covered, grid: Grid) -> list[Item]:
    """Return a stroke in every cell that is never used, beside its number."""
    if grid.cell < SMALLEST_LINED_CELL:
        return []
    cells = np.argwhere(covered.counts == 0)[:_MOST_STRUCK]
    near, far, line = 0.74 * grid.cell, 0.95 * grid.cell, max(1.0, 0.03 * grid.cell)
    corners = (grid.corner(int(row), int(column)) for row, column in cells)
    return [Line(((x + near, y + far), (x + far, y + near)), "unused", line) for x, y in corners]


def _title(covered: Covered) -> str:
    if covered.side == "output":
        return "How many terms each cell gets"
    return f"How many {covered.user}s read each cell"


def _titles(
    covered: Covered, look: Look, big: Grid, users: Grid, part: Grid | None
) -> list[Item]:
    trace = covered.trace
    end = look.width - 0.5 * look.margin
    row = big.rows == 1
    roles: tuple[Role, Role] = ("input.text", "output.text")
    role, of_other = roles if covered.side == "input" else roles[::-1]
    name = _title(covered)
    if covered.side == "input":
        detail = f"input {size_text(trace.input.shape[1:])}"
        if covered.counts.size > trace.input[0].size:
            detail += f", padded to {size_text(trace.padded.shape[1:])}"
    else:
        detail = f"output {size_text(trace.output.shape[1:])}"
    where = {"window": "outputs", "stamp": "inputs", "output": ""}[covered.user]
    if isinstance(trace.layer, Unfold | Fold):
        where = "columns of the matrix"
    size = size_text(covered.users if trace.layer.axes > 1 else covered.users[1:])
    size = f"{size} {where}".strip()
    items = [
        *look.titled(big.x, big.y, name, detail, role, end if row else users.x - look.font),
        *look.titled(users.x, users.y, f"{covered.user.capitalize()}s", size, of_other, end),
    ]
    if part is not None:
        items += look.titled(part.x, part.y, "So far", "counted up to this step", role, end)
    return items


def _user_edge(covered: Covered) -> Role:
    return "output.edge" if covered.side == "input" else "input.edge"


def _user_kind(covered: Covered) -> str:
    """Return the kind of the users' places; windows of a matrix's columns are no cells of it."""
    if isinstance(covered.trace.layer, Unfold | Fold):
        return "window"
    return "output" if covered.side == "input" else "input"


def _reached(still: CoverageStill, step: Step) -> list[Item]:
    """Return the windows or stamps up to the step's, filled."""
    grid = still.users
    values = np.zeros(still.covered.users, np.int64)
    ramp: Ramp = "output" if still.covered.side == "input" else "input"
    filled = tile(Plane(values, (), ramp, (0.0, 0.0)), grid, values=False, decimals=None)
    items = [
        *(item for axes in _done(still, step) for item in filled.part(*axes)),
        edge(grid, range(grid.rows), range(grid.columns), _user_edge(still.covered)),
    ]
    return [Group("reached", tuple(items))]


def _done(still: CoverageStill, step: Step) -> list[tuple[range, range]]:
    """Return the blocks of windows up to the step's, or of stamps on the cells up to it."""
    covered, grid = still.covered, still.users
    user = user_of(covered.trace, step)
    if user is not None:
        row, column = user
        return [(range(row), range(grid.columns)), (one(row), range(column + 1))]
    row, column = cell_of(step.output[1:])
    above = _last(covered.users_of((at, 0))[0] for at in range(row))
    down = _last(covered.users_of((at, 0))[0] for at in range(row + 1))
    across = _last(covered.users_of((0, at))[1] for at in range(column + 1))
    return [(range(above), range(grid.columns)), (range(above, down), range(across))]


def _last(places: Iterable[list[int]]) -> int:
    """Return the number behind the largest of some, 0 without any."""
    return max((at + 1 for found in places for at in found), default=0)


def _used(still: CoverageStill, user: Cell, role: Role) -> list[Item]:
    """Return a window or stamp lit: the cells that it uses, and itself among the others."""
    return [
        *_framed(still.total.grid, still.covered.used_by(user), role),
        _on(still.users, mark(still.users, user, role)),
    ]


def _users(still: CoverageStill, cell: Cell, role: Role) -> list[Item]:
    """Return a cell lit, and all windows or stamps that use it."""
    return [
        _on(still.total.grid, mark(still.total.grid, cell, role)),
        *_framed(still.users, still.covered.users_of(cell), role, fill="hover.fill"),
    ]


def _framed(grid: Grid, axes: Axes, role: Role, fill: Role | None = None) -> list[Item]:
    """Return cells in a frame: as one block where they touch, else each by itself too."""
    if not all(axes):
        return []
    if all(axis[-1] - axis[0] + 1 == len(axis) for axis in axes):
        items: list[Item] = [around(grid, *axes, role, fill=fill)]
        return [Group("window", tuple(items), clip=room(grid))]
    cells = seen(grid, *axes) if grid.cell >= _SMALLEST_MARKED else None
    items = [mark(grid, cell, role, 2.0) for cell in cells or ()]
    if fill is not None:
        items[:0] = [
            Rect(*grid.span(one(row), one(column)), fill=fill) for row, column in cells or ()
        ]
    items.append(around(grid, *axes, role, line=1.5, dashed=True))
    return [Group("window", tuple(items), clip=room(grid))]


def _on(grid: Grid, item: Item) -> Group:
    return Group("window", (item,), clip=room(grid))


def _tap_cell(still: CoverageStill, user: Cell, step: Step) -> Item:
    """Return a frame around the cell that a step of `Unfold` reads."""
    layer = still.covered.trace.layer
    rows, columns = still.covered.used_by(user)
    assert isinstance(layer, Unfold)  # noqa: S101 - asked of no other
    down, across = two(unravelled(step.output[1] % layer.taps, layer.kernel_size), 0)
    return mark(still.total.grid, (rows[down], columns[across]), "window.edge", 3.5)


def _pointed(still: CoverageStill, pointer: Pointer) -> list[Item] | None:
    """Return what is lit for a pointer; None for one that isn't in this picture."""
    kind, index = pointer
    layer = still.covered.trace.layer
    matrix = {Unfold: "output", Fold: "input"}.get(type(layer))
    if kind == matrix and len(index) > 1:
        counts = still.covered.users
        if not 0 <= index[1] < counts[0] * counts[1]:
            return None
        kind, index = "window", unravelled(index[1], counts)
    if kind == still.covered.side and inside(still.total.grid, index):
        return _users(still, cell_of(index), "hover.edge")
    if kind == _user_kind(still.covered) and inside(still.users, index):
        return _used(still, cell_of(index), "hover.edge")
    return None


def _ghosts(still: CoverageStill, user: Cell | None, cell: Cell) -> list[Item]:
    """Return the animation's place while something else is pointed at."""
    places: list[tuple[Grid, Sequence[int], Sequence[int]]] = [
        (still.total.grid, one(cell[0]), one(cell[1]))
    ]
    if user is not None:
        places = [
            (still.users, one(user[0]), one(user[1])),
            (still.total.grid, *still.covered.used_by(user)),
        ]
    return [
        Group("ghost", tuple(ghost(grid, rows, columns)), clip=room(grid))
        for grid, rows, columns in places
        if rows and columns
    ]
