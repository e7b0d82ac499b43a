"""Which steps are saved, and under which names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from convviz.errors import ConvvizError
from convviz.files import names_in

STEP = "{step}"
PNG = ".png"
_ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST = 200
_DIGITS = 18


def parse_steps(text: str, count: int, most: int | None = None) -> list[int]:
    """Return the steps of a list such as ``1-9,12``, in order, each once.

    Parameters
    ----------
    text
        Steps counted from 1, ranges with both their ends; ``12-`` goes to the
        last step.
    count
        How many steps there are.
    most
        How many may be chosen, None for any number.

    Returns
    -------
    list of int
        The steps counted from 0.

    Raises
    ------
    convviz.errors.ConvvizError
        It can't be read, there is no such step, or there are too many.
    """
    ranges = _apart(_range(part.strip(), count) for part in text.split(","))
    chosen = sum(map(len, ranges))
    if most is not None and chosen > most:
        raise ConvvizError(
            f"steps {_shortened(text.strip())}: these are {chosen:,} frames, "
            f"at most {most:,} are saved at once"
        )
    return [step for row in ranges for step in row]


def _range(part: str, count: int) -> range:
    """Return the steps, from 0, of one number or range."""
    said = _shortened(part)
    match = re.fullmatch(r"(\d+)\s*(?:([-–])\s*(\d+)?)?", part)
    if match is None:
        raise ConvvizError(f"steps {said or repr(part)}: expected numbers and ranges, as in 1-9,12")
    first = _step(match[1])
    last = first if match[2] is None else _step(match[3]) if match[3] else count
    if not 1 <= first <= count or not 1 <= last <= count:
        raise ConvvizError(f"steps {said}: there are steps 1 to {count}")
    if first > last:
        raise ConvvizError(f"steps {said}: a range goes from a smaller number to a larger")
    return range(first - 1, last)


def _step(digits: str) -> int:
    """Return a number; beyond the digits of any count it matters only that it is large."""
    return int(digits.lstrip("0")[:_DIGITS] or 0)


def _apart(ranges: Iterable[range]) -> list[range]:
    """Return ranges in order that have no step in common."""
    rows: list[range] = []
    for row in sorted(ranges, key=lambda row: row.start):
        start = max(row.start, rows[-1].stop) if rows else row.start
        if start < row.stop:
            rows.append(range(start, row.stop))
    return rows


def _shortened(text: str) -> str:
    return text if len(text) <= 2 * _DIGITS else f"{text[:2 * _DIGITS]}…"


def pattern_problem(pattern: str, ending: str = PNG) -> str | None:
    """Return what is wrong with a pattern of file names, in one sentence, None if nothing."""
    name = pattern.removesuffix(ending)
    bare = name.replace(STEP, "")
    if bare == name:
        return f"the name {pattern!r} lacks {STEP}, the place for the step's number"
    problem = _illegal(pattern)
    if problem is None and ("{" in bare or "}" in bare):
        return f"the name {pattern!r} has braces other than those of {STEP}"
    return problem or _strange(pattern)


def name_problem(name: str) -> str | None:
    """Return what is wrong with the name of one file, in one sentence, None if nothing."""
    if not name.strip():
        return "a name is expected"
    if STEP in name:
        return f"this is one file: {STEP} has no place in its name"
    return _illegal(name) or _strange(name)


def _illegal(name: str) -> str | None:
    illegal = _ILLEGAL.search(name)
    return illegal and f"the name {name!r} contains {illegal[0]!r}, which file names can't"


def _strange(name: str) -> str | None:
    if name.startswith((".", " ")) or _RESERVED.fullmatch(name.replace(STEP, "1")):
        return f"the name {name!r} has a meaning of its own on some systems"
    if len(name.encode("utf-8", "replace")) > _LONGEST:
        return f"the name is longer than {_LONGEST} bytes"
    return None


def frame_name(pattern: str, step: int, count: int, ending: str = PNG) -> str:
    """Return the name of one step's file.

    Parameters
    ----------
    pattern
        With ``{step}`` where the number goes; the ending is added.
    step
        The step, from 0.
    count
        How many steps the layer has, saved or not: all numbers are as long as
        the last one's, so that the names of several exports sort together.
    ending
        The files' ending.
    """
    number = f"{step + 1:0{len(str(count))}}"
    return pattern.removesuffix(ending).replace(STEP, number) + ending


def frame_paths(
    folder: Path, pattern: str, steps: Iterable[int], count: int, ending: str = PNG
) -> list[Path]:
    """Return the files of some steps, see `frame_name`."""
    return [folder / frame_name(pattern, step, count, ending) for step in steps]


def existing(paths: Sequence[Path]) -> list[Path]:
    """Return those of the files that are there already.

    Raises
    ------
    convviz.errors.NotWritten
        Their folder may not be looked into.
    """
    there = {folder: names_in(folder) for folder in {path.parent for path in paths}}
    return [path for path in paths if path.name in there[path.parent]]


def overwriting_problem(paths: Sequence[Path]) -> str | None:
    """Return which files would be overwritten, in one sentence, None if there are none."""
    there = existing(paths)
    if not there:
        return None
    others = f" and {len(there) - 1} more" if len(there) > 1 else ""
    return f"{there[0]}{others} would be overwritten"
