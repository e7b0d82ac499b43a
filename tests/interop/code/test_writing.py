"""Networks written as code: read back the same, and computed the same where NumPy runs it."""

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convviz.document.network_file import preset_names, preset_network
from convviz.engine.network.compute import compute_network
from convviz.engine.network.weights import random_weights
from convviz.errors import ConvvizError
from convviz.interop.code.writing import FRAMEWORKS, layer_code, network_code
from convviz.interop.paste.reading import NotUnderstood, read_pasted
from convviz.layers import Conv2d, Graph, MaxPool2d, Node
from convviz.layers.network.network import Network
from convviz.layers.network.walk import walk
from convviz.layers.plain import (
    Concat,
    Flatten,
    Join,
    Linear,
    Narrow,
    Norm,
    Pointwise,
    Upsample,
)
from tests.networks import networks

RECORDED = Path(__file__).parent / "recorded.json"
READ_BACK = ("pytorch", "keras", "flax", "onnx")
_PARTS = ("weight", "bias", "mean", "variance")


def network(graph, shape):
    return Network("net", "Net", "", shape, graph)


def shapes(graph, shape):
    return [at.output_shape for at in walk(graph, shape)]


@pytest.mark.parametrize("framework", READ_BACK)
@pytest.mark.parametrize("name", preset_names())
def test_networks_that_come_along_read_back_with_the_same_output(name, framework):
    net = preset_network(name)
    if (name, framework) == ("u-net-published", "flax"):
        pytest.skip("parts of tensors that are cut out aren't followed")
    again = read_pasted(network_code(net, framework).text, input_shape=net.input_shape)
    assert shapes(again.graph, net.input_shape)[-1] == shapes(net.graph, net.input_shape)[-1]


def test_the_code_is_what_was_run_in_the_frameworks_themselves():
    """`record.py` ran this very code; see there for the versions and what they said."""
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))["code"]
    for entry in recorded:
        net = preset_network(entry["network"])
        text = network_code(net, entry["framework"]).text
        assert sha256(text.encode()).hexdigest() == entry["sha256"], (
            f"{entry['network']} as {entry['framework']} has changed: run record.py again"
        )
        assert tuple(entry["output"]) == shapes(net.graph, net.input_shape)[-1]
    assert len(recorded) == 4 * len(preset_names())


class Learnt(dict):
    """Arrays by their names; biases and norms that aren't there change nothing."""

    def __missing__(self, name):
        return np.full(1, float(name.endswith((".variance", ".weight"))))


def run(text, x, weights):
    space = {}
    exec(compile(text, "network.py", "exec"), space)  # noqa: S102 - the code is ours
    given = Learnt()
    for name, one in weights.items():
        given |= {
            f"{name}.{part}": getattr(one, part)
            for part in _PARTS if getattr(one, part) is not None
        }
    return space["network"](x, given)


@given(networks(), st.integers(0, 99))
@settings(max_examples=120, deadline=None)
def test_numpy_s_code_computes_what_the_engine_does(drawn, seed):
    graph, shape = drawn
    assume(graph.nodes)
    code = network_code(network(graph, shape), "numpy")
    assume(not code.notes)
    x = np.random.default_rng(seed).normal(size=shape)
    weights = random_weights(graph, seed)
    expected = compute_network(graph, x, weights)[graph.nodes[-1].name]
    assert run(code.text, x, weights) == pytest.approx(expected, abs=1e-9)


def test_numpy_s_code_knows_what_networks_are_made_of():
    graph = Graph((
        Node("conv", Conv2d(2, 4, 3, padding=1)), Node("norm", Norm("batch_norm", 4), ("conv",)),
        Node("relu", Pointwise("relu"), ("norm",)), Node("pool", MaxPool2d(2), ("relu",)),
        Node("up", Upsample((2, 2)), ("pool",)), Node("sum", Join(), ("up", "relu")),
        Node("both", Concat(), ("sum", "conv")), Node("flat", Flatten(), ("both",)),
        Node("fc", Linear(8 * 36, 5), ("flat",)), Node("soft", Pointwise("softmax"), ("fc",)),
    ))
    x, weights = np.random.default_rng(1).normal(size=(2, 6, 6)), random_weights(graph, 1)
    code = network_code(network(graph, (2, 6, 6)), "numpy")
    assert code.notes == ()
    expected = compute_network(graph, x, weights)["soft"]
    assert run(code.text, x, weights) == pytest.approx(expected)


@pytest.mark.parametrize("kind", [
    "identity", "relu", "relu6", "leaky_relu", "elu", "silu", "hardswish", "hardsigmoid",
    "sigmoid", "tanh", "softplus", "softmax", "log_softmax",
])  # fmt: skip
def test_numpy_s_activations_are_the_engine_s(kind):
    graph = Graph((Node("a", Pointwise(kind)),))
    x = np.random.default_rng(0).normal(scale=4, size=(3, 4, 4))
    made = run(network_code(network(graph, x.shape), "numpy").text, x, {})
    assert made == pytest.approx(compute_network(graph, x, {})["a"], rel=1e-6, abs=1e-9)


@given(networks(axes=(1, 2, 3)), st.sampled_from(READ_BACK))
@settings(max_examples=200, deadline=None)
def test_code_reads_back_as_what_it_was_made_from_where_it_says_all(drawn, framework):
    graph, shape = drawn
    assume(graph.nodes)
    code = network_code(network(graph, shape), framework)
    assume(not code.notes)
    try:
        again = read_pasted(code.text, input_shape=shape)
    except NotUnderstood:
        # A network that changes nothing is no code, parts cut out are no layers.
        assert framework == "flax" or all(made == shape for made in shapes(graph, shape))
        return
    assume(not again.notes)
    last = walk(graph, shape)[-1]
    # All of the channels are the tensor itself.
    assume(not isinstance(last.node.layer, Narrow) or last.output_shape != last.input_shapes[0])
    assert shapes(again.graph, shape)[-1] == shapes(graph, shape)[-1]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_layer_without_a_counterpart_is_told_and_passed_by(framework):
    code = layer_code(Pointwise("Mish"), framework, (3, 8, 8))
    assert len(code.notes) == 1
    assert "Mish" in code.notes[0]
    assert code.text.startswith(f"# {code.notes[0]}")


def test_a_single_layer_is_a_single_call():
    assert layer_code(Conv2d(3, 8, 3, stride=2), "pytorch").text.strip() == (
        "nn.Conv2d(3, 8, kernel_size=3, stride=2)"
    )
    assert "layers.Conv2D(8, kernel_size=3" in layer_code(
        Conv2d(3, 8, 3, padding=1), "keras", (3, 8, 8)
    ).text


def test_what_can_t_be_written_says_why():
    with pytest.raises(ConvvizError, match="no layers"):
        network_code(network(Graph(()), (3, 8, 8)), "pytorch")
    wrong = Graph((Node("conv", Conv2d(4, 8, 3)),))
    with pytest.raises(ConvvizError, match="conv can't take its input"):
        network_code(network(wrong, (3, 8, 8)), "pytorch")
    many = Graph(tuple(Node(f"n{at}", Pointwise("relu")) for at in range(20_001)))
    with pytest.raises(ConvvizError, match="too many"):
        network_code(network(many, (3, 8, 8)), "numpy")
