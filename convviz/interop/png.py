"""The text that an exported PNG carries, without decoding the picture."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

from convviz.errors import UnreadableFile
from convviz.files import read_bytes

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = "convviz"

_LONGEST = 1 << 26


def png_text(path: Path) -> str | None:
    """Return the document's text in a PNG that convviz exported.

    Returns
    -------
    str or None
        None when the file is no PNG, or one of another program.

    Raises
    ------
    convviz.errors.UnreadableFile
        It can't be read at all, or the text in it is damaged or absurdly long.
    """
    data = read_bytes(path)
    if not data.startswith(SIGNATURE):
        return None
    keyword = KEYWORD.encode() + b"\0"
    for kind, body in _chunks(data):
        if kind in {b"tEXt", b"zTXt", b"iTXt"} and body.startswith(keyword):
            return _text(kind, body[len(keyword) :], path.name)
    return None


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the type and body of each chunk, up to where the file is cut off."""
    at = len(SIGNATURE)
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if at + 12 + length > len(data):
            return
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def _text(kind: bytes, body: bytes, name: str) -> str:
    if kind == b"tEXt":
        return body.decode("latin-1")
    if kind == b"zTXt":
        return _inflated(body[1:], name).decode("latin-1")
    compressed = body[:1] == b"\1"
    # Two more texts stand before this one: a language and the keyword in it.
    parts = body[2:].split(b"\0", 2)
    if len(parts) < 3:
        raise UnreadableFile(f"the document in {name} is damaged")
    text = _inflated(parts[2], name) if compressed else parts[2]
    return text.decode("utf-8", "replace")


def _inflated(data: bytes, name: str) -> bytes:
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(data, _LONGEST)
    except zlib.error:
        raise UnreadableFile(f"the document in {name} is damaged") from None
    if not inflater.eof:
        raise UnreadableFile(f"the document in {name} is cut off or longer than 64 MB")
    return text
