"""Pictures of a layer in another way than as input, kernel and output."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from convviz.engine.trace import Trace
from convviz.figures.still import Choice
from convviz.frames.drawings import Drawing, Drawn
from convviz.options import ViewOptions
from convviz.scene.items import Hotspot, Scene, Target, Text
from convviz.scene.magnifying import Magnifier, magnifier
from convviz.scene.metrics import text_width
from convviz.steps.order import Step

Box = tuple[float, float, float, float]
_SMALLEST = 7.0
"""Type that can still be read."""


class ViewPicture:
    """Still and moving part of one view at one size, enlarged as the document's view says.

    Parameters
    ----------
    view, trace
        What is shown and how, and the numbers.
    size
        Width and height in pixels.
    drawing
        How the view is drawn.
    choose
        Tells the channels and colours of a step.
    note
        What stands in a line of its own below the picture, or nothing.
    """

    def __init__(
        self,
        view: ViewOptions,
        trace: Trace,
        size: tuple[float, float],
        drawing: Drawing,
        choose: Callable[[Step], Choice],
        note: str = "",
    ) -> None:
        self._view = view
        self._trace = trace
        self._whole = size
        self._note = _line_of(note, size)
        self._size = size[0], size[1] - (2 * self._note[0].size if self._note else 0.0)
        self._drawing = drawing
        self._choose = choose
        self._made: tuple[Choice, Drawn, Scene, Magnifier | None] | None = None
        self._over: tuple[object, Scene] | None = None

    def base(self, step: Step) -> Scene:
        """Return the still part at a step; the same object while it stays the same."""
        return self._still(step)[2]

    def overlay(self, step: Step, pointer: Target | None) -> Scene:
        """Return what stands over the still part at a step."""
        key = (step, pointer)
        if self._over is None or self._over[0] != key:
            _, drawn, _, lens = self._still(step)
            scene = self._drawing.moving(drawn, step, self._view, pointer)
            self._over = key, self._with_note(scene if lens is None else lens.scene(scene), ())
        return self._over[1]

    def hit(self, step: Step, x: float, y: float) -> Target | None:
        """Return what stands at a point: in the moving part, else in the still one."""
        return self.overlay(step, None).hit(x, y) or self.base(step).hit(x, y)

    def spot(self, step: Step, kind: str) -> Hotspot | None:
        """Return where a kind of cells stands, None where the view has none."""
        for spot in self.base(step).hotspots:
            if spot.kind == kind:
                return spot
        return None

    def cell_box(self, step: Step, target: Target) -> Box | None:
        """Return x, y, width and height of a cell, None where the view has none such."""
        spot = self.spot(step, target[0])
        if spot is None or len(target[1]) < 2:
            return None
        row, column = (at - first for at, first in zip(target[1][-2:], spot.first, strict=True))
        x, y = spot.point(row + 0.5, column + 0.5)
        width, height = spot.cell
        return x - width / 2, y - height / 2, width, height

    def input_at(self, step: Step, x: float, y: float) -> tuple[float, float] | None:
        """Return the place in the input (row, column) that a point shows, None beside it."""
        spot = self.spot(step, "input")
        if spot is None or spot.hit(x, y) is None:
            return None
        row, column = spot.place(x, y)
        return row - 0.5 + spot.first[0], column - 0.5 + spot.first[1]

    def _still(self, step: Step) -> tuple[Choice, Drawn, Scene, Magnifier | None]:
        choice = self._choose(step)
        if self._made is None or self._made[0] != choice:
            drawn: Any = self._drawing.still(self._trace, choice, self._view, self._size)
            lens = self._lens(drawn.scene)
            scene = drawn.scene if lens is None else lens.scene(drawn.scene)
            scene = self._with_note(scene, self._note)
            self._made = choice, drawn, scene, lens
        return self._made

    def _with_note(self, scene: Scene, note: tuple[Text, ...]) -> Scene:
        if not self._note:
            return scene
        return replace(scene, height=self._whole[1], items=(*scene.items, *note))

    def _lens(self, scene: Scene) -> Magnifier | None:
        """Return what enlarges a picture whose view is zoomed and doesn't do so itself."""
        view = self._view
        if view.zoom <= 1 or self._drawing.zooms:
            return None
        width, height = self._size
        at = (width / 2, height / 2)
        spot = next((spot for spot in scene.hotspots if spot.kind == "input"), None)
        if view.centre is not None and spot is not None:
            row, column = (
                place - first + 0.5 for place, first in zip(view.centre, spot.first, strict=True)
            )
            at = spot.point(row, column)
        return magnifier(self._size, view.zoom, at)


def _line_of(note: str, size: tuple[float, float]) -> tuple[Text, ...]:
    """Return a line of text at a picture's lower edge; none where it would be unreadable."""
    if not note:
        return ()
    width, height = size
    font = min(max(0.018 * min(width, 1.6 * height), 9.0), 18.0)
    font = min(font, 0.96 * width / text_width(note, 1.0))
    if font < _SMALLEST or height < 12 * font:
        return ()
    return (Text(width / 2, height - 0.7 * font, note, font, "text.muted", "middle"),)
