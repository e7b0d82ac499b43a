from __future__ import annotations

import pytest
from hypothesis import given, settings

from convviz.layers import (
    AdaptiveAvgPool2d,
    Conv1d,
    Conv2d,
    ConvTranspose1d,
    ConvTranspose2d,
    GlobalAvgPool1d,
    GlobalAvgPool2d,
    Graph,
    MaxPool1d,
    MaxPool2d,
    Node,
    Pad1d,
)
from convviz.layers.construct import unfold
from convviz.layers.network.fitting import Sizes, fitting, nearest_shapes
from convviz.layers.network.walk import first_failing, walk
from convviz.layers.plain import (
    Box,
    Concat,
    CropTo,
    Flatten,
    Join,
    Linear,
    Pointwise,
    Upsample,
)
from tests.networks import networks


def chain(*layers):
    names = ["input", *(f"n{number}" for number in range(len(layers)))]
    return Graph(
        tuple(Node(names[at + 1], layer, (names[at],)) for at, layer in enumerate(layers))
    )


def unet(depth, pad, *, crop):
    """Return Ronneberger's network with thin maps."""
    nodes, skips, last = [], [], "input"

    def add(name, layer, *inputs):
        nonlocal last
        nodes.append(Node(name, layer, inputs or (last,)))
        last = name

    def twice(name, channels):
        add(f"{name}1", Conv2d(channels, 2, 3, padding=pad))
        add(f"{name}2", Conv2d(2, 2, 3, padding=pad))

    for level in range(depth):
        twice(f"down{level}", 2 if level else 1)
        skips.append(last)
        add(f"pool{level}", MaxPool2d(2))
    twice("bottom", 2)
    for level in reversed(range(depth)):
        add(f"up{level}", ConvTranspose2d(2, 2, 2, stride=2))
        up, skip = last, skips[level]
        if crop:
            add(f"crop{level}", CropTo(), skip, up)
            skip = last
        add(f"cat{level}", Concat(), skip, up)
        twice(f"join{level}", 4)
    return Graph(tuple(nodes))


def rules(graph, shape):
    fits = fitting(graph, shape)
    return [(fit.passing and fit.passing.rule, fit.whole and fit.whole.rule) for fit in fits]


def test_a_padded_u_net_takes_multiples_of_16():
    graph = unet(4, 1, crop=False)
    assert rules(graph, (1, 250, 256)) == [("multiples of 16",) * 2] * 2
    assert nearest_shapes(graph, (1, 250, 256)) == ((1, 256, 256), (1, 240, 256))


def test_the_published_u_net_takes_12_more_than_a_multiple_of_16():
    """Ronneberger et al.: tiles for which every pooled map is even; 572 gives 388."""
    graph = unet(4, 0, crop=True)
    whole = "12 more than a multiple of 16, from 188 on"
    assert rules(graph, (1, 572, 572)) == [("from 188 on", whole)] * 2
    assert walk(graph, (1, 572, 572))[-1].output_shape == (2, 388, 388)
    assert nearest_shapes(graph, (1, 570, 570))[0] == (1, 572, 572)
    assert fitting(graph, (1, 570, 570))[0].nearest(570) == (556, 572)


def test_a_fully_connected_layer_takes_one_size_or_a_few():
    graph = chain(
        Conv2d(1, 4, 3, padding=1), MaxPool2d(2), MaxPool2d(2), Flatten(), Pointwise("dropout"),
        Linear(4 * 49, 10), Pointwise("relu"), Linear(10, 2),
    )
    assert rules(graph, (1, 20, 20)) == [("from 28 to 31", "28 alone")] * 2
    assert nearest_shapes(graph, (1, 20, 30)) == ((1, 28, 28),)
    wide = chain(MaxPool2d(2), Flatten(), Linear(2 * 3, 10))
    assert rules(wide, (1, 4, 6)) == [("from 4 to 5", "4 alone"), ("from 6 to 7", "6 alone")]
    assert fitting(wide, (1, 8, 8)) is None
    assert fitting(chain(Flatten(), Linear(7, 2)), (2, 4)) is None


def test_pools_that_end_in_one_cell_take_any_size():
    graph = chain(Conv2d(1, 2, 3), GlobalAvgPool2d(), Flatten(), Linear(2, 10))
    assert rules(graph, (1, 8, 8)) == [("from 3 on", "from 3 on")] * 2
    assert rules(chain(AdaptiveAvgPool2d(7)), (1, 8, 8)) == [("from 1 on", "from 1 on")] * 2


def test_strides_that_leave_cells_over_are_told_apart():
    assert rules(chain(Conv1d(1, 1, 3, stride=2)), (1, 9)) == [
        ("from 3 on", "1 more than a multiple of 2, from 3 on")
    ]
    assert rules(chain(Conv1d(1, 1, 1, stride=2)), (1, 9)) == [("from 1 on",) * 2]
    assert rules(chain(MaxPool1d(2, ceil_mode=True)), (1, 9)) == [("from 1 on",) * 2]


def test_networks_that_take_nothing():
    graph = Graph((Node("p", MaxPool1d(2)), Node("c", Conv1d(1, 1, 3)),
                   Node("u", Upsample((2,)), ("p",)), Node("cat", Concat(), ("c", "u"))))
    (fit,) = fitting(Graph((*graph.nodes[:1], Node("c", Conv1d(1, 1, 1)), graph.nodes[2],
                            Node("w", Pad1d(1), ("u",)), Node("cat", Concat(), ("c", "w")))),
                     (1, 9))
    assert (fit.passing, fit.whole, fit.nearest(9)) == (None, None, ())


def test_some_pass_that_always_leave_cells_over():
    graph = Graph((Node("a", MaxPool1d(2)), Node("shift", Pad1d(((1, 0),))),
                   Node("b", MaxPool1d(2), ("shift",))))
    (fit,) = fitting(graph, (1, 9))
    assert (fit.passing.rule, fit.whole) == ("from 2 on", None)
    assert fit.nearest(9) == (9,)


def test_branches_joined_may_have_one_cell():
    graph = Graph((Node("g", GlobalAvgPool1d()), Node("m", Join("multiply"), ("input", "g"))))
    assert rules(graph, (1, 9)) == [("from 1 on",) * 2]
    graph = Graph((Node("p", MaxPool1d(2)), Node("u", Upsample((2,)), ("p",)),
                   Node("sum", Join(), ("input", "u"))))
    assert rules(graph, (1, 9)) == [("multiples of 2",) * 2]


def test_enlarged_to_another_or_to_a_size():
    graph = Graph((Node("p", MaxPool1d(2)), Node("u", Upsample(), ("p", "input")),
                   Node("cat", Concat(), ("input", "u"))))
    assert rules(graph, (1, 9))[0][0] == "from 2 on"
    assert rules(chain(Upsample(size=(8,)), Conv1d(1, 1, 9)), (1, 9)) == [(None, None)]
    assert rules(chain(ConvTranspose1d(1, 1, 2, stride=2), MaxPool1d(2)), (1, 9)) == [
        ("from 1 on",) * 2
    ]


def test_boxes_have_the_size_that_they_are_told():
    assert rules(chain(Box("Resize", (1, 8)), Conv1d(1, 1, 9)), (1, 9)) == [(None, None)]
    assert rules(chain(Box("Shuffle"), Conv1d(1, 1, 9)), (1, 9)) == [("from 9 on",) * 2]
    flat = chain(Box("Embed", (5,)), Linear(5, 2))
    assert rules(flat, (1, 9)) == [("from 1 on",) * 2]
    source = Graph((Node("b", Box("Constant", (1, 4)), ()), Node("j", Concat(), ("b", "input"))))
    assert rules(source, (1, 9)) == [("4 alone",) * 2]


def test_features_are_no_maps():
    assert rules(chain(Flatten(), Linear(9, 4), Conv1d(1, 1, 1)), (1, 9)) == [(None, None)]


def test_connected_layers_over_several_axes_fix_the_last():
    assert rules(chain(Linear(5, 3)), (1, 4, 5)) == [("from 1 on",) * 2, ("5 alone",) * 2]


def test_features_that_were_joined_are_left_to_the_whole_check():
    graph = Graph((
        Node("f", Flatten()), Node("g", GlobalAvgPool1d()), Node("h", Flatten(), ("g",)),
        Node("cat", Concat(), ("f", "h")), Node("l", Linear(9, 2), ("cat",)),
    ))
    assert fitting(graph, (1, 8)) is not None
    assert nearest_shapes(graph, (1, 8)) == ((1, 8),)
    assert nearest_shapes(graph, (1, 7)) == ()


@pytest.mark.parametrize(
    "graph",
    [
        chain(unfold(2)),
        chain(Conv1d(1, 1, 3)),
        Graph((Node("a", Conv2d(1, 1, 3), ("later",)),)),
        Graph((Node("a", Linear(3, 2), ()),)),
        Graph((Node("b", Box("B", (3, 3, 3)), ()), Node("a", Concat(), ()))),
    ],
)
def test_what_no_axis_tells(graph):
    fits = fitting(graph, (1, 8, 8))
    assert fits is None or all(fit.passing for fit in fits)
    assert fits is not None or nearest_shapes(graph, (1, 8, 8)) == ()


def test_flat_inputs_have_no_axes():
    assert fitting(chain(Linear(4, 2)), (4,)) == ()


@pytest.mark.parametrize(
    ("sizes", "rule"),
    [
        (Sizes(4, None, 8, (1, 4)), "1 or 4 more than a multiple of 8, from 4 on"),
        (Sizes(4, None, 8, (0, 1, 4)), "0, 1 or 4 more than a multiple of 8, from 4 on"),
        (Sizes(4, None, 8, (0, 1, 2, 3, 4)), "5 of every 8, from 4 on"),
        (Sizes(32, None, 16, (0,)), "multiples of 16, from 32 on"),
        (Sizes(16, 64, 16, (0,)), "multiples of 16, from 16 to 64"),
    ],
)
def test_rules_in_words(sizes, rule):
    assert sizes.rule == rule


def test_nearest_of_a_rule():
    sizes = Sizes(16, 64, 16, (0,))
    assert sizes.nearest(40) == (32, 48)
    assert sizes.nearest(48) == (48, 48)
    assert sizes.nearest(3) == (None, 16)
    assert sizes.nearest(90) == (64, None)


@settings(max_examples=150)
@given(networks(longest=8, axes=(1,)))
def test_the_rule_is_what_trying_every_size_finds(network):
    graph, shape = network
    (fit,) = fitting(graph, shape)
    works = [n for n in range(1, 60) if first_failing(walk(graph, (shape[0], n))) is None]
    least = fit.passing.least
    assert [n for n in works if n >= least] == [n for n in range(least, 60) if n in fit.passing]
