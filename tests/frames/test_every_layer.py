"""What a picture shows of every kind of layer: numbers, windows, and what is pointed at."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.figures.numbers import number_text
from convviz.frames import explain
from convviz.layers import ConvTranspose, Unfold, Weighted
from convviz.scene.items import Cells, Image, Rect, Text
from convviz.scene.metrics import text_width
from convviz.steps.terms import Terms
from tests import drawn
from tests.pictures import (
    SIZE,
    all_cells,
    box,
    covered,
    documents_of,
    edged,
    grids,
    lit,
    named,
    of_every_kind,
    picture,
    read,
    some_step,
    spots,
    texts,
    viewed,
    walk,
    written,
    written_on,
)

SMALL = st.sampled_from([(1, 1), (20, 20), (160, 120), (30, 400), (2000, 40), SIZE])
DOCUMENTS, DIVIDED, FLOATS = of_every_kind(), of_every_kind(by_taps=True), of_every_kind("float64")
EXAMPLES = 15
DEPTHS = st.none() | st.integers(-3, 6)


def cell(place):
    """Return a place as (row, column)."""
    return (0, *place)[-2:]


def depth(place):
    """Return a place's depth, 0 with fewer than three axes."""
    return place[0] if len(place) > 2 else 0


def flat(array, at):
    """Return one slice as rows and columns."""
    return np.atleast_2d(array[at] if array.ndim > 2 else array)


def like(trace, number):
    """Return a number as one of the output's; −∞ is the largest of padding alone."""
    return number if np.isinf(number) else trace.output.dtype.type(number)


def outputs(trace, channel, at):
    """Return the output cells of a channel in a slice."""
    return [
        (channel, *place)
        for place in product(*map(range, trace.output.shape[1:]))
        if depth(place) == at
    ]


def reads(shown, trace, number, output):
    """Return the cells in the slice on show that an output cell's terms read."""
    channel, _ = shown.channels(number)
    return {
        cell(term.position)
        for term in Terms(trace, output)
        if term.channel == channel and depth(term.position) == shown.slices(number).input
    }


@drawn.for_each(DOCUMENTS, DEPTHS, st.data(), examples=EXAMPLES)
def test_numbers_in_cells_are_the_traces_numbers(doc, at, data):
    shown, trace = picture(viewed(doc, depth=at))
    number = some_step(data, shown)
    (channel, output), slices = shown.channels(number), shown.slices(number)
    base, overlay = shown.base(number), shown.overlay(number)
    before = [pads[0] for pads in trace.pads]
    first = before[0] if trace.layer.axes > 2 else 0
    inside = 0 <= slices.input + first < trace.padded.shape[1] or trace.layer.axes < 3
    if inside:
        padded = flat(trace.padded[channel], slices.input + first)
        top, left = (*(0,) * (2 - len(before)), *before)[-2:]
        for (row, column), text in written(base, "input").items():
            if 0 <= row + top < padded.shape[0] and 0 <= column + left < padded.shape[1]:
                assert text == number_text(padded[row + top, column + left])
            else:
                assert text == number_text(flat(trace.input[channel], slices.input)[row, column])
    made = flat(trace.output[output], slices.output)
    for (row, column), text in written_on(base, overlay, "output").items():
        assert text == number_text(made[row, column])
    if isinstance(trace.layer, Weighted):
        pair = (output, channel % trace.weight.shape[1])
        if isinstance(trace.layer, ConvTranspose):
            pair = (channel, output % trace.weight.shape[1])
        kernel = flat(trace.weight[pair], slices.kernel)
        for (row, column), text in written(base, "kernel").items():
            assert text == number_text(kernel[row, column])
    else:
        assert "kernel" not in spots(base)


@drawn.for_each(DOCUMENTS, DEPTHS, st.data(), examples=EXAMPLES)
def test_the_window_lies_on_the_cells_that_the_terms_read(doc, at, data):
    shown, trace = picture(viewed(doc, depth=at))
    number = some_step(data, shown)
    output = shown.steps[number].output
    overlay, spot = shown.overlay(number), spots(shown.base(number))["input"]
    lit_up = [item for item in named(overlay, "window") if isinstance(item, Cells)]
    expected = reads(shown, trace, number, output)
    if isinstance(trace.layer, Unfold):
        marks = edged(overlay, "window", "window.edge")
        assert covered(spot, marks[-1:]) == expected
        assert expected <= covered(spot, lit_up)
    else:
        assert covered(spot, lit_up) == expected
    marks = edged(overlay, "current", "window.edge")
    assert covered(spots(shown.base(number))["output"], marks[-1:]) == {cell(output[1:])}


@drawn.for_each(DOCUMENTS, DEPTHS, st.data(), examples=EXAMPLES)
def test_pointing_at_an_output_cell_lights_what_it_reads(doc, at, data):
    shown, trace = picture(viewed(doc, depth=at))
    number = some_step(data, shown)
    (_, channel), slices = shown.channels(number), shown.slices(number)
    output = data.draw(st.sampled_from(outputs(trace, channel, slices.output)))
    overlay = shown.overlay(number, ("output", cell(output[1:])))
    spot = spots(shown.base(number))["input"]
    if isinstance(trace.layer, Unfold):
        return
    assert covered(spot, lit(overlay)) == reads(shown, trace, number, output)
    marks = edged(overlay, "pointed", "hover.edge")
    assert cell(output[1:]) in covered(spots(shown.base(number))["output"], marks)


@drawn.for_each(DOCUMENTS, DEPTHS, st.data(), examples=EXAMPLES)
def test_pointing_at_an_input_cell_lights_exactly_its_readers(doc, at, data):
    shown, trace = picture(viewed(doc, depth=at))
    number = some_step(data, shown)
    (channel, output), slices = shown.channels(number), shown.slices(number)
    base = shown.base(number)
    chosen = data.draw(st.sampled_from(all_cells(spots(base)["input"])))
    place = (slices.input, *chosen) if trace.layer.axes > 2 else chosen[-trace.layer.axes :]
    inside = all(0 <= a < b for a, b in zip(place, trace.input.shape[1:], strict=True))
    expected = {
        cell(one[1:])
        for one in outputs(trace, output, slices.output)
        for term in Terms(trace, one)
        if term.channel == channel
        and (term.position == place or (inside and term.source == place))
    }
    overlay = shown.overlay(number, ("input", chosen))
    assert covered(spots(base)["output"], edged(overlay, "pointed", "hover.edge")) == expected


@drawn.for_each(
    {kind: DOCUMENTS[kind] for kind in ("convolution", "flipped", "transposed")},
    DEPTHS, st.data(), examples=EXAMPLES,
)
def test_pointing_at_a_tap_lights_exactly_the_cells_that_it_meets(doc, at, data):
    shown, trace = picture(viewed(doc, depth=at))
    number = some_step(data, shown)
    (channel, output), slices = shown.channels(number), shown.slices(number)
    base = shown.base(number)
    chosen = data.draw(st.sampled_from(all_cells(spots(base)["kernel"])))
    tap = (slices.kernel, *chosen) if trace.layer.axes > 2 else chosen[-trace.layer.axes :]
    met = {
        cell(term.position)
        for place in product(*map(range, trace.output.shape[1:]))
        for term in Terms(trace, (output, *place))
        if (term.channel, term.tap) == (channel, tap)
        and depth(term.position) == slices.input
    }
    overlay = shown.overlay(number, ("kernel", chosen))
    assert covered(spots(base)["input"], lit(overlay)) == met


@drawn.for_each(DOCUMENTS, DEPTHS, st.data(), examples=EXAMPLES)
def test_pointing_at_a_term_marks_its_cell_and_its_tap(doc, at, data):
    shown, trace = picture(viewed(doc, depth=at))
    number = some_step(data, shown)
    terms = Terms(trace, shown.steps[number].output)
    if not len(terms):
        assert named(shown.overlay(number, ("term", (0,))), "pointed") == []
        return
    term = terms[data.draw(st.integers(0, len(terms) - 1))]
    overlay, base = shown.overlay(number, ("term", (term.index,))), shown.base(number)
    marks = edged(overlay, "pointed", "hover.edge")
    slices = shown.slices(number)
    on_show = (term.channel, depth(term.position)) == (shown.channels(number)[0], slices.input)
    assert covered(spots(base)["input"], marks) == ({cell(term.position)} if on_show else set())
    if "kernel" in spots(base):
        in_slice = depth(term.tap) == slices.kernel
        assert covered(spots(base)["kernel"], marks) == ({cell(term.tap)} if in_slice else set())


@drawn.for_each(DIVIDED, st.data(), examples=EXAMPLES)
def test_a_divided_step_shows_what_is_there_so_far(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    step = shown.steps[number]
    if step.tap is None or step.stamp is not None:
        return
    base, overlay = shown.base(number), shown.overlay(number)
    terms = Terms(trace, step.output)
    number_now = terms.total if step.tap == len(terms) - 1 else terms[step.tap].partial
    labels = written_on(base, overlay, "output")
    if labels:
        assert labels[cell(step.output[1:])] == number_text(like(trace, number_now))


@given(documents_of(drawn.transposed(), by_taps=True), st.data())
def test_by_stamps_the_output_shows_the_sums_so_far(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    step = shown.steps[number]
    _, output = shown.channels(number)
    order = list(product(*map(range, trace.input.shape)))
    done = set(order[: order.index(step.stamp) + 1])
    last = step.stamp == (trace.layer.input_channels(output)[-1], *order[-1][1:])
    base, overlay = shown.base(number), shown.overlay(number)
    expected = {}
    for one in outputs(trace, output, shown.slices(number).output):
        so_far = [t for t in Terms(trace, one) if (t.channel, *t.position) in done]
        if last:
            expected[cell(one[1:])] = number_text(trace.output[one])
        elif so_far:
            partial = trace.output.dtype.type(so_far[-1].partial)
            expected[cell(one[1:])] = number_text(partial)
    spot = spots(base)["output"]
    assert covered(spot, named(overlay, "reached")) == set(expected)
    for at, text in written_on(base, overlay, "output").items():
        assert text == expected[at]
    marks = edged(overlay, "window", "window.edge")
    assert covered(spots(base)["input"], marks) == {cell(step.stamp[1:])}


@drawn.for_each(FLOATS, SMALL, st.floats(1, 40), st.booleans(), st.data(), examples=EXAMPLES)
def test_every_picture_stays_inside_its_edges_and_its_words_can_be_read(
    doc, size, zoom, by_taps, data
):
    shown, _ = picture(viewed(doc, zoom=zoom, by_taps=by_taps), size)
    number = some_step(data, shown)
    for pointer in (None, ("input", (0, 0)), ("output", (0, 0)), ("kernel", (0, 0))):
        for scene in (shown.base(number), shown.overlay(number, pointer)):
            for item, _, clip in walk(scene.items):
                if isinstance(item, Cells | Image | Rect):
                    x, y, width, height = clip or box(item)
                    assert x >= -4.01
                    assert y >= -4.01
                    assert x + width <= size[0] + 4.01
                    assert y + height <= size[1] + 4.01
                elif isinstance(item, Text):
                    wide = text_width(item.text, item.size, item.bold)
                    start = item.x - wide / 2 if item.anchor == "middle" else item.x
                    assert item.size >= 7
                    assert start >= -0.01
                    assert start + wide <= size[0] + 0.01


@drawn.for_each(FLOATS, SMALL, st.floats(1, 40), examples=EXAMPLES)
def test_titles_signs_and_panels_keep_clear_of_one_another(doc, size, zoom):
    shown, _ = picture(viewed(doc, zoom=zoom), size)
    base = shown.base(0)
    areas = [box(spot) for spot in base.hotspots]
    for item in [*texts(base), *texts(shown.overlay(0))]:
        width = text_width(item.text, item.size, item.bold)
        start = item.x - width / 2 if item.anchor == "middle" else item.x
        areas.append((start, item.y - 0.75 * item.size, width, 0.75 * item.size))
    for first, (ax, ay, aw, ah) in enumerate(areas):
        for bx, by, bw, bh in areas[first + 1 :]:
            assert ax + aw <= bx or bx + bw <= ax or ay + ah <= by or by + bh <= ay


@drawn.for_each(DOCUMENTS, st.data(), examples=EXAMPLES)
def test_a_cells_box_and_its_place_in_the_arrays_are_its_own(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    base = shown.base(number)
    kind = data.draw(st.sampled_from(sorted(spots(base))))
    chosen = data.draw(st.sampled_from(all_cells(spots(base)[kind])))
    x, y, width, height = shown.cell_box(number, (kind, chosen))
    assert shown.hit(number, x + width / 2, y + height / 2) == (kind, chosen)
    index = shown.index_of(number, (kind, chosen))
    if kind == "output":
        assert index is None
        return
    array = trace.input if kind == "input" else trace.weight
    label = written(base, kind).get(chosen)
    if index is not None and label is not None:
        assert label == number_text(array[index])


# Words and sums


@drawn.for_each(DOCUMENTS, st.data(), st.sampled_from([120.0, 300.0]), examples=EXAMPLES)
def test_the_arithmetic_is_the_terms_and_ends_with_the_output(doc, data, width):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    output = shown.steps[number].output
    scene = explain.arithmetic(doc, trace, number, None, width)
    (total,) = [item.text for item in texts(scene) if item.colour == "output.text"]
    assert total == number_text(trace.output[output])
    assert len(scene.hotspots) == min(len(Terms(trace, output)), 128)
    line = explain.arithmetic_text(doc, trace, number)
    assert line.endswith(f" {total}")
    sentence = explain.sentence(doc, trace, number)
    assert f" is {total}" in sentence


@drawn.for_each(DIVIDED, st.data(), examples=EXAMPLES)
def test_every_step_has_a_sum_and_a_sentence(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    scene = explain.arithmetic(doc, trace, number, None, 300.0)
    step = shown.steps[number]
    if step.stamp is not None:
        value = number_text(trace.input[step.stamp])
        assert f"is {value}, its stamp is the kernel times {value}" in explain.sentence(
            doc, trace, number
        )
        assert len(explain.arithmetic_text(doc, trace, number).split(", ")) == np.prod(
            trace.layer.kernel_size
        )
        return
    terms = Terms(trace, step.output)
    whole = step.tap is None or step.tap == len(terms) - 1
    now = terms.total if whole else terms[step.tap].partial
    (total,) = [item.text for item in texts(scene) if item.colour == "output.text"]
    assert read(total) == pytest.approx(like(trace, now), rel=1e-3, nan_ok=True)
    assert explain.sentence(doc, trace, number).startswith(f"Step {number + 1} of ")


@drawn.for_each(DOCUMENTS, st.sampled_from([60.0, 150.0, 300.0, 800.0]), examples=EXAMPLES)
def test_each_axis_has_its_formula(doc, width):
    _, trace = picture(doc)
    scene = explain.formula(doc, width)
    said = explain.formula_text(doc)
    assert len(said.splitlines()) == trace.layer.axes
    results = [item.text for item in texts(scene) if item.bold and item.colour == "output.text"]
    for length in trace.output.shape[1:]:
        assert number_text(length) in results
    assert all(item.size >= 7 for item in texts(scene))
    assert grids(scene) == []
