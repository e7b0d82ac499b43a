"""Problems as they are told: the same along several axes once, with fixes that mend all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from convviz.errors import Fix, Problem
from convviz.layers.check import check
from convviz.layers.checks.trying import Key, problem_key
from convviz.layers.fixes import apply_fix
from convviz.layers.large import too_large
from convviz.layers.layer import Layer, Weighted
from convviz.layers.words import axis_name, field_name

# No number beyond is taken where people type it.
_LARGEST = 1 << 16
_MOST_CHANGES = 4
_MOST_TRIED = 2


def merged(
    problems: tuple[Problem, ...], layer: Layer, input_shape: tuple[int, ...]
) -> tuple[Problem, ...]:
    """Return the problems, those of one sort along several axes made one.

    A fix that is left mends all that its problem says and brings no problem that
    was not there. Those that leave no problem at all stand first.

    Parameters
    ----------
    problems
        As `convviz.layers.check` finds them, or `convviz.layers.large.too_large`.
    layer, input_shape
        What they were found in; with an empty shape fixes aren't tried.
    """
    told: list[Problem] = []
    known = frozenset(map(problem_key, problems))
    for group in _groups(problems):
        union = _union(group, layer.axes)
        if input_shape:
            others = known - frozenset(map(problem_key, group))
            choice = _Choice(layer, input_shape, others)
            union = replace(union, fixes=tuple(choice.best(union.fixes)))
        told.append(union)
    return tuple(told)


def _groups(problems: tuple[Problem, ...]) -> list[list[Problem]]:
    groups: dict[object, list[Problem]] = {}
    for number, problem in enumerate(problems):
        same = (problem.field, problem.kind) if problem.kind else number
        groups.setdefault(same, []).append(problem)
    return list(groups.values())


def _union(group: list[Problem], axes: int) -> Problem:
    first = group[0]
    if len(group) == 1:
        return first
    rows = {_along(problem.message, axes, problem.axis): problem for problem in group}
    message = (
        _said_of_all(group, axes)
        if len(rows) == 1
        else "; ".join(problem.message for problem in group)
    )
    return replace(first, message=message, axis=None, fixes=tuple(_joined_fixes(group, axes)))


def _said_of_all(group: list[Problem], axes: int) -> str:
    names = [axis_name(axes, problem.axis or 0) for problem in group]
    every = f"{', '.join(names[:-1])} and {names[-1]}"
    text = group[0].message.replace(names[0], every)
    if f"{every} is" in text:
        text = text.replace(f"{every} is", f"{every} are").replace("it must be", "they must be")
    return text


def _along(text: str, axes: int, axis: int | None) -> str:
    return text.replace(axis_name(axes, axis or 0), "axis")


def _joined_fixes(group: list[Problem], axes: int) -> Iterator[Fix]:
    """Yield the fixes that each axis has, made one; those of the first where there is none."""
    rows = [{_fields(fix): fix for fix in problem.fixes} for problem in group]
    shared = [fields for fields in rows[0] if all(fields in row for row in rows)]
    for fields in shared:
        yield _joined([row[fields] for row in rows], [problem.axis or 0 for problem in group], axes)
    if not shared:
        yield from group[0].fixes


def _joined(fixes: list[Fix], along: list[int], axes: int) -> Fix:
    """Return the fix that makes each one's change along its axis."""
    changes = dict(fixes[0].changes)
    for fix, axis in zip(fixes[1:], along[1:], strict=True):
        for name, value in fix.changes:
            before = changes[name]
            if isinstance(value, tuple) and isinstance(before, tuple):
                changes[name] = (*before[:axis], value[axis], *before[axis + 1 :])
    labels = {_along(fix.label, axes, axis) for fix, axis in zip(fixes, along, strict=True)}
    label = fixes[0].label
    if len(labels) > 1:
        label = ", ".join(_written(name, value) for name, value in changes.items())
    elif axis_name(axes, along[0]) in label:
        names = " and ".join(axis_name(axes, axis) for axis in along)
        label = label.replace(axis_name(axes, along[0]), names)
    return Fix(label, tuple(changes.items()))


def _written(name: str, value: object) -> str:
    """Return a change in words: ``padding 2 × 1``, ``input 7 × 7``."""
    parts = value if isinstance(value, tuple) else (value,)
    sizes = " × ".join(map(_side, parts))
    return f"{'input' if name == 'input_size' else field_name(name)} {sizes}"


def _side(part: object) -> str:
    if isinstance(part, tuple):
        return str(part[0]) if part[0] == part[1] else ":".join(map(str, part))
    return str(part)


def _fields(fix: Fix) -> frozenset[str]:
    return frozenset(name for name, _ in fix.changes)


class _Choice:
    """Picks the fixes that truly mend what is claimed.

    Parameters
    ----------
    layer, shape
        What is to be mended.
    others
        Problems that may stay; what is claimed is all else.
    """

    def __init__(self, layer: Layer, shape: tuple[int, ...], others: frozenset[Key]) -> None:
        self._layer, self._shape, self._others = layer, shape, others

    def best(self, fixes: Iterable[Fix]) -> list[Fix]:
        """Return those that mend by themselves, else those that do with further changes."""
        fixes = list(fixes)
        for room in (0, _MOST_CHANGES - 1):
            found = [done for fix in fixes if (done := self._completed((fix,), room)) is not None]
            if found:
                return sorted(dict.fromkeys(found), key=lambda fix: bool(self._left(fix)))
        return []

    def _completed(self, fixes: tuple[Fix, ...], room: int) -> Fix | None:
        """Return the fixes as one, with what they bring about mended by up to `room` more."""
        fix = _together(fixes)
        if not self._possible(fix):
            return None
        fields = _fields(fix)
        bad = [
            problem
            for problem in self._left(fix)
            if problem_key(problem) not in self._others or problem.field in fields
        ]
        if not bad:
            return fix
        tried = bad[0].fixes[:_MOST_TRIED] if room else ()
        found = (self._completed((*fixes, further), room - 1) for further in tried)
        return next((done for done in found if done is not None), None)

    def _possible(self, fix: Fix) -> bool:
        """Return whether the numbers that a fix brings in can be typed."""
        return all(max(_numbers(value), default=0) <= _LARGEST for _, value in fix.changes)

    def _left(self, fix: Fix) -> tuple[Problem, ...]:
        """Return what is wrong after a fix."""
        layer, size = apply_fix(self._layer, self._shape[1:], fix)
        # A layer's channels and its input's are one and the same number to whoever types them.
        channels = self._shape[0]
        if isinstance(layer, Weighted) and "in_channels" in _fields(fix):
            channels = layer.in_channels
        problems = check(layer, (channels, *size))
        if problems:
            return problems
        # An input that was beyond the limits before is not of this fix's making.
        return tuple(
            problem
            for problem in too_large(layer, (channels, *size))
            if problem.kind != "side" or "input_size" in _fields(fix)
        )


def _together(fixes: tuple[Fix, ...]) -> Fix:
    """Return several fixes as one; a later number counts."""
    changes: dict[str, object] = {}
    for fix in fixes:
        changes.update(fix.changes)
    kept = [
        fix
        for number, fix in enumerate(fixes)
        if not _fields(fix) <= frozenset().union(*map(_fields, fixes[number + 1 :]))
    ]
    return Fix(", ".join(fix.label for fix in kept), tuple(changes.items()))


def _numbers(value: object) -> Iterator[int]:
    if isinstance(value, tuple):
        for part in value:
            yield from _numbers(part)
    elif isinstance(value, int):
        yield value
