"""Stamps: what is written where, and that it adds up to the output."""

from math import dist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.engine.trace import trace
from convviz.figures import stamps
from convviz.figures.slices import flat
from convviz.figures.stamp_words import notes, sentence
from convviz.figures.stamps_moving import moving
from convviz.layers import check
from convviz.scene.items import Cells, Group, Line, Rect, Sheet
from convviz.steps.order import Steps
from convviz.steps.stamping import canvas
from tests import drawn
from tests.figures.backs import added, chosen, conv, ramped, seen, stays_inside, transpose
from tests.pictures import all_cells, edged, named, read, spots, texts, walk, written_on


def items(scene, name, kind=Cells | Sheet):
    """Return the items of a kind in a scene's group of a name."""
    (group,) = [item for item in scene.items if isinstance(item, Group) and item.name == name]
    return [item for item, _, _ in walk(group.items) if isinstance(item, kind)]


LAYERS = drawn.transposed(axes=st.integers(1, 2)).filter(lambda made: not check(*made))


@given(LAYERS, st.integers(0, 999))
@settings(max_examples=60)
def test_output_cells_up_to_the_step_say_the_outputs_numbers(made, number):
    layer, shape = made
    t = trace(layer, *drawn.numbers(layer, shape, "int64", number))
    still, overlay, step = seen(stamps, moving, t, number)
    output = flat(t.output[step.output[0]])
    here = (step.output[1] if layer.axes > 1 else 0, step.output[-1])
    for cell, text in written_on(still.scene, overlay, "output").items():
        assert cell <= here
        assert read(text) == output[cell]


@given(LAYERS, st.integers(0, 999))
@settings(max_examples=60)
def test_sums_so_far_are_written_and_come_to_the_output(made, number):
    layer, shape = made
    t = trace(layer, *drawn.numbers(layer, shape, "int64", number))
    steps = Steps.of(layer, shape, by_taps=True)
    for at in (number, len(steps) - 1):
        still, overlay, step = seen(stamps, moving, t, at, by_taps=True)
        sums, there = still.sums.after(step.stamp[1:])
        top, left = still.made.grid.origin
        cells = written_on(still.scene, overlay, "output")
        for (row, column), text in cells.items():
            place = row - top, column - left
            assert bool(text) == bool(flat(there)[place])
            assert not text or added(text) == flat(sums)[place]
    assert (still.sums.after(step.stamp[1:])[0][kept(t)] == t.output[step.output[0]]).all()


def kept(t):
    there = canvas(t)
    return tuple(
        slice(-first, count - first)
        for first, count in zip(there.first, there.output, strict=True)
    )


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (transpose(), (1, 3, 3)),
        (transpose(extra=(1, 1)), (1, 3, 3)),
        (transpose(extra=(1, 0), flipped=True, bias=True), (1, 4, 3)),
        (transpose((3,), (3,), ((1, 0),), (2,)), (1, 5)),
        (transpose((5, 5), (1, 1), dilation=(2, 1)), (1, 4, 5)),
        (transpose(channels=(2, 4), groups=2), (2, 3, 3)),
        (transpose(), (1, 40, 60)),
        (transpose(), (1, 200, 300)),
    ],
)
def test_panels_stay_in_the_picture_at_every_size(layer, shape):
    pointers = (("input", (0, 1)), ("output", (0, 1)), ("kernel", (0, 1)))
    stays_inside(stamps, moving, ramped(layer, shape), pointers)


@pytest.mark.parametrize(("by_taps", "extra"), [(False, 0), (True, 0), (True, 1)])
def test_outputs_that_are_not_computed_yet_are_empty(by_taps, extra):
    t = ramped(transpose(extra=(extra, extra)), (1, 3, 3))
    still, overlay, _ = seen(stamps, moving, t, 1, by_taps=by_taps)
    spot = spots(still.scene)["output"]
    # The last cell that any stamp reaches without output padding.
    x, y = spot.x + 4.5 * spot.cell[0], spot.y + 4.5 * spot.cell[1]
    over = [item for item, _, _ in walk((*still.scene.items, *overlay.items))]
    fills = [
        item.fill for item in over
        if isinstance(item, Rect) and item.fill and item.x < x < item.x + item.width
        and item.y < y < item.y + item.height
    ]
    assert set(fills) == {"empty.cell"}
    assert not [
        item for item in over
        if isinstance(item, Cells)
        and item.x < x < item.x + item.shades.shape[1] * item.cell
        and item.y < y < item.y + item.shades.shape[0] * item.cell
    ]


def test_a_footprint_says_what_was_there_and_what_is_added():
    still, overlay, _ = seen(stamps, moving, ramped(transpose(), (1, 3, 3)), 1, by_taps=True)
    cells = written_on(still.scene, overlay, "output")
    # The stamp of 1 put 6 at (0, 1) and 9 at (1, 1); that of 2 adds 8 and 14.
    assert (cells[0, 1], cells[1, 1], cells[0, 2]) == ("6+8 =14", "9+14 =23", "10")
    assert written_on(still.scene, overlay, "stamp")[1, 1] == "10"
    assert [item.labels for item in items(overlay, "factor")] == [(("2",),)]


@pytest.mark.parametrize(("width", "wanted"), [
    (2400, "9+14 =23"), (1600, "9+14 =23"), (1000, "9+14 =23"), (780, "9 +14"), (600, "23"),
])
def test_additions_are_never_much_smaller_than_the_numbers_around_them(width, wanted):
    t = ramped(transpose(), (1, 3, 6))
    still, overlay, _ = seen(stamps, moving, t, 1, by_taps=True, size=(width, 0.6 * width))
    assert written_on(still.scene, overlay, "output")[1, 1] == wanted
    (numbers,) = {item.font_size for item in items(overlay, "sum") if item.labels}
    # In two lines, in cells that are too small for one.
    (sums,) = {item.font_size for item in items(overlay, "footprint") if item.labels}
    assert min(11, 0.8 * numbers) <= sums <= numbers


def test_lines_tie_a_cell_to_its_factor_and_the_stamp_to_where_it_falls():
    t = ramped(transpose(), (1, 3, 3))
    still, overlay, _ = seen(stamps, moving, t, 4, by_taps=True)
    given, _, stamp, output = still.board.grids
    (factor,) = items(overlay, "factor")
    assert factor.shades.tolist() == [[still.given.shades[1, 1]]]
    ends = [point for line in items(overlay, "ties", Line) for point in line.points]
    cell, falls = given.span(range(1, 2), range(1, 2)), output.span(range(1, 4), range(1, 4))
    wide, high = factor.across[0], factor.down[1]
    for box in (cell, (factor.x, factor.y, wide, high), stamp.box, falls):
        left, top, right, bottom = box[0], box[1], box[0] + box[2], box[1] + box[3]
        corners = {(x, y) for x in (left, right) for y in (top, bottom)}
        assert len([end for end in ends if min(dist(end, at) for at in corners) < 4]) >= 2
    # Without numbers there is nothing to tie a cell to.
    _, bare, _ = seen(stamps, moving, t, 4, by_taps=True, values=False)
    assert items(bare, "factor") == []


def test_the_factor_has_room_before_a_kernel_that_stands_below_the_input():
    t = ramped(transpose(extra=(1, 1)), (1, 4, 6))
    still, overlay, _ = seen(stamps, moving, t, 9, by_taps=True, size=(600, 560))
    given, kernel, *_ = still.board.grids
    assert kernel.y > given.y + given.height
    (factor,) = items(overlay, "factor")
    assert factor.labels == (("10",),)
    assert factor.x >= 0


@pytest.mark.parametrize("size", [(630, 620), (1280, 800), (960, 500), (400, 900)])
def test_a_stamp_reads_in_order_cell_times_kernel_is_the_stamp_that_goes_to_the_output(size):
    t = ramped(transpose(), (1, 3, 3))
    still, overlay, _ = seen(stamps, moving, t, 4, by_taps=True, size=size)
    given, kernel, stamp, _ = still.board.grids
    (factor,) = items(overlay, "factor")
    assert factor.labels == (("5",),)
    assert factor.x + factor.across[0] <= kernel.x
    assert kernel.y < factor.y < kernel.y + kernel.height
    for sign, before, after in (("=", kernel, stamp),):
        (found,) = [text for text in texts(still.scene) if text.text == sign]
        beside = before.x + before.width <= found.x <= after.x
        below = before.y + before.height <= found.y <= after.y
        assert beside or below
        if beside:
            assert after.y <= found.y <= after.y + after.height + found.size
    # Nothing of the stamp's equation stands beside the input.
    assert not (given.x == kernel.x and stamp.x > kernel.x)


def test_where_a_sum_does_not_fit_its_result_is_written():
    t = ramped(transpose(), (1, 3, 3))
    still, overlay, _ = seen(stamps, moving, t, 1, by_taps=True, size=(400, 225))
    assert written_on(still.scene, overlay, "output")[0, 1] == "14"


def test_the_bias_comes_with_the_last_stamp():
    t = ramped(transpose(bias=True), (1, 2, 2))
    still, overlay, _ = seen(stamps, moving, t, 3, by_taps=True)
    cells = written_on(still.scene, overlay, "output")
    assert read(cells[0, 0]) == t.output[0, 0, 0] == 105


def test_the_products_that_meet_are_at_their_taps_and_add_up():
    t = ramped(transpose((4, 4)), (1, 3, 3))
    still, overlay, _ = seen(stamps, moving, t, 7)
    products = written_on(still.scene, overlay, "stamp")
    assert sum(map(read, products.values())) == t.output[0].ravel()[7]
    letters = [text.text for text in texts(overlay) if text.bold]
    assert {"A", "B", "C", "D"} == set(letters)
    assert any(text.text.endswith(f"= {t.output[0].ravel()[7]}") for text in texts(overlay))


def test_the_frames_of_stamps_stand_on_the_lines_between_cells():
    t = ramped(transpose((4, 4)), (1, 3, 3))
    still, overlay, _ = seen(stamps, moving, t, 7)
    grid = still.made.grid
    frames = edged(overlay, "stamps", "window.edge")
    assert len(frames) == 4
    for frame in frames:
        assert (frame.x - grid.x) % grid.cell == (frame.y - grid.y) % grid.cell == 0
        assert frame.width == frame.height == 4 * grid.cell


def test_many_stamps_are_framed_together():
    t = ramped(transpose((5, 5), (1, 1), ((2, 2), (2, 2))), (1, 6, 6))
    still, overlay, _ = seen(stamps, moving, t, 14)
    assert len(edged(overlay, "cells", "window.edge")) == 1
    assert not named(overlay, "stamps")
    assert len(written_on(still.scene, overlay, "stamp")) == 25


def test_a_pointed_cell_lights_what_it_has_to_do_with():
    t = ramped(transpose(flipped=True), (1, 3, 3))
    for by_taps in (False, True):
        for kind in ("input", "kernel", "stamp", "output"):
            still, _, _ = seen(stamps, moving, t, 4, by_taps=by_taps)
            for cell in all_cells(spots(still.scene)[kind]):
                _, overlay, _ = seen(stamps, moving, t, 4, by_taps=by_taps, pointer=(kind, cell))
                assert sum(getattr(item, "edge", "") == "hover.edge" for item in overlay.items) > 1


def test_a_kernel_cell_and_its_place_in_the_stamp_are_mirrored_where_the_layer_mirrors():
    t = ramped(transpose(flipped=True), (1, 3, 3))
    marks = [
        [
            (item.x, item.y, item.width)
            for item in seen(stamps, moving, t, 4, pointer=pointer)[1].items
            if getattr(item, "edge", "") == "hover.edge"
        ]
        for pointer in (("kernel", (0, 0)), ("stamp", (2, 2)))
    ]
    assert marks[0] == marks[1]


def test_what_is_not_in_the_picture_lights_nothing():
    t = ramped(transpose(), (1, 3, 3))
    _, plain, _ = seen(stamps, moving, t, 4)
    for pointer in (("input", (9, 9)), ("output", (-1, 0)), ("term", (1,)), ("kernel", (3, 0))):
        _, overlay, _ = seen(stamps, moving, t, 4, pointer=pointer)
        assert len(overlay.items) == len(plain.items)


def test_an_output_that_no_stamp_reaches_lights_only_itself():
    t = ramped(transpose((1, 1), (2, 2), ((0, 0), (0, 0))), (1, 2, 2))
    _, overlay, _ = seen(stamps, moving, t, 1, pointer=("output", (0, 1)))
    assert sum(getattr(item, "edge", "") == "hover.edge" for item in overlay.items) == 1


def test_a_pointed_output_lights_what_the_channel_on_show_has_to_do_with_it():
    frames = [
        sum(
            getattr(item, "edge", "") == "hover.edge"
            for item in seen(stamps, moving, t, 4, pointer=("output", (1, 1)))[1].items
        )
        for t in (
            ramped(transpose(), (1, 3, 3)),
            ramped(transpose(channels=(2, 1)), (2, 3, 3)),
        )
    ]
    assert frames[0] == frames[1]


def test_a_sum_that_does_not_fit_is_not_written():
    numbers = np.full((1, 2, 2), 123456789), np.full((1, 1, 3, 3), 1234567)
    _, overlay, _ = seen(stamps, moving, trace(transpose(), *numbers), 0, size=(320, 240))
    assert not [text for text in texts(overlay) if text.text.startswith("= ")]
    _, overlay, _ = seen(stamps, moving, trace(transpose(), *numbers), 0)
    assert [text for text in texts(overlay) if text.text.startswith("= ")]


def test_of_several_channels_the_sum_says_that_it_is_of_all():
    t = ramped(transpose(channels=(2, 1)), (2, 3, 3))
    _, overlay, _ = seen(stamps, moving, t, 6)
    assert f"all channels = {t.output[0, 1, 1]}" in [text.text for text in texts(overlay)]


def test_only_transposed_convolutions_of_one_or_two_axes_are_stamps():
    assert stamps.available(transpose())
    assert not stamps.available(conv())
    assert not stamps.available(transpose((1, 1, 1), (1, 1, 1), ((0, 0),) * 3, (0, 0, 0)))


def said(t, number, by_taps):
    steps = Steps.of(t.layer, t.input.shape, by_taps=by_taps)
    return sentence(t, steps[number], len(steps))


def test_a_stamp_is_told_in_words():
    t = ramped(transpose(), (1, 3, 3))
    assert said(t, 0, True) == (
        "Step 1 of 9: input row 1, column 1 is 1; 1 times the kernel is added to output "
        "rows 1 to 2, columns 1 to 2, the rest is cut off"
    )
    t = ramped(transpose((3,), (1,), ((0, 0),), (0,), dilation=(2,), channels=(2, 1)), (2, 3))
    assert said(t, 4, True) == (
        "Step 5 of 6: input channel 2, cell 2 is 5; 5 times the kernel is added to output "
        "cells 2, 4 and 6"
    )
    t = ramped(transpose((5,), (1,), ((0, 0),), (0,), dilation=(2,)), (1, 3))
    assert said(t, 0, True).endswith("output cells 1, 3, … 9")
    t = ramped(transpose((1, 1), (1, 1)), (1, 4, 4))
    assert said(t, 5, True).endswith("added to output row 1, column 1")
    assert said(t, 0, True).endswith("no rows, no columns, the rest is cut off")


def test_what_meets_in_an_output_cell_is_told_in_words():
    t = ramped(transpose(bias=True, channels=(1, 2)), (1, 3, 3))
    assert said(t, 0, False) == (
        "Step 1 of 50: one stamp meets in output channel 1, row 1, column 1, which is 105: "
        "5 and the bias 100"
    )
    t = ramped(transpose(), (1, 3, 3))
    assert said(t, 6, False).endswith(
        "4 stamps meet in output row 2, column 2, which is 40: 9 + 14 + 12 + 5"
    )
    t = ramped(transpose((5, 5), (1, 1)), (1, 5, 5))
    assert said(t, 12, False).endswith(" + …")
    t = ramped(transpose((1, 1), (2, 2), ((0, 0), (0, 0)), bias=True), (1, 2, 2))
    assert said(t, 1, False).endswith(
        "no stamp reaches output row 1, column 2; it is 100, the bias alone"
    )
    t = ramped(transpose((1, 1), (2, 2), ((0, 0), (0, 0))), (1, 2, 2))
    assert said(t, 1, False).endswith("it is 0, 0 alone")


def test_notes_say_which_sizes_come_to_the_same():
    t = ramped(transpose(extra=(1, 1)), (1, 4, 4))
    assert notes(t, canvas(t)) == [
        "Struck cells are cut off by the padding. "
        "Hatched cells are there only because of output_padding.",
        "A convolution with this kernel and stride turns all sizes from 7 × 7 to 8 × 8 into "
        "4 × 4; output_padding chooses the one that comes back.",
    ]
    t = ramped(transpose(stride=(1, 6), extra=(0, 5)), (1, 4, 4))
    assert notes(t, canvas(t))[1:] == [
        "A convolution with this kernel and stride turns all sizes from 4 × 19 to 4 × 24 into "
        "4 × 4; output_padding chooses the one that comes back."
    ]
    t = ramped(transpose((3,), (2,), ((0, 0),), (2,), dilation=(3,)), (1, 4))
    assert notes(t, canvas(t))[-1].endswith(
        "all sizes from 13 to 14 into 4; this layer makes 15, which is none of them."
    )
    t = ramped(transpose((1,), (1,), ((0, 0),), (0,)), (1, 4))
    assert notes(t, canvas(t)) == []


def test_infinities_and_what_is_no_number_are_drawn():
    t = trace(transpose(), np.array([[[np.inf, 1.0], [-2.0, np.nan]]]), np.ones((1, 1, 3, 3)))
    still, overlay, _ = seen(stamps, moving, t, 3, by_taps=True)
    assert written_on(still.scene, overlay, "output")[0, 0] == "∞"
    assert chosen(t, Steps.of(t.layer, t.input.shape, by_taps=False)[0]).input == 0
