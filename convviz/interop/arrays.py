"""Arrays of NumPy: .npy files in and out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.errors import UnreadableFile
from convviz.files import LARGEST, read_bytes
from convviz.interop.quoting import refuse_long
from convviz.limits import MAX_SIDE, times
from convviz.npy import MAGIC, from_npy, to_npy

__all__ = ["MAGIC", "check_size", "read_npy", "to_npy"]

# (H, W, 3) is how pictures are kept in arrays; from this size on it can't be much else.
_COLOURS = {3, 4}
_PICTURE_SIDE = 16


def read_npy(path: Path) -> NDArray[Any]:
    """Return the array of a .npy file; nothing in it is ever unpickled.

    Returns
    -------
    ndarray
        With 1 axis (L,), 2 axes (H, W), 3 (channels, H, W) or 4 (channels, D, H, W).
        The colours of a picture that come last, (H, W, 3), come first when H and W
        are at least 16.

    Raises
    ------
    convviz.errors.UnreadableFile
        It isn't such a file, is cut off, holds anything but real numbers, has
        other numbers of axes, or is larger than 4096 along one of them.
    """
    refuse_long(path, LARGEST)
    array = from_npy(read_bytes(path), path.name)
    if not 1 <= array.ndim <= 4:
        raise UnreadableFile(
            f"{path.name} has {array.ndim} axes {array.shape}: convviz takes 1 (a signal), "
            "2 (rows and columns), 3 (channels, rows, columns) or 4 (channels, depth, rows, "
            "columns)"
        )
    if not array.size:
        raise UnreadableFile(f"{path.name} holds no numbers: its shape is {array.shape}")
    if array.ndim == 3 and array.shape[2] in _COLOURS and min(array.shape[:2]) >= _PICTURE_SIDE:
        array = np.ascontiguousarray(np.moveaxis(array, 2, 0))
    check_size(array.shape[-3:] if array.ndim == 4 else array.shape[-2:], path.name)
    return array


def check_size(size: tuple[int, ...], name: str) -> None:
    """Refuse what is longer than 4096 along an axis.

    Parameters
    ----------
    size
        Spatial sizes.
    name
        What messages call it.

    Raises
    ------
    convviz.errors.UnreadableFile
        One of them is.
    """
    if max(size) > MAX_SIDE:
        limit = times((MAX_SIDE,) * len(size))
        raise UnreadableFile(f"{name} is {times(size)}: convviz takes at most {limit}")
