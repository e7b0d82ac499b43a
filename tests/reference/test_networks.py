"""Whole networks as PyTorch computes them: recorded, and live where it is installed."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convviz.document.network_file import network_from
from convviz.engine.network.compute import compute_network
from convviz.engine.network.weights import NodeWeights, random_weights
from convviz.layers import Graph, Node
from convviz.layers.network.walk import walk
from convviz.layers.plain import Flatten, Linear, Norm, Pointwise
from tests.networks import networks, torch_takes

CASES = json.loads(Path(__file__).with_name("networks.json").read_text("utf-8"))["cases"]
POINTWISE = [
    Pointwise(kind) for kind in (
        "relu", "relu6", "gelu", "silu", "hardswish", "hardsigmoid", "sigmoid", "tanh", "softplus",
        "softmax", "log_softmax", "dropout", "identity", "prelu", "elu", "leaky_relu",
    )
] + [
    Pointwise("leaky_relu", constants=(("negative_slope", 0.2),)),
    Pointwise("elu", constants=(("alpha", 1.5),)),
    Pointwise("lrn", constants=(("size", 5.0), ("alpha", 0.1), ("beta", 0.5), ("k", 2.0))),
    Pointwise("lrn", constants=(("size", 4.0), ("alpha", 0.1))),
    Norm("instance_norm", 6), Norm("group_norm", 6, groups=3), Norm("batch_norm", 6),
]


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_recorded(case):
    network = network_from(json.dumps(case["network"]), "case")
    graph, shape = network.graph, network.input_shape
    x = np.random.default_rng(case["seed"]).standard_normal(shape)
    made = compute_network(graph, x, random_weights(graph, case["seed"]))
    told = {at.node.name: list(at.output_shape) for at in walk(graph, shape)}
    assert told == {name: size for name, size in case["shapes"].items() if name != "input"}
    for name, mean in case["means"].items():
        assert made[name].mean() == pytest.approx(mean, rel=1e-9, abs=1e-12)


torch = pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch isn't installed")


def held(graph, shape, weights, seed=0):
    from tests.reference.by_torch_networks import outputs

    x = np.random.default_rng(seed).standard_normal(shape)
    ours, theirs = compute_network(graph, x, weights), outputs(graph, x, weights)
    for name, array in theirs.items():
        np.testing.assert_allclose(ours[name], array, rtol=1e-9, atol=1e-12, err_msg=name)


@torch
@pytest.mark.torch
@settings(max_examples=200)
@given(networks(longest=9), st.integers(0, 99))
def test_live(network, seed):
    graph, shape = network
    assume(torch_takes(graph))
    held(graph, shape, random_weights(graph, seed), seed)


@torch
@pytest.mark.torch
@pytest.mark.parametrize("layer", POINTWISE, ids=str)
def test_pointwise_and_norms_live(layer):
    held(Graph((Node("p", layer),)), (6, 5, 4), {})


@torch
@pytest.mark.torch
def test_connected_live():
    weights = {"l": NodeWeights(np.random.default_rng(0).standard_normal((7, 60)))}
    graph = Graph((Node("f", Flatten()), Node("l", Linear(60, 7, bias=False), ("f",))))
    held(graph, (3, 5, 4), weights)
