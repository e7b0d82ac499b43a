"""What each dialect decides; numbers as TensorFlow, Keras, JAX and onnxruntime gave them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from convviz.layers import AvgPool1d, Conv1d, ConvTranspose1d, LPPool1d, MaxPool1d
from convviz.layers.concrete import concrete
from convviz.layers.sizes import transposed_padding


def decided(layer, size):
    made = concrete(layer, (size,))
    return made.padding[0], layer.output_shape((1, size))[1]


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "dilation", "name", "pads"),
    [
        (6, 3, 2, 1, "same", (0, 1)),
        (6, 4, 1, 1, "same", (1, 2)),
        (7, 3, 3, 2, "same", (2, 2)),
        (6, 1, 3, 1, "same", (0, 0)),
        (6, 3, 2, 1, "same_lower", (1, 0)),
    ],
)
def test_same_of_windows(size, kernel, stride, dilation, name, pads):
    layer = Conv1d(1, 1, kernel, stride, dilation=dilation, dialect="jax")
    assert decided(replace(layer, padding=name), size) == (pads, -(-size // stride))
    pool = MaxPool1d(kernel, stride, name, dilation, dialect="jax")
    assert decided(pool, size) == (pads, -(-size // stride))


@pytest.mark.parametrize(
    ("dialect", "name", "kernel", "stride", "dilation", "extra", "pads", "output"),
    [
        ("tensorflow", "valid", 3, 2, 1, 0, (0, 0), 7),
        ("tensorflow", "valid", 2, 3, 1, 0, (0, 0), 9),
        ("tensorflow", "valid", 2, 3, 1, 2, (0, 0), 10),
        ("tensorflow", "same", 3, 2, 1, 0, (0, 1), 6),
        ("tensorflow", "same", 4, 2, 1, 0, (1, 1), 6),
        ("tensorflow", "same", 5, 3, 1, 0, (1, 1), 9),
        ("tensorflow", "same", 5, 3, 1, 1, (1, 2), 8),
        ("tensorflow", "same", 3, 2, 1, 1, (0, 1), 6),
        ("tensorflow", "same", 1, 3, 1, 2, (0, 0), 9),
        ("tensorflow", "same", 2, 1, 3, 0, (1, 2), 3),
        ("tensorflow", "same", 1, 2, 1, 0, (0, 0), 6),
        ("jax", "valid", 2, 3, 1, 0, (0, 0), 9),
        ("jax", "same", 3, 2, 1, 0, (0, 1), 6),
        ("jax", "same", 5, 3, 1, 0, (1, 1), 9),
        ("jax", "same", 3, 2, 2, 0, (1, 2), 6),
        ("onnx", "valid", 1, 2, 1, 0, (0, 0), 5),
        ("onnx", "valid", 3, 2, 1, 1, (0, 0), 8),
        ("onnx", "same", 3, 2, 1, 0, (0, 1), 6),
        ("onnx", "same", 3, 2, 1, 1, (1, 1), 6),
        ("onnx", "same_lower", 3, 2, 1, 0, (1, 0), 6),
    ],
)
def test_names_of_transposed_convolutions(
    dialect, name, kernel, stride, dilation, extra, pads, output
):
    layer = ConvTranspose1d(
        1, 1, kernel, stride, name, extra, dilation=dilation, dialect=dialect
    )
    assert decided(layer, 3) == (pads, output)


@pytest.mark.parametrize("stride", [1, 2, 3, 4])
@pytest.mark.parametrize("span", range(1, 9))
def test_jax_pads_as_its_source_says(span, stride):
    """The arithmetic of `jax._src.lax.convolution._conv_transpose_padding`."""
    total = span + stride - 2
    before = span - 1 if stride > span - 1 else -(-total // 2)
    (cut_before, cut_after), extra = transposed_padding("same", "jax", span, stride, 0)
    assert span - 1 - cut_before == before
    assert span - 1 - cut_after + extra == total - before


@pytest.mark.parametrize(
    ("pads", "cut", "extra", "output"),
    [
        ((0, 0), (2, 2), 0, 3),
        ((-1, 1), (3, 1), 0, 3),
        ((2, 4), (0, 0), 2, 9),
        ((3, 2), (-1, 0), 0, 8),
    ],
)
def test_jax_pads_the_stretched_input(pads, cut, extra, output):
    layer = ConvTranspose1d(1, 1, 3, 2, (pads,), dialect="jax")
    made = concrete(layer, (3,))
    assert (made.padding, made.output_padding) == ((cut,), (extra,))
    assert layer.output_shape((1, 3)) == (1, output)


def test_jax_stamps_the_kernel_mirrored():
    layer = ConvTranspose1d(1, 1, 3)
    assert not concrete(layer, (3,)).flipped
    assert concrete(replace(layer, dialect="jax"), (3,)).flipped
    assert not concrete(replace(layer, dialect="jax", flipped=True), (3,)).flipped


def test_what_an_average_divides_by():
    layer = AvgPool1d(3, 2, 1)
    counts = {
        dialect: concrete(replace(layer, dialect=dialect), (6,)).count_include_pad
        for dialect in ("pytorch", "jax", "tensorflow", "onnx")
    }
    assert counts == {"pytorch": True, "jax": True, "tensorflow": False, "onnx": False}
    # Without padding there is nothing to count.
    assert concrete(AvgPool1d(3, 2), (7,)) == concrete(
        AvgPool1d(3, 2, count_include_pad=False, dialect="onnx"), (7,)
    )


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "padding", "output"),
    [(4, 2, 3, 1, 2), (5, 1, 3, 0, 2), (2, 5, 4, 0, 1), (6, 3, 2, 1, 4)],
)
def test_windows_that_reach_beyond_the_end(size, kernel, stride, padding, output):
    layer = MaxPool1d(kernel, stride, padding, ceil_mode=True)
    assert layer.output_shape((1, size)) == (1, output)


def test_ceil_mode_is_left_where_it_changes_something():
    assert concrete(MaxPool1d(3, 2, ceil_mode=True), (6,)).ceil_mode
    assert not concrete(MaxPool1d(3, 2, ceil_mode=True), (7,)).ceil_mode


def test_signs_and_partial_windows_of_power_averages_stay_a_dialects_own():
    onnx = LPPool1d(2, 2, 2, dialect="onnx")
    assert concrete(onnx, (4,)).dialect == "pytorch"
    assert concrete(replace(onnx, norm_type=3), (4,)).dialect == "onnx"
    assert concrete(replace(onnx, ceil_mode=True), (5,)).dialect == "onnx"
