"""How large a figure is and how it is set, from keywords."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import isfinite, nan
from typing import TypeVar, cast

from convviz.errors import ConvvizError, InvalidLayer
from convviz.export.look import PRESETS, Look, length, preset_named, with_preset
from convviz.layers import construct
from convviz.options import ARRANGEMENTS, PANELS, VECTOR_TEXTS, Panel, Unit

Word = TypeVar("Word", bound=str)

Size = tuple[int, int] | str
Length = float | str
_MOST_POINTS = 200.0


def sized(look: Look, size: object, width: object, height: object) -> Look:
    """Return a look of the size that is asked for.

    Parameters
    ----------
    look
        What holds where nothing is asked for.
    size
        Width and height in pixels, or the name of a preset; None for that of `look`.
    width, height
        Lengths as numbers of pixels or as in ``"85mm"``; without a height it is as
        high as its content.

    Raises
    ------
    ConvvizError
        They can't be read, or contradict one another.
    """
    if size is not None and (width is not None or height is not None):
        raise ConvvizError("size says width and height: leave width and height out")
    if isinstance(size, str):
        preset = preset_named(size)
        if preset is None:
            names = ", ".join(one.name for one in PRESETS)
            raise ConvvizError(
                f"size takes a width and a height in whole pixels, as in (1280, 720), "
                f"or one of {names}, got {size!r}"
            )
        return with_preset(look, preset)
    if size is not None:
        wide, high = _pixels(size)
        return replace(look, width=wide, height=high, unit="px")
    if width is not None:
        number, unit = _length("width", width)
        look = replace(look, width=number, height=None, unit=unit)
    if height is not None:
        number, unit = _length("height", height)
        if unit != look.unit:
            raise ConvvizError(f"height is in {unit}, width in {look.unit}: one unit for both")
        look = replace(look, height=number)
    return look


def panels_of(names: object) -> tuple[Panel, ...]:
    """Return parts of a picture by their names, in their order.

    Raises
    ------
    ConvvizError
        There is none such, or none at all.
    """
    listed = [names] if isinstance(names, str) else list(cast("Iterable[object]", names))
    chosen = {one_of("panels", name, PANELS) for name in listed}
    if not chosen:
        raise ConvvizError(f"panels takes at least one of {', '.join(PANELS)}")
    return tuple(panel for panel in PANELS if panel in chosen)


def set_(
    look: Look, font_size: object, panels: object, arrangement: object, vector_text: object
) -> Look:
    """Return a look with what is asked for of its type, parts and arrangement.

    Raises
    ------
    ConvvizError
        Something says what can't be.
    """
    if font_size is not None:
        points = number("font_size", font_size, "points such as 8")
        if not 1 <= points <= _MOST_POINTS:
            raise ConvvizError(f"font_size takes 1 to {_MOST_POINTS:g} points, got {font_size!r}")
        look = replace(look, font_size=points)
    if panels is not None:
        look = replace(look, panels=panels_of(panels))
    return replace(
        look,
        arrangement=one_of("arrangement", arrangement, ARRANGEMENTS),
        vector_text=one_of("vector_text", vector_text, VECTOR_TEXTS),
    )


def number(field: str, value: object, such: str) -> float:
    """Return a finite number.

    Raises
    ------
    ConvvizError
        It is none.
    """
    try:
        found = float(cast("float", value)) if not isinstance(value, str) else nan
    except (TypeError, ValueError, OverflowError):
        found = nan
    if not isfinite(found):
        raise ConvvizError(f"{field} takes {such}, got {value!r}")
    return found


def one_of(field: str, word: object, words: Sequence[Word]) -> Word:
    """Return the word that another is.

    Raises
    ------
    ConvvizError
        It is none of them.
    """
    for known in words:
        if known == word:
            return known
    raise ConvvizError(f"{field} is one of {', '.join(words)}, got {word!r}")


def _pixels(size: object) -> tuple[int, int]:
    try:
        width, height = construct.per_axis("size", size, 2)
    except InvalidLayer:
        raise ConvvizError(
            f"size takes a width and a height in whole pixels, as in (1280, 720), got {size!r}"
        ) from None
    return width, height


def _length(field: str, value: object) -> tuple[float, Unit]:
    if isinstance(value, str):
        found = length(value)
        if found is None:
            raise ConvvizError(f'{field} takes pixels, or a length as in "85mm", got {value!r}')
        return found
    return number(field, value, 'pixels, or a length as in "85mm"'), "px"
