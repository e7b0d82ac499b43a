"""A document at one size as pictures: what stays, and what moves at each step."""

from __future__ import annotations

from dataclasses import replace

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.figures.below import room_above
from convviz.figures.compared import Compared
from convviz.figures.kernels import kernel_index
from convviz.figures.layout import Layout, layout
from convviz.figures.moving import moving
from convviz.figures.slices import Slices, cell_of, place_of
from convviz.figures.still import Choice, Still, still
from convviz.frames.chain import at_end
from convviz.frames.channels import channels, slices
from convviz.frames.colouring import kernel_ramp, ramps, view_in_force
from convviz.frames.comparison import comparison
from convviz.frames.drawings import drawing, shown
from convviz.frames.factoring import factored, factors_in
from convviz.frames.view_picture import ViewPicture
from convviz.layers import Pool
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
    compared
        What `comparison` returned for the same document, where that is known.

    Attributes
    ----------
    steps
        The document's steps.
    compared
        What the other dialect makes of it that the view compares with, or None.
    """

    def __init__(
        self,
        document: Document,
        trace: Trace,
        size: tuple[float, float],
        compared: Compared | None = None,
    ) -> None:
        made = factored(trace, document.view)
        self._first = document, trace
        self._document, last = at_end(document, made.trace)
        self._view_options = made.view(view_in_force(document, trace))
        self._trace = _as_written(self._document, last)
        self._factors = made.factors
        self._size = size
        self._stills: dict[Choice, Still] = {}
        self.steps = document.steps
        show = shown(document)
        self._view = (
            None
            if show == "layer"
            else ViewPicture(
                self._view_options, made.trace, size, drawing(show), self._choice,
                factors_in(show, made.factors),
            )
        )
        self.compared = None
        if self._view is None:
            self.compared = compared or comparison(document, trace)

    def base(self, step: int) -> Scene:
        """Return the still part at a step; the same object while it stays the same."""
        if self._view is not None:
            return self._view.base(self.steps[step])
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
        if self._view is not None:
            return self._view.overlay(at, pointer)
        return moving(self._still(at), at, self._view_options, pointer)

    def hit(self, step: int, x: float, y: float) -> Target | None:
        """Return what stands at a point of the picture, None beside the cells."""
        if self._view is not None:
            return self._view.hit(self.steps[step], x, y)
        return self.base(step).hit(x, y)

    def input_at(self, step: int, x: float, y: float) -> tuple[float, float] | None:
        """Return the place in the input (row, column) that a point shows.

        A point of the output stands for the middle of its window. None beside
        the two.
        """
        if self._view is not None:
            return self._view.input_at(self.steps[step], x, y)
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
        room = room_above(size, self._trace, self.compared, view)
        then = layout(now.plan, room, replace(view, zoom=zoom))
        if now.output.contains(x, y):
            centre = _centre_for_output(then, now.output.at(x, y), x, y)
        elif now.input.contains(x, y):
            centre = then.input.centre_for(now.input.at(x, y), x, y)
        else:
            centre = now.input.middle
        return replace(view, zoom=zoom, centre=centre)

    def cell_box(self, step: int, target: Target) -> tuple[float, float, float, float] | None:
        """Return x, y, width and height of an input, kernel or output cell, None for others."""
        if self._view is not None:
            return self._view.cell_box(self.steps[step], target)
        where = self._still(self.steps[step]).layout
        grids = {"input": where.input, "kernel": where.kernel, "output": where.output}
        kind, index = target
        grid = grids.get(kind)
        if grid is None:
            return None
        row, column = cell_of(index)
        return grid.span(range(row, row + 1), range(column, column + 1))

    def index_of(self, step: int, target: Target) -> tuple[int, ...] | None:
        """Return where in the document's input or weight a cell's number is.

        None where there is nothing to edit: in the padding, in the output, where
        there is no kernel, where several layers are on show.

        Parameters
        ----------
        step
            The step's number.
        target
            ``("input", (row, column))`` or ``("kernel", (row, column))``.
        """
        if self._first[0].whole:
            return None
        kind, at = target
        trace, choice = self._trace, self._choice(self.steps[step])
        cell, axes = cell_of(at), trace.layer.axes
        if kind == "input":
            place = place_of(cell, axes, choice.slices.input)
            index, shape = (choice.input, *place), trace.input.shape
        elif kind == "kernel" and trace.weight is not None:
            place = place_of(cell, axes, choice.slices.kernel)
            channels = kernel_index(trace.layer, choice.input, choice.output)
            index, shape = (*channels, *place), trace.weight.shape
        else:
            return None
        inside = all(0 <= i < length for i, length in zip(index, shape, strict=True))
        return index if inside else None

    def pixels_per_cell(self, step: int) -> float:
        """Return the side of an input cell in pixels; 0 in a view that shows no input."""
        if self._view is not None:
            spot = self._view.spot(self.steps[step], "input")
            return 0.0 if spot is None else spot.cell[0]
        return self._still(self.steps[step]).layout.input.cell

    def channels(self, step: int) -> tuple[int, int]:
        """Return the input and output channel that a step's picture shows."""
        return channels(self._document, self._trace, self.steps[step])

    def slices(self, step: int) -> Slices:
        """Return the slices of input, kernel and output that a step's picture shows."""
        return slices(self._document, self._trace, self.steps[step])

    def _still(self, step: Step) -> Still:
        choice = self._choice(step)
        if choice not in self._stills:
            made = still(self._trace, choice, self._view_options, self._size, self.compared)
            self._stills = {choice: made}
        return self._stills[choice]

    def _choice(self, step: Step) -> Choice:
        shown = channels(self._document, self._trace, step)
        return Choice(
            *shown,
            ramps(*self._first)[0],
            ramps(self._document, self._trace)[1],
            kernel_ramp(self._document, self._trace),
            slices(self._document, self._trace, step),
            self._factors,
        )


def _as_written(document: Document, trace: Trace) -> Trace:
    """Return a trace whose pool rounds up as its document's does, though no window is partial.

    That changes no number, and tells that the last window was dropped.
    """
    layer, written = trace.layer, document.layer
    if not isinstance(layer, Pool) or not isinstance(written, Pool):
        return trace
    return replace(trace, layer=replace(layer, ceil_mode=written.ceil_mode))


def _centre_for_output(
    then: Layout, place: tuple[float, float], x: float, y: float
) -> tuple[float, float]:
    """Return the view's centre in which a point shows a place of the output."""
    if not then.aligned:
        return then.plan.input_place(then.output.centre_for(place, x, y))
    row, column = then.plan.input_place(place)
    return row, then.input.centre_for((row, column), x, y)[1]
