from __future__ import annotations

from dataclasses import replace

import pytest

from convviz.document.fields import Fields
from convviz.document.parameters import layer_from
from convviz.errors import UnreadableFile
from convviz.layers import (
    AdaptiveAvgPool1d,
    AdaptiveAvgPool2d,
    AvgPool2d,
    Conv1d,
    Conv2d,
    ConvTranspose1d,
    LPPool1d,
    MaxPool1d,
    Pad2d,
    check,
)
from convviz.layers.check import apply_fix
from convviz.layers.construct import fold, unfold

MOST = 2**31 - 1
CONV = Conv1d(4, 4, 1)


@pytest.mark.parametrize(
    ("layer", "changes"),
    [
        (CONV, {"kernel_size": (10**30,)}),
        (CONV, {"stride": (10**400,)}),
        (CONV, {"dilation": (-(10**5000),)}),
        (CONV, {"padding": ((0, 10**30),)}),
        (CONV, {"in_channels": 2**31}),
        (CONV, {"out_channels": 2**31}),
        (CONV, {"groups": 2**31}),
        (CONV, {"groups": 2**31, "in_channels": 2**31}),
        (Conv1d(4, 4, 1, groups=2), {"in_channels": 2**31}),
        (ConvTranspose1d(1, 1, 1), {"output_padding": (2**31,)}),
        (MaxPool1d(1), {"stride": (10**30,)}),
        (AvgPool2d(2), {"divisor_override": -(10**400)}),
        (LPPool1d(2, 2), {"norm_type": 10**400}),
        (LPPool1d(2, 2), {"norm_type": 1e300}),
        (AdaptiveAvgPool1d(1), {"output_size": (10**30,)}),
        (AdaptiveAvgPool2d(1), {"output_size": (None, 10**30)}),
        (Pad2d(1), {"padding": ((10**30, 10**30), (1, -(10**30)))}),
        (unfold(2), {"stride": (10**30, 1)}),
        (fold(3, 1), {"output_size": (3, 10**30)}),
    ],
)
def test_what_32_bits_do_not_hold_is_refused_and_a_click_mends_it(layer, changes):
    wrong = replace(layer, **changes)
    problems = check(wrong)
    assert {problem.field for problem in problems} == set(changes)
    for problem in problems:
        assert len(problem.message) < 80
        assert str(MOST) in problem.message
    for problem in problems:
        wrong, _ = apply_fix(wrong, (), problem.fixes[0])
    assert check(wrong) == ()


def test_the_sentence_names_the_axis_and_shortens_the_number():
    (problem,) = check(replace(Conv2d(1, 1, 1), stride=(1, 10**30)))
    assert problem.message == (
        "stride 1000000000000… along the width: at most 2147483647 is possible"
    )
    (least,) = check(replace(CONV, padding=((-(2**31), 0),)))
    assert least.message == (
        "padding -2147483648 along the length: at least -2147483647 is possible"
    )
    (divisor,) = check(replace(AvgPool2d(2), divisor_override=2**31))
    assert divisor.message == "divisor 2147483648: at most 2147483647 is possible"


def test_the_largest_number_and_an_infinite_power_are_taken():
    assert check(Conv1d(1, 1, 1, stride=MOST), (1, 1)) == ()
    assert check(LPPool1d(float("inf"), 2), (1, 2)) == ()
    assert check(AvgPool2d(2, divisor_override=-MOST), (1, 2, 2)) == ()


def test_a_fix_that_brings_something_else_to_light_is_not_offered():
    (problem,) = check(replace(fold(3, 2), output_size=(3, 10**30)))
    assert problem.fixes == ()


def test_a_document_is_refused_the_same_way():
    fields = {"kernel_size": [3], "stride": [10**400], "in_channels": 1, "out_channels": 1}
    with pytest.raises(UnreadableFile, match=r"stride 1000.*at most 2147483647 is possible"):
        layer_from(Fields(fields, "the layer"), "conv", "pytorch")
