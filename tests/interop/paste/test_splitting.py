"""Channels taken apart in pasted code and in ONNX: which they are, and what is refused."""

import pytest
from onnx import helper

from convviz.interop.paste.reading import read_pasted
from convviz.interop.paste.result import NotUnderstood
from convviz.layers import Pad
from convviz.layers.network.walk import walk
from convviz.layers.plain import Box, Narrow
from convviz.session.networks import open_network
from tests.interop.models.made import array, conv, model, saved

NET = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 10, 3, padding=1)

    def forward(self, x):
        x = self.a(x)
        {}
"""


def of(*lines, shape=(3, 8, 6), skip=False):
    return read_pasted(NET.format("\n        ".join(lines)), input_shape=shape, skip=skip)


def parts(*lines, **options):
    return [node.layer for node in of(*lines, **options).graph.nodes[1:]]


@pytest.mark.parametrize(("line", "expected"), [
    ("a, b = x.chunk(2, dim=1)", [(0, 5), (5, 5)]),
    ("y = torch.chunk(x, 3, 1)", [(0, 4), (4, 4), (8, 2)]),
    ("y = x.split(4, 1)", [(0, 4), (4, 4), (8, 2)]),
    ("y = x.split([2, 8], dim=-3)", [(0, 2), (2, 8)]),
    ("y = torch.split(x, split_size_or_sections=(7, 3), dim=1)", [(0, 7), (7, 3)]),
    ("y = torch.tensor_split(x, 3, dim=1)", [(0, 4), (4, 3), (7, 3)]),
    ("y = x.narrow(1, 2, 5)", [(2, 5)]),
    ("y = torch.narrow(x, dim=1, start=0, length=4)", [(0, 4)]),
    ("y = x[:, 3:7]", [(3, 4)]),
    ("y = x[:, -2:]", [(8, 2)]),
    ("y = x[:, :x.shape[1] // 2]", [(0, 5)]),
    ("y = x[:, :]", []),
])  # fmt: skip
def test_parts_are_the_channels_that_they_are(line, expected):
    assert parts(line, "return x") == [Narrow(*one) for one in expected]


def test_a_slice_may_cut_channels_and_places():
    found = of("return x[:, 2:6, 1:-1]")
    assert [node.layer for node in found.graph.nodes[1:]] == [Narrow(2, 4), Pad(((-1, -1), (0, 0)))]
    assert walk(found.graph, (3, 8, 6))[-1].output_shape == (4, 6, 6)


def test_ends_from_the_front_need_no_number_of_channels():
    text = "def forward(self, x):\n    x = x[:, 2:5]\n    return nn.ReLU()(x)\n"
    assert read_pasted(text).graph.nodes[0].layer == Narrow(2, 3)


@pytest.mark.parametrize(("line", "said"), [
    ("y = x.chunk(2, dim=2)", "only channels"), ("y = x.chunk(2)", "only channels"),
    ("y = x.chunk(n, 1)", "isn't known"), ("y = x.split([2, n], 1)", "isn't known"),
    ("y = x.split([0, 10], 1)", "no channels"), ("y = x.narrow(1, n, 2)", "isn't known"),
    ("y = x.narrow(2, 1, 2)", "only channels"), ("y = x[:, 12:]", "none of 10"),
    ("y = x.permute(0, 1)", "isn't known"), ("y = x.transpose(0, 1)", "isn't known"),
])  # fmt: skip
def test_what_is_not_followed_is_named_with_its_line(line, said):
    with pytest.raises(NotUnderstood, match=rf"line 9: .*{said}"):
        of(line, "return x")


def test_how_many_channels_are_split_has_to_be_known():
    text = "def forward(self, x):\n    a, b = x.{}\n    return nn.ReLU()(a)\n"
    for call in ("chunk(2, 1)", "split(3, 1)"):
        with pytest.raises(NotUnderstood, match="how many channels"):
            read_pasted(text.format(call), skip=False)


@pytest.mark.parametrize(("text", "expected"), [
    ("inputs = keras.Input((8, 6, 10))\na, b = tf.split(inputs, 2, axis=-1)\n"
     "model = keras.Model(inputs, layers.ReLU()(b))", [(0, 5), (5, 5)]),
    ("inputs = keras.Input((8, 6, 10))\na, b = tf.split(inputs, [3, -1], axis=3)\n"
     "model = keras.Model(inputs, layers.ReLU()(b))", [(0, 3), (3, 7)]),
    ("inputs = keras.Input((8, 6, 10))\nx = inputs[..., 2:4]\n"
     "model = keras.Model(inputs, layers.ReLU()(x))", [(2, 2)]),
])  # fmt: skip
def test_keras_has_its_channels_last(text, expected):
    found = read_pasted(text, skip=False).graph
    made = [node.layer for node in found.nodes if isinstance(node.layer, Narrow)]
    assert made == [Narrow(*one) for one in expected]


def test_axes_in_another_order_are_a_shape():
    found = of("return x.permute(0, 2, 3, 1)")
    assert found.graph.nodes[-1].layer == Box("Permute", (8, 6, 10))
    assert parts("return torch.transpose(x, 1, -1)") == [Box("Permute", (6, 8, 10))]
    assert parts("return x.permute((0, 3, 2, 1))") == [Box("Permute", (6, 8, 10))]


@pytest.mark.parametrize(("test", "holds"), [
    ("isinstance(3, int)", True), ("isinstance((1, 2), (int, list))", False),
    ("isinstance([1], Sequence)", True), ("not isinstance('a', str)", False),
])  # fmt: skip
def test_kinds_of_plain_values_are_known(test, holds):
    assert bool(parts(f"if {test}:", "    x = x[:, :2]", "return x")) == holds


@pytest.mark.parametrize("test", ["isinstance(x, int)", "isinstance(3, Mystery)", "isinstance(3)"])
def test_kinds_of_others_are_not(test):
    with pytest.raises(NotUnderstood, match="whether this holds"):
        of(f"if {test}:", "    x = x[:, :2]", "return x")


# ONNX


def listed(tmp_path, *nodes, arrays=(), outputs=("y",)):
    first, weights = conv()
    made = saved(tmp_path, model([first, *nodes], [*weights, *arrays], outputs=outputs))
    return open_network(str(made)).network


def int64(name, values):
    return array(name, values, "int64")


def test_a_model_s_splits_are_parts_of_channels(tmp_path):
    split = helper.make_node("Split", ["c", "sizes"], ["p", "q"], name="cut", axis=1)
    added = helper.make_node("Relu", ["q"], ["y"], name="after")
    net = listed(tmp_path, split, added, arrays=[int64("sizes", [1, 3])])
    assert [(node.name, node.layer, node.inputs) for node in net.graph.nodes[1:3]] == [
        ("cut", Narrow(0, 1), ("first",)), ("cut1", Narrow(1, 3), ("first",)),
    ]
    assert net.graph.node("after").inputs == ("cut1",)
    assert walk(net.graph, net.input_shape)[-1].output_shape == (3, 4, 4)


def test_a_part_that_nobody_reads_makes_no_layer_and_stands_for_no_omitted_input(tmp_path):
    split = helper.make_node("Split", ["c"], ["", "q"], name="cut", axis=1)
    bounded = helper.make_node("Clip", ["q", "", "most"], ["y"], name="bounded")
    net = listed(tmp_path, split, bounded, arrays=[array("most", 6.0)])
    assert [(node.layer, node.inputs) for node in net.graph.nodes[1:2]] == [
        (Narrow(2, 2), ("first",)),
    ]
    assert net.graph.nodes[2].inputs == ("cut",)
    assert len(net.graph.nodes) == 3


def test_a_model_s_equal_splits_need_no_sizes_and_others_stay_boxes(tmp_path):
    halves = helper.make_node("Split", ["c"], ["p", "q"], axis=-3)
    other = helper.make_node("Split", ["p"], ["r", "s"], axis=2)
    both = helper.make_node("Add", ["r", "s"], ["y"])
    net = listed(tmp_path, halves, other, both)
    layers = [node.layer for node in net.graph.nodes]
    assert layers[1:3] == [Narrow(0, 2), Narrow(2, 2)]
    assert layers[3] == Box("Split", (2, 2, 4))


@pytest.mark.parametrize(("starts", "ends", "axes", "steps", "expected"), [
    ([1], [3], [1], None, Narrow(1, 2)), ([0], [10**9], [1], None, Pad(((0, 0), (0, 0)))),
    ([1, 0], [-1, 3], [2, 3], [1, 1], Pad(((-1, -1), (0, -1)))), ([0], [4], [1], [2], None),
    ([1, 1], [3, 3], [1, 2], None, None),
])  # fmt: skip
def test_a_model_s_slices_are_channels_or_places(tmp_path, starts, ends, axes, steps, expected):
    arrays = [int64("starts", starts), int64("ends", ends), int64("axes", axes)]
    names = ["c", "starts", "ends", "axes"]
    if steps is not None:
        arrays.append(int64("steps", steps))
        names.append("steps")
    net = listed(tmp_path, helper.make_node("Slice", names, ["y"]), arrays=arrays)
    layer = net.graph.nodes[-1].layer
    assert layer == expected if expected is not None else isinstance(layer, Box)


def test_pasted_nodes_are_split_too():
    text = """
    helper.make_node("Conv", ["x", "w"], ["c"], kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    helper.make_node("Split", ["c"], ["p", "q"], axis=1)
    helper.make_node("Relu", ["q"], ["y"])
    helper.make_tensor_value_info("x", 1, [1, 2, 8, 8])
    helper.make_tensor_value_info("w", 1, [6, 2, 3, 3])
    """
    found = read_pasted(text, skip=False).graph
    assert [node.layer for node in found.nodes[1:3]] == [Narrow(0, 3), Narrow(3, 3)]
    assert found.nodes[3].inputs == (found.nodes[2].name,)
    with pytest.raises(NotUnderstood, match="only channels"):
        read_pasted(text.replace("axis=1", "axis=2"), skip=False)
