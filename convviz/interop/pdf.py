"""The document that is attached to an exported PDF, read without a PDF library.

Only what convviz writes is understood: the attachment as a stream of its own, packed by
Flate or not at all. A program that writes the PDF anew may change that.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path

from convviz.errors import UnreadableFile
from convviz.files import read_bytes

BEGINS = b"%PDF-"
_FILE = re.compile(rb"/F \((?:\xfe\xff)?([^)]{1,200})\)[^>]*?/EF\s*<<\s*/F (\d{1,9}) 0 R", re.S)
_NAME = b"document.convviz"
_LONGEST = 1 << 28


def pdf_document(path: Path) -> bytes | None:
    """Return the bytes of the document's file that is attached to a PDF.

    Returns
    -------
    bytes or None
        None when it carries none that can be found.

    Raises
    ------
    convviz.errors.UnreadableFile
        It can't be read at all, or what is attached is damaged or absurdly long.
    """
    data = read_bytes(path)
    for found in _FILE.finditer(data):
        if found[1].replace(b"\0", b"") == _NAME:
            return _stream(data, int(found[2]), path.name)
    return None


def _stream(data: bytes, number: int, name: str) -> bytes:
    """Return what an object's stream holds."""
    start = data.find(b"\n%d 0 obj" % number)
    begin, end = data.find(b"stream\n", start), data.find(b"\nendstream", start)
    if start < 0 or begin < 0 or end < begin:
        raise UnreadableFile(f"the document in {name} is cut off")
    held = data[begin + len(b"stream\n") : end]
    if b"/FlateDecode" not in data[start:begin]:
        return held
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(held, _LONGEST)
    except zlib.error:
        raise UnreadableFile(f"the document in {name} is damaged") from None
    if not inflater.eof:
        raise UnreadableFile(f"the document in {name} is cut off or longer than 256 MB")
    return text
