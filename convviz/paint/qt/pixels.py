"""Colours as Qt holds them in a picture."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from convviz.paint.theme import Theme, label_colour
from convviz.scene.items import Ramp


@cache
def packed_ramp(theme: Theme, ramp: Ramp) -> NDArray[np.uint32]:
    """Return a ramp's colours as Qt holds them in an opaque picture, shape (256,)."""
    return _packed(theme.ramps[ramp])


@cache
def packed_labels(theme: Theme, ramp: Ramp) -> NDArray[np.uint32]:
    """Return the colours of text on a ramp's shades likewise."""
    return _packed(label_colour(theme, ramp))


def _packed(colours: NDArray[np.uint8]) -> NDArray[np.uint32]:
    red, green, blue = colours.astype(np.uint32).T
    found = np.asarray(0xFF000000 | red << 16 | green << 8 | blue, np.uint32)
    found.setflags(write=False)
    return found
