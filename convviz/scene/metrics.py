"""How wide and how tall text is in the bundled font, without drawing it.

Widths are the font's own advance widths with kerning off, which is how every
painter sets text, so what is measured here is what appears.
"""

from __future__ import annotations

from functools import lru_cache

from convviz.scene import _widths

ASCENT = _widths.ASCENT / _widths.UNITS_PER_EM
"""Height above the baseline that a line of text needs, as a fraction of its size."""
DESCENT = _widths.DESCENT / _widths.UNITS_PER_EM
"""Depth below the baseline that a line of text needs, as a fraction of its size."""
CAP_HEIGHT = _widths.CAP_HEIGHT / _widths.UNITS_PER_EM
"""Height of capitals and digits above the baseline, as a fraction of the size."""


def character_width(character: str, *, bold: bool = False) -> float:
    """Return one character's advance as a fraction of the text's size."""
    code = ord(character)
    if code > 0xFFFF:
        missing = _widths.MISSING_BOLD if bold else _widths.MISSING_REGULAR
        return missing / _widths.UNITS_PER_EM
    table = _widths.BOLD if bold else _widths.REGULAR
    return int.from_bytes(table[2 * code : 2 * code + 2], "little") / _widths.UNITS_PER_EM


@lru_cache(maxsize=8192)
def _em_width(text: str, bold: bool) -> float:
    return sum(character_width(character, bold=bold) for character in text)


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
