"""Numbers as people paste, type and copy them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.errors import UnreadableFile
from convviz.interop.literals import is_literal, parse_literal, to_literal
from convviz.interop.quoting import counted, held, overflows, shortened

__all__ = ["parse_number", "parse_numbers", "read_block", "to_literal", "to_table", "write_block"]

Number = int | float

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_WORDS = {"nan": "nan", "inf": "inf", "infinity": "inf", "∞": "inf"}
_LONGEST = 1 << 29

# Lines of nothing but these are left to int() and float(), a hundred times faster.
_EASY = re.compile(r"[\d\s.,;eE+-]*", re.ASCII)


def parse_number(text: str) -> Number:
    """Return one number as people type it: ``3``, ``-0.5``, ``0,5``, ``−2``, ``1e-3``, ``nan``.

    Raises
    ------
    convviz.errors.UnreadableFile
        It isn't a number.
    """
    number = _number(text)
    if number is None:
        raise UnreadableFile(f"{shortened(text)} is not a number")
    if overflows(number, text):
        raise UnreadableFile(f"{shortened(text)} is too large for any number here")
    return number


def parse_numbers(text: str) -> NDArray[Any]:
    """Return the numbers of a pasted text.

    Rows are lines; cells are divided by tabs, semicolons, commas or spaces,
    whichever there are first in this order. Where something else divides, a
    comma is a decimal one. Or a list as Python or NumPy writes it:
    ``[[1, 2], [3, 4]]``, ``np.array([[1, 2], [3, 4]])``.

    Returns
    -------
    ndarray of int64 or float64
        Two axes (rows, columns) for a block; as many as it is nested for a list.

    Raises
    ------
    convviz.errors.UnreadableFile
        A cell isn't a number, or a row has more or fewer than the first; the
        message names the row and column.
    """
    text = text.strip().lstrip("\ufeff")
    if not text:
        raise UnreadableFile("there are no numbers in an empty text")
    return parse_literal(text) if is_literal(text) else read_block(text, "the text")


def read_block(text: str, what: str) -> NDArray[Any]:
    """Return the numbers of a table (rows, columns); empty lines are left out.

    Parameters
    ----------
    text
        Lines of cells, as for `parse_numbers`.
    what
        What messages call it.

    Raises
    ------
    convviz.errors.UnreadableFile
        As for `parse_numbers`.
    """
    if len(text) > _LONGEST:
        raise UnreadableFile(f"{what} is too long: {len(text):,} characters")
    lines = [(at, line) for at, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise UnreadableFile(f"{what} holds no numbers")
    divider = _divider([line for _, line in lines])
    rows: list[NDArray[Any]] = []
    for at, line in lines:
        rows.append(_row(line, divider, f"row {at}", what))
        if len(rows[-1]) != len(rows[0]):
            raise UnreadableFile(
                f"row {at} of {what} has {counted(len(rows[-1]), 'cell')}, "
                f"expected {len(rows[0])} as in row {lines[0][0]}"
            )
    return np.stack(rows)


def to_table(array: NDArray[Any]) -> str:
    """Return rows as a block that spreadsheets take: tabs and lines.

    Parameters
    ----------
    array
        Two axes (rows, columns); one is a single row. Of more, the planes come
        one after the other with an empty line between them.
    """
    return write_block(array, "\t")


def write_block(array: NDArray[Any], divider: str) -> str:
    """Return rows of numbers with a divider between cells; as `to_table` for planes."""
    if array.ndim > 2:
        return "\n".join(write_block(plane, divider) for plane in array)
    rows = np.atleast_2d(array).tolist()
    return "".join(divider.join(map(repr, row)) + "\n" for row in rows)


def _divider(lines: list[str]) -> str:
    """Return what stands between cells; a space for any white space."""
    for divider in ("\t", ";"):
        if any(divider in line for line in lines):
            return divider
    if not any("," in line for line in lines):
        return " "
    # "1, 2" and "1,2" are divided by commas, "0,5 1,5" is not.
    if any(re.search(r",\s+\S", line) for line in lines):
        return ","
    return " " if any(re.search(r"\S\s+\S", line) for line in lines) else ","


def _row(line: str, divider: str, place: str, what: str) -> NDArray[Any]:
    cells = _cells(line, divider)
    if _EASY.fullmatch(line):
        easy = _easy_row(cells)
        if easy is not None:
            return easy
    numbers: list[Number] = []
    for column, cell in enumerate(cells, start=1):
        number = _number(cell)
        if number is None:
            found = f"{shortened(cell)}, not a number" if cell else "empty"
            raise UnreadableFile(f"{place}, column {column} of {what} is {found}")
        if overflows(number, cell):
            raise UnreadableFile(
                f"{place}, column {column} of {what} is {shortened(cell)}, "
                "too large for any number here"
            )
        numbers.append(number)
    floats = any(isinstance(number, float) for number in numbers)
    return np.array(numbers, np.float64 if floats else np.int64)


def _cells(line: str, divider: str) -> list[str]:
    if divider == " ":
        return line.split()
    cells = line.split(divider)
    if '"' in line:
        cells = next(csv.reader([line], delimiter=divider))
    # Some programs end every row with a divider.
    return cells[:-1] if len(cells) > 1 and not cells[-1].strip() else cells


def _easy_row(cells: list[str]) -> NDArray[Any] | None:
    """Return the numbers of an ordinary row, None when something is special about one."""
    attempts: tuple[tuple[Callable[[str], Number], type[np.generic]], ...] = (
        (int, np.int64), (_float, np.float64),
    )
    for convert, dtype in attempts:
        try:
            numbers = [convert(cell) for cell in cells]
            return None if inf in map(abs, numbers) else np.array(numbers, dtype)
        except (ValueError, OverflowError):
            continue
    return None


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def _number(text: str) -> Number | None:
    # Typeset minus signs; spaces that divide thousands.
    text = text.strip().replace("−", "-").replace("\u00a0", "").replace("\u202f", "")
    if "." not in text:
        text = text.replace(",", ".", 1)
    sign, rest = ("-", text[1:]) if text.startswith("-") else ("", text.removeprefix("+"))
    if rest.lower() in _WORDS:
        return float(sign + _WORDS[rest.lower()])
    if not _NUMBER.fullmatch(text):
        return None
    return held(int(text)) if _WHOLE.fullmatch(text) and len(text) < 400 else float(text)
