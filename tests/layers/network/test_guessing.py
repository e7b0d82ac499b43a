"""An input for networks of which only the layers are known."""

import pytest

from convviz.document.network_file import preset_names, preset_network
from convviz.layers import Conv1d, Conv2d, Conv3d, Graph, MaxPool2d, Node
from convviz.layers.network.guessing import likely_input
from convviz.layers.network.walk import first_failing, walk
from convviz.layers.plain import Flatten, Linear, Norm, Pointwise


def row(*layers):
    nodes, before = [], "input"
    for number, layer in enumerate(layers):
        nodes.append(Node(f"n{number}", layer, (before,)))
        before = f"n{number}"
    return Graph(tuple(nodes))


@pytest.mark.parametrize(
    ("layers", "shape"),
    [
        ([Conv2d(4, 8, 3)], (4, 224, 224)),
        ([Pointwise("relu"), Conv1d(2, 8, 3)], (2, 1024)),
        ([Conv3d(1, 8, 3)], (1, 32, 32, 32)),
        ([Norm("batch_norm", 5), Pointwise("relu")], (5, 224, 224)),
        ([MaxPool2d(2)], (3, 224, 224)),
        ([Conv2d(1, 6, 5), MaxPool2d(2), Flatten(), Linear(6 * 12 * 12, 10)], (1, 28, 28)),
        ([Flatten(), Linear(7, 3)], (3, 224, 224)),
        ([Pointwise("relu"), Linear(10, 5), Linear(5, 2)], (10,)),
        ([], (3, 224, 224)),
    ],
)
def test_channels_are_asked_for_and_the_first_usual_size_that_goes_through_is_taken(layers, shape):
    assert likely_input(row(*layers)) == shape


def test_layers_beside_the_first_one_say_nothing_of_the_channels():
    graph = Graph((
        Node("stem", Conv2d(3, 8, 3)), Node("next", Conv2d(8, 8, 3), ("stem",)),
    ))
    assert likely_input(graph)[0] == 3


@pytest.mark.parametrize("name", preset_names())
def test_networks_that_come_along_pass_what_is_guessed_for_them(name):
    graph = preset_network(name).graph
    assert first_failing(walk(graph, likely_input(graph))) is None
