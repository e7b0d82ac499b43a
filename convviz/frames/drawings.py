"""What draws each view of a layer: its still part, its moving part and its sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.figures.still import Choice
from convviz.frames.showing import shows
from convviz.options import Show, ViewOptions
from convviz.scene.items import Scene
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer


class Drawn(Protocol):
    """The still part of a picture."""

    @property
    def scene(self) -> Scene:
        """The display list."""


Still = Callable[[Trace, Choice, ViewOptions, tuple[float, float]], Drawn]
Moving = Callable[[Any, Step, ViewOptions, Pointer | None], Scene]
Sentence = Callable[[Trace, Step, int, int | None], str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """How one view is drawn.

    Attributes
    ----------
    still
        Makes the part that stays.
    moving
        Makes what stands over what `still` made, at a step.
    sentence
        Says in words what is shown at a step of so many.
    zooms
        Whether it enlarges its cells by itself when the view is zoomed.
    """

    still: Still
    moving: Moving
    sentence: Sentence
    zooms: bool = False


def shown(document: Document) -> Show:
    """Return which view a document is shown in: the one wanted, as far as its layer has it."""
    wanted = document.view.show
    return wanted if wanted in shows(document.layer) else "layer"


def drawing(show: Show) -> Drawing:
    """Return how a view is drawn; each is loaded when it is first wanted.

    Parameters
    ----------
    show
        Any but ``"layer"``, which is drawn by `convviz.figures.still` and ``moving``.
    """
    match show:
        case "stamps":
            from convviz.figures import stamp_words, stamps, stamps_moving  # noqa: PLC0415

            return Drawing(stamps.still, stamps_moving.moving, stamp_words.sentence)
        case "gaps":
            from convviz.figures import gap_words, gaps  # noqa: PLC0415

            return Drawing(gaps.still, gaps.moving, gap_words.sentence)
        case "three":
            from convviz.figures import stamp_words, three  # noqa: PLC0415

            return Drawing(three.still, three.moving, stamp_words.sentence)
        case "im2col":
            from convviz.figures import im2col  # noqa: PLC0415

            return Drawing(im2col.still, im2col.moving, im2col.sentence, zooms=True)
        case "matrix":
            from convviz.figures import sparse  # noqa: PLC0415

            return Drawing(sparse.still, sparse.moving, sparse.sentence, zooms=True)
        case "coverage":
            from convviz.figures import coverage  # noqa: PLC0415

            return Drawing(coverage.still, coverage.moving, coverage.sentence)
    from convviz.figures import gradient, gradient_moving, gradient_words  # noqa: PLC0415

    return Drawing(gradient.still, gradient_moving.moving, gradient_words.sentence)
