"""A number reads the same wherever it is written, and means what it says."""

from math import inf, isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.figures.numbers import grouped, is_rounded, labels, number_text, text_like
from tests.pictures import read

FINITE = st.floats(-1e308, 1e308)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (3.0, "3"),
        (-3, "−3"),
        (0.1, "0.1"),
        (np.float32(0.1), "0.1"),
        (np.float16(0.1), "0.09998"),
        (np.float32(1e-45), "1.401e−45"),
        (1 / 3, "0.3333"),
        (-2 / 3, "−0.6667"),
        (9.99996, "10"),
        (123456.7, "123457"),
        (999999.7, "1000000"),
        (1234567.8, "1.235e6"),
        (0.00012345, "0.0001234"),
        (1e-12, "1e−12"),
        (-1.5e-9, "−1.5e−9"),
        (1e20, "1e20"),
        (1e14, "100000000000000"),
        (5e-324, "4.941e−324"),
        (inf, "∞"),
        (-inf, "−∞"),
        (nan, "NaN"),
        (2**63 - 1, "9223372036854775807"),
        (-(2**63), "−9223372036854775808"),
        (np.uint8(255), "255"),
        (np.int64(-7), "−7"),
    ],
)
def test_numbers_are_written_as_people_write_them(value, text):
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1.005, 2, "1.00"),
        (2.0, 2, "2.00"),
        (2, 2, "2"),
        (-0.001, 2, "0.00"),
        (-0.0, 1, "0.0"),
        (-1.25, 1, "−1.2"),
        (1e-12, 3, "0.000"),
        (0.7, 0, "1"),
        (nan, 2, "NaN"),
        (-inf, 2, "−∞"),
        (np.float32(100.1), 6, "100.100000"),
    ],
)
def test_decimals_are_kept_when_asked_for(value, decimals, text):
    assert number_text(value, decimals) == text


@given(FINITE)
def test_what_is_written_reads_back_within_its_digits(value):
    assert read(number_text(value)) == pytest.approx(value, rel=5.001e-4, abs=0)


@given(FINITE, st.integers(0, 8))
def test_what_is_written_with_decimals_reads_back_within_them(value, decimals):
    text = number_text(value, decimals)
    assert abs(read(text) - value) <= 0.5001 * 10.0**-decimals + 1e-15 * abs(value)


@given(st.integers(-(10**30), 10**30), st.none() | st.integers(0, 6))
def test_integers_are_exact(value, decimals):
    assert int(number_text(value, decimals).replace("−", "-")) == value


@given(st.floats(width=32), st.none() | st.integers(0, 6), st.sampled_from([2, 3, 4]))
def test_an_array_writes_its_numbers_as_they_are_written_alone(value, decimals, digits):
    value = np.float32(value)
    assert labels(np.array([[value]]), decimals, digits) == (
        (number_text(value, decimals, digits),),
    )


@given(st.floats(width=32))
def test_a_number_taken_out_of_an_array_is_still_written_as_one_of_it(value):
    array = np.array([value], np.float32)
    assert text_like(array, array[0].item(), 6) == number_text(array[0], 6)


@given(FINITE, st.sampled_from([2, 3, 4]))
def test_fewer_digits_still_read_back_within_them(value, digits):
    assert read(number_text(value, digits=digits)) == pytest.approx(
        value, rel=0.5001 * 10.0 ** (1 - digits), abs=0
    )


def test_nan_reads_back():
    assert isnan(read(number_text(np.float32("nan"))))


@pytest.mark.parametrize(
    ("number", "rounded"),
    [(0.1, False), (0.1 + 0.2, False), (1 / 3, True), (7, False), (1234567, False),
     (1234567.5, True), (inf, False), (nan, False), (0.0, False), (-2.5, False)],
)
def test_a_number_is_rounded_when_its_text_says_less(number, rounded):
    array = np.array([number])
    assert is_rounded(array, number, text_like(array, number)) == rounded


def test_whole_numbers_are_grouped_from_five_digits_on():
    assert [grouped(number) for number in (0, 9999, 10_000, 12_568_580)] == [
        "0", "9999", "10\u202f000", "12\u202f568\u202f580"
    ]
