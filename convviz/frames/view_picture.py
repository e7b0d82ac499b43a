"""Pictures of a layer in another way than as input, kernel and output."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.figures.still import Choice
from convviz.frames.drawings import Drawing, Drawn
from convviz.options import ViewOptions
from convviz.scene.items import Hotspot, Scene, Target
from convviz.scene.magnifying import Magnifier, magnifier
from convviz.steps.order import Step

Box = tuple[float, float, float, float]


class ViewPicture:
    """Still and moving part of one view at one size, enlarged as the document's view says.

    Parameters
    ----------
    document, trace
        The document and its numbers.
    size
        Width and height in pixels.
    drawing
        How the view is drawn.
    choose
        Tells the channels and colours of a step.
    """

    def __init__(
        self,
        document: Document,
        trace: Trace,
        size: tuple[float, float],
        drawing: Drawing,
        choose: Callable[[Step], Choice],
    ) -> None:
        self._view: ViewOptions = document.view
        self._trace = trace
        self._size = size
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
            self._over = key, (scene if lens is None else lens.scene(scene))
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
            self._made = choice, drawn, scene, lens
        return self._made

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
