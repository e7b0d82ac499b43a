from __future__ import annotations

from dataclasses import replace

import pytest

from convviz.errors import InvalidLayer
from convviz.layers import check
from convviz.layers.construct import fold, unfold


def only(layer, *shape):
    (problem,) = check(layer, shape or None)
    return problem


def labels(problem):
    return [fix.label for fix in problem.fixes]


def test_rows_are_divided_among_the_taps():
    problem = only(fold(4, (3, 2)), 1, 13, 6)
    assert problem.message == (
        "the matrix has 13 rows: 3 × 2 = 6 taps of the kernel must divide them, 13 mod 6 = 1; "
        "12 or 18 would fit"
    )
    assert [fix.changes for fix in problem.fixes] == [
        (("input_size", (12, 6)),),
        (("input_size", (18, 6)),),
    ]
    assert labels(only(fold(4, 2), 1, 1, 9)) == ["4 rows"]
    assert labels(only(fold(4, 2), 1, 0, 9)) == ["4 rows"]


def test_each_window_takes_one_column():
    problem = only(fold(4, 2, stride=2), 1, 4, 9)
    assert problem.message == (
        "the matrix has 9 columns, the output has 2 × 2 = 4 windows: it takes one column for "
        "each, 4 would fit"
    )
    assert labels(problem) == ["4 columns", "output 6 × 6"]
    assert labels(only(fold(4, 2, stride=2), 1, 4, 5)) == ["4 columns"]


def test_nothing_is_said_of_columns_while_there_are_no_windows():
    assert only(replace(fold(4, 2), stride=(0, 1)), 1, 4, 99).field == "stride"


def test_a_matrix_has_no_channels():
    for shape in ((2, 4, 4), (4, 4), (1, 4)):
        assert "takes a matrix (1, rows, columns)" in only(fold(4, 2, stride=2), *shape).message


def test_windows_must_fit():
    problem = only(unfold((2, 5)), 3, 4, 4)
    assert problem.message == "kernel 5, the input is 4 along the width: 5 > 4, it doesn't fit"
    assert labels(problem) == ["padding 1", "kernel 4", "input width 5"]
    with pytest.raises(InvalidLayer, match="padded output is 4 along the height: 5 > 4") as told:
        fold((2, 5), 3, padding=1, dilation=2)
    (problem,) = told.value.problems
    assert labels(problem) == ["padding 2", "kernel 2", "output height 3"]


def test_both_are_over_two_axes():
    with pytest.raises(InvalidLayer, match="padding takes numbers, got 'same'"):
        unfold(3, padding="same")
    problem = only(replace(unfold(3), kernel_size=(3,)))
    assert problem.message == "the kernel has 1 axis: windows are laid out over 2"
    assert only(replace(fold(3, 2), output_size=(3,))).field == "output_size"
    assert only(replace(unfold(3), stride=(0, 1))).field == "stride"
    assert only(unfold(2), 1, 4).field == "input"
    assert only(unfold(2), 0, 4, 4).field == "input"
    assert labels(only(unfold(4, padding=1), 1, 0, 4)) == ["size 2 there"]
