from __future__ import annotations

import numpy as np

from convviz.engine.coarse import SMALL, coarse, finite_range


def test_a_small_array_has_its_range_alone():
    found = coarse(np.arange(-3, 9).reshape(1, 3, 4))
    assert (found.low, found.high, found.levels) == (-3.0, 8.0, ())


def test_each_level_halves_the_one_before():
    rows, columns = 3, 4 * SMALL + 1
    found = coarse(np.arange(rows * columns, dtype=float).reshape(1, rows, columns))
    assert [level.shape for level in found.levels] == [
        (1, 2, 2 * SMALL + 1),
        (1, 1, SMALL + 1),
        (1, 1, SMALL // 2 + 1),
    ]
    first = found.levels[0][0]
    assert first[0, 0] == np.mean([0, 1, columns, columns + 1])
    assert first[0, -1] == np.mean([columns - 1, 2 * columns - 1])
    assert first[1, 0] == 2 * columns + 0.5


def test_one_axis_is_one_row():
    found = coarse(np.ones((2, SMALL + 2)))
    assert [level.shape for level in found.levels] == [(2, 1, SMALL // 2 + 1)]


def test_the_range_is_that_of_the_finite_numbers():
    nan, inf = np.nan, np.inf
    assert finite_range(np.array([nan, 2.0, -inf, -1.0])) == (-1.0, 2.0)
    assert finite_range(np.array([nan, inf])) == (0.0, 0.0)
    assert finite_range(np.zeros((0, 3))) == (0.0, 0.0)
    assert finite_range(np.array([1, 255], np.uint8)) == (1.0, 255.0)


def test_infinities_and_huge_numbers_are_averaged_without_complaint():
    huge = np.zeros((1, 1, SMALL + 2))
    huge[0, 0, :4] = [np.inf, -np.inf, 1e300, 1.0]
    level = coarse(huge).levels[0][0, 0]
    assert np.isnan(level[0])
    assert np.isinf(level[1])
