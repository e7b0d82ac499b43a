"""Looks with a name, kept beside the settings."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from convviz.errors import NotWritten
from convviz.files import write_atomically
from convviz.ui.panels.export_look import Look
from convviz.ui.panels.export_memory import look_of

NAME = "styles.json"
_LONGEST = 60


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
        write_atomically(self._path, (json.dumps(said, indent=2) + "\n").encode())
        self._looks = looks
