"""Names beside a matrix's rows and above its columns, and which part of it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from convviz.figures.grid import Grid
from convviz.figures.panels import SMALLEST_TEXT, Look
from convviz.scene.items import Anchor, Item, Rect, Role, Text
from convviz.scene.metrics import text_width

_AWAY = 0.5
"""How far from the cells, in sizes of the type."""


def beside(
    grid: Grid,
    look: Look,
    names: Sequence[str],
    current: int | None,
    role: Role,
    *,
    right: bool = False,
) -> list[Item]:
    """Return a name at the side of each row, where they fit; the current one stands out.

    Parameters
    ----------
    grid
        The rows.
    look
        Type.
    names
        Of each row of the grid.
    current
        The row that stands out, as the grid names it, or None.
    role
        Its colour.
    right
        Stand at the right side, not at the left.
    """
    if not look.title:
        return []
    size, big = min(look.small, 0.7 * grid.cell), 0.8 * look.small
    away = _AWAY * look.small
    x = grid.left + grid.width + away if right else grid.left - away
    anchor: Anchor = "start" if right else "end"
    items: list[Item] = []
    for at, name in enumerate(names, grid.origin[0]):
        y = grid.centre((at, grid.origin[1]))[1]
        if at == current:
            most = max(size, big)
            items.append(Text(x, y + 0.36 * most, name, most, role, anchor, bold=True))
        elif size >= SMALLEST_TEXT and (size >= big or not _near(at, current, big / grid.cell)):
            items.append(Text(x, y + 0.36 * size, name, size, "text.muted", anchor))
    return items


def above(
    grid: Grid, look: Look, names: Sequence[str], current: int | None, role: Role, line: int = 1
) -> list[Item]:
    """Return a name above each column, where they fit; the current one stands out.

    Where columns are too narrow, only every so many of them are named, those that
    begin a line of so many columns if there is room for these.
    """
    if not look.title:
        return []
    widest = max(text_width(name, 1.0, bold=True) for name in names)
    size, big = min(look.small, 0.86 * grid.cell / widest), 0.9 * look.small
    step = 1
    if size < big:
        size, step = big, ceil(1.16 * big * widest / grid.cell)
        step = line if step <= line else step
    y = grid.top - _AWAY * look.small
    items: list[Item] = []
    for at, name in enumerate(names, grid.origin[1]):
        x = grid.centre((grid.origin[0], at))[0]
        if at == current:
            items.append(Text(x, y, name, size, role, "middle", bold=True))
        elif at % step == 0 and (
            step == 1 or not _near(at, current, 1.1 * big * widest / grid.cell)
        ):
            items.append(Text(x, y, name, size, "text.muted", "middle"))
    return items


def _near(at: int, current: int | None, cells: float) -> bool:
    """Return whether a name would touch the current one, which is larger."""
    return current is not None and abs(at - current) < cells


def scrolled(
    grid: Grid, rows: tuple[range, int], columns: tuple[range, int], role: Role
) -> list[Item]:
    """Return bars at the right and below that say which part of a matrix is shown.

    Parameters
    ----------
    grid
        Where the part stands.
    rows, columns
        Which are shown, and how many there are.
    role
        Of the bar's part that stands for what is shown.
    """
    x, y, width, height = grid.box
    items: list[Item] = []
    shown, count = columns
    if len(shown) < count:
        part = max(width * len(shown) / count, 6.0)
        at = x + (width - part) * shown.start / (count - len(shown))
        items += _bar((x, y + height + 2, width, 3), (at, y + height + 2, part, 3), role)
    shown, count = rows
    if len(shown) < count:
        part = max(height * len(shown) / count, 6.0)
        at = y + (height - part) * shown.start / (count - len(shown))
        items += _bar((x + width + 2, y, 3, height), (x + width + 2, at, 3, part), role)
    return items


def _bar(
    whole: tuple[float, float, float, float], part: tuple[float, float, float, float], role: Role
) -> list[Item]:
    return [Rect(*whole, fill="grid", radius=1.5), Rect(*part, fill=role, radius=1.5)]
