"""APNG: a PNG whose further frames hold what changed; each is lossless.

Chunks as in the PNG specification, third edition (acTL, fcTL, fdAT).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import IO

import numpy as np
from numpy.typing import NDArray

from convviz.export.changes import changed
from convviz.paint.png import END, SIGNATURE, chunk, header, lines, text_chunk

_LEVEL = 6


def write_apng(
    file: IO[bytes],
    frames: Iterable[tuple[NDArray[np.uint32], int]],
    count: int,
    texts: dict[str, str],
    *,
    alpha: bool,
    loop: bool,
) -> None:
    """Write frames as they come.

    Parameters
    ----------
    file
        Where to.
    frames
        `count` of them: pixels, 0xAARRGGBB of shape (rows, columns), and time in 1/100 s.
    count
        How many.
    texts
        Texts to carry along, under Latin-1 keys.
    alpha
        Whether they have transparent pixels.
    loop
        Play again and again.
    """
    before: NDArray[np.uint32] | None = None
    number = 0
    for pixels, time in frames:
        if before is None:
            file.write(SIGNATURE + header(pixels.shape, alpha=alpha))
            file.write(chunk(b"acTL", struct.pack(">II", count, 0 if loop else 1)))
            file.writelines(text_chunk(key, text) for key, text in texts.items())
        top, bottom, left, right = changed(before, pixels)
        control = (number, right - left, bottom - top, left, top, time, 100, 0, 0)
        file.write(chunk(b"fcTL", struct.pack(">IIIIIHHBB", *control)))
        packed = zlib.compress(lines(pixels[top:bottom, left:right], alpha=alpha), _LEVEL)
        if before is None:
            file.write(chunk(b"IDAT", packed))
        else:
            file.write(chunk(b"fdAT", struct.pack(">I", number + 1) + packed))
        number += 1 if before is None else 2
        before = pixels
    file.write(END)
