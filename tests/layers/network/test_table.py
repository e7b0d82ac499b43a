from __future__ import annotations

from fractions import Fraction
from math import prod

import pytest
from hypothesis import given

from convviz.layers import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    Conv1d,
    Conv2d,
    ConvTranspose2d,
    GlobalMaxPool1d,
    Graph,
    LPPool1d,
    MaxPool2d,
    Node,
    Pad2d,
    Pool,
    summarise,
)
from convviz.layers.construct import fold, unfold
from convviz.layers.network.names import kind_name
from convviz.layers.network.table import table
from convviz.layers.plain import (
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
    names = ["input", *(f"n{number}" for number in range(len(layers)))]
    return Graph(
        tuple(Node(names[at + 1], layer, (names[at],)) for at, layer in enumerate(layers))
    )


def lenet():
    """Return LeNet-5 in its fully connected modern form: 61,706 parameters."""
    return chain(
        Conv2d(1, 6, 5, padding=2), Pointwise("tanh"), AvgPool2d(2), Conv2d(6, 16, 5),
        Pointwise("tanh"), AvgPool2d(2), Flatten(), Linear(400, 120), Pointwise("tanh"),
        Linear(120, 84), Pointwise("tanh"), Linear(84, 10),
    )


def test_a_whole_network():
    made = table(lenet(), (1, 28, 28))
    assert made.parameters == 61_706
    assert made.multiply_adds == 117_600 + 240_000 + 48_000 + 10_080 + 840
    assert made.output_shape == (10,)
    assert made.failing is None
    assert made.misaligned == ()
    row = made.rows[3]
    assert (row.name, row.kind, row.inputs) == ("n3", "Conv2d", ("n2",))
    assert (row.kernel, row.stride, row.padding) == ((5, 5), (1, 1), ((0, 0), (0, 0)))
    assert (row.dilation, row.groups, row.output_shape) == ((1, 1), 1, (16, 10, 10))
    assert (row.size, row.jump, row.start) == (((14, 14),) * 2, (2, 2), (Fraction(9, 2),) * 2)
    assert row.covered == pytest.approx((14 / 28) ** 2)
    assert (row.parameters, row.multiply_adds) == (2_416, 240_000)
    assert row.activation_bytes == 4 * 16 * 10 * 10
    assert made.activation_bytes == 4 * sum(prod(row.output_shape) for row in made.rows)


def test_up_to_the_first_that_fails_all_is_told():
    graph = chain(Conv2d(3, 8, 3), Conv2d(4, 8, 3, padding="same"), Pointwise("relu"))
    made = table(graph, (3, 9, 9))
    good, bad, after = made.rows
    assert good.output_shape == (8, 7, 7)
    assert made.failing is bad
    assert bad.problems[0].field == "in_channels"
    assert (bad.output_shape, bad.field, bad.size, bad.jump, bad.start) == (None,) * 5
    assert (bad.covered, bad.multiply_adds, bad.activation_bytes) == (None,) * 3
    assert bad.padding is None
    assert bad.parameters == 4 * 8 * 9 + 8
    assert after.problems == ()
    assert made.multiply_adds == good.multiply_adds
    assert made.output_shape is None


def test_no_layers_give_the_input():
    assert table(Graph(()), (3, 4, 4)).output_shape == (3, 4, 4)


def test_costs_of_layers():
    made = table(
        chain(ConvTranspose2d(3, 4, 2, stride=2), Norm("batch_norm", 4), Pointwise("prelu", 4),
              Norm("batch_norm", 4, affine=False), MaxPool2d(2), Linear(5, 2)),
        (3, 5, 5),
    )
    assert [row.parameters for row in made.rows] == [3 * 4 * 4 + 4, 8, 4, 0, 0, 12]
    assert [row.multiply_adds for row in made.rows] == [75 * 4 * 4, 0, 0, 0, 0, 4 * 5 * 2 * 5]


@given(networks())
def test_costs_are_those_of_each_layer(network):
    graph, shape = network
    shapes = {"input": shape}
    for row, node in zip(table(graph, shape).rows, graph.nodes, strict=True):
        shapes[row.name] = row.output_shape
        if hasattr(node.layer, "output_shape"):
            alone = summarise(node.layer, shapes[node.inputs[0]])
            assert (row.parameters, row.multiply_adds) == (alone.parameters, alone.multiply_adds)
            assert row.output_shape == alone.output_shape


def test_padding_by_name_is_told_in_numbers():
    same = Conv1d(1, 1, 4, stride=2, padding="same", dialect="tensorflow")
    rows = table(chain(Conv1d(1, 1, 3, padding="causal"), same, ), (1, 9)).rows
    assert [row.padding for row in rows] == [((2, 0),), ((1, 2),)]
    pool = Pool("max", (2, 2), (2, 2), "same", (1, 1), dialect="tensorflow")
    (row,) = table(chain(pool), (1, 9, 9)).rows
    assert row.padding == ((0, 1), (0, 1))


def test_what_layers_have():
    rows = table(chain(Pad2d(1), unfold(2), Pointwise("relu")), (3, 4, 4)).rows
    assert rows[0].padding == ((1, 1), (1, 1))
    assert (rows[0].kernel, rows[0].groups) == (None, None)
    assert rows[1].kernel == (2, 2)
    source = Graph((Node("b", Box("Constant", (1, 4)), ()),))
    assert table(source, (1, 4)).rows[0].multiply_adds == 0


@pytest.mark.parametrize(
    ("layer", "name"),
    [
        (Conv1d(1, 1, 3), "Conv1d"), (ConvTranspose2d(1, 1, 3), "ConvTranspose2d"),
        (MaxPool2d(2), "MaxPool2d"), (LPPool1d(2.0, 2), "LPPool1d"), (AvgPool2d(2), "AvgPool2d"),
        (AdaptiveAvgPool2d(2), "AdaptiveAvgPool2d"), (GlobalMaxPool1d(), "GlobalMaxPool1d"),
        (Pad2d(1), "Pad2d"), (unfold(2), "Unfold"), (fold(4, 2), "Fold"),
        (Pointwise("relu"), "ReLU"), (Pointwise("Mish"), "Mish"),
        (Norm("batch_norm", 2), "BatchNorm2d"),
        (Norm("group_norm", 2), "GroupNorm"), (Norm("instance_norm", 2), "InstanceNorm2d"),
        (Flatten(), "Flatten"), (Linear(2, 2), "Linear"), (Join(), "Add"),
        (Join("multiply"), "Multiply"), (Concat(), "Concat"), (CropTo(), "Crop"),
        (Upsample((2, 2)), "Upsample"), (Box("Mystery"), "Mystery"),
    ],
)
def test_names_are_pytorchs_where_it_has_one(layer, name):
    assert kind_name(layer, 2) == name
    assert kind_name(Norm("batch_norm", 2), 0) == "BatchNorm1d"
