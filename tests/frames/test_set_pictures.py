"""Pictures as they are set: size of the type, parts, arrangement, height, caption."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import strategies as st

import convviz as cv
from convviz.document.editing import new_document
from convviz.frames import Picture, compute
from convviz.frames.caption import caption
from convviz.frames.drawings import shows
from convviz.frames.page import natural_size
from convviz.options import ARRANGEMENTS, GRIDS, PANELS, POINT, PictureOptions
from convviz.scene.bounds import edges_of
from convviz.scene.items import Image, Rect, Text
from tests import drawn
from tests.chains import chain
from tests.pictures import (
    document,
    named,
    of_every_kind,
    panels,
    simple,
    spots,
    texts,
    viewed,
    walk,
)

SIZE = (900.0, 600.0)
EVERYTHING = PictureOptions(panels=PANELS)


def set_(of, size=SIZE, **setting):
    return Picture(of, compute(of), size, setting=PictureOptions(**setting))


def layer_of(layer, shape, **view):
    x, weight, bias = drawn.numbers(layer, shape, "int64", 1)
    return document(layer, x, np.zeros((0,) * 3) if weight is None else weight, bias, **view)


PADDED = simple((5, 5), padding=1)


# Type


@pytest.mark.parametrize("points", [6.0, 8.0, 12.0])
@pytest.mark.parametrize("show", ["layer", "im2col", "matrix", "coverage", "gradient", "isometric"])
def test_titles_have_the_size_that_is_wished_for(points, show):
    shown = set_(replace(PADDED, view=replace(PADDED.view, show=show)), font_size=points)
    titles = [item.size for item in texts(shown.base(0)) if item.bold]
    assert titles[0] == pytest.approx(points * POINT)


@pytest.mark.parametrize("show", ["stamps", "gaps", "three"])
def test_titles_of_transposed_views_have_the_size_that_is_wished_for(show):
    shown = set_(layer_of(cv.ConvTranspose2d(1, 1, 3), (1, 3, 3), show=show), font_size=7.0)
    sizes = [item.size for item in texts(shown.base(0)) if item.bold]
    assert max(sizes) == pytest.approx(7.0 * POINT)


# Parts


@pytest.mark.parametrize("name", ["formula", "arithmetic", "legend", "caption"])
def test_each_part_stands_below_if_it_is_wished_for(name):
    without, shown = set_(PADDED, panels=GRIDS), set_(PADDED, panels=(*GRIDS, name))
    foot = max(spot.y + spot.height for spot in shown.base(0).hotspots)
    scene = shown.overlay(4) if name in {"arithmetic", "caption"} else shown.base(4)
    part = [item for item in scene.items if getattr(item, "name", "") == name]
    left, top, right, bottom = edges_of(part)
    assert top > foot
    assert 0 <= left < right <= SIZE[0]
    assert bottom <= SIZE[1]
    assert not named(without.base(4), name)
    assert not named(without.overlay(4), name)


@pytest.mark.parametrize("left_out", GRIDS)
def test_a_panel_that_is_left_out_is_nowhere(left_out):
    kept = tuple(name for name in GRIDS if name != left_out)
    shown = set_(PADDED, panels=kept)
    said = {item.text for item in texts(shown.base(3)) if item.bold}
    assert said - {"∗"} == {name.capitalize() for name in kept}
    assert {*spots(shown.base(3))} == {*kept}
    for item in [*texts(shown.base(3)), *texts(shown.overlay(3))]:
        assert 0 <= item.x <= SIZE[0]
        assert 0 <= item.y <= SIZE[1]


@pytest.mark.parametrize("kept", GRIDS)
@pytest.mark.parametrize("arranged", ["auto", "column"])
def test_a_single_panel_has_the_picture_for_itself(kept, arranged):
    shown = set_(PADDED, panels=(kept,), arrangement=arranged)
    (spot,) = shown.base(0).hotspots
    alone = spot.height if kept != "input" else spot.width
    assert alone > 0.4 * SIZE[1]
    assert not [item for item in texts(shown.base(0)) if item.text in {"∗", "=", "→"}]


def test_without_the_kernel_an_arrow_says_what_is_done():
    said = {item.text for item in texts(set_(PADDED, panels=("input", "output")).base(0))}
    assert {"→", "∗", "3 × 3"} <= said


def test_panels_that_a_layer_has_not_are_passed_over():
    pooled = layer_of(cv.MaxPool2d(2), (1, 4, 4))
    said = {item.text for item in texts(set_(pooled, panels=("kernel",)).base(0)) if item.bold}
    assert said == {"Input", "max", "Output"}


@drawn.for_each(
    of_every_kind(),
    st.sets(st.sampled_from(PANELS)).map(lambda chosen: tuple(sorted(chosen))),
    st.sampled_from(ARRANGEMENTS),
    st.sampled_from([(1280.0, 720.0), (330.0, 500.0), (660.0, 300.0), (90.0, 90.0)]),
    st.sampled_from([None, 5.0, 9.0]),
    st.data(),
)
def test_whatever_is_wished_for_stays_inside_the_picture(
    of, wanted, arranged, size, points, data
):
    shown = Picture(of, compute(of), size, None, PictureOptions(points, wanted, arranged))
    step = data.draw(st.integers(0, len(of.steps) - 1))
    below = [
        item for scene in (shown.base(step), shown.overlay(step)) for item in scene.items
        if getattr(item, "name", "") in {"formula", "arithmetic", "legend", "caption"}
    ]
    for item in below:
        left, top, right, bottom = edges_of([item])
        assert left > -1
        assert top > -1
        assert right < size[0] + 1
        assert bottom < size[1] + 1
        for text in (one for one, _, _ in walk([item]) if isinstance(one, Text)):
            assert text.size > 4


def test_where_there_is_no_room_less_is_shown_and_the_caption_last_of_all():
    names = []
    for height in (620, 170, 110, 30):
        shown = set_(PADDED, (640.0, float(height)), panels=PANELS)
        scene = (*shown.base(0).items, *shown.overlay(0).items)
        names.append([name for name in PANELS if any(
            getattr(item, "name", "") == name for item in scene
        )])
    assert {"formula", "arithmetic", "legend", "caption"} <= {*names[0]}
    assert len(names[0]) > len(names[1]) >= len(names[2])
    assert "caption" in names[2]
    assert not {*PANELS} - {*GRIDS} & {*names[3]}


def in_depth(layer, shape):
    return layer_of(layer, shape, show="isometric")


@pytest.mark.parametrize(
    ("layer", "shape", "size"),
    [
        (cv.Conv2d(1, 1, 3, stride=2, padding=1, bias=False), (1, 5, 5), (760.0, 735.0)),
        (cv.Conv2d(1, 1, 3, stride=2, padding=1, bias=False), (1, 5, 5), (1280.0, 720.0)),
        (cv.ConvTranspose2d(1, 1, 3, stride=2, bias=False), (1, 3, 3), (1280.0, 720.0)),
        (cv.MaxPool2d(2), (1, 8, 8), (1280.0, 720.0)),
    ],
)
def test_a_sum_stands_between_plates_that_leave_room_and_touches_none(layer, shape, size):
    of = in_depth(layer, shape)
    setting = PictureOptions(panels=(*GRIDS, "arithmetic"))
    shown = Picture(of, compute(of), size, setting=setting)
    lowest = max(item.y for item in texts(shown.base(0)) if item.bold)
    for step in range(0, len(of.steps), 3):
        scene = shown.overlay(step)
        found = [item for item in scene.items if getattr(item, "name", "") == "arithmetic"]
        left, top, right, bottom = edges_of(found)
        assert top < lowest
        others = [item for item in scene.items if item not in found]
        for item, _, _ in [*walk(shown.base(step).items), *walk(others)]:
            a, b, c, d = edges_of([item]) or (-9, -9, -9, -9)
            assert c <= left or a >= right or d <= top or b >= bottom


@pytest.mark.parametrize(("size", "beside"), [((760.0, 735.0), True), ((1280.0, 720.0), False)])
def test_the_key_stands_below_the_sum_between_plates_where_it_has_room_too(size, beside):
    of = in_depth(cv.Conv2d(1, 1, 3, stride=2, padding=1, bias=False), (1, 5, 5))
    shown = Picture(of, compute(of), size, setting=PictureOptions(
        panels=(*GRIDS, "arithmetic", "legend")
    ))
    left, top, right, bottom = edges_of(named(shown.overlay(4), "arithmetic"))
    a, b, c, d = edges_of(named(shown.base(4), "legend"))
    assert b > bottom
    assert d <= size[1]
    assert (left < a < c < right) == beside
    assert top < max(item.y for item in texts(shown.base(0)) if item.bold)


def test_a_sum_in_depth_stands_below_where_plates_leave_no_room_or_are_enlarged():
    of = in_depth(cv.Conv2d(1, 1, 3, padding=1, bias=False), (1, 5, 5))
    near = replace(of, view=replace(of.view, zoom=3.0))
    for one, size in ((of, (700.0, 430.0)), (near, (1280.0, 720.0))):
        shown = Picture(one, compute(one), size, setting=PictureOptions(
            panels=(*GRIDS, "arithmetic")
        ))
        left, _, right, _ = edges_of(named(shown.overlay(4), "arithmetic"))
        assert (left + right) / 2 == pytest.approx(size[0] / 2, abs=20)


def test_a_picture_in_depth_of_its_natural_height_has_the_sum_between_its_plates():
    of = simple((5, 5), stride=2, padding=1, show="isometric")
    setting = PictureOptions(panels=(*GRIDS, "arithmetic"))
    size = natural_size(of, compute(of), 800.0, setting)
    shown = Picture(of, compute(of), size, setting=setting)
    _, top, _, bottom = edges_of(named(shown.overlay(4), "arithmetic"))
    foot = max(item.y for item in texts(shown.base(0)) if item.bold)
    assert top < foot
    assert bottom <= size[1]
    assert size[1] - foot < 60


def test_channels_of_a_sum_stand_beside_one_another_where_there_is_room():
    of = layer_of(cv.Conv2d(3, 1, 3, bias=False), (3, 4, 4))
    def places(width):
        shown = set_(of, (width, 900.0), panels=(*GRIDS, "arithmetic"))
        said = [item for item in texts(shown.overlay(0)) if item.text.startswith("input channel")]
        boxes = [item for item, names, _ in walk(shown.overlay(0).items)
                 if isinstance(item, Rect) and "terms" in names]
        for a, b in pairwise(sorted(boxes, key=lambda box: (box.y, box.x))):
            assert a.y + a.height <= b.y or a.x + a.width <= b.x
        assert len(boxes) == 27
        return {round(item.x) for item in said}, {round(item.y) for item in said}

    assert [len(all_) for all_ in places(1200.0)] == [3, 1]
    assert [len(all_) for all_ in places(400.0)] == [1, 3]


# Arrangement


def test_panels_stand_as_is_wished_for():
    def places(arranged):
        found = spots(set_(PADDED, arrangement=arranged).base(0))
        return [(found[name].x, found[name].y) for name in GRIDS]

    (ax, _), (bx, _), (cx, _) = places("row")
    assert ax < bx < cx
    (_, ay), (_, by), (_, cy) = places("column")
    assert ay < by < cy
    (ax, ay), (bx, by), (_, cy) = places("over")
    assert ax < bx
    assert cy > max(ay, by)


def test_a_layer_without_a_kernel_is_arranged_too():
    pooled = layer_of(cv.MaxPool2d(2), (1, 4, 4))
    found = spots(set_(pooled, arrangement="over").base(0))
    assert found["output"].y > found["input"].y + found["input"].height


@pytest.mark.parametrize("show", ["coverage", "gradient"])
def test_other_views_are_arranged_too(show):
    of = replace(PADDED, view=replace(PADDED.view, show=show))
    row, column = (
        set_(of, arrangement=arranged).base(0).hotspots for arranged in ("row", "column")
    )
    assert len({round(spot.x) for spot in row}) >= len({round(spot.x) for spot in column})
    assert len({round(spot.y) for spot in column}) >= len({round(spot.y) for spot in row})


@pytest.mark.parametrize("show", ["gaps", "gradient"])
def test_boards_stand_in_a_row_or_a_column(show):
    of = (
        layer_of(cv.ConvTranspose2d(1, 1, 3), (1, 3, 3), show=show) if show == "gaps"
        else replace(PADDED, view=replace(PADDED.view, show=show))
    )
    for arranged, along in (("row", 0), ("column", 1)):
        boxes = [
            ((spot.x, spot.x + spot.width), (spot.y, spot.y + spot.height))
            for spot in set_(of, arrangement=arranged).base(0).hotspots
        ]
        ordered = sorted(boxes, key=lambda box: box[along])
        for before, after in pairwise(ordered):
            assert before[along][1] <= after[along][0] + 1


def test_maps_in_depth_stand_in_a_row_and_lie_over_one_another():
    of = replace(PADDED, view=replace(PADDED.view, show="isometric"))

    def middles(arranged):
        scene = set_(of, arrangement=arranged).base(0)
        return [spots(scene)[name].point(1, 1) for name in ("input", "output")]

    (ax, _), (bx, _) = middles("row")
    assert bx > ax + 100
    (_, ay), (_, by) = middles("over")
    assert by < ay - 100


# Height


@drawn.for_each(
    of_every_kind(), st.sampled_from([321.0, 661.0, 1280.0]),
    st.sampled_from([None, 8.0]), st.data(), examples=8,
)
def test_a_picture_of_its_natural_height_is_no_higher_than_its_content(of, width, points, data):
    show = data.draw(st.sampled_from(shows(of.layer)))
    assume(show != "isometric")
    of = replace(of, view=replace(of.view, show=show))
    trace = compute(of)
    setting = PictureOptions(points, PANELS)
    size = natural_size(of, trace, width, setting)
    assert size[0] == width
    assert 40 <= size[1] <= 6 * width
    shown = Picture(of, trace, size, setting=setting)
    _, top, _, bottom = edges_of((*shown.base(0).items, *shown.overlay(0).items))
    assert top > -1
    assert bottom < size[1] + 1


def test_a_single_column_figure_is_snug():
    size = natural_size(PADDED, compute(PADDED), 321.0, PictureOptions(8.0, GRIDS))
    shown = Picture(PADDED, compute(PADDED), size, setting=PictureOptions(8.0, GRIDS))
    _, top, _, bottom = edges_of((*shown.base(0).items, *shown.overlay(0).items))
    assert top < 40
    assert size[1] - bottom < 40


def test_a_zoomed_view_has_the_height_of_the_whole():
    near = replace(PADDED, view=replace(PADDED.view, zoom=3.0))
    whole, zoomed = (natural_size(of, compute(of), 500.0, EVERYTHING) for of in (PADDED, near))
    assert whole == zoomed


# Words


@pytest.mark.parametrize(
    ("layer", "shape", "said"),
    [
        (cv.Conv2d(1, 1, 3, padding=1, bias=False), (1, 8, 8),
         "Convolution of an 8 × 8 input with a 3 × 3 kernel, padding 1 (zeros). "),
        (cv.Conv2d(2, 4, (3, 1), stride=2, dilation=2, groups=2, bias=False, flipped=True),
         (2, 11, 5), "Convolution of an 11 × 5 input with 2 channels with a mirrored 3 × 1 kernel, "
         "stride 2, dilation 2, 2 groups. "),
        (cv.Conv1d(1, 1, 3, padding="causal", bias=False), (1, 6),
         "Convolution of a 6 input with a 3 kernel, padding 2 and 0 (zeros). "),
        (cv.ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1, bias=False), (1, 3, 3),
         "Transposed convolution of a 3 × 3 input with a 3 × 3 kernel, stride 2, padding 1 "
         "(cut off), output padding 1. "),
        (cv.MaxPool2d(3, stride=2, ceil_mode=True), (1, 6, 6),
         "Max pooling of a 6 × 6 input over windows of 3 × 3, stride 2, rounded up. "),
        (cv.AvgPool2d(2, padding=1, count_include_pad=False), (1, 4, 4),
         "Average pooling of a 4 × 4 input over windows of 2 × 2, stride 2, padding 1, "
         "padding not counted. "),
        (cv.AvgPool2d(2, divisor_override=3), (1, 4, 4),
         "Average pooling of a 4 × 4 input over windows of 2 × 2, stride 2, divided by 3. "),
        (cv.LPPool2d(2, 2), (1, 4, 4), "2-norm pooling of a 4 × 4 input over windows of 2 × 2"),
        (cv.AdaptiveMaxPool2d(2), (1, 5, 5), "Adaptive max pooling of a 5 × 5 input to 2 × 2. "),
        (cv.Pad2d(1, "constant", 7), (1, 3, 3),
         "Padding of a 3 × 3 input to 5 × 5, padding 1 (constant 7). "),
        (cv.Pad2d(1, "reflect"), (1, 3, 3),
         "Padding of a 3 × 3 input to 5 × 5, padding 1 (reflect). "),
        (cv.Unfold(2, padding=1), (1, 3, 3), "padding 1 (zeros)"),
        (cv.Fold((3, 3), 2), (1, 4, 4), "of"),
    ],
)
def test_a_caption_says_which_layer_it_is_and_what_happens(layer, shape, said):
    of = layer_of(layer, shape)
    words = caption(of, compute(of), 0)
    assert said in words
    assert "Step 1 of" in words
    assert words.endswith(".")


def test_a_caption_tells_the_view_and_the_steps_product():
    of = replace(PADDED, view=replace(PADDED.view, show="matrix"))
    assert "as one matrix. Step" in caption(of, compute(of), 3)
    of = replace(PADDED, view=replace(PADDED.view, show="coverage"))
    assert "and how often each cell is read. " in caption(of, compute(of), 3)
    by_taps = replace(PADDED, view=replace(PADDED.view, by_taps=True))
    assert "product 2 of 9" in caption(by_taps, compute(by_taps), 1)


def test_a_caption_of_layers_in_a_row_names_them():
    of = chain()
    words = caption(of, compute(of), 0)
    assert ", then " in words.partition(".")[0]


def test_a_long_sum_keeps_its_ends_and_says_that_terms_are_missing():
    of = simple((15, 15), kernel_size=13)
    shown = set_(of, (700.0, 900.0), panels=("input", "output", "arithmetic"))
    said = " ".join(
        item.text for item in named(shown.overlay(0), "arithmetic") if isinstance(item, Text)
    )
    assert "…" in said
    assert "=" in said


# Key


def test_a_picture_without_numbers_says_which_colour_stands_for_which_output():
    x = (np.arange(3600).reshape(1, 60, 60) * 7) % 23
    doc = document(cv.Conv2d(1, 1, 3, bias=False), x, np.full((1, 1, 3, 3), -1))
    least, most = compute(doc).output.min(), compute(doc).output.max()

    def told(of):
        return [item.text for item in named(set_(of).base(0), "legend") if isinstance(item, Text)]

    assert told(doc) == [f"output from −{-least} to −{-most}"]
    strips = [item for item in named(set_(doc).base(0), "legend") if isinstance(item, Image)]
    # Of colours that go on to the same number above 0 only what the output has.
    assert strips[0].shades[0, 0] == 0
    assert strips[0].shades[0, -1] == round(255 * (most - least) / (-2 * least))
    assert told(viewed(doc, colour_bar=True)) == []
    few = document(cv.Conv2d(1, 1, 3, bias=False), x[:, :5, :5], np.full((1, 1, 3, 3), -1))
    assert told(few) == []
    (scale,) = told(viewed(few, values=False))
    assert scale.startswith("output from −")


def test_the_key_tells_what_is_in_the_picture_and_nothing_else():
    def told(of):
        return [item.text for item in named(set_(of).base(0), "legend") if isinstance(item, Text)]

    assert told(simple((5, 5))) == []
    assert told(PADDED) == ["window", "padding (zeros)"]
    strided = simple((6, 6), stride=2)
    assert told(strided) == ["window", "read by no window"]
    assert told(replace(strided, view=replace(strided.view, struck=False))) == []
    assert told(layer_of(cv.MaxPool2d(2, padding=1), (1, 4, 4))) == [
        "window", "padding (never the largest)", "the largest",
    ]
    average = layer_of(cv.AvgPool2d(2, padding=1, count_include_pad=False), (1, 4, 4))
    assert "not counted" in told(average)
    assert "still to come" in told(simple((5, 5), ghost=True))
    assert "where padding comes from" in told(simple((5, 5), padding=1, padding_mode="reflect"))
    assert "cut off" in told(layer_of(cv.ConvTranspose2d(1, 1, 3, padding=1), (1, 3, 3)))
    assert "output padding 1" in told(
        layer_of(cv.ConvTranspose2d(1, 1, 3, stride=2, output_padding=1), (1, 3, 3))
    )
    assert "output padding 1 × 0" in told(
        layer_of(cv.ConvTranspose2d(1, 1, 3, stride=2, output_padding=(1, 0)), (1, 3, 3))
    )
    assert "reaches beyond the input" in told(
        layer_of(cv.MaxPool2d(3, stride=2, ceil_mode=True), (1, 6, 6))
    )
    assert "cut off" in " ".join(told(layer_of(cv.Pad2d(((-1, 0), (0, 0))), (1, 4, 4))))
    assert "padding (constant)" not in told(layer_of(cv.Pad2d(1, "constant", 3), (1, 4, 4)))
    assert "padding (3)" in told(layer_of(cv.Pad2d(1, "constant", 3), (1, 4, 4)))


def test_other_views_have_a_key_to_the_padding():
    strided = simple((6, 6), padding=1, stride=3, show="im2col")
    told = [item.text for item in named(set_(strided).base(0), "legend") if isinstance(item, Text)]
    assert told == ["padding (zeros)", "read by no window"]


def test_the_opening_scene_has_no_key():
    scene = set_(new_document()).base(0)
    assert panels(scene).items == scene.items


def test_a_key_without_room_is_left_out():
    assert not named(set_(PADDED, (30.0, 400.0)).base(0), "legend")


def test_a_wide_key_is_broken_into_lines():
    of = layer_of(cv.MaxPool2d(3, stride=2, padding=1, ceil_mode=True), (1, 6, 6))
    found = [
        item.y for item in named(set_(of, (330.0, 400.0)).base(0), "legend")
        if isinstance(item, Text)
    ]
    assert len(set(found)) > 1
