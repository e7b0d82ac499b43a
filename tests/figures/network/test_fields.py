"""What one unit sees, drawn on every map: what is marked is what it sees."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import convviz as cv
from convviz.document.network_file import preset_names, preset_network
from convviz.engine.network.paths import cells_seen
from convviz.errors import ConvvizError
from convviz.figures.network.choosing import MOST, MOST_BRANCHES, MOST_JOINED
from convviz.figures.network.maps import box_of, depths, maps
from convviz.figures.network.rows import rows
from convviz.figures.network.stack import stack
from convviz.frames.network_picture import (
    draw,
    effective_picture,
    field_picture,
    growth_picture,
    paths_picture,
    sentence,
)
from convviz.layers import (
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    Graph,
    MaxPool2d,
    Node,
)
from convviz.layers.graph import INPUT
from convviz.layers.network.network import Network
from convviz.layers.network.table import table
from convviz.layers.plain import Concat, CropTo, Flatten, Join, Linear, Norm, Pointwise, Upsample
from convviz.scene.items import Group, Image, Line, Polygon, Rect, Sheet, Text
from convviz.scene.metrics import text_width
from tests.networks import networks

SIZE = (1280.0, 420.0)


def network(shape, *nodes):
    return Network("made", "Made", "", shape, Graph(tuple(nodes)))


def row(shape, *layers):
    nodes, before = [], INPUT
    for number, layer in enumerate(layers, start=1):
        nodes.append(Node(f"n{number}", layer, (before,)))
        before = f"n{number}"
    return network(shape, *nodes)


def walk(items):
    for item in items:
        if isinstance(item, Group):
            yield from walk(item.items)
        else:
            yield item


def named(scene, name):
    return [one for group in scene.items if isinstance(group, Group) and group.name == name
            for one in walk(group.items)]  # fmt: skip


def said(scene):
    return [item.text for item in walk(scene.items) if isinstance(item, Text)]


# Which maps


def test_maps_lead_from_the_input_to_the_unit_and_leave_out_what_only_changes_numbers():
    net = row(
        (3, 12, 12), Conv2d(3, 4, 3), Pointwise("relu"), MaxPool2d(2), Norm("batch_norm", 4),
        Conv2d(4, 4, 3), Pointwise("relu"),
    )
    shown = maps(net, "n6", (1, 1))
    assert [one.name for one in shown] == [INPUT, "n1", "n3", "n6"]
    assert [one.inputs for one in shown] == [(), (INPUT,), ("n1",), ("n3",)]
    assert [one.skipped for one in shown] == [0, 0, 1, 2]
    assert [len(one.box[0]) for one in shown] == [8, 6, 3, 1]


@given(networks(), st.data())
@settings(max_examples=120, deadline=None)
def test_what_is_marked_is_exactly_what_the_unit_sees(drawn, data):
    graph, shape = drawn
    assume(graph.nodes)
    name = data.draw(st.sampled_from([node.name for node in graph.nodes]))
    net = Network("made", "Made", "", shape, graph)
    made = next(row for row in table(graph, shape).rows if row.name == name)
    unit = tuple(data.draw(st.integers(0, side - 1)) for side in made.output_shape[1:])
    exact = cells_seen(graph, shape, name, unit)
    shown = maps(net, name, unit)
    assert len(shown) <= MOST_JOINED + MOST_BRANCHES
    assert (shown[0].name, shown[-1].name) == (INPUT, name)
    for one in shown:
        assert np.array_equal(one.seen, np.atleast_2d(exact[one.name]))
        box = one.box
        assert (box is None) == (not one.seen.any())
        if box is not None:
            assert one.seen.sum() == one.seen[np.ix_(*box)].sum()
            assert one.has_gaps == (not one.seen[np.ix_(*box)].all())
    known = {INPUT}
    for one in shown[1:]:
        assert {*one.inputs} <= known
        known.add(one.name)
    scene = field_picture(net, (name, unit), SIZE)
    if len(shape) > 2:
        for one, plate in zip(shown, _plates(scene, shown), strict=True):
            assert plate.shape == one.seen.shape


def _plates(scene, shown):
    """Return the cells of each map's plate, those of the input from its colours."""
    first = next(item for item in walk(scene.items) if isinstance(item, Sheet))
    spots = {spot.kind: spot.shape for spot in scene.hotspots}
    yield first.shades
    for one in shown[1:]:
        yield np.empty(spots[one.name])


def test_of_many_layers_the_last_of_each_size_stay():
    shown = maps(preset_network("vgg-16"), "relu5_3", (7, 7))
    assert [one.name for one in shown] == [
        INPUT, "conv1_2", "conv2_2", "conv3_3", "conv4_3", "relu5_3",
    ]


def test_of_many_layers_of_one_size_those_stay_that_widen_the_field():
    shown = maps(preset_network("wavenet"), "add9", (2048,))
    assert len(shown) == MOST
    assert [int(one.seen.sum()) for one in shown][:2] == [1024, 512]


def test_networks_that_go_down_and_up_show_each_size():
    sizes = [one.seen.shape[0] for one in maps(preset_network("u-net-published"), "classes",
                                               (194, 194))]  # fmt: skip
    assert min(sizes) == 32
    assert (sizes[0], sizes[-1]) == (572, 388)


def test_a_long_way_through_many_sizes_is_thinned():
    layers = [Conv2d(1, 1, 2) for _ in range(20)]
    shown = maps(row((1, 40, 40), *layers), "n20", (3, 3))
    assert len(shown) == MOST
    assert (shown[1].name, shown[-1].name) == ("n1", "n20")


def test_a_unit_s_layer_is_shown_even_where_its_size_was_before():
    layers = [Conv2d(1, 1, 3, padding=1) for _ in range(9)]
    layers[2:2] = [MaxPool2d(2), Upsample((2, 2)), MaxPool2d(2), Upsample((2, 2)),
                   MaxPool2d(2), Upsample((2, 2))]  # fmt: skip
    net = row((1, 16, 16), *layers, Pointwise("relu"))
    assert maps(net, "n16", (8, 8))[-1].name == "n16"


# The picture of plates


def test_the_ring_on_the_input_is_the_receptive_field_and_the_rest_is_darker():
    net = preset_network("lenet-5")
    picture = np.full((32, 32), 200, np.uint8)
    scene = field_picture(net, ("pool2", (2, 2)), SIZE, picture)
    (sheet,) = [one for one in named(scene, INPUT) if isinstance(one, Sheet)]
    seen = cells_seen(net.graph, net.input_shape, "pool2", (2, 2))[INPUT]
    assert sheet.ramp == "grey"
    assert np.array_equal(sheet.shades == 200, seen)
    assert sheet.shades[~seen].max() < 100
    assert "sees 16 × 16" in said(scene)


def test_a_picture_gets_the_input_s_size():
    small = np.arange(64, dtype=np.uint8).reshape(8, 8)
    scene = field_picture(preset_network("lenet-5"), ("pool2", (2, 2)), SIZE, small)
    (sheet,) = [one for one in named(scene, INPUT) if isinstance(one, Sheet)]
    assert sheet.shades.shape == (32, 32)


def test_a_click_on_a_map_finds_its_unit():
    scene = field_picture(preset_network("lenet-5"), ("pool2", (2, 2)), SIZE)
    spots = {spot.kind: spot for spot in scene.hotspots}
    assert INPUT not in spots
    for name, cell in (("conv1", (3, 20)), ("pool2", (4, 0))):
        spot = spots[name]
        sheet = next(one for one in named(scene, name) if isinstance(one, Polygon))
        (x1, y1), (x2, y2), _, (x4, y4) = sheet.points
        rows_, columns = spot.shape
        across = (x2 - x1) / columns, (y2 - y1) / columns
        down = (x4 - x1) / rows_, (y4 - y1) / rows_
        x = x1 + (cell[1] + 0.5) * across[0] + (cell[0] + 0.5) * down[0]
        y = y1 + (cell[1] + 0.5) * across[1] + (cell[0] + 0.5) * down[1]
        assert scene.hit(x, y) == (name, cell)


def test_a_field_that_reaches_into_the_padding_shows_how_far():
    net = row((1, 12, 12), Conv2d(1, 1, 5, padding=2))
    scene = field_picture(net, ("n1", (0, 0)), SIZE)
    dashed = [one for one in named(scene, "field")
              if isinstance(one, Polygon) and one.edge == "padding.edge"]  # fmt: skip
    (frame,) = dashed
    assert min(min(point) for point in frame.points) >= 0
    inside = field_picture(net, ("n1", (6, 6)), SIZE)
    assert not [one for one in named(inside, "field") if getattr(one, "edge", "") == "padding.edge"]


def test_a_field_that_reaches_beyond_the_picture_is_not_cut_off():
    net = preset_network("deeplab-aspp")
    shown = []
    for size in ((1280.0, 400.0), (1280.0, 900.0)):
        frames = [
            one for one in named(field_picture(net, ("dropout", (16, 16)), size), "field")
            if isinstance(one, Polygon) and one.edge == "padding.edge"
        ]
        assert all(0 <= x <= size[0] and 0 <= y <= size[1] for one in frames for x, y in one.points)
        shown.append(len(frames))
    assert shown == [1, 1]


def test_cells_that_are_seen_with_gaps_are_marked_one_by_one_and_many_as_colours():
    net = row((1, 30, 30), Conv2d(1, 1, 3, dilation=3), Conv2d(1, 1, 2, dilation=2))
    scene = field_picture(net, ("n2", (5, 5)), SIZE)
    told = said(scene)
    assert "sees 4 of 3 × 3" in told
    rings = [one for one in named(scene, "field")
             if isinstance(one, Polygon) and one.fill == "window.fill"]  # fmt: skip
    assert len(rings) == 4 + 1
    wide = row((1, 64, 64), Conv2d(1, 1, 3), Conv2d(1, 1, 25, dilation=2))
    many = field_picture(wide, ("n2", (2, 2)), SIZE)
    colours = [one for one in named(many, "field") if isinstance(one, Sheet)]
    assert [one.ramp for one in colours] == ["kernel"]


def test_branches_stand_above_one_another_each_with_its_own_field():
    net = preset_network("deeplab-aspp")
    scene = field_picture(net, ("dropout", (16, 16)), SIZE)
    told = said(scene)
    assert {"b0", "b1", "b2", "b3", "b4"} <= {*told}
    assert "sees 9 of 13 × 13" in told
    assert "sees 9 of 25 × 25" in told
    shown = maps(net, "dropout", (16, 16))
    assert [depths(shown)[f"b{at}"] for at in range(5)] == [1] * 5


def skips(scene):
    return [group for group in scene.items
            if isinstance(group, Group) and group.name.startswith("skip ")]  # fmt: skip


def test_each_skip_of_a_u_net_leaves_its_own_map_and_enters_its_join():
    net = preset_network("u-net")
    scene = field_picture(net, ("classes", (128, 128)), SIZE)
    assert {group.name for group in skips(scene)} == {
        f"skip down{at}.conv2 concat{at}" for at in (1, 2, 3, 4)
    }
    for group in skips(scene):
        line, arrow = group.items
        left, right = line.points[0][0], line.points[-1][0]
        below = [min(y for _, y in one.points) for one in walk(scene.items)
                 if isinstance(one, Polygon) and one.edge == "output.edge"
                 and left < max(x for x, _ in one.points) and min(x for x, _ in one.points) < right]
        assert arrow.y1 < min(below)


def test_a_unit_that_sees_nothing_has_no_ring():
    net = row((1, 4, 4), ConvTranspose2d(1, 1, 1, stride=3))
    scene = field_picture(net, ("n1", (1, 1)), SIZE)
    assert said(scene).count("nothing") == 1
    assert not [one for one in walk(scene.items) if getattr(one, "name", "") == "beam"]
    assert "sees nothing of the input" in sentence(net, ("n1", (1, 1)))


@pytest.mark.parametrize(
    ("name", "unit"),
    [("inception-v3", "Mixed_7c"), ("inception-v3", "Mixed_6b"), ("inception-v3", "Mixed_5c")],
)
def test_a_module_s_branches_come_from_the_module_before_and_meet_in_it(name, unit):
    net = preset_network(name)
    shown = {one.name: one for one in maps(net, unit, (3, 3))}
    (join,) = [node for node in net.graph.nodes if node.name == unit]
    ends = [end.removesuffix(".relu") for end in join.inputs]
    assert [*shown[unit].inputs] == ends
    assert len({shown[end].inputs for end in ends}) == 1


def test_the_last_block_of_a_resnet_shows_its_sum_with_both_terms():
    shown = maps(preset_network("resnet-50"), "layer4.2.relu", (3, 3))
    assert [one.name for one in shown][-3:] == ["layer4.1.add", "layer4.2.conv3", "layer4.2.relu"]
    assert {*shown[-1].inputs} == {"layer4.1.add", "layer4.2.conv3"}
    assert all(len(one.inputs) == 1 for one in shown[1:-1])


@pytest.mark.parametrize(("name", "unit", "words"), [
    ("resnet-50", "layer4.2.relu", ["add"]), ("inception-v3", "Mixed_7c", ["concat"]),
    ("resnet-50", "layer4.2.add", []), ("u-net", "classes", []), ("vgg-16", "conv5_3", []),
])  # fmt: skip
def test_where_maps_come_together_it_is_said_how_unless_their_name_does(name, unit, words):
    scene = field_picture(preset_network(name), (unit, (3, 3)), (1280, 460))
    alone = [item.text for item in scene.items if isinstance(item, Text)
             and item.text in {"add", "concat", "multiply"}]  # fmt: skip
    assert alone == words


def test_maps_that_are_multiplied_are_said_to_be():
    net = network(
        (1, 8, 8), Node("a", Conv2d(1, 1, 3, padding=1)), Node("b", Conv2d(1, 1, 3, padding=1)),
        Node("gate", Join("multiply"), ("a", "b")), Node("c", Conv2d(1, 1, 3), ("gate",)),
    )
    assert "multiply" in said(field_picture(net, ("c", (3, 3)), SIZE))


def test_more_skips_than_there_is_room_for_are_counted():
    layers = [Node("n0", Conv2d(1, 1, 3, padding=1))]
    for at in range(1, 6):
        layers += [Node(f"n{at}", Join(), tuple(one.name for one in layers))]
    net = network((1, 8, 8), *layers)
    scene = field_picture(net, ("n5", (3, 3)), SIZE)
    assert len(skips(scene)) == 8
    assert "2 more skips are not drawn" in said(scene)


def boxes(scene):
    """Return the box of each map's plate and of each text, the input's plate first."""
    plates, texts = [], []
    for one in scene.items:
        if isinstance(one, Text):
            wide = text_width(one.text, one.size, one.bold)
            left = one.x - {"start": 0, "middle": wide / 2, "end": wide}[one.anchor]
            texts.append((left, one.y - 0.7 * one.size, left + wide, one.y + 0.15 * one.size))
    edges = {"output.edge", "input.edge"}
    for one in walk(scene.items):
        if isinstance(one, Polygon) and one.edge in edges:
            xs, ys = zip(*one.points, strict=True)
            plates.append((min(xs), min(ys), max(xs), max(ys)))
    return plates, texts


def apart(boxes_):
    return all(
        a[2] <= b[0] + 0.01 or b[2] <= a[0] + 0.01 or a[3] <= b[1] + 0.01 or b[3] <= a[1] + 0.01
        for a, b in combinations(boxes_, 2)
    )


def joined(graph, before, after, others):
    """Return whether a map comes from another on a way over none of the others."""
    inputs, known, ahead = {node.name: node.inputs for node in graph.nodes}, set(), [after]
    while ahead:
        for name in inputs[ahead.pop()]:
            if name == before:
                return True
            if name not in known and name not in others and name != INPUT:
                known.add(name)
                ahead.append(name)
    return False


def check_picture(net, unit, size):
    scene, shown = field_picture(net, unit, size), maps(net, *unit)
    plates, texts = boxes(scene)
    assert len(plates) == len(shown)
    assert apart(plates)
    assert apart(texts)
    names = {one.name for one in shown}
    for one in shown:
        assert all(joined(net.graph, name, one.name, names - {name}) for name in one.inputs)
    ends = {(name, one.name) for one in shown for name in one.inputs}
    for group in skips(scene):
        assert tuple(group.name.split()[1:]) in ends


@pytest.mark.parametrize("name", sorted({*preset_names()} - {"wavenet"}))
@pytest.mark.parametrize("size", [(1280, 800), (1280, 420), (640, 400), (1920, 1080), (640, 220)])
def test_no_maps_and_no_titles_overlap_and_skips_join_what_the_graph_does(name, size):
    net = preset_network(name)
    places = [one for one in table(net.graph, net.input_shape).rows
              if len(one.output_shape) > 1 and max(one.output_shape[1:]) > 1]  # fmt: skip
    for row_ in places[:: max(len(places) // 4, 1)] + places[-1:]:
        check_picture(net, (row_.name, tuple(side // 2 for side in row_.output_shape[1:])), size)


@given(networks(axes=(2,), longest=12), st.data())
@settings(max_examples=80, deadline=None)
def test_pictures_of_random_networks_are_free_of_overlaps(drawn, data):
    graph, shape = drawn
    assume(graph.nodes)
    name = data.draw(st.sampled_from([node.name for node in graph.nodes]))
    net = Network("made", "Made", "", shape, graph)
    made = next(row for row in table(graph, shape).rows if row.name == name)
    check_picture(net, (name, tuple(side // 2 for side in made.output_shape[1:])), (1280, 700))


def test_what_only_has_the_size_of_another_map_doesn_t_come_from_it():
    net = network(
        (1, 8, 8), Node("low", MaxPool2d(2)), Node("up", Upsample(), ("low", INPUT)),
        Node("cut", CropTo(), ("up", "low")), Node("both", Concat(), ("cut", "low")),
    )
    inputs = {one.name: one.inputs for one in maps(net, "both", (1, 1))}
    assert inputs["up"] == ("low",)
    assert inputs["cut"] == ("up",)


def test_small_pictures_leave_titles_out_and_long_names_shrink():
    net = network((1, 8, 8), Node("a_name_that_is_much_too_long_for_its_room" * 3, Conv2d(1, 1, 3)))
    name = net.graph.nodes[0].name
    assert said(field_picture(net, (name, (2, 2)), (160, 90))) == []
    small = field_picture(net, (name, (2, 2)), (420, 260))
    assert all(0 <= item.x <= 420 for item in walk(small.items) if isinstance(item, Text))


def test_branches_with_many_units_seen_share_what_is_seen():
    net = network(
        (1, 12, 12), Node("a", Conv2d(1, 1, 3)), Node("b", Conv2d(1, 1, 3)),
        Node("sum", Join(), ("a", "b")), Node("end", Conv2d(1, 1, 3), ("sum",)),
    )
    shown = {one.name: one for one in maps(net, "end", (3, 3))}
    assert shown["a"].sees == {}
    assert field_picture(net, ("end", (3, 3)), SIZE).items


def test_volumes_are_seen_along_their_slices():
    net = row((1, 6, 8, 8), Conv3d(1, 1, 3))
    shown = maps(net, "n1", (1, 2, 2))
    assert shown[0].seen.shape == (8, 8)
    assert field_picture(net, ("n1", (1, 2, 2)), SIZE).items


@pytest.mark.parametrize("name", preset_names())
@pytest.mark.parametrize("size", [(1280, 420), (640, 300), (3000, 900)])
def test_every_network_that_comes_along_is_drawn_within_the_picture(name, size):
    net = preset_network(name)
    last = [one for one in table(net.graph, net.input_shape).rows
            if len(one.output_shape) > 1 and max(one.output_shape[1:]) > 1][-1]  # fmt: skip
    unit = tuple(side // 2 for side in last.output_shape[1:])
    scene = field_picture(net, (last.name, unit), size)
    for item in walk(scene.items):
        if isinstance(item, Polygon) and item.edge in {"output.edge", "input.edge"}:
            assert all(-1 <= x <= size[0] + 1 and -1 <= y <= size[1] + 1 for x, y in item.points)
        if isinstance(item, Text) and size[0] > 1000:
            assert item.size >= 7


def test_features_have_units_without_a_place():
    net = row((1, 6, 6), Conv2d(1, 2, 3), Flatten(), Linear(32, 4))
    shown = maps(net, "n3", ())
    assert shown[-1].seen.shape == (1, 1)
    assert shown[0].seen.all()
    assert field_picture(net, ("n3", ()), SIZE).items
    assert "the unit of n3 sees" in sentence(net, ("n3", ()))


# Rows


def test_rows_stand_over_the_cells_that_they_are_counted_from():
    net = row((1, 32), Conv1d(1, 1, 3, padding=1), Conv1d(1, 1, 3, stride=2, padding=1))
    scene = rows(maps(net, "n2", (4,)), SIZE)
    frames = [item for item in walk(scene.items)
              if isinstance(item, Rect) and item.edge == "window.edge"]  # fmt: skip
    assert len(frames) == 3
    by_y = sorted(frames, key=lambda one: -one.y)
    cell = by_y[0].width / 5
    assert by_y[1].width == pytest.approx(3 * cell)
    assert by_y[2].width == pytest.approx(2 * cell)
    assert by_y[2].x == pytest.approx(by_y[1].x + cell)
    assert "unit 5" in " ".join(said(scene))


def test_units_with_gaps_are_marked_however_narrow_they_are():
    scene = rows(maps(preset_network("wavenet"), "add9", (2048,)), SIZE)
    marks = [item for item in walk(scene.items)
             if isinstance(item, Rect) and item.fill == "window.edge"]  # fmt: skip
    assert min(item.width for item in marks) >= 1.0
    assert any("sees 64 of" in text for text in said(scene))
    assert rows(maps(preset_network("wavenet"), "add9", (2048,)), (120, 80)).items


def test_a_row_s_unit_is_found_where_it_is():
    net = row((1, 32), Conv1d(1, 1, 3))
    scene = rows(maps(net, "n1", (4,)), SIZE)
    (spot,) = scene.hotspots
    frame = next(
        item for item in walk(scene.items)
        if isinstance(item, Rect) and item.edge == "window.edge" and item.y == spot.y
    )
    assert scene.hit(frame.x + frame.width / 2, frame.y + 3) == ("n1", (0, 4))


def test_rows_of_a_unit_that_sees_nothing_and_of_skips():
    net = network(
        (1, 16), Node("a", Conv1d(1, 1, 3, padding=1)),
        Node("b", Conv1d(1, 1, 3, padding=1), ("a",)),
        Node("sum", Join(), ("b", INPUT)),
    )
    scene = rows(maps(net, "sum", (8,)), SIZE)
    assert len([item for item in walk(scene.items) if isinstance(item, Polygon)]) == 3
    blank = row((1, 4), ConvTranspose1d(1, 1, 1, stride=3))
    assert "nothing" in " ".join(said(rows(maps(blank, "n1", (1,)), SIZE)))
    assert "columns 8 to 10" in sentence(row((1, 16), Conv1d(1, 1, 3)), ("n1", (7,)))


def test_an_input_without_places_has_no_field_and_is_told():
    with pytest.raises(ConvvizError, match="10 values without rows or columns"):
        sentence(row((10,), Linear(10, 5)), ("n1", ()))


# Growth, paths, effect


def test_growth_is_the_table_s_and_marks_the_layer():
    net = preset_network("vgg-16")
    made = table(net.graph, net.input_shape)
    scene = growth_picture(made, ("conv4_3", (1, 1)), (640.0, 300.0))
    (line,) = [item for item in named(scene, "size") if isinstance(item, Line)]
    assert len(line.points) == len(made.rows)
    grown = [line.points[0][1] - y for _, y in line.points]
    sizes = [one.size[0][1] - made.rows[0].size[0][1] for one in made.rows]
    scale = grown[-1] / sizes[-1]
    assert grown == pytest.approx([scale * one for one in sizes])
    assert "conv4_3" in said(scene)
    assert "input 224" in said(scene)


def test_growth_has_gaps_where_nothing_is_known_and_no_names_without_room():
    net = row((1, 8, 8), Conv2d(1, 1, 3), cv.Unfold(2))
    made = table(net.graph, net.input_shape)
    scene = growth_picture(made, None, (640.0, 300.0))
    assert [item for item in named(scene, "size") if isinstance(item, Rect)]
    assert said(growth_picture(made, None, (90.0, 60.0)))
    long = preset_network("resnet-50")
    many = growth_picture(table(long.graph, long.input_shape), None, (640.0, 300.0))
    assert not [item for item in named(many, "size") if isinstance(item, Rect)]
    empty = growth_picture(table(Graph(()), (1, 8, 8)), None, (640.0, 300.0))
    assert "input 8" in said(empty)
    vector = growth_picture(table(Graph(()), (10,)), None, (640.0, 300.0))
    assert not [item for item in named(vector, "size") if isinstance(item, Line)]


def test_growth_has_a_line_an_axis_where_they_grow_apart():
    net = row((1, 32, 16), Conv2d(1, 1, (7, 1)), Conv2d(1, 1, (1, 3), stride=(1, 2)))
    made = table(net.graph, net.input_shape)
    scene = growth_picture(made, None, (640.0, 300.0))
    tall, wide = [item for item in named(scene, "size") if isinstance(item, Line)]
    assert (tall.dashed, wide.dashed) == (False, True)
    grown = [line.points[-1][1] - tall.points[-1][1] for line in (tall, wide)]
    scale = (wide.points[0][1] - tall.points[0][1]) / 6
    assert grown == pytest.approx([0, 4 * scale])  # 7 rows and 3 columns
    words = said(scene)
    assert "receptive field, rows" in words
    assert "jump, columns" in words
    assert "input 32 × 16" in words


def test_paths_are_framed_by_the_field_and_told():
    net = preset_network("lenet-5")
    scene = paths_picture(net, ("pool2", (2, 2)), (640.0, 300.0))
    images = [item for item in walk(scene.items) if isinstance(item, Image)]
    frame = next(item for item in walk(scene.items)
                 if isinstance(item, Rect) and item.edge == "window.edge")  # fmt: skip
    cell = images[0].width / images[0].shades.shape[1]
    assert frame.width == pytest.approx(16 * cell)
    assert any("Paths to each input cell, logarithmic" in text for text in said(scene))


def test_the_fewest_and_the_most_paths_are_those_that_there_are():
    both = Graph((
        Node("a", Conv2d(1, 1, 3)), Node("b", Conv2d(1, 1, 3)),
        Node("c", Concat(), ("a", "b")),
    ))  # fmt: skip
    net = Network("n", "N", "", (1, 9, 9), both)
    words = " ".join(said(paths_picture(net, ("c", (3, 3)), (640.0, 300.0))))
    assert "2 paths to a cell" in words
    volume = Network("v", "V", "", (1, 5, 5, 5), Graph((Node("a", Conv3d(1, 1, 3)),)))
    words = " ".join(said(paths_picture(volume, ("a", (1, 1, 1)), (640.0, 300.0))))
    assert "3 paths to a cell, one channel counted, all slices together" in words


def test_a_small_field_is_shown_from_nearby():
    net = preset_network("vgg-16")
    scene = effective_picture(net, ("conv2_2", (56, 56)), (640.0, 300.0))
    shades = next(item for item in walk(scene.items) if isinstance(item, Image)).shades
    assert shades.shape[0] < 40
    assert any("rows" in text and "of the input" in text for text in said(scene))


def test_a_unit_that_sees_nothing_has_no_heat():
    net = row((1, 4, 4), ConvTranspose2d(1, 1, 1, stride=3, bias=False))
    for make in (paths_picture, effective_picture):
        scene = make(net, ("n1", (1, 1)), (640.0, 300.0))
        assert next(item for item in walk(scene.items) if isinstance(item, Image)).shades.max() == 0


def test_paths_of_a_row_and_of_a_volume():
    scene = paths_picture(preset_network("wavenet"), ("add9", (2048,)), (640.0, 200.0))
    assert next(item for item in walk(scene.items) if isinstance(item, Image)).height >= 20
    net = row((1, 6, 8, 8), Conv3d(1, 1, 3))
    assert paths_picture(net, ("n1", (1, 2, 2)), (100.0, 60.0)).items
    assert "the units of n3" in " ".join(said(paths_picture(
        row((1, 6, 6), Conv2d(1, 2, 3), Flatten(), Linear(32, 4)), ("n3", ()), (640.0, 300.0)
    )))


@pytest.mark.parametrize("show", ["field", "growth", "paths", "effective"])
def test_each_picture_is_drawn_by_its_name(show):
    assert draw(show, preset_network("lenet-5"), ("conv2", (2, 2)), (640.0, 300.0)).items


def test_units_that_aren_t_there_are_refused():
    with pytest.raises(ConvvizError, match="units up to"):
        field_picture(preset_network("lenet-5"), ("pool2", (9, 9)), SIZE)


def test_boxes_are_around_all_that_is_marked():
    marked = np.zeros((5, 6), bool)
    assert box_of(marked) is None
    marked[1, 4] = marked[3, 2] = True
    assert box_of(marked) == (range(1, 4), range(2, 5))


def test_plates_of_an_empty_network_are_the_input_alone():
    net = row((1, 6, 6), Pointwise("relu"))
    assert [one.name for one in maps(net, "n1", (2, 2))] == [INPUT, "n1"]
    assert stack(maps(net, "n1", (2, 2)), SIZE).items
