"""Tables of numbers: CSV, TSV and what spreadsheets save."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from convviz.errors import UnreadableFile
from convviz.files import read_bytes
from convviz.interop.arrays import check_size
from convviz.interop.numbers import read_block, write_block
from convviz.interop.quoting import refuse_long, shortened

_MOST_BYTES = 1 << 29


def read_table(path: Path) -> NDArray[Any]:
    """Return the numbers (rows, columns) of a text file.

    Cells are divided by tabs, semicolons, commas or spaces, whichever there are
    first in this order; unless the comma divides, it is a decimal one.

    Raises
    ------
    convviz.errors.UnreadableFile
        It isn't text, a cell isn't a number (the message names its row and
        column), rows differ in length, or it is larger than 4096×4096.
    """
    refuse_long(path, _MOST_BYTES)
    array = read_block(_decoded(read_bytes(path, _MOST_BYTES), path.name), path.name)
    check_size(array.shape, path.name)
    return array


def to_csv(array: NDArray[Any]) -> str:
    """Return rows as CSV with decimal points; planes have an empty line between them."""
    return write_block(array, ",")


def _decoded(data: bytes, name: str) -> str:
    """Return a file's text: UTF-8, or UTF-16 with its mark, else Latin-1.

    Raises
    ------
    convviz.errors.UnreadableFile
        It holds bytes that no text does.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").lstrip("\ufeff")
    if b"\0" in data[:4096]:
        raise UnreadableFile(
            f"{name} isn't a table of numbers: it begins with "
            f"{shortened(data[:24].decode('latin-1'))}"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")
