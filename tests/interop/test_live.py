"""Live models as code: written from what was traced without PyTorch, and traced with it."""

import json
import re
from pathlib import Path

import pytest

import convviz as cv
from convviz.interop.live import code_of, with_own_names
from convviz.interop.paste.reading import read_pasted
from convviz.layers.plain import Join

FORWARD = """
def forward(self, x):
    stem = self.m1(x);  x = None
    relu = torch.nn.functional.relu(stem, inplace = False);  stem = None
    block_conv = self.m3(relu)
    add = block_conv + relu;  block_conv = relu = None
    again = self.m5(add);  add = None
    return again
"""
MODULES = {
    "m1": "Conv2d(3, 8, kernel_size=(3, 3), stride=(2, 2))",
    "m3": "Conv2d(8, 8, kernel_size=(3, 3), stride=(1, 1), padding=same, padding_mode=circular)",
    "m5": "ReLU(inplace=True)",
}
REAL = Path(__file__).parent / "paste" / "real"


def test_traced_steps_are_layers_with_what_they_read():
    found = read_pasted(code_of(MODULES, FORWARD), skip=False).graph
    graph = with_own_names(found, {"m1": "stem", "m3": "block.conv", "m5": "add1"})
    assert [(node.name, node.inputs) for node in graph.nodes] == [
        ("stem", ("input",)), ("relu1", ("stem",)), ("block.conv", ("relu1",)),
        ("add1", ("block.conv", "relu1")), ("add1_", ("add1",)),
    ]
    assert graph.node("block.conv").layer == cv.Conv2d(
        8, 8, 3, padding="same", padding_mode="circular"
    )
    assert graph.node("add1").layer == Join()


def test_a_module_of_modules_that_stays_whole_is_named_and_left_out():
    modules = {**MODULES, "m5": "LSTM(\n  (inner): Linear(in_features=1, out_features=1)\n)"}
    found = read_pasted(code_of(modules, FORWARD), skip=True)
    assert "LSTM" in str(found.skipped[0])
    assert len(found.graph.nodes) == 4


@pytest.mark.torch
def test_a_live_model_s_additions_and_functions_are_known():
    torch = pytest.importorskip("torch", reason="PyTorch, whose modules are told, isn't installed")
    recorded = json.loads((REAL / "recorded.json").read_text())
    for path in sorted(REAL.glob("*.txt")):
        if path.stem in {"lenet", "c2f"}:  # they go through a tensor's sizes, or its parts
            continue
        text = path.read_text()
        sizes, module = re.match(r"# input (\S+), module (.*)", text).groups()
        names = {
            "torch": torch, "nn": torch.nn, "F": torch.nn.functional,
            "_log_api_usage_once": lambda _: None,
        }
        exec(text, names)  # noqa: S102 - our own texts
        made = eval(module, names).eval()  # noqa: S307
        table = cv.table(cv.explain(made, torch.zeros(1, *map(int, sizes.split("x")))))
        parameters, output = recorded[path.stem]
        assert table.parameters == parameters
        assert table.table.output_shape == (None if output is None else tuple(output))


@pytest.mark.torch
def test_a_forward_that_hangs_on_numbers_is_said_to():
    torch = pytest.importorskip("torch", reason="PyTorch, whose modules are told, isn't installed")

    class Either(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.a, self.b = torch.nn.Conv2d(3, 3, 3), torch.nn.ReLU()

        def forward(self, x):
            return self.a(x) if x.sum() > 0 else self.b(x)

    with pytest.warns(UserWarning, match="Either") as told:
        net = cv.explain(Either(), torch.zeros(1, 3, 9, 9))
    assert "can't be followed" in str(told[0].message)
    assert [node.name for node in net.graph.nodes] == ["a", "b"]
