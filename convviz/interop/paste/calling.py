"""Arguments as a call gives them, put into functions that have a framework's own signature."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any

from convviz.errors import InvalidLayer
from convviz.interop.paste.building import AnyLayer, Known, Unclear
from convviz.interop.paste.sizes import all_in_numbers, in_numbers
from convviz.interop.paste.values import Dotted, NotKnown
from convviz.interop.quoting import shortened
from convviz.layers.plain import Box, Pointwise

_DEEPEST, _MOST = 3, 16

Layers = AnyLayer | tuple[AnyLayer, ...]
"""One layer, or several that follow each other."""
Maker = Callable[..., Layers]
"""Takes what is known of its input, then a framework's own arguments."""


class NoChannels(Unclear):
    """The number of input channels is in none of a call's arguments, and isn't known.

    Attributes
    ----------
    axes
        Over how many axes the layer goes.
    """

    def __init__(self, axes: int) -> None:
        super().__init__("the number of its inputs isn't told: give the input's shape")
        self.axes = axes


def called(
    maker: Maker, known: Known, positional: Sequence[object], named: Mapping[str, object]
) -> tuple[AnyLayer, ...]:
    """Return the layers that a call makes.

    Raises
    ------
    Unclear
        The arguments don't fit, aren't known, or contradict each other.
    """
    positional = all_in_numbers(positional)
    named = {name: in_numbers(value) for name, value in named.items()}
    for value in (*positional, *named.values()):
        _require_plain(value, 0)
    try:
        bound = inspect.signature(maker).bind(known, *positional, **named)
    except TypeError as error:
        raise Unclear(str(error)) from None
    try:
        made = maker(*bound.args, **bound.kwargs)
    except InvalidLayer as error:
        raise Unclear(f"it can't be: {error}") from None
    return made if isinstance(made, tuple) else (made,)


def _require_plain(value: object, depth: int) -> None:
    """Return if a value is a number, a word, or a few of them in lists.

    Raises
    ------
    Unclear
        It isn't.
    """
    if isinstance(value, NotKnown):
        raise Unclear(f"{shortened(value.text)} isn't known here")
    if isinstance(value, list | tuple) and depth < _DEEPEST and len(value) <= _MOST:
        for one in value:
            _require_plain(one, depth + 1)
    elif not isinstance(value, bool | int | float | str | None):
        if isinstance(value, Dotted):
            raise Unclear(f"{shortened('.'.join(value.parts))} isn't known here")
        raise Unclear("an argument is neither a number nor a short list of numbers")


def alone(function: Callable[..., AnyLayer]) -> Maker:
    """Return the maker that needs to know nothing of its input."""
    signature = inspect.signature(function)

    def maker(known: Known, *args: Any, **kwargs: Any) -> AnyLayer:
        del known
        return function(*args, **kwargs)

    first = inspect.Parameter("known", inspect.Parameter.POSITIONAL_ONLY)
    rest = [
        one.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        if one.kind is inspect.Parameter.KEYWORD_ONLY
        else one
        for one in signature.parameters.values()
    ]
    vars(maker)["__signature__"] = signature.replace(parameters=[first, *rest])
    return maker


def pointwise(kind: str) -> Maker:
    """Return the maker of a pointwise layer whose arguments tell nothing here."""

    def maker(known: Known, *args: object, **kwargs: object) -> Pointwise:
        del known, args, kwargs
        return Pointwise(kind)

    return maker


def count(name: str, value: object) -> int:
    """Return a whole number from 1 on.

    Raises
    ------
    Unclear
        It isn't one.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise Unclear(f"{name} is a whole number from 1 on, got {shortened(repr(value))}")
    return value


def real(name: str, value: object) -> float:
    """Return a number.

    Raises
    ------
    Unclear
        It isn't one.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unclear(f"{name} is a number, got {shortened(repr(value))}")
    try:
        return float(value)
    except OverflowError:
        raise Unclear(f"{name} is too large") from None


def channels(known: Known, axes: int) -> int:
    """Return the number of input channels.

    Raises
    ------
    NoChannels
        It isn't known.
    """
    if known.channels is None:
        raise NoChannels(axes)
    return known.channels


def reshaped(known: Known, shape: Sequence[object], name: str) -> Box:
    """Return the box that gives a shape (channels, *spatial); one −1 is worked out.

    Raises
    ------
    Unclear
        It can't be.
    """
    sizes = [size for size in shape if isinstance(size, int) and not isinstance(size, bool)]
    if len(sizes) != len(shape) or not sizes:
        raise Unclear("the shape that it gives isn't known here")
    if -1 in sizes:
        if known.shape is None:
            raise Unclear("the shape that it gives hangs on the input's, which isn't told")
        others = prod(size for size in sizes if size != -1)
        sizes[sizes.index(-1)] = prod(known.shape) // others if others else 0
    if min(sizes) < 1 or len(sizes) > 4:
        raise Unclear("it gives no shape of channels and up to 3 axes")
    if known.shape is not None and prod(sizes) != prod(known.shape):
        has, asked = prod(known.shape), " × ".join(map(str, sizes))
        raise Unclear(f"its input has {has} numbers, {asked} are {prod(sizes)}")
    return Box(name, tuple(sizes))
