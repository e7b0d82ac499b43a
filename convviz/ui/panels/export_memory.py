"""What was chosen for the last export, kept beside the settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from convviz.export.checked import Check, one_of, right, text
from convviz.export.styles import look_of
from convviz.files import write_atomically
from convviz.ui.panels.export_choices import OFFERED, WHATS, Choices

NAME = "export.json"

_CHOICES: Mapping[str, Check] = {
    "what": one_of(*WHATS), "picture_as": one_of(*OFFERED["picture"]),
    "frames_as": one_of(*OFFERED["frames"]), "sheet_as": one_of(*OFFERED["sheet"]),
    "animation_as": one_of(*OFFERED["animation"]), "folder": text, "pattern": text, "steps": text,
}


def choices_of(said: object) -> Choices:
    """Return choices that were read; as they are at first in all that is missing or wrong."""
    look = said.get("look") if isinstance(said, dict) else None
    return replace(Choices(), look=look_of(look), **right(said, _CHOICES))


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
