"""Which problems belong to which part of a panel."""

from __future__ import annotations

from dataclasses import replace

from convviz.errors import Fix, Problem
from convviz.layers import Layer, merging
from convviz.layers.words import field_name

_SAID = {"count_include_pad", "ceil_mode", "dialect", "kind", "before", "crop"}
"""Fields whose fixes are sentences by themselves."""


def merged(
    problems: tuple[Problem, ...], layer: Layer, input_shape: tuple[int, ...]
) -> tuple[Problem, ...]:
    """Return the problems as `convviz.layers.merging.merged` tells them, each fix once.

    A fix that mends several problems is offered with the first of them alone.
    """
    return _each_fix_once(merging.merged(problems, layer, input_shape))


def _each_fix_once(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems, each without the fixes that one before it offers already."""
    told: list[Problem] = []
    for problem in problems:
        offered = {fix.label for other in told for fix in other.fixes}
        fixes = tuple(fix for fix in problem.fixes if fix.label not in offered)
        told.append(replace(problem, fixes=fixes))
    return tuple(told)


def action_text(fix: Fix) -> str:
    """Return what a fix does, for a button: ``Set kernel 5``."""
    if fix.changes and fix.changes[0][0] in _SAID:
        return fix.label[:1].upper() + fix.label[1:]
    words = fix.label.replace(" as TensorFlow does", " (TensorFlow)").split(" ")
    if fix.changes:
        # A bare "zeros" doesn't say of what, "size 1" only whose it isn't.
        name = field_name(fix.changes[0][0]).split(" ")
        if words[0] == name[-1] and len(name) > 1:
            words = name[:-1] + words
        elif words[0] != name[0]:
            words = name + words
    return " ".join(("Set", *words))


def about(problems: tuple[Problem, ...], *fields: str) -> tuple[Problem, ...]:
    """Return the problems of some fields."""
    return tuple(problem for problem in problems if problem.field in fields)


def marked_axes(problems: tuple[Problem, ...], field: str, axes: int) -> frozenset[int]:
    """Return the axes along which a field is at fault; all where a problem names none."""
    found: set[int] = set()
    for problem in about(problems, field):
        found |= set(range(axes)) if problem.axis is None else {problem.axis}
    return frozenset(found)


def marked_sides(axes: frozenset[int]) -> frozenset[int]:
    """Return both sides of each axis, as fields with a number for each side count them."""
    return frozenset(2 * axis + side for axis in axes for side in (0, 1))
