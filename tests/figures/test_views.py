"""Every view of every layer: drawn at any size and step, and answering to the pointer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.figures import coverage, im2col, sparse
from convviz.layers import AdaptivePool, Conv2d, Conv3d, MaxPool2d, Pad, Unfold
from tests.figures.views import VIEWS, some_step, view, views
from tests.pictures import walk

SIZES = st.sampled_from([(1, 1), (20, 20), (160, 120), (30, 400), (2000, 40), (640, 360)])
ANY_VIEW = st.sampled_from(VIEWS)
NOWHERE = st.one_of(
    st.tuples(st.just("other"), st.tuples(st.integers(-3, 40), st.integers(-3, 40))),
    st.tuples(
        st.sampled_from(["input", "output", "kernel", "matrix", "window", "term"]),
        st.sampled_from([(99999, 99999), (-99999, -99999)]),
    ),
)


@given(ANY_VIEW.flatmap(lambda module: views(module, size=None)), SIZES, st.data())
@settings(max_examples=60)
def test_a_view_is_drawn_at_any_size_and_step_and_answers_where_it_can_be_pointed_at(
    of, size, draw
):
    of.size = size
    number = some_step(draw, of)
    scene = of.both(number)
    assert (scene.width, scene.height) == size
    words = of.module.sentence(of.trace, of.step(number), len(of.steps))
    assert words.startswith(f"Step {number + 1} of {len(of.steps)}: ")
    for spot in scene.hotspots:
        x, y = spot.x + 0.5 * min(spot.width, spot.cell[0]), spot.y + spot.height / 2
        target = scene.hit(x, y)
        assert target is not None
        pointed = of.moving(number, target)
        hovered = [item for item, _, _ in walk(pointed.items)
                   if getattr(item, "edge", None) == "hover.edge"]
        assert hovered or min(size) < 100  # where a cell is less than a pixel


@given(ANY_VIEW.flatmap(views), NOWHERE, st.data())
def test_a_pointer_that_means_nothing_here_changes_nothing(of, pointer, draw):
    number = some_step(draw, of)
    assert repr(of.moving(number, pointer)) == repr(of.moving(number))


@pytest.mark.parametrize("module", VIEWS)
@pytest.mark.parametrize("kind", ["input", "output", "kernel", "matrix", "window", "term"])
def test_a_cell_that_is_not_there_cannot_be_pointed_at(module, kind):
    layer = Conv2d(1, 1, 3, bias=False)
    of = view(module, layer, np.zeros((1, 5, 5), int), np.ones((1, 1, 3, 3), int))
    for index in ((99, 99), (-99, -99), (99, 1), *([] if kind == "term" else [(1, 99)])):
        assert repr(of.moving(0, (kind, index))) == repr(of.moving(0))


def test_a_view_is_there_for_the_layers_that_have_it():
    conv, pool = Conv2d(1, 1, 3), MaxPool2d(2)
    unfold = Unfold((2, 2), (1, 1), ((0, 0), (0, 0)), (1, 1))
    average = AdaptivePool("average", (2, 2))
    pad = Pad(((1, 1), (1, 1)))
    assert [im2col.available(layer) for layer in (conv, unfold, pool, pad)] == [
        True, True, False, False,
    ]
    assert [sparse.available(layer) for layer in (conv, unfold, average, pad, pool)] == [
        True, True, True, True, False,
    ]
    assert [coverage.available(layer) for layer in (conv, unfold, average, pool, pad)] == [
        True, True, True, True, True,
    ]
    assert not any(module.available(Conv3d(1, 1, 3)) for module in VIEWS)
