"""What differs between two frames."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Box = tuple[int, int, int, int]
"""First row, row behind the last, first column, column behind the last."""


def changed(before: NDArray[np.uint32] | None, pixels: NDArray[np.uint32]) -> Box:
    """Return the smallest box around all that differs; its first pixel where nothing does.

    Parameters
    ----------
    before
        The frame before, None for none.
    pixels
        The frame, 0xAARRGGBB of shape (rows, columns).
    """
    if before is None:
        return 0, pixels.shape[0], 0, pixels.shape[1]
    rows = np.flatnonzero((before != pixels).any(axis=1))
    if not rows.size:
        return 0, 1, 0, 1
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero((before[top:bottom] != pixels[top:bottom]).any(axis=0))
    return top, bottom, int(columns[0]), int(columns[-1]) + 1
