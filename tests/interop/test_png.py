"""The text in an exported PNG, found without decoding pixels."""

from __future__ import annotations

import zlib

import pytest

from convviz.errors import UnreadableFile
from convviz.interop.png import png_text
from convviz.paint.png import SIGNATURE, chunk

END = chunk(b"IEND", b"")


def found(folder, data):
    path = folder / "x.png"
    path.write_bytes(data)
    return png_text(path)


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        (b"tEXt", b"convviz\0{caf\xe9}", "{café}"),
        (b"zTXt", b"convviz\0\0" + zlib.compress(b"{}"), "{}"),
        (b"iTXt", b"convviz\0\0\0\0\0" + "{∗}".encode(), "{∗}"),
        (b"iTXt", b"convviz\0\1\0en\0x\0" + zlib.compress("{∗}".encode()), "{∗}"),
    ],
)
def test_each_kind_of_text_chunk_is_read(tmp_path, kind, body, text):
    other = chunk(b"tEXt", b"Software\0else")
    assert found(tmp_path, SIGNATURE + other + chunk(kind, body) + END) == text


def test_other_pictures_have_none(tmp_path):
    assert found(tmp_path, SIGNATURE + chunk(b"tEXt", b"convvizzz\0x") + END) is None
    assert found(tmp_path, b"GIF89a") is None
    assert found(tmp_path, SIGNATURE + chunk(b"tEXt", b"convviz\0x")[:-6]) is None


@pytest.mark.parametrize(
    ("kind", "body", "sentence"),
    [
        (b"zTXt", b"convviz\0\0junk", "the document in x.png is damaged"),
        (b"iTXt", b"convviz\0\0\0en", "the document in x.png is damaged"),
        (b"zTXt", b"convviz\0\0" + zlib.compress(b"{}" * 99)[:9], "is cut off"),
        (b"zTXt", b"convviz\0\0" + zlib.compress(bytes(1 << 27)), "longer than 64 MB"),
    ],
)
def test_damaged_and_absurd_texts_are_refused(tmp_path, kind, body, sentence):
    with pytest.raises(UnreadableFile, match=sentence):
        found(tmp_path, SIGNATURE + chunk(kind, body) + END)
