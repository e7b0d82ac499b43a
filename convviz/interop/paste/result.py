"""What was read of a paste, and what wasn't."""

from __future__ import annotations

from dataclasses import dataclass

from convviz.errors import UnreadableFile
from convviz.layers.dialect import Dialect
from convviz.layers.graph import Graph


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be told of one line of a paste.

    Attributes
    ----------
    line
        Which, from 1.
    text
        What stands there, shortened.
    message
        One sentence without the line.
    skipped
        It wasn't understood, and left out; else it was read with something supposed.
    """

    line: int
    text: str
    message: str
    skipped: bool = False

    def __str__(self) -> str:
        """Return it as a sentence."""
        return f"line {self.line}: {self.message}: {self.text}"


@dataclass(frozen=True, slots=True)
class Pasted:
    """A network that was read of a text.

    Attributes
    ----------
    graph
        Its layers.
    input_shape
        (channels, *spatial) where the text tells it, else None.
    dialect
        Whose names the text uses.
    notes
        What was skipped or supposed, in the order of the lines.
    """

    graph: Graph
    input_shape: tuple[int, ...] | None
    dialect: Dialect
    notes: tuple[Note, ...] = ()

    @property
    def skipped(self) -> tuple[Note, ...]:
        """The notes of what was left out."""
        return tuple(note for note in self.notes if note.skipped)


class NotUnderstood(UnreadableFile):
    """A paste that can't be read, or not whole where it had to be.

    Attributes
    ----------
    notes
        What wasn't understood, line by line.
    """

    def __init__(self, message: str, notes: tuple[Note, ...] = ()) -> None:
        super().__init__(message)
        self.notes = notes
