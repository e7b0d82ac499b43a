"""MP4 with H.264, by PyAV."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Ready(Protocol):
    """A frame as the encoder takes it."""

    width: int
    height: int
    pts: int | None


_QUALITY = "18"
# One thread: the other cores paint, and the same frames give the same bytes.
_OPTIONS = {"crf": _QUALITY, "preset": "veryfast", "tune": "stillimage", "threads": "1"}
_CONTAINER = {"movflags": "+faststart", "fflags": "+bitexact"}
_RATES = 1000


def missing() -> str | None:
    """Return what to install for MP4, in one sentence, None if nothing."""
    if find_spec("av") is None:
        return "MP4 needs PyAV: pip install 'convviz[video]' (or pip install av)"
    return None


def ready(pixels: NDArray[np.uint32]) -> Ready:
    """Return a frame as the encoder takes it; that can be done in another thread.

    Parameters
    ----------
    pixels
        0xAARRGGBB of shape (rows, columns), all opaque. An odd last row or column
        is there twice: H.264 wants even sides.
    """
    import av  # noqa: PLC0415 - an extra, and large
    from av.video.reformatter import ColorRange, Colorspace  # noqa: PLC0415

    even = _even(pixels)
    bytewise = even.view(np.uint8).reshape(*even.shape, 4)
    made: Ready = av.VideoFrame.from_ndarray(bytewise, "bgra").reformat(
        format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
    )
    return made


def write_mp4(path: Path, frames: Iterable[Ready], rate: float) -> None:
    """Write frames as they come.

    Parameters
    ----------
    path
        A new file; its name may end in anything.
    frames
        What `ready` returned, all of one size; the same one may come again.
    rate
        Frames a second.
    """
    import av  # noqa: PLC0415 - an extra, and large
    from av.codec.context import Flags  # noqa: PLC0415

    with av.open(str(path), "w", format="mp4", options=_CONTAINER) as container:
        stream = container.add_stream(
            "libx264", rate=Fraction(rate).limit_denominator(_RATES), options=_OPTIONS
        )
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.flags |= Flags.bitexact.value
        for number, frame in enumerate(frames):
            if not number:
                stream.width, stream.height = frame.width, frame.height
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _even(pixels: NDArray[np.uint32]) -> NDArray[np.uint32]:
    rows, columns = pixels.shape
    if rows % 2 or columns % 2:
        return np.pad(pixels, ((0, rows % 2), (0, columns % 2)), mode="edge")
    return pixels
