"""Between two display lists: frames glide from where they were to where they will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from convviz.scene.items import Cells, Group, Item, Line, Rect, Scene


def tween(before: Scene, after: Scene, share: float) -> Scene:
    """Return a display list between two of the same picture.

    Frames (rectangles that are not filled) move on their way, and light what they
    come to stand over; groups of lines fade over; all else stays as it was before.

    Parameters
    ----------
    before, after
        The two; groups belong together by name and order.
    share
        How much of the way is done: 0 is before, 1 after.
    """
    if share <= 0:
        return before
    if share >= 1:
        return after
    return replace(before, items=_items(before.items, after.items, share))


def _items(
    before: Sequence[Item], after: Sequence[Item], share: float
) -> tuple[Item, ...]:
    """Return what stands between two lists of items."""
    old, new = _frames(before), _frames(after)
    if [frame.edge for frame in old] != [frame.edge for frame in new]:
        old = new = []
    on_the_way = [_moved(*pair, share) for pair in zip(old, new, strict=True)]
    largest = max(range(len(old)), key=lambda i: old[i].width * old[i].height, default=None)
    lit: tuple[Item, ...] = ()
    if largest is not None and old[largest] != on_the_way[largest]:
        lit = _lit(before, after, on_the_way[largest], share)
    partners, coming = _groups(after), iter(on_the_way)
    items: list[Item] = list(lit)
    for item in before:
        if isinstance(item, Group):
            same_name = partners.get(item.name)
            items += _group(item, same_name.pop(0), share) if same_name else (item,)
        elif isinstance(item, Rect) and on_the_way and _is_frame(item):
            items.append(next(coming))
        elif not (lit and isinstance(item, Cells)):
            items.append(item)
    return tuple(items)


def _group(before: Group, after: Group, share: float) -> tuple[Group, ...]:
    if before.items and all(isinstance(item, Line) for item in (*before.items, *after.items)):
        return (
            replace(before, opacity=before.opacity * (1 - share)),
            replace(after, opacity=after.opacity * share),
        )
    return (replace(before, items=_items(before.items, after.items, share)),)


def _groups(items: Sequence[Item]) -> dict[str, list[Group]]:
    named: dict[str, list[Group]] = {}
    for item in items:
        if isinstance(item, Group):
            named.setdefault(item.name, []).append(item)
    return named


def _frames(items: Sequence[Item]) -> list[Rect]:
    return [item for item in items if isinstance(item, Rect) and _is_frame(item)]


def _is_frame(item: Rect) -> bool:
    return item.fill is None and item.edge is not None


def _moved(before: Rect, after: Rect, share: float) -> Rect:
    def mixed(a: float, b: float) -> float:
        return a + (b - a) * share

    return replace(
        before,
        x=mixed(before.x, after.x),
        y=mixed(before.y, after.y),
        width=mixed(before.width, after.width),
        height=mixed(before.height, after.height),
    )


def _lit(
    before: Sequence[Item], after: Sequence[Item], frame: Rect, share: float
) -> tuple[Item, ...]:
    """Return the cells of both that a frame on its way stands over; scattered ones fade over.

    Those with texts and colours of their own change halfway.
    """
    old = tuple(item for item in before if isinstance(item, Cells))
    new = tuple(item for item in after if isinstance(item, Cells))
    if any(grid.ramp == "taps" or grid.lines is None for grid in (*old, *new)):
        # Each has a colour or a text for its place in the window: two at once say nothing.
        return (Group("lit", old if share < 0.5 else new),)
    if _area(old) < 0.99 * frame.width * frame.height:
        return (Group("lit", old, opacity=1 - share), Group("lit", new, opacity=share))
    return (Group("lit", (*old, *new), (frame.x, frame.y, frame.width, frame.height)),)


def _area(cells: Sequence[Cells]) -> float:
    return sum(grid.shades.size * grid.cell**2 for grid in cells)
