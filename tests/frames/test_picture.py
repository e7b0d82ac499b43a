"""What a picture shows at a step: cells, numbers, window, and what is pointed at."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from convviz.figures.numbers import number_text
from convviz.frames import Picture, colourings, compute
from convviz.layers import Conv1d, Conv2d
from convviz.scene.items import Arrow, Cells, Image, Line, Rect, Sheet, Text
from convviz.scene.metrics import text_width
from convviz.steps.terms import Terms
from tests import loops
from tests.pictures import (
    SIZE,
    all_cells,
    box,
    covered,
    document,
    documents,
    edged,
    filled,
    grids,
    lit,
    middle,
    named,
    panels,
    picture,
    read,
    seen_cells,
    simple,
    some_step,
    spots,
    texts,
    viewed,
    walk,
    within,
    written,
    written_on,
)

ZOOMS = st.floats(1, 400)
SMALL = st.sampled_from([(1, 1), (20, 20), (160, 120), (30, 400), (2000, 40), (1280, 720)])
CENTRES = st.none() | st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))


def two(position):
    """Return a position of one or two axes as (row, column)."""
    return (0, position[-1]) if len(position) == 1 else tuple(position)


def window_of(layer, size, position):
    """Return the padded cells that an output position reads, by a plain loop."""
    starts = loops.positions(layer, size)
    start = tuple(along[at] for along, at in zip(starts, position, strict=True))
    return {two(at) for at in loops.reads(layer, start)}


def outputs(trace):
    """Return all output positions."""
    return list(product(*map(range, trace.output.shape[1:])))


# Cells and numbers


@given(documents(), SMALL, ZOOMS, CENTRES, st.data())
def test_every_visible_cell_answers_with_its_own_index(doc, size, zoom, centre, data):
    shown, _ = picture(viewed(doc, zoom=zoom, centre=centre), size)
    base = shown.base(0)
    for kind, spot in spots(base).items():
        cells = seen_cells(spot)
        if cells:
            cell = data.draw(st.sampled_from(cells))
            assert shown.hit(0, *middle(spot, cell)) == (kind, cell)
    assert shown.hit(0, -1, -1) is None


@given(documents(), st.data())
def test_numbers_in_cells_are_the_traces_numbers(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    channel, output = shown.channels(number)
    base = shown.base(number)
    panels = {
        "input": (np.atleast_2d(trace.padded[channel]), spots(base)["input"].first),
        "kernel": (
            np.atleast_2d(trace.weight[output, channel % trace.weight.shape[1]]), (0, 0)
        ),
    }
    for kind, (numbers, first) in panels.items():
        labels = written(base, kind)
        if spots(base)[kind].cell[0] >= 32:
            assert set(labels) == set(all_cells(spots(base)[kind]))
        for (row, column), text in labels.items():
            assert text == number_text(numbers[row - first[0], column - first[1]])
    last = shown.overlay(len(shown.steps) - 1)
    _, output = shown.channels(len(shown.steps) - 1)
    for (row, column), text in written_on(base, last, "output").items():
        assert text == number_text(np.atleast_2d(trace.output[output])[row, column])


@given(documents("float32", decimals=3), st.data())
def test_decimals_hold_in_every_panel(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    _, output = shown.channels(number)
    labels = written_on(shown.base(number), shown.overlay(number), "output")
    for (row, column), text in labels.items():
        assert text == number_text(np.atleast_2d(trace.output[output])[row, column], 3)


def test_large_cells_hold_all_their_digits():
    doc = document(Conv2d(1, 1, 1, bias=False), [[[1 / 3, 2e-7]]], [[[[3.0]]]])
    shown, _ = picture(doc)
    assert set(written(shown.base(0), "input").values()) == {"0.3333", "2e−7"}


@given(documents(values=False), st.data())
def test_values_can_be_left_out(doc, data):
    shown, _ = picture(doc)
    number = some_step(data, shown)
    every = [*grids(shown.base(number)), *grids(shown.overlay(number))]
    assert all(item.labels is None for item in every if isinstance(item, Cells))


@given(documents("float64"), SMALL, ZOOMS, CENTRES, st.sampled_from([None, 0, 6]), st.data())
def test_no_label_is_too_small_or_wider_than_its_cell(doc, size, zoom, centre, decimals, data):
    shown, _ = picture(
        viewed(doc, zoom=zoom, centre=centre, decimals=decimals, by_taps=True), size
    )
    number = some_step(data, shown)
    for item in [*grids(shown.base(number)), *grids(shown.overlay(number))]:
        if isinstance(item, Cells) and item.labels is not None:
            assert item.font_size >= 8.5
            assert item.font_size < item.cell


@given(documents(), SMALL, ZOOMS, CENTRES)
def test_titles_and_signs_are_readable_and_end_inside_the_picture(doc, size, zoom, centre):
    shown, _ = picture(viewed(doc, zoom=zoom, centre=centre), size)
    for item in texts(shown.base(0)):
        width = text_width(item.text, item.size, item.bold)
        start = item.x - width / 2 if item.anchor == "middle" else item.x
        assert item.size >= 7
        assert start >= 0
        assert start + width <= size[0] + 0.01
        assert item.y - 0.7 * item.size >= 0
        assert item.y <= size[1]


@example(simple((70, 71), kernel_size=1, stride=(2, 3)), SIZE, 1.0, None)
@given(documents(), SMALL, ZOOMS, CENTRES)
def test_titles_signs_and_panels_keep_clear_of_one_another(doc, size, zoom, centre):
    shown, _ = picture(viewed(doc, zoom=zoom, centre=centre), size)
    base = shown.base(0)
    areas = [box(spot) for spot in base.hotspots]
    for item in [*texts(base), *texts(shown.overlay(0))]:
        width = text_width(item.text, item.size, item.bold)
        start = item.x - width / 2 if item.anchor == "middle" else item.x
        areas.append((start, item.y - 0.75 * item.size, width, 0.75 * item.size))
    for first, (ax, ay, aw, ah) in enumerate(areas):
        for bx, by, bw, bh in areas[first + 1 :]:
            assert ax + aw <= bx or bx + bw <= ax or ay + ah <= by or by + bh <= ay


def test_titles_say_sizes_padding_channels_and_span():
    layer = Conv2d(4, 2, (3, 1), padding=((1, 0), (0, 2)), dilation=2, groups=2, bias=False,
                   padding_mode="replicate")
    x, weight = np.zeros((4, 6, 5)), np.zeros(layer.weight_shape)
    shown, _ = picture(document(layer, x, weight, input_channel=3))
    assert (shown.channels(0), shown.channels(21)) == ((0, 0), (3, 1))
    said = [item.text for item in texts(panels(shown.base(21))) if len(item.text) > 1]
    assert said == [
        "Input", "channel 4 of 4, 6 × 5, padded to 7 × 7, replicate",
        "Kernel", "3 × 1, spans 5 × 1, for channel 4",
        "Output", "channel 2 of 2, 3 × 7",
    ]


def test_the_kernel_s_title_stands_over_it_when_the_lens_is_below():
    layer = Conv2d(256, 1, 3, padding=1, bias=False)
    doc = document(layer, np.ones((256, 14, 14)), np.ones(layer.weight_shape))
    shown, _ = picture(doc, (620, 580))
    base = shown.base(0)
    kernel = box(spots(base)["kernel"])
    (title,) = [item for item in texts(base) if item.text == "Kernel"]
    (detail,) = [item for item in texts(base) if item.text == "3 × 3, for channel 1"]
    assert title.x == detail.x == pytest.approx(kernel[0])
    assert detail.y < kernel[1]


# Steps


@given(documents(), st.data())
def test_as_many_output_cells_are_there_as_steps_were_taken(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    overlay = shown.overlay(number)
    spot = spots(shown.base(number))["output"]
    there = covered(spot, named(overlay, "reached"))
    per_channel = len(outputs(trace))
    assert len(there) == number % per_channel + 1
    assert there == set(all_cells(spot)[: number % per_channel + 1])


@pytest.mark.parametrize("shape", [(3, 400), (40, 40), (200, 3), (300, 300)])
def test_reached_cells_are_counted_right_where_cells_are_images_too(shape):
    shown, _ = picture(simple(shape, padding=1), (640, 360))
    for number in (0, 1, shape[1] - 1, shape[1], len(shown.steps) - 1):
        spot = spots(shown.base(number))["output"]
        there = sum(
            item.shades.size for item in grids(shown.overlay(number))
            if within(box(spot), item.x, item.y)
        )
        assert there == number + 1


@given(documents(), st.data())
def test_the_window_lies_on_the_cells_that_the_step_reads(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    overlay, spot = shown.overlay(number), spots(shown.base(number))["input"]
    position = shown.steps[number].output[1:]
    read_cells = window_of(trace.layer, trace.input.shape[1:], position)
    recoloured = [item for item in named(overlay, "window") if isinstance(item, Cells)]
    assert {item.ramp for item in recoloured} == {"kernel"}
    assert covered(spot, recoloured) == read_cells
    (mark,) = edged(overlay, "current", "window.edge")
    assert covered(spots(shown.base(number))["output"], [mark]) == {two(position)}


@given(documents(by_taps=True), st.data())
def test_by_taps_the_window_fills_tap_by_tap_and_its_cell_shows_the_sum_so_far(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    step = shown.steps[number]
    base, overlay = shown.base(number), shown.overlay(number)
    layer, (channel, *position) = trace.layer, step.output
    taps = list(product(*map(range, layer.kernel_size)))
    tap = step.tap % len(taps)
    # The channel on show is the one that the tap reads.
    read_channels = layer.input_channels(channel)
    assert shown.channels(number) == (read_channels[step.tap // len(taps)], channel)
    starts = loops.positions(layer, trace.input.shape[1:])
    start = [along[at] for along, at in zip(starts, position, strict=True)]
    cells = [two(at) for at in loops.reads(layer, start)]
    recoloured = [item for item in named(overlay, "window") if isinstance(item, Cells)]
    assert covered(spots(base)["input"], recoloured) == set(cells[: tap + 1])
    marks = edged(overlay, "window", "window.edge")
    assert covered(spots(base)["input"], marks[-1:]) == {cells[tap]}
    (kernel_mark,) = edged(overlay, "tap", "window.edge")
    assert covered(spots(base)["kernel"], [kernel_mark]) == {two(taps[tap])}
    last = step.tap == layer.taps - 1
    total, products = 0, list(product(read_channels, taps))
    for at, (source, where) in enumerate(products[: step.tap + 1]):
        place = loops.reads(layer, start)[at % len(taps)]
        total += loops.value(layer, trace.input, source, place) * trace.weight[
            (channel, source - read_channels[0], *where)
        ]
    if last and trace.bias is not None:
        total += trace.bias[channel]
    labels = written_on(base, overlay, "output")
    if labels:
        assert labels[two(position)] == number_text(total)


def test_a_sum_so_far_has_the_views_decimals_and_is_left_out_when_too_long():
    layer = Conv2d(1, 1, (1, 2), bias=False)
    doc = document(layer, [[[1.5, 1, 1]]], [[[[1.0, 1.0]]]], by_taps=True, decimals=2)
    shown, _ = picture(doc)
    assert written_on(shown.base(0), shown.overlay(0), "output") == {(0, 0): "1.50"}
    far = -1.23456789e17
    doc = document(layer, [[[far, -far, far]]], [[[[1.0, 1.0]]]], by_taps=True)
    shown, _ = picture(doc, (190, 110))
    assert written_on(shown.base(0), shown.overlay(0), "output") == {}
    assert written_on(shown.base(1), shown.overlay(1), "output") == {(0, 0): "0"}


@pytest.mark.parametrize("cell", [1, 4, 30])
def test_a_sum_so_far_has_lines_only_where_its_neighbours_have(cell):
    side = {1: 300, 4: 100, 30: 8}[cell]
    shown, _ = picture(simple((side, side), by_taps=True))
    (partial,) = grids(shown.overlay(0))[:1]
    assert (partial.lines is None) == (cell < 5)


@given(documents())
def test_the_still_part_is_one_object_while_the_channels_stay(doc):
    shown, trace = picture(doc)
    per_channel = len(outputs(trace))
    assert len({id(shown.base(number)) for number in range(per_channel)}) == 1
    other = shown.base(len(shown.steps) - 1)
    assert (other is shown.base(len(shown.steps) - 1)) is True


@given(documents(ghost=True), st.data())
def test_with_ghosts_the_whole_output_is_there_faintly(doc, data):
    shown, trace = picture(doc)
    base = shown.base(some_step(data, shown))
    assert covered(spots(base)["output"], named(base, "ghost")) == {
        two(at) for at in outputs(trace)
    }
    hidden, _ = picture(viewed(doc, ghost=False))
    assert named(hidden.base(0), "ghost") == []


@given(documents(), st.data())
def test_small_windows_are_shown_large_with_their_numbers(doc, data):
    shown, trace = picture(viewed(doc, by_taps=True), (300, 260))
    number = some_step(data, shown)
    lens = named(shown.overlay(number), "lens")
    step, (channel, _) = shown.steps[number], shown.channels(number)
    starts = loops.positions(trace.layer, trace.input.shape[1:])
    start = [along[at] for along, at in zip(starts, step.output[1:], strict=True)]
    expected = [
        number_text(loops.value(trace.layer, trace.input, channel, at))
        for at in loops.reads(trace.layer, start)
    ]
    alone = [item.labels for item in lens if isinstance(item, Cells)]
    values, weights = enlarged(lens)
    assert alone in ([], [None]) or list(sum(alone[0], ())) == expected
    assert values in ([], expected)
    assert len(weights) == len(values)
    result = [item for item in lens if isinstance(item, Sheet) and item.lines == "output.edge"]
    if result:
        assert result[0].labels == ((number_text(Terms(trace, step.output)[step.tap].partial),),)


def enlarged(lens):
    """Return the values and the weights that stand in a lens, as texts."""
    sheets = [item for item in lens if isinstance(item, Sheet) and item.lines is None]
    upper = [item for item in sheets if item.ramp in {"input", "grey", "padding"}]
    lower = [item for item in sheets if item not in upper]
    return tuple(
        [text for item in sorted(some, key=lambda one: (one.y, one.x)) for text in item.labels[0]]
        for some in (upper, lower)
    )


def test_beside_a_kernel_without_numbers_a_lens_sets_each_value_above_its_weight():
    layer = Conv2d(1, 1, 2, bias=False)
    x = np.arange(3600).reshape(1, 60, 60) % 10
    for last, size, sign in ((3, (700, 200), "× "), (300, (700, 200), "")):
        weight = np.array([[[[1, 0], [2, last]]]])
        for flipped in (False, True):
            doc = document(replace(layer, flipped=flipped), x, weight)
            shown = Picture(doc, compute(doc), size)
            lens = named(shown.overlay(0), "lens")
            values, weights = enlarged(lens)
            said = {item.text for item in lens if isinstance(item, Text)}
            assert said & {"value × weight + …", "value × weight", "× weight"}
            assert values == ["0", "1", "0", "1"]
            expected = [sign + text for text in ("1", "0", "2", str(last))]
            assert weights == (expected[::-1] if flipped else expected)


@pytest.mark.parametrize("size", [(1280, 720), (600, 400)])
@pytest.mark.parametrize("flipped", [False, True])
def test_beside_a_kernel_with_numbers_a_lens_says_what_each_value_gives(size, flipped):
    weight = np.array([[[[1, 0], [-2, 300]]]])
    x = np.arange(3600).reshape(1, 60, 60) % 10
    doc = document(Conv2d(1, 1, 2, bias=False, flipped=flipped), x, weight)
    shown = Picture(doc, compute(doc), size)
    lens = named(shown.overlay(5), "lens")
    values, products = enlarged(lens)
    assert values == ["5", "6", "5", "6"]
    expected = [1500, -12, 0, 6] if flipped else [5, 0, -10, 1800]
    assert products == [number_text(each) for each in expected]
    assert sum(expected) == compute(doc).output[0, 0, 5]
    assert any("value" in item.text for item in lens if isinstance(item, Text))


def test_what_a_value_that_is_no_number_gives_is_none_either():
    x = np.full((1, 60, 60), np.inf)
    doc = document(Conv2d(1, 1, 2, bias=False), x, np.array([[[[0.0, 1.0], [-1.0, 2.0]]]]))
    products = enlarged(named(Picture(doc, compute(doc), (1280, 720)).overlay(0), "lens"))[1]
    assert products == ["NaN", "∞", "−∞", "∞"]


def test_the_window_and_its_lines_are_seen_on_pixels():
    x = np.arange(3600).reshape(1, 60, 60) % 255
    doc = document(Conv2d(1, 1, 3, bias=False), x, np.ones((1, 1, 3, 3)), colour_map="grey")
    shown = Picture(doc, compute(doc), (900, 500))
    ring = [item for item in named(shown.overlay(70), "window") if isinstance(item, Rect)]
    # Whatever is under the orange, its own edge is bright.
    assert [(item.edge, item.line) for item in ring] == [("background", 5.0), ("window.edge", 2.5)]
    lines = [item for item in named(shown.overlay(70), "joined") if isinstance(item, Line)]
    assert lines
    assert min(line.opacity for line in lines) >= 0.6


def test_the_tap_of_a_step_is_marked_where_it_meets_the_window():
    doc = document(
        replace(Conv2d(1, 1, 2, bias=False), flipped=True), np.ones((1, 60, 60)),
        np.array([[[[1, 2], [3, 4]]]]), by_taps=True,
    )
    shown, trace = picture(doc)
    lens = named(shown.overlay(0), "lens")
    frames = [item for item in lens if isinstance(item, Rect) and item.line == 3.5]
    values = min((item for item in lens if isinstance(item, Sheet)), key=lambda one: one.y)
    assert Terms(trace, (0, 0, 0))[0].tap == (1, 1)
    assert (frames[0].x, frames[0].y) == pytest.approx((values.x, values.y), abs=2)


def test_what_the_window_gives_stands_below_it_joined_to_its_output_cell():
    doc = simple((60, 60))
    shown, trace = picture(doc)
    overlay = shown.overlay(200)
    lens = named(overlay, "lens")
    (chip,) = [item for item in lens if isinstance(item, Sheet) and item.lines == "output.edge"]
    assert chip.labels == ((number_text(trace.output[shown.steps[200].output]),),)
    assert "sum =" in [item.text for item in lens if isinstance(item, Text)]
    box = shown.cell_box(200, ("output", shown.steps[200].output[1:]))
    ends = [item.points[-1] for item in named(overlay, "joined")]
    assert box[0] - 8 <= max(x for x, _ in ends) <= box[0] + 8


def test_with_a_bias_the_window_alone_has_no_result():
    layer = replace(Conv2d(1, 1, 3), bias=True)
    doc = document(layer, np.ones((1, 60, 60)), np.ones((1, 1, 3, 3)), np.array([2.0]))
    shown, _ = picture(doc)
    lens = named(shown.overlay(0), "lens")
    assert not [item for item in lens if getattr(item, "lines", None) == "output.edge"]


def test_a_lens_without_room_for_both_shows_the_values_alone():
    weight = np.full((1, 1, 3, 3), -0.0123456)
    doc = document(Conv2d(1, 1, 3, bias=False), np.ones((1, 60, 60)), weight, decimals=9)
    shown, _ = picture(doc, (400, 300))
    lens = named(shown.overlay(0), "lens")
    assert enlarged(lens) == ([], [])
    assert [item for item in lens if isinstance(item, Cells)]


def test_values_stand_above_their_weights_where_what_they_give_is_too_long():
    doc = document(
        Conv2d(1, 1, 3, bias=False), np.full((1, 60, 60), 1000), np.full((1, 1, 3, 3), 100)
    )
    lens = named(Picture(doc, compute(doc), (900, 540)).overlay(0), "lens")
    assert enlarged(lens) == (["1000"] * 9, ["× 100"] * 9)
    assert "value × weight + …" in [item.text for item in lens if isinstance(item, Text)]


def test_a_photo_gets_a_lens():
    shown, trace = picture(simple((60, 60), padding=1))
    assert enlarged(named(shown.overlay(0), "lens"))[0] == [
        number_text(value) for value in trace.padded[0, :3, :3].ravel()
    ]


def test_the_lens_shows_the_window_of_the_output_cell_that_is_pointed_at():
    shown, trace = picture(simple((60, 60), padding=1, by_taps=True))

    def lens(pointer):
        return named(shown.overlay(4, pointer), "lens")

    assert enlarged(lens(("output", (3, 4))))[0] == [
        number_text(value) for value in trace.padded[0, 3:6, 4:7].ravel()
    ]
    for pointer in (None, ("kernel", (0, 0)), ("output", (60, 0))):
        assert enlarged(lens(pointer))[0] == [
            number_text(value) for value in trace.padded[0, :3, :3].ravel()
        ]


@pytest.mark.parametrize(("side", "zoom"), [(300, 1.0), (1500, 1.0), (60, 1.0), (300, 30.0)])
def test_dilated_windows_larger_than_can_be_drawn_cell_by_cell_are_framed(side, zoom):
    layer = Conv2d(1, 1, side // 2, dilation=2, bias=False)
    doc = document(
        layer, np.zeros((1, side, side)), np.zeros(layer.weight_shape), by_taps=True, zoom=zoom
    )
    shown, _ = picture(doc)
    scene = shown.overlay(5)
    assert len(list(walk(scene.items))) < 4000
    frame = edged(scene, "window", "window.edge")[0 if side > 60 else -2]
    assert frame.width > 3


# Unread cells


@given(documents(), st.sampled_from([SIZE, (400, 900)]))
def test_cells_that_no_window_reads_are_struck_and_only_those(doc, size):
    shown, trace = picture(doc, size)
    base = panels(shown.base(0))
    spot = spots(base)["input"]
    read_cells = set()
    for position in outputs(trace):
        read_cells |= window_of(trace.layer, trace.input.shape[1:], position)
    lines = [item for item, _, _ in walk(base.items) if isinstance(item, Line)]
    strokes = [line for line in lines if line.colour == "unused"]
    struck = {
        shown.hit(0, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2)[1]
        for a, b in (line.points for line in strokes)
    }
    assert len(strokes) == len(struck)
    assert struck == set(all_cells(spot)) - read_cells


def test_many_unread_cells_are_struck_by_whole_rows_and_columns():
    shown, _ = picture(simple((70, 71), kernel_size=1, stride=(2, 3)))
    base = panels(shown.base(0))
    spot = spots(base)["input"]
    lines = [
        item.points for item, _, _ in walk(base.items)
        if isinstance(item, Line) and item.colour == "unused"
    ]
    rows = {spot.hit(a[0] + 1, a[1])[1][0] for a, b in lines if a[1] == b[1]}
    columns = {spot.hit(a[0], a[1] + 1)[1][1] for a, b in lines if a[0] == b[0]}
    assert rows == set(range(1, 70, 2))
    assert columns == set(range(71)) - set(range(0, 71, 3))
    assert len(lines) == len(rows) + len(columns)


def test_cells_too_small_for_strokes_have_none():
    shown, _ = picture(simple((400, 400), kernel_size=1, stride=4))
    assert all(
        item.colour != "unused"
        for item, _, _ in walk(shown.base(0).items) if isinstance(item, Line)
    )


# Pointing


@given(documents(), st.data())
def test_pointing_at_an_output_cell_lights_exactly_its_window(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    position = data.draw(st.sampled_from(outputs(trace)))
    overlay = shown.overlay(number, ("output", two(position)))
    base = shown.base(number)
    expected = window_of(trace.layer, trace.input.shape[1:], position)
    assert covered(spots(base)["input"], lit(overlay)) == expected
    marks = edged(overlay, "pointed", "hover.edge")
    assert covered(spots(base)["output"], marks) == {two(position)}


@given(documents(), st.data())
def test_pointing_at_an_input_cell_lights_exactly_its_readers(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    layer, size = trace.layer, trace.input.shape[1:]
    base = shown.base(number)
    cell = data.draw(st.sampled_from(all_cells(spots(base)["input"])))
    position = cell[-layer.axes :]
    inside = all(0 <= at < length for at, length in zip(position, size, strict=True))

    def meets(at):
        if at == position:
            return True
        sources = [
            loops.source(place, length, layer.padding_mode)
            for place, length in zip(at, size, strict=True)
        ]
        return inside and tuple(sources) == position

    readers = {
        two(output)
        for output in outputs(trace)
        if any(
            meets(at)
            for at in loops.reads(
                layer,
                [a[o] for a, o in zip(loops.positions(layer, size), output, strict=True)],
            )
        )
    }
    overlay = shown.overlay(number, ("input", cell))
    assert covered(spots(base)["output"], filled(overlay, "pointed", "hover.fill")) == readers
    marked = covered(spots(base)["input"], edged(overlay, "pointed", "hover.edge"))
    expected = {at for at in all_cells(spots(base)["input"]) if meets(at[-layer.axes :])}
    assert marked == expected


def test_pointing_at_padding_shows_its_source():
    shown, _ = picture(
        simple((5, 5), padding=((2, 1), (1, 0)), padding_mode="reflect", sources=False)
    )
    overlay = shown.overlay(0, ("input", (-2, -1)))
    (arrow,) = [item for item in named(overlay, "pointed") if isinstance(item, Arrow)]
    assert shown.hit(0, arrow.x1, arrow.y1) == ("input", (2, 1))
    assert shown.hit(0, arrow.x2, arrow.y2) == ("input", (-2, -1))
    zeros, _ = picture(simple((5, 5), padding=1))
    scene = zeros.overlay(0, ("input", (-1, -1)))
    assert not [item for item in named(scene, "pointed") if isinstance(item, Arrow)]


def test_pointing_at_an_input_cell_shows_where_padding_copies_it():
    shown, _ = picture(simple((5, 5), padding=1, padding_mode="replicate"))
    overlay = shown.overlay(0, ("input", (0, 0)))
    arrows = [item for item in named(overlay, "pointed") if isinstance(item, Arrow)]
    copies = {shown.hit(0, arrow.x2, arrow.y2)[1] for arrow in arrows}
    assert copies == {(-1, -1), (-1, 0), (0, -1)}
    assert {shown.hit(0, arrow.x1, arrow.y1)[1] for arrow in arrows} == {(0, 0)}


@given(documents(), st.data())
def test_pointing_at_a_tap_lights_exactly_the_cells_that_it_meets(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    layer, base = trace.layer, shown.base(number)
    taps = list(product(*map(range, layer.kernel_size)))
    tap = data.draw(st.sampled_from(taps))
    starts = loops.positions(layer, trace.input.shape[1:])
    met = {
        two(loops.reads(layer, start)[taps.index(tap)]) for start in product(*starts)
    }
    overlay = shown.overlay(number, ("kernel", two(tap)))
    assert covered(spots(base)["input"], lit(overlay)) == met
    marks = edged(overlay, "pointed", "hover.edge")
    assert covered(spots(base)["kernel"], marks) == {two(tap)}


@given(documents(), st.data())
def test_pointing_at_a_term_marks_its_tap_its_cell_and_the_output(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    index = data.draw(st.integers(0, trace.layer.taps - 1))
    overlay, base = shown.overlay(number, ("term", (index,))), shown.base(number)
    marks = edged(overlay, "pointed", "hover.edge")
    taps = list(product(*map(range, trace.layer.kernel_size)))
    channel, output = shown.channels(number)
    read_channels = trace.layer.input_channels(output)
    assert covered(spots(base)["kernel"], marks) == {two(taps[index % len(taps)])}
    position = shown.steps[number].output[1:]
    assert covered(spots(base)["output"], marks) == {two(position)}
    on_show = read_channels[index // len(taps)] == channel
    assert len(covered(spots(base)["input"], marks)) == int(on_show)


@given(documents(), st.data())
def test_while_something_is_pointed_at_the_steps_place_stays_as_a_ghost(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    overlay, base = shown.overlay(number, ("kernel", (0, 0))), shown.base(number)
    ghosts = edged(overlay, "ghost", "ghost.edge")
    position = shown.steps[number].output[1:]
    assert covered(spots(base)["output"], ghosts) == {two(position)}
    read_cells = window_of(trace.layer, trace.input.shape[1:], position)
    assert read_cells <= covered(spots(base)["input"], ghosts)
    assert named(overlay, "window") == []


@pytest.mark.parametrize(
    "pointer",
    [
        ("output", (9, 0)), ("output", (-1, 0)), ("input", (0, 7)), ("input", (-3, 0)),
        ("kernel", (3, 3)), ("term", (9,)), ("term", (-1,)), ("nothing", (0, 0)),
    ],
)
def test_a_pointer_that_is_not_in_the_layer_changes_nothing(pointer):
    shown, _ = picture(simple((5, 5), padding=1))
    scene = shown.overlay(3, pointer)
    assert named(scene, "ghost") == []
    assert len(list(walk(scene.items))) == len(list(walk(shown.overlay(3).items)))


def test_an_unread_cell_lights_nothing_in_the_output():
    shown, _ = picture(simple((6, 6), stride=2))
    overlay = shown.overlay(0, ("input", (5, 5)))
    assert filled(overlay, "pointed", "hover.fill") == []


def test_more_readers_than_can_be_drawn_one_by_one_are_framed():
    shown, _ = picture(simple((160, 160), kernel_size=60, padding=40, zoom=3.0))
    overlay = shown.overlay(0, ("input", (80, 80)))
    (frame,) = filled(overlay, "pointed", "hover.fill")
    first, last = shown.cell_box(0, ("output", (61, 61))), shown.cell_box(0, ("output", (120, 120)))
    assert (frame.x, frame.y) == pytest.approx(first[:2])
    assert frame.x + frame.width == pytest.approx(last[0] + last[2])


def test_a_tap_that_meets_more_cells_than_can_be_told_apart_is_framed():
    shown, _ = picture(simple((500, 500), stride=2))
    overlay = shown.overlay(0, ("kernel", (1, 1)))
    fills = filled(overlay, "pointed", "hover.fill")
    assert len(fills) == 1


def test_copies_beyond_counting_are_not_all_marked():
    shown, _ = picture(simple((2, 2), padding=200, padding_mode="replicate"))
    overlay = shown.overlay(0, ("input", (0, 0)))
    assert len(list(walk(overlay.items))) < 100


def test_the_ghost_of_the_steps_place_is_drawn_over_what_is_lit():
    shown, _ = picture(simple((5, 5), padding=1))
    for pointer in (("output", (0, 1)), ("input", (1, 1)), ("kernel", (0, 0))):
        names = [item.name for item in shown.overlay(3, pointer).items]
        last_lit = max(at for at, name in enumerate(names) if name == "pointed")
        assert last_lit < names.index("ghost")


@given(documents(), st.data())
def test_an_output_cell_that_is_not_reached_shows_its_number_when_pointed_at(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    position = data.draw(st.sampled_from(outputs(trace)))
    overlay, base = shown.overlay(number, ("output", two(position))), shown.base(number)
    ahead = [item for item in named(overlay, "ahead") if isinstance(item, Cells)]
    reached = two(position) <= two(shown.steps[number].output[1:])
    if reached:
        assert ahead == []
    elif spots(base)["output"].cell[0] >= 5:
        assert covered(spots(base)["output"], ahead) == {two(position)}
        if ahead[0].labels is not None:
            value = trace.output[shown.channels(number)[1]][position]
            assert ahead[0].labels == ((number_text(value),),)


def test_cells_too_small_for_numbers_show_none_ahead():
    shown, _ = picture(simple((300, 300)))
    assert named(shown.overlay(0, ("output", (200, 200))), "ahead") == []


# Arrows of the window


def sources_of(scene, group):
    """Return the frames around the cells that padding copies."""
    return edged(scene, group, "input.edge")


@given(st.sampled_from(["reflect", "replicate", "circular"]), st.integers(0, 48))
def test_arrows_of_the_window_run_beside_the_numbers_and_end_in_their_cells(mode, number):
    shown, _ = picture(simple((5, 5), padding=2, padding_mode=mode))
    overlay, spot = shown.overlay(number), spots(shown.base(0))["input"]
    arrows = [item for item in named(overlay, "window") if isinstance(item, Arrow)]
    cell = spot.cell[0]
    origins = set()
    for arrow in arrows:
        source, copy = (
            shown.hit(0, x, y)[1] for x, y in ((arrow.x1, arrow.y1), (arrow.x2, arrow.y2))
        )
        assert source == tuple(
            loops.source(at, 5, mode) for at in copy
        )
        origins.add(source)
        across = int(source[0] == copy[0])  # along a row: above or below its numbers
        for place, at in (
            ((arrow.x1, arrow.y1), source), ((arrow.x2, arrow.y2), copy)
        ):
            assert abs(place[across] - middle(spot, at)[across]) >= 0.3 * cell
    assert covered(spot, sources_of(overlay, "window")) == origins
    assert len(sources_of(overlay, "window")) == len(origins)


def test_arrows_out_of_corners_show_with_their_source_when_pointed_at():
    shown, _ = picture(simple((5, 5), padding=1, padding_mode="reflect"))
    overlay = shown.overlay(0, ("input", (-1, -1)))
    (frame,) = sources_of(overlay, "pointed")
    assert covered(spots(shown.base(0))["input"], [frame]) == {(1, 1)}


def test_cells_too_small_for_arrows_have_no_frames_around_sources():
    shown, _ = picture(simple((90, 90), padding=1, padding_mode="reflect"))
    assert sources_of(shown.overlay(0), "window") == []
    assert sources_of(shown.overlay(0, ("input", (-1, -1))), "pointed") == []



def test_the_window_shows_where_its_padding_comes_from_along_rows_and_columns():
    doc = simple((5, 5), padding=1, padding_mode="circular")
    shown, _ = picture(doc)
    arrows = [item for item in named(shown.overlay(0), "window") if isinstance(item, Arrow)]
    ends = {shown.hit(0, arrow.x2, arrow.y2)[1] for arrow in arrows}
    assert ends == {(-1, 0), (-1, 1), (0, -1), (1, -1)}
    for hidden in (viewed(doc, sources=False), simple((5, 5), padding=1)):
        scene = picture(hidden)[0].overlay(0)
        assert not [item for item in named(scene, "window") if isinstance(item, Arrow)]


# Zoom


@given(documents(), st.floats(1, 30), st.tuples(st.floats(-3, 12), st.floats(-3, 12)), st.data())
def test_numbers_stand_only_in_cells_that_are_all_but_whole(doc, zoom, centre, data):
    shown, _ = picture(viewed(doc, zoom=zoom, centre=centre, by_taps=True), (640, 360))
    number = some_step(data, shown)
    base = shown.base(number)
    for kind in ("input", "output"):
        spot = spots(base)[kind]
        left, top, right, bottom = (
            spot.x, spot.y, spot.x + spot.width, spot.y + spot.height
        )
        side = spot.cell[0]
        labels = {**written(base, kind), **written_on(base, shown.overlay(number), kind)}
        for at, text in labels.items():
            x, y = middle(spot, at)
            half = side / 2
            cut = max(left - x + half, x + half - right, top - y + half, y + half - bottom)
            assert not text or cut <= 0.15 * side + 1e-3


def test_in_lines_zooming_at_the_output_keeps_its_place():
    layer = Conv1d(1, 1, 3, padding="causal", bias=False)
    doc = document(layer, np.arange(60.0)[None], np.ones((1, 1, 3)))
    shown, _ = picture(doc)
    x, y = middle(spots(shown.base(0))["output"], (0, 30))
    view = shown.zoomed(0, 3, x, y)
    after, _ = picture(replace(doc, view=view))
    assert after.input_at(0, x, y)[1] == pytest.approx(30, abs=0.1)
    assert view.centre[0] == 0


@given(documents(), st.floats(0.05, 0.95), st.floats(0.05, 0.95), ZOOMS, ZOOMS, CENTRES)
def test_zooming_keeps_the_pointed_place_as_far_as_bounds_allow(doc, right, down, a, b, centre):
    shown, _ = picture(viewed(doc, zoom=a, centre=centre))
    spot = spots(shown.base(0))["input"]
    x, y = spot.x + right * spot.width, spot.y + down * spot.height
    place = shown.input_at(0, x, y)
    view = shown.zoomed(0, b, x, y)
    after, _ = picture(replace(doc, view=view))
    then = spots(after.base(0))["input"]
    now = after.input_at(0, x, y)
    # Beyond a panel's new edge or at the view's bounds it can't stay.
    bounds = (
        then.x >= then.origin[0] > then.x - 1
        or then.origin[0] + then.shape[1] * then.cell[0] < then.x + then.width + 1
        or then.y >= then.origin[1] > then.y - 1
        or then.origin[1] + then.shape[0] * then.cell[1] < then.y + then.height + 1
    )
    if now is not None and not bounds:
        assert now == pytest.approx(place, abs=0.51 / then.cell[0] + 1e-6)


def test_zooming_stays_with_the_output_place_that_is_pointed_at():
    doc = simple((64, 64), padding=1)
    shown, _ = picture(doc)
    spot = spots(shown.base(0))["output"]
    x, y = middle(spot, (30, 35))
    after, _ = picture(replace(doc, view=shown.zoomed(0, 4, x, y)))
    assert after.hit(0, x, y) == ("output", (30, 35))
    again, _ = picture(replace(doc, view=after.zoomed(0, 9, 1, 1)))
    centre = again.input_at(0, *_middle_of(spots(again.base(0))["input"]))
    assert centre == pytest.approx(
        after.input_at(0, *_middle_of(spots(after.base(0))["input"])), abs=0.1
    )
    assert again.zoomed(0, 0.5, 1, 1) == doc.view


def _middle_of(spot):
    return spot.x + spot.width / 2, spot.y + spot.height / 2


def test_points_of_input_and_output_are_places_in_the_input():
    shown, _ = picture(simple((9, 9), padding=1, stride=2, dilation=2))
    assert shown.input_at(0, *middle(spots(shown.base(0))["input"], (3, 4))) == (3, 4)
    at = shown.input_at(0, *middle(spots(shown.base(0))["output"], (1, 2)))
    assert at == pytest.approx((1 * 2 - 1 + 2, 2 * 2 - 1 + 2))
    assert shown.input_at(0, *middle(spots(shown.base(0))["kernel"], (1, 1))) is None


@given(documents(), st.data())
def test_a_cells_box_is_where_the_cell_answers(doc, data):
    shown, _ = picture(doc)
    kind = data.draw(st.sampled_from(["input", "kernel", "output"]))
    cell = data.draw(st.sampled_from(all_cells(spots(shown.base(0))[kind])))
    x, y, width, height = shown.cell_box(0, (kind, cell))
    assert shown.hit(0, x + width / 2, y + height / 2) == (kind, cell)
    assert width == height
    if kind != "kernel":
        assert width == shown.pixels_per_cell(0)
    assert shown.cell_box(0, ("term", (0,))) is None


# Colours


def test_photos_are_grey_and_outputs_with_both_signs_diverging():
    def ramps(doc):
        shown, _ = picture(doc)
        base, last = shown.base(0), shown.overlay(len(shown.steps) - 1)
        on_input = spots(base)["input"]
        inside = [item.ramp for item in grids(base) if within(box(on_input), item.x, item.y)]
        return inside[-1], grids(last)[0].ramp

    layer = Conv2d(1, 1, 1, bias=False)
    photo = np.arange(900.0).reshape(1, 30, 30)
    assert ramps(document(layer, photo, [[[[1.0]]]], kind="file")) == ("grey", "grey")
    assert ramps(document(layer, photo, [[[[-1.0]]]], kind="file")) == ("grey", "purple-green")
    assert ramps(document(layer, photo, [[[[-1.0]]]])) == ("input", "purple-green")
    assert ramps(document(layer, photo, [[[[1.0]]]])) == ("input", "output")
    for name, pair in (
        ("tint", ("input", "output")), ("grey", ("grey", "grey")),
        ("diverging", ("diverging", "diverging")), ("viridis", ("viridis", "viridis")),
    ):
        doc = document(layer, photo, [[[[1.0]]]], kind="file", colour_map=name)
        assert ramps(doc) == pair


def test_colours_and_their_levels_are_told_for_the_colour_bars():
    doc = document(Conv2d(1, 1, 1, bias=False), [[[1, -3]]], [[[[2]]]], output_levels=(0, 1))
    ours, theirs = colourings(doc, compute(doc))
    assert (ours.ramp, ours.levels) == ("input", (-3, 1))
    assert (theirs.ramp, theirs.levels) == ("purple-green", (0, 1))


def test_zero_is_neutral_in_kernels_and_outputs_with_negative_numbers():
    sobel = [[[[1, 0, -2], [0, 0, 0], [2, 0, -1]]]]
    layer = Conv2d(1, 1, 3, bias=False)
    x = np.arange(25)[None].reshape(1, 5, 5) % 7

    def kernel(doc):
        base = picture(doc)[0].base(0)
        (found,) = [item for item in named(base, "kernel") if isinstance(item, Cells)]
        return found

    signed = kernel(document(layer, x, sobel))
    assert signed.ramp == "purple-amber"
    assert signed.shades.tolist() == [[191, 128, 0], [128, 128, 128], [255, 128, 64]]
    assert kernel(document(layer, x, np.abs(sobel))).ramp == "kernel"
    assert kernel(document(layer, x, sobel, colour_map="tint")).ramp == "kernel"
    for chosen in ("diverging", "purple-green"):
        assert kernel(document(layer, x, sobel, colour_map=chosen)).ramp == chosen
    shown, trace = picture(document(layer, x, sobel))
    assert trace.output.min() < 0
    window = [
        item for item in named(shown.overlay(2), "window") if isinstance(item, Cells)
    ]
    assert {item.ramp for item in window} == {"kernel"}


# Anything at any size


@example(simple((5, 5), by_taps=True), (1, 1), 400.0, (1e9, -1e9))
@given(documents("float64"), SMALL, ZOOMS, CENTRES)
def test_every_picture_stays_inside_its_edges(doc, size, zoom, centre):
    shown, _ = picture(viewed(doc, zoom=zoom, centre=centre), size)
    number = len(shown.steps) - 1
    for pointer in (None, ("input", (0, 0)), ("output", (0, 0)), ("kernel", (0, 0))):
        for scene in (shown.base(number), shown.overlay(number, pointer)):
            assert (scene.width, scene.height) == size
            for item, _, clip in walk(scene.items):
                if isinstance(item, Cells | Image | Rect):
                    _inside(clip or box(item), size)


def _inside(area, size):
    x, y, width, height = area
    # Marks stand out around their panel by up to 4 pixels, into the margin.
    assert x >= -4.01
    assert y >= -4.01
    assert x + width <= size[0] + 4.01
    assert y + height <= size[1] + 4.01


@pytest.mark.parametrize(
    "x",
    [
        np.full((1, 4, 4), np.nan), np.full((1, 4, 4), np.inf), np.full((1, 4, 4), -7),
        np.array([[[np.nan, np.inf], [-np.inf, 1e308]]]), np.zeros((1, 1, 1)),
        np.full((1, 4, 4), 1e-320), np.full((1, 3, 3), 2**62),
    ],
)
@pytest.mark.parametrize("colour_map", ["auto", "diverging", "cividis"])
def test_numbers_of_all_kinds_are_drawn_and_written(x, colour_map):
    layer = Conv2d(1, 1, 2, padding=1, bias=False)
    doc = document(layer, x, np.ones(layer.weight_shape), colour_map=colour_map)
    shown, trace = picture(doc)
    for number in range(len(shown.steps)):
        labels = written_on(shown.base(number), shown.overlay(number), "output")
        for (row, column), text in labels.items():
            assert read(text) == pytest.approx(trace.output[0, row, column], rel=0.06, nan_ok=True)


@pytest.mark.parametrize("shape", [(4096, 4096), (4096, 3), (1, 4096), (4095, 1027)])
@pytest.mark.parametrize("zoom", [1.0, 40.0, 400.0])
def test_the_largest_inputs_are_drawn_with_few_items_and_little_more_than_their_pixels(
    shape, zoom
):
    doc = document(
        Conv2d(1, 1, 1, bias=False), np.zeros((1, *shape), np.uint8), [[[[1.0]]]], zoom=zoom
    )
    shown = Picture(doc, _trace(doc), SIZE)
    step = len(shown.steps) // 2
    items = [*walk(shown.base(step).items), *walk(shown.overlay(step).items)]
    assert len(items) < 1000
    for item, _, _ in items:
        if isinstance(item, Image | Cells):
            # An axis of up to 1024 needs no coarser version.
            assert max(item.shades.shape) <= 2 * max(SIZE)
    spot = spots(shown.base(step))["input"]
    cell = (shape[0] // 2, shape[1] // 2)
    if zoom > 1 and within(box(spot), *middle(spot, cell)):
        assert shown.hit(step, *middle(spot, cell)) == ("input", cell)


_TRACES = {}


def _trace(doc):
    shape = doc.input.shape
    if shape not in _TRACES:
        _TRACES[shape] = compute(doc)
    return _TRACES[shape]


def test_one_axis_is_one_row():
    layer = Conv1d(1, 1, 3, padding="causal", dilation=2, bias=False)
    shown, trace = picture(document(layer, np.arange(8.0)[None], np.ones((1, 1, 3))))
    assert spots(shown.base(0))["input"].shape == (1, 12)
    assert spots(shown.base(0))["input"].first == (0, -4)
    overlay = shown.overlay(0, ("output", (0, 5)))
    assert covered(spots(shown.base(0))["input"], lit(overlay)) == {(0, 1), (0, 3), (0, 5)}
    assert trace.output[0, 5] == 1 + 3 + 5
