"""What names in pasted code stand for: layers not yet applied, chains of them, tensors."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Module:
    """A layer's constructor as it was called.

    Attributes
    ----------
    kind
        The class's name.
    positional, named
        Its arguments.
    line
        Where it stands.
    name
        What the code calls it, if anything.
    uses
        How often it was applied.
    """

    kind: str
    positional: tuple[object, ...]
    named: dict[str, object]
    line: int
    name: str = ""
    uses: int = 0


@dataclass(slots=True, eq=False)
class Chain:
    """Modules that follow each other, each with its name."""

    parts: list[tuple[str, object]]
    line: int
    name: str = ""

    def append(self, value: object) -> None:
        """Add a module behind the others."""
        self.parts.append((given_name(value) or str(len(self.parts)), value))


@dataclass(slots=True, eq=False)
class Instance:
    """An object of a class that stands in the paste, and what its `__init__` set."""

    kind: Class
    line: int
    attributes: dict[str, object] = field(default_factory=dict)
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Class:
    """A class that stands in the paste, and what is set in its body.

    Attributes
    ----------
    name
        What it is called.
    methods, attributes
        Its own methods; what its body sets, or that of one above it.
    parent
        The class above it that stands in the paste, or None.
    fields
        Names with a type in its body, in their order, as a dataclass has them.
    """

    name: str
    methods: dict[str, ast.FunctionDef]
    attributes: dict[str, object] = field(default_factory=dict)
    parent: Class | None = None
    fields: tuple[str, ...] = ()

    def method(self, name: str) -> Function | None:
        """Return a method of its own, or of a class above it; None where there is none."""
        if name in self.methods:
            return Function(self.methods[name], None, self)
        return None if self.parent is None else self.parent.method(name)

    def forward(self) -> Function | None:
        """Return what applies it to a tensor."""
        found = (self.method(name) for name in ("forward", "call", "__call__"))
        return next((one for one in found if one is not None), None)


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function that stands in the paste; of an object and of a class, if it is a method."""

    tree: ast.FunctionDef
    owner: Instance | None = None
    kind: Class | None = None


@dataclass(frozen=True, slots=True)
class Tensor:
    """The output of a node, by the node's name."""

    node: str


@dataclass(frozen=True, slots=True)
class Size:
    """How long a node's output is along an axis, the batch counted as the first.

    Attributes
    ----------
    node
        The node.
    axis
        Which axis; below 0 from the end, where it isn't known how many there are.
    count
        The number, None where it isn't known.
    """

    node: str
    axis: int
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Sizes:
    """How long a node's output is along all axes, or from one on to the last."""

    node: str
    first: int = 0


@dataclass(frozen=True, slots=True)
class Dotted:
    """A name that the paste doesn't explain: ``torch.nn.Conv2d``."""

    parts: tuple[str, ...]

    @property
    def last(self) -> str:
        """What stands behind the last dot."""
        return self.parts[-1]


@dataclass(frozen=True, slots=True)
class NotKnown:
    """A value that parsing alone doesn't tell.

    Attributes
    ----------
    text
        How it is written.
    """

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """An attribute of something that the paste explains: ``x.view``, ``model.add``."""

    owner: object
    name: str


def given_name(value: object) -> str:
    """Return the name that the code itself gives a module, if any."""
    if isinstance(value, Module):
        name = value.named.get("name", value.name)
        return name if isinstance(name, str) else ""
    return value.name if isinstance(value, Chain | Instance) else ""


def is_open(value: object) -> bool:
    """Return whether it isn't known if a value counts as true."""
    return isinstance(value, NotKnown | Dotted | Bound | Tensor | Function | Size | Sizes)


def is_unclear(values: Sequence[object]) -> bool:
    """Return whether a module is given what isn't known, and no tensor."""
    unclear = any(isinstance(one, NotKnown | Dotted | Bound) for one in values)
    return unclear and not leading_tensors(values)


def tensors_in(value: object) -> list[Tensor]:
    """Return the tensors in a value, in lists of it too."""
    many = value if isinstance(value, list | tuple) else [value]
    return [one for one in many if isinstance(one, Tensor)]


def leading_tensors(values: Sequence[object]) -> list[str]:
    """Return the nodes of the tensors that a call begins with, in a list or not."""
    found = []
    for value in values:
        if isinstance(value, Tensor):
            found.append(value.node)
        elif isinstance(value, list | tuple) and value and all(
            isinstance(one, Tensor) for one in value
        ):
            found += [one.node for one in value]
        elif not found:
            return []
    return found


MODULES = (Module, Chain, Instance)
