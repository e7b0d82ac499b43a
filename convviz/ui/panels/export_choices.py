"""What is exported, where to, and what is wrong with that; without a window."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from convviz.errors import ConvvizError
from convviz.export.limits import options_problem
from convviz.export.naming import frame_name, frame_paths, parse_steps, pattern_problem
from convviz.files import exists
from convviz.options import FrameOptions

ALL = "all"
MOST = 25_000
"""Frames of one export; the names of so many are listed without the window pausing."""

_RANGE = re.compile(r"(\d{1,12})\s*[-–]\s*(\d{1,12})?")


def _home_folder() -> Path:
    return Path.home() / "convviz frames"


@dataclass(frozen=True, slots=True)
class Choices:
    """All that the dialog asks for.

    Attributes
    ----------
    folder
        Where to, as it was typed.
    pattern
        The files' name with ``{step}``.
    steps
        ``"all"``, or steps counted from 1: ``"1-9,12"``.
    options
        Size and look of the frames.
    """

    folder: str = field(default_factory=lambda: str(_home_folder()))
    pattern: str = "frame-{step}"
    steps: str = ALL
    options: FrameOptions = field(default_factory=FrameOptions)

    @property
    def path(self) -> Path:
        """The folder."""
        return Path(self.folder.strip()).expanduser()


@dataclass(frozen=True, slots=True)
class Plan:
    """What choices come to for a document with so many steps.

    Attributes
    ----------
    choices
        The choices.
    count
        How many steps the document has.
    steps
        Those to export, from 0.
    problems
        One sentence for each field that has to be mended: ``"folder"``,
        ``"pattern"``, ``"steps"``, ``"size"``. Without any, the export can begin.
    """

    choices: Choices
    count: int
    steps: Sequence[int]
    problems: dict[str, str]

    def names(self) -> str:
        """Return the name of the first and the last file."""
        ends = [self.steps[0], self.steps[-1]] if len(self.steps) > 1 else self.steps[:1]
        return " … ".join(frame_name(self.choices.pattern, step, self.count) for step in ends)

    def paths(self) -> list[Path]:
        """Return the file of each step."""
        return frame_paths(self.choices.path, self.choices.pattern, self.steps, self.count)


def plan(choices: Choices, count: int) -> Plan:
    """Return what choices come to.

    Parameters
    ----------
    count
        How many steps the document has.
    """
    problems: dict[str, str] = {}
    steps: Sequence[int] = range(0)
    asked = _asked(choices.steps, count)
    if asked > MOST:
        problems["steps"] = (
            f"{asked:,} frames are too many for one export from the window, it takes at most "
            f"{MOST:,}: name some steps, as in 1-100"
        )
    elif _all(choices.steps):
        steps = range(count)
    else:
        try:
            steps = parse_steps(choices.steps, count)
        except ConvvizError as error:
            problems["steps"] = str(error)
    folder = _folder_problem(choices)
    if folder is not None:
        problems["folder"] = folder
    pattern, size = pattern_problem(choices.pattern), options_problem(choices.options)
    if pattern is not None:
        problems["pattern"] = pattern
    if size is not None:
        problems["size"] = size
    return Plan(choices, count, steps, problems)


def _folder_problem(choices: Choices) -> str | None:
    if not choices.folder.strip():
        return "a folder is expected"
    try:
        if exists(choices.path) and not choices.path.is_dir():
            return f"{choices.path} is a file, a folder is expected"
    except ConvvizError as error:
        return str(error)
    return None


def _all(steps: str) -> bool:
    return steps.strip().lower() == ALL


def _asked(steps: str, count: int) -> int:
    """Return about how many steps a text asks for, without making a list of them."""
    if _all(steps):
        return count
    ranges = _RANGE.findall(steps)
    return sum(min(int(last or count), count) - int(first) + 1 for first, last in ranges)
