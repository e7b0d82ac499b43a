"""Plates in depth: what is lit is what is read, numbers are the layer's, words fit."""

from itertools import product
from math import dist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.figures.isometric import words
from convviz.figures.isometric.maps import MOST_PLATES
from convviz.figures.numbers import number_text
from convviz.figures.slices import Slices, cell_of
from convviz.figures.still import Choice
from convviz.layers import (
    AvgPool2d,
    Conv1d,
    Conv2d,
    Conv3d,
    Fold,
    MaxPool2d,
    Pad,
    Unfold,
)
from convviz.layers.transposed import ConvTranspose
from convviz.scene.items import Arrow, Group, Line, Polygon, Sheet, Text
from convviz.scene.metrics import text_width
from convviz.steps.terms import Terms
from tests import drawn
from tests.figures.isometric.depth import DEPTH, cells, framed, lit, sheets
from tests.figures.views import some_step, view, views
from tests.pictures import named, spots, texts, walk

FLAT = drawn.every_layer().filter(
    lambda case: case[0].axes <= 2 and not isinstance(case[0], Fold | Unfold)
)
HUGE = (6000, 4000)
"""A picture in which every number of a small layer can be read."""


def conv(size=(5, 5), channels=1, made=1, **layer):
    """Return a convolution over a ramp, and one of its views."""
    options = {name: layer.pop(name) for name in list(layer) if name in {"size", "by_taps"}}
    own = Conv2d(channels, made, 3, bias=False, **layer)
    x = np.arange(channels * size[0] * size[1]).reshape(channels, *size)
    return view(DEPTH, own, x, np.ones(own.weight_shape, int), **options)


def choice_of(of, number):
    step = of.step(number)
    return of.choice(step), step


@given(views(DEPTH, layers=FLAT, size=HUGE, by_taps=False), st.data())
@settings(max_examples=60, deadline=None)
def test_the_window_on_the_plate_on_show_is_what_the_terms_read(of, data):
    number = some_step(data, of)
    choice, step = choice_of(of, number)
    read = {
        cell_of(term.position) for term in Terms(of.trace, step.output)
        if term.channel == choice.input
    }
    assert lit(of.both(number)) == read
    assert framed(of.both(number), "current", "output") == {cell_of(step.output[1:])}


@given(views(DEPTH, layers=FLAT, size=HUGE, by_taps=False), st.data())
@settings(max_examples=60, deadline=None)
def test_the_output_has_the_layers_numbers_up_to_the_step_and_no_others(of, data):
    number = some_step(data, of)
    _, step = choice_of(of, number)
    scene = of.both(number)
    found = {}
    for sheet in sheets(of.moving(number), "output"):
        found.update(cells(scene, sheet, "output"))
    made = np.atleast_2d(of.trace.output[step.output[0]])
    reached = cell_of(step.output[1:])
    assert set(found) == {cell for cell in np.ndindex(*made.shape) if cell <= reached}
    for cell, text in found.items():
        if text:
            assert text == number_text(made[cell])


@given(views(DEPTH, layers=FLAT, size=HUGE, by_taps=True), st.data())
@settings(max_examples=60, deadline=None)
def test_a_divided_step_shows_its_cell_its_tap_and_the_sum_so_far(of, data):
    number = some_step(data, of)
    _, step = choice_of(of, number)
    scene = of.both(number)
    if step.stamp is not None:
        assert lit(scene) == {cell_of(step.stamp[1:])}
        return
    if step.tap is None:
        return
    terms = Terms(of.trace, step.output)
    term = terms[step.tap]
    assert framed(scene, "window", "input", line=3.0) == {cell_of(term.position)}
    if of.trace.weight is not None:
        assert framed(scene, "taps", "kernel", line=3.0) == {cell_of(term.tap)}
    labels = {}
    for sheet in sheets(of.moving(number), "output"):
        labels.update(cells(scene, sheet, "output"))
    last = step.tap == len(terms) - 1
    now = terms.total if last else term.partial
    text = labels[cell_of(step.output[1:])]
    if text:
        kind = of.trace.output.dtype
        assert text == number_text(now if np.isinf(now) else kind.type(now))


def test_stamps_fall_where_they_add_and_leave_taps_that_are_cut_off_under_a_veil():
    layer = ConvTranspose(1, 1, (3, 3), (2, 2), ((1, 1), (1, 1)), (0, 0), (1, 1), bias=False)
    of = view(DEPTH, layer, np.ones((1, 3, 3), int), np.ones((1, 1, 3, 3), int), by_taps=True)
    scene = of.both(0)
    assert framed(scene, "current", "output") == set(product(range(2), range(2)))
    veils = [
        item for item in named(scene, "taps")
        if isinstance(item, Polygon) and item.fill == "background"
    ]
    assert len(veils) == 5
    whole = of.both(8)
    texts_of = {}
    for sheet in sheets(of.moving(8), "output"):
        texts_of.update(cells(whole, sheet, "output"))
    assert texts_of == {
        cell: number_text(of.trace.output[(0, *cell)]) for cell in np.ndindex(5, 5)
    }


def test_a_step_without_any_input_has_no_beam():
    layer = ConvTranspose(1, 1, (1, 1), (2, 2), ((0, 0), (0, 0)), (0, 0), (1, 1), bias=False)
    of = view(DEPTH, layer, np.ones((1, 2, 2), int), np.ones((1, 1, 1, 1), int))
    assert named(of.both(1), "beam") == []
    assert lit(of.both(1)) == set()
    assert named(of.both(0), "beam")


def test_pointing_shows_what_a_cell_has_to_do_with_and_where_the_animation_is():
    of = conv(size=(5, 5), padding=1)
    output = of.both(7, ("output", (3, 1)))
    assert lit(output) == set(product(range(2, 5), range(3)))
    assert framed(output, "current", "output", "hover.edge") == {(3, 1)}
    assert framed(output, "ghost", "output", "ghost.edge", 2.0) == {(1, 2)}
    given = of.both(7, ("input", (0, 0)))
    assert framed(given, "current", "output", "hover.edge") == set(product(range(2), range(2)))
    corner = of.both(7, ("input", (-1, -1)))
    assert framed(corner, "current", "output", "hover.edge") == {(0, 0)}
    tap = of.both(7, ("kernel", (0, 2)))
    assert lit(tap) == set(product(range(-1, 4), range(1, 6)))
    assert framed(tap, "taps", "kernel", "hover.edge", 2.0) == {(0, 2)}
    assert framed(tap, "current", "output", "hover.edge") == set()
    for nowhere in (("input", (9, 9)), ("output", (5, 0)), ("kernel", (3, 0)), ("term", (0,))):
        assert of.moving(7, nowhere).items == of.moving(7).items or not named(
            of.moving(7, nowhere), "ghost"
        )


def test_pointing_at_a_kernel_that_is_not_there_is_pointing_at_nothing():
    of = view(DEPTH, MaxPool2d(2), np.arange(16).reshape(1, 4, 4))
    assert not named(of.moving(1, ("kernel", (0, 0))), "ghost")


def test_the_cell_that_a_maximum_is_has_a_ring():
    of = view(DEPTH, MaxPool2d(2), np.arange(16).reshape(1, 4, 4))
    assert framed(of.both(1), "window", "input", "output.edge", 3.0) == {(1, 3)}
    mean = view(DEPTH, AvgPool2d(2), np.arange(16).reshape(1, 4, 4))
    assert framed(mean.both(1), "window", "input", "output.edge", 3.0) == set()


def test_cells_that_a_dilated_window_passes_over_stay_as_they_are():
    of = conv(size=(7, 7), dilation=2)
    assert lit(of.both(0)) == set(product((0, 2, 4), (0, 2, 4)))
    dashed = [
        item for item in named(of.both(0), "window")
        if isinstance(item, Polygon) and item.dashed
    ]
    assert len(dashed) == 1


def test_the_channels_that_are_read_stand_behind_the_one_on_show():
    of = conv(channels=6, made=6, groups=2)
    still = of.still(0)
    plates = still.maps[0].stack.plates
    assert [plate.number for plate in plates] == [4, 3, 2, 1][-MOST_PLATES:]
    assert [plate.read for plate in plates] == [False, True, True, True]
    assert still.maps[0].stack.more == 2
    assert [text.text for text in texts(still.scene) if "more" in text.text] == [
        "… 2 more", "… 2 more"
    ]
    behind = [item for item in named(of.both(0), "window") if isinstance(item, Line)]
    assert behind


def test_output_channels_that_are_done_are_full_and_those_to_come_are_empty():
    of = conv(made=3)
    plates = of.still(9).output.stack.plates
    assert [(plate.number, plate.plane is not None) for plate in plates] == [
        (3, False), (1, True), (2, True)
    ]


def test_slices_of_a_volume_stand_in_their_order_and_the_window_goes_through_them():
    layer = Conv3d(1, 1, 3, padding=1, bias=False)
    x, weight = np.arange(343).reshape(1, 7, 7, 7), np.ones(layer.weight_shape, int)
    of = view(DEPTH, layer, x, weight)
    step = of.steps.at((0, 3, 3, 0))
    choice = Choice(0, 0, slices=Slices(3, 1, 3))
    still = DEPTH.still(of.trace, choice, of.options, of.size)
    assert [plate.number for plate in still.maps[0].stack.plates] == [6, 5, 4, 3, 2]
    assert still.maps[0].stack.current == 2
    moving = DEPTH.moving(still, of.steps[step], of.options, None)
    frames = [
        item for item in named(moving, "window")
        if isinstance(item, Polygon) and item.edge == "window.edge"
    ]
    assert len(frames) == 2  # on the plate on show, and on the one before it
    assert [item for item in named(moving, "window") if isinstance(item, Line)]
    assert [text.text for text in texts(still.scene) if "slice" in text.text] == [
        "7 × 7 × 7, slice 4, padded to 9 × 9 × 9", "3 × 3 × 3, slice 2", "7 × 7 × 7, slice 4"
    ]
    elsewhere = DEPTH.moving(still, of.steps[step], of.options, ("kernel", (1, 1)))
    assert named(elsewhere, "ghost")
    far = DEPTH.still(of.trace, Choice(0, 0, slices=Slices(-1, 0, 6)), of.options, of.size)
    assert not sheets(DEPTH.moving(far, of.steps[step], of.options, None), "window")
    # Outputs in other slices than the one on show have no frame there.
    other = DEPTH.moving(far, of.steps[step], of.options, ("input", (0, 0)))
    assert framed_polygons(other, "current") == []


def framed_polygons(scene, name):
    return [item for item in named(scene, name) if isinstance(item, Polygon)]


def test_a_tap_in_another_slice_than_the_one_on_show_is_not_marked():
    layer = Conv3d(1, 1, 3, bias=False)
    x, weight = np.arange(125).reshape(1, 5, 5, 5), np.ones(layer.weight_shape, int)
    of = view(DEPTH, layer, x, weight, by_taps=True)
    still = DEPTH.still(of.trace, Choice(0, 0, slices=Slices(2, 2, 0)), of.options, of.size)
    first = DEPTH.moving(still, of.steps[0], of.options, None)
    assert framed_polygons(first, "taps") == []
    assert not any(item.line == 3.0 for item in framed_polygons(first, "window"))


@pytest.mark.parametrize("size", [(1280, 720), (640, 900)])
def test_glass_and_strong_lines_keep_off_the_plates_that_a_beam_joins(size):
    of = conv(size=(6, 6), padding=1)
    of.size = size
    for number in (0, 5, 17, 35):
        still = of.still(number)
        scene = of.moving(number)
        for item, names, _ in walk(scene.items):
            if "beam" not in names or getattr(item, "fill", None) != "window.fill":
                continue
            xs, ys = zip(*item.points, strict=True)
            middle = sum(xs) / len(xs), sum(ys) / len(ys)
            assert spots(still.scene)["input"].hit(*middle) is None
            assert spots(still.scene)["output"].hit(*middle) is None


def test_wide_pictures_have_plates_that_stand_and_high_ones_plates_that_lie():
    of = conv(padding=1)
    standing = of.still(0).maps[0].front
    assert standing.down[0] == 0
    of.size = (600, 1000)
    lying = of.still(0)
    assert lying.maps[0].front.down[0] < 0
    assert lying.output.front.y < lying.maps[0].front.y


def test_single_rows_lie_nearly_level_above_one_another():
    layer = Conv1d(2, 2, 4, bias=False)
    of = view(DEPTH, layer, np.arange(24).reshape(2, 12), np.ones(layer.weight_shape, int))
    still = of.still(3)
    assert still.output.front.y < still.kernel.front.y < still.maps[0].front.y
    assert abs(still.maps[0].front.across[1]) < 0.3 * still.maps[0].front.across[0]
    assert lit(of.both(3)) == {(0, at) for at in range(3, 7)}


@pytest.mark.parametrize("turn", [10, 36, 65])
def test_the_turn_shows_plates_more_from_the_side(turn):
    of = conv()
    of.options = of.options.__class__(turn=turn)
    board = of.still(0).maps[0].front
    assert board.across[0] / board.down[1] == pytest.approx(
        np.cos(np.radians(turn)) / np.cos(np.radians(15))
    )


def test_large_maps_are_pictures_and_their_windows_frames_that_can_be_seen():
    layer = Conv2d(1, 1, 3, bias=False)
    x = np.zeros((1, 3000, 2000))
    of = view(DEPTH, layer, x, np.ones(layer.weight_shape))
    scene = of.both(40)
    given = sheets(scene, "input")
    assert given[0].lines is None
    assert max(given[0].shades.shape) < 1600
    assert lit(scene) == set()
    frames = [item for item in framed_polygons(scene, "window") if item.fill == "window.fill"]
    assert len(frames) == 1
    many = of.both(0, ("kernel", (0, 0)))
    assert len(framed_polygons(many, "window")) == 1


def test_many_taps_and_many_outputs_have_one_mark():
    layer = ConvTranspose(1, 1, (24, 24), (1, 1), ((0, 0), (0, 0)), (0, 0), (1, 1), bias=False)
    of = view(
        DEPTH, layer, np.ones((1, 3, 3), int), np.ones((1, 1, 24, 24), int), by_taps=True,
        size=HUGE,
    )
    scene = of.both(4)
    assert framed_polygons(scene, "taps") == []
    assert len(framed_polygons(scene, "current")) == 1


def test_a_ghost_is_what_will_be_there_and_numbers_can_be_left_out():
    of = conv(padding=1)
    assert not sheets(of.still(0).scene, "ahead")
    of.options = of.options.__class__(ghost=True, values=False)
    assert len(sheets(of.still(0).scene, "ahead")) == 1
    assert all(sheet.labels is None for sheet in every_sheet(of.both(3)))
    layer = ConvTranspose(1, 1, (2, 2), (1, 1), ((0, 0), (0, 0)), (0, 0), (1, 1), bias=False)
    stamps = view(
        DEPTH, layer, np.ones((1, 3, 3), int), np.ones((1, 1, 2, 2), int), by_taps=True,
        values=False,
    )
    assert all(sheet.labels is None for sheet in every_sheet(stamps.both(3)))


def every_sheet(scene):
    return [item for item, _, _ in walk(scene.items) if isinstance(item, Sheet)]


def test_padding_is_hatched_and_what_is_cut_off_is_not_read():
    of = conv(padding=1)
    assert any(sheet.hatched for sheet in sheets(of.still(0).scene, "input"))
    pad = view(DEPTH, Pad(((-1, 1), (0, 0))), np.arange(9).reshape(1, 3, 3))
    still = pad.still(0)
    assert "padded to 3 × 3" not in " ".join(text.text for text in texts(still.scene))
    assert lit(pad.both(0)) == {(1, 0)}
    deep = Pad(((1, 0), (1, 1), (1, 1)))
    volume = view(DEPTH, deep, np.arange(27).reshape(1, 3, 3, 3))
    choice = Choice(0, 0, slices=Slices(-1, 0, 0))
    plates = DEPTH.still(volume.trace, choice, volume.options, volume.size)
    ramps = {sheet.ramp for sheet in sheets(plates.scene, "input")}
    assert "padding" in ramps


@pytest.mark.parametrize(
    "size", [(320, 240), (640, 360), (1280, 720), (3840, 2160), (400, 1000), (80, 70)]
)
@given(views(DEPTH, layers=FLAT, kind="float64"), st.data())
@settings(max_examples=15, deadline=None)
def test_every_picture_keeps_within_its_edges_and_its_words_can_be_read(size, of, data):
    of.size = size
    for item, _, _ in walk(of.both(some_step(data, of)).items):
        if isinstance(item, Text):
            width = text_width(item.text, item.size, item.bold)
            start = item.x - {"start": 0, "middle": 0.5, "end": 1}[item.anchor] * width
            assert item.size >= 7
            assert start >= -0.01
            assert start + width <= size[0] + 0.01
            assert 0 <= item.y <= size[1]
        elif isinstance(item, Polygon | Line):
            for x, y in item.points:
                assert -1 <= x <= size[0] + 1
                assert -1 <= y <= size[1] + 1
        elif isinstance(item, Sheet):
            rows, columns = item.shades.shape
            x, y = item.at(rows, columns)
            assert -1 <= x <= size[0] + 1
            assert -1 <= y <= size[1] + 1


def test_titles_of_a_row_are_in_one_size():
    of = conv(channels=3, padding=1)
    sizes = {text.size for text in texts(of.still(0).scene) if text.anchor == "middle"}
    assert len(sizes) == 2
    assert not any(isinstance(item, Group) and item.name == "nothing" for item in of.both(0).items)


def test_titles_say_channels_spans_and_mirrored_kernels():
    of = conv(channels=2, dilation=2, size=(7, 7))
    said = " | ".join(text.text for text in texts(of.still(0).scene))
    assert "channel 1 of 2, 7 × 7" in said
    assert "3 × 3, spans 5 × 5 | for channel 1" in said
    assert words.sentence(of.trace, of.step(0), 9).startswith("Step 1 of 9: output row 1")


@pytest.mark.parametrize("size", [(1280, 720), (500, 1100)])
def test_many_channels_are_thinned_out_and_said_to_be_more(size):
    of = conv(channels=64)
    of.size = size
    still = of.still(0)
    (said, _) = [text for text in texts(still.scene) if "more" in text.text]
    assert said.text == "… 60 more"
    assert {text.text for text in texts(still.scene)} >= {"1", "2", "3", "4"}


@pytest.mark.parametrize(
    ("stride", "width", "number", "said"),
    [(2, 800, 1, "2"), (2, 300, 1, "2"), (1, 800, 1, None), (2, 800, 0, None),
     (2, 90, 1, None)],
)
def test_an_arrow_says_how_far_the_window_went(stride, width, number, said):
    of = conv(size=(7, 7), stride=stride)
    of.size = (width, 0.6 * width)
    found = named(of.moving(number), "stride")
    assert [item.text for item in found if isinstance(item, Text)] == ([said] if said else [])
    if said:
        (arrow,) = [item for item in found if isinstance(item, Arrow)]
        board = of.still(number).maps[0].front
        assert (arrow.x1, arrow.x2) == (board.point(0, 0)[0], board.point(0, 2)[0])
        assert arrow.y1 < board.point(0, 0)[1]


def test_there_is_no_arrow_over_other_plates_over_plates_that_lie_or_while_another_is_lit():
    several, high, one = (conv(channels=channels, stride=2, size=(7, 7)) for channels in (2, 1, 1))
    high.size = (600, 1000)
    assert named(several.moving(1), "stride") == named(high.moving(1), "stride") == []
    assert named(one.moving(1), "stride")
    assert named(one.moving(1, ("input", (0, 0))), "stride") == []


@pytest.mark.parametrize("at", [0, 17, 24, 48])
def test_lines_reach_from_the_window_to_the_output_cell_and_go_behind_every_number(at):
    of = conv(size=(7, 7), padding=1)
    still, scene = of.still(at), of.both(at)
    _, step = choice_of(of, at)
    lines = [item for item in named(of.moving(at), "beam") if isinstance(item, Line)]
    ends = {(round(x, 3), round(y, 3)) for line in lines for x, y in line.points}
    row, column = cell_of(step.output[1:])
    given, made = still.maps[0].front, still.output.front
    window = given.around(range(row - 1, row + 2), range(column - 1, column + 2))
    cell = made.around((row,), (column,))
    for point in (window[1], window[2], cell[0], cell[3]):
        assert min(dist(point, end) for end in ends) < 3
    for sheet in sheets(scene, "input") + sheets(of.moving(at), "output"):
        for place in product(range(len(sheet.labels)), range(len(sheet.labels[0]))):
            x, y = sheet.at(place[0] + 0.5, place[1] + 0.5)
            for line in lines:
                (x1, y1), (x2, y2) = line.points
                if x1 < x < x2:
                    assert abs(y1 + (x - x1) / (x2 - x1) * (y2 - y1) - y) > sheet.font_size / 3
