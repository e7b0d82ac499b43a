"""Named styles: what an export looks like, by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from convviz.errors import NotWritten
from convviz.export.look import PRESETS, Look, in_unit, preset_of, with_preset
from convviz.export.styles import Styles
from convviz.options import AnimationOptions, FrameOptions

PAPER = Look(
    85.5, None, "mm", 2.0, 600, "print", True, 8.5, ("output", "caption"), "over", "2", "paths",
    4.0, 0.0, False, 3,
)


def test_a_style_is_there_again_in_all_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "new" / "styles.json"
    Styles(path).save("Paper", PAPER)
    again = Styles(path)
    again.save("a slide", Look())
    assert again.names == ["a slide", "Paper"]
    assert Styles(path).look("Paper") == PAPER
    assert Styles(path).name_of(PAPER) == "Paper"
    again.delete("Paper")
    assert Styles(path).names == ["a slide"]
    assert again.name_of(PAPER) == ""


@pytest.mark.parametrize("text", ["", "nonsense", "[1]", "3"])
def test_a_file_that_is_none_holds_no_styles(tmp_path: Path, text: str) -> None:
    path = tmp_path / "styles.json"
    path.write_text(text)
    assert Styles(path).names == []


def test_what_is_wrong_in_a_style_is_as_at_first(tmp_path: Path) -> None:
    path = tmp_path / "styles.json"
    path.write_text('{"odd": {"width": -3, "theme": "pink", "pace": 1e99, "loop": false}, "no": 4}')
    assert Styles(path).look("odd") == Look(loop=False)
    assert Styles(path).look("no") == Look()


def test_a_name_has_an_end(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="at most 60 letters"):
        Styles(tmp_path / "styles.json").save("x" * 61, PAPER)


def test_a_look_in_millimetres_is_true_to_size() -> None:
    frame = PAPER.frame(raster=True, natural=200)
    assert frame == FrameOptions(
        (85.5 * 96 / 25.4, 200), 600 / 96, "mm", "print", True, 8.5, ("output", "caption"),
        "over", "paths",
    )
    assert PAPER.frame(raster=False).scale == 1
    assert PAPER.animation == AnimationOptions(4.0, 0.0, loop=False, between=3)


def test_presets_are_recognised_and_units_keep_the_size() -> None:
    for preset in PRESETS:
        assert preset_of(with_preset(PAPER, preset)) is preset
    assert preset_of(PAPER) is None
    inches = in_unit(Look(width=960, height=None), "in")
    assert (inches.width, inches.height, inches.unit) == (10, None, "in")
