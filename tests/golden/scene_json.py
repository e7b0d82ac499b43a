"""A scene as JSON that people can read: rounded numbers, arrays as rows, defaults left out."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields

import numpy as np

_DIGITS = 2


def to_json(scene):
    """Return a scene as JSON text, one item a line."""
    head = {"width": _plain(scene.width), "height": _plain(scene.height)}
    lines = [f"  {json.dumps(name)}: {json.dumps(value)}," for name, value in head.items()]
    lines += ['  "items": [', _items(scene.items, 4), "  ],", '  "hotspots": [']
    lines += [",\n".join(f"    {_line(spot)}" for spot in scene.hotspots), "  ]"]
    return "\n".join(["{", *(line for line in lines if line), "}", ""])


def _items(items, indent):
    return ",\n".join(_item(item, indent) for item in items)


def _item(item, indent):
    room = " " * indent
    if not hasattr(item, "items"):
        return f"{room}{_line(item)}"
    head = json.dumps(_fields(item, without="items"), ensure_ascii=False)[:-1]
    inner = f"\n{_items(item.items, indent + 2)}\n{room}" if item.items else ""
    return f'{room}{head}, "items": [{inner}]}}'


def _line(item):
    return json.dumps(_fields(item), ensure_ascii=False)


def _fields(item, without=""):
    found = {"item": type(item).__name__}
    for field in fields(item):
        value = getattr(item, field.name)
        default = field.default
        if field.name != without and (default is MISSING or value != default):
            found[field.name] = _plain(value)
    return found


def _plain(value):
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        rounded = round(value, _DIGITS)
        return int(rounded) if rounded.is_integer() else rounded
    return value
