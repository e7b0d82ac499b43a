"""Colours as numbers: reading, mixing, contrast, and ramps that look even to the eye."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

RGBA = tuple[int, int, int, int]
Stop = tuple[float, str]

_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def parse(text: str) -> RGBA:
    """Return the colour of ``#rrggbb`` or ``#rrggbbaa``.

    Raises
    ------
    ValueError
        The text is neither.
    """
    if len(text) not in {7, 9} or not text.startswith("#"):
        raise ValueError(f"expected a colour like #1b5fae or #1b5fae80, got {text!r}")
    red, green, blue, *alpha = bytes.fromhex(text[1:])
    return red, green, blue, alpha[0] if alpha else 255


def linear(colours: ArrayLike) -> NDArray[np.float64]:
    """Return linear light in 0…1 of sRGB colours in 0…255, shape (…, 3)."""
    srgb = np.asarray(colours, np.float64) / 255
    low = srgb / 12.92
    high = ((srgb + 0.055) / 1.055) ** 2.4
    return np.where(srgb <= 0.04045, low, high)


def encoded(light: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return sRGB colours in 0…255 of linear light in 0…1."""
    clipped = np.clip(light, 0, 1)
    srgb = np.where(clipped <= 0.0031308, 12.92 * clipped, 1.055 * clipped ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(srgb * 255), np.uint8)


def oklab(colours: ArrayLike) -> NDArray[np.float64]:
    """Return sRGB colours in OKLab, where equal distances look about equal."""
    return np.asarray(np.cbrt(linear(colours) @ _LMS.T) @ _LAB.T, np.float64)


def from_oklab(lab: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return OKLab colours in sRGB."""
    return encoded((lab @ np.linalg.inv(_LAB).T) ** 3 @ np.linalg.inv(_LMS).T)


def ramp(stops: Sequence[Stop]) -> NDArray[np.uint8]:
    """Return 256 colours through the stops, even in OKLab.

    Parameters
    ----------
    stops
        Pairs of a shade in 0…255 and its colour, ascending.

    Returns
    -------
    NDArray[np.uint8]
        Shape (256, 3).
    """
    places = [place for place, _ in stops]
    lab = oklab([parse(colour)[:3] for _, colour in stops])
    shades = np.arange(256)
    even = np.stack([np.interp(shades, places, lab[:, axis]) for axis in range(3)], axis=1)
    return from_oklab(even)


def over(top: RGBA, below: ArrayLike) -> NDArray[np.uint8]:
    """Return opaque colours (…, 3) with a translucent one laid over them."""
    share = top[3] / 255
    mixed = np.asarray(below, np.float64) * (1 - share) + np.array(top[:3]) * share
    return np.asarray(np.rint(mixed), np.uint8)


def contrast(first: ArrayLike, second: ArrayLike) -> NDArray[np.float64]:
    """Return the contrast ratio of sRGB colours (…, 3) as WCAG defines it, 1 to 21."""
    one = linear(first) @ _LUMINANCE
    other = linear(second) @ _LUMINANCE
    return np.asarray((np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05), np.float64)
