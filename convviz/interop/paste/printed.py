"""What PyTorch prints of a model: names, layers and what holds them, in the order of making."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

from convviz.errors import InvalidLayer
from convviz.interop.paste.applying import Applier
from convviz.interop.paste.blocks import ASIDE, known_block
from convviz.interop.paste.building import Builder, Unclear
from convviz.interop.paste.evaluating import Evaluator
from convviz.interop.paste.program import Program
from convviz.interop.paste.result import NotUnderstood
from convviz.interop.paste.scope import Frame, Scope
from convviz.interop.paste.values import Chain, Dotted, Instance, Module, NotKnown
from convviz.layers.conv import Conv
from convviz.layers.graph import INPUT
from convviz.layers.plain import Flatten, Join, Pointwise
from convviz.layers.pooling import AdaptivePool

_CHILD = re.compile(r"^[ \t]*\([^()\s]+\): (?:\d+ x )?\w+\(", re.MULTILINE)
_LINE = re.compile(
    r"^\s*(?:\((?P<name>[^()\s]+)\): )?(?:(?P<times>\d{1,4}) x )?"
    r"(?P<kind>[A-Za-z_]\w*)\((?P<rest>.*)$"
)
_DEEPEST = 60
_MOST_PRINTED = 20_000
_IN_ORDER = frozenset({
    "Sequential", "Conv2dNormActivation", "Conv3dNormActivation", "ConvNormActivation",
    "ConvBNReLU", "ConvBNActivation", "MLP",
})  # fmt: skip
"""Containers that apply what they hold in its order."""
_SHORTCUTS = frozenset({"InvertedResidual", "MBConv", "CNBlock"})
"""Blocks that add what enters to what leaves, where both have one shape."""


@dataclass(slots=True)
class _Part:
    """A line of what was printed, with what it holds.

    Attributes
    ----------
    name, kind
        What stands in the brackets, and the class.
    line
        Where.
    arguments
        What stands in the layer's own brackets; None for a container.
    children
        What it holds.
    """

    name: str
    kind: str
    line: int
    arguments: str | None
    children: list[_Part] = field(default_factory=list)


def is_printed(text: str) -> bool:
    """Return whether a text is what PyTorch prints of a model with parts."""
    return _CHILD.search(text) is not None


def read_printed(text: str, builder: Builder) -> None:
    """Add the layers of a printed model to a builder.

    Raises
    ------
    NotUnderstood
        It is nested too deep.
    """
    reader = _Reader(builder)
    for part in _parts(text, builder):
        reader.add(part, (part.name,) if part.name else (), ordered=False)
    for kind, (line, count) in reader.unordered.items():
        many = f"{count} of them are" if count > 1 else "it is"
        builder.note(
            line, f"{kind} isn't a Sequential: what {many} made of is taken in the printed order"
        )


def _parts(text: str, builder: Builder) -> list[_Part]:
    """Return the outermost parts."""
    outer = _Part("", "", 0, None)
    stack = [outer]
    total = 0
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.strip()
        if not bare:
            continue
        if set(bare) <= {")", ","}:
            if len(stack) > 1:
                stack.pop()
            continue
        match = _LINE.match(line)
        if match is None:
            builder.note(number, "no layer as PyTorch prints one", skipped=True)
            continue
        total += 1
        rest = match["rest"].rstrip(" ,")
        closed = rest.endswith(")")
        name = match["name"] or ""
        part = _Part(name, match["kind"], number, rest[:-1] if closed else None)
        stack[-1].children += _repeated(part, match["times"])
        if not closed:
            if rest:
                builder.note(number, "what stands behind the bracket isn't read")
            stack.append(part)
        if len(stack) > _DEEPEST or total > _MOST_PRINTED:
            raise NotUnderstood(f"line {number}: the model is too large, or nested too deep")
    return outer.children


def _repeated(part: _Part, times: str | None) -> list[_Part]:
    """Return what ``(0-11): 12 x Block(`` stands for; all hold the same."""
    if times is None:
        return [part]
    first = re.match(r"\d+", part.name)
    start = int(first.group()) if first else 0
    part.name = str(start)
    others = [
        _Part(str(start + more), part.kind, part.line, part.arguments, part.children)
        for more in range(1, int(times))
    ]
    return [part, *others]


class _Reader:
    """Adds printed parts to a builder."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.applier = Applier(builder, "pytorch")
        self.program = Program(builder, self.applier)
        def unknown(*_: object) -> object:
            return NotKnown("a call")

        self.values = Evaluator(Scope(), builder, self.applier, unknown, unknown)
        self._told: set[str] = set()
        self.unordered: dict[str, tuple[int, int]] = {}
        self._spatial: tuple[str, ...] = ()
        self._total = 0

    def add(self, part: _Part, path: tuple[str, ...], *, ordered: bool) -> None:
        """Add a part and all that it holds."""
        self._total += 1
        if self._total > _MOST_PRINTED:
            raise NotUnderstood(f"the model has more than {_MOST_PRINTED:,} parts")
        if part.arguments is not None and not part.children:
            if part.kind not in _IN_ORDER or part.arguments:
                self._layer(part, path, ordered=ordered)
            return
        inside = part.kind in _IN_ORDER
        if part.kind in ASIDE:
            self.builder.note(part.line, f"{part.kind} is for training, it is left out")
            return
        if known_block(part.kind, {child.name for child in part.children}):
            self._known(part, path)
            return
        if not inside:
            line, count = self.unordered.get(part.kind, (part.line, 0))
            self.unordered[part.kind] = (line, count + 1)
        start = self.builder.last
        begin = len(self.builder.nodes)
        for child in part.children:
            self.add(child, (*path, child.name), ordered=inside)
        if part.kind in _SHORTCUTS:
            self._shortcut(start, begin, path)

    def _layer(self, part: _Part, path: tuple[str, ...], *, ordered: bool) -> None:
        try:
            module = self._module(part)
            self._flatten_before(module, path, ordered=ordered)
            self.applier.path = list(path[:-1])
            module.name = path[-1] if path else ""
            self.applier.apply(module, [self.builder.last])
        except (Unclear, InvalidLayer) as error:
            self.builder.note(part.line, str(error), skipped=True)
        last = self.builder.nodes[-1].layer if self.builder.nodes else None
        if self.builder.at(self.builder.last).axes != 0 and not isinstance(last, Pointwise):
            self._spatial = path[:-1]

    def _module(self, part: _Part) -> Module:
        """Return the layer of a line.

        Raises
        ------
        Unclear
            Its arguments can't be read.
        """
        try:
            tree = ast.parse(f"{part.kind}({part.arguments})", mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            raise Unclear("its arguments can't be read") from None
        if not isinstance(tree, ast.Call):
            raise Unclear("it isn't one layer")
        frame = Frame()
        positional = tuple(_word(self.values.value(one, frame)) for one in tree.args)
        named = {
            one.arg: _word(self.values.value(one.value, frame))
            for one in tree.keywords
            if one.arg is not None
        }
        return Module(part.kind, positional, named, part.line)

    def _flatten_before(self, module: Module, path: tuple[str, ...], *, ordered: bool) -> None:
        """Put a Flatten before a Linear that can't go without, where none could be printed."""
        known = self.builder.at(self.builder.last)
        apart = not ordered or self._spatial != path[:-1]
        if module.kind != "Linear" or not known.axes or not apart:
            return
        features = next(iter(module.positional), module.named.get("in_features"))
        what = "a Flatten is"
        if features == known.channels and not self._pooled():
            self.builder.add(AdaptivePool("average", (1,) * known.axes))
            what = "a global average pool and a Flatten are"
        self.builder.add(Flatten())
        self.builder.note(module.line, f"{what} supposed before it, not printed")

    def _pooled(self) -> bool:
        """Return whether a global pool came last, but for what works at each place."""
        layers = (node.layer for node in reversed(self.builder.nodes))
        last = next((layer for layer in layers if not isinstance(layer, Pointwise)), None)
        return isinstance(last, AdaptivePool)

    def _known(self, part: _Part, path: tuple[str, ...]) -> bool:
        """Add a block whose forward is known; return whether it is one."""
        value = self._value(part)
        if not isinstance(value, Instance):
            return False
        if part.kind not in self._told:
            self._told.add(part.kind)
            self.builder.note(part.line, f"{part.kind} is read as torchvision's")
        value.name = path[-1] if path else ""
        self.applier.path = list(path[:-1])
        self.program.apply(value, [self.builder.last])
        self._spatial = path[:-1]
        return True

    def _value(self, part: _Part) -> object:
        """Return a part as what stands for it in code.

        Raises
        ------
        Unclear
            A layer's arguments can't be read.
        """
        if part.arguments is not None and not part.children:
            return self._module(part)
        held = [(child.name, child) for child in part.children]
        known = known_block(part.kind, {name for name, _ in held})
        values = [(name, self._value(child)) for name, child in held]
        if known is None:
            return Chain(values, part.line)
        attributes = dict(values)
        if "relu" in attributes:
            attributes.setdefault("downsample", Module("Identity", (), {}, part.line))
        return Instance(known, part.line, attributes)

    def _shortcut(self, start: str, begin: int, path: tuple[str, ...]) -> None:
        """Add what entered a MobileNet's block where nothing in it strides or widens."""
        added = self.builder.nodes[begin:]
        convs = [node.layer for node in added if isinstance(node.layer, Conv)]
        if not convs or any(set(conv.stride) != {1} for conv in convs) or start == INPUT:
            return
        if self.builder.at(start).channels == convs[-1].out_channels:
            self.builder.add(Join(), (self.builder.last, start), ".".join((*path, "add")))


def _word(value: object) -> object:
    """Return a bare word as a text: PyTorch prints ``padding=same``."""
    return value.last if isinstance(value, Dotted) and len(value.parts) == 1 else value
