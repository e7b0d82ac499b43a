"""What pictures and words say of a pool's window: its maximum, its divisor, what is beyond."""

import numpy as np
import pytest
from hypothesis import strategies as st

from convviz.frames import explain
from convviz.layers import AdaptivePool, Pool
from convviz.scene.items import Arrow, Line, Rect, Text
from convviz.steps.terms import Terms
from tests import drawn
from tests.pictures import (
    covered,
    document,
    documents_of,
    edged,
    named,
    picture,
    some_step,
    spots,
    texts,
    viewed,
    walk,
)


def pool(reduction, x, kernel=(3, 3), stride=(2, 2), padding=((0, 0), (0, 0)), **more):
    """Return a document of a pool of two axes."""
    view = {name: more.pop(name) for name in ("by_taps", "zoom", "centre") if name in more}
    layer = Pool(reduction, kernel, stride, padding, (1, 1), **more)
    return document(layer, x, np.zeros((0,) * 4), **view)


def counting(rows, columns):
    """Return an input that counts."""
    return np.arange(rows * columns).reshape(1, rows, columns)


@drawn.for_each(
    {kind: documents_of(drawn.EVERY[kind]) for kind in ("max", "adaptive max", "average")},
    st.booleans(), st.data(),
)
def test_the_maximum_is_ringed_and_points_at_its_output_cell(doc, by_taps, data):
    shown, trace = picture(viewed(doc, by_taps=by_taps))
    number = some_step(data, shown)
    step = shown.steps[number]
    rings = [item for item in named(shown.overlay(number), "chosen") if isinstance(item, Rect)]
    arrows = [item for item in named(shown.overlay(number), "chosen") if isinstance(item, Arrow)]
    terms = Terms(trace, step.output)
    spot = spots(shown.base(number))["input"]
    if terms.chosen is None or terms.how != "max":
        assert rings == arrows == []
        return
    tap = len(terms) - 1 if step.tap is None else step.tap
    largest = terms[tap].partial
    found = covered(spot, rings)
    for cell in found:
        assert any(
            (0, *term.position)[-2:] == cell and term.product == largest
            for term in terms[: tap + 1]
        )
    for arrow in arrows:
        assert shown.hit(number, arrow.x2, arrow.y2) == (
            "output", (0, *step.output[1:])[-2:]
        )


def test_of_equal_maxima_the_first_is_ringed():
    shown, _ = picture(pool("max", np.full((1, 5, 5), 7)))
    rings = [item for item in named(shown.overlay(3), "chosen") if isinstance(item, Rect)]
    assert covered(spots(shown.base(3))["input"], rings) == {(2, 2)}


def test_in_lines_the_arrow_is_straight_and_small_cells_have_none():
    layer = Pool("max", (3,), (1,), ((0, 0),), (1,))
    shown, _ = picture(document(layer, np.arange(40)[None], np.zeros((0,) * 3)))
    (arrow,) = [item for item in named(shown.overlay(4), "chosen") if isinstance(item, Arrow)]
    assert shown.hit(4, arrow.x2, arrow.y2) == ("output", (0, 4))
    small, _ = picture(document(layer, np.arange(300)[None], np.zeros((0,) * 3)))
    assert named(small.overlay(4), "chosen") == []


def test_a_window_of_padding_alone_has_no_maximum():
    doc = pool("max", counting(2, 2), (1, 1), (3, 3), ((1, 1), (1, 1)), dialect="jax")
    assert named(picture(doc)[0].overlay(0), "chosen") == []
    taps = pool("max", counting(3, 3), padding=((1, 1), (1, 1)), by_taps=True)
    assert named(picture(taps)[0].overlay(0), "chosen") == []
    assert named(picture(taps)[0].overlay(7), "chosen") != []


def test_an_output_cell_out_of_sight_has_no_arrow():
    doc = pool("max", counting(60, 60), zoom=20.0, centre=(0.0, 0.0))
    shown, _ = picture(doc)
    last = len(shown.steps) - 1
    assert [item for item in named(shown.overlay(last), "chosen")
            if isinstance(item, Arrow)] == []


def test_a_slice_without_the_window_has_nothing_to_leave_out():
    layer = Pool("average", (2, 2, 2), (2, 2, 2), ((1, 1),) * 3, (1, 1, 1),
                 count_include_pad=False, ceil_mode=True)
    doc = document(layer, np.ones((1, 4, 4, 4)), np.zeros((0,) * 5), depth=4)
    shown, _ = picture(doc)
    assert [item for item in named(shown.overlay(0, ("output", (0, 0))), "pointed")
            if isinstance(item, Line)] == []


def test_pointing_at_an_output_cell_rings_its_maximum():
    shown, _ = picture(pool("max", counting(5, 5)))
    overlay = shown.overlay(0, ("output", (1, 1)))
    rings = [item for item in named(overlay, "chosen") if isinstance(item, Rect)]
    assert covered(spots(shown.base(0))["input"], rings) == {(4, 4)}
    assert {ring.edge for ring in rings} == {"hover.edge"}


def test_a_window_beyond_the_input_is_dashed_there():
    doc = pool("average", counting(6, 6), ceil_mode=True)
    shown, _ = picture(doc)
    (dashed,) = edged(shown.overlay(2), "beyond", "window.edge")
    (read,) = [one for one in edged(shown.overlay(2), "window", "window.edge") if not one.dashed]
    assert dashed.dashed
    assert dashed.width == pytest.approx(1.5 * read.width)
    assert edged(shown.overlay(0), "beyond", "window.edge") == []


def test_a_dropped_window_is_struck_where_it_would_have_been():
    doc = pool(
        "max", counting(4, 4), (2, 2), (3, 3), ((1, 1), (1, 1)), ceil_mode=True
    )
    shown, _ = picture(doc)
    for number, count in ((0, 0), (1, 1), (3, 2)):
        dropped = named(shown.overlay(number), "dropped")
        assert sum(isinstance(item, Rect) for item in dropped) == count
        assert sum(isinstance(item, Line) for item in dropped) == count
    assert "2·3 ≥ 4 + 1" in " ".join(item.text for item in texts(explain.formula(doc, 300.0)))


@pytest.mark.parametrize(
    ("doc", "step", "reason"),
    [
        (
            pool("average", counting(6, 6), padding=((1, 1), (0, 0)), count_include_pad=False), 0,
            "6 of the window's 9 cells count: 3 lie in padding that is left out",
        ),
        (
            pool("average", counting(6, 6), padding=((1, 1), (1, 1)), count_include_pad=True), 0,
            "all 9 cells of the window count, padding too",
        ),
        (
            pool("average", counting(6, 6), ceil_mode=True), 8,
            "4 of the window's 9 cells count: 5 lie beyond the padded input",
        ),
        (
            pool("average", counting(4, 4), (2, 2), (2, 2), ((1, 1), (1, 1)),
                 count_include_pad=False), 0,
            "1 of the window's 4 cells counts: 3 lie in padding that is left out",
        ),
        (
            pool("average", counting(6, 6), divisor_override=5), 0, "the divisor is set to 5",
        ),
        (
            pool("norm", counting(6, 6), ceil_mode=True), 2,
            "3 of the window's 9 cells lie beyond the input: the sum is scaled by 9 ÷ 6",
        ),
        (
            pool("max", counting(6, 6), ceil_mode=True), 2,
            "3 of the window's 9 cells lie beyond the padded input",
        ),
        (
            pool("max", counting(2, 2), (1, 1), (3, 3), ((1, 1), (1, 1)), dialect="jax"), 0,
            "all of the window is padding, which is never the maximum",
        ),
        (
            document(AdaptivePool("average", (2, 2)), counting(5, 5), np.zeros((0,) * 4)), 0,
            "its part of the input has 9 cells",
        ),
    ],
)
def test_what_is_particular_to_a_window_is_said(doc, step, reason):
    _, trace = picture(doc)
    assert explain.sentence(doc, trace, step).endswith(f"; {reason}")
    said = " ".join(item.text for item in texts(explain.arithmetic(doc, trace, step, None, 300.0)))
    assert said.endswith(reason)


def test_an_average_writes_its_divisor_and_its_sum():
    doc = pool("average", counting(6, 6), padding=((1, 1), (0, 0)), count_include_pad=False)
    _, trace = picture(doc)
    scene = explain.arithmetic(doc, trace, 0, None, 300.0)
    said = [item.text for item in texts(scene)]
    start = said.index("24")
    assert said[start : start + 5] == ["24", " ÷ ", "6", "=", "4"]
    assert explain.arithmetic_text(doc, trace, 0) == "(0 + 0 + 0 + 0 + 1 + 2 + 6 + 7 + 8) ÷ 6 = 4"
    faint = [
        item for item, names, _ in walk(scene.items)
        if "terms" in names and isinstance(item, Text)
    ]
    assert len(faint) == 9


def test_what_an_average_leaves_out_is_struck_in_its_window():
    doc = pool("average", counting(6, 6), padding=((1, 1), (0, 0)), count_include_pad=False)
    shown, _ = picture(doc)
    strokes = [item for item in named(shown.overlay(0), "window") if isinstance(item, Line)]
    assert len(strokes) == 3
    pointed = shown.overlay(5, ("output", (0, 0)))
    assert len([item for item in named(pointed, "pointed") if isinstance(item, Line)]) == 3
    counted, _ = picture(pool("average", counting(6, 6), padding=((1, 1), (0, 0))))
    assert [item for item in named(counted.overlay(0), "window") if isinstance(item, Line)] == []


@pytest.mark.parametrize(
    ("norm_type", "dialect", "said"),
    [
        (2.0, "pytorch", "√((−1)² + 2² + 0² + 2²) = 3"),
        (3.0, "onnx", "(|−1|³ + 2³ + 0³ + 2³)^(1/3) ≈ 2.571"),
        (1.0, "onnx", "(|−1|¹ + 2¹ + 0¹ + 2¹) = 5"),
        (float("inf"), "pytorch", "max(|−1| + |2| + |0| + |2|) = 2"),
        (0.5, "pytorch", None),
    ],
)
def test_a_norm_is_written_with_its_powers_and_its_root(norm_type, dialect, said):
    x = np.array([[[-1, 2], [0, 2]]])
    doc = pool("norm", x, (2, 2), norm_type=norm_type, dialect=dialect)
    _, trace = picture(doc)
    line = explain.arithmetic_text(doc, trace, 0)
    assert line == said or (said is None and "^0.5" in line)


def test_a_scaled_norm_says_by_how_much():
    _, trace = picture(doc := pool("norm", counting(4, 4), (2, 2), (3, 3), ceil_mode=True))
    assert explain.arithmetic_text(doc, trace, 3) == "√(15² · 4) = 30"


def test_value_by_value_the_largest_or_the_sum_so_far_is_told():
    x = np.array([[[3, 9], [9, 1]]])
    largest = pool("max", x, (2, 2), by_taps=True)
    average = pool("average", x, (2, 2), by_taps=True)
    _, trace = picture(largest)
    assert explain.sentence(largest, trace, 1) == (
        "Step 2 of 4: value 2 of 4 for output row 1, column 1: 9, the largest so far 9"
    )
    _, trace = picture(average)
    assert explain.sentence(average, trace, 3) == (
        "Step 4 of 4: value 4 of 4 for output row 1, column 1: 1, the sum so far 22, "
        "divided by 4 it is 5.5"
    )
    norm = pool("norm", x, (2, 2), by_taps=True)
    assert explain.sentence(norm, picture(norm)[1], 3).endswith("with the root taken it is 13.11")
    scene = explain.arithmetic(largest, picture(largest)[1], 1, None, 300.0)
    assert "after 2 of 4 values" in [item.text for item in texts(scene)]


def test_terms_before_those_on_show_are_summed_up():
    x = counting(20, 20)
    for reduction, said in (("max", "the largest of terms 1 to 86 is 86"),
                            ("average", "terms 1 to 86 add up to 3741")):
        doc = pool(reduction, x, (20, 20), by_taps=True)
        _, trace = picture(doc)
        scene = explain.arithmetic(doc, trace, 150, None, 300.0)
        first = texts(scene)[0].text
        assert first.split(" is ")[0].split(" add ")[0] == said.split(" is ")[0].split(" add ")[0]


def test_small_windows_stand_large_between_input_and_output():
    shown, trace = picture(pool("max", np.random.default_rng(0).integers(0, 9, (1, 64, 64))))
    overlay = shown.overlay(40)
    said = [item.text for item in named(overlay, "lens") if isinstance(item, Text)]
    assert said == ["Window", "max ="]
    cells, result = [item for item in named(overlay, "lens") if hasattr(item, "shades")]
    row, column = shown.steps[40].output[1:]
    assert result.labels == ((str(trace.output[0, row, column]),),)
    assert cells.labels == tuple(
        tuple(map(str, line))
        for line in trace.input[0, 2 * row : 2 * row + 3, 2 * column : 2 * column + 3]
    )
    base = shown.base(40)
    assert spots(base)["input"].x < cells.x < spots(base)["output"].x
    assert shown.cell_box(40, ("kernel", (0, 0))) is None


def test_the_arrow_bends_around_titles_and_is_left_out_where_it_would_cross_numbers():
    last = pool("max", counting(4, 4), (2, 2))
    shown, _ = picture(last, (700, 400))
    (ring,) = named(shown.overlay(2), "chosen")
    assert isinstance(ring, Rect)
    x = np.zeros((1, 4, 4), int)
    x[0, 0, 3] = x[0, 3, 3] = 9
    shown, _ = picture(pool("max", x, (4, 4), (4, 4)), (700, 400))
    (arrow,) = [item for item in named(shown.overlay(0), "chosen") if isinstance(item, Arrow)]
    assert shown.hit(0, arrow.x2, arrow.y2) == ("output", (0, 0))
    assert shown.hit(0, arrow.x1, arrow.y1) == ("input", (0, 3))
