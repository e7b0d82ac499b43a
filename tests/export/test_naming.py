"""Steps and names of frames."""

from __future__ import annotations

from pathlib import Path

import pytest

from convviz.errors import ConvvizError
from convviz.export.naming import (
    existing,
    frame_name,
    overwriting_problem,
    parse_steps,
    pattern_problem,
)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("1", [0]),
        ("3-9,12", [2, 3, 4, 5, 6, 7, 8, 11]),
        (" 12 , 3 - 4", [2, 3, 11]),
        ("20-", [19, 20, 21, 22, 23, 24]),
        ("5,1-6,5", [0, 1, 2, 3, 4, 5]),
        ("24–25", [23, 24]),
    ],
)
def test_steps_count_from_1_and_include_both_ends(text: str, steps: list[int]) -> None:
    assert parse_steps(text, 25) == steps


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "expected numbers and ranges, as in 1-9,12"),
        ("1,,2", "expected numbers and ranges"),
        ("a-b", "expected numbers and ranges"),
        ("-3", "expected numbers and ranges"),
        ("1.5", "expected numbers and ranges"),
        ("0", "there are steps 1 to 25"),
        ("9-3", "from a smaller number to a larger"),
        ("26-", "there are steps 1 to 25"),
        ("3-26", "steps 3-26: there are steps 1 to 25"),
        ("999999999999", "there are steps 1 to 25"),
    ],
)
def test_steps_that_are_not_there_are_refused(text: str, sentence: str) -> None:
    with pytest.raises(ConvvizError, match=sentence):
        parse_steps(text, 25)


def test_names_sort_as_their_numbers_do() -> None:
    names = [frame_name("frame-{step}", step, 250) for step in range(250)]
    assert names[0] == "frame-001.png"
    assert names[-1] == "frame-250.png"
    assert names == sorted(names)


def test_a_pattern_may_say_png_itself() -> None:
    assert frame_name("{step} of a.b.png", 4, 9) == "5 of a.b.png"


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("frame", "lacks {step}"),
        ("../{step}", "contains '/'"),
        ("a\\{step}", "contains '\\\\'"),
        ("what?{step}", "contains '?'"),
        ("{step}\n", "contains '\\n'"),
        ("{step}-{stem}", "braces other than"),
        ("{step", "lacks {step}"),
        ("{step}}", "braces other than"),
        (".{step}", "a meaning of its own"),
        ("com{step}", "a meaning of its own"),
        ("x" * 250 + "{step}", "longer than 200 bytes"),
    ],
)
def test_names_that_no_file_should_have_are_refused(pattern: str, sentence: str) -> None:
    problem = pattern_problem(pattern)
    assert problem is not None
    assert sentence in problem


def test_names_that_are_fine() -> None:
    for pattern in ("frame-{step}", "{step}.png", "Faltung, Schritt {step} – ß", "{step}{step}"):
        assert pattern_problem(pattern) is None


def test_files_that_would_be_overwritten_are_found(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.png" for number in range(4)]
    assert existing(paths) == []
    assert existing([tmp_path / "no" / "folder.png"]) == []
    assert overwriting_problem(paths) is None
    paths[1].touch()
    assert overwriting_problem(paths) == f"{paths[1]} would be overwritten"
    paths[3].touch()
    assert existing(paths) == [paths[1], paths[3]]
    assert overwriting_problem(paths) == f"{paths[1]} and 1 more would be overwritten"
