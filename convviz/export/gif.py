"""GIF: one palette for all frames, and of each only what changed."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.GifImagePlugin import getdata

from convviz.export.changes import changed

CLEAR = 255
"""The palette's last place: a cell that stays as it was, or no background."""

_EXACT = 160
"""The most frequent colours are kept as they are; the others share what is left."""
_COLOUR = np.uint32(0xFFFFFF)
_AT_ONCE = 1 << 12
_LOOP = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"


class Palette:
    """255 colours for all frames, and the nearest of them for every other.

    Parameters
    ----------
    samples
        Some of the frames, perhaps not all of their rows, 0xAARRGGBB of shape (rows, columns).
    """

    def __init__(self, samples: Sequence[NDArray[np.uint32]]) -> None:
        self.colours = _chosen(samples)
        # A place + 1 for each colour that was asked for; pages that aren't take no memory.
        self._places = np.zeros(1 << 24, np.uint16)

    def places(self, pixels: NDArray[np.uint32]) -> NDArray[np.uint8]:
        """Return the place of each pixel's nearest colour, in the pixels' shape."""
        packed = pixels & _COLOUR
        found = self._places[packed]
        if not found.all():
            unknown = np.unique(packed[found == 0])
            for start in range(0, len(unknown), _AT_ONCE):
                some = unknown[start : start + _AT_ONCE]
                self._places[some] = _nearest(_unpacked(some), self.colours) + 1
            found = self._places[packed]
        return np.asarray(found - 1, np.uint8)


def write_gif(
    file: IO[bytes],
    frames: Iterable[tuple[NDArray[np.uint32], int]],
    palette: Palette,
    *,
    alpha: bool,
    loop: bool,
) -> None:
    """Write frames as they come; one of them is in memory at a time.

    Parameters
    ----------
    file
        Where to.
    frames
        Pixels, 0xAARRGGBB of shape (rows, columns), and time in 1/100 s.
    palette
        The colours.
    alpha
        Whether they have transparent pixels: what is opaque by half or more is seen.
    loop
        Play again and again.
    """
    before: NDArray[np.uint32] | None = None
    table = palette.colours.tobytes().ljust(768, b"\0")
    for pixels, time in frames:
        rows, columns = pixels.shape
        if before is None:
            file.write(b"GIF89a" + struct.pack("<HHBBB", columns, rows, 0xF7, CLEAR, 0) + table)
            file.write(_LOOP if loop else b"")
        if alpha:
            places, corner, disposal = _cut_out(pixels, palette), (0, 0), 2
        else:
            places, corner, disposal = *_difference(before, pixels, palette), 1
        file.writelines(_frame(places, table, corner, time, disposal))
        before = pixels
    file.write(b";")


def _frame(
    places: NDArray[np.uint8], table: bytes, corner: tuple[int, int], time: int, disposal: int
) -> list[bytes]:
    image = Image.fromarray(places)
    image.putpalette(table)
    parts: list[bytes] = getdata(
        image, corner, duration=10 * time, disposal=disposal, transparency=CLEAR
    )
    return parts


def _cut_out(pixels: NDArray[np.uint32], palette: Palette) -> NDArray[np.uint8]:
    return np.where(pixels >> 24 < 128, np.uint8(CLEAR), palette.places(pixels))


def _difference(
    before: NDArray[np.uint32] | None, pixels: NDArray[np.uint32], palette: Palette
) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    """Return the places of what changed, and the corner where that begins."""
    box = changed(before, pixels)
    top, bottom, left, right = box
    part = pixels[top:bottom, left:right]
    if before is None:
        return palette.places(part), (left, top)
    new = before[top:bottom, left:right] != part
    places = np.full(part.shape, CLEAR, np.uint8)
    places[new] = palette.places(part[new])
    return places, (left, top)


def _chosen(samples: Sequence[NDArray[np.uint32]]) -> NDArray[np.uint8]:
    """Return at most 255 colours, shape (n, 3), that stand for those of some frames."""
    seen = np.zeros(1 << 24, bool)
    packed = [pixels & _COLOUR for pixels in samples]
    for colours in packed:
        seen[colours] = True
    every = np.flatnonzero(seen)
    if len(every) <= CLEAR:
        return _unpacked(every)
    place = np.zeros(1 << 24, np.uint32)
    place[every] = np.arange(len(every))
    times = sum(np.bincount(place[colours].reshape(-1), minlength=len(every)) for colours in packed)
    order = np.argsort(-np.asarray(times), kind="stable")
    exact, rest = every[order[:_EXACT]], np.sort(every[order[_EXACT:]])
    row = Image.fromarray(_unpacked(rest)[None])
    mixed = row.quantize(CLEAR - _EXACT, Image.Quantize.MEDIANCUT).getpalette() or []
    return np.concatenate((_unpacked(exact), np.array(mixed, np.uint8).reshape(-1, 3)))[:CLEAR]


def _unpacked(packed: NDArray[np.integer]) -> NDArray[np.uint8]:
    return np.stack((packed >> 16 & 255, packed >> 8 & 255, packed & 255), axis=-1).astype(np.uint8)


def _nearest(colours: NDArray[np.uint8], among: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Return for each colour the place of the nearest, in squared distance of RGB."""
    apart = colours[:, None].astype(np.int32) - among[None].astype(np.int32)
    return np.asarray((apart**2).sum(axis=2).argmin(axis=1), np.uint16)
