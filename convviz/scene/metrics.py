"""How wide and how tall text is in the bundled font, without drawing it.

Widths are the font's own advance widths with kerning off, which is how every
painter sets text, so what is measured here is what appears.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from convviz.scene import _widths

ASCENT = _widths.ASCENT / _widths.UNITS_PER_EM
"""Height above the baseline that a line of text needs, as a fraction of its size."""
DESCENT = _widths.DESCENT / _widths.UNITS_PER_EM
"""Depth below the baseline that a line of text needs, as a fraction of its size."""
CAP_HEIGHT = _widths.CAP_HEIGHT / _widths.UNITS_PER_EM
"""Height of capitals and digits above the baseline, as a fraction of the size."""

_REGULAR = np.frombuffer(_widths.REGULAR, "<u2") / _widths.UNITS_PER_EM
_BOLD = np.frombuffer(_widths.BOLD, "<u2") / _widths.UNITS_PER_EM


def advances(text: str, bold: bool = False) -> NDArray[np.float64]:
    """Return how far each character moves on, as fractions of the text's size.

    A character that the font lacks is as wide as the box drawn in its place;
    the fonts have nothing beyond U+FFFF.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    table = _BOLD if bold else _REGULAR
    return np.asarray(table[np.minimum(codes, 0xFFFF)], np.float64)


@lru_cache(maxsize=8192)
def _em_width(text: str, bold: bool) -> float:
    return float(advances(text, bold).sum())


@lru_cache(maxsize=8192)
def starts(text: str, bold: bool) -> tuple[float, ...]:
    """Return where each character of a line begins, and where the last ends.

    As fractions of the text's size; so many numbers as characters, and one.
    """
    ends = np.cumsum(advances(text, bold)).tolist()
    return (0.0, *ends)


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of one line of text.

    Parameters
    ----------
    text
        What is written.
    size
        Its size in pixels (the em).
    bold
        Set in the bold font.

    Returns
    -------
    float
        Sum of the characters' advances, in pixels.
    """
    return _em_width(text, bold) * size
