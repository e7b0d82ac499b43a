"""The names of pasted code, and which modules stand there to be used."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from convviz.interop.paste.values import MODULES, Class, Instance, given_name


@dataclass(slots=True)
class Frame:
    """The names of one function, or of the whole text."""

    names: dict[str, object] = field(default_factory=dict)
    above: Frame | None = None

    def find(self, name: str) -> tuple[bool, object]:
        """Return whether a name is known, and what it stands for."""
        frame: Frame | None = self
        while frame is not None:
            if name in frame.names:
                return True, frame.names[name]
            frame = frame.above
        return False, None


@dataclass(slots=True)
class Scope:
    """What the whole text knows.

    Attributes
    ----------
    top
        Its own names.
    root
        What ``self`` is where no class stands around it.
    declared
        Modules that stand there, by what they are called, and aren't read further on.
    """

    top: Frame = field(default_factory=Frame)
    root: Instance = field(default_factory=lambda: Instance(Class("", {}), 1))
    declared: dict[str, object] = field(default_factory=dict)

    def declare(self, value: object, name: str = "") -> None:
        """Keep a module that stands in the text; anything else only ends what had the name."""
        self.declared.pop(name, None)
        if isinstance(value, MODULES) and value not in self.declared.values():
            self.declared[name or f"{len(self.declared)} of them"] = value

    def keep(self, value: object, node: ast.expr) -> None:
        """Declare a module again whose name was only read to call something of its own."""
        owner = node.value if isinstance(node, ast.Attribute) else node
        if isinstance(owner, ast.Name) and self.top.names.get(owner.id) is value:
            self.declare(value, owner.id)


def name_it(value: object, name: str) -> None:
    """Give a module a name, unless the code gave it one."""
    if isinstance(value, MODULES) and not given_name(value):
        value.name = name


def written(node: ast.expr) -> str:
    """Return how an expression is written, as far as that is short."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return f"{owner}.{name}"
        case ast.Attribute(attr=name):
            return f"….{name}"
        case ast.Call(func=function):
            named = isinstance(function, ast.Name | ast.Attribute)
            return f"{written(function)}(…)" if named else "…"
    return "an expression"


def counts(body: Sequence[ast.stmt]) -> list[ast.expr] | None:
    """Return what statements that call nothing set; None where they do more than count."""
    inside = [one for statement in body for one in ast.walk(statement)]
    if any(isinstance(one, ast.Call | ast.Return) for one in inside):
        return None
    found: list[ast.expr] = []
    for one in inside:
        match one:
            case ast.Assign(targets=targets):
                found += targets
            case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
                found.append(target)
    return found


def bare_name(node: ast.expr) -> str:
    """Return a name that stands by itself, else nothing."""
    return node.id if isinstance(node, ast.Name) else ""


def is_super(node: ast.expr) -> bool:
    """Return whether an expression is an attribute of ``super()``."""
    match node:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super"))):
            return True
    return False
