"""What is printed, and what becomes of it where the terminal lacks the signs."""

from __future__ import annotations

import sys

from convviz.errors import NotWritten

_PLAIN = str.maketrans(
    {
        "⌊": "floor(", "⌋": ")", "×": "x", "−": "-", "·": "*", "→": "->", "≤": "<=", "≥": ">=",
        "≠": "!=", "…": "...", "•": "-", "₁": "1", "₂": "2",
    }
)


def say(text: str) -> None:
    """Print to standard output.

    Raises
    ------
    convviz.errors.NotWritten
        It leads to a file that can't be written.
    """
    try:
        print(encodable(text, sys.stdout.encoding), flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        # What print kept for later would be tried, and fail, once more at the end.
        sys.stdout = None
        raise NotWritten(f"the output could not be written: {error.strerror}") from error


def complain(text: str) -> None:
    """Print one sentence to standard error, with the program's name before it."""
    print(f"convviz: {encodable(text, sys.stderr.encoding)}", file=sys.stderr)


def hint(text: str) -> None:
    """Print one indented line to standard error, under a sentence."""
    print(f"  {encodable(text, sys.stderr.encoding)}", file=sys.stderr)


def encodable(text: str, encoding: str | None) -> str:
    """Return a text as it is, or in ASCII where the encoding lacks its signs."""
    try:
        text.encode(encoding or "ascii")
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode("ascii", "replace").decode("ascii")
    return text
