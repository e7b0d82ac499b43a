"""Scenes as PDF; apart from the other pictures because only an export needs what it loads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from math import ceil
from uuid import UUID

from PySide6.QtCore import QBuffer, QHashSeed, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from convviz.paint.qt.application import application
from convviz.paint.qt.painter import paint, painting
from convviz.paint.theme import Theme
from convviz.scene.items import Rect, Scene

POINTS_PER_PIXEL = 72 / 96
ATTACHED = "document.convviz"
"""The name under which a document is attached."""

_DATE = re.compile(rb"\(D:\d{14}(?:Z|[+-]\d\d'\d\d')\)")
_XMP_DATE = re.compile(rb'(:(?:Create|Modify|Metadata)Date=")[^"]*"')
_BOX = re.compile(rb"/MediaBox \[[^\]]*\]")
_UUID = re.compile(rb"uuid:[0-9a-f-]{36}")
_ID = re.compile(rb"/ID \[ <([0-9a-f]*)> <([0-9a-f]*)> \]")
_LONG_AGO = b"20000101000000Z"
_LONG_AGO_XMP = b"2000-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class PdfInfo:
    """What a PDF holds besides its pages.

    Attributes
    ----------
    title
        What it is called.
    document
        The bytes of a document's file, attached to it; empty for none.
    paths
        Draw text as shapes, so that it needs no fonts.
    transparent
        Leave the background out.
    enlarged
        How many times a scene's size its page is.
    """

    title: str = ""
    document: bytes = b""
    paths: bool = False
    transparent: bool = False
    enlarged: float = 1.0


def pdf(pages: Iterable[Sequence[Scene]], theme: Theme, info: PdfInfo | None = None) -> bytes:
    """Return scenes as a PDF, its fonts embedded; those of a page are painted over each other.

    The same pages give the same bytes: it says that it was made in the year 2000,
    and its identifier follows from what is in it.

    Parameters
    ----------
    pages
        At least one; the lowest scene of the first sets the pages' size, a pixel
        being 1/96 inch.
    theme
        Colours.
    info
        What it holds besides.
    """
    info = info or PdfInfo()
    application()
    # Else Qt would write the fonts in another order each time that it is started.
    QHashSeed.setDeterministicGlobalSeed()
    try:
        return _written(pages, theme, info)
    finally:
        QHashSeed.resetRandomGlobalSeed()


def _written(pages: Iterable[Sequence[Scene]], theme: Theme, info: PdfInfo) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    coming = iter(pages)
    first = next(coming)
    each = POINTS_PER_PIXEL * info.enlarged
    width, height = first[0].width * each, first[0].height * each
    # Qt takes whole points only: the page is cut to its size below.
    size = QSizeF(ceil(width), ceil(height))
    page = QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    margins = QMarginsF(0, 0, 0, 0)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, margins))
    # A whole number of dots for each pixel: lines are where they are in pictures of pixels.
    writer.setResolution(12 * 96)
    writer.setCreator("convviz")
    writer.setTitle(info.title)
    if info.document:
        writer.addFileAttachment(ATTACHED, info.document, "application/json")
    with painting(writer) as painter:
        # Else a few cells of one colour would become a JPEG of several.
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        scale = writer.resolution() / 96 * info.enlarged
        painter.scale(scale, scale)
        for number, scenes in enumerate(chain([first], coming)):
            if number:
                writer.newPage()
            if not info.transparent:
                lowest = scenes[0]
                ground = Rect(0, 0, lowest.width, lowest.height, fill="background")
                paint(painter, Scene(lowest.width, lowest.height, (ground,)), theme)
            for scene in scenes:
                paint(painter, scene, theme, paths=info.paths)
    return _settled(bytes(buffer.data().data()), width, height)


def _settled(data: bytes, width: float, height: float) -> bytes:
    """Return a PDF with its exact size, and without what differs from one time to the next.

    Nothing changes its length, so that its table of places stays true.
    """
    box = b"/MediaBox [0 %s %s %d]" % (
        _number(ceil(height) - height), _number(width), ceil(height)
    )
    data = _BOX.sub(lambda found: box.ljust(len(found[0])), data)
    data = _DATE.sub(lambda found: (b"(D:" + _LONG_AGO + b")").ljust(len(found[0])), data)
    data = _XMP_DATE.sub(
        lambda found: (found[1] + _LONG_AGO_XMP + b'"').ljust(len(found[0])), data
    )
    bare = _ID.sub(b"", _UUID.sub(b"", data))
    own = str(UUID(bytes=sha256(bare).digest()[:16])).encode()
    data = _UUID.sub(b"uuid:" + own, data)
    named = own.hex().encode()
    return _ID.sub(
        lambda found: b"/ID [ <%s> <%s> ]" % (
            named.ljust(len(found[1]), b"0")[: len(found[1])],
            named.ljust(len(found[2]), b"0")[: len(found[2])],
        ),
        data,
    )


def _number(value: float) -> bytes:
    return f"{value:.4f}".rstrip("0").rstrip(".").encode()
