"""Numbers as people paste and copy them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from convviz.errors import UnreadableFile
from convviz.interop.numbers import parse_number, parse_numbers, to_literal, to_table


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1\t2\n3\t4", [[1, 2], [3, 4]]),
        ("0,5\t1,5\n-2\t3", [[0.5, 1.5], [-2, 3]]),
        ("0,5;1,5\n2;3\n", [[0.5, 1.5], [2, 3]]),
        ("1,2,3", [[1, 2, 3]]),
        ("1, 2.5", [[1, 2.5]]),
        ("0,5 1,5\n2 3", [[0.5, 1.5], [2, 3]]),
        ("1 2 3", [[1, 2, 3]]),
        ("7", [[7]]),
        ('"1,5","2,5"', [[1.5, 2.5]]),
        ("1,2,\n3,4,", [[1, 2], [3, 4]]),
        ("\ufeff1\t−2\n\n3\t4e-1\n", [[1, -2], [3, 0.4]]),
        ("1\u00a0000\t+2\tinf", [[1000, 2, np.inf]]),
        ("9" * 30, [[1e30]]),
        ("[[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
        ("((1, 2), (3, -4))", [[1, 2], [3, -4]]),
        ("[1, True, +2.5]", [1, 1, 2.5]),
        ("np.array([[1, -np.inf]], dtype=np.float32);", [[1, -np.inf]]),
        ("torch.tensor([1e3])", [1000]),
        ("[[1 2]\n [3 4]]", [[1, 2], [3, 4]]),
        ("[ 1.  inf -3.]", [1, np.inf, -3]),
        ("(5)", [5]),
    ],
)
def test_what_people_paste_is_understood(text, numbers):
    assert parse_numbers(text).tolist() == numbers


def test_whole_numbers_stay_whole():
    assert parse_numbers("1\t2").dtype == np.int64
    assert parse_numbers("[1, 2]").dtype == np.int64
    assert parse_numbers("1\t2,0").dtype == np.float64


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "there are no numbers in an empty text"),
        ("\n  \n", "there are no numbers in an empty text"),
        ("1\tx\n2\t3", 'row 1, column 2 of the text is "x", not a number'),
        ("1;;2", "row 1, column 2 of the text is empty"),
        ("1 2\n3", "row 2 of the text has 1 cell, expected 2 as in row 1"),
        ("1 2\n\n3 4 5", "row 3 of the text has 3 cells, expected 2 as in row 1"),
        ("1_000", 'row 1, column 1 of the text is "1_000", not a number'),
        ("1.2,3\t4", 'row 1, column 1 of the text is "1.2,3", not a number'),
        ("[1, [2]]", "row 2 of the list has 1 number, expected a single number as in the first"),
        ("[[1, 2], [3]]", "row 2 of the list has 1 number, expected 2 numbers as in the first"),
        ("[[[1, 2]], [[3]]]", "row 2 of the list has 1 × 1 numbers, expected 1 × 2 numbers"),
        ("[1, 'a']", "row 2 of the list is \"'a'\", not a number"),
        ("[[1, 2],\n [3, x]]", 'row 2, column 2 of the list is "x", not a number'),
        ("[[[x]]]", 'item 1, 1, 1 of the list is "x", not a number'),
        ("[-[1]]", 'row 1 of the list is "-[1]", not a number'),
        ("[1 + 2j]", 'row 1 of the list is "1 + 2j", not a number'),
        ("[open('x')]", "row 1 of the list is \"open('x')\", not a number"),
        ("[]", "the list is empty"),
        ("[[1], []]", "row 2 of the list is empty"),
        ("[[1, 2],\n [3", "isn't a list of numbers as Python writes it, see line 2"),
        ("[" * 5000, "isn't a list of numbers as Python writes it"),
        ("[1, \0]", "isn't a list of numbers as Python writes it"),
        ("[" * 12 + "1" + "]" * 12, "item 1, 1, 1, 1, 1, 1, 1, 1 of the list is"),
    ],
)
def test_what_is_no_number_is_named_with_its_place(text, sentence):
    with pytest.raises(UnreadableFile) as caught:
        parse_numbers(text)
    assert sentence in str(caught.value)


def test_texts_beyond_reason_are_refused_by_their_length(monkeypatch):
    with pytest.raises(UnreadableFile, match="save it as"):
        parse_numbers("[" + "1," * (1 << 22) + "1]")
    monkeypatch.setattr("convviz.interop.numbers._LONGEST", 10)
    with pytest.raises(UnreadableFile, match="the text is too long: 11 characters"):
        parse_numbers("1 2 3 4 5 6")


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), (" -0,5 ", -0.5), ("−2", -2), ("1e-3", 0.001), ("∞", np.inf), ("-inf", -np.inf)],
)  # fmt: skip
def test_one_number_as_typed_into_a_cell(text, number):
    assert parse_number(text) == number
    assert type(parse_number("3")) is int


@pytest.mark.parametrize("text", ["", "x", "1 2", "0x1f", "1,2,3", "--1", "1e", "１"])
def test_what_is_no_number_is_quoted(text):
    with pytest.raises(UnreadableFile, match=r'".*" is not a number'):
        parse_number(text)


def test_long_findings_are_cut():
    with pytest.raises(UnreadableFile, match='"aaaaaaaaaaaaaaaaaaaaaaaa…" is not'):
        parse_number("a" * 1000)


any_numbers = st.one_of(
    arrays.arrays(np.int64, arrays.array_shapes(min_dims=2, max_dims=2)),
    arrays.arrays(np.float64, arrays.array_shapes(min_dims=2, max_dims=2)),
)


@settings(deadline=None)
@given(any_numbers)
def test_copied_tables_paste_as_the_same_numbers(array):
    np.testing.assert_array_equal(parse_numbers(to_table(array)), array)


@settings(deadline=None)
@given(
    st.one_of(
        any_numbers,
        arrays.arrays(np.int64, arrays.array_shapes(max_dims=4)),
        arrays.arrays(np.float32, arrays.array_shapes(max_dims=3)),
    )
)
def test_copied_literals_paste_as_the_same_numbers_and_are_python(array):
    text = to_literal(array)
    np.testing.assert_array_equal(parse_numbers(text), array)
    made = eval(text, {"np": np})  # noqa: S307 - our own text
    np.testing.assert_array_equal(made, array)
    assert made.dtype == array.dtype


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_numbers_or_one_sentence(text):
    said = ""
    try:
        assert parse_numbers(text).dtype in {np.dtype(np.int64), np.dtype(np.float64)}
    except UnreadableFile as error:
        said = str(error)
    assert "\n" not in said


def test_literals_stand_row_under_row_and_planes_of_tables_apart():
    assert to_literal(np.array([[1, 2], [3, 4]])) == "np.array([[1, 2],\n          [3, 4]])"
    assert to_literal(np.float32([0.5])) == "np.array([0.5], dtype=np.float32)"
    assert to_literal(np.array(3)) == "np.array(3)"
    assert to_table(np.arange(4).reshape(2, 1, 2)) == "0\t1\n\n2\t3\n"


@pytest.mark.parametrize("huge", ["1e400", "-1e999", "9" * 350, "9" * 5000, "−1e400"])
def test_digits_that_no_number_holds_are_refused_with_their_place(huge):
    with pytest.raises(UnreadableFile, match=r"row 2, column 2 of the text is .* too large"):
        parse_numbers(f"1 2\n3 {huge}")
    with pytest.raises(UnreadableFile, match="too large"):
        parse_number(huge)


@pytest.mark.parametrize("huge", ["1e400", "9" * 350])
def test_a_list_with_a_number_too_large_says_where(huge):
    with pytest.raises(UnreadableFile, match="too large for any number here"):
        parse_numbers(f"[1, {huge}]")


def test_infinity_as_a_word_stays():
    assert parse_numbers("1 inf\n-inf 2").tolist() == [[1, float("inf")], [float("-inf"), 2]]
    assert parse_numbers("[1, inf]").tolist() == [1, float("inf")]
