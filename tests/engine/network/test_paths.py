from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convviz.engine.network.compute import compute_network
from convviz.engine.network.paths import along_axes, cells_seen, path_counts
from convviz.engine.network.weights import NodeWeights, weight_shape
from convviz.errors import ConvvizError
from convviz.layers import Conv1d, Conv2d, ConvTranspose1d, Graph, MaxPool1d, Node
from convviz.layers.construct import unfold
from convviz.layers.graph import INPUT
from convviz.layers.network.walk import walk
from convviz.layers.plain import Box, Concat, Flatten, Join, Linear, Norm, Upsample
from tests.networks import counted, networks


def sizes_of(graph, shape):
    return {at.node.name: at.output_shape[1:] for at in walk(graph, shape)}


def drawn_unit(data, graph, shape):
    sizes = {INPUT: shape[1:], **sizes_of(graph, shape)}
    node = data.draw(st.sampled_from(list(sizes)[-2:]))
    return node, data.draw(st.tuples(*[st.integers(0, side - 1) for side in sizes[node]]))


@settings(max_examples=400)
@given(networks(), st.data())
def test_counts_are_those_of_following_every_path(network, data):
    graph, shape = network
    node, unit = drawn_unit(data, graph, shape)
    found = path_counts(graph, shape, node, unit)[INPUT]
    expected = counted(graph, shape, node, unit)
    assert (found == expected).all()
    assert (cells_seen(graph, shape, node, unit)[INPUT] == (expected > 0)).all()


def positive(graph, seed):
    rng = np.random.default_rng(seed)
    return {
        node.name: NodeWeights(rng.uniform(0.5, 1.5, weight_shape(node.layer)))
        for node in graph.nodes
        if weight_shape(node.layer)
    }


@settings(max_examples=200)
@given(networks(longest=6, largest=8), st.integers(0, 99))
def test_units_see_the_cells_whose_change_changes_them(network, seed):
    """Positive weights and inputs: nothing cancels, and a large cell wins every maximum."""
    graph, shape = network
    assume(graph.nodes)
    weights = positive(graph, seed)
    x = np.random.default_rng(seed).uniform(1, 2, shape)
    last = graph.nodes[-1].name
    plain = compute_network(graph, x, weights)[last].sum(axis=0)
    units = list(np.ndindex(plain.shape))[:: max(plain.size // 4, 1)]
    seen = {unit: cells_seen(graph, shape, last, unit)[INPUT] for unit in units}
    for cell in np.ndindex(*shape[1:]):
        changed = x.copy()
        changed[(slice(None), *cell)] += 1e9
        after = compute_network(graph, changed, weights)[last].sum(axis=0)
        for unit in units:
            assert seen[unit][cell] == (after[unit] > plain[unit] * (1 + 1e-6)), (unit, cell)


@given(networks(), st.data())
def test_all_units_together_use_what_each_uses(network, data):
    graph, shape = network
    node, _ = drawn_unit(data, graph, shape)
    size = {INPUT: shape[1:], **sizes_of(graph, shape)}[node]
    each = sum(path_counts(graph, shape, node, unit)[INPUT] for unit in np.ndindex(*size))
    assert (path_counts(graph, shape, node)[INPUT] == each).all()


def test_counts_between_are_told_too():
    graph = Graph((Node("a", Conv1d(1, 1, 3)), Node("b", Conv1d(1, 1, 3), ("a",))))
    found = path_counts(graph, (1, 7), "b", (1,))
    assert found["b"].tolist() == [0, 1, 0]
    assert found["a"].tolist() == [0, 1, 1, 1, 0]
    assert found[INPUT].tolist() == [0, 1, 2, 3, 2, 1, 0]


def test_counts_beyond_64_bits_are_exact():
    nodes = [Node("n0", Conv1d(1, 1, 3, padding=1))]
    nodes += [Node(f"n{i}", Conv1d(1, 1, 3, padding=1), (f"n{i - 1}",)) for i in range(1, 60)]
    found = path_counts(Graph(tuple(nodes)), (1, 201), "n59", (100,))[INPUT]
    assert sum(found) == 3**60
    nodes = [Node("n0", Join(), (INPUT, INPUT))]
    nodes += [Node(f"n{i}", Join(), (f"n{i - 1}",) * 2) for i in range(1, 80)]
    assert path_counts(Graph(tuple(nodes)), (1, 3), "n79")[INPUT].tolist() == [2**80] * 3


def test_an_atrous_pyramid_sees_no_product_of_axes():
    branches = [
        Node(f"r{rate}", Conv2d(1, 1, 3, padding=rate, dilation=rate)) for rate in (1, 2, 3)
    ]
    pyramid = Graph((*branches, Node("all", Concat(), ("r1", "r2", "r3"))))
    seen = cells_seen(pyramid, (1, 9, 9), "all", (4, 4))[INPUT]
    assert along_axes(seen) is None
    assert seen.sum() == 1 + 3 * 8
    alone = cells_seen(pyramid, (1, 9, 9), "r3", (4, 4))[INPUT]
    rows, columns = along_axes(alone)
    assert rows.tolist() == columns.tolist() == [False, True] + [False, False, True] * 2 + [False]


def test_gaps_of_a_transposed_layer_see_nothing():
    graph = Graph((Node("up", ConvTranspose1d(1, 1, 1, stride=2)),))
    assert not cells_seen(graph, (1, 3), "up", (1,))[INPUT].any()


def test_fully_connected_units_see_everything_below():
    graph = Graph((
        Node("c", Conv1d(1, 2, 3)), Node("f", Flatten(), ("c",)), Node("l", Linear(8, 5), ("f",)),
        Node("m", Linear(5, 2), ("l",)),
    ))
    assert path_counts(graph, (1, 6), "m", ())[INPUT].tolist() == [1, 2, 3, 3, 2, 1]
    assert cells_seen(graph, (1, 6), "f", (2,))[INPUT].tolist() == [0, 0, 1, 1, 1, 0]


def test_features_joined_are_taken_together():
    graph = Graph((
        Node("f", Flatten()), Node("p", MaxPool1d(2)), Node("h", Flatten(), ("p",)),
        Node("cat", Concat(), ("f", "h")),
    ))
    assert path_counts(graph, (1, 5), "cat", ())[INPUT].tolist() == [2, 2, 2, 2, 1]


def test_a_window_may_lie_in_padding_alone():
    graph = Graph((Node("c", Conv1d(1, 1, 1, stride=9, padding=(5,))),))
    assert path_counts(graph, (1, 3), "c")[INPUT].tolist() == [0, 0, 0]
    before = Graph((Node("c", Conv1d(1, 1, 1, stride=9, padding=((5, 0),))),))
    assert path_counts(before, (1, 3), "c")[INPUT].tolist() == [0, 0, 0]


def test_a_linear_layer_over_several_axes_mixes_the_last():
    graph = Graph((Node("l", Linear(3, 2)),))
    seen = cells_seen(graph, (1, 2, 3), "l", (1, 0))[INPUT]
    assert seen.tolist() == [[False] * 3, [True] * 3]


def test_norms_of_the_whole_input_see_all_of_it():
    graph = Graph((Node("n", Norm("instance_norm", 1)),))
    assert cells_seen(graph, (1, 4), "n", (0,))[INPUT].all()


def test_gates_are_read_by_every_place():
    graph = Graph((Node("p", MaxPool1d(4)), Node("g", Join("multiply"), (INPUT, "p"))))
    assert path_counts(graph, (1, 4), "g", (2,))[INPUT].tolist() == [1, 1, 2, 1]


def test_a_unit_that_hangs_on_no_input_sees_none():
    graph = Graph((Node("b", Box("Constant", (1, 4)), ()), Node("c", Conv1d(1, 1, 3), ("b",))))
    assert not path_counts(graph, (1, 4), "c", (0,))[INPUT].any()


@pytest.mark.parametrize(
    ("layer", "message"),
    [(Box("Mystery"), "what a reads of its input isn't known"), (unfold(2), "isn't known")],
)
def test_unknown_layers_are_named(layer, message):
    graph = Graph((Node("a", layer),))
    with pytest.raises(ConvvizError, match=message):
        cells_seen(graph, (1, 4, 4), "a", (0, 0))


def test_what_would_not_fit_into_memory_is_refused():
    huge = 1 << 30
    with pytest.raises(ConvvizError, match=r"up would be 2147483648, .*at most"):
        path_counts(Graph((Node("up", Upsample((huge,))),)), (1, 2), "up", (0,))
    with pytest.raises(ConvvizError, match="the padded input would be"):
        path_counts(Graph((Node("c", Conv1d(1, 1, huge, padding=huge // 2)),)), (1, 2), "c")


def test_what_is_not_there_is_named():
    graph = Graph((Node("a", Conv1d(1, 1, 3)), Node("b", Conv1d(2, 1, 3), ("a",))))
    with pytest.raises(ConvvizError, match="there is no layer c"):
        path_counts(graph, (1, 5), "c")
    with pytest.raises(ConvvizError, match="b has no shape"):
        path_counts(graph, (1, 5), "b")
    with pytest.raises(ConvvizError, match=r"a has units up to \(2,\), counted from 0, not \(3,\)"):
        path_counts(graph, (1, 5), "a", (3,))
