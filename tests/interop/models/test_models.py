"""ONNX models: their layers, shapes, weights, and what a layer is given of an input."""

import importlib.util
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from onnx import helper

from convviz.document.editing import new_document
from convviz.document.microscope import with_network
from convviz.errors import ConvvizError, UnknownInput, UnreadableFile
from convviz.frames.compute import compute
from convviz.interop.models import running
from convviz.interop.models.nodes import listed
from convviz.interop.models.opening import open_model
from convviz.interop.models.running import computed
from convviz.interop.models.shapes import shapes_of
from convviz.layers import Conv, ConvTranspose, Pool
from convviz.layers.network.table import table
from convviz.layers.network.walk import walk
from convviz.layers.plain import Box, Concat, Flatten, Join, Linear, Norm, Pointwise, Upsample
from convviz.session.networks import look_into_model, open_network
from tests.interop.models.made import array, conv, info, model, packaged, saved

PACKAGED = [("det", (3, 96, 128)), ("rec", (3, 48, 160)), ("cls", (3, 48, 192))]
LIGHT = Path(onnx.__file__).parent / "backend" / "test" / "data" / "light"
NODE = helper.make_node


def layers(path, shape=None):
    network = listed(open_model(path), shape).network
    return [node.layer for node in network.graph.nodes]


# What is read


def test_a_model_is_read_with_its_names_weights_and_shapes(tmp_path):
    node, arrays = conv()
    path = saved(tmp_path, model([
        node, NODE("Relu", ["c"], ["r"], name="act"),
        NODE("MaxPool", ["r"], ["y"], kernel_shape=[2, 2], strides=[2, 2]),
    ], arrays))  # fmt: skip
    found = listed(open_model(path))
    assert found.network.input_shape == (2, 8, 8)
    assert [node.name for node in found.network.graph.nodes] == ["first", "act", "maxpool1"]
    first, act, pool = (node.layer for node in found.network.graph.nodes)
    assert isinstance(first, Conv)
    assert (first.in_channels, first.out_channels, first.stride) == (2, 4, (2, 2))
    assert act == Pointwise("relu")
    assert isinstance(pool, Pool)
    assert (found.origins["first"].weight, found.origins["first"].bias) == ("w", "b")
    assert table(found.network.graph, (2, 8, 8)).output_shape == (4, 2, 2)


@pytest.mark.parametrize(
    ("nodes", "arrays", "kinds"),
    [
        ([NODE("ConvTranspose", ["x", "w"], ["y"], strides=[2, 2])],
         [array("w", np.ones((2, 3, 2, 2)))], [ConvTranspose]),
        ([NODE("BatchNormalization", ["x", *"sbmv"], ["y"])],
         [array(name, np.ones(2)) for name in "sbmv"], [Norm]),
        ([NODE("Add", ["x", "x"], ["a"]), NODE("Concat", ["a", "x"], ["y"], axis=1)], [],
         [Join, Concat]),
        ([NODE("Flatten", ["x"], ["f"]), NODE("Gemm", ["f", "w", "b"], ["y"], transB=1)],
         [array("w", np.ones((5, 128))), array("b", np.ones(5))], [Flatten, Linear]),
        ([NODE("Resize", ["x", "", "s"], ["y"], mode="nearest")], [array("s", [1, 1, 2, 2])],
         [Upsample]),
        ([NODE("Resize", ["x", "", "", "s"], ["y"], mode="linear")],
         [array("s", [1, 2, 12, 20], np.int64)], [Upsample]),
        ([NODE("Upsample", ["x", "s"], ["y"])], [array("s", [1, 1, 1.5, 1.5])], [Upsample]),
        ([NODE("Clip", ["x", "lo", "hi"], ["y"])], [array("lo", 0.0), array("hi", 6.0)],
         [Pointwise]),
        ([NODE("GlobalAveragePool", ["x"], ["g"]), NODE("Softmax", ["g"], ["y"])], [], None),
        ([NODE("Einsum", ["x"], ["y"], equation="bchw->bwhc")], [], [Box]),
        ([NODE("Transpose", ["x"], ["y"], perm=[0, 1, 3, 2])], [], [Box]),
        ([NODE("Mul", ["x", "k"], ["y"])], [array("k", np.ones((1, 2, 1, 1)))], [Pointwise]),
    ],
)  # fmt: skip
def test_operators_become_layers_and_unknown_ones_boxes_with_a_shape(
    tmp_path, nodes, arrays, kinds
):
    opset = 9 if nodes[0].op_type == "Upsample" else 17
    path = saved(tmp_path, model(nodes, arrays, opset=opset))
    opened = open_model(path)
    found = listed(opened)
    if kinds is not None:
        assert [type(node.layer) for node in found.network.graph.nodes] == kinds
    told = shapes_of(opened, (2, 8, 8))["y"]
    assert table(found.network.graph, (2, 8, 8)).output_shape == tuple(told[1:])


def test_sizes_that_nodes_reckon_with_are_worked_out(tmp_path):
    nodes = [
        NODE("Shape", ["x"], ["s"]), NODE("Slice", ["s", "zero", "two"], ["head"]),
        NODE("Cast", ["head"], ["cast"], to=onnx.TensorProto.INT64),
        NODE("Concat", ["cast", "rest"], ["target"], axis=0),
        NODE("Reshape", ["x", "target"], ["r"]), NODE("Relu", ["r"], ["y"]),
    ]
    arrays = [array("zero", [0], np.int64), array("two", [2], np.int64),
              array("rest", [16, 4], np.int64)]  # fmt: skip
    path = saved(tmp_path, model(nodes, arrays, opset=11))
    assert shapes_of(open_model(path), (2, 8, 8))["y"] == (1, 2, 16, 4)
    assert table(listed(open_model(path)).network.graph, (2, 8, 8)).output_shape == (2, 16, 4)


def test_constants_are_arrays_as_initializers_are(tmp_path):
    node, arrays = conv()
    constants = [NODE("Constant", [], [one.name], value=one) for one in arrays]
    path = saved(tmp_path, model([*constants, node, NODE("Identity", ["c"], ["y"])]))
    found = listed(open_model(path))
    assert isinstance(found.network.graph.nodes[0].layer, Conv)
    assert open_model(path).numbers("w").shape == (4, 2, 3, 3)
    assert open_model(path).numbers("nothing") is None


@pytest.mark.parametrize(("word", "shape"), PACKAGED)
def test_real_models_have_the_shapes_that_onnx_infers_and_runtime_makes(word, shape):
    opened = open_model(packaged(word))
    found = listed(opened, shape)
    told = shapes_of(opened, shape)
    for at in walk(found.network.graph, shape):
        assert at.problems == ()
        made = told[found.origins[at.node.name].makes]
        assert at.output_shape == tuple(made[1:])
    session = onnxruntime.InferenceSession(
        str(packaged(word)), providers=["CPUExecutionProvider"]
    )
    (y,) = session.run(None, {opened.input: np.zeros((1, *shape), np.float32)})
    assert y.shape[1:] == walk(found.network.graph, shape)[-1].output_shape
    assert sum(isinstance(node.layer, Conv) for node in found.network.graph.nodes) > 30


@pytest.mark.parametrize(
    ("name", "parameters"), [("light_resnet50", 25_5), ("light_vgg19", 143_6)]
)
def test_architectures_that_onnx_brings_along_are_listed(name, parameters):
    path = LIGHT / f"{name}.onnx"
    if not path.exists():
        pytest.skip("this onnx brings no such model")
    made = table(listed(open_model(path)).network.graph, (3, 224, 224))
    assert made.failing is None
    assert made.output_shape == (1000,)
    assert made.parameters // 100_000 == parameters


# Weights and activations


@pytest.mark.parametrize("runtime", [True, False])
def test_a_layer_s_document_computes_what_the_model_does(tmp_path, monkeypatch, runtime):
    if not runtime:
        monkeypatch.setattr(running, "find_spec", lambda _name: None)
    node, arrays = conv()
    path = saved(tmp_path, model([
        NODE("Relu", ["x"], ["before"]),
        helper.make_node("Conv", ["before", "w", "b"], ["y"], name="conv", pads=[1, 1, 1, 1]),
    ], arrays))  # fmt: skip
    del node
    opened = open_network(str(path))
    x = np.random.default_rng(0).normal(size=(2, 8, 8)).astype(np.float32)
    document = look_into_model(
        opened, with_network(new_document(), opened.network), "conv", x
    )
    assert document.at == "conv"
    assert np.array_equal(document.input.array(), np.maximum(x, 0))
    made = computed(opened.model, "y", x)
    assert compute(document).output == pytest.approx(made, abs=1e-5)


def test_a_real_model_s_convolutions_compute_what_it_computes():
    opened = open_network(str(packaged("det")), input_shape=(3, 64, 64))
    x = np.random.default_rng(0).random((3, 64, 64), np.float32)
    document = with_network(new_document(), opened.network)
    nodes = opened.network.graph.nodes
    for name in [node.name for node in nodes if isinstance(node.layer, Conv)][:8]:
        shown = look_into_model(opened, document, name, x)
        made = computed(opened.model, opened.origins[name].makes, x)
        assert compute(shown).output == pytest.approx(made, abs=1e-4)


def test_a_network_without_a_model_has_random_numbers():
    opened = open_network("lenet-5")
    document = look_into_model(
        opened, with_network(new_document(), opened.network), "conv1", np.zeros((1, 32, 32))
    )
    assert document.at == "conv1"


def test_the_model_s_input_is_an_array_too(tmp_path):
    node, arrays = conv()
    opened = open_model(saved(tmp_path, model([node, NODE("Relu", ["c"], ["y"])], arrays)))
    x = np.ones((2, 8, 8), np.float32)
    assert np.array_equal(computed(opened, "x", x), x)
    with pytest.raises(ConvvizError, match="no array nothing"):
        computed(opened, "nothing", x)
    with pytest.raises(ConvvizError, match="can't be run"):
        computed(opened, "y", np.ones((5, 8, 8), np.float32))


def test_weights_beside_the_model_are_read(tmp_path):
    node, arrays = conv()
    arrays[0] = array("w", np.ones((4, 2, 3, 3)))
    path = saved(
        tmp_path, model([node, NODE("Relu", ["c"], ["y"])], arrays), save_as_external_data=True,
        location="weights.bin", size_threshold=0,
    )
    opened = open_model(path)
    assert opened.numbers("w").sum() == 72
    assert listed(opened).network.graph.nodes[0].layer.out_channels == 4
    assert computed(opened, "y", np.ones((2, 8, 8), np.float32)).shape == (4, 4, 4)
    (tmp_path / "weights.bin").unlink()
    with pytest.raises(UnreadableFile, match=r"the array w of model\.onnx can't be read"):
        opened.numbers("w")


# What is wrong with it


@pytest.mark.parametrize("place", ["../secret.bin", "/etc/passwd", "a/../../b", "C:\\x", ""])
def test_weights_outside_of_the_model_s_folder_are_never_read(tmp_path, place):
    node, arrays = conv()
    made = model([node, NODE("Relu", ["c"], ["y"])], arrays)
    tensor = made.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value=place)
    folder = tmp_path / "inside"
    folder.mkdir()
    (tmp_path / "secret.bin").write_bytes(bytes(288))
    opened = open_model(saved(folder, made))
    with pytest.raises(UnreadableFile, match="isn't in its folder"):
        opened.numbers("w")


def test_symbolic_sizes_are_asked_for_by_their_names(tmp_path):
    node, arrays = conv()
    made = model([node, NODE("Relu", ["c"], ["y"])], arrays, [info("x", "N", 2, "H", None)])
    path = saved(tmp_path, made)
    with pytest.raises(UnknownInput, match="2 × H × \\?, of which H, \\?"):
        listed(open_model(path))
    assert listed(open_model(path), (2, 10, 12)).network.input_shape == (2, 10, 12)
    zero = saved(tmp_path, model([node, NODE("Relu", ["c"], ["y"])], arrays,
                                 [info("x", 1, 2, 0, 8)]), "zero.onnx")  # fmt: skip
    with pytest.raises(UnknownInput, match="isn't told"):
        listed(open_model(zero))
    flat = saved(tmp_path, model([NODE("Relu", ["x"], ["y"])], (), [info("x", 3)]), "flat.onnx")
    with pytest.raises(ConvvizError, match="1 sizes"):
        listed(open_model(flat))


def test_circles_and_missing_inputs_are_told(tmp_path):
    circle = model([NODE("Relu", ["b"], ["a"], name="one"), NODE("Relu", ["a"], ["b"])],
                   outputs=("b",))  # fmt: skip
    with pytest.raises(UnreadableFile, match="one reads b, which nothing before it makes"):
        open_model(saved(tmp_path, circle))
    node, arrays = conv()
    filled = model([node, NODE("Relu", ["c"], ["y"])],
                   [*arrays, array("x", np.ones((1, 2, 8, 8)))])  # fmt: skip
    with pytest.raises(UnreadableFile, match="no input"):
        open_model(saved(tmp_path, filled, "filled.onnx"))


def test_what_is_no_model_says_so(tmp_path):
    for data, said in (
        (b"", "is empty"), (b"hello world, this is text", "isn't an ONNX model"),
        (bytes(range(256)) * 40, "isn't an ONNX model"),
    ):
        path = tmp_path / "x.onnx"
        path.write_bytes(data)
        with pytest.raises(UnreadableFile, match=said):
            open_model(path)


def test_opsets_and_shapes_that_onnx_refuses_are_told(tmp_path):
    unknown = model([NODE("Relu", ["x"], ["y"])], opset=9999)
    with pytest.raises(UnreadableFile, match=r"version 9999.*knows 1 to"):
        open_model(saved(tmp_path, unknown))
    wrong = model([NODE("Conv", ["x", "w"], ["y"])], [array("w", np.ones((4, 2)))])
    (layer,) = layers(saved(tmp_path, wrong))
    assert isinstance(layer, Box)


def test_without_the_package_the_sentence_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(ConvvizError, match=r"convviz\[models\]"):
        open_model(tmp_path / "x.onnx")
    assert importlib.util.find_spec("convviz.interop.models.opening")


@given(st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_damaged_models_are_read_or_refused(tmp_path, data):
    node, arrays = conv()
    whole = model([node, NODE("Relu", ["c"], ["y"])], arrays).SerializeToString()
    damaged = bytearray(whole[: data.draw(st.integers(1, len(whole)))])
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.onnx"
    path.write_bytes(bytes(damaged))
    with suppress(ConvvizError):
        opened = open_network(str(path), input_shape=(2, 8, 8))
        for name in opened.model.arrays():
            opened.model.numbers(name)
