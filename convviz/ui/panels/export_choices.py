"""What is exported, where to, and what is wrong with that; without a window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from convviz.errors import ConvvizError
from convviz.export.limits import options_problem
from convviz.export.naming import frame_paths, parse_steps, pattern_problem
from convviz.options import FrameOptions

ALL = "all"


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
    steps
        The steps, from 0.
    paths
        A file for each.
    problems
        One sentence for each field that has to be mended: ``"folder"``,
        ``"pattern"``, ``"steps"``, ``"size"``. Without any, the export can begin.
    """

    steps: Sequence[int]
    paths: Sequence[Path]
    problems: dict[str, str]


def plan(choices: Choices, count: int) -> Plan:
    """Return what choices come to.

    Parameters
    ----------
    count
        How many steps the document has.
    """
    problems: dict[str, str] = {}
    steps: Sequence[int] = range(0)
    try:
        all_of_them = choices.steps.strip().lower() == ALL
        steps = range(count) if all_of_them else parse_steps(choices.steps, count)
    except ConvvizError as error:
        problems["steps"] = str(error)
    if not choices.folder.strip():
        problems["folder"] = "a folder is expected"
    elif choices.path.exists() and not choices.path.is_dir():
        problems["folder"] = f"{choices.path} is a file, a folder is expected"
    pattern, size = pattern_problem(choices.pattern), options_problem(choices.options)
    if pattern is not None:
        problems["pattern"] = pattern
    if size is not None:
        problems["size"] = size
    paths = [] if problems else frame_paths(choices.path, choices.pattern, steps, count)
    return Plan(steps, paths, problems)
