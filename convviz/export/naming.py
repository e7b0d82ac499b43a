"""Which steps are saved, and under which names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from convviz.errors import ConvvizError

STEP = "{step}"
_SUFFIX = ".png"
_ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST = 200


def parse_steps(text: str, count: int) -> list[int]:
    """Return the steps of a list such as ``1-9,12``, in order, each once.

    Parameters
    ----------
    text
        Steps counted from 1, ranges with both their ends; ``12-`` goes to the
        last step.
    count
        How many steps there are.

    Returns
    -------
    list of int
        The steps counted from 0.

    Raises
    ------
    convviz.errors.ConvvizError
        It can't be read, or there is no such step.
    """
    found: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{1,12})\s*(?:([-–])\s*(\d{1,12})?)?\s*", part)
        if match is None:
            raise ConvvizError(
                f"steps {part.strip() or text!r}: expected numbers and ranges, as in 1-9,12"
            )
        first = int(match[1])
        last = first if match[2] is None else int(match[3] or count)
        if max(first, last) > count:
            raise ConvvizError(f"steps {part.strip()}: there are steps 1 to {count}")
        if not 1 <= first <= last:
            raise ConvvizError(
                f"steps {part.strip()}: a range goes from a smaller number, 1 at least, to a larger"
            )
        found.update(range(first - 1, last))
    return sorted(found)


def pattern_problem(pattern: str) -> str | None:
    """Return what is wrong with a pattern of file names, in one sentence, None if nothing."""
    name = pattern.removesuffix(_SUFFIX)
    bare = name.replace(STEP, "")
    if bare == name:
        return f"the name {pattern!r} lacks {STEP}, the place for the step's number"
    illegal = _ILLEGAL.search(pattern)
    if illegal is not None:
        return f"the name {pattern!r} contains {illegal[0]!r}, which file names can't"
    if "{" in bare or "}" in bare:
        return f"the name {pattern!r} has braces other than those of {STEP}"
    if pattern.startswith(("." , " ")) or _RESERVED.fullmatch(pattern.replace(STEP, "1")):
        return f"the name {pattern!r} has a meaning of its own on some systems"
    if len(pattern.encode("utf-8", "replace")) > _LONGEST:
        return f"the name is longer than {_LONGEST} bytes"
    return None


def frame_name(pattern: str, step: int, count: int) -> str:
    """Return the name of one step's file.

    Parameters
    ----------
    pattern
        With ``{step}`` where the number goes; ``.png`` is added.
    step
        The step, from 0.
    count
        How many steps the layer has, saved or not: all numbers are as long as
        the last one's, so that the names of several exports sort together.
    """
    number = f"{step + 1:0{len(str(count))}}"
    return pattern.removesuffix(_SUFFIX).replace(STEP, number) + _SUFFIX


def frame_paths(folder: Path, pattern: str, steps: Iterable[int], count: int) -> list[Path]:
    """Return the files of some steps, see `frame_name`."""
    return [folder / frame_name(pattern, step, count) for step in steps]


def existing(paths: Sequence[Path]) -> list[Path]:
    """Return those of the files that are there already."""
    folders = {path.parent for path in paths}
    there = {
        file.name for folder in folders if folder.is_dir() for file in folder.iterdir()
    }
    return [path for path in paths if path.name in there]


def overwriting_problem(paths: Sequence[Path]) -> str | None:
    """Return which files would be overwritten, in one sentence, None if there are none."""
    there = existing(paths)
    if not there:
        return None
    others = f" and {len(there) - 1} more" if len(there) > 1 else ""
    return f"{there[0]}{others} would be overwritten"
