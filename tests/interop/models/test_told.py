"""What a model gets wrong, or has that isn't read, is told: nothing vanishes without a word."""

from contextlib import suppress

import numpy as np
import pytest
from onnx import helper

import convviz as cv
from convviz.errors import UnreadableFile
from convviz.session.networks import open_network
from tests.interop.models.made import array, conv, info, model, saved


def opened(tmp_path, nodes, arrays=(), shape=None, **options):
    return open_network(str(saved(tmp_path, model(nodes, arrays, **options))), input_shape=shape)


def table(tmp_path, nodes, arrays=(), shape=None, **options):
    return cv.table(opened(tmp_path, nodes, arrays, shape, **options).network)


def relu(before, after="y"):
    return helper.make_node("Relu", [before], [after])


def weight(name, *shape):
    return array(name, np.ones(shape))


ANY = [info("x", 1, "C", "H", "W")]


def test_a_kernel_that_its_map_is_too_small_for_fails_as_a_layer_does(tmp_path):
    first, arrays = conv()
    second = helper.make_node("Conv", ["c", "v"], ["d"], name="second", kernel_shape=[5, 5])
    made = table(
        tmp_path, [first, second, relu("d")], [*arrays, weight("v", 3, 4, 5, 5)],
        shape=(2, 6, 6), inputs=ANY,
    )
    assert made["second"].output_shape is None
    assert "5 > 3" in made.problems[0].message
    assert made["second"].parameters == 300


@pytest.mark.parametrize(("shape", "said"), [((3, 8, 8), "takes 2 channels, the input has 3")])
def test_weights_of_other_channels_fail_though_onnx_infers_a_shape(tmp_path, shape, said):
    first, arrays = conv()
    made = table(tmp_path, [first, relu("c")], arrays, shape=shape, inputs=ANY)
    assert said in made.problems[0].message


@pytest.mark.parametrize("strides", [[0, 1], [-1, -1]])
def test_a_node_that_cannot_be_is_a_sentence_with_its_name(tmp_path, strides):
    node = helper.make_node("Conv", ["x", "w"], ["y"], name="bad", strides=strides)
    with pytest.raises(UnreadableFile, match="the Conv bad can't be: stride"):
        opened(tmp_path, [node], [weight("w", 4, 2, 3, 3)])


def test_what_follows_an_unknown_operator_stays(tmp_path):
    first, arrays = conv()
    mystery = helper.make_node("Mystery", ["c"], ["m"], name="mystery")
    added = helper.make_node("Add", ["m", "c"], ["a"], name="sum")
    made = table(tmp_path, [first, mystery, added, relu("a")], arrays)
    assert [row.kind for row in made.rows] == ["Conv2d", "Mystery", "Add", "ReLU"]


def test_a_second_input_and_inner_graphs_are_told(tmp_path):
    first, arrays = conv()
    other = helper.make_node("Relu", ["z"], ["o"], name="other")
    added = helper.make_node("Add", ["c", "o"], ["y"])
    inputs = [info("x", 1, 2, 8, 8), info("z", 1, 4, 4, 4)]
    found = opened(tmp_path, [first, other, added], arrays, inputs=inputs)
    assert found.notes == (
        "not followed, since it reads another input or a graph of their own: Relu other",
    )
    inner = helper.make_graph([], "inner", [], [info("c", 1, 4, 4, 4)])
    choice = helper.make_node("If", ["flag"], ["i"], then_branch=inner, else_branch=inner)
    more = [relu("i", f"r{at}") for at in range(7)]
    flag = array("flag", True, "bool")
    found = opened(tmp_path, [first, choice, *more], [*arrays, flag], outputs=("r0",))
    assert "If, Relu, Relu, Relu, Relu and 3 more" in found.notes[0]


def test_a_model_that_makes_nothing_of_its_input_says_so(tmp_path):
    shape = helper.make_node("Shape", ["x"], ["s"])
    cast = helper.make_node("Cast", ["s"], ["y"], to=1)
    with pytest.raises(UnreadableFile, match="no layer makes anything of x"):
        opened(tmp_path, [shape, cast])


@pytest.mark.parametrize("operator", ["Sub", "Div"])
def test_what_is_taken_from_another_map_reads_both(tmp_path, operator):
    first, arrays = conv()
    node = helper.make_node(operator, ["c", "r"], ["y"], name="both")
    net = opened(tmp_path, [first, relu("c", "r"), node], arrays).network
    assert net.graph.node("both").inputs == ("first", "relu1")
    assert cv.table(net)["both"].field is None
    single = helper.make_node(operator, ["c", "two"], ["y"], name="both")
    net = opened(tmp_path, [first, single], [*arrays, array("two", 2.0)]).network
    assert net.graph.node("both").inputs == ("first",)


def test_arrays_that_are_cut_short_or_of_no_type_are_sentences(tmp_path):
    for change in (lambda one: setattr(one, "raw_data", one.raw_data[:-3]),
                   lambda one: setattr(one, "data_type", 999)):  # fmt: skip
        small = array("pads", [0, 0, 1, 1, 0, 0, 1, 1], "int64")
        change(small)
        node = helper.make_node("Pad", ["x", "pads"], ["y"])
        with pytest.raises(UnreadableFile, match=r"the array pads of .* can't be read"):
            opened(tmp_path, [node], [small])


@pytest.mark.parametrize("scales", [
    [1, 1, np.inf, 2], [1, 1, np.nan, 2], [1, 2, 2], [1, 1, -2, 2], [1, 1, 0, 2],
])  # fmt: skip
def test_scales_that_cannot_be_are_no_traceback(tmp_path, scales):
    node = helper.make_node("Resize", ["x", "", "scales"], ["r"], mode="nearest")
    with suppress(UnreadableFile):  # ONNX' own inference refuses some of them
        made = table(tmp_path, [node, relu("r")], [array("scales", scales)])
        assert made.rows[0].field is None


def test_cubic_curves_are_a_box(tmp_path):
    node = helper.make_node("Resize", ["x", "", "scales"], ["y"], name="big", mode="cubic")
    made = table(tmp_path, [node], [array("scales", [1, 1, 2, 2])])
    assert (made["big"].output_shape, made["big"].field) == ((2, 16, 16), None)


def test_a_bias_that_is_left_out_by_an_empty_name_is_none(tmp_path):
    node = helper.make_node("Conv", ["x", "w", ""], ["c"], name="bare")
    made = table(tmp_path, [node, relu("c")], [weight("w", 4, 2, 1, 1)])
    assert made["bare"].parameters == 8
    flat = helper.make_node("Flatten", ["x"], ["f"])
    full = helper.make_node("Gemm", ["f", "v", ""], ["y"], name="full", transB=1)
    assert table(tmp_path, [flat, full], [weight("v", 5, 128)])["full"].parameters == 640
