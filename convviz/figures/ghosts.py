"""Cells that the animation hasn't reached yet: pale, their numbers quiet and yet to be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from convviz.scene.items import Cells, Group, Item, Sheet

_PALE, _QUIET = 0.35, 0.75


def to_come(items: Iterable[Item], name: str = "ghost") -> list[Item]:
    """Return what is still to come in place of cells as they will be.

    The numbers are written apart, in the colour of those on plain cells: a colour
    that is read on a strong shade isn't on a pale one.
    """
    pale: list[Item] = []
    written: list[Item] = []
    for item in items:
        if isinstance(item, Cells | Sheet) and item.labels is not None:
            pale.append(replace(item, labels=None))
            written.append(replace(item, ramp="plain", bare=True))
        else:
            pale.append(item)
    groups: list[Item] = [Group(name, tuple(pale), opacity=_PALE)]
    return groups + [Group(name, tuple(written), opacity=_QUIET)] * bool(written)
