from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.layers import Conv2d
from convviz.steps.order import Step, Steps


@given(
    st.lists(st.integers(1, 4), min_size=2, max_size=4).map(tuple), st.none() | st.integers(1, 9)
)
def test_channels_are_slowest_the_last_axis_fastest_and_taps_within_a_cell(shape, taps):
    steps = Steps(shape, taps)
    expected = [
        (cell, tap) for cell in np.ndindex(shape) for tap in (range(taps) if taps else [None])
    ]
    assert [(step.output, step.tap) for step in steps] == expected
    assert [step.number for step in steps] == list(range(len(steps)))
    for step in steps:
        assert steps.at(step.output, step.tap or 0) == step.number


def test_taps_are_those_of_all_channels_of_a_group():
    layer = Conv2d(4, 2, 3, groups=2)
    assert len(Steps.of(layer, (4, 5, 5), by_taps=False)) == 2 * 3 * 3
    assert len(Steps.of(layer, (4, 5, 5), by_taps=True)) == 2 * 3 * 3 * 18


def test_a_cell_is_a_step_of_its_own_or_its_first_tap():
    whole, divided = Steps((1, 3, 3)), Steps((1, 3, 3), 9)
    assert whole.at((0, 1, 1), 5) == 4
    assert divided.at((0, 1, 1)) == 36
    assert divided[41] == Step(41, (0, 1, 1), 5)


def test_there_are_no_steps_beyond_the_ends():
    steps = Steps((1, 2, 2))
    with pytest.raises(IndexError, match="step 5 of 4"):
        steps[4]
    with pytest.raises(IndexError, match="step 0 of 4"):
        steps[-1]


def test_millions_of_steps_take_no_room():
    steps = Steps((1, 4096, 4096), 225)
    assert steps[len(steps) - 1].output == (0, 4095, 4095)
