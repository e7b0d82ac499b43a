"""Layers with three axes, slice by slice; padding, matrices and stamps in words."""

import numpy as np
import pytest

from convviz.frames import explain
from convviz.layers import Conv, Conv2d, ConvTranspose, Fold, Pad, Pool, Unfold
from convviz.scene.items import Arrow, Cells, Group, Line, Rect
from tests.pictures import (
    document,
    named,
    panels,
    picture,
    spots,
    texts,
    viewed,
    walk,
    written,
    written_on,
)

NINE = np.arange(9).reshape(1, 3, 3)
NOTHING = np.zeros((0,) * 4)
PADDED = Conv(1, 1, (3, 3, 3), (1, 1, 1), ((1, 1),) * 3, (1, 1, 1), bias=False)


def cube(**view):
    """Return a padded convolution of three axes."""
    x = np.arange(64).reshape(1, 4, 4, 4)
    return document(PADDED, x, np.arange(27).reshape(1, 1, 3, 3, 3), **view)


def said(scene):
    """Return all titles."""
    return [item.text for item in texts(panels(scene)) if len(item.text) > 1]


def test_titles_say_which_slice_is_on_show():
    shown, _ = picture(cube())
    assert said(shown.base(20)) == [
        "Input", "4 × 4 × 4, slice 2 of 4, padded to 6 × 6 × 6",
        "Kernel", "3 × 3 × 3, slice 2 of 3",
        "Output", "4 × 4 × 4, slice 2 of 4",
    ]
    shown, _ = picture(cube(depth=-1))
    base = shown.base(0)
    assert said(base)[1] == "4 × 4 × 4, a slice of padding, padded to 6 × 6 × 6"
    cells = [item for item in named(base, "input") if isinstance(item, Cells)]
    assert all(item.hatched for item in cells)
    assert shown.index_of(0, ("input", (0, 0))) is None


def test_a_slice_that_the_window_does_not_reach_has_no_window():
    shown, _ = picture(cube(depth=3))
    assert named(shown.overlay(0), "window") == []
    assert shown.slices(0).input == 3
    assert named(shown.overlay(63), "window") != []


def test_tap_by_tap_the_slice_follows():
    shown, trace = picture(cube(by_taps=True))
    slices = [shown.slices(number) for number in (0, 9, 18)]
    assert [(one.input, one.kernel) for one in slices] == [(-1, 0), (0, 1), (1, 2)]
    assert named(shown.overlay(9), "tap") != []
    flipped = viewed(cube())
    assert flipped.layer == PADDED
    assert trace.layer.axes == 3


def test_all_terms_of_all_slices_are_told():
    doc = cube()
    _, trace = picture(doc)
    scene = explain.arithmetic(doc, trace, 21, ("input", (0, 0)), 300.0)
    assert len(scene.hotspots) == 27
    lit = [item for item, _, _ in walk(scene.items)
           if isinstance(item, Rect) and item.edge == "hover.edge"]
    assert len(lit) == 1
    assert "slice 2, row 2, column 2" in explain.sentence(doc, trace, 21)


def test_an_output_cell_of_the_slice_on_show_is_told_when_pointed_at():
    doc = cube()
    _, trace = picture(doc)
    cell = explain.pointed_cell(doc, trace, 20, ("output", (3, 3)))
    assert cell.output == (0, 1, 3, 3)


@pytest.mark.parametrize("flipped", [False, True])
def test_a_stamp_of_three_axes_shows_the_slice_of_the_kernel_that_falls_there(flipped):
    layer = ConvTranspose(1, 1, (2, 2, 2), (2, 2, 2), ((0, 0),) * 3, (0, 0, 0), (1, 1, 1),
                          bias=False, flipped=flipped)
    doc = document(layer, np.arange(8).reshape(1, 2, 2, 2), np.arange(8).reshape(1, 1, 2, 2, 2),
                   by_taps=True)
    shown, _ = picture(doc)
    slices = shown.slices(5)
    assert (slices.input, slices.kernel, slices.output) == (1, int(flipped), 2)


def test_a_tap_whose_stamps_are_all_cut_off_lights_nothing():
    layer = ConvTranspose(1, 1, (3,), (1,), ((2, 0),), (0,), (1,), bias=False)
    shown, _ = picture(document(layer, [[7]], [[[1, 2, 3]]]))
    overlay = shown.overlay(0, ("kernel", (0, 0)))
    assert [item for item in named(overlay, "pointed") if isinstance(item, Cells)] == []


def test_words_under_an_arrow_are_left_out_where_they_cannot_be_read():
    layer = Pool("max", (11, 11, 11), (1, 1, 1), ((0, 0),) * 3, (1, 1, 1))
    shown, _ = picture(document(layer, np.zeros((1, 11, 11, 11)), NOTHING), (260, 160))
    titles = said(shown.base(0))
    assert "max" in titles
    assert "11 × 11 × 11" not in titles


def test_a_kernel_that_is_mirrored_is_said_to_be():
    layer = Conv(1, 1, (1, 3), (1, 1), ((0, 0), (0, 0)), (1, 1), bias=False, flipped=True)
    doc = document(layer, [[[1, 2, 3]]], [[[[4, 5, 6]]]], by_taps=True)
    shown, trace = picture(doc)
    assert "1 × 3, mirrored" in said(shown.base(0))
    assert written(shown.base(0), "kernel") == {(0, 0): "4", (0, 1): "5", (0, 2): "6"}
    assert explain.arithmetic_text(doc, trace, 2) == "1×6 + 2×5 + 3×4 = 28"


# Padding as a layer


def test_padding_says_where_a_number_comes_from():
    doc = document(Pad(((1, 0), (0, 1)), "reflect"), np.arange(9).reshape(1, 3, 3), NOTHING)
    shown, trace = picture(doc)
    assert explain.sentence(doc, trace, 0).endswith(
        "output row 1, column 1 is 3: padding, a copy of input row 2, column 1"
    )
    assert explain.sentence(doc, trace, 4).endswith("is 0: the number of input row 1, column 1")
    assert "pad" in said(shown.base(0))
    constant = document(Pad(((1, 0), (0, 0)), value=2.5), np.zeros((1, 2, 2)), NOTHING)
    _, trace = picture(constant)
    assert explain.sentence(constant, trace, 0).endswith("is 2.5: padding, the constant 2.5")


def test_cells_that_are_cut_off_stay_in_the_picture_struck_through():
    doc = document(Pad(((-1, 1), (0, -2))), np.arange(16).reshape(1, 4, 4), NOTHING)
    shown, _ = picture(doc)
    base = shown.base(0)
    assert said(base)[1] == "4 × 4, padded and cut to 4 × 2"
    labels = written(base, "input")
    assert labels[0, 0] == "0"
    assert labels[3, 3] == "15"
    strokes = [item for item in named(base, "input") if isinstance(item, Line)]
    assert len(strokes) == 10
    corner, _ = picture(document(Pad(((-1, 0), (1, 0)), "replicate"), NINE, NOTHING))
    overlay = corner.overlay(0, ("input", (0, -1)))
    assert [item for item in named(overlay, "pointed") if isinstance(item, Arrow)] == []
    gone = document(Pad(((-1, 0), (0, 0))), np.arange(90_000).reshape(1, 300, 300), NOTHING)
    assert picture(gone)[0].base(0).items
    assert said(picture(gone)[0].base(0))[1] == "300 × 300, cut to 299 × 300"


def test_slices_that_are_cut_off_are_shown_when_asked_for():
    layer = Pad(((-1, 0), (1, 0), (0, 0)))
    doc = document(layer, np.arange(27).reshape(1, 3, 3, 3), NOTHING, depth=0)
    shown, _ = picture(doc)
    base = shown.base(0)
    assert written(base, "input")[0, 0] == "0"
    assert written(base, "input")[2, 2] == "8"
    assert shown.overlay(0, ("input", (0, 0))).items
    assert [item for item in named(shown.overlay(0, ("input", (-1, 0))), "pointed")
            if isinstance(item, Arrow)] == []


# Matrices


def test_a_cell_of_an_unfolded_matrix_is_told_by_its_cell_of_the_image():
    layer = Unfold((2, 2), (1, 1), ((1, 0), (0, 0)), (1, 1))
    doc = document(layer, np.arange(9).reshape(1, 3, 3), NOTHING)
    shown, trace = picture(doc)
    assert explain.sentence(doc, trace, 0).endswith("is 0: padding, which is 0")
    assert explain.sentence(doc, trace, 14).endswith("is 3: the number of input row 2, column 1")
    overlay = shown.overlay(0, ("output", (2, 3)))
    marks = [item for item in named(overlay, "pointed") if isinstance(item, Rect)]
    assert max(mark.line for mark in marks) == 3.5


def test_cells_of_a_matrix_that_are_laid_outside_are_struck_and_sums_are_told():
    layer = Fold((2, 2), (3, 3), (1, 1), ((1, 1), (1, 1)), (1, 1))
    doc = document(layer, np.ones((1, 9, 4), int), NOTHING)
    shown, trace = picture(doc)
    strokes = [item for item in named(shown.base(0), "input") if isinstance(item, Line)]
    assert len(strokes) == 36 - 16
    assert explain.sentence(doc, trace, 0).endswith("is 4, the sum of 4 cells of the matrix")
    spread = Fold((3, 3), (1, 1), (1, 1), ((0, 0), (0, 0)), (2, 2))
    doc = document(spread, np.ones((1, 1, 4), int), NOTHING)
    _, trace = picture(doc)
    assert explain.sentence(doc, trace, 1).endswith("is 0: no window covers this cell: it is 0")
    assert explain.sentence(doc, trace, 0).endswith("is 1, the sum of 1 cell of the matrix")
    large = document(Fold((10, 10), (3, 3), (1, 1), ((1, 1), (1, 1)), (1, 1)),
                     np.ones((1, 9, 100), int), NOTHING)
    assert [item for item in named(picture(large)[0].base(0), "input")
            if isinstance(item, Line)] == []


def test_a_matrix_cell_of_another_channel_lights_nothing():
    layer = Fold((2, 2), (1, 2), (1, 1), ((0, 0), (0, 0)), (1, 1))
    shown, _ = picture(document(layer, np.ones((1, 4, 2), int), NOTHING))
    overlay = shown.overlay(0, ("input", (3, 0)))
    assert [item for item in named(overlay, "pointed") if item.fill == "hover.fill"] == []


def test_formulas_are_left_out_where_there_is_nothing_to_work_out():
    doc = document(Pad(((1, 1), (1, 1))), NINE, NOTHING)
    assert explain.formula_text(doc) == "3 + 1 + 1 = 5\n3 + 1 + 1 = 5"
    bare = document(Pad(((1, 1), (1, 1))), NINE[0], NOTHING)
    assert explain.formula(bare, 300.0) is None
    assert explain.formula_text(bare) == ""


# Stamps


def stamping(by_taps, x=2, **more):
    """Return a transposed convolution with a stride."""
    made = {"padding": ((1, 1), (1, 1)), "output_padding": (1, 0), **more}
    layer = ConvTranspose(1, 1, (3, 3), (2, 2), dilation=(1, 1), bias=True, **made)
    return document(layer, np.arange(1, x * x + 1).reshape(1, x, x), np.ones((1, 1, 3, 3)),
                    np.array([4.0]), by_taps=by_taps)


def test_what_is_cut_off_and_what_output_padding_adds_are_said_and_shown():
    shown, _ = picture(stamping(by_taps=False))
    assert "4 × 3, cut out of 5 × 5, output padding 1 × 0" in said(shown.base(0))
    (added,) = [item for item in named(shown.overlay(0), "edge") if item.dashed]
    assert added.width > 2 * added.height
    cut = [item for item in named(shown.base(0), "margins") if isinstance(item, Cells)]
    assert sum(item.shades.size for item in cut) == 25 - 12
    assert shown.hit(0, cut[0].x + 2, cut[0].y + 2) is None
    tiny, _ = picture(stamping(by_taps=False, x=200))
    fills = [item for item in named(tiny.base(0), "cut off") if isinstance(item, Rect)]
    assert fills


def test_cells_that_no_input_reaches_say_so():
    layer = ConvTranspose(1, 1, (1,), (2,), ((0, 0),), (0,), (1,), bias=False)
    doc = document(layer, [[1, 2]], [[[3]]])
    shown, trace = picture(doc)
    assert explain.sentence(doc, trace, 1).endswith("is 0: no input reaches this cell: it is 0")
    assert explain.arithmetic_text(doc, trace, 1) == "0 = 0"
    assert named(shown.overlay(1), "window") == []
    assert "no input reaches" in " ".join(
        item.text for item in texts(explain.arithmetic(doc, trace, 1, None, 300.0))
    )
    biased = document(
        ConvTranspose(1, 1, (1,), (2,), ((0, 0),), (0,), (1,)), [[1, 2]], [[[3]]], np.array([5])
    )
    _, trace = picture(biased)
    assert explain.sentence(biased, trace, 1).endswith("it is only the bias")


def test_stamps_are_told_with_where_they_fall():
    doc = stamping(by_taps=True)
    _, trace = picture(doc)
    assert explain.sentence(doc, trace, 0) == (
        "Step 1 of 4: input row 1, column 1 is 1, its stamp is the kernel times 1, "
        "added to output rows 1 to 2, columns 1 to 2; the rest is cut off"
    )
    assert explain.arithmetic_text(doc, trace, 1) == ", ".join(["2×1"] * 9)
    cut = explain.arithmetic(doc, trace, 0, None, 300.0)
    (faint,) = {item.opacity for item in cut.items if isinstance(item, Group)} - {1.0}
    assert faint < 1
    gone = stamping(by_taps=True, padding=((3, 1), (1, 1)))
    _, trace = picture(gone)
    assert explain.sentence(gone, trace, 0).endswith("all of which is cut off")
    shown, _ = picture(gone)
    assert shown.overlay(0).items
    cell = explain.sentence(doc, picture(doc)[1], 0, ("output", (0, 0)))
    assert cell == "Output row 1, column 1 is 5, from 1 product of input row 1, column 1"


def test_stamps_of_a_later_channel_go_onto_those_of_the_earlier():
    layer = ConvTranspose(2, 1, (1,), (2,), ((0, 0),), (0,), (1,), bias=False)
    doc = document(layer, [[1, 2], [3, 4]], [[[1]], [[10]]], by_taps=True)
    shown, _ = picture(doc)
    now = [written_on(shown.base(number), shown.overlay(number), "output") for number in range(4)]
    assert now == [
        {(0, 0): "1"}, {(0, 0): "1", (0, 2): "2"}, {(0, 0): "31", (0, 2): "2"},
        {(0, 0): "31", (0, 1): "0", (0, 2): "42"},
    ]


def test_a_stamp_of_many_products_shows_the_first():
    layer = ConvTranspose(1, 1, (12, 12), (1, 1), ((0, 0), (0, 0)), (0, 0), (2, 2), bias=False)
    doc = document(layer, np.ones((1, 3, 3)), np.ones((1, 1, 12, 12)), by_taps=True)
    shown, trace = picture(doc)
    scene = explain.arithmetic(doc, trace, 0, None, 300.0)
    assert "… and 16 more products" in [item.text for item in texts(scene)]
    assert scene.hotspots == ()
    wide = ConvTranspose(1, 1, (31, 31), (1, 1), ((0, 0), (0, 0)), (0, 0), (2, 2), bias=False)
    many = document(wide, np.ones((1, 9, 9)), np.ones((1, 1, 31, 31)), by_taps=True)
    assert len(list(walk(picture(many)[0].overlay(0).items))) < 1000
    assert shown.overlay(0, ("kernel", (0, 0))).items


def test_what_is_no_finite_number_has_a_frame_of_its_own():
    x = np.array([[[np.nan, 1.0], [np.inf, -np.inf]]])
    shown, _ = picture(document(Conv2d(1, 1, 1, bias=False), x, [[[[1.0]]]]))
    frames = [item for item in named(shown.base(0), "input")
              if isinstance(item, Rect) and item.edge == "error"]
    assert len(frames) == 3
    assert set(written(shown.base(0), "input").values()) == {"NaN", "1", "∞", "−∞"}
    assert spots(shown.base(0))["input"].shape == (2, 2)
