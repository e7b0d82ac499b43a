"""Looks with a name, kept beside the settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from convviz.errors import NotWritten
from convviz.export.checked import (
    Check,
    count,
    number,
    number_or_none,
    one_of,
    right,
    some_of,
    switch,
)
from convviz.export.look import DPIS, NUMBERS, SCALES, Look
from convviz.files import make_folder, write_atomically
from convviz.options import ARRANGEMENTS, PANELS, THEMES, UNITS, VECTOR_TEXTS

NAME = "styles.json"
_LONGEST = 60

_LOOK: Mapping[str, Check] = {
    "width": number, "height": number_or_none, "unit": one_of(*UNITS),
    "scale": one_of(*SCALES), "dpi": one_of(*DPIS), "theme": one_of(*THEMES),
    "transparent": switch, "font_size": number_or_none, "panels": some_of(*PANELS),
    "arrangement": one_of(*ARRANGEMENTS), "numbers": one_of(*NUMBERS),
    "vector_text": one_of(*VECTOR_TEXTS), "pace": number, "hold": number, "loop": switch,
    "between": count,
}


def look_of(said: object) -> Look:
    """Return a look that was read; as it is at first in all that is missing or wrong."""
    found = right(said, _LOOK)
    if "panels" in found:
        found["panels"] = tuple(found["panels"])
    return replace(Look(), **found)


class Styles:
    """The looks with a name in a file.

    Parameters
    ----------
    path
        The file; it need not be there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._looks: dict[str, Look] = {}
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            said = {}
        for name, look in said.items() if isinstance(said, dict) else ():
            self._looks[name] = look_of(look)

    @property
    def names(self) -> list[str]:
        """Which there are, by the alphabet."""
        return sorted(self._looks, key=str.casefold)

    def look(self, name: str) -> Look:
        """Return the look of one."""
        return self._looks[name]

    def name_of(self, look: Look) -> str:
        """Return what a look is called, "" when it has no name."""
        return next((name for name in self.names if self._looks[name] == look), "")

    def save(self, name: str, look: Look) -> None:
        """Keep a look under a name, in place of the one that had it.

        Raises
        ------
        convviz.errors.NotWritten
            It could not be.
        """
        if len(name) > _LONGEST:
            raise NotWritten(f"a style's name has at most {_LONGEST} letters")
        self._write({**self._looks, name: look})

    def delete(self, name: str) -> None:
        """Forget the look of a name.

        Raises
        ------
        convviz.errors.NotWritten
            It could not be.
        """
        self._write({other: look for other, look in self._looks.items() if other != name})

    def _write(self, looks: dict[str, Look]) -> None:
        said = {name: asdict(look) for name, look in looks.items()}
        make_folder(self._path.parent)
        write_atomically(self._path, (json.dumps(said, indent=2) + "\n").encode())
        self._looks = looks
