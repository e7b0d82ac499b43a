"""Animated WebP, lossless, by Pillow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_EFFORT = 30  # of 0 to 100: half as fast brings a tenth


class _Reel(Image.Image):
    """A picture of many frames, each made when it is sought, for an encoder that goes through."""

    def __init__(self, frames: Iterator[NDArray[np.uint32]], count: int, mode: str) -> None:
        super().__init__()
        self._frames = frames
        self._kind = mode
        self.n_frames = count
        self._at = -1
        self.seek(0)

    def seek(self, frame: int) -> None:
        """Take the next frame; those before it are gone."""
        if frame > self._at:
            pixels = next(self._frames)
            size, packed = pixels.shape[::-1], "BGRA" if self._kind == "RGBA" else "BGRX"
            made = Image.frombytes(self._kind, size, pixels.tobytes(), "raw", packed, 0, 1)
            self.im, self._mode, self._size = made.im, made.mode, made.size
            self._at = frame

    def tell(self) -> int:
        """Return which frame is here."""
        return max(self._at, 0)


def write_webp(
    file: IO[bytes],
    frames: Iterator[NDArray[np.uint32]],
    times: list[int],
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
        Pixels, 0xAARRGGBB of shape (rows, columns).
    times
        How long each is seen, in 1/100 s.
    alpha
        Whether they have transparent pixels.
    loop
        Play again and again.
    """
    _Reel(frames, len(times), "RGBA" if alpha else "RGB").save(
        file,
        "WEBP",
        save_all=True,
        lossless=True,
        quality=_EFFORT,
        method=0,
        duration=[10 * time for time in times],
        loop=0 if loop else 1,
    )
