"""Between two display lists: frames glide from where they were to where they will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from convviz.scene.items import Cells, Group, Item, Line, Polygon, Rect, Scene, Sheet

Frame = Rect | Polygon
Points = tuple[tuple[float, float], ...]


def tween(before: Scene, after: Scene, share: float) -> Scene:
    """Return a display list between two of the same picture.

    Frames (rectangles and other shapes that are not filled) move on their way, and
    light what they come to stand over; so do groups of lines and filled shapes
    alone, such as beams. Groups of lines fade over; all else stays as it was before.

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
    if _is_beam(before) and _is_beam(after):
        return _beam(before, after, share)
    old, new = _frames(before), _frames(after)
    if list(map(_kind, old)) != list(map(_kind, new)):
        old = new = []
    on_the_way = [_moved(*pair, share) for pair in zip(old, new, strict=True)]
    largest = max(range(len(old)), key=lambda i: _room(old[i]), default=None)
    lit: tuple[Item, ...] = ()
    if largest is not None and old[largest] != on_the_way[largest]:
        lit = _lit(before, after, on_the_way[largest], share)
    partners, coming = _groups(after), iter(on_the_way)
    items: list[Item] = list(lit)
    for item in before:
        if isinstance(item, Group):
            same_name = partners.get(item.name)
            items += _group(item, same_name.pop(0), share) if same_name else (item,)
        elif isinstance(item, Frame) and on_the_way and _is_frame(item):
            items.append(next(coming))
        elif not (lit and isinstance(item, Cells | Sheet)):
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


def _frames(items: Sequence[Item]) -> list[Frame]:
    return [item for item in items if isinstance(item, Frame) and _is_frame(item)]


def _is_frame(item: Frame) -> bool:
    return item.fill is None and item.edge is not None


def _kind(frame: Frame) -> tuple[object, int]:
    """Return what two frames have in common that become one another."""
    return frame.edge, len(frame.points) if isinstance(frame, Polygon) else 0


def _room(frame: Frame) -> float:
    """Return how much room a frame takes."""
    if isinstance(frame, Rect):
        return frame.width * frame.height
    xs, ys = [x for x, _ in frame.points], [y for _, y in frame.points]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def _moved(before: Frame, after: Frame, share: float) -> Frame:
    if isinstance(before, Polygon) and isinstance(after, Polygon):
        return replace(before, points=_between(before.points, after.points, share))
    assert isinstance(before, Rect) and isinstance(after, Rect)  # noqa: S101, PT018 - of one kind
    return replace(
        before,
        x=_mixed(before.x, after.x, share),
        y=_mixed(before.y, after.y, share),
        width=_mixed(before.width, after.width, share),
        height=_mixed(before.height, after.height, share),
    )


def _mixed(a: float, b: float, share: float) -> float:
    return a + (b - a) * share


def _between(before: Points, after: Points, share: float) -> Points:
    return tuple(
        (_mixed(x1, x2, share), _mixed(y1, y2, share))
        for (x1, y1), (x2, y2) in zip(before, after, strict=True)
    )


def _is_beam(items: Sequence[Item]) -> bool:
    """Return whether items are lines and shapes alone, some of each."""
    kinds = {type(item) for item in items}
    return kinds == {Line, Polygon}


def _beam(before: Sequence[Item], after: Sequence[Item], share: float) -> tuple[Item, ...]:
    """Return lines and shapes on their way; those that have another form fade over."""
    pairs = list(zip(before, after, strict=False))
    moved = tuple(
        replace(one, points=_between(one.points, other.points, share))
        for one, other in pairs
        if isinstance(one, Line | Polygon) and isinstance(other, Line | Polygon)
        and type(one) is type(other) and len(one.points) == len(other.points)
    )
    if len(moved) == len(before) == len(after):
        return moved
    return (
        Group("going", tuple(before), opacity=1 - share),
        Group("coming", tuple(after), opacity=share),
    )


def _lit(
    before: Sequence[Item], after: Sequence[Item], frame: Frame, share: float
) -> tuple[Item, ...]:
    """Return the cells of both that a frame on its way stands over.

    Scattered ones and those seen at an angle fade over; those with texts and colours
    of their own change halfway.
    """
    old = tuple(item for item in before if isinstance(item, Cells | Sheet))
    new = tuple(item for item in after if isinstance(item, Cells | Sheet))
    if any(isinstance(grid, Cells) and (grid.ramp == "taps" or grid.lines is None)
           for grid in (*old, *new)):
        # Each has a colour or a text for its place in the window: two at once say nothing.
        return (Group("lit", old if share < 0.5 else new),)
    if isinstance(frame, Polygon) or _area(old) < 0.99 * frame.width * frame.height:
        return (Group("lit", old, opacity=1 - share), Group("lit", new, opacity=share))
    return (Group("lit", (*old, *new), (frame.x, frame.y, frame.width, frame.height)),)


def _area(cells: Sequence[Cells | Sheet]) -> float:
    return sum(grid.shades.size * grid.cell**2 for grid in cells if isinstance(grid, Cells))
