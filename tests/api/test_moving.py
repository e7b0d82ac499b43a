"""Animations from Python."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

import convviz as cv

LAYER = cv.Conv2d(1, 1, kernel_size=3)
X = np.arange(25).reshape(1, 5, 5)


def test_an_animation_is_saved_by_its_ending_and_plays_in_a_notebook(tmp_path):
    made = cv.animation(LAYER, X, steps=[0, 4, -1], pace=5, size=(320, 180), theme="dark")
    assert made.steps == (0, 4, 8)
    made.save(tmp_path / "a.gif")
    with Image.open(tmp_path / "a.gif") as image:
        assert image.n_frames == 3
        assert image.size == (320, 180)
    assert made._repr_html_().startswith("<iframe")


def test_all_steps_without_being_told_which():
    assert cv.animation(LAYER, X).steps == tuple(range(9))


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"steps": [9]}, IndexError, "step 9: there are steps 0 to 8"),
        ({"steps": []}, cv.ConvvizError, "no steps"),
        ({"pace": 0}, cv.ConvvizError, "pace 0"),
        ({"pace": "fast"}, cv.ConvvizError, "pace takes a number"),
        ({"between": 99}, cv.ConvvizError, "99 frames between"),
        ({"theme": "pink"}, cv.ConvvizError, "theme"),
    ],
)
def test_what_cant_be_is_said(options, error, said):
    with pytest.raises(error, match=said):
        cv.animation(LAYER, X, **options)


def test_other_endings_are_refused(tmp_path):
    with pytest.raises(ValueError, match="saved as"):
        cv.animation(LAYER, X).save(tmp_path / "a.avi")
