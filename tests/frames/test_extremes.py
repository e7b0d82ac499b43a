"""Pictures of numbers and layers at the edge of what there is."""

from __future__ import annotations

import numpy as np
import pytest

import convviz as cv


@pytest.mark.parametrize("show", ["layer", "im2col", "matrix", "coverage", "gradient", "isometric"])
def test_whole_numbers_that_no_int64_holds_are_drawn(show):
    layer = cv.Conv1d(1, 1, 2, bias=False)
    x = np.array([[2**64 - 1, 5, 3]], np.uint64)
    for step in (0, 1):
        assert "<svg" in cv.figure(layer, x, [[[1.5, 1]]], show=show, step=step).svg()


@pytest.mark.parametrize("pads", [((-1, 1),), ((-1, -1),), ((1, -2),)])
def test_cells_that_are_cut_off_have_no_counts(pads):
    layer = cv.MaxPool1d(2, 1, pads, dialect="jax")
    assert "<svg" in cv.figure(layer, np.arange(5.0)[None], show="coverage").svg()
