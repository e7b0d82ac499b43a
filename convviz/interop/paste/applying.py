"""Modules applied to tensors: the nodes that this makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import prod
from typing import Any

from convviz.interop.paste import flax_layers, keras_layers, torch_layers
from convviz.interop.paste.building import AnyLayer, Builder, Known, Unclear
from convviz.interop.paste.calling import Maker, NoChannels, called, reshaped
from convviz.interop.paste.sizes import all_in_numbers, in_numbers, same_places
from convviz.interop.paste.splitting import are_places, is_channels, narrow_part, split_parts
from convviz.interop.paste.torch_layers import last_first
from convviz.interop.paste.values import Module, NotKnown, Tensor, given_name
from convviz.layers import AdaptivePool, Conv, Dialect
from convviz.layers.construct.padding import pad
from convviz.layers.graph import INPUT
from convviz.layers.network.costs import parameters_of
from convviz.layers.plain import (
    Box,
    Concat,
    Flatten,
    Join,
    JoinKind,
    Pointwise,
    Upsample,
)

_TABLES: dict[Dialect, tuple[dict[str, Maker], frozenset[str]]] = {
    "pytorch": (torch_layers.LAYERS, torch_layers.IGNORED),
    "tensorflow": (keras_layers.LAYERS, keras_layers.IGNORED),
    "jax": (flax_layers.LAYERS, flax_layers.IGNORED),
}
_FUNCTIONS = {
    "relu": "ReLU", "relu6": "ReLU6", "leaky_relu": "LeakyReLU", "elu": "ELU", "gelu": "GELU",
    "silu": "SiLU", "swish": "SiLU", "sigmoid": "Sigmoid", "tanh": "Tanh", "softmax": "Softmax",
    "log_softmax": "LogSoftmax", "hardswish": "Hardswish", "hard_swish": "Hardswish",
    "hardsigmoid": "Hardsigmoid", "hard_sigmoid": "Hardsigmoid", "softplus": "Softplus",
    "dropout": "Dropout", "dropout2d": "Dropout2d", "mish": "Mish", "selu": "SELU",
    "interpolate": "Upsample", "upsample": "Upsample", "pixel_shuffle": "PixelShuffle",
    "local_response_norm": "LocalResponseNorm", "flatten": "Flatten",
} | {
    f"{word}_pool{axes}d": f"{name}Pool{axes}d"
    for word, name in (
        ("max", "Max"), ("avg", "Avg"), ("lp", "LP"), ("adaptive_avg", "AdaptiveAvg"),
        ("adaptive_max", "AdaptiveMax"),
    )
    for axes in (1, 2, 3)
}  # fmt: skip
"""PyTorch's functions, and JAX' and TensorFlow's of the same names, by their classes."""
_JOINS: dict[str, Callable[[], AnyLayer]] = {
    "cat": Concat, "concat": Concat, "concatenate": Concat, "add": lambda: Join("add"),
    "multiply": lambda: Join("multiply"), "mul": lambda: Join("multiply"),
}  # fmt: skip
NEGATED: tuple[str, JoinKind] = ("Negative", "add")
INVERTED: tuple[str, JoinKind] = ("Reciprocal", "multiply")
_LESS = {
    "sub": NEGATED, "subtract": NEGATED, "div": INVERTED, "divide": INVERTED,
    "true_divide": INVERTED,
}  # fmt: skip
"""Functions of two tensors whose order matters: what the second becomes, and how they join."""
_ASIDE = frozenset({
    "contiguous", "to", "cuda", "cpu", "float", "half", "clone", "detach", "astype",
})
_RESIZING = {"interpolate", "upsample"}


def dialect_of(text: str) -> Dialect:
    """Return whose names a text uses most; PyTorch's where it doesn't say."""
    keras = len(re.findall(r"\b\w+[123]D(?:Transpose)?\s*\(|\bkeras\b|\bDense\s*\(", text))
    torch = len(re.findall(r"\b\w+[123]d\s*\(|\btorch\b|\bLinear\s*\(", text))
    # A class that is called Conv in the text itself is nobody's.
    words = r"\bflax\b|\bcompact\b|\bjnp\b"
    if not re.search(r"\bclass\s+Conv\b", text):
        words += r"|\bConv(?:Transpose)?\s*\("
    flax = 2 * len(re.findall(words, text))
    if flax > max(torch, keras):
        return "jax"
    return "tensorflow" if keras > torch else "pytorch"


class Applier:
    """Makes nodes of a builder out of modules.

    Attributes
    ----------
    builder
        Where they go.
    dialect
        Whose layer is meant where several have one of the name.
    path
        The names of what encloses the module at hand.
    """

    def __init__(self, builder: Builder, dialect: Dialect) -> None:
        self.builder, self.dialect = builder, dialect
        self.path: list[str] = []

    def makes(self, kind: str) -> bool:
        """Return whether a class of such a name is known."""
        return any(kind in table for table, _ in _TABLES.values())

    def apply(self, module: Module, inputs: Sequence[str]) -> Tensor:
        """Return what a module makes of nodes' outputs.

        Raises
        ------
        Unclear
            It isn't understood.
        """
        shape = module.named.get("input_shape")
        if inputs == [INPUT] and isinstance(shape, tuple | list):
            self.begin(shape)
        module.uses += 1
        maker, ignored = self._maker(module.kind)
        named = {name: value for name, value in module.named.items() if name not in ignored}
        layers = self._made(maker, inputs, module.positional, named, module.line)
        if module.uses == 2 and any(parameters_of(layer) for layer in layers):
            self.builder.note(
                module.line, "it is applied more than once: its parameters are counted each time"
            )
        return self.add(layers, inputs, self._full(given_name(module)))

    def begin(self, shape: Sequence[object]) -> None:
        """Take Keras' (*spatial, channels) for the input's shape."""
        sizes = [size if isinstance(size, int) and size > 0 else None for size in shape]
        if 1 <= len(sizes) <= 4:
            self.builder.begin((sizes[-1], *sizes[:-1]))

    def add(self, layers: Sequence[AnyLayer], inputs: Sequence[str], name: str = "") -> Tensor:
        """Add layers that follow each other; the first reads the inputs."""
        reads = tuple(inputs)
        at = 0
        for at, layer in enumerate(layers):
            title = name if not at or not name else f"{name}.{at}"
            if isinstance(layer, Conv) and reads == (INPUT,) and at == 0:
                self.builder.suppose(layer.in_channels)
            reads = (self.builder.add(layer, reads, title),)
        return Tensor(reads[0])

    def function(
        self, name: str, inputs: Sequence[str], rest: Sequence[object],
        named: Mapping[str, object], line: int,
    ) -> Tensor:  # fmt: skip
        """Return what a function makes of tensors.

        Raises
        ------
        Unclear
            It isn't understood.
        """
        if name in _JOINS and len(inputs) > 1:
            if name.startswith("c"):
                usual = -1 if self.dialect == "tensorflow" else 0
                axis = rest[0] if rest else named.get("dim", named.get("axis", usual))
                if not is_channels(axis, self.builder.at(inputs[0]), self.dialect):
                    raise Unclear("only channels can be put one after the other")
            return self.add([_JOINS[name]()], inputs)
        if name in _LESS and len(inputs) == 2:
            return self.joined_with(_LESS[name], inputs)
        if name == "expand_as":
            return Tensor(inputs[0])  # what joins it repeats it along axes of one cell
        if len(inputs) > 1:
            raise Unclear("a function of several tensors that isn't known")
        known = self.builder.at(inputs[0])
        target = rest[0] if rest else named.get("size")
        if name in _RESIZING and same_places(target):
            return self._enlarged([inputs[0], same_places(target)], rest, named, line)
        rest, named = all_in_numbers(rest), {key: in_numbers(one) for key, one in named.items()}
        special = _special(name, known, rest, named, self.dialect)
        if special is not None:
            return self.add(special, inputs)
        if self.dialect == "jax" and name in flax_layers.FUNCTIONS:
            maker: Maker | None = flax_layers.FUNCTIONS[name]
        else:
            maker = torch_layers.LAYERS.get(_FUNCTIONS.get(name, ""))
        if maker is None:
            raise Unclear("a function that isn't known")
        ignored = torch_layers.IGNORED | flax_layers.IGNORED | {"return_indices"}
        kept = {key: value for key, value in named.items() if key not in ignored}
        if name in {"softmax", "log_softmax", "gelu"}:
            rest, kept = (), {}
        return self.add(self._made(maker, inputs, rest, kept, line), inputs)

    def joined_with(self, how: tuple[str, JoinKind], inputs: Sequence[str]) -> Tensor:
        """Return what two tensors give of which the second is changed first: a difference.

        Parameters
        ----------
        how
            What the second is made to, and how the two are joined then.
        inputs
            The two.
        """
        word, kind = how
        changed = self.add([Pointwise(word)], inputs[1:])
        return self.add([Join(kind)], [inputs[0], changed.node])

    def split(
        self, name: str, node: str, rest: Sequence[object], named: Mapping[str, object]
    ) -> tuple[Tensor, ...]:
        """Return the tensors that a function of `SPLITTING` takes one apart in.

        Raises
        ------
        Unclear
            It isn't understood.
        """
        given = {key: in_numbers(one) for key, one in named.items()}
        known = self.builder.at(node)
        parts = split_parts(name, known, all_in_numbers(rest), given, self.dialect)
        return tuple(self.add([part], [node]) for part in parts)

    def _enlarged(
        self, inputs: list[str], rest: Sequence[object], named: Mapping[str, object], line: int
    ) -> Tensor:
        """Return what enlarging one node's output to the places of another's gives."""
        given = {name: value for name, value in named.items() if name != "size"}
        maker = torch_layers.LAYERS["Upsample"]
        # A size in place of the one that follows the other's.
        (made,) = self._made(maker, inputs, (1, *rest[1:]), given, line)
        assert isinstance(made, Upsample)  # noqa: S101 - nothing else is made of one size
        return self.add([replace(made, size=None)], inputs)

    def _made(
        self, maker: Maker, inputs: Sequence[str], positional: Sequence[object],
        named: Mapping[str, object], line: int,
    ) -> tuple[AnyLayer, ...]:  # fmt: skip
        known = self.builder.at(inputs[0])
        try:
            return called(maker, known, positional, named)
        except NoChannels as error:
            if inputs[0] != INPUT or error.axes == 0 or known.channels is not None:
                raise
            supposed = 3 if error.axes == 2 else 1
            said = f"{supposed} input channel{'s' if supposed > 1 else ''}"
            self.builder.note(line, f"the input's shape isn't told, {said} supposed")
            self.builder.suppose(supposed)
            return called(maker, self.builder.at(INPUT), positional, named)

    def _maker(self, kind: str) -> tuple[Maker, frozenset[str]]:
        own = _TABLES.get(self.dialect)
        for table, ignored in (*([own] if own else []), *_TABLES.values()):
            if kind in table:
                return table[kind], ignored
        raise Unclear(f"{kind} isn't a layer that is known")

    def _full(self, name: str) -> str:
        """Return a name with those of what encloses it; none for a bare number."""
        full = ".".join(filter(None, (*self.path, name)))
        return "" if full.replace(".", "").isdecimal() else full


def _special(
    name: str, known: Known, rest: Sequence[object], named: Mapping[str, Any], dialect: Dialect
) -> tuple[AnyLayer, ...] | None:
    """Return the layers that functions without a class are; None for others."""
    if name in {"view", "reshape"}:
        sizes = list(rest[0]) if rest and isinstance(rest[0], list | tuple) else list(rest)
        if len(sizes) == 2:
            return (Flatten(),)
        if known.axes == 0 and known.channels is not None and all(one == 1 for one in sizes[2:]):
            sizes[1] = known.channels  # ``view(b, c, 1, 1)``: features as channels
        return (reshaped(known, sizes[1:], "Reshape"),)
    if name in {"mean", "reduce_mean", "amax"} or (name == "max" and "axis" in named):
        axes = next(iter(rest), named.get("dim", named.get("axis")))
        axes = [axes] if isinstance(axes, int) else axes
        if not isinstance(axes, list | tuple) or not are_places(axes, known, dialect):
            raise Unclear("a mean is over all places here")
        largest = name in {"amax", "max"}
        pool = AdaptivePool("max" if largest else "average", (1,) * len(axes))
        keeps = named.get("keepdim", named.get("keepdims", False))
        return (pool,) if keeps is True or 1 in rest[1:] else (pool, Flatten())
    if name == "resize" and known.shape is not None:
        return (_resized(known.shape, rest),)
    if name == "pad":
        return (_padded(rest, named),)
    if name in {"transpose", "permute", "swapaxes"} and known.shape is not None:
        return (_permuted(name, known.shape, rest, named),)
    if name == "narrow":
        return (narrow_part(known, rest, named),)
    if name == "flatten":
        return (_flattened(known, rest, named),)
    if name == "squeeze":
        return _squeezed(known, rest, named)
    if name in _ASIDE:
        return ()
    return None


def _padded(rest: Sequence[object], named: Mapping[str, Any]) -> AnyLayer:
    """Return what ``torch.nn.functional.pad`` does, or NumPy's where each axis has a pair."""
    numbers = rest[0] if rest else named.get("pad")
    mode = rest[1] if len(rest) > 1 else named.get("mode", "constant")
    value = rest[2] if len(rest) > 2 else named.get("value", 0)
    if not isinstance(numbers, list | tuple) or isinstance(mode, NotKnown):
        raise Unclear("its padding isn't known here")
    if any(isinstance(one, list | tuple) for one in numbers):
        return _numpy_padded(numbers, named)
    axes = max(len(numbers) // 2, 1)
    return pad(axes, last_first(numbers, axes), mode, value or 0)  # type: ignore[arg-type]


def _flattened(
    known: Known, rest: Sequence[object], named: Mapping[str, object]
) -> Flatten | Box:
    """Return what ``flatten(start_dim, end_dim)`` does: to features, or the places of each map."""
    first = rest[0] if rest else named.get("start_dim", 1)
    last = rest[1] if len(rest) > 1 else named.get("end_dim", -1)
    if known.axes is not None and last == known.axes + 1:
        last = -1
    if (first, last) == (1, -1):
        return Flatten()
    if (first, last) == (2, -1) and known.shape is not None and len(known.shape) > 1:
        return Box("Flatten", (known.shape[0], prod(known.shape[1:])))
    raise Unclear("only features, or the places of each map, are laid in a row")


def _squeezed(
    known: Known, rest: Sequence[object], named: Mapping[str, object]
) -> tuple[AnyLayer, ...]:
    """Return what ``squeeze()`` does: a map of one place becomes features, others stay."""
    if known.shape is None or max(known.shape[1:], default=1) == 1:
        return (Flatten(),)
    dims = [*rest, *(named[word] for word in ("dim", "axis") if word in named)]
    sizes = (1, *known.shape)
    asked = [sizes[dim % len(sizes)] for dim in dims if isinstance(dim, int)]
    if len(asked) < len(dims) or 1 in asked or (not dims and 1 in known.shape):
        raise Unclear("an axis of one that is left out isn't followed")
    return ()


def _permuted(
    name: str, shape: tuple[int, ...], rest: Sequence[object], named: Mapping[str, object]
) -> Box:
    """Return the box that gives a shape with its axes in another order; the batch stays first."""
    axes = len(shape) + 1
    words = ("dims",) if name == "permute" else ("dim0", "dim1")
    given = [*rest, *(named[word] for word in words if word in named)]
    if len(given) == 1 and isinstance(given[0], list | tuple):
        given = list(given[0])
    numbers = [one % axes for one in given if isinstance(one, int)]
    order = list(range(axes))
    if name == "permute":
        order = numbers
    elif len(numbers) == len(given) == 2:
        one, other = numbers
        order[one], order[other] = other, one
    if sorted(order) != list(range(axes)) or order[0] != 0 or len(numbers) != len(given):
        raise Unclear("the order that it gives the axes isn't known here")
    return Box("Permute", tuple(shape[axis - 1] for axis in order[1:]))


def _resized(shape: tuple[int, ...], rest: Sequence[object]) -> Upsample:
    """Return what ``jax.image.resize`` does with places, channels last."""
    target = rest[0] if rest else ()
    sizes = list(target)[1:-1] if isinstance(target, list | tuple) else []
    if len(sizes) != len(shape) - 1 or not all(isinstance(one, int) for one in sizes):
        raise Unclear("the size that it gives isn't known here")
    smooth = len(rest) > 1 and rest[1] != "nearest"
    return Upsample(None, tuple(map(int, sizes)), "linear" if smooth else "nearest")


def _numpy_padded(widths: Sequence[object], named: Mapping[str, Any]) -> AnyLayer:
    """Return what ``numpy.pad`` does with places, channels last."""
    pairs = [tuple(one) for one in widths if isinstance(one, list | tuple)]
    whole = all(len(pair) == 2 and all(isinstance(n, int) for n in pair) for pair in pairs)
    if len(pairs) < len(widths) or not whole or any(map(any, (pairs[0], pairs[-1]))):
        raise Unclear("only places are padded, a pair of whole numbers for each axis")
    modes = {"constant": "constant", "reflect": "reflect", "edge": "replicate", "wrap": "circular"}
    mode = modes.get(str(named.get("mode", "constant")))
    if mode is None or len(pairs) < 3:
        raise Unclear("a padding mode that isn't known")
    value = named.get("constant_values", 0)
    return pad(len(pairs) - 2, tuple(pairs[1:-1]), mode, value)  # type: ignore[arg-type]


def scaled() -> Pointwise:
    """Return what a number does to a tensor."""
    return Pointwise("Scaled")
