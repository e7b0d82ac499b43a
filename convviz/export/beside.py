"""The arrays that stand beside exported pictures, too large to be in each of them."""

from __future__ import annotations

from pathlib import Path

from convviz.document.files import CarriedTexts
from convviz.files import write_atomically


def save_beside(path: Path, texts: CarriedTexts) -> None:
    """Save what is too large for a picture beside it.

    Raises
    ------
    convviz.errors.NotWritten
        It could not be written.
    """
    for name, data in texts.sidecars.items():
        beside = path.with_name(name)
        # The name is made of what is in it.
        if not (beside.is_file() and beside.stat().st_size == len(data)):
            write_atomically(beside, data)
