"""PNG files below the level of pictures: chunks, text, and a small encoder."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COMPRESS_FROM = 1024
"""Shorter texts are not worth compressing."""
COMPRESS_UP_TO = 1 << 20
"""Readers refuse compressed texts that unfold to more than this."""

_END = struct.pack(">I4sI", 0, b"IEND", zlib.crc32(b"IEND"))


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return one chunk with its length and checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@lru_cache(maxsize=8)
def text_chunk(key: str, text: str) -> bytes:
    """Return a text of any language under a Latin-1 key, as an iTXt chunk."""
    data = text.encode("utf-8")
    packed = COMPRESS_FROM <= len(data) <= COMPRESS_UP_TO
    head = key.encode("latin-1") + bytes((0, packed, 0, 0, 0))
    return chunk(b"iTXt", head + (zlib.compress(data, 6) if packed else data))


def with_text(png: bytes, texts: Mapping[str, str]) -> bytes:
    """Return a PNG file with texts added at its end, where they delay no pixel."""
    if not png.startswith(SIGNATURE) or not png.endswith(_END):
        raise ValueError("not a whole PNG file")
    added = b"".join(text_chunk(key, text) for key, text in texts.items())
    return png[: -len(_END)] + added + _END


def indexed(shades: NDArray[np.uint8], palette: NDArray[np.uint8]) -> bytes:
    """Return a picture of shades as a small PNG file.

    Parameters
    ----------
    shades
        uint8, shape (rows, columns).
    palette
        uint8, shape (256, 3).
    """
    rows, columns = shades.shape
    lines = np.zeros((rows, columns + 1), np.uint8)  # each line starts with its filter, none
    lines[:, 1:] = shades
    head = struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)
    return b"".join(
        (
            SIGNATURE,
            chunk(b"IHDR", head),
            chunk(b"PLTE", palette.tobytes()),
            chunk(b"IDAT", zlib.compress(lines.tobytes(), 6)),
            _END,
        )
    )


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind and data of each chunk of a whole PNG file."""
    at = len(SIGNATURE)
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        yield kind, png[at + 8 : at + 8 + length]
        at += 12 + length
