"""A document at one size as pictures: what stays, and what moves at each step."""

from __future__ import annotations

from dataclasses import replace

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.figures.layout import Layout, layout
from convviz.figures.marks import cell_of
from convviz.figures.moving import moving
from convviz.figures.still import Choice, Still, still
from convviz.frames.channels import channels
from convviz.frames.colouring import kernel_ramp, ramps
from convviz.options import ViewOptions
from convviz.scene.items import Scene, Target
from convviz.steps.order import Step


class Picture:
    """All pictures of one document, numbers and view at one size.

    Parameters
    ----------
    document
        The document.
    trace
        Its numbers.
    size
        Width and height in pixels.

    Attributes
    ----------
    steps
        The document's steps.
    """

    def __init__(self, document: Document, trace: Trace, size: tuple[float, float]) -> None:
        self._document = document
        self._trace = trace
        self._size = size
        self._stills: dict[tuple[int, int], Still] = {}
        self.steps = document.steps

    def base(self, step: int) -> Scene:
        """Return the still part at a step; the same object while it stays the same."""
        return self._still(self.steps[step]).scene

    def overlay(self, step: int, pointer: Target | None = None) -> Scene:
        """Return what stands over the still part at a step.

        Parameters
        ----------
        step
            The step's number, from 0.
        pointer
            What is pointed at, or None.
        """
        at = self.steps[step]
        return moving(self._still(at), at, self._document.view, pointer)

    def hit(self, step: int, x: float, y: float) -> Target | None:
        """Return what stands at a point of the picture, None beside the cells."""
        return self.base(step).hit(x, y)

    def input_at(self, step: int, x: float, y: float) -> tuple[float, float] | None:
        """Return the place in the input (row, column) that a point shows.

        A point of the output stands for the middle of its window. None beside
        the two.
        """
        where = self._still(self.steps[step]).layout
        if where.input.contains(x, y):
            return where.input.at(x, y)
        if where.output.contains(x, y):
            return where.plan.input_place(where.output.at(x, y))
        return None

    def zoomed(self, step: int, zoom: float, x: float, y: float) -> ViewOptions:
        """Return the view at another zoom in which a point shows the place that it shows now.

        As far as that leaves no empty room in a panel. A point beside input and
        output stands for the middle of the input.
        """
        view, size = self._document.view, self._size
        if not zoom > 1:
            return replace(view, zoom=1.0, centre=None)
        now = self._still(self.steps[step]).layout
        then = layout(now.plan, size, replace(view, zoom=zoom))
        if now.output.contains(x, y):
            centre = _centre_for_output(then, now.output.at(x, y), x, y)
        elif now.input.contains(x, y):
            centre = then.input.centre_for(now.input.at(x, y), x, y)
        else:
            centre = now.input.middle
        return replace(view, zoom=zoom, centre=centre)

    def cell_box(self, step: int, target: Target) -> tuple[float, float, float, float] | None:
        """Return x, y, width and height of an input, kernel or output cell, None for others."""
        where = self._still(self.steps[step]).layout
        grids = {"input": where.input, "kernel": where.kernel, "output": where.output}
        kind, index = target
        if kind not in grids:
            return None
        row, column = cell_of(index)
        return grids[kind].span(range(row, row + 1), range(column, column + 1))

    def pixels_per_cell(self, step: int) -> float:
        """Return the side of an input cell in pixels."""
        return self._still(self.steps[step]).layout.input.cell

    def channels(self, step: int) -> tuple[int, int]:
        """Return the input and output channel that a step's picture shows."""
        return channels(self._document, self._trace, self.steps[step])

    def _still(self, step: Step) -> Still:
        choice = self._choice(step)
        key = choice.input, choice.output
        if key not in self._stills:
            self._stills = {key: still(self._trace, choice, self._document.view, self._size)}
        return self._stills[key]

    def _choice(self, step: Step) -> Choice:
        shown = channels(self._document, self._trace, step)
        return Choice(
            *shown,
            *ramps(self._document, self._trace),
            kernel_ramp(self._document, self._trace),
        )


def _centre_for_output(
    then: Layout, place: tuple[float, float], x: float, y: float
) -> tuple[float, float]:
    """Return the view's centre in which a point shows a place of the output."""
    if not then.aligned:
        return then.plan.input_place(then.output.centre_for(place, x, y))
    row, column = then.plan.input_place(place)
    return row, then.input.centre_for((row, column), x, y)[1]
