"""NumPy's .npy format, read with distrust: nothing pickled, no size believed.

The format is NEP 1's: a magic string, a version, the length of the header, the
header (a Python dictionary in text), then the numbers.
"""

from __future__ import annotations

import ast
import re
from io import BytesIO
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.errors import UnreadableFile
from convviz.limits import MAX_NUMBERS, memory, times

MAGIC = b"\x93NUMPY"

_LONGEST_HEADER = 10_000
_NUMBERS = re.compile(r"[<>|=]?(b1|[iu][1248]|f(?:2|4|8|12|16))")
_OTHERS = {
    "c": "complex numbers",
    "U": "text",
    "S": "text",
    "a": "text",
    "O": "Python objects, which are never loaded",
    "M": "dates",
    "m": "time spans",
    "V": "records",
}


def from_npy(data: bytes, name: str) -> NDArray[Any]:
    """Return the array of a .npy file, as `plain` makes it.

    Parameters
    ----------
    data
        The file's bytes.
    name
        What messages call it.

    Raises
    ------
    convviz.errors.UnreadableFile
        It isn't such a file, is cut off, doesn't hold real numbers, or is too large.
    """
    if not data.startswith(MAGIC):
        raise UnreadableFile(f"{name} isn't a NumPy array: it doesn't begin as .npy files do")
    header, start = _header(data, name)
    dtype = _dtype(header["descr"], name)
    shape = header["shape"]
    if prod(shape) > MAX_NUMBERS:
        raise UnreadableFile(
            f"{name} says that it is {times(shape)}, {memory(shape)}: "
            f"convviz takes at most {MAX_NUMBERS:,} numbers"
        )
    expected = prod(shape) * dtype.itemsize
    if len(data) - start < expected:
        raise UnreadableFile(
            f"{name} is cut off: its header promises {expected:,} bytes of numbers "
            f"({times(shape) or '1'} {dtype.name}), {len(data) - start:,} are there"
        )
    array = np.frombuffer(data, dtype, prod(shape), start)
    return plain(array.reshape(shape, order="F" if header["fortran_order"] else "C"))


def to_npy(array: NDArray[Any]) -> bytes:
    """Return the bytes of a .npy file with an array of numbers."""
    file = BytesIO()
    np.lib.format.write_array(file, np.ascontiguousarray(array), allow_pickle=False)
    return file.getvalue()


def plain(array: NDArray[Any]) -> NDArray[Any]:
    """Return an array of its own of a type that everything else here knows.

    Whole numbers stay what they are, but truth values become uint8, and unsigned
    64-bit ones int64, or float64 when too large; half floats become float32,
    longer ones float64.
    """
    dtype = array.dtype
    if dtype.kind == "b":
        dtype = np.dtype(np.uint8)
    elif dtype.kind == "u" and dtype.itemsize == 8:
        fits = not array.size or int(array.max()) <= np.iinfo(np.int64).max
        dtype = np.dtype(np.int64 if fits else np.float64)
    elif dtype.kind == "f" and dtype.itemsize not in {4, 8}:
        dtype = np.dtype(np.float32 if dtype.itemsize == 2 else np.float64)
    return np.array(array, dtype.newbyteorder("="), order="C")


def _header(data: bytes, name: str) -> tuple[dict[str, Any], int]:
    """Return the header and where the numbers begin."""
    if len(data) < 12:
        raise UnreadableFile(f"{name} is cut off: it ends within its header")
    major = data[6]
    if major not in {1, 2, 3}:
        raise UnreadableFile(f"{name} has version {major} of the .npy format, known are 1 to 3")
    first = 10 if major == 1 else 12
    length = int.from_bytes(data[8:first], "little")
    if length > _LONGEST_HEADER:
        raise UnreadableFile(f"{name} isn't a NumPy array: its header would be {length:,} bytes")
    if len(data) < first + length:
        raise UnreadableFile(f"{name} is cut off: it ends within its header")
    text = data[first : first + length].decode("utf-8", "replace").strip()
    try:
        header = ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        header = None
    if not _is_header(header):
        raise UnreadableFile(f"{name} isn't a NumPy array: its header is damaged")
    return header, first + length


def _is_header(header: object) -> bool:
    if not isinstance(header, dict) or set(header) != {"descr", "fortran_order", "shape"}:
        return False
    shape = header["shape"]
    return (
        isinstance(shape, tuple)
        and all(type(length) is int and length >= 0 for length in shape)
        and len(shape) <= 32
        and isinstance(header["fortran_order"], bool)
    )


def _dtype(descr: object, name: str) -> np.dtype[Any]:
    if isinstance(descr, str) and _NUMBERS.fullmatch(descr):
        try:
            return np.dtype(descr)
        except TypeError:  # a long float that this machine doesn't have
            raise UnreadableFile(f"{name} holds {descr}, which this machine can't read") from None
    kind = descr.lstrip("<>|=")[:1] if isinstance(descr, str) else "V"
    raise UnreadableFile(
        f"{name} holds {_OTHERS.get(kind, 'something else')}: convviz takes real numbers"
    )
