"""Layers put in, taken out, moved, renamed: what reads them follows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.errors import ConvvizError
from convviz.layers import Conv2d, Graph, Node
from convviz.layers.graph import INPUT
from convviz.layers.network.editing import (
    duplicated,
    free_name,
    inserted,
    moved,
    removed,
    renamed,
    shifted,
    with_inputs,
    with_layer,
)
from convviz.layers.plain import Join, Pointwise
from tests.networks import networks

CONV = Conv2d(3, 3, 3, padding=1)
RELU = Pointwise("relu")


def chain(*names):
    """Return convolutions in a row."""
    nodes = [
        Node(name, CONV, (names[at - 1] if at else INPUT,)) for at, name in enumerate(names)
    ]
    return Graph(tuple(nodes))


def wired(graph):
    """Return what each layer reads."""
    return [(node.name, node.inputs) for node in graph.nodes]


def test_a_new_layer_stands_between_one_and_all_that_read_it():
    graph = Graph((Node("a", CONV), Node("b", CONV, ("a",)), Node("sum", Join(), ("b", "a"))))
    assert wired(inserted(graph, "a", RELU)) == [
        ("a", (INPUT,)), ("relu1", ("a",)), ("b", ("relu1",)), ("sum", ("b", "relu1")),
    ]
    assert wired(inserted(chain("a"), INPUT, RELU, "first")) == [
        ("first", (INPUT,)), ("a", ("first",)),
    ]


def test_what_read_a_layer_that_is_taken_out_reads_what_that_read():
    graph = Graph((Node("a", CONV), Node("b", CONV, ("a",)), Node("sum", Join(), ("b", "a"))))
    assert wired(removed(graph, "a")) == [("b", (INPUT,)), ("sum", ("b", INPUT))]
    assert wired(removed(Graph((Node("made", RELU, ()), Node("b", CONV, ("made",)))), "made")) == [
        ("b", (INPUT,))
    ]


def test_a_layer_goes_to_another_place_and_keeps_what_it_may_still_read():
    assert wired(moved(chain("a", "b", "c"), "c", INPUT)) == [
        ("c", (INPUT,)), ("a", ("c",)), ("b", ("a",)),
    ]
    graph = Graph((Node("a", CONV), Node("b", CONV, ("a",)), Node("sum", Join(), ("b", "a"))))
    assert wired(moved(graph, "sum", INPUT)) == [
        ("sum", (INPUT,)), ("a", ("sum",)), ("b", ("a",)),
    ]
    assert moved(graph, "a", "a") is graph


def test_a_layer_is_shifted_by_places_and_stays_at_the_ends():
    graph = chain("a", "b", "c")
    assert [node.name for node in shifted(graph, "a", 1).nodes] == ["b", "a", "c"]
    assert [node.name for node in shifted(graph, "c", -9).nodes] == ["c", "a", "b"]
    assert shifted(graph, "c", 1) is graph


def test_a_copy_stands_after_its_layer_under_a_name_of_its_own():
    graph, name = duplicated(chain("conv1", "conv2"), "conv1")
    assert name == "conv3"
    assert wired(graph) == [("conv1", (INPUT,)), ("conv3", ("conv1",)), ("conv2", ("conv3",))]


def test_a_layer_gets_another_name_everywhere():
    graph = Graph((Node("a", CONV), Node("sum", Join(), ("a", "a"))))
    assert wired(renamed(graph, "a", " stem ")) == [("stem", (INPUT,)), ("sum", ("stem", "stem"))]
    for wrong, said in (("sum", "another layer"), ("  ", "needs a name"), (INPUT, "another layer")):
        with pytest.raises(ConvvizError, match=said):
            renamed(graph, "a", wrong)
    assert renamed(graph, "a", "a") == graph


def test_a_layer_reads_what_stands_before_it_and_nothing_else():
    graph = chain("a", "b", "c")
    assert with_inputs(graph, "c", ["a", INPUT]).node("c").inputs == ("a", INPUT)
    with pytest.raises(ConvvizError, match="can't read c"):
        with_inputs(graph, "b", ["c"])
    with pytest.raises(ConvvizError, match="at least one"):
        with_inputs(graph, "b", [])


def test_another_layer_takes_a_place_and_the_same_changes_nothing():
    graph = chain("a", "b")
    assert with_layer(graph, "b", RELU).node("b").layer == RELU
    assert with_layer(graph, "b", CONV) is graph


@pytest.mark.parametrize(
    ("names", "layer", "like", "free"),
    [
        ((), CONV, "", "conv1"), (("conv1",), CONV, "", "conv2"),
        (("a",), CONV, "stage_2", "stage1"), (("7",), CONV, "7", "7_1"),
        ((), Pointwise("Mish like"), "", "mish_like1"),
    ],
)
def test_names_are_free_and_say_what_a_layer_is(names, layer, like, free):
    assert free_name(chain(*names), layer, like) == free


@given(networks(), st.data())
def test_after_any_change_each_layer_reads_only_what_stands_before_it(drawn, data):
    graph, _ = drawn
    names = [node.name for node in graph.nodes]
    for _ in range(3):
        name = data.draw(st.sampled_from(names))
        change = data.draw(st.sampled_from(["insert", "remove", "move", "shift", "copy"]))
        after = data.draw(st.sampled_from([INPUT, *names]))
        match change:
            case "insert":
                graph = inserted(graph, after, RELU)
            case "remove" if len(names) > 1:
                graph = removed(graph, name)
            case "move":
                graph = moved(graph, name, after)
            case "shift":
                graph = shifted(graph, name, data.draw(st.integers(-3, 3)))
            case _:
                graph, _ = duplicated(graph, name)
        names = [node.name for node in graph.nodes]
        assert len({*names}) == len(names)
        known = {INPUT}
        for node in graph.nodes:
            assert {*node.inputs} <= known
            known.add(node.name)
