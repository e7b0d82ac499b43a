"""What draws each view of a layer: its still part, its moving part and its sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.figures.still import Choice
from convviz.layers import Layer
from convviz.options import SHOWS, Show, ViewOptions
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
Free = Callable[
    [Trace, Choice, ViewOptions, tuple[float, float]], tuple[float, float, float, float] | None
]
Sentence = Callable[[Trace, Step, int, int | None], str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """How one view is drawn.

    Attributes
    ----------
    available
        Tells whether a layer can be drawn so.
    still
        Makes the part that stays.
    moving
        Makes what stands over what `still` made, at a step.
    sentence
        Says in words what is shown at a step of so many.
    zooms
        Whether it enlarges its cells by itself when the view is zoomed.
    free
        Tells what room there is in its picture for a sum; None of views that have none.
    """

    available: Callable[[Layer], bool]
    still: Still
    moving: Moving
    sentence: Sentence
    zooms: bool = False
    free: Free | None = None


def shows(layer: Layer) -> tuple[Show, ...]:
    """Return what of a layer can be shown, in the order in which it is offered."""
    return tuple(
        show for show in SHOWS if show == "layer" or drawing(show).available(layer)
    )


def shown(document: Document) -> Show:
    """Return which view a document is shown in: the one wanted, as far as its layer has it."""
    wanted = document.view.show
    if wanted == "layer" or not drawing(wanted).available(document.layer):
        return "layer"
    if wanted == "isometric" and len(document.graph.nodes) > 1 and not document.whole:
        return "layer"
    return wanted


def drawing(show: Show) -> Drawing:
    """Return how a view is drawn; each is loaded when it is first wanted.

    Parameters
    ----------
    show
        Any but ``"layer"``, which is drawn by `convviz.figures.still` and ``moving``.
    """
    if show in {"stamps", "gaps", "three"}:
        return _of_transposed(show)
    if show in {"im2col", "matrix"}:
        from convviz.figures import im2col, sparse  # noqa: PLC0415

        drawn = im2col if show == "im2col" else sparse
        return Drawing(drawn.available, drawn.still, drawn.moving, drawn.sentence, zooms=True)
    if show == "isometric":
        return _in_depth()
    from convviz.figures import (  # noqa: PLC0415
        coverage,
        gradient,
        gradient_moving,
        gradient_words,
    )

    if show == "coverage":
        return Drawing(coverage.available, coverage.still, coverage.moving, coverage.sentence)
    return Drawing(
        gradient.available, gradient.still, gradient_moving.moving, gradient_words.sentence
    )


def _in_depth() -> Drawing:
    from convviz.figures.isometric import moving, view, words  # noqa: PLC0415

    return Drawing(view.available, view.still, moving.moving, words.sentence, free=view.free)


def _of_transposed(show: Show) -> Drawing:
    from convviz.figures import (  # noqa: PLC0415
        gap_words,
        gaps,
        stamp_words,
        stamps,
        stamps_moving,
        three,
    )

    if show == "stamps":
        return Drawing(stamps.available, stamps.still, stamps_moving.moving, stamp_words.sentence)
    if show == "gaps":
        return Drawing(gaps.available, gaps.still, gaps.moving, gap_words.sentence)
    return Drawing(three.available, three.still, three.moving, stamp_words.sentence)
