"""Several layers in depth: what the last one's outputs see of every map below."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convviz as cv
from convviz.errors import ConvvizError, InvalidLayer
from convviz.figures.isometric.fields import fields, of_input, of_step, of_tap
from convviz.figures.isometric.maps import channels_of, stacks
from convviz.figures.still import Choice
from convviz.frames import Picture, compute, explain
from convviz.frames.chain import at_end
from convviz.frames.drawings import shown
from convviz.options import ViewOptions
from convviz.scene.items import Polygon
from convviz.steps.order import Step
from tests.chains import chain
from tests.figures.isometric.depth import framed
from tests.pictures import named, simple, spots, texts

SIZE = (1280, 720)


def test_the_numbers_are_each_layers_on_what_the_one_before_made():
    document = chain()
    trace = compute(document)
    x = document.input.array()
    for at, (node, one) in enumerate(
        zip(document.graph.nodes, (trace, *trace.above), strict=True)
    ):
        weight, bias = document.weight_arrays(at)
        np.testing.assert_array_equal(one.input, x)
        x = cv.apply(node.layer, x, weight, bias)
        np.testing.assert_array_equal(one.output, x)


def test_progress_is_of_all_layers():
    told = []
    compute(chain(), lambda share: told.append(share) or True)
    assert told == sorted(told)
    assert told[0] == 0
    assert 2 / 3 <= told[-1] <= 1


@st.composite
def layers(draw):
    """Draw layers in a row that fit one another, and the size of their input."""
    made = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["conv", "pool", "transposed", "pad"]))
        size, stride = draw(st.integers(1, 3)), draw(st.integers(1, 2))
        if kind == "conv":
            made.append(
                cv.Conv1d(
                    1, 1, size, stride=stride, dilation=draw(st.integers(1, 2)),
                    padding=draw(st.integers(0, 1)), bias=False,
                    padding_mode=draw(st.sampled_from(["zeros", "circular", "replicate"])),
                )
            )
        elif kind == "pool":
            made.append(cv.AvgPool1d(size, stride=stride, padding=draw(st.integers(0, size // 2))))
        elif kind == "transposed":
            made.append(cv.ConvTranspose1d(1, 1, size, stride=stride, bias=False))
        else:
            made.append(cv.Pad1d(((1, 0),)))
    return made


@given(layers(), st.integers(9, 14), st.data())
@settings(max_examples=60, deadline=None)
def test_fields_are_the_inputs_that_change_an_output(made, length, data):
    shape = (1, length)
    try:
        weights = [
            np.ones(layer.weight_shape) if hasattr(layer, "weight_shape") else None
            for layer in made
        ]
        x = np.zeros(shape)
        figure = cv.figure(made, x, weights, show="isometric")
    except (InvalidLayer, ConvvizError):
        return
    trace = compute(figure._document)
    traces = (trace, *trace.above)
    at = data.draw(st.integers(0, traces[-1].output.shape[1] - 1))
    seen = fields(traces, (at,))[0][0]
    sources, (before, _) = trace.sources[0], trace.pads[0]
    own = {int(sources[cell + before]) for cell in seen} - {-1}

    def output(values):
        for layer, weight in zip(made, weights, strict=True):
            values = cv.apply(layer, values, weight)
        return values[0, at]

    changed = set()
    for cell in range(length):
        poked = x.copy()
        poked[0, cell] = 1
        if output(poked) != output(x):
            changed.add(cell)
    assert changed == own


def test_a_field_is_on_every_map_and_beams_join_them():
    document = chain(step=4)
    picture = Picture(document, compute(document), SIZE)
    overlay = picture.overlay(4)
    frames = [item for item in named(overlay, "window") if isinstance(item, Polygon)]
    assert len([item for item in frames if item.edge == "window.edge"]) == 3
    assert len([item for item in overlay.items if getattr(item, "name", "") == "beam"]) == 3
    said = [text.text for text in texts(picture.base(4))]
    assert [name for name in said if name[0].isupper()] == [
        "Input", "Conv 3 × 3", "Max 2 × 2", "Conv 2 × 2"
    ]
    assert "4 × 3 × 4" in said


def test_pointing_works_on_the_last_layer_and_nothing_is_edited_there():
    document = chain()
    picture = Picture(document, compute(document), SIZE)
    base = picture.base(0)
    assert set(spots(base)) == {"input", "output"}
    assert spots(base)["input"].shape == (3, 4)
    hovered = picture.overlay(0, ("input", (1, 1)))
    both = type(base)(*SIZE, (*base.items, *hovered.items), base.hotspots)
    assert framed(both, "current", "output", "hover.edge") == set(product(range(2), range(2)))
    assert picture.index_of(0, ("input", (1, 1))) is None


def test_words_and_sums_are_the_last_layers():
    document = chain(step=5)
    trace = compute(document)
    alone, last = at_end(document, trace)
    assert at_end(alone, last) == (alone, last)
    assert explain.sentence(document, trace, 5).startswith("Step 6 of 18: output channel 1, row 2")
    total = last.output[document.steps[5].output]
    assert explain.arithmetic_text(document, trace, 5).endswith(f" {total}".replace("-", "−"))
    assert explain.pointed_cell(document, trace, 5, ("output", (0, 0))).output == (0, 0, 0)
    assert explain.arithmetic(document, trace, 5, None, 300).items


def test_a_chain_with_a_matrix_in_it_shows_its_first_layer():
    figure = cv.figure(
        [cv.Conv2d(1, 1, 3), cv.Conv2d(1, 1, 3)], np.zeros((1, 7, 7)), show="isometric"
    )
    document = figure._document
    assert shown(document) == "isometric"
    nodes = document.graph.nodes
    odd = replace(nodes[1], layer=cv.Unfold(3))
    assert shown(replace(document, graph=type(document.graph)((nodes[0], odd)))) == "layer"


def traces_of(made, x):
    """Return the numbers of layers in a row with weights of ones."""
    weights = [
        np.ones(layer.weight_shape) if hasattr(layer, "weight_shape") else None for layer in made
    ]
    trace = compute(cv.figure(made, x, weights, show="isometric")._document)
    return (trace, *trace.above)


def test_what_lies_in_padding_alone_has_no_field_below():
    traces = traces_of(
        [cv.Conv2d(1, 1, 3, bias=False), cv.Conv2d(1, 1, 1, padding=1, bias=False)],
        np.ones((1, 5, 5)),
    )
    assert fields(traces, (0, 0))[0] == ((), ())
    assert of_input(traces, (-1, -1)).given[0] == ((), ())
    assert of_input(traces, (1, 1)).given[0] == ((1, 2, 3), (1, 2, 3))
    assert of_tap(traces, (0, 0)).given[0] == ((), ())


def test_a_single_product_and_a_stamp_of_the_last_layer_have_fields_below():
    traces = traces_of(
        [cv.AvgPool2d(2), cv.ConvTranspose2d(1, 1, 2, bias=False)], np.ones((1, 6, 6))
    )
    stamp = of_step(traces, Step(0, (0, 0, 0), None, (0, 1, 1)))
    assert stamp.given == (((2, 3), (2, 3)), ((1,), (1,)))
    assert stamp.made == ((1, 2), (1, 2))


@pytest.mark.parametrize(
    ("view", "ramps"),
    [
        (ViewOptions(), ["input", "diverging", "output"]),
        (ViewOptions(colour_map="tint"), ["input", "output", "output"]),
        (ViewOptions(colour_map="grey"), ["grey", "grey", "grey"]),
    ],
)
def test_maps_between_layers_have_the_outputs_colours(view, ramps):
    made = [cv.Conv2d(1, 1, 1, bias=False), cv.MaxPool2d(2)]
    trace = compute(
        cv.figure(made, np.arange(16).reshape(1, 4, 4), [[[[[-1]]]], None], show="isometric")
        ._document
    )
    choice = Choice(0, 0, ramps[0], ramps[2])
    found = stacks((trace, *trace.above), choice, view)
    assert [stack.front.plane.ramp for stack in found] == ramps
    unsigned = stacks(traces_of(made, np.ones((1, 4, 4))), choice, ViewOptions())
    assert unsigned[1].front.plane.ramp == "output"


def test_the_first_map_shows_the_channel_that_is_chosen_where_it_is_read():
    document = chain()
    trace = compute(document)
    traces, choice = (trace, *trace.above), Choice(2, 1)
    assert channels_of(traces, choice, ViewOptions(input_channel=1)) == [1, 2, 2, 1]
    assert channels_of(traces, choice, ViewOptions()) == [0, 2, 2, 1]


def test_volumes_in_a_row_show_their_middle_slices():
    made = [cv.MaxPool3d(2), cv.Conv3d(1, 1, 2, bias=False)]
    traces = traces_of(made, np.arange(6**3).reshape(1, 6, 6, 6))
    found = stacks(traces, Choice(0, 0), ViewOptions())
    assert [stack.deep for stack in found] == [True] * 3
    assert found[0].front.number == 4


def test_titles_of_other_layers_in_a_row():
    made = [cv.ConvTranspose2d(1, 1, 2, bias=False), cv.Pad2d(1), cv.AdaptiveAvgPool2d(2)]
    figure = cv.figure(
        made, np.ones((1, 4, 4)), [np.ones((1, 1, 2, 2)), None, None], show="isometric"
    )
    text = figure.svg()
    for name in ("Transposed 2 × 2", "Pad", "Average"):
        assert f">{name}<" in text


def test_where_an_output_reads_nothing_or_only_padding_no_beam_ends():
    def beams(made, x, step):
        weights = [
            np.ones(one.weight_shape) if hasattr(one, "weight_shape") else None for one in made
        ]
        document = cv.figure(made, x, weights, show="isometric")._document
        picture = Picture(document, compute(document), SIZE)
        items = picture.overlay(step).items
        return [item.name for item in items].count("beam")

    gaps = [cv.AvgPool2d(2), cv.ConvTranspose2d(1, 1, 1, stride=2, bias=False)]
    assert beams(gaps, np.ones((1, 4, 4)), 0) == 2
    assert beams(gaps, np.ones((1, 4, 4)), 1) == 0
    border = [cv.AvgPool2d(2), cv.Conv2d(1, 1, 1, padding=1, bias=False)]
    assert beams(border, np.ones((1, 4, 4)), 0) == 1
    assert beams(border, np.ones((1, 4, 4)), 5) == 2
    copied = [cv.AvgPool2d(2), cv.Conv2d(1, 1, 1, padding=1, bias=False, padding_mode="circular")]
    assert beams(copied, np.ones((1, 4, 4)), 0) == 2


@pytest.mark.parametrize("size", [(1280, 720), (600, 1000)])
def test_a_cell_of_a_plate_answers_and_its_box_is_around_its_middle(size):
    document = simple((5, 6), padding=1, show="isometric")
    shown_at = Picture(document, compute(document), size)
    for kind, spot in spots(shown_at.base(0)).items():
        for cell in ((0, 0), (1, 2), (2, 2)):
            x, y, width, height = shown_at.cell_box(0, (kind, cell))
            assert shown_at.hit(0, x + width / 2, y + height / 2) == (kind, cell)
            place = shown_at.input_at(0, x + width / 2, y + height / 2)
            assert place == (pytest.approx(cell) if kind == "input" else None)
            assert spot.kind == kind


def test_a_zoomed_picture_shows_the_chosen_place_in_its_middle():
    document = simple((9, 9), show="isometric", zoom=3.0, centre=(4.0, 5.0))
    zoomed = Picture(document, compute(document), SIZE)
    assert zoomed.hit(0, 640, 360) == ("input", (4, 5))
