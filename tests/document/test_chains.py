"""Documents of several layers: saved, opened, and what is wrong with them."""

import json
from dataclasses import replace

import numpy as np
import pytest

from convviz.document.comparing import same_numbers
from convviz.document.editing import change
from convviz.document.files import from_json, load, save, to_json
from convviz.errors import UnreadableFile
from convviz.layers import Graph, Unfold
from tests.chains import chain


def altered(change):
    """Return a chain's JSON changed in place."""
    data = json.loads(to_json(chain()))
    change(data)
    return json.dumps(data)


def test_a_chain_is_saved_and_opens_again(tmp_path):
    document = chain(step=7)
    save(document, tmp_path / "chain.convviz")
    again = load(tmp_path / "chain.convviz")
    assert same_numbers(again, document)
    assert again.view == document.view
    assert again.step == 7
    assert [node.inputs for node in again.graph.nodes] == [
        ("input",), ("conv1",), ("max_pool2",)
    ]


def test_seen_in_depth_its_steps_are_those_of_the_last_layer():
    assert len(chain().steps) == 3 * 2 * 3
    assert chain().given == ((2, 6, 8), (4, 6, 8), (4, 3, 4))
    assert len(chain("layer").steps) == 4 * 6 * 8
    node = replace(chain().graph.nodes[0], layer=Unfold((2, 2), (1, 1), ((0, 0),) * 2, (1, 1)))
    assert not replace(chain(), graph=Graph((node, *chain().graph.nodes[1:]))).whole


def test_what_is_wrong_with_a_later_layer_says_which():
    wrong = change(chain(), {"out_channels": 5})
    (problem,) = wrong.problems()
    assert problem.message.startswith("layer 3: ")
    assert problem.fixes == ()
    document = chain()
    last = document.graph.nodes[-1].name
    weights = {**document.weights, last: replace(document.weights[last], bias=None)}
    (problem,) = replace(document, weights=weights).problems()
    assert problem.message.startswith("layer 3: the bias is missing")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda data: data["layers"][1].update(inputs=["input"]),
         '"inputs" of layer 2 of x must be ["conv1"]'),
        (lambda data: data["layers"][1].update(name="conv1"),
         'layer 2 of x is called "conv1" like another'),
        (lambda data: data["layers"][0].update(name="input"),
         'layer 1 of x is called "input" like another'),
        (lambda data: data["weights"].pop("conv3"), '"conv3" is missing from the weights of x'),
        (lambda data: data["layers"][2].update(in_channels=7), "x can't be shown: layer 3: "),
        (lambda data: data.update(step=99), '"step" of x is 99: its steps are 1 to 18'),
    ],
)
def test_whatever_is_wrong_in_a_file_is_one_sentence(change, sentence):
    with pytest.raises(UnreadableFile) as caught:
        from_json(altered(change), name="x")
    assert sentence in str(caught.value)


def test_the_turn_stands_in_a_document_only_where_it_says_something():
    assert "turn" not in to_json(chain())
    assert from_json(to_json(chain(turn=50.0))).view.turn == 50
    assert np.isfinite(chain().view.turn)
