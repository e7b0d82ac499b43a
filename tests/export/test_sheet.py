"""Contact sheets: all steps that were asked for, each with its caption, none cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from convviz.document.editing import new_document
from convviz.errors import NotWritten
from convviz.export.sheet import sheet
from convviz.export.still import save_sheet
from convviz.frames import compute
from convviz.interop.images import read_image
from convviz.layers import Conv2d
from convviz.options import FrameOptions
from convviz.scene.items import Group, Text
from convviz.session.opening import open_path

DOCUMENT = new_document()
TRACE = compute(DOCUMENT)
WIDE = FrameOptions(size=(900, 500))


def test_steps_stand_in_rows_with_their_captions_and_dont_meet() -> None:
    scene = sheet(DOCUMENT, TRACE, [0, 3, 8, 7, 1], WIDE)
    groups = [item for item in scene.items if isinstance(item, Group)]
    said = [item.items[-1].text for item in groups if isinstance(item.items[-1], Text)]
    assert said == [f"Step {step} of 9" for step in (1, 4, 9, 8, 2)]
    boxes = [group.clip for group in groups if group.clip is not None]
    assert boxes[0][1] == boxes[1][1] == boxes[2][1] < boxes[3][1]
    for x, y, width, height in boxes:
        assert x > 0
        assert y > 0
        assert x + width < scene.width
        assert y + height < scene.height + 1
    assert boxes[0][0] + boxes[0][2] < boxes[1][0]
    assert boxes[0][1] + boxes[0][3] <= boxes[3][1] + 1e-9


def test_a_narrow_sheet_has_fewer_in_a_row() -> None:
    narrow = sheet(DOCUMENT, TRACE, range(9), FrameOptions(size=(200, 100)))
    assert narrow.height > 9 * 80


@pytest.mark.parametrize("kind", [".png", ".svg", ".pdf"])
def test_a_sheet_is_saved_like_a_figure(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"sheet{kind}"
    save_sheet(DOCUMENT, TRACE, range(3, 9), WIDE, path)
    assert path.stat().st_size > 1000
    if kind == ".png":
        assert read_image(path).shape[2] == 900
        assert open_path(path, new_document(Conv2d(1, 1, 5))).document.step == 3


def test_too_many_steps_or_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="401 pictures: at most 400"):
        save_sheet(DOCUMENT, TRACE, range(401), WIDE, tmp_path / "a.png")
    with pytest.raises(NotWritten, match="no steps"):
        save_sheet(DOCUMENT, TRACE, [], WIDE, tmp_path / "a.png")
    with pytest.raises(NotWritten, match="too small"):
        save_sheet(DOCUMENT, TRACE, [1], FrameOptions(size=(9, 9)), tmp_path / "a.png")
