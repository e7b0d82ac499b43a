"""How long a picture takes from its numbers to its display list, and one step of it."""

import numpy as np
import pytest

from convviz.frames import Picture, compute
from convviz.layers import Conv2d
from tests.pictures import document

SIDES = [8, 32, 128, 512]
SIZE = (1280, 720)


def photo(side):
    """Return (document, trace, a step in the middle)."""
    x = np.random.default_rng(0).standard_normal((1, side, side))
    doc = document(Conv2d(1, 1, 3, padding=1, bias=False), x, np.full((1, 1, 3, 3), 1 / 9))
    return doc, compute(doc), side * side // 2 + side // 2


@pytest.mark.parametrize("side", SIDES)
def test_whole_picture(benchmark, side):
    doc, trace, step = photo(side)

    def draw():
        shown = Picture(doc, trace, SIZE)
        return shown.base(step), shown.overlay(step)

    benchmark(draw)


@pytest.mark.parametrize("side", SIDES)
def test_step(benchmark, side):
    doc, trace, step = photo(side)
    shown = Picture(doc, trace, SIZE)
    shown.base(step)
    benchmark(shown.overlay, step)


@pytest.mark.parametrize("side", SIDES)
def test_pointing(benchmark, side):
    doc, trace, step = photo(side)
    shown = Picture(doc, trace, SIZE)
    shown.base(step)
    benchmark(shown.overlay, step, ("input", (side // 2, side // 2)))
