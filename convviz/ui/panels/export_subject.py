"""What the export dialog previews, and its pictures as the exporter draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtGui import QImage

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.export.frames import Frames
from convviz.export.moments import Moment, moment_count
from convviz.export.sheet import sheet
from convviz.options import AnimationOptions, FrameOptions
from convviz.paint.qt import FramePainter
from convviz.paint.theme import theme
from convviz.scene.items import Scene

_SMALLEST = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What is previewed.

    Attributes
    ----------
    document, trace, frame, sheet
        As for `convviz.export.jobs.ExportJob`.
    steps
        Played one after another, or all on one sheet; a single one stands still.
    motion
        How fast they are played.
    """

    document: Document
    trace: Trace
    frame: FrameOptions
    steps: Sequence[int]
    motion: AnimationOptions
    sheet: bool = False

    @property
    def moves(self) -> bool:
        """Whether there is something to play."""
        return len(self.steps) > 1 and not self.sheet

    @property
    def moments(self) -> int:
        """How many pictures it has."""
        return moment_count(self.steps, self.motion) if self.moves else 1

    @property
    def looks(self) -> tuple[object, ...]:
        """All that its pictures depend on, apart from the step and the room for them."""
        document = self.document
        return (
            document.graph, document.input, document.weights, document.view, self.trace,
            self.frame, self.steps if self.sheet else None,
        )

    def moment(self, at: int) -> Moment:
        """Return what is shown at a place, and for how long."""
        if not self.moves:
            return Moment(self.steps[0], self.steps[0], 0.0, 0.0)
        parts, pace = self.motion.between + 1, self.motion.pace
        place, part = divmod(at, parts)
        step, last = self.steps[place], place == len(self.steps) - 1
        if last:
            return Moment(step, step, 0.0, 1 / pace + self.motion.hold)
        return Moment(step, self.steps[place + 1], part / parts, 1 / (pace * parts))


class Pictures:
    """The pictures of a subject, as large as there is room for them.

    Parameters
    ----------
    subject
        What is drawn.
    room
        Width and height in pixels.
    """

    def __init__(self, subject: Subject, room: tuple[float, float]) -> None:
        self._frames: Frames | None = None
        self._sheet: QImage | None = None
        if subject.sheet:
            self._sheet = _sheet(subject, room)
        else:
            options = replace(subject.frame, scale=_scale(subject.frame.size, room))
            self._frames = Frames(subject.document, subject.trace, options)

    def image(self, moment: Moment) -> QImage:
        """Return the picture of a moment."""
        if self._frames is not None:
            return self._frames.between(moment)
        assert self._sheet is not None  # noqa: S101 - one of the two is made
        return QImage(self._sheet)


def _sheet(subject: Subject, room: tuple[float, float]) -> QImage:
    frame = subject.frame
    scene = sheet(subject.document, subject.trace, subject.steps, frame)
    scale = _scale((scene.width, scene.height), room)
    painter = FramePainter(scene, theme(frame.theme), scale, frame.transparent)
    return painter.image(Scene(scene.width, scene.height, ()))


def _scale(size: tuple[float, float], room: tuple[float, float]) -> float:
    return max(min(room[0] / size[0], room[1] / size[1]), _SMALLEST)
