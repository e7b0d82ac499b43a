"""One picture, as SVG, PNG or PDF."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from convviz.document.editing import new_document
from convviz.errors import NotWritten
from convviz.export.frames import export_frames
from convviz.export.still import save_still
from convviz.frames import compute
from convviz.options import FrameOptions

DOCUMENT = new_document()
TRACE = compute(DOCUMENT)
OPTIONS = FrameOptions(size=(320, 180))


def test_the_name_s_ending_says_what_is_saved(tmp_path: Path) -> None:
    starts = {"a.svg": b"<svg", "a.png": b"\x89PNG", "a.PDF": b"%PDF"}
    for name, start in starts.items():
        save_still(DOCUMENT, TRACE, 3, OPTIONS, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(start)


def test_a_png_is_the_frame_that_an_export_writes(tmp_path: Path) -> None:
    (frame,) = export_frames(DOCUMENT, TRACE, [3], OPTIONS, tmp_path)
    save_still(DOCUMENT, TRACE, 3, OPTIONS, tmp_path / "still.png")
    assert (tmp_path / "still.png").read_bytes() == frame.read_bytes()


def test_an_svg_is_well_formed_and_has_the_numbers_as_text(tmp_path: Path) -> None:
    save_still(DOCUMENT, TRACE, 4, OPTIONS, tmp_path / "a.svg")
    root = ET.parse(tmp_path / "a.svg").getroot()  # noqa: S314 - written by us
    assert root.get("viewBox") == "0 0 320 180"
    assert "65" in {(text or "").strip() for text in root.itertext()}


def test_a_pdf_keeps_the_colours_of_its_cells(tmp_path: Path) -> None:
    save_still(DOCUMENT, TRACE, 4, OPTIONS, tmp_path / "a.pdf")
    assert b"DCTDecode" not in (tmp_path / "a.pdf").read_bytes()


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"a\.gif: a figure is saved as \.svg or \.png or \.pdf"):
        save_still(DOCUMENT, TRACE, 0, OPTIONS, tmp_path / "a.gif")


def test_what_can_t_be_written_is_told(tmp_path: Path) -> None:
    for name in ("a.svg", "a.png", "a.pdf"):
        with pytest.raises(NotWritten, match="there is no folder"):
            save_still(DOCUMENT, TRACE, 0, OPTIONS, tmp_path / "missing" / name)
