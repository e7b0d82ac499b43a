"""Moving pictures of a layer's steps, from arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from convviz.api.pictures import figure
from convviz.api.sizing import Length, Size
from convviz.api.views import Shown
from convviz.errors import ConvvizError
from convviz.export.moments import animation_problem
from convviz.layers import Dialect, Layer, construct
from convviz.options import (
    AnimationOptions,
    Arranged,
    FrameOptions,
    Panel,
    Show,
    ThemeName,
    VectorText,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from convviz.document.document import Document
    from convviz.engine.trace import Trace


class Look(Shown, total=False):
    """What a picture looks like; see `figure`."""

    show: Show
    compared: Dialect | None
    size: Size | None
    width: Length | None
    height: Length | None
    scale: float
    dpi: int
    theme: ThemeName
    transparent: bool
    font_size: float | None
    panels: Sequence[Panel] | None
    arrangement: Arranged
    vector_text: VectorText


@dataclass(frozen=True, eq=False)
class Animation:
    """Some steps one after the other; plays in a notebook.

    Attributes
    ----------
    steps
        The steps it shows, from 0.
    options
        Size and look.
    timing
        Pace, hold and loop.
    """

    steps: tuple[int, ...]
    options: FrameOptions
    timing: AnimationOptions
    _document: Document = field(repr=False)
    _trace: Trace = field(repr=False)

    def save(self, path: str | PathLike[str]) -> None:
        """Save it; the name's ending says as what: .gif, .apng, .webp or .mp4.

        An APNG carries the numbers with it and can be opened in the window. A file
        that is there is replaced. MP4 needs the extra ``video``.

        Raises
        ------
        ValueError
            The name ends otherwise.
        NotWritten
            The file could not be written; what was there before is untouched.
        """
        from convviz.export.moving import save_moving  # noqa: PLC0415 - Qt comes with it

        save_moving(
            self._document, self._trace, self.steps, self.options, self.timing, Path(path)
        )

    def html(self) -> str:
        """Return an HTML element that plays it, complete in itself; no Qt is started."""
        from convviz.export.player import player  # noqa: PLC0415

        return player(self._document, self._trace, self.steps, self.options, self.timing)

    def _repr_html_(self) -> str:
        return self.html()


def animation(
    layer: Layer | Sequence[Layer],
    x: ArrayLike,
    weight: ArrayLike | str | Sequence[ArrayLike | str | None] | None = None,
    bias: ArrayLike | Sequence[ArrayLike | None] | None = None,
    *,
    steps: Iterable[int] | None = None,
    pace: float = 2.0,
    hold: float = 1.5,
    loop: bool = True,
    between: int = 0,
    **look: Unpack[Look],
) -> Animation:
    """Return the steps of a layer as a moving picture.

    Parameters
    ----------
    layer, x, weight, bias
        As for `figure`.
    steps
        Which steps, from 0, in the order in which they are shown; None for all.
        Negative ones count from the end.
    pace
        Steps a second.
    hold
        Seconds that the last frame stays.
    loop
        Play again and again.
    between
        Frames between one step and the next, in which the window moves on.
    look
        As for `figure`: ``show``, ``size``, ``theme``, ….

    Raises
    ------
    InvalidLayer, IndexError, ConvvizError
        As for `figure`; also where there is no step to show, or a pace or a number
        of frames that can't be.

    Examples
    --------
    >>> import numpy as np
    >>> from convviz import Conv2d
    >>> layer = Conv2d(1, 1, kernel_size=3)
    >>> animation(layer, np.ones((1, 5, 5)), pace=4).save("sliding.gif")  # doctest: +SKIP
    """
    timing = AnimationOptions(
        _number("pace", pace),
        _number("hold", hold),
        bool(loop),
        construct.whole("between", between),
    )
    problem = animation_problem(timing)
    if problem is not None:
        raise ConvvizError(problem)
    first = figure(layer, x, weight, bias, **look)
    document, trace = first.shown
    count = len(document.steps)
    chosen = range(count) if steps is None else [_step(step, count) for step in steps]
    if not chosen:
        raise ConvvizError("there are no steps to show")
    return Animation(tuple(chosen), first.options, timing, document, trace)


def _step(step: int, count: int) -> int:
    step = construct.whole("step", step)
    if not -count <= step < count:
        raise IndexError(f"step {step}: there are steps 0 to {count - 1}")
    return step % count


def _number(name: str, value: float) -> float:
    if isinstance(value, bool | str) or not isinstance(value, int | float):
        raise ConvvizError(f"{name} takes a number such as 2, got {value!r}")
    return float(value)
