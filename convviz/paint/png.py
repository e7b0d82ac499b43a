"""PNG files below the level of pictures: chunks, text, and a small encoder."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COMPRESS_FROM = 1024
"""Shorter texts are not worth compressing."""
COMPRESS_UP_TO = 1 << 20
"""Readers refuse compressed texts that unfold to more than this."""

_BAND = 32
_LEVEL = 4  # from here on files get little smaller and much slower
_NO_MORE = b"\x03\x00"
"""An empty last block of a zlib stream."""
_ADLER = 65521

END = struct.pack(">I4sI", 0, b"IEND", zlib.crc32(b"IEND"))


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
    if not png.startswith(SIGNATURE) or not png.endswith(END):
        raise ValueError("not a whole PNG file")
    added = b"".join(text_chunk(key, text) for key, text in texts.items())
    return png[: -len(END)] + added + END


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
            END,
        )
    )


class Encoder:
    """Encodes pictures that are alike quickly: bands that were there before are kept packed.

    A picture's bytes depend on its pixels alone, never on those before it. Several threads
    may encode at once.

    Parameters
    ----------
    dots_per_metre
        The pictures' resolution.
    alpha
        Whether they have transparent pixels.
    """

    def __init__(self, dots_per_metre: int, *, alpha: bool) -> None:
        self._dots = dots_per_metre
        self._alpha = alpha
        self._bands: list[tuple[NDArray[np.uint32], _Packed]] = []

    def encode(self, pixels: NDArray[np.uint32]) -> bytes:
        """Return a picture, 0xAARRGGBB of shape (rows, columns), as a PNG file."""
        return b"".join(
            (
                SIGNATURE,
                header(pixels.shape, alpha=self._alpha),
                chunk(b"pHYs", struct.pack(">IIB", self._dots, self._dots, 1)),
                chunk(b"IDAT", self._packed(pixels)),
                END,
            )
        )

    def _packed(self, pixels: NDArray[np.uint32]) -> bytes:
        """Return lines as a zlib stream of bands, none of which looks back into another."""
        before, bands = self._bands, []
        for at, start in enumerate(range(0, len(pixels), _BAND)):
            band = pixels[start : start + _BAND]
            same = at < len(before) and np.array_equal(before[at][0], band)
            bands.append(before[at] if same else (band, _band(lines(band, alpha=self._alpha))))
        self._bands = bands
        checksum = 1
        for _, packed in bands:
            checksum = _joined(checksum, packed)
        data = b"".join(packed.data for _, packed in bands)
        return b"\x78\x9c" + data + _NO_MORE + struct.pack(">I", checksum)


class _Packed(NamedTuple):
    """Bytes, deflated; their checksum and number before that."""

    data: bytes
    checksum: int
    length: int


def header(shape: tuple[int, ...], *, alpha: bool) -> bytes:
    """Return the first chunk of a picture in full colour, of (rows, columns)."""
    rows, columns = shape
    return chunk(b"IHDR", struct.pack(">IIBBBBB", columns, rows, 8, 6 if alpha else 2, 0, 0, 0))


def lines(pixels: NDArray[np.uint32], *, alpha: bool) -> bytes:
    """Return the bytes of a picture's lines, each after its filter, which is none.

    Parameters
    ----------
    pixels
        0xAARRGGBB, shape (rows, columns).
    alpha
        Keep the transparency.
    """
    rows, columns = pixels.shape
    channels = 4 if alpha else 3
    made = np.zeros((rows, 1 + columns * channels), np.uint8)
    places = made[:, 1:].reshape(rows, columns, channels)
    for channel, shift in zip(range(channels), (16, 8, 0, 24), strict=False):
        places[:, :, channel] = pixels >> shift & 255
    return made.tobytes()


def _band(data: bytes) -> _Packed:
    deflater = zlib.compressobj(_LEVEL, wbits=-15)
    packed = deflater.compress(data) + deflater.flush(zlib.Z_FULL_FLUSH)
    return _Packed(packed, zlib.adler32(data), len(data))


def _joined(checksum: int, packed: _Packed) -> int:
    """Return the Adler-32 of bytes and more bytes, from those of both (RFC 1950)."""
    low, high = checksum & 0xFFFF, checksum >> 16
    more_low, more_high = packed.checksum & 0xFFFF, packed.checksum >> 16
    joined_low = (low + more_low - 1) % _ADLER
    joined_high = (high + more_high + packed.length * (low - 1)) % _ADLER
    return joined_high << 16 | joined_low


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind and data of each chunk of a whole PNG file."""
    at = len(SIGNATURE)
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        yield kind, png[at + 8 : at + 8 + length]
        at += 12 + length
