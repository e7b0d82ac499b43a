"""Strict access to parsed JSON: every surprise is one sentence that says where."""

from __future__ import annotations

from difflib import get_close_matches
from math import isfinite
from typing import Any

from convviz.errors import UnreadableFile

_KINDS = {
    dict: "an object", list: "a list", str: "a text", bool: "true or false",
    int: "a whole number", float: "a number", type(None): "null",
}  # fmt: skip

_REQUIRED = object()


class Fields:
    """One JSON object of which every key is taken once.

    Parameters
    ----------
    data
        What was parsed.
    where
        What messages call it.
    """

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, dict):
            raise UnreadableFile(f"{where} is {kind_of(data)}, expected an object")
        self.where = where
        self._data: dict[str, Any] = dict(data)
        self._known: list[str] = []

    def take(self, key: str, default: Any = _REQUIRED) -> Any:
        """Return and strike off one value of any kind.

        Raises
        ------
        convviz.errors.UnreadableFile
            It is missing and has no default.
        """
        self._known.append(key)
        if key in self._data:
            return self._data.pop(key)
        if default is _REQUIRED:
            raise UnreadableFile(f'"{key}" is missing from {self.where}{self._meant(key)}')
        return default

    def whole(self, key: str, default: Any = _REQUIRED) -> int:
        """Return a whole number."""
        return whole(self.take(key, default), self.at(key))

    def truth(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        return truth(self.take(key, default), self.at(key))

    def text(self, key: str, default: Any = _REQUIRED) -> str:
        """Return a text."""
        value = self.take(key, default)
        if not isinstance(value, str):
            raise _unexpected(value, "a text", self.at(key))
        return value

    def choice(self, key: str, names: tuple[str, ...], default: Any = _REQUIRED) -> Any:
        """Return one of some names."""
        return one_of(self.take(key, default), names, self.at(key))

    def pair(self, key: str) -> tuple[float, float] | None:
        """Return two numbers, or None."""
        value = self.take(key, None)
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != 2:
            raise _unexpected(value, "two numbers or null", self.at(key))
        return number(value[0], self.at(key)), number(value[1], self.at(key))

    def number(self, key: str, default: float) -> float:
        """Return a finite number."""
        return number(self.take(key, default), self.at(key))

    def rest(self) -> dict[str, Any]:
        """Return and strike off all that wasn't taken yet."""
        rest, self._data = self._data, {}
        return rest

    def at(self, key: str) -> str:
        """Return what messages call one value."""
        return f'"{key}" of {self.where}'

    def done(self) -> None:
        """Refuse what was not asked for.

        Raises
        ------
        convviz.errors.UnreadableFile
            There are other keys.
        """
        for key in self._data:
            close = get_close_matches(key, self._known, 1)
            hint = f'did you mean "{close[0]}"?' if close else "it has no such part"
            raise UnreadableFile(f'"{key[:40]}" in {self.where} is unknown: {hint}')

    def _meant(self, key: str) -> str:
        close = get_close_matches(key, self._data, 1)
        return f', is "{close[0][:40]}" meant to be it?' if close else ""


def whole(value: object, where: str) -> int:
    """Return a whole number, for which true and false don't stand."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise _unexpected(value, "a whole number", where)
    return value


def truth(value: object, where: str) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise _unexpected(value, "true or false", where)
    return value


def one_of(value: object, names: tuple[str, ...], where: str) -> str:
    """Return one of some names."""
    if not isinstance(value, str):
        raise _unexpected(value, "a text", where)
    if value not in names:
        close = get_close_matches(value, names, 1)
        hint = f'did you mean "{close[0]}"?' if close else f"expected {', '.join(names)}"
        raise UnreadableFile(f'{where} is "{value[:40]}": {hint}')
    return value


def number(value: object, where: str) -> float:
    """Return a finite number as a float."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _unexpected(value, "a number", where)
    try:
        result = float(value)
    except OverflowError:
        result = float("inf")
    if not isfinite(result):
        raise UnreadableFile(f"{where} is too large a number")
    return result


def kind_of(value: object) -> str:
    """Return what a parsed value is, in words."""
    return _KINDS.get(type(value), "something else")


def _unexpected(value: object, expected: str, where: str) -> UnreadableFile:
    found = str(value) if isinstance(value, float) else kind_of(value)
    return UnreadableFile(f"{where} is {found}, expected {expected}")
