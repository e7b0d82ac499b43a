"""The formula, the arithmetic and the sentence beside a picture."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz import frames
from convviz.document.editing import change, new_document
from convviz.errors import Cancelled, InvalidLayer
from convviz.figures.numbers import number_text
from convviz.frames import compute
from convviz.layers import Conv1d, Conv2d
from convviz.layers.summary import formulas
from convviz.scene.items import Group, Line, Rect, Text
from convviz.scene.metrics import text_width
from tests import loops
from tests.pictures import document as made
from tests.pictures import (
    documents,
    picture,
    read,
    simple,
    some_step,
    texts,
    viewed,
    walk,
)

WIDTH = 300.0


def chips(scene):
    """Return (value text, weight text, edge role, opacity) of each term on show."""
    found = []
    for item in scene.items:
        if isinstance(item, Group) and item.name == "term":
            rect = next(each for each in item.items if isinstance(each, Rect))
            value, _, weight = (each for each in item.items if isinstance(each, Text))
            found.append((value.text, weight.text, rect.edge, item.opacity))
    return found


def result(scene):
    """Return the text of the sum."""
    (text,) = [item.text for item in texts(scene) if item.colour == "output.text"]
    return text


# Arithmetic


@given(documents(), st.data())
def test_the_terms_and_their_sum_are_the_layers(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    layer, (channel, *position) = trace.layer, shown.steps[number].output
    starts = loops.positions(layer, trace.input.shape[1:])
    places = loops.reads(layer, [a[o] for a, o in zip(starts, position, strict=True)])
    read_channels = layer.input_channels(channel)
    values = [
        loops.value(layer, trace.input, source, at) for source in read_channels for at in places
    ]
    weights = trace.weight[channel].ravel()
    scene = frames.arithmetic(doc, trace, number, None, WIDTH)
    said = chips(scene)
    assert [value for value, *_ in said] == list(map(number_text, values))
    assert [weight for _, weight, *_ in said] == list(map(number_text, weights))
    assert result(scene) == number_text(trace.output[(channel, *position)])
    total = sum(read(value) * read(weight) for value, weight, *_ in said)
    bias = [item.text for item in texts(scene)]
    if trace.bias is not None:
        assert "bias" in bias
        total += trace.bias[channel]
    assert total == read(result(scene))
    pluses = [item for item in texts(scene) if item.text == "+"]
    assert len(pluses) == len(said) - (trace.bias is None)


@given(documents(by_taps=True), st.data())
def test_by_taps_the_sum_ends_at_the_tap_and_later_terms_are_faint(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    tap, taps = shown.steps[number].tap, trace.layer.taps
    scene = frames.arithmetic(doc, trace, number, None, WIDTH)
    said = chips(scene)
    assert [opacity < 1 for *_, opacity in said] == [index > tap for index in range(taps)]
    assert [edge == "window.edge" for *_, edge, _ in said] == [i == tap for i in range(taps)]
    total = sum(read(value) * read(weight) for value, weight, *_ in said[: tap + 1])
    if tap == taps - 1:
        total = trace.output[shown.steps[number].output]
    else:
        assert f"after {tap + 1} of {taps} products" in [item.text for item in texts(scene)]
    assert read(result(scene)) == total


@given(documents(), st.data())
def test_terms_of_a_pointed_cell_are_lit_and_only_those(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    layer, (channel, *position) = trace.layer, shown.steps[number].output
    taps = list(product(*map(range, layer.kernel_size)))
    starts = loops.positions(layer, trace.input.shape[1:])
    places = loops.reads(layer, [a[o] for a, o in zip(starts, position, strict=True)])
    sources = [
        tuple(map(loops.source, at, trace.input.shape[1:], [layer.padding_mode] * layer.axes))
        for at in places
    ]
    on_show = layer.input_channels(channel).index(shown.channels(number)[0]) * len(taps)
    index = data.draw(st.integers(0, len(taps) - 1))

    def lit(pointer):
        scene = frames.arithmetic(doc, trace, number, pointer, WIDTH)
        return [at for at, (_, _, edge, _) in enumerate(chips(scene)) if edge == "hover.edge"]

    assert lit(None) == lit(("output", (0, 0))) == []
    assert lit(("term", (index,))) == [index]
    assert lit(("kernel", _two(taps[index]))) == [on_show + index]
    expected = [
        on_show + at
        for at, (place, source) in enumerate(zip(places, sources, strict=True))
        if places[index] in (place, source)
    ]
    assert lit(("input", _two(places[index]))) == expected


def _two(position):
    return (0, *position)[-2:]


@given(documents(), st.data(), st.floats(150, 800))
def test_each_term_answers_to_the_pointer_where_it_stands(doc, data, width):
    shown, trace = picture(doc)
    scene = frames.arithmetic(doc, trace, some_step(data, shown), None, width)
    groups = [item for item in scene.items if isinstance(item, Group)]
    for index, group in enumerate(groups):
        rect = next(each for each in group.items if isinstance(each, Rect))
        x, y = rect.x + rect.width / 2, rect.y + rect.height / 2
        assert scene.hit(x, y) == ("term", (index,))
        assert rect.x >= 0
        assert rect.x + rect.width <= width
        assert rect.y + rect.height <= scene.height
        for each in group.items:
            if isinstance(each, Text):
                assert rect.x <= each.x
                assert each.x + text_width(each.text, each.size) <= rect.x + rect.width


def test_terms_stand_as_the_kernels_cells_do_where_they_fit():
    doc = simple((5, 5))
    for width, columns in ((500, 3), (190, 2), (90, 1), (10, 1)):
        scene = frames.arithmetic(doc, compute(doc), 0, None, width)
        assert len({spot.x for spot in scene.hotspots}) == columns
    single = simple((5, 5), kernel_size=(5, 1))
    scene = frames.arithmetic(single, compute(single), 0, None, 900)
    assert len({spot.x for spot in scene.hotspots}) == 5


def test_long_numbers_shrink_in_a_narrow_panel():
    layer = Conv2d(1, 1, 1, bias=False)
    doc = made(layer, [[[1234567890123456789]]], [[[[-1234567890]]]])
    scene = frames.arithmetic(doc, compute(doc), 0, None, 200.0)
    (spot,) = scene.hotspots
    assert spot.x + spot.width <= 200


def test_of_very_many_terms_those_around_the_tap_are_shown():
    doc = viewed(simple((20, 20), kernel_size=15), by_taps=True)
    trace = compute(doc)
    begin, middle, end = (
        frames.arithmetic(doc, trace, tap, None, WIDTH) for tap in (0, 150, 224)
    )
    assert "… and 97 more terms" in [item.text for item in texts(begin)]
    for scene, tap in ((begin, 0), (middle, 150), (end, 224)):
        assert len(chips(scene)) == 128
        assert [edge for *_, edge, _ in chips(scene)].count("window.edge") == 1
        first = min(scene.hit(spot.x + 1, spot.y + 1)[1][0] for spot in scene.hotspots)
        assert first <= tap < first + 128
        if first:
            so_far = np.cumsum((trace.padded[0, :15, :15] * trace.weight[0, 0]).ravel())
            said = [item.text for item in texts(scene)]
            assert f"terms 1 to {first} add up to {number_text(so_far[first - 1])}" in said


@given(documents("float32", decimals=2), st.data())
def test_the_line_of_text_says_the_same_sum(doc, data):
    shown, trace = picture(doc)
    number = some_step(data, shown)
    line = frames.arithmetic_text(doc, trace, number)
    scene = frames.arithmetic(doc, trace, number, None, WIDTH)
    terms, total = line.split(" = ")
    parts = [f"{value}×{weight}" for value, weight, *_ in chips(scene)]
    if trace.bias is not None:
        parts.append(number_text(trace.bias[shown.steps[number].output[0]], 2))
    assert terms == " + ".join(parts)
    assert total == result(scene) == number_text(trace.output[shown.steps[number].output], 2)


def test_the_line_of_text_ends_at_the_tap():
    layer = Conv1d(1, 1, 2)
    doc = made(layer, [[1.5, -2]], [[[2, 3]]], np.array([0.5]), by_taps=True)
    trace = compute(doc)
    assert frames.arithmetic_text(doc, trace, 0) == "1.5×2 = 3"
    assert frames.arithmetic_text(doc, trace, 1) == "1.5×2 + −2×3 + 0.5 = −2.5"


# Formula


@given(documents(), st.floats(60, 600))
def test_the_formula_has_each_axis_with_its_numbers_and_ends_in_the_output_size(doc, width):
    scene = frames.formula(doc, width)
    layer = doc.layer
    written = " ".join(item.text for item in texts(scene))
    bold = [item for item in texts(scene) if item.bold]
    names = [item.text for item in bold if item.colour == "text.muted"]
    assert names == (["Length"] if layer.axes == 1 else ["Height", "Width"])
    results = [int(item.text) for item in bold if item.colour == "output.text"]
    assert tuple(results) == layer.output_shape(doc.input.shape)[1:]
    for row in formulas(layer, doc.input.shape[1:]):
        numbers = f"{row.size}  +  {row.before}  +  {row.after}  −  {row.dilation} ·( {row.kernel}"
        assert numbers in written
    assert frames.formula_text(doc) == "\n".join(map(str, formulas(layer, doc.input.shape[1:])))


@given(documents(), st.floats(150, 600))
def test_the_formula_fits_its_width(doc, width):
    scene = frames.formula(doc, width)
    for item in texts(scene):
        assert item.x + text_width(item.text, item.size, item.bold) <= width + 0.01
        assert item.y <= scene.height
    for item, _, _ in walk(scene.items):
        if isinstance(item, Line):
            assert all(0 <= x <= width + 0.01 and 0 <= y <= scene.height for x, y in item.points)


def test_the_formula_tells_why_nothing_fits():
    doc = change(new_document(), {"input_size": (1, 9), "stride": (2, 1)})
    scene = frames.formula(doc, WIDTH)
    (wrong,) = [item for item in texts(scene) if item.colour == "error"]
    assert wrong.text == "0"
    assert "−2" in [item.text for item in texts(scene)]
    assert frames.formula_text(doc).splitlines()[0].endswith("= ⌊−2 / 2⌋ + 1 = 0")
    draft = change(new_document(), {"padding": ((-1, 0), (0, 0))})
    assert "−1" in [item.text for item in texts(frames.formula(draft, WIDTH))]


@pytest.mark.parametrize(
    "changes", [{"stride": (0, 1)}, {"dilation": (1, -1)}, {"kernel_size": (0, 3)}]
)
def test_there_is_no_formula_with_nothing_to_divide_by(changes):
    doc = change(new_document(), changes)
    assert frames.formula(doc, WIDTH) is None
    assert frames.formula_text(doc) == ""


# Sentences


def test_a_step_is_told_with_its_numbers():
    doc = new_document()
    trace = compute(doc)
    assert frames.sentence(doc, trace, 4) == (
        "Step 5 of 9: output row 2, column 2 is 65, "
        "from the window over input rows 2 to 4, columns 2 to 4"
    )


def test_a_tap_is_told_with_its_product_and_the_sum_so_far():
    layer = Conv1d(1, 2, 2)
    x, weight = np.array([[1.25, -2.0, 4.0]]), np.array([[[2, 3]], [[1, 1]]])
    doc = made(layer, x, weight, np.array([0.5, 10]), by_taps=True)
    trace = compute(doc)
    assert frames.sentence(doc, trace, 0) == (
        "Step 1 of 8: product 1 of 2 for output channel 1, cell 1: "
        "1.25 times 2 is 2.5, the sum so far 2.5"
    )
    assert frames.sentence(viewed(doc, decimals=2), trace, 1) == (
        "Step 2 of 8: product 2 of 2 for output channel 1, cell 1: "
        "−2.00 times 3 is −6.00, the sum so far −3.50, with the bias 0.50 it is −3.00"
    )


def test_windows_with_gaps_of_one_cell_and_in_the_padding_are_told_as_they_are():
    doc = simple((5, 5), kernel_size=(1, 2), padding=((2, 0), (2, 2)), dilation=(1, 3))
    trace = compute(doc)
    assert frames.sentence(doc, trace, 0).endswith(
        "over input row −1, columns −1 to 2 by 3"
    )


# Compute


def test_a_draft_is_not_computed():
    with pytest.raises(InvalidLayer):
        compute(change(new_document(), {"kernel_size": (9, 9)}))


def test_computing_tells_how_far_it_is_and_can_be_stopped():
    doc = new_document(Conv2d(1, 1, 3, padding=1), (1, 64, 64))
    seen = []

    def go_on(share):
        seen.append(share)
        return True

    assert np.array_equal(compute(doc, go_on).output, compute(doc).output)
    assert seen
    assert all(0 <= share <= 1 for share in seen)

    def stop(share):
        return share < 0

    with pytest.raises(Cancelled):
        compute(doc, stop)


