from __future__ import annotations

import numpy as np
import pytest

from convviz.engine.convolution import convolve
from convviz.engine.output import apply
from convviz.errors import Cancelled, InvalidLayer
from convviz.layers import Conv1d, Conv2d, Conv3d

ONE = Conv1d(1, 1, 1)


def one(x, weight, bias=None):
    """Return the one number of a layer with one tap."""
    arrays = (np.array(x).reshape(1, 1), np.array(weight).reshape(1, 1, 1))
    return apply(ONE, *arrays, None if bias is None else np.array(bias).reshape(1))[0, 0]


def test_the_kind_of_number_follows_from_what_is_given():
    eight, four, whole = np.float64(2), np.float32(2), np.uint8(2)
    assert one(whole, np.int64(3)).dtype == np.int64
    assert one(four, four).dtype == np.float32
    assert one(four, four, four).dtype == np.float32
    assert one(four, four, eight).dtype == np.float64
    assert one(whole, four).dtype == np.float64
    assert one(np.float16(2), np.float16(3)) == np.float64(6)
    assert one(np.True_, np.int8(-3)) == -3


def test_8_bit_numbers_do_not_wrap_around():
    assert one(np.uint8(255), np.int8(-128)) == -32640
    assert one(np.uint8(255), np.uint8(255), np.uint8(255)) == 255 * 255 + 255


@pytest.mark.parametrize("number", [2**53 + 1, 2**62])
def test_large_integers_stay_exact(number):
    assert int(one(np.uint64(number), np.int64(1))) == number
    assert int(one(np.int64(-number), np.uint64(1))) == -number
    assert int(one(np.int64(number), np.int64(1), np.uint64(3))) == number + 3


def test_integers_that_could_pass_the_largest_are_computed_as_floats():
    assert one(np.int64(2**40), np.int64(2**40)) == 2.0**80
    assert one(np.int64(-(2**63)), np.int64(1)) == -(2.0**63)
    assert one(np.int64(2**62), np.int64(1), np.int64(2**62)) == 2.0**63


def test_nothing_given_is_changed():
    x, weight = np.arange(9.0).reshape(1, 3, 3), np.ones((1, 1, 2, 2))
    x.flags.writeable = weight.flags.writeable = False
    apply(Conv2d(1, 1, 2), x, weight)
    assert x.tolist() == np.arange(9.0).reshape(1, 3, 3).tolist()


def test_arrays_may_lie_in_memory_as_they_like():
    x = np.arange(24.0).reshape(1, 4, 6)
    weight = np.arange(6.0).reshape(1, 1, 2, 3)
    layer = Conv2d(1, 1, (2, 3))
    expected = apply(layer, x, weight)
    assert apply(layer, np.asfortranarray(x), np.asfortranarray(weight)).tolist() == (
        expected.tolist()
    )
    backwards = apply(layer, x[:, ::-1, ::-1][:, ::-1, ::-1], weight.astype(">f8"))
    assert backwards.tolist() == expected.tolist()


def test_all_that_is_wrong_with_shapes_is_told():
    layer = Conv2d(2, 4, 3, groups=2)
    with pytest.raises(InvalidLayer) as caught:
        apply(layer, np.ones((2, 5, 5)), np.ones((4, 2, 3, 3)), np.ones(3))
    assert [problem.field for problem in caught.value.problems] == ["weight", "bias"]
    assert str(caught.value) == (
        "the layer's weight has the shape (4, 1, 3, 3), the one given (4, 2, 3, 3); "
        "the layer's bias has the shape (4,), the one given (3,)"
    )


def test_an_input_the_layer_cannot_take_is_refused():
    with pytest.raises(InvalidLayer, match="5 > 3, it doesn't fit"):
        apply(Conv2d(1, 1, 5), np.ones((1, 3, 9)), np.ones((1, 1, 5, 5)))
    with pytest.raises(InvalidLayer, match=r"takes 2 axes \(channels, length\), the input has 0"):
        apply(ONE, np.array(1.0), np.ones((1, 1, 1)))


@pytest.mark.parametrize("kind", [complex, object, "U3"])
def test_what_is_no_real_number_is_refused(kind):
    strange = np.zeros((1, 1), kind)
    with pytest.raises(InvalidLayer, match="the input must hold real numbers, it holds"):
        apply(ONE, strange, np.ones((1, 1, 1)))
    with pytest.raises(InvalidLayer, match="the weight must hold real numbers"):
        apply(ONE, np.ones((1, 1)), strange.reshape(1, 1, 1))
    with pytest.raises(InvalidLayer, match="the bias must hold real numbers"):
        apply(ONE, np.ones((1, 1)), np.ones((1, 1, 1)), strange[0])


def test_long_work_tells_how_far_it_is_and_stops_when_asked():
    layer = Conv2d(3, 8, 5)
    x, weight = np.ones((3, 600, 600)), np.ones((8, 3, 5, 5))
    shares = []

    def all_of_it(share):
        shares.append(share)
        return True

    convolve(layer, x, weight, None, all_of_it)
    assert shares[0] == 0
    assert shares == sorted(set(shares))
    assert 0.9 < shares[-1] < 1
    assert len(shares) > 20
    with pytest.raises(Cancelled):
        convolve(layer, x, weight, None, lambda share: share < 0.5)


def test_a_kernel_as_large_as_the_picture_can_be_cancelled_too():
    layer = Conv2d(1, 1, 100)
    with pytest.raises(Cancelled):
        convolve(
            layer,
            np.ones((1, 100, 100)),
            np.ones(layer.weight_shape),
            None,
            lambda share: share < 0.1,
        )


def test_three_axes_are_one_more_loop():
    x = np.arange(2 * 27).reshape(2, 3, 3, 3)
    layer = Conv3d(2, 1, 2, bias=False)
    found = apply(layer, x, np.ones(layer.weight_shape, int))
    assert found[0, 1, 1, 1] == x[:, 1:, 1:, 1:].sum()


def test_what_memory_could_not_hold_is_refused_in_numbers():
    layer = Conv1d(1, 1, 1, padding=10**9)
    with pytest.raises(InvalidLayer, match=r"the padded input would be .*14\.9 GB"):
        apply(layer, np.ones((1, 1)), np.ones((1, 1, 1)))
