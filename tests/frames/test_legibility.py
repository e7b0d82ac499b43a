"""Every text of every view stands out from what it is painted on, in every theme."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.frames import explain
from convviz.layers import AdaptivePool, Conv2d, ConvTranspose, Fold, Pad, Pool, Unfold
from convviz.paint.theme import READABLE
from tests.legible import words_of
from tests.pictures import document, picture, simple

NOTHING = np.zeros((0,) * 4)
GRID = np.arange(36).reshape(1, 6, 6) % 11 - 3
EVERYTHING = {
    "products": True, "linking": True, "coordinates": True, "colour_bar": True,
    "projection": True, "path": True,
}


def transposed(show):
    layer = ConvTranspose(1, 1, (3, 3), (2, 2), ((1, 1), (1, 1)), (1, 1), (1, 1), bias=False)
    return document(layer, GRID[:, :3, :3], np.arange(9).reshape(1, 1, 3, 3) - 4, show=show)


def pooled(reduction, **more):
    layer = Pool(reduction, (3, 3), (2, 2), ((1, 1), (1, 1)), (1, 1), **more)
    return document(layer, GRID, NOTHING)


PICTURES = {
    "plain": simple((5, 5), padding=1),
    "reflect": simple((5, 5), padding=2, padding_mode="reflect"),
    "everything": simple((5, 5), padding=1, **EVERYTHING),
    "dilated": simple((7, 7), stride=3, dilation=2),
    "by taps": simple((5, 5), padding=1, by_taps=True),
    "positive": document(Conv2d(1, 1, 3, bias=False), GRID + 3, np.ones((1, 1, 3, 3))),
    **{
        f"{name} colours": simple((6, 6), colour_map=name, colour_bar=True)
        for name in ("grey", "diverging", "viridis", "cividis")
    },
    **{
        f"ghost {show}": simple((5, 5), padding=1, show=show, ghost=True)
        for show in ("layer", "im2col", "matrix", "isometric", "coverage", "gradient")
    },
    "no colours": simple((5, 5), padding=1, colours=False),
    **{
        f"view {show}": simple((5, 5), padding=1, show=show)
        for show in ("im2col", "matrix", "coverage", "gradient", "isometric")
    },
    **{
        f"transposed {show}": transposed(show)
        for show in ("layer", "three", "stamps", "gaps", "matrix", "coverage", "gradient")
    },
    "largest": pooled("max"),
    "average": pooled("average", count_include_pad=False, ceil_mode=True),
    "adaptive": document(AdaptivePool("average", (4, 4)), GRID, NOTHING),
    "padding": document(Pad(((1, 1), (2, -1))), GRID, NOTHING),
    "unfold": document(Unfold((2, 2), (1, 1), ((0, 0), (0, 0)), (1, 1)), GRID[:, :4, :4], NOTHING),
    "fold": document(
        Fold((3, 3), (2, 2), (1, 1), ((0, 0), (0, 0)), (1, 1)), np.arange(16).reshape(1, 4, 4),
        NOTHING,
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_every_text_stands_out_from_what_it_is_painted_on(name):
    shown, trace = picture(PICTURES[name])
    number = len(shown.steps) // 2
    base = shown.base(number)
    for pointer in (None, ("input", (1, 1)), ("output", (0, 1)), ("kernel", (1, 1))):
        for word in words_of(base, shown.overlay(number, pointer)):
            assert word.contrast >= READABLE, (pointer, word)
    for scene in (
        explain.arithmetic(PICTURES[name], trace, number, None, 320.0),
        explain.formula(PICTURES[name], 320.0),
    ):
        for word in words_of(scene) if scene is not None else ():
            assert word.contrast >= READABLE, word
