"""What was chosen for the last export, kept beside the settings."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
from math import isfinite
from pathlib import Path
from typing import Any

from convviz.files import write_atomically
from convviz.options import ARRANGEMENTS, PANELS, THEMES, UNITS, VECTOR_TEXTS
from convviz.ui.panels.export_choices import OFFERED, WHATS, Choices
from convviz.ui.panels.export_look import DPIS, NUMBERS, SCALES, Look

NAME = "export.json"
_LONGEST = 4096
_MOST = 1e6

Check = Callable[[object], bool]


def _one_of(*values: object) -> Check:
    def check(value: object) -> bool:
        return isinstance(value, type(values[0])) and value in values

    return check


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and (
        isfinite(value) and 0 <= value <= _MOST
    )


def _maybe_number(value: object) -> bool:
    return value is None or _number(value)


def _count(value: object) -> bool:
    return _number(value) and isinstance(value, int)


def _switch(value: object) -> bool:
    return isinstance(value, bool)


def _text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST


def _panels(value: object) -> bool:
    return isinstance(value, list) and all(name in PANELS for name in value)


_LOOK: Mapping[str, Check] = {
    "width": _number, "height": _maybe_number, "unit": _one_of(*UNITS),
    "scale": _one_of(*SCALES), "dpi": _one_of(*DPIS), "theme": _one_of(*THEMES),
    "transparent": _switch, "font_size": _maybe_number, "panels": _panels,
    "arrangement": _one_of(*ARRANGEMENTS), "numbers": _one_of(*NUMBERS),
    "vector_text": _one_of(*VECTOR_TEXTS), "pace": _number, "hold": _number, "loop": _switch,
    "between": _count,
}
_CHOICES: Mapping[str, Check] = {
    "what": _one_of(*WHATS), "picture_as": _one_of(*OFFERED["picture"]),
    "frames_as": _one_of(*OFFERED["frames"]), "animation_as": _one_of(*OFFERED["animation"]),
    "folder": _text, "pattern": _text, "steps": _text,
}


def look_of(said: object) -> Look:
    """Return a look that was read; as it is at first in all that is missing or wrong."""
    found = _right(said, _LOOK)
    if "panels" in found:
        found["panels"] = tuple(found["panels"])
    return replace(Look(), **found)


def choices_of(said: object) -> Choices:
    """Return choices that were read; as they are at first in all that is missing or wrong."""
    look = said.get("look") if isinstance(said, dict) else None
    return replace(Choices(), look=look_of(look), **_right(said, _CHOICES))


def load(path: Path) -> Choices:
    """Return the choices in a JSON file."""
    try:
        return choices_of(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return Choices()


def save(choices: Choices, path: Path) -> None:
    """Write choices, atomically; the file's own name belongs to its document and stays out.

    Raises
    ------
    convviz.errors.NotWritten
        They could not be written.
    """
    said = {name: value for name, value in asdict(choices).items() if name != "name"}
    write_atomically(path, (json.dumps(said, indent=2) + "\n").encode())


def _right(said: object, checks: Mapping[str, Check]) -> dict[str, Any]:
    if not isinstance(said, dict):
        return {}
    present = {name: check for name, check in checks.items() if name in said}
    return {name: said[name] for name, check in present.items() if check(said[name])}


assert {each.name for each in fields(Look)} == set(_LOOK)  # noqa: S101 - a field left out is lost
