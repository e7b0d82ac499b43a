"""Presets: what teachers and students expect to find under each name."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.document.presets import INPUT_PRESETS, KERNEL_PRESETS, input_preset, kernel_preset
from convviz.errors import ConvvizError


def kernel(name, *size, seed=0):
    made = kernel_preset(name, (1, 1, *size), seed)
    return None if made is None else made[0, 0].tolist()


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("corners", [[1, 0, 1], [0, 1, 0], [1, 0, 1]]),
        ("identity", [[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
        ("ones", [[1, 1, 1]] * 3),
        ("sharpen", [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
        ("sobel_x", [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
        ("sobel_y", [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
        ("scharr_x", [[-3, 0, 3], [-10, 0, 10], [-3, 0, 3]]),
        ("scharr_y", [[-3, -10, -3], [0, 0, 0], [3, 10, 3]]),
        ("laplacian", [[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
        ("emboss", [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
        ("gaussian", [[0.0625, 0.125, 0.0625], [0.125, 0.25, 0.125], [0.0625, 0.125, 0.0625]]),
        ("box", [[1 / 9] * 3] * 3),
    ],
)
def test_3x3_kernels_are_the_known_ones(name, numbers):
    assert kernel(name, 3, 3) == numbers


def test_5x5_sobel_is_the_known_one():
    assert kernel("sobel_x", 5, 5)[2] == [-6, -12, 0, 12, 6]
    assert kernel("sobel_y", 5, 5) == np.transpose(kernel("sobel_x", 5, 5)).tolist()


def test_in_one_dimension_corners_are_the_ends_and_sobel_a_difference():
    assert kernel("corners", 5) == [1, 0, 1, 0, 1]
    assert kernel("sobel_x", 3) == [-1, 0, 1]
    assert kernel("laplacian", 3) == [1, -2, 1]
    assert kernel("sobel_y", 3) is None


@pytest.mark.parametrize(
    "name", ["sobel_x", "scharr_x", "scharr_y", "laplacian", "sharpen", "emboss"]
)
def test_a_kernel_that_does_not_exist_at_a_size_is_none(name):
    assert kernel(name, 4, 4) is None
    assert kernel(name, 0, 3) is None


@pytest.mark.parametrize("size", [(1,), (4,), (2, 2), (3, 5), (31, 31), (300,)])
@pytest.mark.parametrize("name", ["box", "gaussian"])
def test_blurs_keep_brightness_at_any_size(name, size):
    assert np.sum(kernel(name, *size)) == pytest.approx(1)


@pytest.mark.parametrize("preset", KERNEL_PRESETS, ids=lambda preset: preset.name)
def test_every_kernel_exists_at_3x3_and_is_the_same_in_every_plane_but_random(preset):
    made = preset.make((2, 3, 3, 3), 1)
    same = all((plane == made[0, 0]).all() for row in made for plane in row)
    assert same == (preset.name != "random")
    assert preset.label
    assert preset.note


def test_kernels_of_whole_numbers_are_integers():
    floats = {p.name for p in KERNEL_PRESETS if p.make((1, 1, 3, 3), 0).dtype.kind == "f"}
    assert floats == {"box", "gaussian"}


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("ramp", [[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]]),
        ("ones", [[[1, 1, 1]] * 2] * 2),
        ("impulse", [[[0, 0, 0], [0, 1, 0]]] * 2),
        ("checkerboard", [[[0, 1, 0], [1, 0, 1]]] * 2),
        ("gradient", [[[0, 128, 255]] * 2] * 2),
    ],
)
def test_inputs_are_what_their_names_say(name, numbers):
    made = input_preset(name, (2, 2, 3))
    assert made.tolist() == numbers
    assert made.dtype == np.int64


def test_random_is_the_same_for_the_same_seed_and_teaches_with_small_whole_numbers():
    first, again = input_preset("random", (1, 20, 20), 7), input_preset("random", (1, 20, 20), 7)
    assert (first == again).all()
    assert (first != input_preset("random", (1, 20, 20), 8)).any()
    assert set(np.unique(first)) == set(range(10))
    assert set(np.unique(kernel("random", 20, 20))) == {-2, -1, 0, 1, 2}
    assert kernel("random", 3, 3, seed=-5) is not None


def test_every_input_preset_makes_one_of_any_shape():
    for preset in INPUT_PRESETS:
        for shape in [(1, 1), (3, 1, 1), (1, 4, 7)]:
            assert preset.make(shape, 0).shape == shape


def test_a_mistyped_preset_is_told_what_was_meant():
    with pytest.raises(ConvvizError, match="did you mean 'sobel_x'"):
        kernel_preset("soebl_x", (1, 1, 3, 3))
    with pytest.raises(ConvvizError, match="there are ramp, ones"):
        input_preset("zzz", (1, 3, 3))


def test_over_three_axes_kernels_are_like_those_over_two():
    corners = kernel_preset("corners", (1, 1, 3, 3, 3))[0, 0]
    assert corners.sum() == 9
    assert corners[1, 1, 1] == corners[0, 2, 0] == 1
    laplacian = kernel_preset("laplacian", (1, 1, 3, 3, 3))[0, 0]
    assert (laplacian.sum(), laplacian[1, 1, 1]) == (0, -6)
    sobel = kernel_preset("sobel_x", (1, 1, 3, 3, 3))[0, 0]
    assert not sobel[:, :, 1].any()
    assert sobel[1, 1].tolist() == [-4, 0, 4]
    assert kernel_preset("gaussian", (2, 1, 3, 2, 4)).sum() == 2
    assert kernel_preset("emboss", (1, 1, 3, 3, 3)) is None
