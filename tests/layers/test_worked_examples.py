"""The tables that courses work through, row by row."""

from __future__ import annotations

import pytest

from convviz.layers import Conv1d, Conv2d, check, receptive_field, summarise


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "padding", "dilation", "output"),
    [
        (7, 3, 2, 1, 1, 4),
        (28, 5, 1, 0, 1, 24),
        (28, 5, 1, 2, 1, 28),
        (7, 5, 1, 2, 1, 7),
        (32, 3, 1, 0, 1, 30),
        (32, 3, 2, 0, 1, 15),
        (32, 3, 4, 0, 1, 8),
        (32, 7, 2, 0, 1, 13),
        (224, 3, 2, 1, 1, 112),
        (5, 3, 2, 1, 1, 3),
        (56, 5, 1, 2, 1, 56),
        (56, 5, 1, 4, 2, 56),
    ],
)
def test_output_sizes(size, kernel, stride, padding, dilation, output):
    line = Conv1d(1, 1, kernel, stride, padding, dilation)
    assert line.output_shape((1, size)) == (1, output)
    # Each axis is by itself: beside one that only passes through.
    beside = Conv2d(1, 1, (kernel, 1), (stride, 1), (padding, 0), (dilation, 1))
    assert beside.output_shape((1, size, 11)) == (1, output, 11)


def test_a_kernel_that_does_not_fit_is_an_error_with_padding_1_as_the_first_fix():
    (problem, _) = check(Conv2d(1, 1, 3, stride=2), (1, 1, 1))
    assert problem.message == "kernel 3, the input is 1 along the height: 3 > 1, it doesn't fit"
    assert problem.fixes[0].changes == (("padding", ((1, 1), (0, 0))),)


@pytest.mark.parametrize(("dilation", "span"), [(1, 3), (2, 5), (4, 9), (8, 17)])
def test_dilation_spans_more_with_the_same_weights(dilation, span):
    layer = Conv2d(1, 1, 3, dilation=dilation)
    assert layer.effective_kernel == (span, span)
    assert summarise(layer, (1, 32, 32)).weights == 9


@pytest.mark.parametrize("size", [9, 20])
@pytest.mark.parametrize(("kernel", "dilation"), [(3, 1), (3, 2), (4, 1), (4, 2), (5, 2), (2, 3)])
def test_padding_names_at_stride_1(size, kernel, dilation):
    span = dilation * (kernel - 1) + 1
    sizes = {
        name: Conv1d(1, 1, kernel, padding=name, dilation=dilation).output_shape((1, size))[1]
        for name in ("valid", "same", "same_lower", "full", "causal")
    }
    assert sizes == {
        "valid": size - span + 1,
        "same": size,
        "same_lower": size,
        "full": size + span - 1,
        "causal": size,
    }


def test_same_is_uneven_when_the_span_is_even():
    assert Conv1d(1, 1, 4, padding="same").pads == ((1, 2),)
    assert Conv1d(1, 1, 4, padding="same_lower").pads == ((2, 1),)
    assert Conv1d(1, 1, 4, padding="same", dilation=2).pads == ((3, 3),)
    assert Conv1d(1, 1, 4, padding="same", dilation=3).pads == ((4, 5),)


def test_causal_padding_looks_back_only():
    assert Conv1d(1, 1, 3, padding="causal", dilation=4).pads == ((8, 0),)


def sizes(layers):
    return [field.size[0] for field in receptive_field(layers)]


def test_three_small_kernels_see_what_a_large_one_sees_for_fewer_weights():
    assert sizes([Conv2d(1, 1, 3)] * 3) == [3, 5, 7]
    weights = [summarise(Conv2d(1, 1, kernel), (1, 9, 9)).weights for kernel in (3, 5)]
    assert (2 * weights[0], weights[1]) == (18, 25)


def test_doubled_dilations_see_twice_as_much_each():
    layers = [Conv1d(1, 1, 2, padding="causal", dilation=2**n) for n in range(10)]
    assert sizes(layers) == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]


def test_a_stride_makes_all_later_layers_see_more():
    # A pool of 2 at stride 2 sees as a convolution with the same numbers does.
    layers = [Conv2d(1, 1, 3)] * 2 + [Conv2d(1, 1, 2, stride=2)] + [Conv2d(1, 1, 3)] * 2
    assert sizes(layers) == [3, 5, 6, 10, 14]


def test_unpadded_layers_shrink_by_2_each():
    shape = (1, 32, 32)
    for layers in range(1, 16):
        shape = Conv2d(1, 1, 3).output_shape(shape)
        assert shape == (1, 32 - 2 * layers, 32 - 2 * layers)


def test_familiar_layers():
    assert Conv2d(64, 128, 3, stride=2, padding=1).output_shape((64, 56, 56)) == (128, 28, 28)
    assert Conv2d(256, 64, 1).output_shape((256, 56, 56)) == (64, 56, 56)
    for dilation in (6, 12, 18, 24):
        parallel = Conv2d(8, 8, 3, padding=dilation, dilation=dilation)
        assert parallel.output_shape((8, 33, 33)) == (8, 33, 33)
