"""The formula, the arithmetic and the sentence beside a picture."""

from dataclasses import replace
from itertools import product
from operator import attrgetter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.document.editing import change, new_document
from convviz.errors import Cancelled, InvalidLayer
from convviz.figures.numbers import number_text
from convviz.frames import compute, explain
from convviz.layers import Conv1d, Conv2d, ConvTranspose, Unfold
from convviz.layers.summary import formulas
from convviz.scene.items import Group, Line, Rect, Text
from convviz.scene.metrics import text_width
from tests import loops
from tests.pictures import (
    box,
    documents,
    picture,
    read,
    simple,
    some_step,
    texts,
    viewed,
    walk,
    within,
)
from tests.pictures import document as made

WIDTH = 300.0


def chips(scene):
    """Return (value text, weight text, edge role, opacity) of each term on show, in order."""
    found = []
    for group in groups(scene):
        for rect, inside in outlines(group):
            value, _, weight = (text.text for text in sorted(inside, key=attrgetter("x")))
            found.append(((rect.y, rect.x), (value, weight, rect.edge, group.opacity)))
    return [chip for _, chip in sorted(found)]


def groups(scene):
    """Return the groups that the terms stand in."""
    return [item for item in scene.items if isinstance(item, Group)]


def outlines(group):
    """Yield each term's outline and the texts within it."""
    written = [item for item in group.items if isinstance(item, Text)]
    for rect in (item for item in group.items if isinstance(item, Rect)):
        yield rect, [text for text in written if within(box(rect), text.x, text.y)]


def said(scene):
    """Return all that a scene says, in order."""
    return [item.text for item in texts(scene)]


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
    scene = explain.arithmetic(doc, trace, number, None, WIDTH)
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
    scene = explain.arithmetic(doc, trace, number, None, WIDTH)
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
        scene = explain.arithmetic(doc, trace, number, pointer, WIDTH)
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
    scene = explain.arithmetic(doc, trace, some_step(data, shown), None, width)
    found = [chip for group in groups(scene) for chip in outlines(group)]
    for index, (rect, inside) in enumerate(sorted(found, key=lambda at: (at[0].y, at[0].x))):
        x, y = rect.x + rect.width / 2, rect.y + rect.height / 2
        assert scene.hit(x, y) == ("term", (index,))
        assert rect.x >= 0
        assert rect.x + rect.width <= width
        assert rect.y + rect.height <= scene.height
        assert len(inside) == 3
        for each in inside:
            assert each.x + text_width(each.text, each.size) <= rect.x + rect.width + 0.01


def test_terms_stand_as_the_kernels_cells_do_where_they_fit():
    doc = simple((5, 5))
    for width, columns in ((500, 3), (190, 3), (150, 2), (70, 1), (10, 1)):
        assert columns_of(explain.arithmetic(doc, compute(doc), 0, None, width)) == columns
    single = simple((5, 5), kernel_size=(5, 1))
    assert columns_of(explain.arithmetic(single, compute(single), 0, None, 900)) == 5
    wide = simple((20, 20), kernel_size=20)
    assert columns_of(explain.arithmetic(wide, compute(wide), 0, None, 300)) < 6


def columns_of(scene):
    """Return in how many columns the terms stand."""
    return len({spot.x for spot in scene.hotspots})


@given(
    st.lists(st.integers(-9999, 9999), min_size=25, max_size=25),
    st.sampled_from([0.001, 0.1, 1.0, 255.0]), st.integers(300, 340),
)
def test_a_three_by_three_kernel_keeps_its_columns_whatever_its_numbers(numbers, scale, width):
    layer = Conv2d(1, 1, 3, bias=False)
    numbers = np.array(numbers).reshape(1, 5, 5) / 1e4
    doc = made(layer, scale * numbers, numbers[None, :, :3, :3])
    scene = explain.arithmetic(doc, compute(doc), 0, None, width)
    assert columns_of(scene) == 3
    assert all(item.size >= 6.5 for item in texts(scene))


def test_numbers_get_shorter_before_the_type_gets_small():
    layer = Conv2d(1, 1, (1, 3), bias=False)
    doc = made(layer, [[[0.12345, 23.456, 1.2345]]], [[[[1, 2, 3]]]])
    trace = compute(doc)
    wide, narrow = (chips(explain.arithmetic(doc, trace, 0, None, width)) for width in (500, 225))
    assert [value for value, *_ in wide] == ["0.1235", "23.46", "1.234"]
    assert [value for value, *_ in narrow] == ["0.12", "23", "1.2"]


@pytest.mark.parametrize(
    ("values", "weights", "bias", "sign"),
    [
        ([1, 2], [3, 4], None, "="),
        ([0.1, 0.2], [1, 1], None, "="),
        ([0.5, 0.25], [2.0, 4.0], [0.125], "="),
        ([np.inf, 1.0], [1.0, 1.0], None, "="),
        ([1 / 3, 1.0], [1, 1], None, "≈"),
        ([1, 1], [1 / 9, 1], None, "≈"),
        ([1.0, 1.0], [1.0, 1.0], [1 / 3], "≈"),
        ([100.25, 0.0], [100.25, 0.0], None, "≈"),
    ],
)
def test_a_sum_with_rounded_numbers_says_that_it_is_about_right(values, weights, bias, sign):
    layer = Conv1d(1, 1, 2, bias=bias is not None)
    doc = made(layer, [values], [[weights]], None if bias is None else np.array(bias))
    trace = compute(doc)
    shown = said(explain.arithmetic(doc, trace, 0, None, WIDTH))
    assert [text for text in shown if text in {"=", "≈"}] == [sign]
    assert f" {sign} " in explain.arithmetic_text(doc, trace, 0)


def test_single_precision_is_not_called_rounded_for_its_own_noise():
    layer = Conv1d(1, 1, 2, bias=False)
    doc = made(layer, np.float32([[0.1, 0.2]]), np.float32([[[1, 1]]]))
    assert explain.arithmetic_text(doc, compute(doc), 0) == "0.1×1 + 0.2×1 = 0.3"


def test_by_taps_only_numbers_that_were_added_count_as_rounded():
    layer = Conv1d(1, 1, 2, bias=False)
    doc = made(layer, [[1.0, 1 / 3]], [[[1.0, 1.0]]], by_taps=True)
    trace = compute(doc)
    for step, sign in ((0, "="), (1, "≈")):
        assert sign in said(explain.arithmetic(doc, trace, step, None, WIDTH))
        assert f" {sign} " in explain.arithmetic_text(doc, trace, step)


def test_each_input_channel_has_its_heading_and_its_part_of_the_sum():
    doc = new_document(Conv2d(4, 2, 3, padding=1, groups=2), (4, 6, 6))
    trace = compute(doc)
    step = 36 + 2 * 6 + 2
    scene = explain.arithmetic(doc, trace, step, None, WIDTH)
    headings = {item.text: item.y for item in texts(scene) if item.text.startswith("input")}
    assert list(headings) == ["input channel 3", "input channel 4"]
    parts = [item for item in texts(scene) if item.anchor == "end"]
    assert [item.y for item in parts] == list(headings.values())
    for part, channel in zip(parts, (2, 3), strict=True):
        under = trace.padded[channel, 2:5, 2:5] * trace.weight[1, channel - 2]
        assert read(part.text) == under.sum()
        rows = [spot for spot in scene.hotspots if spot.y > part.y]
        assert len(rows) == (18 if channel == 2 else 9)


def test_by_taps_a_channels_part_goes_as_far_as_the_step():
    layer = Conv1d(2, 1, 2, bias=False)
    doc = made(layer, [[1, 2], [3, 4]], [[[1, 1], [1, 1]]], by_taps=True)
    trace = compute(doc)
    for step, expected in ((0, ["1"]), (1, ["3"]), (2, ["3", "3"]), (3, ["3", "7"])):
        scene = explain.arithmetic(doc, trace, step, None, WIDTH)
        assert [item.text for item in texts(scene) if item.anchor == "end"] == expected


def test_channels_with_one_product_each_are_told_in_one_line():
    doc = new_document(Conv2d(16, 1, 1), (16, 3, 3))
    scene = explain.arithmetic(doc, compute(doc), 0, None, WIDTH)
    assert "input channels 1 to 16, one product each" in said(scene)
    assert not any(item.text.startswith("input channel ") for item in texts(scene))
    alone = new_document(Conv2d(4, 4, 1, groups=4), (4, 3, 3))
    assert not any("channel" in text for text in said(
        explain.arithmetic(alone, compute(alone), 0, None, WIDTH)
    ))


# Pointing at an output cell


@given(documents(), st.data())
def test_a_pointed_output_cell_is_explained_in_the_steps_place(doc, data):
    shown, trace = picture(doc)
    own, other = some_step(data, shown), some_step(data, shown)
    channel = shown.steps[own].output[0]
    position = shown.steps[other].output[1:]
    there = shown.steps.at((channel, *position))
    pointer = ("output", _two(position))
    scene = explain.arithmetic(doc, trace, own, pointer, WIDTH)
    assert chips(scene) == chips(explain.arithmetic(doc, trace, there, None, WIDTH))
    assert result(scene) == number_text(trace.output[(channel, *position)])
    text = explain.arithmetic_text(doc, trace, own, pointer)
    assert text == explain.arithmetic_text(doc, trace, there)
    begin, rest = explain.sentence(doc, trace, there).split(": ")
    pointed = explain.sentence(doc, trace, own, pointer)
    if there == own:
        assert explain.pointed_cell(doc, trace, own, pointer) is None
        assert pointed == f"{begin}: {rest}"
        assert scene.hotspots
    else:
        assert pointed == rest[0].upper() + rest[1:]
        assert not scene.hotspots


def test_by_taps_a_pointed_cell_is_explained_with_all_its_terms():
    doc = viewed(simple((5, 5)), by_taps=True)
    trace = compute(doc)
    for pointer in (("output", (0, 0)), ("output", (1, 2))):
        scene = explain.arithmetic(doc, trace, 4, pointer, WIDTH)
        assert [opacity for *_, opacity in chips(scene)] == [1.0] * 9
        assert read(result(scene)) == trace.output[(0, *pointer[1])]
        assert explain.arithmetic_text(doc, trace, 4, pointer).count("×") == 9
        assert not scene.hotspots


@pytest.mark.parametrize("pointer", [("output", (3, 0)), ("output", (0, -1)), ("input", (1, 1))])
def test_what_is_no_output_cell_leaves_the_step_explained(pointer):
    doc = new_document()
    trace = compute(doc)
    assert explain.sentence(doc, trace, 4, pointer) == explain.sentence(doc, trace, 4)
    assert explain.arithmetic(doc, trace, 4, pointer, WIDTH).hotspots


def test_long_numbers_shrink_in_a_narrow_panel():
    layer = Conv2d(1, 1, 1, bias=False)
    doc = made(layer, [[[1234567890123456789]]], [[[[-1234567890]]]])
    scene = explain.arithmetic(doc, compute(doc), 0, None, 200.0)
    (spot,) = scene.hotspots
    assert spot.x + spot.width <= 200


def test_numbers_too_long_for_the_kernels_columns_stand_one_below_the_other():
    layer = Conv2d(1, 1, (1, 2), bias=False)
    doc = made(layer, [[[1234567890123456789, 3]]], [[[[-1234567890123, 1]]]])
    scene = explain.arithmetic(doc, compute(doc), 0, None, WIDTH)
    assert columns_of(scene) == 1
    assert all(spot.x + spot.width <= WIDTH for spot in scene.hotspots)


def test_of_very_many_terms_those_around_the_tap_are_shown():
    doc = viewed(simple((20, 20), kernel_size=15), by_taps=True)
    trace = compute(doc)
    begin, middle, end = (
        explain.arithmetic(doc, trace, tap, None, WIDTH) for tap in (0, 150, 224)
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
    line = explain.arithmetic_text(doc, trace, number)
    scene = explain.arithmetic(doc, trace, number, None, WIDTH)
    terms, total = line.replace("≈", "=").split(" = ")
    parts = [f"{value}×{weight}" for value, weight, *_ in chips(scene)]
    if trace.bias is not None:
        parts.append(number_text(trace.bias[shown.steps[number].output[0]], 2))
    assert terms == " + ".join(parts)
    assert total == result(scene) == number_text(trace.output[shown.steps[number].output], 2)


def test_the_line_of_text_ends_at_the_tap():
    layer = Conv1d(1, 1, 2)
    doc = made(layer, [[1.5, -2]], [[[2, 3]]], np.array([0.5]), by_taps=True)
    trace = compute(doc)
    assert explain.arithmetic_text(doc, trace, 0) == "1.5×2 = 3"
    assert explain.arithmetic_text(doc, trace, 1) == "1.5×2 + −2×3 + 0.5 = −2.5"


# Formula


@given(documents(), st.floats(60, 600))
def test_the_formula_has_each_axis_with_its_numbers_and_ends_in_the_output_size(doc, width):
    scene = explain.formula(doc, width)
    layer = doc.layer
    written = " ".join(item.text for item in texts(scene))
    bold = [item for item in texts(scene) if item.bold]
    names = [item.text for item in bold if item.colour == "text.muted"]
    rows = formulas(layer, doc.input.shape[1:])
    alike = layer.axes == 2 and rows[0] == rows[1]
    if alike:
        assert names == ["Height and width"]
    else:
        assert names == (["Length"] if layer.axes == 1 else ["Height", "Width"])
    results = [int(item.text) for item in bold if item.colour == "output.text"]
    assert tuple(results) * (2 if alike else 1) == layer.output_shape(doc.input.shape)[1:]
    for row in rows:
        numbers = f"{row.size}  +  {row.before}  +  {row.after}  −  {row.dilation} ·( {row.kernel}"
        assert numbers in written
    assert explain.formula_text(doc) == "\n".join(map(str, formulas(layer, doc.input.shape[1:])))


@given(documents(), st.floats(150, 600))
def test_the_formula_fits_its_width(doc, width):
    scene = explain.formula(doc, width)
    for item in texts(scene):
        assert item.x + text_width(item.text, item.size, item.bold) <= width + 0.01
        assert item.y <= scene.height
    for item, _, _ in walk(scene.items):
        if isinstance(item, Line):
            assert all(0 <= x <= width + 0.01 and 0 <= y <= scene.height for x, y in item.points)


def test_the_formula_tells_why_nothing_fits():
    doc = change(new_document(), {"input_size": (1, 9), "stride": (2, 1)})
    scene = explain.formula(doc, WIDTH)
    (wrong,) = [item for item in texts(scene) if item.colour == "error"]
    assert wrong.text == "0"
    assert "−2" in [item.text for item in texts(scene)]
    assert explain.formula_text(doc).splitlines()[0].endswith("= ⌊−2 / 2⌋ + 1 = 0")
    draft = change(new_document(), {"padding": ((-1, 0), (0, 0))})
    assert "−1" in [item.text for item in texts(explain.formula(draft, WIDTH))]


@pytest.mark.parametrize(
    "changes", [{"stride": (0, 1)}, {"dilation": (1, -1)}, {"kernel_size": (0, 3)}]
)
def test_there_is_no_formula_with_nothing_to_divide_by(changes):
    doc = change(new_document(), changes)
    assert explain.formula(doc, WIDTH) is None
    assert explain.formula_text(doc) == ""


# Sentences


def test_a_step_is_told_with_its_numbers():
    doc = new_document()
    trace = compute(doc)
    assert explain.sentence(doc, trace, 4) == (
        "Step 5 of 9: output row 2, column 2 is 65, "
        "from the window over input rows 2 to 4, columns 2 to 4"
    )


def test_a_tap_is_told_with_its_product_and_the_sum_so_far():
    layer = Conv1d(1, 2, 2)
    x, weight = np.array([[1.25, -2.0, 4.0]]), np.array([[[2, 3]], [[1, 1]]])
    doc = made(layer, x, weight, np.array([0.5, 10]), by_taps=True)
    trace = compute(doc)
    assert explain.sentence(doc, trace, 0) == (
        "Step 1 of 8: product 1 of 2 for output channel 1, cell 1: "
        "1.25 times 2 is 2.5, the sum so far 2.5"
    )
    assert explain.sentence(viewed(doc, decimals=2), trace, 1) == (
        "Step 2 of 8: product 2 of 2 for output channel 1, cell 1: "
        "−2.00 times 3 is −6.00, the sum so far −3.50, with the bias 0.50 it is −3.00"
    )


def test_the_formula_says_what_its_letters_are():
    for width in (WIDTH, 120.0):
        scene = explain.formula(new_document(), width)
        words = [item.text.strip() for item in texts(scene) if item.colour == "text.muted"]
        for word in ("input", "padding", "dilation", "kernel", "stride"):
            assert word in words
        assert {"P₁", "P₂", "O"} <= {text.strip() for text in said(scene)}
    key = {item.y for item in texts(explain.formula(new_document(), WIDTH)) if item.size == 11}
    assert len(key) == 1


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        ({"kernel_size": 2, "padding": ((1, 0), (0, 0))},
         "input row 1 and one row of padding above, columns 1 to 2"),
        ({"kernel_size": 2}, "input rows 1 to 2, columns 1 to 2"),
        ({"kernel_size": 3, "padding": 1},
         "input rows 1 to 2 and one row of padding above, "
         "columns 1 to 2 and one column of padding at the left"),
        ({"kernel_size": (1, 2), "padding": ((2, 0), (2, 2)), "dilation": (1, 3)},
         "one row of padding above, input column 2 and one column of padding at the left"),
        ({"kernel_size": (7, 1), "padding": ((1, 2), (0, 0))},
         "input rows 1 to 5, one row of padding above and one below, column 1"),
        ({"kernel_size": (20, 1), "padding": ((12, 9), (0, 0))},
         "input rows 1 to 5, 12 rows of padding above and three below, column 1"),
        ({"kernel_size": (3, 2), "dilation": 2}, "input rows 1, 3 and 5, columns 1 and 3"),
    ],
)
def test_a_window_is_told_with_its_gaps_and_its_padding(layer, expected):
    doc = simple((5, 5), **layer)
    first = explain.sentence(doc, compute(doc), 0)
    assert first.endswith(f"from the window over {expected}")


@pytest.mark.parametrize(
    ("dilation", "expected"),
    [(2, "every 2nd cell from 1 to 11"), (3, "every 3rd cell from 1 to 16"),
     (4, "every 4th cell from 1 to 21"), (11, "every 11th cell from 1 to 56"),
     (21, "every 21st cell from 1 to 106")],
)
def test_many_cells_with_gaps_are_told_as_every_nth(dilation, expected):
    layer = Conv1d(1, 1, 6, dilation=dilation, bias=False)
    doc = new_document(layer, (1, 120))
    assert explain.sentence(doc, compute(doc), 0).endswith(f"window over input {expected}")


def test_a_window_of_nothing_but_padding_is_told():
    doc = new_document(Conv1d(1, 1, 2, padding=2, bias=False), (1, 5))
    trace = compute(doc)
    assert explain.sentence(doc, trace, 0).endswith(
        "from the window over two cells of padding at the left"
    )
    assert explain.sentence(doc, trace, 7).endswith("over two cells of padding at the right")


def test_large_numbers_of_steps_are_grouped():
    doc = new_document(Conv2d(1, 1, 1, bias=False), (1, 200, 100))
    assert explain.sentence(doc, compute(doc), 11_999).startswith(
        "Step 12\u202f000 of 20\u202f000: output row 120, column 100 is "
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




def ends(document):
    """Return text and colour of each formula's result."""
    return [
        (item.text, item.colour)
        for item in texts(explain.formula(document, WIDTH))
        if item.bold and item.colour in {"output.text", "error", "text"}
    ]


def test_a_size_that_nothing_can_have_is_in_the_errors_colour():
    unfold = Unfold((9, 9), (1, 1), ((0, 0), (0, 0)), (1, 1))
    draft = made(unfold, np.ones((1, 4, 4)), np.zeros((0,) * 4))
    # two negative factors make a product that looks like a size
    assert ends(draft)[1:] == [("−4", "error"), ("−4", "error"), ("16", "error")]
    assert ends(change(new_document(), {"input_size": (1, 7)}))[0] == ("−1", "error")


def test_the_size_of_a_refused_layer_is_told_but_not_as_an_outputs():
    layer = ConvTranspose(1, 1, (2, 2), (2, 2), ((0, 0),) * 2, (2, 2), (1, 1), bias=False)
    x, weight = np.ones((1, 3, 3)), np.ones((1, 1, 2, 2))
    assert ends(made(layer, x, weight)) == [("8", "text")]
    fine = replace(layer, output_padding=(1, 1))
    assert ends(made(fine, x, weight)) == [("7", "output.text")]
