"""How long the table of a thousand layers takes, beside writing as many rows of text; and a
model of 100 MB, beside reading its file."""

from __future__ import annotations

from time import perf_counter

import numpy as np
import pytest
from onnx import helper

from convviz.layers import Conv2d, Graph, Node
from convviz.layers.network import patterns, walk
from convviz.layers.network.table import table
from convviz.layers.plain import Join, Norm, Pointwise
from convviz.session.networks import open_network
from tests.interop.models.made import array, model, saved

SHAPE = (3, 224, 224)


def residual(blocks):
    """Return a stem and blocks of five layers with their shortcuts."""
    nodes, last = [Node("stem", Conv2d(3, 64, 7, stride=2, padding=3, bias=False))], "stem"
    for block in range(blocks):
        rows = [
            (f"a{block}", Conv2d(64, 64, 3, padding=1, bias=False), (last,)),
            (f"n{block}", Norm("batch_norm", 64), (f"a{block}",)),
            (f"r{block}", Pointwise("relu"), (f"n{block}",)),
            (f"b{block}", Conv2d(64, 64, 3, padding=1, bias=False), (f"r{block}",)),
            (f"s{block}", Join(), (f"b{block}", last)),
        ]
        nodes += [Node(*row) for row in rows]
        last = f"s{block}"
    return Graph(tuple(nodes))


def widening(count):
    """Return convolutions none of which is like another."""
    names = ["input", *(f"c{number}" for number in range(count))]
    return Graph(tuple(
        Node(names[at + 1], Conv2d(3 + at, 4 + at, 3, padding=1), (names[at],))
        for at in range(count)
    ))


def plain_rows(graph):
    """Return the seconds of making each node again and a text of it, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = perf_counter()
        for node in graph.nodes:
            repr(Node(node.name, node.layer, node.inputs))
        best = min(best, perf_counter() - start)
    return best


def forget():
    walk._moved.cache_clear()
    walk._thin_problems.cache_clear()
    for kept in (patterns.thin, patterns._read):
        kept.cache_clear()


@pytest.mark.parametrize("cold", [True, False], ids=["cold", "again"])
@pytest.mark.parametrize("graph", [residual(200), widening(1000)], ids=["residual", "all unlike"])
def test_table_of_1000_layers(benchmark, graph, cold):
    benchmark.pedantic(
        table, (graph, SHAPE), rounds=5, iterations=1, warmup_rounds=1,
        setup=forget if cold else None,
    )
    if benchmark.stats is not None:  # None with --benchmark-disable
        plain = plain_rows(graph)
        benchmark.extra_info["plain rows, ms"] = round(plain * 1e3, 3)
        benchmark.extra_info["ratio"] = round(benchmark.stats.stats.min / plain, 2)


@pytest.fixture(scope="module")
def large_model(tmp_path_factory):
    """Return an ONNX file of about 100 MB: eleven convolutions of 512 channels."""
    rng = np.random.default_rng(0)
    nodes, arrays, before = [], [], "x"
    for number in range(11):
        channels = 512 if number else 2
        weight = rng.random((512, channels, 3, 3), np.float32)
        arrays.append(array(f"w{number}", weight))
        name = f"c{number}"
        nodes.append(helper.make_node("Conv", [before, f"w{number}"], [name], pads=[1] * 4))
        before = name
    folder = tmp_path_factory.mktemp("models")
    return saved(folder, model(nodes, arrays, outputs=(before,)), "large.onnx")


def test_a_model_of_a_hundred_megabytes_is_listed(benchmark, large_model):
    start = perf_counter()
    size = len(large_model.read_bytes())
    reading = perf_counter() - start

    def listing():
        opened = open_network(str(large_model))
        return table(opened.network.graph, opened.network.input_shape)

    made = benchmark.pedantic(listing, rounds=3)
    assert len(made.rows) == 11
    benchmark.extra_info["megabytes"] = round(size / 1e6)
    benchmark.extra_info["times reading the file"] = round(benchmark.stats["median"] / reading, 1)
