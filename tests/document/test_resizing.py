"""Resizing keeps what there is where people expect it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from convviz.document.resizing import resize_bias, resize_input, resize_weight

lengths = st.integers(1, 6)


@given(lengths, lengths, lengths, lengths)
def test_growing_and_shrinking_back_gives_the_same_kernel(height, width, more, wider):
    weight = np.arange(1, height * width + 1).reshape(1, 1, height, width)
    larger = resize_weight(weight, (2, 3, height + more, width + wider))
    assert (resize_weight(larger, weight.shape) == weight).all()
    assert larger.sum() == 6 * weight.sum()


@given(lengths, lengths, lengths)
def test_growing_and_shrinking_back_gives_the_same_input(channels, length, more):
    array = np.arange(channels * length).reshape(channels, length)
    larger = resize_input(array, (channels + 1, length + more))
    assert (resize_input(larger, array.shape) == array).all()
    assert (larger[channels, :length] == array[0]).all()


def test_biases_are_cut_and_extended_with_zeros():
    assert resize_bias(np.array([1, 2]), 3).tolist() == [1, 2, 0]
    assert resize_bias(np.array([1, 2]), 1).tolist() == [1]
