"""Documents that SVGs and PDFs carry, and files that only look like it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import convviz as cv
from convviz.document.editing import new_document
from convviz.document.files import to_json
from convviz.errors import UnreadableFile
from convviz.interop.pdf import pdf_document
from convviz.interop.svg import svg_text
from convviz.session.opening import open_path

FIGURE = cv.figure(
    cv.Conv2d(1, 1, 3, padding=1, bias=False), np.arange(25).reshape(1, 5, 5), "corners", step=4
)


def opened(path: Path) -> str:
    found = open_path(path, new_document())
    assert (found.kind, found.path_is_document) == ("document", False)
    return to_json(found.document)


@pytest.mark.parametrize("ending", ["svg", "pdf", "SVG"])
def test_a_figure_opens_as_the_document_it_was_made_of(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    FIGURE.save(path)
    assert opened(path) == to_json(FIGURE.shown[0])


@pytest.mark.parametrize("ending", ["svg", "pdf"])
def test_large_arrays_are_there_again(tmp_path: Path, ending: str) -> None:
    x = np.random.default_rng(1).normal(size=(1, 300, 300))
    figure = cv.figure(cv.Conv2d(1, 1, 3, bias=False), x, "sobel_x")
    figure.save(tmp_path / f"a.{ending}")
    document = open_path(tmp_path / f"a.{ending}", new_document()).document
    assert (document.input.array() == x).all()
    assert len(list(tmp_path.iterdir())) == (2 if ending == "svg" else 1)


def test_a_page_a_step_opens_at_the_first(tmp_path: Path) -> None:
    from convviz.export.still import save_pages

    document, trace = FIGURE.shown
    save_pages(document, trace, [3, 5], FIGURE.options, tmp_path / "a.pdf")
    assert open_path(tmp_path / "a.pdf", new_document()).document.step == 3


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg carries no document"),
        ("a.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n", "a.pdf carries no document"),
        ("a.svg", b"", "a.svg is empty"),
        ("a.svg", b"<svg", "a.svg is no whole SVG: it breaks off or errs in line 1"),
        ("a.svg", b"\x00\x01\x02", "a.svg is no whole SVG"),
        ("b", b"%PDF-1.7", "b carries no document"),
    ],
)
def test_other_vector_files_are_told(
    tmp_path: Path, name: str, data: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFile, match=re.escape(sentence)):
        open_path(tmp_path / name, new_document())


def test_an_svg_that_declares_entities_is_refused_unread(tmp_path: Path) -> None:
    names = zip("abcd", "bcde", strict=True)
    bomb = "".join(f'<!ENTITY {two} "{f"&{one};" * 10}">' for one, two in names)
    (tmp_path / "a.svg").write_text(
        f'<!DOCTYPE svg [<!ENTITY a "ha">{bomb}]><svg><metadata>&e;</metadata></svg>'
    )
    with pytest.raises(UnreadableFile, match="declares entities, which aren't read"):
        svg_text(tmp_path / "a.svg")


def test_an_svg_that_is_cut_off_after_its_document_still_opens(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    FIGURE.save(path)
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("</metadata>") + 11], "utf-8")
    with pytest.raises(UnreadableFile, match="no whole SVG"):
        svg_text(path)
    path.write_text(text[: text.index("</metadata>") + 11] + " " * (1 << 16), "utf-8")
    assert svg_text(path) is not None


def test_a_damaged_attachment_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    FIGURE.save(path)
    data = path.read_bytes()
    number = re.search(rb"/EF <</F (\d+) 0 R", data)
    assert number is not None
    start = data.index(b"\n%s 0 obj" % number[1])
    begin = data.index(b"stream\n", start) + 7
    end = data.index(b"\nendstream", begin)
    path.write_bytes(data[:begin] + b"\xff" * (end - begin) + data[end:])
    with pytest.raises(UnreadableFile, match=r"the document in a\.pdf is damaged"):
        pdf_document(path)
    path.write_bytes(data[:begin] + data[begin : begin + 20] + data[end:])
    with pytest.raises(UnreadableFile, match="is cut off or longer"):
        pdf_document(path)
    after = data[data.index(b"/EF <</F") - 400 :].replace(b"endstream", b"ends")
    path.write_bytes(data[:begin] + after)
    with pytest.raises(UnreadableFile, match=r"the document in a\.pdf is cut off"):
        pdf_document(path)


def test_an_attachment_that_isn_t_packed_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(
        b"%PDF-1.4\n1 0 obj\n<</Length 4>>\nstream\nabcd\nendstream\nendobj\n"
        b"2 0 obj\n<</F (other.txt) /EF <</F 3 0 R>> >>\nendobj\n"
        b"3 0 obj\n<</F (document.convviz) /EF <</F 1 0 R>> >>\nendobj\n"
    )
    assert pdf_document(tmp_path / "a.pdf") == b"abcd"
