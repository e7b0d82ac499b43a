"""What was read from a file of choices, as far as it can be right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any

Check = Callable[[object], bool]
"""Answers whether a value can be one of a field."""

_LONGEST = 4096
_MOST = 1e6


def right(said: object, checks: Mapping[str, Check]) -> dict[str, Any]:
    """Return the fields that are there and pass their check; none of what isn't a mapping."""
    if not isinstance(said, dict):
        return {}
    present = {name: check for name, check in checks.items() if name in said}
    return {name: said[name] for name, check in present.items() if check(said[name])}


def one_of(*values: object) -> Check:
    """Return a check for one of some values, all of one type."""

    def check(value: object) -> bool:
        return isinstance(value, type(values[0])) and value in values

    return check


def some_of(*values: object) -> Check:
    """Return a check for a list of some of the values."""

    def check(value: object) -> bool:
        return isinstance(value, list) and all(each in values for each in value)

    return check


def number(value: object) -> bool:
    """Return whether it is a number that sizes and times can have."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isfinite(value) and 0 <= value <= _MOST


def number_or_none(value: object) -> bool:
    """Return whether it is such a number, or None."""
    return value is None or number(value)


def count(value: object) -> bool:
    """Return whether it is such a number, and whole."""
    return isinstance(value, int) and number(value)


def switch(value: object) -> bool:
    """Return whether it is on or off."""
    return isinstance(value, bool)


def text(value: object) -> bool:
    """Return whether it is a text of a reasonable length."""
    return isinstance(value, str) and len(value) <= _LONGEST
