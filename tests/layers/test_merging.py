"""What is told of several axes at once, and what is offered to mend it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from convviz.errors import Fix, Problem
from convviz.layers import Conv, Conv1d, Conv2d, Conv3d, check
from convviz.layers.fixes import apply_fix
from convviz.layers.large import too_large
from convviz.layers.merging import merged
from tests import drawn

Shape = tuple[int, ...]


def told(layer: Conv, shape: Shape) -> tuple[Problem, ...]:
    return merged(check(layer, shape) or too_large(layer, shape), layer, shape)


def labels(problem: Problem) -> list[str]:
    return [fix.label for fix in problem.fixes]


def left_after(layer: Conv, shape: Shape, fix: Fix) -> tuple[Problem, ...]:
    changed, size = apply_fix(layer, shape[1:], fix)
    channels = changed.in_channels if "in_channels" in dict(fix.changes) else shape[0]
    return check(changed, (channels, *size))


def test_what_is_the_same_along_every_axis_is_said_once() -> None:
    (problem,) = told(Conv2d(1, 1, 7), (1, 5, 5))
    assert problem.message == "kernel 7, the input is 5 along the height and width: 7 > 5, it " + (
        "doesn't fit"
    )
    assert problem.axis is None
    assert labels(problem) == ["padding 1", "kernel 5", "input height and width 7"]
    (problem,) = told(Conv3d(1, 1, 3), (1, 5000, 5000, 5000))
    assert problem.message == (
        "the input's depth, height and width are 5000: convviz takes at most 4096"
    )


def test_unequal_sides_are_mended_together() -> None:
    (problem,) = told(Conv2d(1, 1, 7), (1, 4, 5))
    assert labels(problem) == ["padding 2 × 1", "kernel 4 × 5", "input height and width 7"]
    (problem,) = told(Conv2d(1, 1, 1, padding=((0, 6), (6, 0)), padding_mode="reflect"), (1, 4, 5))
    assert labels(problem) == [
        "padding 0:3 × 4:0",
        "padding mode replicate",
        "input height and width 7",
    ]


def test_a_fix_is_completed_where_it_alone_would_not_do() -> None:
    layer = replace(Conv1d(1, 1, 9), dilation=(0,))
    assert labels(told(layer, (1, 5))[0]) == ["dilation 1, padding 2"]
    layer = replace(Conv1d(1, 1, 9), padding=((-3, -3),))
    assert "padding 2" in labels(told(layer, (1, 5))[0])


def test_axes_that_share_no_fix_are_mended_by_several() -> None:
    same = "is wrong along the height"
    first = Problem("stride", same, 0, (Fix("stride 1", (("stride", (1, 1)),)),), "number")
    other = Problem("stride", "otherwise", 1, (), "number")
    layer = replace(Conv2d(1, 1, 1), stride=(0, -1))
    (problem,) = merged((first, other), layer, (1, 5, 5))
    assert labels(problem) == ["stride 1"]


def test_what_nothing_mends_is_told_without_a_fix() -> None:
    layer = replace(Conv2d(1, 1, 1), padding_mode="constant")
    known = Problem("padding_mode", "no", fixes=(Fix("it", (("stride", (1, 1 << 20)),)),))
    assert merged((known,), layer, (1, 5, 5))[0].fixes == ()


def test_without_an_input_fixes_stay() -> None:
    layer = replace(Conv2d(1, 1, 1), stride=(0, 0))
    assert labels(merged(check(layer), layer, ())[0]) == ["stride 1"]


def test_numbers_that_can_not_be_typed_are_not_offered() -> None:
    layer = replace(Conv1d(1, 1, 3), kernel_size=(60000,), dilation=(100,))
    (problem,) = told(layer, (1, 5))
    assert labels(problem) == ["kernel 1"]


@settings(max_examples=80)
@given(drawn.likely_drafts() | drawn.drafts())
def test_every_fix_mends_all_that_its_problem_says(case: tuple[Conv, Shape | None]) -> None:
    layer, shape = case
    if shape is None or len(shape) != layer.axes + 1:
        return
    problems = check(layer, shape)
    for problem in merged(problems, layer, shape):
        claimed = {(p.field, p.kind) for p in problems if p.message in problem.message}
        left = [left_after(layer, shape, fix) for fix in problem.fixes]
        for rest in left:
            assert problem.message not in {p.message for p in rest}
            if problem.kind:
                assert not claimed & {(p.field, p.kind) for p in rest}
            assert len(rest) < len(problems)
        assert left == sorted(left, key=bool), "those that leave nothing stand first"


@given(drawn.likely_drafts())
def test_the_first_offers_taken_in_turn_end_in_a_valid_layer(case: tuple[Conv, Shape]) -> None:
    layer, shape = case
    shape = (layer.in_channels, *shape[1:])
    for _ in range(10):
        problems = merged(check(layer, shape), layer, shape)
        if not problems:
            break
        assert problems[0].fixes
        layer, size = apply_fix(layer, shape[1:], problems[0].fixes[0])
        shape = (layer.in_channels, *size)
    assert check(layer, shape) == ()


def test_fewer_channels_are_offered_only_where_they_help() -> None:
    layer = Conv2d(1 << 10, 1 << 8, 1, groups=1 << 8, padding=1500)
    assert told(layer, (1 << 10, 4000, 4000))[0].fixes == ()
