"""Tables in files: dividers, decimal commas, encodings, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.errors import UnreadableFile
from convviz.interop.numbers import parse_numbers
from convviz.interop.tables import read_table, to_csv


@pytest.mark.parametrize(
    ("data", "numbers"),
    [
        (b"1,2\n3,4\n", [[1, 2], [3, 4]]),
        (b"1\t2\r\n3\t4\r\n", [[1, 2], [3, 4]]),
        (b"0,5;1\r\n2;3", [[0.5, 1], [2, 3]]),
        (b"\xef\xbb\xbf1,2.5", [[1, 2.5]]),
        ("1\t2\n".encode("utf-16"), [[1, 2]]),
        ("−1;2".encode(), [[-1, 2]]),
        (b"1\xa0000;2", [[1000, 2]]),
    ],
)
def test_what_programs_save_is_read(tmp_path, data, numbers):
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    assert read_table(path).tolist() == numbers


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"a,b\n1,2", 'row 1, column 1 of x.csv is "a", not a number'),
        (b"1,2\n3,", "row 2 of x.csv has 1 cell, expected 2 as in row 1"),
        (b"1,2\n3,oops", 'row 2, column 2 of x.csv is "oops", not a number'),
        (b"\n\n", "x.csv holds no numbers"),
        (b"", "x.csv is empty"),
        (b"GIF89a\0\0\1", 'x.csv isn\'t a table of numbers: it begins with "GIF89a'),
        (b"1," * 4096 + b"1", "x.csv is 1 × 4097: convviz takes at most 4096 × 4096"),
        (b"1\n" * 4097, "x.csv is 4097 × 1"),
    ],
)
def test_tables_are_refused_with_row_and_column(tmp_path, data, sentence):
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile) as caught:
        read_table(path)
    assert sentence in str(caught.value)


def test_what_is_written_as_csv_reads_as_the_same(tmp_path):
    array = np.array([[1.5, np.nan], [-np.inf, 1e-300]])
    path = tmp_path / "x.csv"
    path.write_text(to_csv(array))
    np.testing.assert_array_equal(read_table(path), array)
    assert to_csv(np.arange(4).reshape(2, 2)) == "0,1\n2,3\n"
    assert parse_numbers(to_csv(np.arange(3))).tolist() == [[0, 1, 2]]
