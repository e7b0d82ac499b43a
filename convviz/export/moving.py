"""A document's steps as one moving picture: GIF, APNG, WebP or MP4."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import Literal, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

from convviz.document.document import Document
from convviz.document.files import to_json
from convviz.engine.trace import Trace
from convviz.errors import Cancelled, NotWritten
from convviz.export import mp4
from convviz.export.ahead import ahead
from convviz.export.frames import Frames, Progress
from convviz.export.limits import layer_problem, options_problem
from convviz.export.moments import (
    Moment,
    animation_problem,
    hundredths,
    moment_count,
    moments,
)
from convviz.files import exists, replacing
from convviz.interop.png import KEYWORD
from convviz.options import AnimationOptions, FrameOptions
from convviz.paint.qt import application, pixels

Made = TypeVar("Made")
Moving = Literal[".gif", ".apng", ".webp", ".mp4"]
MOVING: tuple[Moving, ...] = get_args(Moving)

_SAMPLES = 6
"""Frames from which a GIF's palette is chosen."""


def save_moving(
    document: Document,
    trace: Trace,
    steps: Sequence[int],
    options: FrameOptions,
    animation: AnimationOptions,
    path: Path,
    *,
    overwrite: bool = True,
    progress: Progress | None = None,
) -> None:
    """Save steps as a moving picture; the name's ending says as what. May run in any thread.

    Memory doesn't grow with the number of frames. An APNG carries the document.

    Parameters
    ----------
    document
        A valid document.
    trace
        Its numbers.
    steps
        The steps, from 0, in the order in which they are shown.
    options
        Size and look. A video has no transparency.
    animation
        Pace, hold and loop; a video's loop is up to its player.
    path
        Ends in .gif, .apng, .webp or .mp4.
    overwrite
        Replace a file that is there.
    progress
        Called before each frame and after the last.

    Raises
    ------
    convviz.errors.NotWritten
        The layer can't be drawn, an option can't be, the file is there already, or
        can't be written. What was there before is untouched.
    convviz.errors.Cancelled
        `progress` answered False; likewise.
    """
    kind = moving_kind(path)
    _refuse(moving_problem(document, steps, options, animation, path))
    if not overwrite and exists(path):
        _refuse(f"{path} would be overwritten")
    application()  # here, not in the thread that paints
    if kind == ".mp4":
        options = replace(options, transparent=False)
    reel = _Reel(document, trace, steps, options, animation, progress)
    with replacing(path) as temporary:
        _WRITERS[kind](reel, temporary)
    reel.tell_all()


def moving_kind(path: Path) -> Moving:
    """Return which moving picture a name's ending asks for.

    Raises
    ------
    ValueError
        It ends otherwise.
    """
    for kind in MOVING:
        if path.suffix.lower() == kind:
            return kind
    raise ValueError(f"{path.name}: an animation is saved as {', '.join(MOVING)}")


def moving_problem(
    document: Document,
    steps: Sequence[int],
    options: FrameOptions,
    animation: AnimationOptions,
    path: Path,
) -> str | None:
    """Return why a moving picture can't be saved, in one sentence, None if it can."""
    problem = (
        layer_problem(document.layer) or options_problem(options) or animation_problem(animation)
    )
    if problem is None and not steps:
        problem = "there are no steps to save"
    if problem is None and path.suffix.lower() == ".mp4":
        problem = mp4.missing()
    return problem


class _Reel:
    """The frames of one moving picture, painted as they are taken."""

    def __init__(
        self,
        document: Document,
        trace: Trace,
        steps: Sequence[int],
        options: FrameOptions,
        animation: AnimationOptions,
        progress: Progress | None,
    ) -> None:
        self.document = document
        self.steps = steps
        self.animation = animation
        self.alpha = options.transparent
        self.count = moment_count(steps, animation)
        self._frames = partial(Frames, document, trace, options)
        self._kept: dict[int, NDArray[np.uint32]] = {}
        self._progress = progress

    def moments(self) -> Iterator[Moment]:
        """Yield what is shown when."""
        return moments(self.steps, self.animation)

    def frames(self) -> Iterator[NDArray[np.uint32]]:
        """Yield the pixels of each moment; another thread paints a few ahead."""
        return self.made(np.asarray)

    def made(self, make: Callable[[NDArray[np.uint32]], Made]) -> Iterator[Made]:
        """Yield what is made of each moment's pixels, in the thread that paints."""
        frames = self._frames()
        painted = ahead(make(self._painted(frames, moment)) for moment in self.moments())
        for done, frame in enumerate(painted):
            if self._progress is not None and not self._progress(done, self.count):
                raise Cancelled(f"the export was cancelled after {done} of {self.count} frames")
            yield frame

    def _painted(self, frames: Frames, moment: Moment) -> NDArray[np.uint32]:
        if not moment.share and moment.step in self._kept:
            return self._kept.pop(moment.step)
        return pixels(frames.between(moment))

    def samples(self) -> list[NDArray[np.uint32]]:
        """Return every other row of some steps, the last among them.

        They are kept until they are wanted as frames.
        """
        frames, last = self._frames(), len(self.steps) - 1
        places = sorted({last * part // (_SAMPLES - 1) for part in range(_SAMPLES)})
        steps = [self.steps[place] for place in places]
        self._kept = {step: pixels(frames.image(step)) for step in steps}
        return [self._kept[step][::2] for step in steps]

    def times(self) -> list[int]:
        """Return how long each moment is seen, in 1/100 s."""
        return [time for _, time in hundredths(self.moments())]

    def tell_all(self) -> None:
        """Tell that everything is done."""
        if self._progress is not None:
            self._progress(self.count, self.count)


def _gif(reel: _Reel, path: Path) -> None:
    from convviz.export.gif import Palette, write_gif  # noqa: PLC0415 - Pillow comes with it

    palette = Palette(reel.samples())
    timed = zip(reel.frames(), reel.times(), strict=True)
    with path.open("xb") as file:
        write_gif(file, timed, palette, alpha=reel.alpha, loop=reel.animation.loop)


def _apng(reel: _Reel, path: Path) -> None:
    from convviz.export.apng import write_apng  # noqa: PLC0415

    texts = {KEYWORD: to_json(replace(reel.document, step=reel.steps[0]))}
    timed = zip(reel.frames(), reel.times(), strict=True)
    with path.open("xb") as file:
        write_apng(file, timed, reel.count, texts, alpha=reel.alpha, loop=reel.animation.loop)


def _webp(reel: _Reel, path: Path) -> None:
    from convviz.export.webp import write_webp  # noqa: PLC0415 - Pillow comes with it

    with path.open("xb") as file:
        write_webp(file, reel.frames(), reel.times(), alpha=reel.alpha, loop=reel.animation.loop)


def _mp4(reel: _Reel, path: Path) -> None:
    rate = reel.animation.pace * (reel.animation.between + 1)
    *_, last = reel.moments()
    held = max(round(last.seconds * rate), 1)

    def held_at_the_end() -> Iterator[mp4.Ready]:
        for done, frame in enumerate(reel.made(mp4.ready), start=1):
            yield from repeat(frame, held if done == reel.count else 1)

    mp4.write_mp4(path, held_at_the_end(), rate)


_WRITERS = {".gif": _gif, ".apng": _apng, ".webp": _webp, ".mp4": _mp4}


def _refuse(problem: str | None) -> None:
    if problem is not None:
        raise NotWritten(problem)
