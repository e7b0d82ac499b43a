"""Problems as a panel tells them: the same one along two axes is told once."""

from __future__ import annotations

from dataclasses import replace

from convviz.errors import Fix, Problem
from convviz.layers.check import axis_name
from convviz.layers.words import field_name


def merged(problems: tuple[Problem, ...], axes: int) -> tuple[Problem, ...]:
    """Return the problems with those that say the same of every axis made one.

    A square kernel that is too large is too large along height and width; the
    fixes of both are joined, so that one click mends it and the square stays.
    A fix that mends several problems is offered with the first of them alone.

    Parameters
    ----------
    problems
        As `convviz.layers.check` finds them.
    axes
        The layer's number of spatial axes.
    """
    return _each_fix_once(_told_once(problems) if axes == 2 else problems)


def _each_fix_once(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems, each without the fixes that one before it offers already."""
    told: list[Problem] = []
    for problem in problems:
        offered = {fix.label for other in told for fix in other.fixes}
        fixes = tuple(fix for fix in problem.fixes if fix.label not in offered)
        told.append(replace(problem, fixes=fixes))
    return tuple(told)


def _told_once(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    told: list[Problem] = []
    rest = list(problems)
    while rest:
        first = rest.pop(0)
        twin = next((other for other in rest if _twins(first, other)), None)
        if twin is not None:
            rest.remove(twin)
            first = _joined(first, twin)
        told.append(first)
    return tuple(told)


def _twins(first: Problem, other: Problem) -> bool:
    return (
        first.field == other.field
        and (first.axis, other.axis) == (0, 1)
        and _along_width(first.message) == other.message
    )


def _along_width(text: str) -> str:
    return text.replace(axis_name(2, 0), axis_name(2, 1))


def _along_both(text: str) -> str:
    both = f"{axis_name(2, 0)} and {axis_name(2, 1)}"
    return text.replace(axis_name(2, 0), both).replace(f"{both} is", f"{both} are")


def _joined(first: Problem, other: Problem) -> Problem:
    fixes = tuple(
        _joined_fix(fix, twin)
        for fix in first.fixes
        for twin in other.fixes
        if _along_width(fix.label) == twin.label
    )
    return replace(first, message=_along_both(first.message), axis=None, fixes=fixes)


def _joined_fix(first: Fix, other: Fix) -> Fix:
    second = dict(other.changes)
    return Fix(
        _along_both(first.label),
        tuple((field, _joined_value(value, second[field])) for field, value in first.changes),
    )


def _joined_value(first: object, other: object) -> object:
    """Take the height from the one fix and the width from the other."""
    if isinstance(first, tuple) and isinstance(other, tuple):
        return (first[0], other[1])
    return first


def action_text(fix: Fix) -> str:
    """Return what a fix does, for a button: ``Set kernel 5``."""
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
