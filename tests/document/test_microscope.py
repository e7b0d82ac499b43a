"""From a network to one of its layers and back."""

from dataclasses import replace

import numpy as np
import pytest

from convviz.document.comparing import same_network
from convviz.document.document import Document
from convviz.document.editing import change, new_document
from convviz.document.files import from_json, to_json
from convviz.document.microscope import (
    Numbers,
    kept_in_network,
    looking_into,
    shown_shape,
    why_not,
    with_graph_of,
    with_network,
)
from convviz.document.network_file import preset_network
from convviz.engine.trace import trace
from convviz.errors import ConvvizError, UnreadableFile
from convviz.layers import Conv2d, Graph, MaxPool2d, Node
from convviz.layers.network.editing import removed, with_layer
from convviz.layers.network.network import Network
from convviz.layers.plain import Pointwise

LAYERS = Graph((
    Node("conv", Conv2d(2, 4, 3, padding=1)),
    Node("relu", Pointwise("relu"), ("conv",)),
    Node("pool", MaxPool2d(2), ("relu",)),
    Node("wrong", Conv2d(9, 4, 3), ("pool",)),
    Node("after", MaxPool2d(2), ("wrong",)),
))
NETWORK = Network("small", "Small", "made up", (2, 10, 12), LAYERS)


def opened() -> Document:
    return with_network(new_document(), NETWORK)


def test_a_layer_is_shown_on_an_input_of_the_shape_that_it_has_there():
    shown = looking_into(opened(), "pool")
    assert (shown.layer, shown.input.shape, shown.at) == (MaxPool2d(2), (4, 10, 12), "pool")
    assert shown.problems() == ()
    assert looking_into(shown, "pool") is shown


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("relu", "relu is a ReLU, which moves no window"),
        ("wrong", "wrong doesn't fit: .*9 channels.*4"),
        ("after", "what after reads isn't known"),
        ("nothing", "the network has no layer nothing"),
    ],
)
def test_what_can_t_be_looked_into_says_why(name, said):
    with pytest.raises(ConvvizError, match=said):
        looking_into(opened(), name)
    assert why_not(NETWORK, "conv") == ""


def test_without_a_network_there_is_nothing_to_look_into():
    with pytest.raises(ConvvizError, match="no network"):
        looking_into(new_document(), "conv")


def test_a_layer_with_numbers_of_its_own_shows_them():
    x = np.random.default_rng(0).random((2, 10, 12))
    weight, bias = np.ones((4, 2, 3, 3)), np.arange(4.0)
    shown = looking_into(opened(), "conv", Numbers(x, weight, bias))
    given, taps, added = shown.input.array(), *shown.weight_arrays()
    assert np.array_equal(given, x)
    assert np.array_equal(taps, weight)
    assert np.array_equal(added, bias)
    without = looking_into(opened(), "conv", Numbers(x, weight))
    assert not without.weight_arrays()[1].any()
    pooled = looking_into(opened(), "pool", Numbers(np.ones((4, 10, 12))))
    assert trace(pooled.layer, pooled.input.array(), None, None).output.shape == (4, 5, 6)


@pytest.mark.parametrize("shape", [(64, 224, 224), (64, 512, 512), (64, 1000, 1000)])
def test_a_layer_is_given_all_of_an_input_as_large_as_networks_have(shape):
    assert shown_shape(Conv2d(64, 64, 3, padding=1), shape) == shape


def test_an_input_beyond_what_can_be_shown_is_cut_to_its_middle():
    layer = Conv2d(1, 1, 3, padding=1)
    network = replace(NETWORK, input_shape=(1, 8, 6000), graph=Graph((Node("conv", layer),)))
    x = np.arange(48000).reshape(1, 8, 6000)
    shown = looking_into(
        with_network(new_document(), network), "conv", Numbers(x, np.ones(layer.weight_shape))
    )
    assert shown.input.shape == (1, 8, 3000)
    assert np.array_equal(shown.input.array(), x[:, :, 1500:4500])


def test_an_input_of_very_many_numbers_is_cut_and_keeps_its_channels():
    assert shown_shape(Conv2d(64, 64, 3, padding=1), (64, 2048, 2048)) == (64, 1024, 1024)
    assert shown_shape(Conv2d(1, 512, 3, padding=1), (1, 1000, 1000)) == (1, 250, 500)


def test_an_input_is_cut_only_as_far_as_the_layer_takes_it():
    assert shown_shape(Conv2d(1, 1, (1, 4000)), (1, 8, 6000)) == (1, 8, 6000)
    assert shown_shape(Conv2d(1 << 27, 1, 1), (1 << 27, 1, 1)) == (1 << 27, 1, 1)


def test_changes_of_the_layer_on_show_are_those_of_the_network():
    shown = change(looking_into(opened(), "conv"), {"stride": 2})
    kept = kept_in_network(shown)
    assert kept.network.graph.node("conv").layer == shown.layer
    assert kept.network.graph.node("pool") == LAYERS.node("pool")
    assert kept_in_network(kept) is kept
    assert kept_in_network(new_document()).network is None


def test_the_layer_on_show_follows_the_network():
    shown = looking_into(opened(), "conv")
    same = with_graph_of(shown, replace(NETWORK, title="Other"))
    assert (same.at, same.layer) == ("conv", shown.layer)
    wider = replace(NETWORK, graph=with_layer(LAYERS, "conv", Conv2d(2, 4, 5, padding=2)))
    assert with_graph_of(shown, wider).layer.kernel_size == (5, 5)
    gone = replace(NETWORK, graph=removed(LAYERS, "conv"))
    assert (with_graph_of(shown, gone).at, with_graph_of(shown, gone).layer) == ("", shown.layer)
    larger = replace(NETWORK, input_shape=(2, 20, 20))
    assert with_graph_of(shown, larger).at == ""
    assert with_graph_of(new_document(), NETWORK).at == ""


def test_a_document_keeps_its_network_and_the_layer_on_show():
    shown = looking_into(with_network(new_document(), preset_network("lenet-5")), "conv2")
    again = from_json(to_json(shown))
    assert again.network == shown.network
    assert (again.at, again.layer) == ("conv2", shown.layer)
    assert same_network(again, shown)
    assert not same_network(again, new_document())
    beside = from_json(to_json(with_network(new_document(), NETWORK)))
    assert (beside.at, beside.network) == ("", NETWORK)
    assert '"network"' not in to_json(new_document())


def test_a_network_without_a_usual_input_is_kept_as_that():
    bare = replace(NETWORK, input_shape=())
    assert from_json(to_json(with_network(new_document(), bare))).network == bare


def test_a_layer_that_the_network_hasn_t_is_refused():
    text = to_json(looking_into(opened(), "conv")).replace('"at": "conv"', '"at": "other"')
    with pytest.raises(UnreadableFile, match='no layer "other"'):
        from_json(text)
