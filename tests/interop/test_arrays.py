"""Arrays of NumPy: what is read, and what is refused with which sentence."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from convviz.errors import UnreadableFile
from convviz.interop.arrays import read_npy, to_npy
from convviz.interop.tables import read_table
from convviz.npy import from_npy


def refusal(path):
    with pytest.raises(UnreadableFile) as caught:
        read_npy(path)
    return str(caught.value)


def written(folder, array, name="x.npy"):
    path = folder / name
    np.save(path, array, allow_pickle=True)
    return path


def with_header(header, numbers=b"", version=1):
    text = header.encode() + b"\n"
    return b"\x93NUMPY" + bytes((version, 0)) + struct.pack("<H", len(text)) + text + numbers


@settings(deadline=None)
@given(
    arrays.arrays(
        st.sampled_from(
            [np.uint8, np.int16, np.int32, np.int64, np.uint64, np.float16, np.float32, ">f8",
             ">i4", np.bool_]
        ),
        arrays.array_shapes(max_dims=4),
    )
)  # fmt: skip
def test_real_numbers_of_any_type_come_as_they_are(array):
    read = from_npy(to_npy(array), "x.npy")
    np.testing.assert_array_equal(read, array)
    assert read.dtype.name in {
        "uint8", "int16", "int32", "int64", "float64", "float32",
    }  # fmt: skip
    assert read.flags.writeable


def test_column_order_is_read_as_it_was_meant(tmp_path):
    array = np.asfortranarray(np.arange(6).reshape(2, 3))
    assert read_npy(written(tmp_path, array)).tolist() == [[0, 1, 2], [3, 4, 5]]


def test_colours_that_come_last_become_channels(tmp_path):
    assert read_npy(written(tmp_path, np.zeros((20, 30, 3)))).shape == (3, 20, 30)
    assert read_npy(written(tmp_path, np.zeros((8, 20, 3)))).shape == (8, 20, 3)


def test_nan_and_infinity_are_numbers(tmp_path):
    array = np.array([[np.nan, np.inf]])
    np.testing.assert_array_equal(read_npy(written(tmp_path, array)), array)


@pytest.mark.parametrize(
    ("array", "sentence"),
    [
        (np.array([1j]), "x.npy holds complex numbers: convviz takes real numbers"),
        (np.array(["a"]), "x.npy holds text"),
        (np.array([b"a"]), "x.npy holds text"),
        (np.array([{}]), "x.npy holds Python objects, which are never loaded"),
        (np.array(["2020-01-01"], "M8[D]"), "x.npy holds dates"),
        (np.zeros(1, [("a", int)]), "x.npy holds records"),
        (np.zeros((1,) * 5), "x.npy has 5 axes (1, 1, 1, 1, 1): convviz takes 1 (a signal), 2"),
        (np.array(1.0), "x.npy has 0 axes"),
        (np.zeros((0, 3)), "x.npy holds no numbers: its shape is (0, 3)"),
        (np.zeros((2, 4097)), "x.npy is 2 × 4097: convviz takes at most 4096 × 4096"),
        (np.zeros(5000), "x.npy is 5000: convviz takes at most 4096"),
        (
            np.zeros((1, 5000, 1, 1)),
            "x.npy is 5000 × 1 × 1: convviz takes at most 4096 × 4096 × 4096",
        ),
    ],
)
def test_other_arrays_are_refused_in_one_sentence(tmp_path, array, sentence):
    assert sentence in refusal(written(tmp_path, array))


def test_a_truncated_file_tells_how_much_is_missing(tmp_path):
    path = written(tmp_path, np.zeros((10, 10)))
    path.write_bytes(path.read_bytes()[:-300])
    assert refusal(path) == (
        "x.npy is cut off: its header promises 800 bytes of numbers (10 × 10 float64), "
        "500 are there"
    )
    for length in (7, 11, 40):
        path.write_bytes(to_npy(np.zeros(3))[:length])
        assert refusal(path) == "x.npy is cut off: it ends within its header"


HEADER = "{{'descr': {}, 'fortran_order': {}, 'shape': {}}}"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"hello", "x.npy isn't a NumPy array: it doesn't begin as .npy files do"),
        (b"", "x.npy is empty"),
        (
            with_header(HEADER.format("'<f8'", False, (10**6, 10**6))),
            "x.npy says that it is 1000000 × 1000000, 1,000,000,000,000 numbers (7.3 TB)",
        ),
        (with_header(HEADER.format("'<f8'", False, (-1,))), "its header is damaged"),
        (with_header(HEADER.format("'<f8'", False, "(True,)")), "its header is damaged"),
        (with_header(HEADER.format("'<f8'", 3, "(1,)")), "its header is damaged"),
        (with_header("{'shape': __import__('os')}"), "its header is damaged"),
        (with_header("{"), "its header is damaged"),
        (with_header("7"), "its header is damaged"),
        (with_header("{}", version=9), "x.npy has version 9 of the .npy format"),
        (with_header(HEADER.format("'<q9'", False, (1,))), "x.npy holds something else"),
        (with_header(HEADER.format("'<f12'", False, (1,))), "x.npy holds <f12, which this machine")
        if not hasattr(np, "float96")
        else (b"x", "isn't a NumPy array"),
        (with_header("#" * 20_000), "its header would be 20,001 bytes"),
    ],
)
def test_damaged_files_are_refused_before_anything_is_made(tmp_path, data, sentence):
    path = tmp_path / "x.npy"
    path.write_bytes(data)
    assert sentence in refusal(path)


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 140), st.integers(0, 255))
def test_no_bytes_crash_the_reader(tail, at, byte):
    data = bytearray(to_npy(np.arange(12).reshape(3, 4)))
    data[at] = byte
    for damaged in (bytes(data), b"\x93NUMPY" + tail):
        said = ""
        try:
            from_npy(damaged, "x.npy")
        except UnreadableFile as error:
            said = str(error)
        assert "\n" not in said


@pytest.mark.parametrize("read", [read_npy, read_table])
def test_a_file_of_many_gigabytes_is_refused_by_its_length(tmp_path, read):
    path = tmp_path / "x.npy"
    with path.open("wb") as file:
        file.write(b"\x93NUMPY")
        file.truncate(20 << 30)
    with pytest.raises(UnreadableFile, match="has 20,480 MB: convviz reads at most"):
        read(path)
