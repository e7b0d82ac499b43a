from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.errors import InvalidLayer
from convviz.layers import (
    Conv,
    Conv1d,
    Conv2d,
    ConvTranspose2d,
    Fold,
    GlobalAvgPool2d,
    Graph,
    MaxPool2d,
    Node,
    Unfold,
    check,
    output_shape,
)
from convviz.layers.construct import unfold
from convviz.layers.network.mending import mending, with_fix
from convviz.layers.network.walk import first_failing, made_of, walk
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
from tests.layers.kinds import any_layer
from tests.networks import networks


def chain(*layers):
    names = ["input", *(f"n{number}" for number in range(len(layers)))]
    return Graph(
        tuple(Node(names[at + 1], layer, (names[at],)) for at, layer in enumerate(layers))
    )


def shape_after(shape, *layers):
    return walk(chain(*layers), shape)[-1].output_shape


def message_of(shape, layer, *inputs):
    graph = Graph((Node("n", layer, inputs or ("input",)),))
    (problem,) = walk(graph, shape)[0].problems
    return problem.message


def test_shapes_follow_one_another():
    stem = [Conv2d(3, 8, 3, stride=2, padding=1), Norm("batch_norm", 8), Pointwise("relu")]
    assert shape_after((3, 9, 9), *stem) == (8, 5, 5)
    assert shape_after((3, 9, 9), *stem, GlobalAvgPool2d(), Flatten()) == (8,)
    assert shape_after((3, 9, 9), *stem, Flatten(), Linear(200, 10)) == (10,)
    assert shape_after((3, 4, 6), Linear(6, 2)) == (3, 4, 2)
    assert shape_after((3, 8, 9), unfold(2)) == (1, 12, 56)
    assert shape_after((3, 8, 9), Box("Shuffle")) == (3, 8, 9)
    assert shape_after((3, 8, 9), Box("Reshape", (9, 8, 3))) == (9, 8, 3)


def test_enlarging_is_by_a_factor_to_a_size_or_to_another():
    assert shape_after((3, 4, 5), Upsample((2, 3))) == (3, 8, 15)
    assert shape_after((3, 4, 5), Upsample(size=(7, 7))) == (3, 7, 7)
    graph = Graph((Node("p", MaxPool2d(2)), Node("up", Upsample(), ("p", "input"))))
    assert walk(graph, (3, 9, 7))[-1].output_shape == (3, 9, 7)


def test_branches_come_together():
    graph = Graph((
        Node("a", Conv2d(3, 4, 3, padding=1)), Node("b", Conv2d(3, 4, 1)),
        Node("sum", Join(), ("a", "b")), Node("cat", Concat(), ("a", "b", "input")),
        Node("pool", GlobalAvgPool2d(), ("sum",)), Node("gate", Join("multiply"), ("sum", "pool")),
        Node("small", MaxPool2d(2), ("sum",)), Node("crop", CropTo(), ("cat", "small")),
        Node("made", Box("Constant", (1, 2, 2)), ()),
    ))
    shapes = {at.node.name: at.output_shape for at in walk(graph, (3, 8, 8))}
    assert shapes["sum"] == shapes["gate"] == (4, 8, 8)
    assert shapes["cat"] == (11, 8, 8)
    assert shapes["crop"] == (11, 4, 4)
    assert shapes["made"] == (1, 2, 2)


@given(networks())
def test_a_chain_of_layers_gives_what_each_gives(network):
    graph, shape = network
    known = {"input": shape}
    for at in walk(graph, shape):
        known[at.node.name] = at.output_shape
        if len(at.node.inputs) == 1 and hasattr(at.node.layer, "output_shape"):
            assert at.output_shape == output_shape(at.node.layer, known[at.node.inputs[0]])


def test_what_is_before_the_first_that_fails_still_works_and_what_hangs_on_it_has_no_shape():
    graph = Graph((
        Node("a", Conv2d(3, 8, 3)), Node("b", Conv2d(4, 8, 3), ("a",)),
        Node("c", Pointwise("relu"), ("b",)), Node("d", Pointwise("relu"), ("a",)),
    ))
    found = walk(graph, (3, 9, 9))
    assert [at.output_shape for at in found] == [(8, 7, 7), None, None, (8, 7, 7)]
    failing = first_failing(found)
    assert failing is found[1]
    assert failing.problems[0].message == "the layer takes 4 channels, the input has 8"
    assert found[2].problems == ()
    assert first_failing(walk(chain(), (3, 9, 9))) is None


@pytest.mark.parametrize(
    ("shape", "layer", "inputs", "message"),
    [
        ((3, 8), Conv2d(3, 8, 3), (), "it takes channels and 2 axes, its input is 3 × 8"),
        ((3, 8, 8), Conv2d(3, 8, 3), ("input",) * 2, "it reads 1 input, 2 are given"),
        ((3, 8, 8), Pointwise("relu"), ("input",) * 2, "it reads 1 input, 2 are given"),
        ((3, 8, 8), CropTo(), (), "it reads 2 inputs, 1 is given"),
        ((3, 8, 8), Upsample(), (), "it reads 2 inputs, 1 is given"),
        ((3, 8, 8), Conv2d(3, 8, 3), ("later",), "n reads later, which doesn't stand before it"),
        ((3, 8, 8), Norm("batch_norm", 4), (), "it normalises 4 channels, its input has 3: 4 ≠ 3"),
        (
            (3, 8, 8), Norm("group_norm", 3, groups=2), (),
            "3 channels can't be divided into 2 groups: 3 mod 2 = 1",
        ),
        ((300,), Linear(200, 9), (), "it takes 200 features, its input has 300: 200 ≠ 300"),
        (
            (3, 4, 5), Linear(60, 9), (),
            "it takes 60 features, its input has 5: 60 ≠ 5; flattened, 3 × 4 × 5 has 60",
        ),
        (
            (3, 4), Upsample((2, 2)), (), "it enlarges 2 axes, its input 3 × 4 has 1",
        ),
        ((4, 5, 5), Narrow(2, 7), (), "it takes channels 3 to 9, its input has 4: 9 > 4"),
        ((4, 5), Narrow(-1, 2), (), "it takes 2 channels from -1 on: there are none such"),
        ((4, 5), Narrow(1, 0), (), "it takes 0 channels from 1 on: there are none such"),
        ((3, 4), Upsample(size=(2, 2)), (), "it enlarges 2 axes, its input 3 × 4 has 1"),
        (
            (3, 4), Upsample((2,), (8,)), (),
            "it is given a factor and a size: one of them says all",
        ),
    ],
)
def test_what_a_layer_cannot_take_is_said_with_the_numbers(shape, layer, inputs, message):
    assert message_of(shape, layer, *inputs) == message


def test_names_stand_once():
    graph = Graph((Node("a", Pointwise("relu")), Node("a", Pointwise("relu"))))
    assert walk(graph, (1, 4))[1].problems[0].message == "a is called like another"
    nothing = Graph((Node("a", Join(), ()),))
    assert walk(nothing, (1, 4))[0].problems[0].message == "it reads 1 input, none is given"


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        (Join(), "add takes inputs of one shape: 4 × 8 × 8 ≠ 3 × 8 × 8"),
        (Concat(), "concat takes inputs of one size: 8 × 8 ≠ 4 × 4"),
        (CropTo(), "4 × 4 can't be cropped to 8 × 8: 4 < 8"),
    ],
)
def test_inputs_that_do_not_meet_are_said(layer, message):
    graph = Graph((
        Node("wide", Conv2d(3, 4, 1)), Node("small", MaxPool2d(2)),
        Node("add", layer, {
            Join: ("wide", "input"), Concat: ("input", "small"), CropTo: ("small", "input"),
        }[type(layer)]),
    ))
    assert walk(graph, (3, 8, 8))[-1].problems[0].message == message


def test_flat_features_cannot_be_cropped():
    graph = Graph((Node("f", Flatten()), Node("c", CropTo(), ("f", "input"))))
    message = walk(graph, (3, 8, 8))[-1].problems[0].message
    assert message == "it crops 192 to the size of 3 × 8 × 8: they have other axes"


def labels(graph, shape):
    return [[fix.label for fix in problem.fixes] for problem in mending(graph, shape)]


def mended(graph, shape, number=0):
    """Return the network and its input with a fix of the first problem made."""
    failing = first_failing(walk(graph, shape))
    (problem, *_) = mending(graph, shape)
    return with_fix(graph, shape, failing.node.name, problem.fixes[number])


def test_a_part_of_the_channels_keeps_its_places_and_is_cut_to_those_there_are():
    assert made_of(Narrow(1, 2), ((4, 5, 6),)) == ((2, 5, 6), ())
    assert made_of(Narrow(3, 1), ((4,),)) == ((1,), ())
    graph = Graph((Node("part", Narrow(2, 7)), Node("relu", Pointwise("relu"), ("part",))))
    assert labels(graph, (4, 5, 5)) == [["length 2"]]
    changed, shape = mended(graph, (4, 5, 5))
    assert changed.node("part").layer == Narrow(2, 2)
    assert labels(Graph((Node("part", Narrow(4, 1)),)), (4, 5)) == [[]]
    assert shape == (4, 5, 5)


def test_nothing_to_mend():
    assert mending(chain(Conv2d(3, 8, 3)), (3, 9, 9)) == ()


def test_channels_are_mended_in_the_layer():
    graph = chain(Conv2d(3, 8, 3), Conv2d(4, 8, 3), Norm("batch_norm", 16))
    assert labels(graph, (3, 9, 9)) == [["in channels 8"]]
    graph, shape = mended(graph, (3, 9, 9))
    assert labels(graph, shape) == [["num features 8"]]
    graph, shape = mended(graph, shape)
    assert first_failing(walk(graph, shape)) is None


def test_a_missing_flatten_is_put_in():
    graph = chain(Conv2d(3, 8, 3), Linear(392, 10))
    assert labels(graph, (3, 9, 9)) == [["flatten before", "in features 7"]]
    fixed, shape = mended(graph, (3, 9, 9))
    assert [node.name for node in fixed.nodes] == ["n0", "n1_before", "n1"]
    assert walk(fixed, shape)[-1].output_shape == (10,)
    taken = Graph((*graph.nodes[:1], Node("n1_before", Pointwise("relu"), ("n0",)),
                   Node("n1", Linear(100, 10), ("n1_before",))))
    assert labels(taken, (3, 9, 9)) == [["flatten before, in features 392", "in features 7"]]
    fixed, _ = mended(taken, (3, 9, 9))
    assert [node.name for node in fixed.nodes] == ["n0", "n1_before", "n1_before_", "n1"]


def test_an_input_of_another_size_is_offered_where_it_mends():
    graph = chain(Conv2d(3, 8, 3), MaxPool2d(2), Flatten(), Linear(8 * 49, 10))
    assert labels(graph, (3, 20, 20)) == [["in features 648", "input 3 × 16 × 16"]]
    _, shape = mended(graph, (3, 20, 20), 1)
    assert shape == (3, 16, 16)


def unet():
    return Graph((
        Node("a", Conv2d(1, 4, 3, padding=1)), Node("p", MaxPool2d(2), ("a",)),
        Node("up", ConvTranspose2d(4, 4, 2, stride=2), ("p",)),
        Node("cat", Concat(), ("a", "up")),
    ))


def test_skips_of_another_size_are_cropped_or_the_input_changed():
    expected = ["crop the first input to 14 × 8", "input 1 × 14 × 8", "input 1 × 16 × 8"]
    assert labels(unet(), (1, 15, 8)) == [expected]
    for number in range(3):
        fixed, shape = mended(unet(), (1, 15, 8), number)
        assert first_failing(walk(fixed, shape)) is None
    turned = Graph((*unet().nodes[:-1], Node("cat", Concat(), ("up", "a"))))
    fixed, shape = mended(turned, (1, 15, 8))
    assert fixed.nodes[-1].inputs == ("up", "cat_crop")
    assert first_failing(walk(fixed, shape)) is None
    three = Graph((*unet().nodes[:-1], Node("cat", Concat(), ("up", "a", "a"))))
    assert labels(three, (1, 15, 8)) == [["input 1 × 14 × 8", "input 1 × 16 × 8"]]


def test_fixes_of_a_layers_own_input_are_not_offered_for_the_network():
    graph = chain(Conv2d(1, 1, 3), Conv2d(1, 1, 5))
    problem, _ = mending(graph, (1, 5, 5))
    assert all("input_size" not in dict(fix.changes) for fix in problem.fixes)
    assert "input 1 × 7 × 7" in [fix.label for fix in problem.fixes]
    for fix in problem.fixes:
        fixed, shape = with_fix(graph, (1, 5, 5), "n1", fix)
        assert first_failing(walk(fixed, shape)) is None


def test_a_fix_may_bring_the_next_failure_to_light_but_no_earlier_one():
    graph = chain(Conv2d(4, 8, 3), Conv2d(4, 8, 3))
    assert labels(graph, (3, 9, 9)) == [["in channels 3"]]
    with pytest.raises(InvalidLayer):
        output_shape(graph.nodes[0].layer, (3, 9, 9))


def test_a_node_tells_whether_it_can_be_looked_at():
    graph = chain(Conv1d(1, 1, 3), Pointwise("relu"))
    assert graph.node("n0").shown == Conv1d(1, 1, 3)
    with pytest.raises(TypeError, match="n1 is a Pointwise, which has no steps"):
        _ = graph.node("n1").shown
    with pytest.raises(KeyError):
        graph.node("n2")


@settings(max_examples=300)
@given(any_layer(axes=1), st.integers(0, 4), st.integers(1, 9))
def test_what_is_wrong_is_what_the_layer_alone_is_told(layer, channels, size):
    shape = (channels, size)
    if isinstance(layer, Fold | Unfold):
        return
    (found,) = walk(Graph((Node("a", layer),)), shape)
    assert found.problems == check(layer, shape)


def test_a_convolution_of_no_channels_is_told_as_alone():
    layer = Conv(3, 0, (3,), (1,), ((0, 0),), (1,))
    (found,) = walk(Graph((Node("a", layer),)), (3, 9))
    assert found.problems == check(layer, (3, 9)) != ()
