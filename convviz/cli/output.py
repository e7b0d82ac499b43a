"""What is printed, and what becomes of it where the terminal lacks the signs or is gone."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from typing import TextIO

from convviz.errors import NotWritten

_PLAIN = str.maketrans(
    {
        "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "×": "x", "−": "-", "·": "*",
        "→": "->", "≤": "<=", "≥": ">=",
        "≠": "!=", "…": "...", "•": "-", "₁": "1", "₂": "2",
    }
)
# What a terminal obeys or hides in place of showing it; half characters stand for odd bytes.
_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def say(text: str) -> None:
    """Print lines to standard output.

    Raises
    ------
    convviz.errors.NotWritten
        It leads to a file that can't be written.
    BrokenPipeError
        Nobody reads it, or it is closed.
    """
    if sys.stdout is None:
        raise BrokenPipeError
    lines = "\n".join(map(escaped, text.split("\n")))
    try:
        print(encodable(lines, sys.stdout.encoding), flush=True)
    except OSError as error:
        _drop(sys.stdout)
        if isinstance(error, BrokenPipeError):
            raise
        raise NotWritten(f"the output could not be written: {error.strerror}") from error


def complain(text: str) -> None:
    """Print one sentence to standard error, with the program's name before it."""
    _tell(f"convviz: {escaped(text)}")


def hint(text: str) -> None:
    """Print one indented line to standard error, under a sentence."""
    _tell(f"  {escaped(text)}")


def escaped(text: str) -> str:
    """Return a text in one line, with control characters as Python would write them."""
    return _CONTROLS.sub(_shown, text)


def encodable(text: str, encoding: str | None) -> str:
    """Return a text as it is, or in ASCII where the encoding lacks its signs."""
    try:
        text.encode(encoding or "ascii")
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode("ascii", "replace").decode("ascii")
    return text


def _shown(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is no text
        return f"\\x{code - 0xDC00:02x}"
    return match[0].encode("unicode_escape").decode("ascii")


def _tell(line: str) -> None:
    if sys.stderr is None:
        return
    try:
        print(encodable(line, sys.stderr.encoding), file=sys.stderr, flush=True)
    except OSError:  # there is nobody left to tell
        _drop(sys.stderr)


def _drop(stream: TextIO) -> None:
    """Lead a stream nowhere, or Python would try to write the rest, and fail, at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
