"""Colours as Qt holds them in a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def packed_colours(colours: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Return colours (n, 3) as Qt holds them in an opaque picture, shape (n,)."""
    red, green, blue = colours.astype(np.uint32).T
    return np.asarray(0xFF000000 | red << 16 | green << 8 | blue, np.uint32)
