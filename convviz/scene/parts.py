"""The part of a display list that is to be seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from convviz.scene.items import Group, Item, Rect, Scene, Text


def between(scene: Scene, top: float, bottom: float) -> Scene:
    """Return a scene without the rectangles and texts that are all above or below.

    Parameters
    ----------
    scene
        The scene, perhaps a very long one.
    top, bottom
        The heights between which it is seen.

    Returns
    -------
    Scene
        Of the same size, and looking the same there.
    """
    return replace(scene, items=tuple(_kept(scene.items, top, bottom)))


def _kept(items: tuple[Item, ...], top: float, bottom: float) -> Iterator[Item]:
    for item in items:
        if isinstance(item, Group):
            yield replace(item, items=tuple(_kept(item.items, top, bottom)))
        elif isinstance(item, Rect):
            if item.y - item.line <= bottom and item.y + item.height + item.line >= top:
                yield item
        elif not isinstance(item, Text) or top - item.size <= item.y <= bottom + item.size:
            yield item
