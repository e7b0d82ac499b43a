"""A call's arguments by the names of the function's parameters."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence


def bound(
    arguments: ast.arguments, values: Sequence[object], named: Mapping[str, object]
) -> tuple[dict[str, object], dict[str, ast.expr | None]]:
    """Return what parameters are given, and of the others their usual values as they are written.

    Parameters
    ----------
    arguments
        The function's parameters.
    values, named
        What the call gives, an object's own method included.
    """
    names = [one.arg for one in (*arguments.posonlyargs, *arguments.args)]
    usual: dict[str, ast.expr | None] = dict.fromkeys(names)
    usual |= dict(zip(names[::-1], arguments.defaults[::-1], strict=False))
    usual |= {
        one.arg: value
        for one, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    }
    given = dict(zip(names, values, strict=False))
    if arguments.vararg is not None:
        given[arguments.vararg.arg] = list(values[len(names) :])
    given |= {name: value for name, value in named.items() if name in usual}
    if arguments.kwarg is not None:
        given[arguments.kwarg.arg] = {
            name: value for name, value in named.items() if name not in usual
        }
    return given, {name: value for name, value in usual.items() if name not in given}
