"""Code as people write it, beside what PyTorch makes of it; `real/record.py` recorded that."""

import json
import re
from pathlib import Path

import pytest

from convviz.interop.paste.reading import read_pasted
from convviz.layers.network.table import table

FOLDER = Path(__file__).parent / "real"
RECORDED = json.loads((FOLDER / "recorded.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_a_network_has_the_parameters_and_the_output_that_pytorch_gives_it(path):
    text = path.read_text(encoding="utf-8")
    shape = tuple(map(int, re.match(r"# input (\S+),", text)[1].split("x")))
    found = read_pasted(text, input_shape=shape, skip=False)
    made = table(found.graph, shape)
    output = made.rows[-1].output_shape
    parameters = sum(row.parameters or 0 for row in made.rows)
    assert [parameters, output and list(output)] == RECORDED[path.stem]
