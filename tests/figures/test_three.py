"""Three ways at once: the same numbers, and the same cells lit, in all of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.engine.trace import trace
from convviz.figures import three
from convviz.figures.still import Choice
from convviz.figures.transposed_matrix import numbers_of
from convviz.layers import check
from tests import drawn
from tests.figures.backs import conv, ramped, seen, stays_inside, transpose
from tests.pictures import all_cells, named, read, spots, texts, walk, written

LAYERS = drawn.transposed(axes=st.integers(1, 2)).filter(lambda made: not check(*made))


@given(LAYERS, st.integers(0, 999))
@settings(max_examples=40)
def test_the_matrix_times_the_input_is_the_output(made, number):
    layer, shape = made
    x, weight, _ = drawn.numbers(layer, shape, "int64", number)
    bias = np.zeros(layer.out_channels, np.int64) if layer.bias else None
    t = trace(layer, x, weight, bias)
    for output in range(layer.out_channels):
        made = sum(
            numbers_of(t, Choice(channel, output))[0] @ t.input[channel].ravel()
            for channel in layer.input_channels(output)
        )
        assert (made == t.output[output].ravel()).all()


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (transpose(extra=(1, 1)), (1, 3, 3)),
        (transpose((3,), (3,), ((1, 0),), (2,)), (1, 5)),
        (transpose(), (1, 16, 16)),
        (transpose(), (1, 100, 100)),
    ],
)
def test_panels_stay_in_the_picture_at_every_size(layer, shape):
    pointers = (
        ("stretched", (0, 2)), ("stretched", (0, 1)), ("input", (0, 1)), ("mirrored", (0, 1)),
        ("kernel", (0, 1)), ("output", (0, 1)), ("vector_input", (1, 0)),
        ("vector_output", (1, 0)), ("matrix", (1, 1)),
    )
    stays_inside(three, three.moving, ramped(layer, shape), pointers)


def test_at_the_windows_first_size_every_part_has_its_numbers_and_captions_to_read():
    t = ramped(transpose(), (1, 3, 3))
    still, _, _ = seen(three, three.moving, t, 4, size=(630, 620))
    for kind in ("input", "kernel", "stretched", "mirrored", "vector_input"):
        assert any(written(still.scene, kind).values())
    assert sum(bool(text) for text in written(still.scene, "matrix").values()) == 49
    captions = [text for text in texts(still.scene) if text.colour == "text.muted"]
    assert min(text.size for text in captions) >= 10
    assert {text.text for text in captions} >= {
        "3 × 3", "3 × 3, stretched to 7 × 7", "5 × 5", "25 × 1", "25 × 9", "9 × 1"
    }
    spot = spots(still.scene)
    assert spot["vector_output"].x < spot["matrix"].x < spot["vector_input"].x


def column(overlay, still):
    """Return what is written into the output's column."""
    spot = spots(still.scene)["vector_output"]
    found = {}
    for item, _, _ in walk(overlay.items):
        if getattr(item, "labels", None) and item.x == spot.x:
            for row, (text,) in enumerate(item.labels):
                place = spot.hit(item.x + 1, item.y + (row + 0.5) * item.cell)
                if place is not None and text:
                    found[place[1][0]] = text
    return found


def test_all_three_say_the_same_numbers():
    t = ramped(transpose(), (1, 2, 2))
    still, overlay, _ = seen(three, three.moving, t, 4)
    numbers = {at: read(text) for at, text in column(overlay, still).items()}
    assert numbers == dict(enumerate(t.output.ravel()[:5].tolist()))
    still, overlay, _ = seen(three, three.moving, t, 3, by_taps=True)
    numbers = {at: read(text) for at, text in column(overlay, still).items()}
    assert numbers == dict(enumerate(t.output.ravel().tolist()))


def test_the_matrix_has_the_steps_row_or_column_lit():
    t = ramped(transpose(), (1, 2, 2))
    for by_taps, name in ((False, "row"), (True, "column")):
        _, overlay, _ = seen(three, three.moving, t, 1, by_taps=by_taps)
        assert named(overlay, name)


def lit(overlay):
    return {
        (item.x, item.y, item.width, item.height)
        for item, _, _ in walk(overlay.items)
        if getattr(item, "edge", "") == "hover.edge"
    }


def test_what_stands_for_the_same_lights_the_same():
    t = ramped(transpose(), (1, 3, 3))

    def of(kind, index):
        return lit(seen(three, three.moving, t, 4, pointer=(kind, index))[1])

    assert of("input", (1, 2)) == of("stretched", (2, 4)) == of("vector_input", (5, 0))
    assert of("output", (1, 2)) == of("vector_output", (7, 0)) == of("matrix", (7, 3))
    assert of("kernel", (0, 1)) == of("mirrored", (2, 1))
    assert of("stretched", (1, 1)) == set()
    assert len(of("input", (1, 2))) > 3


def test_every_cell_that_answers_lights_something():
    t = ramped(transpose((3,), (2,), ((1, 1),), (0,)), (1, 3))
    still, _, _ = seen(three, three.moving, t, 1)
    for spot in still.scene.hotspots:
        for cell in all_cells(spot):
            if spot.kind != "stretched" or still.gaps.how.is_input(cell):
                assert lit(seen(three, three.moving, t, 1, pointer=(spot.kind, cell))[1])


def test_a_matrix_of_too_many_cells_is_not_drawn():
    t = ramped(transpose(), (1, 40, 40))
    still, overlay, _ = seen(three, three.moving, t, 1)
    assert still.matrix is None
    assert "Cᵀ is 6241 × 1600:" in [text.text for text in texts(still.scene)]
    assert not named(overlay, "row")


def test_a_flipped_kernel_is_the_same_in_all():
    t = ramped(transpose(flipped=True), (1, 2, 2))
    matrix = numbers_of(t, Choice(0, 0))[0]
    assert (matrix @ t.input.ravel() == t.output.ravel()).all()


def test_only_transposed_convolutions_are_shown_in_three_ways():
    assert three.available(transpose())
    assert not three.available(conv())
