"""What is said of a sum of which a picture shows only a part: a channel, a slice, no bias."""

import numpy as np
import pytest

from convviz.layers import Conv, Conv2d, ConvTranspose
from convviz.options import ViewOptions
from tests.pictures import document, named, picture, texts

ONES = np.ones((1, 3, 3))


def told(doc, step=0, pointer=None, size=(960, 540)):
    """Return the line below the panels, empty without one."""
    shown, _ = picture(doc, size)
    lines = named(shown.overlay(step, pointer), "part")
    return lines[0].text if lines else ""


def channels(count, bias=None, groups=1, **view):
    """Return a layer over input channels that hold 1, 2, 3 … and a kernel of ones."""
    layer = Conv(count, groups, (2, 2), (1, 1), ((0, 0),) * 2, (1, 1), groups, bias is not None)
    x = np.concatenate([(at + 1) * ONES for at in range(count)])
    numbers = None if bias is None else np.full(groups, bias)
    return document(layer, x, np.ones(layer.weight_shape), numbers, **view)


def cube(ins=1, **view):
    """Return a layer of three axes whose slices differ."""
    layer = Conv(ins, 1, (2, 2, 2), (1, 1, 1), ((0, 0),) * 3, (1, 1, 1), bias=False)
    x = np.arange(27 * ins).reshape(ins, 3, 3, 3) // 9
    return document(layer, x, np.ones(layer.weight_shape), **view)


def test_all_that_one_kernel_makes_needs_no_words():
    assert told(channels(1)) == ""
    shown, _ = picture(channels(2, groups=2))
    assert named(shown.overlay(0), "part") == []


@pytest.mark.parametrize(
    ("doc", "said"),
    [
        (channels(2), "Input channel 1 of 2 gives 4 of 12: 4 + 8"),
        (channels(2, input_channel=1), "Input channel 2 of 2 gives 8 of 12: 4 + 8"),
        (channels(2, 5), "Input channel 1 of 2 gives 4 of 17: 4 + 8 + bias 5"),
        (channels(6), "Input channel 1 of 6 gives 4 of 84: 4 + 8 + 12 + 16 + …"),
        (channels(1, 5), "4 + bias 5 = 9"),
        (channels(4, groups=2), "Input channel 1 (1 of 2 in its group) gives 4 of 12: 4 + 8"),
        (cube(), "Slice 2 of 2 gives 4 of 4: 0 + 4"),
        (cube(depth=0), "Slice 1 of 2 gives 0 of 4: 0 + 4"),
        (cube(depth=2), "This slice gives nothing of 4: 0 + 4"),
        (cube(2), "Slice 2 of 2 of input channel 1 of 2 gives 4 of 32: 4 + 28"),
    ],
)
def test_what_is_on_show_is_told_beside_what_the_output_is_made_of(doc, said):
    assert told(doc) == said


def test_tap_by_tap_the_sum_so_far_is_told():
    doc = channels(2, 5, by_taps=True)
    assert told(doc, 2) == "Input channel 1 of 2 gives 3 of 3 so far: 3"
    assert told(doc, 5) == "Input channel 2 of 2 gives 4 of 8 so far: 4 + 4"
    assert told(doc, 7) == "Input channel 2 of 2 gives 8 of 17: 4 + 8 + bias 5"


def test_a_cell_that_is_pointed_at_is_told_in_the_steps_place():
    x = np.concatenate([ONES, np.arange(9).reshape(1, 3, 3)])
    doc = document(Conv2d(2, 1, 2, bias=False), x, np.ones((1, 2, 2, 2)))
    assert told(doc, 0) == "Input channel 1 of 2 gives 4 of 12: 4 + 8"
    assert told(doc, 0, ("output", (1, 1))) == "Input channel 1 of 2 gives 4 of 28: 4 + 24"


def test_stamps_and_cells_that_nothing_reaches_are_no_sums():
    layer = ConvTranspose(2, 1, (1, 1), (2, 2), ((0, 0),) * 2, (0, 0), (1, 1), bias=False)
    x, weight = np.ones((2, 2, 2)), np.ones((2, 1, 1, 1))
    assert told(document(layer, x, weight)) == "Input channel 1 of 2 gives 1 of 2: 1 + 1"
    assert told(document(layer, x, weight), 1) == ""
    assert told(document(layer, x, weight, by_taps=True)) == ""


def test_the_kernel_says_which_channel_it_is_for():
    shown, _ = picture(channels(2, input_channel=1))
    assert "2 × 2, for channel 2" in [item.text for item in texts(shown.base(0))]


def test_the_line_keeps_clear_of_what_another_dialect_makes_different():
    shown, _ = picture(channels(2, compared="jax"), (960, 540))
    (part,) = named(shown.overlay(0), "part")
    (other,) = [item for item in texts(shown.base(0)) if "JAX" in item.text]
    assert part.y + 0.3 * part.size < other.y - 0.8 * other.size
    assert other.y + 0.3 * other.size < 540


@pytest.mark.parametrize("size", [(60, 40), (90, 200)])
def test_pictures_too_small_for_words_have_none(size):
    assert told(channels(2), size=size) == ""


def test_numbers_have_the_views_decimals():
    doc = channels(2, 0.25, decimals=1)
    assert ViewOptions().decimals is None
    assert told(doc) == "Input channel 1 of 2 gives 4.0 of 12.2: 4.0 + 8.0 + bias 0.2"
