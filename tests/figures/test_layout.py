"""Where panels stand: in reading order, apart, inside the picture, of one cell size."""

from dataclasses import replace
from math import isclose

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from convviz.figures.arrangement import Arrangement
from convviz.figures.grid import Grid
from convviz.figures.layout import LARGEST_CELL, layout
from convviz.figures.plan import Plan
from convviz.layers import Conv1d, Conv2d, ConvTranspose2d, Pad, Pool
from convviz.options import ViewOptions
from tests.pictures import DRAWN_LAYERS

SIDES = st.sampled_from([1, 2, 20, 120, 160, 400, 640, 720, 1280, 3840]) | st.integers(1, 2000)
SIZES = st.tuples(SIDES, SIDES)
LENGTHS = st.sampled_from([1, 2, 5, 30, 500, 4096])
PLACES = st.floats(-1e9, 1e9) | st.integers(-5, 50).map(float)
VIEWS = st.builds(
    ViewOptions,
    zoom=st.floats(0.5, 400),
    centre=st.none() | st.tuples(PLACES, PLACES),
    coordinates=st.booleans(),
    products=st.booleans(),
)


@st.composite
def plans(draw):
    """Draw plans of ordinary layers and of the widest, tallest and largest."""
    if draw(st.booleans()):
        layer, shape = draw(DRAWN_LAYERS)
        return Plan.of(layer, shape[1:], layer.output_shape(shape)[1:])
    size = draw(st.tuples(LENGTHS, LENGTHS))
    kernel = tuple(draw(st.integers(1, length)) for length in size)
    layer = Conv2d(1, 1, kernel, stride=draw(st.integers(1, 4)))
    return Plan.of(layer, size, layer.output_shape((1, *size))[1:])


def panels(where):
    found = [where.input, where.kernel, where.output]
    return found + ([where.lens] if where.lens else [])


@example(Plan.of(Conv2d(1, 1, 3), (5, 5), (3, 3)), (1, 1), ViewOptions(zoom=400))
@given(plans(), SIZES, VIEWS)
def test_panels_stay_inside_the_picture_and_apart(plan, size, view):
    where = layout(plan, size, view)
    boxes = [panel.box for panel in panels(where)]
    for x, y, width, height in boxes:
        assert 0 <= x <= x + width <= size[0] + 1e-6
        assert 0 <= y <= y + height <= size[1] + 1e-6
    for first, (ax, ay, aw, ah) in enumerate(boxes):
        for bx, by, bw, bh in boxes[first + 1 :]:
            assert ax + aw <= bx or bx + bw <= ax or ay + ah <= by or by + bh <= ay


@given(plans(), SIZES, VIEWS)
def test_reading_order_is_input_kernel_output(plan, size, view):
    where = layout(plan, size, view)
    first, kernel, last = where.input, where.kernel, where.output

    def before(one, other):
        return one.x + one.width <= other.x

    def above(one, other):
        return one.y + one.height <= other.y

    if where.kind == "row":
        assert before(first, kernel)
        assert before(kernel, last)
    elif where.kind == "column":
        assert above(first, kernel)
        assert above(kernel, last)
        assert last.x >= first.x == kernel.x
    else:
        assert before(first, kernel)
        assert above(first, last)
        assert above(kernel, last)
        assert last.x == first.x
        if where.lens is not None:
            assert above(kernel, where.lens)
            assert before(last, where.lens)


@given(plans(), SIZES)
def test_a_line_is_broken_only_where_cells_become_much_larger(plan, size):
    chosen = layout(plan, size, ViewOptions())
    row = Arrangement.of("row", size).cells(plan)[0]
    gain = {"row": 1.0, "wrapped": 1.2, "column": 1.25}[chosen.kind]
    assert chosen.input.cell >= gain * row * 0.999


@pytest.mark.parametrize(
    ("side", "size", "kind"),
    [
        ((5, 5), (630, 660), "wrapped"), ((96, 128), (630, 660), "wrapped"),
        ((5, 5), (1280, 720), "row"), ((5, 5), (640, 360), "row"), ((32, 32), (1280, 720), "row"),
        ((96, 128), (1280, 720), "row"), ((5, 5), (400, 900), "column"),
    ],
)
def test_usual_pictures_are_one_line_where_they_are_wide_and_two_where_they_are_not(
    side, size, kind
):
    output = (side[0] - 2, side[1] - 2)
    assert layout(Plan.of(Conv2d(1, 1, 3), side, output), size, ViewOptions()).kind == kind


def test_a_broken_line_goes_on_with_the_equals_sign():
    where = layout(Plan.of(Conv2d(1, 1, 3), (5, 5), (3, 3)), (630, 660), ViewOptions())
    (times_x, times_y), (equals_x, equals_y) = where.signs
    assert where.input.x + where.input.width < times_x < where.kernel.x
    assert where.kernel.y < times_y < where.kernel.y + where.kernel.height
    assert where.input.x < equals_x < where.titles[2][0]
    assert where.input.y + where.input.height < equals_y < where.output.y
    # Too narrow for the sign between input and kernel: none at all.
    narrow = layout(Plan.of(Conv2d(1, 1, 1), (40, 2), (40, 2)), (36, 500), ViewOptions())
    assert (narrow.kind, narrow.signs) == ("wrapped", ())


def test_a_broken_line_has_its_lens_under_the_kernel_beside_the_output():
    plan = Plan.of(Conv2d(1, 1, 5), (96, 128), (92, 124))
    where = layout(plan, (630, 660), ViewOptions())
    assert where.lens.x == where.kernel.x
    assert where.lens.y == where.output.y
    # A kernel higher than the output's line would stand out at the bottom.
    plan = Plan.of(Conv2d(1, 1, (45, 3)), (60, 128), (16, 126))
    where = layout(plan, (630, 660), ViewOptions())
    assert (where.kind, where.lens) == ("wrapped", None)


LINES = st.builds(
    lambda length, kernel, dilation, padding, zoom, centre: (
        Conv1d(1, 1, min(kernel, (length - 1) // dilation + 1), dilation=dilation,
               padding=padding),
        length,
        ViewOptions(zoom=zoom, centre=(0.0, centre)),
    ),
    st.integers(30, 90), st.integers(1, 9), st.integers(1, 3),
    st.sampled_from(["causal", "same", "same_lower", "valid", "full"]),
    st.floats(1, 30), st.floats(-9, 99),
)


@example((Conv1d(1, 1, 9, padding="causal", dilation=3), 30, ViewOptions(zoom=30)))
@given(LINES)
def test_in_lines_each_output_stands_under_what_its_window_is_about(drawn):
    layer, length, view = drawn
    plan = Plan.of(layer, (length,), layer.output_shape((1, length))[1:])
    where = layout(plan, (1280, 720), view)
    assert where.kind == "column"
    span, before = layer.effective_kernel[0], layer.pads[0][0]
    if not where.aligned:
        assert 2 * (span - 1) * where.input.cell > where.input.width
        return
    # As many as there are inputs: each under its own. Else under its window's middle.
    same = plan.output[1] == length
    for column in (0, plan.output[1] - 1):
        x, _ = where.output.centre((0, column))
        own = column if same else column - before + (span - 1) // 2
        assert x == pytest.approx(where.input.centre((0, own))[0])


def test_a_line_padded_only_before_stands_under_its_windows_last_cell():
    plan = Plan.of(Conv1d(1, 1, 5, padding=((1, 0),)), (40,), (37,))
    where = layout(plan, (1280, 720), ViewOptions())
    assert where.output.centre((0, 0))[0] == where.input.centre((0, 3))[0]


def test_outputs_of_lines_that_skip_stand_at_the_left():
    plan = Plan.of(Conv1d(1, 1, 3, stride=2), (41,), (20,))
    where = layout(plan, (1280, 720), ViewOptions())
    assert not where.aligned
    assert where.output.x == where.input.x


@given(plans(), SIZES, VIEWS)
def test_cells_of_input_and_output_have_one_size_that_zooming_in_never_lessens(plan, size, view):
    where = layout(plan, size, view)
    whole = layout(plan, size, replace(view, zoom=1.0, centre=None))
    assert where.input.cell == where.output.cell >= whole.input.cell > 0
    assert where.input.cell <= max(LARGEST_CELL, whole.input.cell)


@given(plans(), SIZES, VIEWS)
def test_a_zoomed_view_has_no_empty_room(plan, size, view):
    where = layout(plan, size, view)
    for grid in (where.input, where.kernel, where.output):
        assert grid.left <= grid.x
        assert grid.top <= grid.y
        # Boxes and places are whole pixels: half a pixel may be missing.
        assert grid.left + grid.columns * grid.cell >= grid.x + grid.width - 0.51
        assert grid.top + grid.rows * grid.cell >= grid.y + grid.height - 0.51


@given(plans(), SIZES)
def test_without_zoom_everything_is_seen(plan, size):
    where = layout(plan, size, ViewOptions())
    assume(min(size) >= 20)
    for grid in (where.input, where.kernel, where.output):
        rows, columns = grid.visible
        assert grid.width > grid.columns * grid.cell - 1.01
        assert grid.height > grid.rows * grid.cell - 1.01
        if grid.cell >= 1.5:
            assert (rows, columns) == (range(grid.rows), range(grid.columns))


@given(
    DRAWN_LAYERS.filter(lambda drawn: drawn[0].axes == 2),
    st.floats(1, 30), st.tuples(st.floats(-9, 40), st.floats(-9, 40)),
)
def test_the_output_view_is_centred_on_the_window_of_the_inputs_centre(drawn, zoom, centre):
    layer, shape = drawn
    plan = Plan.of(layer, shape[1:], layer.output_shape(shape)[1:])
    where = layout(plan, (400, 240), ViewOptions(zoom=zoom, centre=centre))
    rows, columns = plan.output_place(centre)
    for axis, wanted in enumerate((rows, columns)):
        shown = where.output.middle[axis]
        length = (where.output.height, where.output.width)[axis] / where.output.cell
        count = (where.output.rows, where.output.columns)[axis]
        least, most = length / 2 - 0.5, count - length / 2 - 0.5
        assert isclose(shown, min(max(wanted, least), most), abs_tol=1.01 / where.output.cell)


@given(DRAWN_LAYERS, st.tuples(st.floats(-9, 40), st.floats(-9, 40)))
def test_a_window_and_its_output_cell_are_each_others_place(drawn, place):
    layer, shape = drawn
    plan = Plan.of(layer, shape[1:], layer.output_shape(shape)[1:])
    assert plan.output_place(plan.input_place(place)) == pytest.approx(place, abs=1e-9)


@given(plans(), SIZES, VIEWS, st.data())
def test_every_visible_cells_middle_is_at_its_own_number(plan, size, view, data):
    grid = layout(plan, size, view).input
    rows, columns = grid.visible
    assume(rows and columns)
    row = data.draw(st.sampled_from([rows[0], rows[-1]])) + grid.origin[0]
    column = data.draw(st.sampled_from([columns[0], columns[-1]])) + grid.origin[1]
    x, y = grid.centre((row, column))
    assert grid.at(x, y) == pytest.approx((row, column), abs=1e-3)


@given(
    st.tuples(*[st.integers(0, 9)] * 2), st.floats(0.05, 40), st.integers(-300, 300),
    st.floats(0, 60),
)
def test_what_a_box_does_not_show_of_a_grid_stands_at_its_edge(cut, cell, left, width):
    grid = Grid(10.0, 10.0, width, width, cell, 20, 20, float(left), float(left))
    part = grid.within(cut, (1, 1), (0, 0))
    assert 10 <= part.x <= part.x + part.width <= 10 + width + 1e-9
    assert 10 <= part.y <= part.y + part.height <= 10 + width + 1e-9


def test_a_zoomed_lines_output_stays_under_its_input_when_it_is_out_of_sight():
    plan = Plan.of(Pad(((-4, 0),), "reflect"), (5,), (1,))
    for zoom in (1.0, 5.0, 40.0):
        where = layout(plan, (1, 1), ViewOptions(zoom=zoom))
        shown = where.input_room
        assert where.output.x <= shown.x + shown.width


def test_long_lines_stand_above_one_another():
    layer = Conv1d(1, 1, 3, padding="causal")
    where = layout(Plan.of(layer, (40,), (40,)), (1280, 720), ViewOptions())
    assert where.input.y < where.kernel.y < where.output.y
    assert where.input.x == where.kernel.x < where.output.x


def test_upright_pictures_use_their_height():
    plan = Plan.of(Conv2d(1, 1, 3), (5, 5), (3, 3))
    where = layout(plan, (400, 900), ViewOptions())
    assert where.input.y < where.kernel.y < where.output.y
    lying = layout(plan, (900, 400), ViewOptions())
    assert lying.input.x < lying.kernel.x < lying.output.x


@pytest.mark.parametrize("size", [(2000, 30), (30, 60), (10, 10)])
def test_pictures_too_small_for_titles_leave_them_out(size):
    where = layout(Plan.of(Conv2d(1, 1, 3), (5, 5), (3, 3)), size, ViewOptions())
    assert where.titles == ()


def test_without_a_kernel_a_lens_stands_between_unless_it_takes_too_much_room():
    pool = Pool("max", (3, 3), (1, 1), ((0, 0), (0, 0)), (1, 1))
    where = layout(Plan.of(pool, (64, 64), (62, 62)), (1280, 720), ViewOptions())
    assert where.kernel is None
    assert where.input.x + where.input.width < where.lens.x < where.output.x
    wide = Pool("max", (20, 20), (1, 1), ((0, 0), (0, 0)), (1, 1))
    assert layout(Plan.of(wide, (64, 64), (45, 45)), (1280, 720), ViewOptions()).lens is None
    low = layout(Plan.of(pool, (64, 64), (62, 62)), (160, 120), ViewOptions())
    assert low.lens is None
    small = layout(Plan.of(pool, (10, 10), (8, 8)), (320, 240), ViewOptions())
    assert (small.lens, small.input.cell) == (None, 14)


def test_small_cells_get_a_lens_under_the_kernel_when_there_is_room():
    plan = Plan.of(Conv2d(1, 1, 5), (128, 128), (124, 124))
    where = layout(plan, (1280, 720), ViewOptions())
    assert where.lens is not None
    assert (where.lens.rows, where.lens.columns) == (5, 5)
    assert where.lens.cell >= where.kernel.cell
    assert where.lens.y > where.kernel.y + where.kernel.height
    assert layout(plan, (1280, 200), ViewOptions()).lens is None
    assert layout(plan, (1280, 720), ViewOptions(zoom=9)).lens is None


def test_a_wide_output_has_a_line_of_its_own_and_shows_all_its_cells():
    layer = ConvTranspose2d(1, 1, (1, 3), (1, 3), dilation=(1, 3))
    plan = Plan.of(layer, (2, 3), (2, 13))
    for size in ((400, 300), (640, 360), (960, 540)):
        where = layout(plan, size, ViewOptions())
        assert len(where.output.whole[1]) == 13
        assert len(where.input.whole[1]) == 3
