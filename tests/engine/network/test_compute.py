from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convviz.engine.network.backward import gradients_before
from convviz.engine.network.compute import compute_network
from convviz.engine.network.effective import effective_field, narrowed, sampled_field
from convviz.engine.network.paths import cells_seen, path_counts
from convviz.engine.network.weights import (
    NodeWeights,
    equal_weights,
    random_weights,
    weight_shape,
)
from convviz.errors import Cancelled, ConvvizError, InvalidLayer
from convviz.layers import (
    Conv1d,
    Conv2d,
    ConvTranspose1d,
    GlobalAvgPool1d,
    Graph,
    MaxPool1d,
    Node,
)
from convviz.layers.graph import INPUT
from convviz.layers.plain import (
    POINTWISE_NAMES,
    Box,
    Concat,
    CropTo,
    Flatten,
    Join,
    Linear,
    Norm,
    Pointwise,
    Upsample,
)
from tests.networks import networks


def chain(*layers):
    names = [INPUT, *(f"n{number}" for number in range(len(layers)))]
    return Graph(
        tuple(Node(names[at + 1], layer, (names[at],)) for at, layer in enumerate(layers))
    )


def test_every_node_is_told():
    graph = Graph((
        Node("c", Conv1d(1, 1, 2)), Node("r", Pointwise("relu"), ("c",)),
        Node("sum", Join(), ("c", "r")),
    ))
    made = compute_network(
        graph, np.array([[1, -2, 3]]), {"c": NodeWeights(np.array([[[2, 1]]]), np.array([1]))}
    )
    assert {name: array.tolist() for name, array in made.items()} == {
        "input": [[1, -2, 3]], "c": [[1, 0]], "r": [[1, 0]], "sum": [[2, 0]],
    }


def test_features_are_weighed_and_moved():
    graph = chain(Flatten(), Linear(4, 2))
    made = compute_network(
        graph, np.arange(4).reshape(2, 2),
        {"n1": NodeWeights(np.array([[1, 0, 0, 1], [0, 1, 0, 0]]), np.array([10, 20]))},
    )
    assert made["n1"].tolist() == [13, 21]


def test_norms_take_what_they_have_learnt():
    graph = chain(Norm("batch_norm", 2, eps=0))
    x = np.array([[1.0, 3.0], [2.0, 4.0]])
    weights = NodeWeights(
        np.array([2.0, 1.0]), np.array([0.0, 5.0]), np.array([1.0, 2.0]), np.array([4.0, 1.0])
    )
    made = compute_network(graph, x, {"n0": weights})["n0"]
    assert made.tolist() == [[0.0, 2.0], [5.0, 7.0]]
    assert compute_network(graph, x, {})["n0"].tolist() == x.tolist()


def test_a_slope_for_each_channel():
    graph = chain(Pointwise("prelu", 2))
    x = np.array([[-4.0, 1.0], [-4.0, 1.0]])
    made = compute_network(graph, x, {"n0": NodeWeights(np.array([0.5, 0.25]))})["n0"]
    assert made.tolist() == [[-2.0, 1.0], [-1.0, 1.0]]


def test_float32_stays():
    graph = chain(Norm("batch_norm", 1), Pointwise("leaky_relu"), Pointwise("relu6"))
    made = compute_network(graph, np.ones((1, 3), np.float32), {})
    assert {array.dtype for array in made.values()} == {np.dtype(np.float32)}


def test_unknown_layers_and_what_reads_them_have_no_values():
    graph = Graph((
        Node("b", Box("Mystery")), Node("m", Pointwise("Mish")),
        Node("r", Pointwise("relu"), ("b",)), Node("t", Pointwise("tanh")),
    ))
    made = compute_network(graph, np.zeros((1, 2)), {})
    assert made["b"] is made["m"] is made["r"] is None
    assert made["t"].tolist() == [[0, 0]]


@pytest.mark.parametrize(
    ("graph", "weights", "message"),
    [
        (chain(Conv1d(2, 1, 3)), {}, "n0: the layer takes 2 channels, the input has 1"),
        (chain(Conv1d(1, 1, 3)), {}, r"n0: the layer needs a weight of \(1, 1, 3\)"),
        (
            chain(Linear(4, 2)), {"n0": NodeWeights(np.zeros((4, 2)))},
            r"n0: the weight has the shape \(4, 2\), it takes \(2, 4\)",
        ),
        (chain(Linear(4, 2)), {}, r"n0: it needs a weight of \(2, 4\)"),
        (
            chain(Norm("batch_norm", 1, affine=False)), {"n0": NodeWeights(np.zeros(1))},
            r"n0: the weight has the shape \(1,\), it takes none",
        ),
    ],
)
def test_what_cannot_be_computed_is_said_with_the_layer(graph, weights, message):
    with pytest.raises(InvalidLayer, match=message):
        compute_network(graph, np.zeros((1, 4)), weights)


def test_what_would_not_fit_into_memory_is_refused():
    with pytest.raises(ConvvizError, match="n0 would be 1 × 4294967296"):
        compute_network(chain(Upsample((1 << 30,))), np.zeros((1, 4)), {})


def test_computing_is_stopped_when_asked():
    told = []

    def progress(share):
        told.append(share)
        return len(told) < 2

    with pytest.raises(Cancelled):
        compute_network(chain(*[Pointwise("relu")] * 4), np.zeros((1, 2)), {}, progress)
    assert told == [0, 0.25]


def smooth(graph):
    """Return a network whose maxima are means: of the others gradients are exact everywhere."""
    return not any(getattr(node.layer, "reduction", "") == "max" for node in graph.nodes)


def slope_by_difference(graph, weights, x, node, gradient):
    found = np.zeros_like(x)
    for at in np.ndindex(*x.shape):
        ends = []
        for step in (1e-5, -1e-5):
            moved = x.copy()
            moved[at] += step
            ends.append((compute_network(graph, moved, weights)[node] * gradient).sum())
        found[at] = (ends[0] - ends[1]) / 2e-5
    return found


@settings(max_examples=100)
@given(networks(longest=6, largest=7, axes=(1,)), st.integers(0, 99))
def test_gradients_are_those_of_finite_differences(network, seed):
    graph, shape = network
    assume(graph.nodes)
    assume(smooth(graph))
    rng = np.random.default_rng(seed)
    x, weights = rng.standard_normal(shape), random_weights(graph, seed)
    last = graph.nodes[-1].name
    made = compute_network(graph, x, weights)
    gradient = rng.standard_normal(made[last].shape)
    found = gradients_before(graph, made, weights, last, gradient).get(INPUT, np.zeros(shape))
    expected = slope_by_difference(graph, weights, x, last, gradient)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5 * (1 + abs(expected).max()))


OTHERS = [
    Norm("instance_norm", 2), Norm("group_norm", 2, groups=1), Linear(3, 2), Pointwise("prelu", 2),
    Pointwise("elu", constants=(("alpha", 1.5),)),
    *(Pointwise(kind) for kind in POINTWISE_NAMES if kind not in {"lrn", "softmax", "log_softmax"}),
]


@pytest.mark.parametrize("layer", OTHERS, ids=repr)
def test_slopes_of_other_layers(layer):
    graph, rng = chain(layer, Flatten()), np.random.default_rng(3)
    x = rng.standard_normal((2, 3)) * 3
    shape = weight_shape(layer)
    weights = {"n0": NodeWeights(rng.uniform(0.5, 2, shape))} if shape else {}
    made = compute_network(graph, x, weights)
    gradient = rng.standard_normal(made["n1"].shape)
    found = gradients_before(graph, made, weights, "n1", gradient)[INPUT]
    expected = slope_by_difference(graph, weights, x, "n1", gradient)
    np.testing.assert_allclose(found, expected, atol=1e-6)


@pytest.mark.parametrize("kind", ["lrn", "softmax", "log_softmax"])
def test_layers_that_mix_channels_hand_gradients_on(kind):
    graph = chain(Pointwise(kind))
    made = compute_network(graph, np.ones((2, 3)), {})
    assert gradients_before(graph, made, {}, "n0", np.ones((2, 3)))[INPUT].tolist() == [[1] * 3] * 2


def test_gradients_do_not_pass_what_is_unknown():
    for layer in (Box("Mystery"), Pointwise("Mish")):
        graph = chain(layer, Pointwise("relu"))
        made = {**compute_network(graph, np.zeros((1, 2)), {}), "n1": np.zeros((1, 2))}
        with pytest.raises(ConvvizError, match="it isn't known what n1 does to a gradient"):
            gradients_before(graph, made, {}, "n1", np.ones((1, 2)))
    graph = chain(Box("Mystery"))
    with pytest.raises(ConvvizError, match="it isn't known what n0 gives"):
        effective_field(graph, np.zeros((1, 2)), {}, "n0")
    with pytest.raises(ConvvizError, match="it isn't known what n0 does to a gradient"):
        gradients_before(graph, {INPUT: np.zeros((1, 2))}, {}, "n0", np.ones((1, 2)))


def test_the_effective_field_of_means_is_how_often_a_cell_is_used():
    graph = chain(Conv2d(1, 1, 3, padding=1), Conv2d(1, 1, 3, padding=1), Conv2d(1, 1, 3))
    field = effective_field(graph, np.ones((1, 9, 9)), equal_weights(graph), "n2", (3, 3))
    counts = path_counts(graph, (1, 9, 9), "n2", (3, 3))[INPUT]
    np.testing.assert_allclose(field, counts / counts.sum())


@settings(max_examples=60)
@given(networks(longest=6, axes=(1,)), st.integers(0, 9))
def test_the_effective_field_lies_in_the_theoretical_one(network, seed):
    graph, shape = network
    assume(graph.nodes)
    last = graph.nodes[-1].name
    try:
        field = sampled_field(graph, shape, last, seed=seed, runs=2, channels=2)
    except ConvvizError:
        return  # a thin network may join maps that no longer meet
    size = compute_network(graph, np.zeros(shape), random_weights(graph, 0))[last].shape[1:]
    seen = cells_seen(graph, shape, last, tuple(side // 2 for side in size))[INPUT]
    assert not field[~seen].any()
    assert field.max() in {0, 1}


def test_making_an_effective_field_tells_its_progress_and_can_be_given_up_halfway():
    graph, told = chain(Conv1d(3, 3, 3), Conv1d(3, 3, 3)), []
    sampled_field(graph, (3, 9), "n1", progress=lambda share: told.append(share) or True)
    assert told == sorted(told)
    assert (told[0], len(told)) == (0, 8)
    assert max(told) < 1

    def until_half(share):
        told.append(share)
        return share < 0.4

    told.clear()
    with pytest.raises(Cancelled):
        sampled_field(graph, (3, 9), "n1", progress=until_half)
    assert 0 < len(told) < 8


def test_the_effective_field_is_the_same_for_the_same_seed():
    graph = Graph((
        Node("c", Conv1d(3, 8, 3, padding=1)), Node("n", Norm("group_norm", 8, groups=4), ("c",)),
        Node("p", Pointwise("prelu", 8), ("n",)),
        Node("u", ConvTranspose1d(8, 8, 2, stride=2), ("p",)),
        Node("m", MaxPool1d(2), ("u",)), Node("other", Conv1d(3, 9, 5)),
    ))
    first, again, other = (
        sampled_field(graph, (3, 9), "m", (4,), seed=seed) for seed in (5, 5, 6)
    )
    assert (first == again).all()
    assert (first != other).any()


def test_fully_connected_networks_have_a_field():
    graph = chain(Conv1d(3, 4, 3), Flatten(), Linear(28, 5))
    assert (sampled_field(graph, (3, 9), "n2") > 0).all()
    assert sampled_field(chain(Linear(4, 2)), (4,), "n0").shape == ()


def test_enlarged_and_cropped_maps_hand_gradients_on():
    graph = Graph((
        Node("g", GlobalAvgPool1d()), Node("u", Upsample(), ("g", INPUT)),
        Node("c", Concat(), (INPUT, "u")), Node("s", Conv1d(2, 1, 3), ("c",)),
        Node("crop", CropTo(), ("c", "s")),
    ))
    x = np.arange(5.0)[None]
    weights = random_weights(graph, 0)
    made = compute_network(graph, x, weights)
    found = gradients_before(graph, made, weights, "crop", np.ones((2, 3)))[INPUT]
    np.testing.assert_allclose(found, [[0.6, 1.6, 1.6, 1.6, 0.6]])


def test_what_a_unit_does_not_hang_on_is_0():
    graph = Graph((Node("b", Box("Constant", (1, 4)), ()), Node("r", Pointwise("relu"), ("b",)),
                   Node("t", Pointwise("relu"))))
    made = {"b": np.ones((1, 4)), "r": np.ones((1, 4)), INPUT: np.ones((1, 4))}
    assert INPUT not in gradients_before(Graph(graph.nodes[1:2]), made, {}, "r", np.ones((1, 4)))
    with pytest.raises(ConvvizError, match="there is no layer q"):
        sampled_field(graph, (1, 4), "q")
    assert effective_field(graph, np.ones((1, 4)), {}, INPUT, (2,)).tolist() == [0, 0, 1, 0]


def test_a_network_that_fails_has_no_thin_one():
    graph = Graph((Node("a", Conv1d(1, 1, 3)), Node("j", Join(), (INPUT, "a"))))
    with pytest.raises(ConvvizError, match="j: add takes inputs of one shape"):
        narrowed(graph, (1, 9), 2)
