"""Record what PyTorch makes of the code in this folder: ``python record.py`` where it is installed.

Each text says in its first line which input it gets and what its module is called. What is
kept is the number of its parameters, and the shape of its output or null where it fails.
"""

import json
import re
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

FOLDER = Path(__file__).parent


def recorded(text):
    sizes, module = re.match(r"# input (\S+), module (.*)", text).groups()
    names = {
        "torch": torch, "nn": nn, "F": functional, "_log_api_usage_once": lambda _: None,
    }
    exec(text, names)  # noqa: S102 - our own texts
    made = eval(module, names).eval()  # noqa: S307
    parameters = sum(one.numel() for one in made.parameters())
    try:
        output = list(made(torch.zeros(1, *map(int, sizes.split("x")))).shape[1:])
    except RuntimeError:
        output = None
    return [parameters, output]


if __name__ == "__main__":
    found = {path.stem: recorded(path.read_text()) for path in sorted(FOLDER.glob("*.txt"))}
    lines = ",\n".join(f'"{name}": {json.dumps(one)}' for name, one in found.items())
    version = json.dumps(torch.__version__.partition("+")[0])
    (FOLDER / "recorded.json").write_text(f'{{"torch": {version},\n{lines}}}\n')
