"""Undo: labelled document snapshots that share what didn't change."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from convviz.document.document import Document

LIMIT = 512 * 1024 * 1024
"""Bytes of arrays that the snapshots may hold together."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it was before a change, and what the change is called."""

    label: str
    document: Document
    merge: Hashable = None


@dataclass(frozen=True, slots=True)
class History:
    """What can be undone and redone; the last entry is the nearest.

    Attributes
    ----------
    past, future
        Snapshots before and after the present document.
    """

    past: tuple[Entry, ...] = ()
    future: tuple[Entry, ...] = ()

    def record(self, label: str, before: Document, merge: Hashable = None) -> History:
        """Return the history after a change; same `merge` keys in a row are one step."""
        if merge is not None and self.past and not self.future and self.past[-1].merge == merge:
            return self
        past = (*self.past, Entry(label, before, merge))
        while len(past) > 1 and _bytes(entry.document for entry in past) > LIMIT:
            past = past[1:]
        return History(past)

    def seal(self) -> History:
        """Return the history with its last step closed to further merging."""
        if not self.past or self.past[-1].merge is None:
            return self
        last = self.past[-1]
        return History((*self.past[:-1], Entry(last.label, last.document)), self.future)

    def undo(self, present: Document) -> tuple[History, Document]:
        """Return the history and the document before the last change.

        Raises
        ------
        IndexError
            There is nothing to undo.
        """
        last = self.past[-1]
        return (
            History(self.past[:-1], (*self.future, Entry(last.label, present))),
            last.document,
        )

    def redo(self, present: Document) -> tuple[History, Document]:
        """Return the history and the document after the change undone last.

        Raises
        ------
        IndexError
            There is nothing to redo.
        """
        last = self.future[-1]
        return (
            History((*self.past, Entry(last.label, present)), self.future[:-1]),
            last.document,
        )


def _bytes(documents: Iterable[Document]) -> int:
    arrays = {}
    for document in documents:
        values = [document.input]
        for weights in document.weights.values():
            values += [weights.weight, *([weights.bias] if weights.bias else [])]
        for value in values:
            arrays[id(value.base)] = value.base.nbytes
    return sum(arrays.values())
