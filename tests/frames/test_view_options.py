"""What can be shown besides: every switch of the view, on layers of every kind."""

from fractions import Fraction
from math import gcd, isclose

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from convviz.document.presets import kernel_preset
from convviz.figures.factors import Factors
from convviz.figures.linking import tap_shades
from convviz.figures.numbers import number_text
from convviz.frames import Picture, colourings, compute, explain
from convviz.frames.drawings import shows
from convviz.frames.factoring import LARGEST, denominator, factored
from convviz.frames.switches import VIEW_SWITCHES, lacking
from convviz.layers import (
    AdaptivePool,
    Conv,
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose,
    ConvTranspose2d,
    Fold,
    Pad,
    Pool,
    Unfold,
    Weighted,
)
from convviz.options import SWITCHES, ViewOptions
from convviz.scene.items import Cells, Image, Line, Rect, Sheet, Text
from convviz.scene.metrics import CAP_HEIGHT, text_width
from convviz.steps.terms import Terms
from tests import drawn
from tests.pictures import (
    SIZE,
    box,
    document,
    documents_of,
    edged,
    grids,
    middle,
    named,
    of_every_kind,
    panels,
    picture,
    read,
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

SMALL = st.sampled_from([(1, 1), (20, 20), (160, 120), (30, 400), (2000, 40), (640, 360), SIZE])
NAMES = [name for name in SWITCHES if name != "by_taps"]
SWITCHED = st.fixed_dictionaries({name: st.booleans() for name in SWITCHES})
WEIGHTED = {
    kind: documents_of(drawn.EVERY[kind]) for kind in ("convolution", "flipped", "transposed")
}
NO_KERNEL = (np.zeros((0,) * 3),)
SHARP = [[[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]]]


def pool(reduction):
    """Return a pool of 2 × 2 in both axes."""
    return Pool(reduction, (2, 2), (2, 2), ((0, 0), (0, 0)), (1, 1))


def cell(place):
    """Return a place as (row, column)."""
    return (0, *place)[-2:]


def depth(place):
    """Return a place's depth, 0 with fewer than three axes."""
    return place[0] if len(place) > 2 else 0


def sharp(size=(5, 5), **view):
    """Return a document whose kernel has both signs."""
    x = np.arange(1, size[0] * size[1] + 1).reshape(1, *size)
    return document(Conv2d(1, 1, 3, padding=1, bias=False), x, SHARP, **view)


# Everything together


@drawn.for_each(of_every_kind(), SMALL, SWITCHED, st.data(), examples=12)
def test_all_switches_go_together_on_every_layer(doc, size, switched, draw):
    show = draw.draw(st.just("layer") | st.sampled_from(shows(doc.layer)))
    shown, _ = picture(viewed(doc, show=show, **switched), size)
    number = some_step(draw, shown)
    pointers = st.sampled_from(["input", "kernel", "output"])
    pointer = draw.draw(st.none() | st.tuples(pointers, st.just((0, 0))))
    for scene in (shown.base(number), shown.overlay(number, pointer)):
        assert (scene.width, scene.height) == size
        for item, _, clip in walk(scene.items):
            if isinstance(item, Cells | Image | Rect) and show == "layer":
                x, y, width, height = clip or box(item)
                assert -4.01 <= x <= x + width <= size[0] + 4.01
                assert -4.01 <= y <= y + height <= size[1] + 4.01
            if isinstance(item, Text) and clip is None and show == "layer":
                assert -1 <= item.y <= size[1] + 1


@pytest.mark.parametrize(
    ("doc", "names"),
    [
        (sharp(show="im2col"), ["linking", "coordinates", "colour_bar", "projection", "path"]),
        (sharp(show="matrix"), ["products", "path"]),
        (document(pool("max"), np.ones((1, 4, 4)), *NO_KERNEL), ["products", "linking"]),
        (sharp(colour_map="diverging"), ["symmetric"]),
        (sharp(colours=False), ["symmetric", "colour_bar"]),
    ],
)
def test_a_switch_that_means_nothing_changes_nothing(doc, names):
    trace = compute(doc)
    before = Picture(doc, trace, SIZE)
    for name in names:
        switched = viewed(doc, **{name: True})
        assert lacking(switched, name)
        after = Picture(switched, trace, SIZE)
        for number in (0, len(doc.steps) - 1):
            assert repr(before.base(number)) == repr(after.base(number))
            assert repr(before.overlay(number)) == repr(after.overlay(number))


def test_every_switch_is_offered_with_words_for_it():
    offered = [switch.field for switch in VIEW_SWITCHES]
    assert sorted(offered) == sorted(set(SWITCHES) - {"by_taps", "factored"})
    for switch in VIEW_SWITCHES:
        assert switch.name[0].isupper()
        assert switch.note[0].isupper()
        assert not switch.note.endswith(".")


def test_what_means_nothing_says_why():
    pooled = document(pool("max"), np.zeros((1, 4, 4)), *NO_KERNEL)
    assert "no kernel" in lacking(pooled, "products")
    assert "no kernel" in lacking(pooled, "linking")
    assert "Layer" in lacking(sharp(show="im2col"), "path")
    assert "symmetric" in lacking(sharp(colour_map="diverging"), "symmetric")
    assert "no colours" in lacking(sharp(colours=False), "colour_bar")
    assert not lacking(sharp(), "symmetric")
    assert not lacking(sharp(), "by_taps")


# Whole numbers with a factor


def test_a_blur_kernel_of_ninths_reads_as_ones():
    x = np.arange(25).reshape(1, 5, 5)
    doc = document(
        Conv2d(1, 1, 3, bias=False), x, np.full((1, 1, 3, 3), 1 / 9), factored=True, decimals=2
    )
    shown, trace = picture(doc)
    base, last = shown.base(8), shown.overlay(8)
    titles = [text.text for text in texts(base) if text.bold]
    assert titles == ["Input", "Kernel × 1/9", "Output × 1/9"]
    ones = [grid.labels for grid in grids(base) if grid.ramp == "kernel"]
    assert ones == [(("1", "1", "1"),) * 3]
    sums = written_on(base, last, "output")
    assert sums[2, 2] == str(round(trace.output[0, 2, 2] * 9))
    told = explain.arithmetic_text(doc, trace, 8)
    assert told == (
        "12×1 + 13×1 + 14×1 + 17×1 + 18×1 + 19×1 + 22×1 + 23×1 + 24×1 = 162; "
        "kernel and output × 1/9"
    )
    assert explain.sentence(doc, trace, 8).endswith("; kernel and output × 1/9")
    assert explain.sentence(doc, trace, 8, ("output", (0, 0))).endswith("kernel and output × 1/9")
    below = explain.arithmetic(doc, trace, 8, None, 400).items[-1]
    assert isinstance(below, Text)
    assert below.text == "kernel and output × 1/9"


def parts(draw, array, least=1):
    """Return an array's numbers as so many parts of one, and how many those are."""
    part = draw.draw(st.integers(least, 12))
    return np.asarray(array) / part, part


@drawn.for_each(
    {kind: st.tuples(st.just(kind), cases) for kind, cases in drawn.EVERY.items()},
    st.sampled_from(["float64", "float32"]), st.data(), examples=15,
)
def test_cells_times_their_factor_are_the_values(case, kind, draw):
    _, (layer, shape) = case
    whole, weight, bias = drawn.numbers(layer, shape, "int64", draw.draw(st.integers(0, 99)))
    x, _ = parts(draw, whole)
    kernel = np.zeros((0,) * 3) if weight is None else parts(draw, weight)[0].astype(kind)
    if bias is not None:
        bias = parts(draw, bias)[0].astype(kind)
    doc = document(layer, x.astype(kind), kernel, bias, factored=True)
    trace = compute(doc)
    made = factored(trace, doc.view)
    factors, ours = made.factors, made.trace
    error = 1e-4 if kind == "float32" else 1e-9
    near = {"rtol": error, "atol": error}
    np.testing.assert_allclose(ours.input / factors.input, trace.input, **near)
    np.testing.assert_allclose(ours.output / factors.output, trace.output, **near)
    if weight is not None:
        np.testing.assert_allclose(ours.weight / factors.kernel, trace.weight, **near)
        assert factors.output % (factors.input * factors.kernel) == 0
    if factors:
        assert (ours.input == np.rint(ours.input)).all()
        # What is shown adds up to what is shown.
        step = doc.steps[draw.draw(st.integers(0, len(doc.steps) - 1))]
        terms = Terms(ours, step.output)
        if terms.how == "sum" and np.isfinite(terms.total):
            shown_total = sum(Fraction(term.product) for term in terms) + Fraction(terms.bias or 0)
            assert shown_total == Fraction(terms.total)
            assert isclose(float(shown_total), ours.output[step.output], rel_tol=1e-3, abs_tol=0.5)


def test_an_average_reads_as_sums():
    doc = document(
        pool("average"), np.arange(16).reshape(1, 4, 4), *NO_KERNEL, factored=True
    )
    shown, trace = picture(doc)
    assert "Output × 1/4" in [text.text for text in texts(shown.base(0))]
    assert written_on(shown.base(3), shown.overlay(3), "output") == {
        (0, 0): "10", (0, 1): "18", (1, 0): "42", (1, 1): "50"
    }
    assert explain.arithmetic_text(doc, trace, 3) == "10 + 11 + 14 + 15 = 50; output × 1/4"
    assert "is 50, the sum of the window" in explain.sentence(doc, trace, 3)
    divided = viewed(doc, by_taps=True)
    assert "the sum so far 50" in explain.sentence(divided, trace, 15)


@pytest.mark.parametrize(
    ("layer", "x", "weight"),
    [
        (Conv2d(1, 1, 1, bias=False), [[[2.0]]], [[[[np.sqrt(2)]]]]),
        (Conv2d(1, 1, 1, bias=False), [[[0.0001]]], [[[[1 / 7]]]]),
        (Conv2d(1, 1, 1, bias=False), [[[2]]], [[[[3]]]]),
        (pool("norm"), np.full((1, 2, 2), 0.5), NO_KERNEL[0]),
        (Pad(((1, 1), (1, 1)), "constant", 0.25), np.full((1, 2, 2), 0.5), NO_KERNEL[0]),
        (pool("max"), np.full((1, 2, 2), np.pi), NO_KERNEL[0]),
        (AdaptivePool("average", (2, 2)), np.arange(9).reshape(1, 3, 3), NO_KERNEL[0]),
        (pool("max"), np.full((1, 2, 2), 1e16), NO_KERNEL[0]),
    ],
)
def test_numbers_without_a_common_factor_stay_as_they_are(layer, x, weight):
    plain = document(layer, x, weight)
    trace = compute(plain)
    made = factored(trace, viewed(plain, factored=True).view)
    assert made.trace is trace
    assert not made.factors
    for step in (0, len(plain.steps) - 1):
        assert explain.sentence(plain, trace, step) == explain.sentence(
            viewed(plain, factored=True), trace, step
        )


def test_a_kernel_has_its_factor_though_the_input_has_none():
    x = np.sqrt(np.arange(1.0, 10)).reshape(1, 3, 3)
    doc = document(Conv2d(1, 1, 3, bias=False), x, np.full((1, 1, 3, 3), 0.25), factored=True)
    made = factored(compute(doc), doc.view)
    assert made.factors == Factors(1, 4, 4)
    assert made.trace.output[0, 0, 0] == pytest.approx(x.sum())


def test_of_large_inputs_only_integers_have_a_factor():
    ninths = np.full((1, 1, 3, 3), 1 / 9)
    for side, kind, wanted in (
        (600, "int64", Factors(1, 9, 9)), (600, "float64", Factors(1, 9, 9)),
        (500, "float64", Factors(2, 9, 18)), (1100, "int64", Factors()),
    ):
        x = np.full((1, side, side), 3, kind) / (2 if kind == "float64" else 1)
        doc = document(Conv2d(1, 1, 3, bias=False), x.astype(kind), ninths, factored=True)
        assert factored(compute(doc), doc.view).factors == wanted


def test_levels_are_of_the_numbers_that_are_written():
    doc = document(
        Conv2d(1, 1, 1, bias=False), [[[0.5, 1.5]]], [[[[0.5]]]], factored=True,
        input_levels=(0.0, 2.0), output_levels=(0.0, 1.0),
    )
    made = factored(compute(doc), doc.view)
    view = made.view(doc.view)
    assert (view.input_levels, view.output_levels) == ((0.0, 4.0), (0.0, 4.0))
    plain = Picture(viewed(doc, factored=False), compute(doc), SIZE)
    ours = Picture(doc, compute(doc), SIZE)
    for one, other in zip(grids(plain.base(1)), grids(ours.base(1)), strict=True):
        assert np.array_equal(one.shades, other.shades)


@given(st.lists(st.fractions(-100, 100, max_denominator=30), min_size=1, max_size=4))
def test_the_smallest_common_denominator_is_found(numbers):
    wanted = 1
    for number in numbers:
        wanted = wanted * number.denominator // gcd(wanted, number.denominator)
    array = np.array([float(number) for number in numbers])
    assert denominator(array) == (wanted if wanted <= LARGEST else None)


@pytest.mark.parametrize("show", ["im2col", "matrix", "gradient", "coverage", "stamps"])
def test_other_views_tell_their_factors_in_a_line_below(show):
    if show == "stamps":
        layer = ConvTranspose2d(1, 1, 2, bias=False)
    else:
        layer = Conv2d(1, 1, 2, bias=False)
    x = np.arange(9).reshape(1, 3, 3) / 2
    doc = document(layer, x, np.full((1, 1, 2, 2), 0.25), show=show, factored=True)
    shown, trace = picture(doc)
    said = [text.text for text in texts(shown.base(0)) if "1/" in text.text]
    wanted = {
        "coverage": [],
        "gradient": ["input and kernel’s gradient × 1/2, kernel and input’s gradient × 1/4"],
    }.get(show, ["input × 1/2, kernel × 1/4, output × 1/8"])
    assert said == wanted
    assert shown.overlay(0).height == shown.base(0).height == SIZE[1]
    told = explain.sentence(doc, trace, 0)
    assert not wanted or told.endswith(f"; {wanted[0]}")
    tiny = Picture(doc, trace, (40, 30))
    assert not [text for text in texts(tiny.base(0)) if "1/" in text.text]


# Colours and levels


def test_gradients_are_plain_too():
    shown, _ = picture(sharp(colours=False, show="gradient"))
    ramps = {grid.ramp for grid in grids(shown.base(24)) if not grid.hatched}
    assert ramps == {"plain"}


def test_plain_cells_have_one_colour_and_their_numbers():
    shown, _ = picture(sharp(colours=False))
    base, over = panels(shown.base(24)), shown.overlay(24)
    plain = [grid for grid in grids(base) if not grid.hatched]
    assert {grid.ramp for grid in plain} == {"plain"}
    assert all(len(set(grid.shades.ravel().tolist())) == 1 for grid in plain)
    assert written(base, "input")[2, 2] == "13"
    assert written_on(base, over, "output")[4, 4] != ""


@given(st.data())
def test_symmetric_colours_reach_as_far_below_zero_as_above(draw):
    name = draw.draw(st.sampled_from(["auto", "tint", "viridis", "diverging"]))
    doc = sharp(symmetric=True, colour_map=name, input_levels=draw.draw(
        st.none() | st.just((-2.0, 5.0))
    ))
    shown, trace = picture(doc)
    for colours in colourings(doc, trace):
        assert colours.levels[0] == -colours.levels[1]
    zero = [
        shade
        for grid in grids(shown.base(0))
        if grid.labels is not None and grid.ramp != "padding"
        for labels, shades in zip(grid.labels, grid.shades.tolist(), strict=True)
        for text, shade in zip(labels, shades, strict=True)
        if text == "0"
    ]
    assert set(zero) <= {127, 128}


@pytest.mark.parametrize("levels", [None, (3.0, 3.0), (-1.0, 9.0)])
def test_colour_bars_say_which_number_has_which_colour(levels):
    doc = sharp(colour_bar=True, input_levels=levels)
    shown, trace = picture(doc)
    bars = [item for item in named(shown.base(0), "colour bars") if isinstance(item, Image)]
    assert [bar.ramp for bar in bars] == ["input", "purple-amber", "purple-green"]
    said = [item.text for item in named(shown.base(0), "colour bars") if isinstance(item, Text)]
    low, high = levels or (0, 25)
    ends = [number_text(low), number_text(high)] if high > low else [number_text(low)]
    assert said[0] == "Input"
    assert set(ends) <= set(said[1 : said.index("Kernel")])
    reach = max(abs(trace.output.min()), abs(trace.output.max()))
    assert said[said.index("Output") + 1 :] == [f"−{reach}", "0", str(reach)]
    for bar in bars[1:]:
        assert bar.shades[0, 0] == 0
        assert bar.shades[0, -1] == 255
    # They stand below everything else, and everything else keeps its place above.
    panels = [box(spot) for spot in spots(shown.base(0)).values()]
    lowest = max(y + height for _, y, _, height in panels)
    assert min(bar.y for bar in bars) > lowest


def test_colour_bars_stand_below_what_else_is_said():
    layer = Conv2d(2, 1, 3, padding="same", dialect="tensorflow")
    doc = document(
        layer, np.ones((2, 5, 5)), np.ones((1, 2, 3, 3)), np.ones(1), compared="pytorch",
        colour_bar=True,
    )
    shown, _ = picture(doc)
    base, over = shown.base(3), shown.overlay(3)
    bars = [item for item in named(base, "colour bars") if isinstance(item, Image)]
    lines = [text for text in texts(base) if "PyTorch" in text.text]
    lines += [text for text in texts(over) if "gives" in text.text]
    assert len(lines) == 2
    assert len(bars) == 3
    assert max(line.y for line in lines) < min(bar.y for bar in bars)


# Linking


@drawn.for_each(WEIGHTED, st.booleans(), st.data(), examples=20)
def test_a_tap_has_the_same_colour_everywhere(doc, divided, draw):
    doc = viewed(doc, linking=True, by_taps=divided)
    shown, trace = picture(doc)
    number = some_step(draw, shown)
    step, base, over = shown.steps[number], shown.base(number), shown.overlay(number)
    kernel = {
        at: shade
        for grid in grids(base) if grid.ramp == "taps"
        for at, shade in shades_at(grid, spots(base)["kernel"]).items()
    }
    assert set(kernel) == set(np.ndindex(*spots(base)["kernel"].shape))
    slices, channel = shown.slices(number), shown.channels(number)[0]
    if step.stamp is not None:
        met = {
            shade
            for grid in grids(over) if grid.ramp == "taps"
            for shade in grid.shades.ravel().tolist()
        }
        assert met <= set(kernel.values())
        return
    found = {}
    for item in named(over, "window"):
        if isinstance(item, Cells) and item.ramp == "taps":
            found.update(shades_at(item, spots(base)["input"]))
    wanted = {}
    for term in Terms(trace, step.output):
        counts = step.tap is None or term.index <= step.tap
        if counts and term.channel == channel and depth(term.position) == slices.input:
            wanted[cell(term.position)] = kernel[cell(term.tap)]
    assert found == wanted


def shades_at(grid, spot):
    """Return the shades of cells by the places of a hotspot that they are on."""
    found = {}
    for row, column in np.ndindex(*grid.shades.shape):
        hit = spot.hit(grid.x + (column + 0.5) * grid.cell, grid.y + (row + 0.5) * grid.cell)
        if hit is not None:
            found[hit[1]] = int(grid.shades[row, column])
    return found


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (5, 5), (1, 25), (25, 1), (3, 8), (4, 6)])
def test_up_to_25_taps_have_different_colours(shape):
    shades = tap_shades(*shape)
    assert shades.shape == shape
    assert len(np.unique(shades)) == shades.size
    assert (shades % 10 == 0).all()


def test_of_more_taps_neighbours_still_differ():
    shades = tap_shades(11, 11).astype(int)
    assert (np.diff(shades, axis=0) != 0).all()
    assert (np.diff(shades, axis=1) != 0).all()


def test_what_a_tap_meets_is_lit_in_its_colour():
    doc = sharp(linking=True)
    shown, _ = picture(doc)
    base = shown.base(6)
    kernel = next(
        shades_at(grid, spots(base)["kernel"])
        for grid in grids(base) if grid.ramp == "taps" and grid.shades.size == 9
    )
    for tap in ((0, 0), (1, 2)):
        lit = [
            item for item in named(shown.overlay(6, ("kernel", tap)), "pointed")
            if isinstance(item, Cells)
        ]
        assert {int(shade) for item in lit for shade in item.shades.ravel()} == {kernel[tap]}
        assert sum(item.shades.size for item in lit) == 25
    ahead = [
        item for item in named(shown.overlay(6, ("output", (4, 4))), "pointed")
        if isinstance(item, Cells) and item.ramp == "taps" and item.lines
    ]
    assert {int(shade) for item in ahead for shade in item.shades.ravel()} == set(kernel.values())


def test_taps_are_numbered_where_there_is_room():
    shown, _ = picture(sharp(linking=True))
    small = [
        item.labels[0][0] for item in named(shown.base(0), "kernel")
        if isinstance(item, Cells) and item.lines is None
    ]
    assert small == [str(at) for at in range(1, 10)]
    little = Picture(sharp(linking=True), compute(sharp()), (260, 140))
    kernel = named(little.base(0), "kernel")
    assert not [item for item in kernel if isinstance(item, Cells) and item.lines is None]


def test_a_lens_shows_the_taps_colours():
    doc = simple((40, 40), linking=True, padding=1)
    for size in (SIZE, (700, 500)):
        shown = Picture(doc, compute(doc), size)
        kernel = next(grid for grid in grids(shown.base(60)) if grid.ramp == "taps")
        lens = [item for item in named(shown.overlay(60), "lens") if isinstance(item, Sheet)]
        taps = [item.shades for item in lens if item.ramp == "taps"]
        assert np.array_equal(np.concatenate(taps), kernel.shades)


def test_a_kernel_of_very_many_taps_keeps_its_own_colours():
    doc = document(
        Conv2d(1, 1, 40, bias=False), np.ones((1, 41, 41)), np.ones((1, 1, 40, 40)), linking=True
    )
    shown, _ = picture(doc)
    assert "taps" not in {grid.ramp for grid in grids(shown.base(0))}


# Products


@drawn.for_each(WEIGHTED, st.booleans(), st.data(), examples=20)
def test_products_in_the_window_are_the_terms(doc, divided, draw):
    doc = viewed(doc, products=True, by_taps=divided)
    shown, trace = picture(doc, (3000, 1600))
    number = some_step(draw, shown)
    step, base, over = shown.steps[number], shown.base(number), shown.overlay(number)
    assume(step.stamp is None)
    window = [
        item for item in named(over, "window") if isinstance(item, Cells) and item.lines is None
    ]
    found = {}
    for item in window:
        hit = spots(base)["input"].hit(item.x + item.cell / 2, item.y + item.cell / 2)
        found.setdefault(hit[1], []).append(item.labels[0][0])
    assume(found or spots(base)["input"].cell[0] >= 60)
    channel, slices = shown.channels(number)[0], shown.slices(number)
    wanted = {}
    for term in Terms(trace, step.output):
        counts = step.tap is None or term.index <= step.tap
        if counts and term.channel == channel and depth(term.position) == slices.input:
            both = f"{number_text(term.value)}×{number_text(term.weight)}"
            wanted[cell(term.position)] = [both, f"={number_text(term.product)}"]
    assert found == wanted


def test_products_give_up_digits_and_weights_before_they_vanish():
    x = np.full((1, 3, 3), 0.123456)
    doc = document(Conv2d(1, 1, 3, bias=False), x, np.full((1, 1, 3, 3), 0.98765), products=True)

    def lines(size, **view):
        over = Picture(viewed(doc, **view), compute(doc), size).overlay(0)
        found = [item for item in named(over, "window") if isinstance(item, Cells)]
        return [item.labels[0][0] for item in found if item.lines is None][:2]

    sides = range(1280, 200, -20)
    stages = list(dict.fromkeys(tuple(lines((side, 0.5625 * side))) for side in sides))
    assert stages[0] == ("0.1235×0.9877", "=0.1219")
    assert ("0.1235", "=0.1219") in stages
    assert ("0.12", "=0.12") in stages
    assert stages[-1] == ()
    assert lines((1280, 720), decimals=1) == ["0.1×1.0", "=0.1"]
    assert lines((1280, 720), decimals=17) == []
    assert lines((1280, 720), values=False) == []
    assert lines((160, 90)) == []


def test_a_window_of_very_many_taps_stays_a_window():
    doc = document(
        Conv2d(1, 1, 20, bias=False), np.ones((1, 24, 24)), np.ones((1, 1, 20, 20)), products=True
    )
    shown, _ = picture(doc)
    window = [item for item in named(shown.overlay(3), "window") if isinstance(item, Cells)]
    assert sum(item.shades.size for item in window) == 400


def test_a_product_with_what_is_no_number_is_none_either():
    x = np.array([[[np.nan, 1.0], [2.0, 3.0]]])
    doc = document(Conv2d(1, 1, 2, bias=False), x, np.ones((1, 1, 2, 2)), products=True)
    shown, _ = picture(doc)
    window = [item for item in named(shown.overlay(0), "window") if isinstance(item, Cells)]
    assert [item.labels[0][0] for item in window if item.lines is None][:2] == ["NaN×1", "=NaN"]


def test_products_without_room_are_in_the_lens():
    doc = sharp((20, 20), products=True)
    over = Picture(doc, compute(doc), SIZE).overlay(45)
    said = [item.text for item in named(over, "lens") if isinstance(item, Text)]
    assert "Window" in said
    assert any("value × weight" in text for text in said)


def test_products_are_the_numbers_of_taps_in_their_colours_too():
    shown, _ = picture(sharp(products=True, linking=True))
    window = [item for item in named(shown.overlay(12), "window") if isinstance(item, Cells)]
    assert {item.ramp for item in window} == {"taps"}
    assert [item.labels[0][0] for item in window if item.lines is None][:2] == ["7×−1", "=−7"]


# Projection


@drawn.for_each(
    of_every_kind(), st.sampled_from([SIZE, (640, 360), (500, 900)]), st.booleans(), st.data()
)
def test_projection_lines_go_behind_what_is_written(doc, size, divided, draw):
    doc = viewed(doc, projection=True, by_taps=divided)
    shown, _ = picture(doc, size)
    number = some_step(draw, shown)
    base, over = shown.base(number), shown.overlay(number)
    lines = [item for item in named(over, "projection") if isinstance(item, Line)]
    words = [room_of(text) for text in texts(base)]
    if "kernel" in spots(base):
        words.append(box(spots(base)["kernel"]))
    for line in lines:
        (x1, y1), (x2, y2) = line.points
        for share in np.linspace(0, 1, 60):
            x, y = x1 + share * (x2 - x1), y1 + share * (y2 - y1)
            assert not any(within(area, x, y) for area in words)


def room_of(text):
    """Return x, y, width and height of a text's capitals."""
    width = text_width(text.text, text.size, text.bold)
    left = text.x - (width / 2 if text.anchor == "middle" else 0)
    return left, text.y - CAP_HEIGHT * text.size, width, CAP_HEIGHT * text.size


def test_projection_lines_join_the_window_and_its_output_cell():
    doc = sharp(projection=True)
    shown, _ = picture(doc)
    lines = [item for item in named(shown.overlay(12), "projection") if isinstance(item, Line)]
    ends = [point for line in lines for point in line.points]
    window = next(
        item for item in edged(shown.overlay(12), "window", "window.edge") if item.line == 2.5
    )
    made = edged(shown.overlay(12), "current", "window.edge")[-1]
    for area, x in ((window, window.x + window.width), (made, made.x)):
        low, high = area.y - 4, area.y + area.height + 4
        assert any(abs(px - x) < 4 and low < py < high for px, py in ends)


@pytest.mark.parametrize("zoom", [1.0, 1.7])
def test_projection_lines_leave_out_the_numbers_in_cells(zoom):
    doc = sharp((9, 9), projection=True, zoom=zoom)
    shown, _ = picture(doc)
    base = shown.base(30)
    spot = spots(base)["input"]
    numbers = [middle(spot, at) for at in written(base, "input")]
    for line in named(shown.overlay(30), "projection"):
        (x1, y1), (x2, y2) = line.points
        for share in np.linspace(0, 1, 80):
            x, y = x1 + share * (x2 - x1), y1 + share * (y2 - y1)
            assert all(abs(x - nx) > 4 or abs(y - ny) > 4 for nx, ny in numbers)


def test_projection_lines_are_for_what_is_in_sight():
    doc = sharp((40, 40), projection=True, zoom=8.0, centre=(35.0, 35.0))
    shown, _ = picture(doc)
    assert not named(shown.overlay(0), "projection")


# Path


@drawn.for_each(of_every_kind(), st.booleans(), st.data(), examples=15)
def test_the_path_visits_the_windows_so_far_in_their_order(doc, divided, draw):
    doc = viewed(doc, path=True, by_taps=divided, values=False)
    shown, trace = picture(doc, (4000, 3000))
    number = some_step(draw, shown)
    step, layer = shown.steps[number], trace.layer
    base, over = shown.base(number), shown.overlay(number)
    dots = [item for item in named(over, "path") if isinstance(item, Rect)]
    if isinstance(layer, Fold):
        assert dots == []
        assert lacking(doc, "path")
        return
    wanted = []
    for at in range(number + 1):
        other = shown.steps[at]
        if step.stamp is not None:
            if other.stamp[0] == step.stamp[0] and depth(other.stamp[1:]) == depth(step.stamp[1:]):
                wanted.append([cell(other.stamp[1:])])
            continue
        if other.output[0] != step.output[0] or (other.tap or 0) > 0:
            continue
        if isinstance(layer, Unfold):
            if other.output[1] == step.output[1]:
                wanted.append([cell(term.position) for term in Terms(trace, other.output)])
        elif depth(other.output[1:]) == depth(step.output[1:]):
            wanted.append([
                cell(term.position) for term in Terms(trace, other.output)
                if term.channel == Terms(trace, other.output)[0].channel
            ])
    centres = [np.mean(np.array(cells), axis=0) for cells in wanted if cells]
    spot = spots(base)["input"]
    assert len(dots) == len(centres) + bool(centres)
    for dot, (row, column) in zip(dots, [*centres, *centres[-1:]], strict=True):
        x, y = middle(spot, (row, column))
        assert (dot.x + dot.width / 2, dot.y + dot.height / 2) == pytest.approx((x, y), abs=0.01)


def test_a_path_out_of_sight_is_not_drawn():
    shown, _ = picture(sharp((60, 60), path=True, zoom=6.0, centre=(50.0, 50.0)))
    assert not named(shown.overlay(70), "path")
    assert named(shown.overlay(len(shown.steps) - 1), "path")


def test_the_path_runs_below_the_numbers():
    shown, _ = picture(sharp(path=True))
    spot = spots(shown.base(12))["input"]
    rows = [item for item in named(shown.overlay(12), "path") if isinstance(item, Line)]
    for line in rows:
        if not line.dashed:
            (_, y), _ = line.points
            off = (y - spot.origin[1]) / spot.cell[1] % 1
            assert 0.75 < off < 0.97
    assert sum(not line.dashed for line in rows) == 3
    assert sum(line.dashed for line in rows) == 2


@pytest.mark.parametrize("zoom", [1.0, 60.0])
@pytest.mark.parametrize("layer", [
    Conv2d(1, 1, 3, padding=1, bias=False), ConvTranspose2d(1, 1, 2, stride=3, bias=False),
])
def test_of_a_long_way_only_what_is_in_sight_is_drawn(layer, zoom):
    doc = document(
        layer, np.zeros((1, 3000, 3000)), np.ones(layer.weight_shape), path=True, zoom=zoom,
        centre=None if zoom == 1 else (300.0, 300.0),
    )
    shown, _ = picture(doc)
    number = len(shown.steps) - 1
    items = named(shown.overlay(number), "path")
    assert 1 < len(items) < 1200
    # The end is where the step is, and nowhere else when that is out of sight.
    ends = [item for item in items if isinstance(item, Rect) and item.edge]
    assert not ends or zoom == 1
    early = (301, 304) if isinstance(layer, Conv) else (901, 904)
    items = named(shown.overlay(shown.steps.at((0, *early))), "path")
    (end,) = [item for item in items if isinstance(item, Rect) and item.edge]
    assert within(box(spots(shown.base(0))["input"]), end.x, end.y)


# Coordinates


@drawn.for_each(of_every_kind(), st.sampled_from([SIZE, (640, 360), (400, 900)]))
def test_coordinates_stand_beside_their_rows_and_columns(doc, size):
    shown, _ = picture(viewed(doc, coordinates=True), size)
    base = shown.base(0)
    for kind in ("input", "kernel", "output"):
        spot = spots(base).get(kind)
        cut = kind == "output" and isinstance(doc.layer, ConvTranspose | Fold)
        if spot is None or cut:
            continue
        across = beside(base, spot, 1)
        assert across
        assert all(abs(x - middle(spot, (spot.first[0], at))[0]) < 0.01 for at, x in across.items())
        gaps = np.diff(sorted(across))
        assert len(set(gaps.tolist())) <= 1
        if spot.shape[0] > 1:
            down = beside(base, spot, 0)
            assert all(
                abs(y - middle(spot, (at, spot.first[1]))[1]) < 0.01 for at, y in down.items()
            )


def beside(scene, spot, axis):
    """Return the names of a panel's columns (or rows) and where their middles are."""
    found = {}
    for text in texts(scene):
        if not text.text.replace("−", "").isdigit():
            continue
        width = text_width(text.text, text.size)
        above = spot.y - 2.2 * text.size < text.y < spot.y
        across = text.anchor == "middle" and spot.x <= text.x <= spot.x + spot.width
        if axis == 1 and above and across:
            found[int(read(text.text))] = text.x
        before = 0 < spot.x - (text.x + width) < 1.2 * text.size
        if axis == 0 and text.anchor == "start" and before:
            y = text.y - CAP_HEIGHT * text.size / 2
            if spot.y <= y <= spot.y + spot.height:
                found[int(read(text.text))] = y
    return found


def test_coordinates_stand_outside_of_what_is_cut_off():
    doc = document(
        ConvTranspose2d(1, 1, 3, stride=2, padding=1, bias=False), np.ones((1, 3, 3)),
        np.ones((1, 1, 3, 3)), coordinates=True,
    )
    shown, _ = picture(doc)
    base = shown.base(0)
    spot = spots(base)["output"]
    above = [text for text in texts(base) if text.x > spot.x and text.text.isdigit()]
    assert [text.text for text in above if text.y < spot.y] == ["0", "1", "2", "3", "4"]
    assert max(text.y for text in above if text.y < spot.y) < spot.y - spot.cell[1]


def test_padding_has_negative_coordinates():
    shown, _ = picture(sharp(coordinates=True))
    base = shown.base(0)
    assert sorted(beside(base, spots(base)["input"], 0)) == list(range(-1, 6))
    assert sorted(beside(base, spots(base)["output"], 1)) == list(range(5))


@pytest.mark.parametrize("zoom", [1.0, 9.0])
def test_crowded_coordinates_are_thinned_out(zoom):
    doc = simple((900, 900), coordinates=True, zoom=zoom, centre=(500.0, 500.0))
    shown, _ = picture(doc)
    base = shown.base(0)
    names = sorted(beside(base, spots(base)["input"], 1))
    steps = set(np.diff(names).tolist())
    assert len(steps) == 1
    assert 2 <= len(names) < 60
    assert all(at % steps.copy().pop() == 0 for at in names)


def test_one_axis_has_columns_alone():
    layer = Conv1d(1, 1, 3, bias=False)
    doc = document(layer, np.ones((1, 9)), np.ones((1, 1, 3)), coordinates=True)
    shown, _ = picture(doc)
    base = shown.base(0)
    assert not beside(base, spots(base)["input"], 0)
    assert sorted(beside(base, spots(base)["input"], 1)) == list(range(9))


# Strokes


@pytest.mark.parametrize("struck", [True, False])
def test_strokes_through_unused_cells_can_be_left_out(struck):
    doc = simple((6, 6), stride=2, struck=struck)
    shown, _ = picture(doc)
    strokes = [
        item for item in named(shown.base(0), "input")
        if isinstance(item, Line) and item.colour == "unused"
    ]
    assert bool(strokes) == struck


# What is kept where


@example("products")
@given(st.sampled_from(NAMES))
def test_a_volume_shows_its_slice_with_every_switch(name):
    x = np.arange(4 * 27).reshape(4, 3, 3, 3)[:1]
    layer = Conv3d(1, 1, 2, padding=1, bias=False)
    kernel = kernel_preset("corners", layer.weight_shape)
    usual = getattr(ViewOptions(), name)
    doc = document(layer, x, kernel, **{name: not usual})
    shown, _ = picture(doc)
    assert isinstance(layer, Weighted)
    for number in (0, 20, len(shown.steps) - 1):
        assert shown.base(number).items
        assert shown.overlay(number).items
