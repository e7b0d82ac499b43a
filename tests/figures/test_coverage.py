"""How often cells are used: the engine's counts, so far and in all, and what they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.figures import coverage
from convviz.figures.covering.counts import Covered, added, so_far
from convviz.figures.covering.words import told
from convviz.layers import (
    AdaptivePool,
    AvgPool2d,
    Conv1d,
    Conv2d,
    Fold,
    MaxPool2d,
    Pad,
    Unfold,
    check,
)
from convviz.layers.transposed import ConvTranspose
from tests import drawn
from tests.figures.views import LARGE, numbers_in, some_step, view, views
from tests.pictures import edged, filled, named, texts, walk

ANY = drawn.every_layer().filter(lambda case: coverage.available(case[0]) and not check(*case))


def conv(size, kernel=3, **layer):
    """Return a convolution over zeros."""
    made = Conv2d(1, 1, kernel, bias=False, **layer)
    return view(coverage, made, np.zeros((1, *size), int), np.ones(made.weight_shape, int))


def stamps(kernel, stride, channels=1, by_taps=False, size=(4, 4)):
    """Return a transposed convolution of zeros."""
    layer = ConvTranspose(
        channels, 1, (kernel,) * len(size), (stride,) * len(size), ((0, 0),) * len(size),
        (0,) * len(size), (1,) * len(size), bias=False,
    )
    return view(
        coverage, layer, np.zeros((channels, *size), int), np.ones(layer.weight_shape, int),
        by_taps=by_taps,
    )


@given(views(coverage, layers=ANY), st.data())
@settings(max_examples=100, deadline=None)
def test_counts_are_the_engines_and_reach_them_with_the_last_step(of, draw):
    covered = Covered.of(of.trace)
    assert added(covered.total, 1).tolist() == covered.counts.tolist()
    users = [(row, column) for row in range(covered.users[0]) for column in range(covered.users[1])]
    brute = np.zeros_like(covered.counts)
    for user in users:
        rows, columns = covered.used_by(user)
        for row in rows:
            for column in columns:
                brute[row - covered.origin[0], column - covered.origin[1]] += 1
        assert added(covered.until(user), 1).tolist() == brute.tolist()
    assert brute.tolist() == covered.counts.tolist()
    number = some_step(draw, of)
    assert (added(so_far(covered, of.step(number)), 1) <= covered.counts).all()


@given(views(coverage, layers=ANY, size=LARGE), st.data())
@settings(max_examples=40, deadline=None)
def test_every_cell_has_its_count_and_pointing_at_it_lights_as_many(of, draw):
    number = some_step(draw, of)
    still = of.still(number)
    covered, grid = still.covered, still.total.grid
    written = numbers_in(of.both(number), "counts", grid)
    assert written == {
        (row + grid.origin[0], column + grid.origin[1]): count
        for (row, column), count in np.ndenumerate(covered.counts)
    }
    cell = draw.draw(st.sampled_from(sorted(written)))
    rows, columns = covered.users_of(cell)
    assert len(rows) * len(columns) == written[cell]
    scene = of.moving(number, (covered.side, cell))
    assert edged(scene, "window", "hover.edge")
    if still.part is not None:
        assert numbers_in(scene, "so far", still.part) == {
            (row + grid.origin[0], column + grid.origin[1]): count
            for (row, column), count in np.ndenumerate(
                added(so_far(covered, of.step(number)), 1)
            )
            if count
        }


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (conv((5, 5)), "A corner is read by 1 window, the middle by 9"),
        (conv((3, 3)), "Every cell is read by 1 window"),
        (conv((4, 4), 2, stride=2), "Every cell is read by 1 window"),
        (
            conv((7, 7), stride=2),
            "The kernel, 3, is no multiple of the stride, 2: inside, 1, 2 or 4 windows read a "
            "cell in turn",
        ),
        (
            conv((9, 9), dilation=2, stride=2),
            "56 of 81 cells are never read: stride 2 and dilation 2 are both multiples of 2",
        ),
        (
            conv((5, 5), 2, stride=3),
            "9 of 25 cells are never read: the stride, 3, is larger than what the kernel spans, 2",
        ),
        (conv((4, 4), 3, stride=2), "7 of 16 cells are never read: windows don't reach them"),
        (
            view(coverage, Conv1d(1, 1, 3, bias=False), np.zeros((1, 6), int), [[[1, 1, 1]]]),
            "The first cell is read by 1 window, the middle by 3",
        ),
        (
            view(coverage, Conv1d(1, 1, 2, padding=((1, 0),), bias=False), np.zeros((1, 6), int),
                 [[[1, 1]]]),
            "Cells are read by 1 to 2 windows",
        ),
        (
            view(coverage, AdaptivePool("max", (3, 3)), np.zeros((1, 7, 7), int)),
            "Cells are read by 1 to 4 windows",
        ),
        (
            view(coverage, AvgPool2d(2, stride=1), np.zeros((1, 3, 3), int)),
            "A corner is read by 1 window, the middle by 4",
        ),
        (
            stamps(3, 2),
            "The kernel, 3, is no multiple of the stride, 2: inside, cells get 1, 2 or 4 terms "
            "in turn, a checkerboard",
        ),
        (
            stamps(3, 2, size=(5,)),
            "The kernel, 3, is no multiple of the stride, 2: inside, cells get 1 or 2 terms "
            "in turn",
        ),
        (
            stamps(4, 2, channels=2),
            "Inside, every cell gets 4 terms of each of 2 input channels, at the edges fewer",
        ),
        (stamps(2, 2), "Every cell gets 1 term"),
        (
            view(coverage, Pad(((1, 1), (1, 1)), "replicate"), np.zeros((1, 3, 3), int)),
            "A corner is read by 4 outputs, the middle by 1",
        ),
        (
            view(coverage, Pad(((0, 0), (-1, 2)), "constant"), np.zeros((1, 3, 3), int)),
            "3 of 9 cells are never read: they are cut off",
        ),
        (
            stamps(1, 2, size=(2,)),
            "The kernel, 1, is no multiple of the stride, 2: inside, cells get 0 or 1 terms in "
            "turn",
        ),
        (
            view(
                coverage,
                Fold((4, 4), (2, 2), (1, 1), ((0, 0), (0, 0)), (1, 1)),
                np.zeros((1, 4, 9), int),
            ),
            "Inside, every cell gets 4 terms, at the edges fewer",
        ),
    ],
)
def test_the_counts_are_told_in_a_sentence(of, words):
    assert told(Covered.of(of.trace)) == words
    assert words in [text.text for text in texts(of.still(0).scene)]
    assert coverage.sentence(of.trace, of.step(0), len(of.steps)).endswith(words)


def test_alternating_counts_without_a_kernel_to_blame_are_told_too():
    layer = ConvTranspose(1, 1, (4,), (2,), ((0, 0),), (0,), (2,), bias=False)
    of = view(coverage, layer, np.zeros((1, 6), int), np.ones((1, 1, 4), int))
    assert told(Covered.of(of.trace)) == "Inside, cells get 0 or 4 terms in turn"
    short = ConvTranspose(1, 1, (4,), (2,), ((0, 0),), (1,), (1,), bias=False)
    of = view(coverage, short, np.zeros((1, 3), int), np.ones((1, 1, 4), int))
    assert told(Covered.of(of.trace)) == (
        "Inside, every cell gets 2 terms, at the edges none or fewer"
    )


@pytest.mark.parametrize(
    ("of", "begin"),
    [
        (conv((5, 5)), "Step 1 of 9: window row 1, column 1 reads 9 cells. "),
        (stamps(3, 2), "Step 1 of 81: output row 1, column 1 gets 1 term. "),
        (
            stamps(3, 2, by_taps=True),
            "Step 1 of 16: the stamp of input row 1, column 1 falls on 9 cells. ",
        ),
    ],
)
def test_a_step_is_told_in_words(of, begin):
    assert coverage.sentence(of.trace, of.step(0), len(of.steps)).startswith(begin)


def test_the_steps_window_is_framed_and_windows_so_far_are_filled():
    of = conv((5, 5))
    scene = of.moving(4)
    (frame, current) = edged(scene, "window", "window.edge")
    grid = of.still(4).total.grid
    assert (frame.x, frame.y) == grid.corner(1, 1)
    assert frame.width == frame.height == 3 * grid.cell
    assert current.width == of.still(4).users.cell
    assert sum(item.shades.size for item in named(scene, "reached") if hasattr(item, "shades")) == 5


def test_stamps_on_the_cells_so_far_are_filled():
    shades = [
        sum(item.shades.size for item in named(of.moving(at), "reached") if hasattr(item, "shades"))
        for of, at in ((stamps(2, 2), 0), (stamps(2, 2), 3), (stamps(2, 2), 63))
    ]
    assert shades == [1, 2, 16]


def test_dilated_windows_are_framed_cell_by_cell():
    scene = conv((7, 7), dilation=2).moving(0)
    assert len(edged(scene, "window", "window.edge")) == 9 + 1 + 1


def test_cells_never_read_are_struck_through_and_padding_is_faint():
    of = conv((9, 9), dilation=2, stride=2)
    strokes = [item for item, _, _ in walk(of.still(0).scene.items) if hasattr(item, "points")]
    assert sum(item.colour == "unused" for item in strokes) == 56
    padded = conv((4, 4), padding=1)
    hatched = [item for item in named(padded.still(0).scene, "counts")
               if getattr(item, "hatched", False)]
    assert hatched[0].ramp == "padding"


def test_pointing_at_an_output_of_a_transposed_layer_lights_the_stamps_on_it():
    of = stamps(3, 2)
    scene = of.moving(0, ("output", (2, 2)))
    grid = of.still(0).users
    (lit,) = filled(scene, "window", "hover.fill")
    assert lit.width == 2 * grid.cell
    assert edged(scene, "ghost", "ghost.edge")
    assert len(edged(of.moving(0, ("input", (1, 1))), "window", "hover.edge")) == 2
    apart = view(coverage, ConvTranspose(1, 1, (3,), (1,), ((0, 0),), (0,), (2,), bias=False),
                 np.zeros((1, 6), int), np.ones((1, 1, 3), int))
    assert len(filled(apart.moving(0, ("output", (4,))), "window", "hover.fill")) == 3
    none = stamps(1, 2)
    assert len(edged(none.moving(0, ("output", (1, 1))), "window", "hover.edge")) == 1
    assert not edged(none.moving(of_none(none)), "ghost", "ghost.edge")


def of_none(of):
    """Return the step of an output cell that gets nothing."""
    return of.steps.at((0, 1, 1))


def test_columns_of_an_unfolded_matrix_are_windows():
    unfold = view(coverage, Unfold((2, 2), (1, 1), ((0, 0), (0, 0)), (1, 1)),
                  np.zeros((1, 3, 3), int))
    assert {spot.kind for spot in unfold.still(0).scene.hotspots} == {"input", "window"}
    by_matrix = unfold.moving(0, ("output", (2, 3)))
    by_window = unfold.moving(0, ("window", (1, 1)))
    assert repr(by_matrix) == repr(by_window)
    assert len(edged(unfold.moving(5), "window", "window.edge")) == 3
    fold = view(coverage, Fold((3, 3), (2, 2), (1, 1), ((0, 0), (0, 0)), (1, 1)),
                np.zeros((1, 4, 4), int))
    assert repr(fold.moving(0, ("input", (2, 3)))) == repr(fold.moving(0, ("window", (1, 1))))
    assert repr(fold.moving(0, ("input", (2, 4)))) == repr(fold.moving(0))


def test_many_different_counts_are_told_by_a_range_of_colours():
    of = view(coverage, MaxPool2d(6, stride=1), np.zeros((1, 16, 16), int))
    legend = named(of.still(0).scene, "legend")
    assert [item.text for item in legend if hasattr(item, "text")] == [
        "1", "36 windows read a cell",
    ]
    assert any(hasattr(item, "smooth") for item in legend)


def test_a_large_input_is_counted_in_blocks():
    of = view(coverage, Conv2d(1, 1, 3, padding=1, bias=False), np.zeros((1, 1500, 1500), int),
              np.ones((1, 1, 3, 3), int))
    still = of.still(0)
    assert still.total.grid.rows < 1502
    assert named(of.moving(1500 * 700), "so far")
    assert len(edged(of.moving(1500 * 700), "window", "window.edge")) == 2
    wide = view(coverage, Conv2d(1, 1, 3, dilation=2, bias=False), np.zeros((1, 1500, 1500), int),
                np.ones((1, 1, 3, 3), int))
    assert len(edged(wide.moving(0), "window", "window.edge")) == 2
