"""What another dialect makes of the same layer, lit and told."""

import numpy as np
import pytest

from convviz.frames import Picture, compute
from convviz.frames.comparison import comparison
from convviz.layers import Conv, Conv2d, ConvTranspose, Pool
from convviz.scene.items import Rect
from tests.pictures import covered, document, named, picture, spots, texts


def averaged(**view):
    """Return an average pool in TensorFlow, whose padding isn't counted."""
    layer = Pool("average", (3, 3), (2, 2), "same", (1, 1), dialect="tensorflow")
    return document(layer, np.ones((1, 6, 6)), np.zeros((0,) * 4), **view)


def test_cells_that_differ_are_ringed_and_counted():
    shown, _ = picture(averaged(compared="jax"))
    rings = [item for item in named(shown.overlay(0), "compared") if isinstance(item, Rect)]
    expected = {(0, 2), (1, 2), (2, 0), (2, 1), (2, 2)}
    assert covered(spots(shown.base(0))["output"], rings) == expected
    # each on a halo, so that it is seen on its own colour too
    assert [item.edge for item in rings] == ["background", "differs.edge"] * len(expected)
    assert "Differs under JAX: 5 of 9 cells" in [item.text for item in texts(shown.base(0))]


def test_nothing_is_compared_with_oneself_or_with_nobody():
    for other in (None, "tensorflow", "nobody"):
        doc = averaged(compared=other)
        assert comparison(doc, compute(doc)) is None


def test_what_is_the_same_is_said_to_be():
    layer = Conv2d(1, 1, 3, padding=1, bias=False)
    doc = document(layer, np.ones((1, 5, 5)), np.ones((1, 1, 3, 3)), compared="onnx")
    shown, trace = picture(doc)
    assert "With these numbers the same under ONNX" in [item.text for item in texts(shown.base(0))]
    assert named(shown.overlay(0), "compared") == []
    again = Picture(doc, trace, (400, 300), shown.compared)
    assert again.compared is shown.compared


def test_other_rules_may_give_the_same_numbers():
    layer = Pool("average", (3, 3), (1, 1), "same", (1, 1), dialect="jax")
    doc = document(layer, np.zeros((1, 4, 4)), np.zeros((0,) * 4), compared="tensorflow")
    said = comparison(doc, compute(doc)).sentence()
    assert said == "with these numbers the same under TensorFlow"


def test_another_size_is_told_and_what_is_not_there_differs():
    layer = ConvTranspose(1, 1, (2, 2), (3, 3), "valid", (0, 0), (1, 1), bias=False,
                          dialect="tensorflow")
    doc = document(layer, np.ones((1, 3, 3)), np.ones((1, 1, 2, 2)), compared="onnx")
    found = comparison(doc, compute(doc))
    assert found.sentence(0) == (
        "differs under ONNX: 17 of 81 cells; there it is 8 × 8"
    )
    assert found.sentence() == found.sentence(0)


def test_a_refusal_is_told_with_its_reason():
    layer = Conv(1, 1, (3, 3), (2, 2), "same", (1, 1), bias=False, dialect="tensorflow")
    doc = document(layer, np.ones((1, 6, 6)), np.ones((1, 1, 3, 3)), compared="pytorch")
    shown, _ = picture(doc)
    (line,) = [item.text for item in texts(shown.base(0)) if "PyTorch" in item.text]
    assert line.startswith("PyTorch refuses this: ")
    assert named(shown.overlay(0), "compared") == []


@pytest.mark.parametrize("size", [(60, 40), (20, 20), (90, 200)])
def test_pictures_too_small_for_words_have_no_legend(size):
    shown, _ = picture(averaged(compared="jax"), size)
    assert not [item for item in texts(shown.base(0)) if "JAX" in item.text]
