"""A live PyTorch model as code: what its forward does, step by step, with its modules' parameters.

PyTorch's own tracer (`torch.fx`) follows the model's forward with stand-ins for tensors, so that
additions, concatenations and functions between modules are known, too.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from convviz.layers import Graph

_WORDS = re.compile(r"\b(padding|padding_mode)=([a-z]\w*)")
"""What modules print without the quotes that code needs."""
_OWN = re.compile(r"m\d+")
_HEAD = "class Model(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
_UNTRACEABLE = (
    TypeError, ValueError, RuntimeError, AttributeError, LookupError, AssertionError
)
"""What a forward raises whose way hangs on numbers, when it is given stand-ins."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A model as code, in which its modules have plain names.

    Attributes
    ----------
    code
        A class with an ``__init__`` and a ``forward``.
    names
        By the plain names those that the model's modules have.
    """

    code: str
    names: Mapping[str, str]


def traced(module: Any) -> Traced | str:
    """Return a live model as code, or why its forward can't be followed; empty without modules.

    Parameters
    ----------
    module
        A `torch.nn.Module`.
    """
    torch: Any = sys.modules.get("torch")  # what is live has loaded it
    if torch is None or not isinstance(module, torch.nn.Module) or not [*module.children()]:
        return ""
    tracer = import_module("torch.fx").Tracer()
    try:
        graph = tracer.trace(module)
    except _UNTRACEABLE as error:
        return str(error).partition("\n")[0] or type(error).__name__
    modules, names, prints = dict(module.named_modules()), {}, {}
    for number, node in enumerate(graph.nodes):
        if node.op == "call_module":
            plain = f"m{number}"
            names[plain], prints[plain] = node.target, repr(modules[node.target])
            node.target = plain
    return Traced(code_of(prints, graph.python_code("self").src), names)


def code_of(modules: Mapping[str, str], forward: str) -> str:
    """Return a class of modules, by their names as they print themselves, and of a forward."""
    made = "".join(f"        self.{name} = nn.{_called(text)}\n" for name, text in modules.items())
    body = "".join(f"    {line}\n" for line in forward.strip().splitlines())
    return f"{_HEAD}{made}{body}"


def with_own_names(graph: Graph, names: Mapping[str, str]) -> Graph:
    """Return a graph in which what has a plain name has its module's."""
    taken = {node.name for node in graph.nodes if not _OWN.match(node.name)}
    own: dict[str, str] = {}
    for node in graph.nodes:
        plain = _OWN.match(node.name)
        if plain and plain.group() in names:
            title = names[plain.group()] + node.name[plain.end() :]
            while title in taken:
                title += "_"
            taken.add(title)
            own[node.name] = title
    return Graph(tuple(
        replace(
            node, name=own.get(node.name, node.name),
            inputs=tuple(own.get(name, name) for name in node.inputs),
        )
        for node in graph.nodes
    ))


def _called(text: str) -> str:
    """Return what a module prints as a call; of one with others in it, its kind alone."""
    first, _, rest = text.partition("\n")
    return f"{first.partition('(')[0]}()" if rest else _WORDS.sub(r"\1='\2'", text)
