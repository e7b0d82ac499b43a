"""Opening whatever it is: document, exported PNG, picture, array, table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from numpy.typing import NDArray

from convviz.document.document import Document, InputSource
from convviz.document.editing import change, with_input
from convviz.document.files import SUFFIX, ZIP_BEGINS, from_bytes, from_png_text, load
from convviz.errors import UnreadableFile
from convviz.files import read_start
from convviz.interop.arrays import MAGIC, read_npy
from convviz.interop.images import Channel, read_image
from convviz.interop.pdf import BEGINS as PDF_BEGINS
from convviz.interop.pdf import pdf_document
from convviz.interop.png import SIGNATURE, png_text
from convviz.interop.svg import svg_text
from convviz.interop.tables import read_table

Kind = Literal["document", "figure", "picture", "array", "table"]

_PICTURES = (
    ".png", ".jpg", ".jpeg", ".bmp", ".webp", ".gif", ".tif", ".tiff", ".avif", ".jp2", ".ico",
    ".tga", ".qoi", ".dds", ".pcx", ".ppm", ".pgm", ".pbm", ".pnm",
)  # fmt: skip
_TABLES = (".csv", ".tsv", ".tab", ".txt", ".dat", ".asc")
_KINDS: dict[str, Kind] = {
    SUFFIX: "document",
    ".svg": "figure",
    ".pdf": "figure",
    ".npy": "array",
    **dict.fromkeys(_PICTURES, "picture"),
    **dict.fromkeys(_TABLES, "table"),
}
_START = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """What came out of a file.

    Attributes
    ----------
    document
        The document that the file holds; or, for numbers of any other kind, the
        present one with them as its input, which may be a draft then.
    kind
        What the file was taken for.
    path_is_document
        Whether saving the document belongs into this file.
    """

    document: Document
    kind: Kind
    path_is_document: bool = False


def open_path(
    path: Path, document: Document, channel: Channel = "grey", *, as_picture: bool = False
) -> Opened:
    """Return what a file holds; its content decides what it is, its name only in doubt.

    Parameters
    ----------
    path
        The file.
    document
        The present document, whose input pictures, arrays and tables replace. An
        array of one axis is a signal: the layer gets one axis then. A picture gives
        a layer of three axes two.
    channel
        Which channel of a picture to take.
    as_picture
        Take an exported PNG for the picture it is, not for its document.

    Raises
    ------
    convviz.errors.UnreadableFile
        It isn't anything that can be read; says what was expected.
    """
    kind = _kind(path, read_start(path, _START))
    if kind == "document":
        return Opened(load(path), kind, path_is_document=True)
    if kind == "figure":
        return Opened(_carried(path), "document")
    if kind == "picture" and not as_picture:
        text = png_text(path)
        if text is not None:
            return Opened(from_png_text(text, path.parent, path.name), "document")
    array = _numbers(path, kind, channel)
    if kind == "array" and array.ndim == 1:
        document = change(document, {"axes": 1})  # A signal, whatever was on show.
    if kind == "picture" and document.layer.axes == 3:
        document = change(document, {"axes": 2})  # Its channels are no depth.
    return Opened(with_input(document, array, InputSource("file", path.name)), kind)


def _carried(path: Path) -> Document:
    """Return the document that an SVG or a PDF carries."""
    if path.suffix.lower() == ".svg":
        text = svg_text(path)
        if text is not None:
            return from_png_text(text, path.parent, path.name)
    else:
        attached = pdf_document(path)
        if attached is not None:
            return from_bytes(attached, path.name)
    raise UnreadableFile(
        f"{path.name} carries no document: only figures that convviz exported open again"
    )


def _numbers(path: Path, kind: Kind, channel: Channel) -> NDArray[Any]:
    match kind:
        case "array":
            return read_npy(path)
        case "table":
            return read_table(path)
        case _:
            return read_image(path, channel)


def _kind(path: Path, start: bytes) -> Kind:
    if start.startswith(MAGIC):
        return "array"
    if start.startswith(SIGNATURE):
        return "picture"
    if start.startswith(ZIP_BEGINS) or start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return "document"
    if start.startswith(PDF_BEGINS):
        return "figure"
    return _KINDS.get(path.suffix.lower()) or ("table" if _is_text(start) else "picture")


def _is_text(start: bytes) -> bool:
    """Return whether nothing in the first bytes speaks against a text."""
    return not any(byte < 32 and byte not in b"\t\n\r\f" for byte in start)
