from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz import assets
from convviz.document.network_file import (
    Network,
    network_from,
    network_text,
    preset_names,
    preset_network,
    read_network,
)
from convviz.document.plain_layers import PLAIN_KINDS
from convviz.errors import ConvvizError, UnreadableFile
from convviz.layers import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    Conv2d,
    ConvTranspose2d,
    Graph,
    LPPool2d,
    MaxPool2d,
    Node,
    Pad2d,
)
from convviz.layers.construct import fold, unfold
from convviz.layers.plain import (
    Box,
    Concat,
    CropTo,
    Flatten,
    Join,
    Linear,
    Narrow,
    Norm,
    Pointwise,
    Upsample,
)
from tests.networks import networks

EVERY = [
    Conv2d(3, 6, (3, 5), stride=(2, 1), padding=((1, 0), (0, 1)), dilation=2, groups=3, bias=False,
           padding_mode="circular"),
    Conv2d(3, 6, 3, padding="same"),
    ConvTranspose2d(3, 4, 2, stride=2, output_padding=1),
    MaxPool2d(3, 2, padding=1, ceil_mode=True),
    AvgPool2d(2, count_include_pad=False, divisor_override=3),
    LPPool2d(3.0, 2),
    AdaptiveAvgPool2d((None, 3)),
    Pad2d(1), Pad2d(((1, 2), (0, -1)), "constant", 2.5),
    unfold(2, padding=1), fold(4, 2),
    Pointwise("relu"), Pointwise("prelu", 6), Pointwise("Mish", 3),
    Pointwise("leaky_relu", constants=(("negative_slope", 0.2),)),
    Pointwise("lrn", constants=(("size", 5.0), ("alpha", 0.1), ("beta", 0.75), ("k", 2.0))),
    Norm("batch_norm", 6, eps=0.001), Norm("group_norm", 6, groups=3, affine=False),
    Flatten(), Linear(6, 4), Linear(6, 4, bias=False), Join(), Join("multiply"), Concat(),
    CropTo(), Narrow(2, 3),
    Upsample((2, 2)), Upsample(size=(7, 9), mode="linear", align_corners=True),
    Upsample(), Box("Mystery"), Box("Reshape", (3, 4), local=True),
]


def network_of(*nodes, **changes):
    network = Network("made-up", "Made up", "nowhere", (3, 8, 8), Graph(nodes))
    return replace(network, **changes)


def read(text):
    return network_from(text, "net.json")


@pytest.mark.parametrize("layer", EVERY, ids=repr)
def test_every_layer_is_read_as_it_was_written(layer):
    network = network_of(Node("a", layer), Node("b", layer, ("a", "input")))
    assert read(network_text(network)) == network


@given(networks(), st.sampled_from(["pytorch", "tensorflow"]))
def test_networks_are_read_as_they_were_written(network, dialect):
    graph, shape = network
    nodes = tuple(
        replace(node, layer=replace(node.layer, dialect=dialect))
        if hasattr(node.layer, "dialect") and dialect == "pytorch" else node
        for node in graph.nodes
    )
    if nodes:
        made = network_of(*nodes, input_shape=shape)
        assert read(network_text(made)) == made


def test_a_dialect_stands_once():
    layer = Conv2d(3, 6, 3, stride=2, padding="same", dialect="tensorflow")
    made = network_of(Node("a", layer), dialect="tensorflow")
    text = network_text(made)
    assert text.count("tensorflow") == 1
    assert read(text) == made


def test_what_is_usual_is_left_out_and_a_layer_stands_in_a_line():
    made = network_of(Node("a", Conv2d(3, 6, 3, padding=1)), Node("b", Pointwise("relu"), ("a",)))
    assert network_text(made) == """\
{
  "convviz_network": 1,
  "name": "made-up",
  "title": "Made up",
  "source": "nowhere",
  "input_shape": [3, 8, 8],
  "layers": [
    {"name": "a", "kind": "conv", "in_channels": 3, "out_channels": 6, "kernel_size": [3, 3], \
"padding": 1},
    {"name": "b", "kind": "relu"}
  ]
}
"""


def test_title_and_source_may_be_missing(tmp_path):
    values = {
        "convviz_network": 1, "name": "x", "input_shape": [1, 4],
        "layers": [{"name": "r", "kind": "relu"}],
    }
    path = tmp_path / "x.json"
    path.write_text(json.dumps(values), "utf-8")
    network = read_network(path)
    assert (network.title, network.source, network.dialect) == ("x", "", "pytorch")
    assert network.graph == Graph((Node("r", Pointwise("relu")),))


def broken(layers=None, **changes):
    values = {
        "convviz_network": 1, "name": "x", "input_shape": [1, 4],
        "layers": [{"name": "r", "kind": "relu"}] if layers is None else layers,
    }
    return json.dumps({**values, **changes})


def layer(kind, **fields):
    return [{"name": "a", "kind": kind, **fields}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "net.json isn't a convviz document: line 1"),
        ("[]", "net.json is a list, expected an object"),
        ("{}", '"convviz_network" is missing from net.json'),
        (broken(convviz_network=2), "net.json has version 2 of networks, this convviz reads 1"),
        (broken(extra=1), '"extra" in net.json is unknown'),
        (broken(input_shape=[3]), '"input_shape" of net.json must be a list of 2 to 4 numbers'),
        (broken(input_shape=[3, 0]), '"input_shape" of net.json has 0: each must be at least 1'),
        (broken(layers={}), '"layers" of net.json is an object, expected a list'),
        (broken(layers=[]), "net.json has no layers"),
        (broken(layers=[1] * 100_001), "net.json has 100,001 layers: at most 100,000 are read"),
        (broken(layer("rely")), 'did you mean "relu"?'),
        (broken(layer("relu") * 2), 'layer 2 of net.json is called "a" like another'),
        (broken([{"name": "input", "kind": "relu"}]), 'is called "input" like another'),
        (
            broken(layer("relu", inputs=["b"])),
            'layer 1 of net.json reads "b", which doesn\'t stand before it',
        ),
        (broken(layer("relu", inputs="input")), "must be a list of names of layers"),
        (broken(layer("relu", p=1)), '"p" in layer 1 of net.json is unknown'),
        (broken(layer("relu", parameters=-1)), "is -1: it can't be negative"),
        (broken(layer("linear", in_features=0, out_features=1)), "is 0: it must be at least 1"),
        (broken(layer("upsample", size=[])), "must be a list of whole numbers"),
        (broken(layer("upsample", size=[0])), "has 0: each must be at least 1"),
        (broken(layer("upsample", mode="cubic")), 'is "cubic": expected nearest, linear'),
        (broken(layer("pointwise")), '"called" is missing'),
        (broken(layer("conv", in_channels=1, out_channels=1)), '"kernel_size" is missing'),
    ],
)
def test_what_is_wrong_is_said(text, message):
    with pytest.raises(UnreadableFile) as raised:
        read(text)
    assert message in str(raised.value)


def test_files_that_are_no_text(tmp_path):
    path = tmp_path / "x.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableFile, match=r"x\.json isn't a network: it isn't text in UTF-8"):
        read_network(path)


def test_presets_are_found_by_name(tmp_path, monkeypatch):
    (tmp_path / "presets").mkdir()
    made = network_of(Node("a", Pointwise("relu")))
    (tmp_path / "presets" / "made-up.json").write_text(network_text(made), "utf-8")
    monkeypatch.setattr(assets, "root", lambda: tmp_path)
    assert preset_names() == ("made-up",)
    assert preset_network("made-up") == made
    with pytest.raises(ConvvizError, match=r"there is no network \.\./x: there are made-up"):
        preset_network("../x")


def test_every_kind_can_be_written():
    kinds = {json.loads(network_text(network_of(Node("a", layer))))["layers"][0]["kind"]
             for layer in [*EVERY, *map(Pointwise, PLAIN_KINDS[:17]), Norm("instance_norm", 1)]}
    assert set(PLAIN_KINDS) <= kinds
