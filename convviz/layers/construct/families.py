"""One function for each family of layers, one constructor for each number of axes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
L = TypeVar("L")

_OVER = {
    1: "one axis",
    2: "two axes, rows and columns",
    3: "three axes, depth, rows and columns",
}


def over(axes: int, name: str, make: Callable[Concatenate[int, P], L]) -> Callable[P, L]:
    """Return the constructor that a family's function is for so many axes.

    It has the function's own arguments, types and documentation without the
    first argument, the number of axes.

    Parameters
    ----------
    axes
        How many spatial axes, 1 to 3.
    name
        PyTorch's name of it.
    make
        The family's function; its documentation says "`axes` axes" once.
    """

    @wraps(make)
    def constructor(*args: P.args, **kwargs: P.kwargs) -> L:
        return make(axes, *args, **kwargs)

    signature = inspect.signature(make)
    constructor.__name__ = constructor.__qualname__ = name
    constructor.__doc__ = inspect.cleandoc(make.__doc__ or "").replace("`axes` axes", _OVER[axes])
    vars(constructor)["__signature__"] = signature.replace(
        parameters=list(signature.parameters.values())[1:]
    )
    del vars(constructor)["__wrapped__"]
    return constructor
