"""Fixes that were tried: those that mend their problem and bring no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from convviz.errors import Fix, Problem
from convviz.layers.checks.huge import of_huge
from convviz.layers.fixes import apply_fix
from convviz.layers.layer import Layer

L = TypeVar("L", bound=Layer)
Shape = tuple[int, ...] | None
Key = tuple[str, str, int | None, str]


def problem_key(problem: Problem) -> Key:
    """Return what tells problems apart, whatever their numbers."""
    text = "" if problem.kind else "".join(filter(str.isalpha, problem.message))
    return problem.field, problem.kind, problem.axis, text


def tried(
    find: Callable[[L, Shape], Iterable[Problem]], layer: L, input_shape: Shape
) -> tuple[Problem, ...]:
    """Return what is found, with those of its fixes that mend it and bring nothing new.

    Parameters
    ----------
    find
        Finds the problems of a layer and its input's shape, each with all the
        changes that might mend it.
    layer, input_shape
        Where to look.
    """
    problems = tuple(find(layer, input_shape))
    known = frozenset(map(problem_key, problems))

    def mends(fix: Fix, problem: Problem) -> bool:
        changed, size = apply_fix(layer, (input_shape or ())[1:], fix)
        if any(of_huge(changed)):
            return False
        shape = (input_shape[0], *size) if input_shape else input_shape
        left = frozenset(map(problem_key, find(changed, shape)))
        return problem_key(problem) not in left and left <= known

    return tuple(
        replace(problem, fixes=tuple(fix for fix in problem.fixes if mends(fix, problem)))
        for problem in problems
    )
