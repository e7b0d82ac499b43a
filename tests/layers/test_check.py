from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from convviz.errors import InvalidLayer
from convviz.layers import Conv, Conv1d, Conv2d, Conv3d, check
from convviz.layers.check import apply_fix, axis_name
from convviz.layers.words import sides
from tests import drawn

PLAIN = Conv2d(1, 1, 3)


def only(layer, shape=None):
    """Return the one problem there is."""
    (problem,) = check(layer, shape)
    return problem


def labels(problem):
    return [fix.label for fix in problem.fixes]


@pytest.mark.parametrize("field", ["kernel_size", "stride", "dilation"])
@pytest.mark.parametrize("number", [0, -2])
def test_numbers_below_1(field, number):
    problem = only(replace(PLAIN, **{field: (number, 2)}), (1, 5, 5))
    assert (problem.field, problem.axis) == (field, 0)
    assert re.fullmatch(rf"\w+ {number} along the height: it must be at least 1", problem.message)
    assert problem.fixes[0].changes == ((field, (1, 2)),)


def test_negative_padding():
    problem = only(replace(PLAIN, padding=((0, 0), (-1, 2))), (1, 5, 5))
    assert problem.message == "padding -1 along the width: it can't be negative"
    assert problem.fixes[0].changes == (("padding", ((0, 0), (0, 2))),)


@pytest.mark.parametrize("field", ["in_channels", "out_channels", "groups"])
def test_no_channels(field):
    problem = only(replace(PLAIN, **{field: 0}))
    assert problem.message == f"{field.replace('_', ' ')} 0: there must be at least 1"


def test_channels_that_cannot_be_divided():
    problem = only(replace(PLAIN, in_channels=8, out_channels=6, groups=4))
    assert problem.message == "out channels 6 can't be divided into 4 groups: 6 mod 4 = 2"
    assert labels(problem) == ["groups 2", "out channels 8"]


def test_both_channels_may_be_indivisible():
    problems = check(replace(PLAIN, in_channels=4, out_channels=10, groups=3))
    assert [problem.message[:12] for problem in problems] == ["in channels ", "out channels"]
    assert labels(problems[0]) == ["groups 2", "in channels 6, out channels 12"]


def test_channels_that_there_are_none_of_become_as_many_as_the_groups():
    problem = only(replace(PLAIN, in_channels=0, out_channels=8, groups=4))
    assert labels(problem) == ["in channels 4"]


def test_groups_are_found_for_any_number_of_channels():
    layer = replace(PLAIN, in_channels=10**9, out_channels=10**9 // 2, groups=10**9 // 2 - 1)
    for problem in check(layer):
        ((_, groups),) = problem.fixes[0].changes
        assert (10**9 % groups, (10**9 // 2) % groups) == (0, 0)
        assert len(problem.fixes) == 1  # Nobody wants 10**9 channels by a click.


@pytest.mark.parametrize("name", ["same", "same_lower"])
def test_same_with_a_stride_offers_what_frameworks_pad(name):
    pads = {"same": ((0, 1), (1, 1)), "same_lower": ((1, 0), (1, 1))}[name]
    said = {"same": "0 before, 1 after", "same_lower": "1 before, 0 after"}[name]
    framework = {"same": "TensorFlow", "same_lower": "ONNX's SAME_LOWER"}[name]
    problem = only(replace(PLAIN, padding=name, stride=(2, 2)), (1, 8, 7))
    assert problem.message == (
        f"padding {name!r} keeps the size only at stride 1, the stride is 2; "
        f"{framework} would pad height {said} and width 1, which gives 4 × 4"
    )
    assert problem.fixes[0].changes == (("padding", pads),)
    assert labels(problem)[1] == "stride 1"


def test_tensorflow_gives_a_size_for_every_stride():
    for stride in range(1, 9):
        for size in range(1, 30):
            layer = replace(PLAIN, padding="same", stride=(stride, 2), dilation=(2, 3))
            problem = only(layer, (1, size, size))
            mended, _ = apply_fix(layer, (size, size), problem.fixes[0])
            assert mended.output_shape((1, size, size)) == (1, -(-size // stride), -(-size // 2))


def test_same_with_a_stride_is_refused_without_an_input_too():
    problem = only(replace(PLAIN, padding="same", stride=(1, 2)))
    assert labels(problem) == [
        "padding height 1 and width 0 before, 1 after as TensorFlow does", "stride 1"
    ]
    assert "the stride is 1 × 2" in only(replace(PLAIN, padding="same", stride=(1, 2))).message


def test_same_is_said_once_beside_other_wrong_numbers():
    layer = replace(PLAIN, padding="same", stride=(2, 2), kernel_size=(0, 3))
    assert [problem.field for problem in check(layer, (1, 0, 4))] == [
        "kernel_size",
        "padding",
        "input",
    ]


def test_causal_padding_is_for_one_axis():
    assert only(replace(PLAIN, padding="causal")).message == (
        "causal padding is for 1 axis (time), this layer has 2"
    )
    assert check(Conv1d(1, 1, 3, padding="causal")) == ()


def test_unknown_names_are_told_with_the_known():
    assert only(replace(PLAIN, padding="SAME"), (1, 1, 1)).message == (
        "padding 'SAME' is none of valid, same, same_lower, full, causal"
    )
    assert only(replace(PLAIN, padding_mode="constant"), (1, 3, 3)).message == (
        "padding mode 'constant' is none of zeros, reflect, replicate, circular"
    )


def test_a_kernel_larger_than_the_padded_input():
    layer = Conv2d(1, 1, (5, 3), padding=1, dilation=2)
    problem = only(layer, (1, 5, 9))
    assert (problem.field, problem.axis) == ("kernel_size", 0)
    assert problem.message == (
        "kernel 5 at dilation 2 spans 9, the padded input is 7 along the height: "
        "9 > 7, it doesn't fit"
    )
    assert labels(problem) == ["padding 2", "dilation 1", "kernel 4", "input height 7"]
    for fix in problem.fixes:
        mended, size = apply_fix(layer, (5, 9), fix)
        assert check(mended, (1, *size)) == ()


def test_uneven_padding_grows_on_both_sides():
    layer = Conv1d(1, 1, 4, padding=((1, 0),))
    assert labels(only(layer, (1, 1)))[0] == "padding 2 before, 1 after"


@pytest.mark.parametrize(
    ("mode", "bound", "most", "input_size"),
    [("reflect", "less than", 2, 4), ("circular", "at most as large as", 3, 4)],
)
def test_padding_that_its_mode_cannot_fill(mode, bound, most, input_size):
    layer = Conv1d(1, 1, 3, padding=((4, 1),), padding_mode=mode)
    if mode == "reflect":
        layer, input_size = replace(layer, padding=((4, 1),)), 5
    problem = only(layer, (1, 3))
    assert problem.message == (
        f"{mode} padding must be {bound} the input: padding 4 along the length, the input is 3"
    )
    assert labels(problem) == [
        f"padding {most} before, 1 after",
        "padding mode replicate",
        f"input length {input_size}",
    ]


def test_reflect_padding_as_large_as_the_input_is_refused_and_one_less_is_not():
    layer = Conv2d(1, 1, 3, padding=3, padding_mode="reflect")
    assert [problem.field for problem in check(layer, (1, 3, 3))] == ["padding", "padding"]
    assert check(layer, (1, 4, 4)) == ()
    assert check(replace(layer, padding_mode="circular"), (1, 3, 3)) == ()
    assert check(replace(layer, padding_mode="replicate"), (1, 1, 1)) == ()


def test_a_kernel_that_does_not_fit_keeps_its_fixes_beside_a_mode_that_cannot_fill():
    mode, fit = check(Conv1d(1, 1, 20, padding=5, padding_mode="reflect"), (1, 3))
    assert labels(mode) == ["padding 2", "padding mode replicate", "input length 6"]
    assert labels(fit) == ["padding 9", "kernel 13", "input length 10"]


def test_the_input_must_have_as_many_axes_and_channels():
    assert only(PLAIN, (5, 5)).message == (
        "the layer takes 3 axes (channels, height, width), the input has 2: (5, 5)"
    )
    assert only(PLAIN, (0, 5, 5)).message == ("the input has 0 channels: there must be at least 1")
    problem = only(Conv2d(6, 4, 3, groups=2), (3, 5, 5))
    assert problem.message == "the layer takes 6 channels, the input has 3"
    assert problem.fixes[0].label == "in channels 3, groups 1"
    assert labels(only(Conv2d(6, 4, 3, groups=2), (4, 5, 5))) == ["in channels 4"]


def test_an_input_without_cells():
    problem = only(PLAIN, (1, 5, 0))
    assert problem.message == "the input's width is 0: it must be at least 1"
    assert problem.fixes[0].changes == (("input_size", (5, 3)),)


def test_several_problems_are_told_at_once():
    layer = Conv(4, 2, (9, 3), (0, 1), ((0, 0), (5, 0)), (1, 1), 3, True, "reflect")
    problems = check(layer, (3, 5, 5))
    assert [(problem.field, problem.axis) for problem in problems] == [
        ("stride", 0),
        ("groups", None),
        ("groups", None),
        ("in_channels", None),
        ("padding", 1),
        ("kernel_size", 0),
    ]


def test_numbers_for_another_count_of_axes_are_told_before_all_else():
    layer = Conv(1, 1, (3, 3), (1,), ((0, 0),) * 3, (1, 1))
    assert [problem.message for problem in check(layer, (1, 5, 5))] == [
        "stride is given for 1 axis, the kernel has 2: (1,)",
        "padding is given for 3 axes, the kernel has 2: ((0, 0), (0, 0), (0, 0))",
    ]
    assert only(Conv(1, 1, (), (), (), ())).message == (
        "the kernel has 0 axes: it must have at least 1"
    )


def test_axes_have_names():
    assert [axis_name(3, axis) for axis in range(3)] == ["depth", "height", "width"]
    assert axis_name(4, 2) == "axis 2"


def test_invalid_layers_carry_their_problems():
    with pytest.raises(InvalidLayer) as caught:
        Conv3d(1, 1, (3, 0, 3), stride=(1, 1, -1))
    assert len(caught.value.problems) == 2
    assert str(caught.value) == (
        "kernel 0 along the height: it must be at least 1; "
        "stride -1 along the width: it must be at least 1"
    )


def kind(problem):
    """Return what a problem is about, without its numbers."""
    return problem.field, problem.axis, re.sub(r"[-\d(), ×;]+", " ", problem.message)


def mended(layer, shape, fix):
    """Return a layer and its input's shape after a fix, as the window applies it."""
    if shape is None or len(shape) != layer.axes + 1:
        return apply_fix(layer, (), fix)[0], shape
    changed, size = apply_fix(layer, shape[1:], fix)
    # The number of channels is one and the same field.
    channels = changed.in_channels if "in_channels" in dict(fix.changes) else shape[0]
    return changed, (channels, *size)


@settings(max_examples=80)
@given(drawn.drafts())
def test_every_fix_removes_its_problem_from_the_most_absurd_drafts(case):
    layer, shape = case
    for problem in check(layer, shape):
        assert any(char.isdigit() for char in problem.message) or "none of" in problem.message
        for fix in problem.fixes:
            assert kind(problem) not in map(kind, check(*mended(layer, shape, fix)))


@settings(max_examples=80)
@given(drawn.likely_drafts())
def test_clicking_the_first_fix_time_and_again_ends_in_a_valid_layer(case):
    layer, shape = case
    shape = (max(1, shape[0]), *shape[1:])  # An input without channels can't be mended.
    for _ in range(25):
        problems = check(layer, shape)
        if not problems:
            break
        layer, shape = mended(layer, shape, problems[0].fixes[0])
    assert check(layer, shape) == ()


@settings(max_examples=80)
@given(drawn.likely_drafts())
def test_where_one_thing_is_wrong_along_an_axis_any_click_mends_it(case):
    layer, shape = case
    problems = check(layer, shape)
    if len(problems) == 1 and problems[0].field == "kernel_size" and "fit" in problems[0].message:
        for fix in problems[0].fixes:
            assert check(*mended(layer, shape, fix)) == ()


@pytest.mark.parametrize(("size", "kernel", "stride"), [(8, 3, 2), (12, 5, 3), (4, 2, 4)])
def test_same_with_a_stride_offers_a_constructors_user_what_tensorflow_pads(
    size: int, kernel: int, stride: int
) -> None:
    with pytest.raises(InvalidLayer) as refused:
        Conv1d(1, 1, kernel, stride=stride, padding="same")
    first = refused.value.problems[0].fixes[0]
    pads = dict(first.changes)["padding"]
    assert f"TensorFlow pads {sides(pads[0])}" in str(refused.value)  # type: ignore[index]
    assert Conv1d(1, 1, kernel, stride=stride, padding=pads).output_shape((1, size)) == (  # type: ignore[arg-type]
        1, size // stride,
    )
