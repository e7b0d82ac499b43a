"""What is exported, where to, and what is wrong with that; without a window."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.errors import ConvvizError
from convviz.export.jobs import MOVING, VECTORS, Ending, ExportJob, unavailable
from convviz.export.limits import options_problem
from convviz.export.look import Look
from convviz.export.moments import (
    FASTEST,
    LONGEST_HOLD,
    MOST_BETWEEN,
    SLOWEST,
    animation_problem,
)
from convviz.export.naming import (
    frame_name,
    frame_paths,
    name_problem,
    parse_steps,
    pattern_problem,
)
from convviz.export.sheet import sheet_problem
from convviz.files import exists
from convviz.options import FrameOptions, Unit

What = Literal["picture", "frames", "sheet", "pages", "animation"]
"""This step, a file a step, all on one sheet, a page a step, all one after another."""
WHATS: tuple[What, ...] = get_args(What)
OFFERED: dict[What, tuple[Ending, ...]] = {
    "picture": (".png", ".svg", ".pdf"),
    "frames": (".png", ".svg", ".pdf"),
    "sheet": (".png", ".svg", ".pdf"),
    "pages": (".pdf",),
    "animation": MOVING,
}
"""The formats of each."""

ALL = "all"
MOST = 25_000
"""Frames of one export; the names of so many are listed without the window pausing."""

_RANGE = re.compile(r"(\d{1,12})\s*[-–]\s*(\d{1,12})?")
_AMOUNTS: tuple[tuple[str, str, float, float], ...] = (
    ("font", "points", 3, 96),
    ("pace", "steps a second", SLOWEST, FASTEST),
    ("hold", "seconds", 0, LONGEST_HOLD),
    ("between", "frames", 0, MOST_BETWEEN),
)


def _home_folder() -> Path:
    return Path.home() / "convviz exports"


@dataclass(frozen=True, slots=True)
class Choices:
    """All that the dialog asks for.

    Attributes
    ----------
    what
        What is saved.
    picture_as, frames_as, sheet_as, animation_as
        The format of each that has a choice.
    folder
        Where to, as it was typed.
    name
        The file's name, without its ending, where there is one file.
    pattern
        The files' name with ``{step}``, where there are several.
    steps
        ``"all"``, or steps counted from 1: ``"1-9,12"``.
    look
        Size, look and pace.
    """

    what: What = "frames"
    picture_as: Ending = ".png"
    frames_as: Ending = ".png"
    sheet_as: Ending = ".png"
    animation_as: Ending = ".gif"
    folder: str = field(default_factory=lambda: str(_home_folder()))
    name: str = "convolution"
    pattern: str = "frame-{step}"
    steps: str = ALL
    look: Look = field(default_factory=Look)

    @property
    def ending(self) -> Ending:
        """The format of what is saved."""
        chosen: dict[What, Ending] = {
            "picture": self.picture_as, "frames": self.frames_as, "sheet": self.sheet_as,
            "animation": self.animation_as,
        }
        return chosen.get(self.what, OFFERED[self.what][0])

    @property
    def raster(self) -> bool:
        """Whether it is made of pixels."""
        return self.ending not in VECTORS

    @property
    def path(self) -> Path:
        """The folder."""
        return Path(self.folder.strip()).expanduser()

    @property
    def target(self) -> Path:
        """The file, or the pattern of the files."""
        name = self.pattern if self.what == "frames" else self.name.strip()
        return self.path / (name.removesuffix(self.ending) + self.ending)


def with_ending(choices: Choices, ending: Ending) -> Choices:
    """Return choices with another format for what is saved."""
    match choices.what:
        case "picture":
            return replace(choices, picture_as=ending)
        case "frames":
            return replace(choices, frames_as=ending)
        case "sheet":
            return replace(choices, sheet_as=ending)
        case "animation":
            return replace(choices, animation_as=ending)
    return choices


def asks(choices: Choices) -> frozenset[str]:
    """Return the fields that what is saved has, apart from those that all have."""
    fields = set()
    if choices.what != "picture":
        fields.add("steps")
    if len(OFFERED[choices.what]) > 1:
        fields.add("ending")
    fields.add("scale" if choices.raster else "vector_text")
    if choices.ending != ".mp4":
        fields.add("transparent")
    if choices.what == "animation":
        fields |= {"pace", "hold", "between"}
        if choices.ending != ".mp4":
            fields.add("loop")
    return frozenset(fields)


@dataclass(frozen=True, slots=True)
class Plan:
    """What choices come to for one document.

    Attributes
    ----------
    choices
        The choices.
    count
        How many steps the document has.
    steps
        Those to export, from 0.
    frame
        What each picture looks like.
    problems
        One sentence for each field that has to be mended: ``"ending"``,
        ``"folder"``, ``"name"``, ``"steps"``, ``"size"``, ``"font"``, ``"panels"``,
        ``"pace"``, ``"hold"``, ``"between"``. Without any, the export can begin.
    """

    choices: Choices
    count: int
    steps: Sequence[int]
    frame: FrameOptions
    problems: dict[str, str]

    def job(self, document: Document, trace: Trace, *, overwrite: bool = False) -> ExportJob:
        """Return the export of a document."""
        look = self.choices.look
        return ExportJob(
            replace(document, view=look.view(document.view)), trace, self.steps, self.frame,
            look.animation, self.choices.target, self.choices.what == "sheet", overwrite,
        )

    def paths(self) -> list[Path]:
        """Return the files that will be written."""
        target = self.choices.target
        if self.choices.what != "frames":
            return [target]
        pattern, ending = target.name, self.choices.ending
        return frame_paths(target.parent, pattern, self.steps, self.count, ending)

    def said(self) -> str:
        """Return what will be written, in words."""
        choices, count = self.choices, len(self.steps)
        if choices.what == "picture":
            what = f"Step {self.steps[0] + 1:,} of {self.count:,}"
        elif choices.what == "frames":
            what = files_text(count)
        elif choices.what == "pages":
            what = f"{count:,} page{'' if count == 1 else 's'}"
        else:
            what = f"{count:,} step{'' if count == 1 else 's'}"
        if choices.what == "animation":
            what += f", {_seconds(self)}"
        if choices.what == "sheet":
            return f"{what} on a sheet {self._width()} wide: {self._names()}"
        return f"{what}, {size_text(self.frame, raster=choices.raster)}: {self._names()}"

    def _width(self) -> str:
        across, _, rest = size_text(self.frame, raster=self.choices.raster).partition(" × ")
        return f"{across} {rest.partition(' ')[2]}"

    def _names(self) -> str:
        """Return the file's name, or that of the first and the last."""
        if self.choices.what != "frames":
            return self.choices.target.name
        ends = [self.steps[0], self.steps[-1]] if len(self.steps) > 1 else self.steps[:1]
        pattern, ending = self.choices.pattern, self.choices.ending
        return " … ".join(frame_name(pattern, step, self.count, ending) for step in ends)


def plan(choices: Choices, count: int, step: int = 0, natural: float | None = None) -> Plan:
    """Return what choices come to.

    Parameters
    ----------
    count
        How many steps the document has.
    step
        The present one.
    natural
        The height that suits the width, in pixels of 1/96 inch.
    """
    problems: dict[str, str] = {}
    steps: Sequence[int] = range(0)
    try:
        steps = [step] if choices.what == "picture" else _steps(choices.steps, count)
        if choices.what == "sheet":
            problems.update(_told("steps", sheet_problem(steps)))
    except ConvvizError as error:
        problems["steps"] = str(error)
    frame = choices.look.frame(raster=choices.raster, natural=natural)
    found = {
        "ending": unavailable(choices.ending),
        "folder": _folder_problem(choices),
        "name": _name_problem(choices),
        "size": options_problem(frame),
        "panels": None if choices.look.panels else "a picture needs at least one part",
        **_amount_problems(choices),
    }
    for name, said in found.items():
        problems.update(_told(name, said))
    return Plan(choices, count, steps, frame, problems)


def _told(name: str, said: str | None) -> dict[str, str]:
    return {} if said is None else {name: said}


def files_text(count: int) -> str:
    """Return so many files, in words."""
    return f"{count:,} file{'' if count == 1 else 's'}"


def size_text(frame: FrameOptions, *, raster: bool) -> str:
    """Return how large a picture is: in pixels, or as it is measured on paper."""
    if raster:
        width, height = (round(side * frame.scale) for side in frame.size)
        return f"{width} × {height} pixels"
    units: dict[Unit, tuple[float, str]] = {
        "px": (1, "pixels"), "mm": (25.4 / 96, "mm"), "in": (1 / 96, "inches"),
    }
    factor, name = units[frame.unit]
    across, down = (f"{round(side * factor, 2):g}" for side in frame.size)
    return f"{across} × {down} {name}"


def _seconds(plan: Plan) -> str:
    motion = plan.choices.look.animation
    seconds = len(plan.steps) / motion.pace + motion.hold
    return f"{seconds:,.1f} s" if seconds < 100 else f"{seconds / 60:,.1f} min"


def _steps(text: str, count: int) -> Sequence[int]:
    asked = _asked(text, count)
    if asked > MOST:
        raise ConvvizError(
            f"{asked:,} frames are too many for one export from the window, it takes at most "
            f"{MOST:,}: name some steps, as in 1-100"
        )
    return range(count) if _all(text) else parse_steps(text, count)


def _folder_problem(choices: Choices) -> str | None:
    if not choices.folder.strip():
        return "a folder is expected"
    try:
        if exists(choices.path) and not choices.path.is_dir():
            return f"{choices.path} is a file, a folder is expected"
    except ConvvizError as error:
        return str(error)
    return None


def _name_problem(choices: Choices) -> str | None:
    if choices.what == "frames":
        return pattern_problem(choices.pattern, choices.ending)
    return name_problem(choices.name)


def _amount_problems(choices: Choices) -> dict[str, str | None]:
    look, asked = choices.look, asks(choices)
    amounts = {
        "font": look.font_size, "pace": look.pace, "hold": look.hold, "between": look.between,
    }
    problems: dict[str, str | None] = {}
    for name, unit, least, most in _AMOUNTS:
        amount = amounts[name]
        if amount is not None and (name == "font" or name in asked) and not least <= amount <= most:
            problems[name] = f"{amount:g} {unit}: {least:g} to {most:g} are possible"
    if choices.what == "animation" and not problems:
        problems["between"] = animation_problem(look.animation)
    return problems


def _all(steps: str) -> bool:
    return steps.strip().lower() == ALL


def _asked(steps: str, count: int) -> int:
    """Return about how many steps a text asks for, without making a list of them."""
    if _all(steps):
        return count
    ranges = _RANGE.findall(steps)
    return sum(min(int(last or count), count) - int(first) + 1 for first, last in ranges)
