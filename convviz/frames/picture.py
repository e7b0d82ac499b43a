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
from convviz.frames.channels import channels, slices
from convviz.frames.comparison import comparison
from convviz.frames.drawings import drawing
from convviz.frames.factoring import factors_in
from convviz.frames.page import Page
from convviz.frames.subject import Subject
from convviz.frames.view_picture import ViewPicture
from convviz.options import PictureOptions, ViewOptions
from convviz.scene.bounds import on_page
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
    setting
        The size of its type, what is in it and how that stands; None for the usual.

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
        setting: PictureOptions | None = None,
    ) -> None:
        self._several = document.whole
        self._of = of = Subject.of(document, trace)
        self._document, self._trace = of.document, of.trace
        self._setting = setting or PictureOptions()
        self._whole = size
        self._page = Page(document, trace, size, self._setting)
        self._size = size = self._page.room
        self._put: tuple[Scene, Scene] | None = None
        self._stills: dict[Choice, Still] = {}
        self.steps = document.steps
        self._view = (
            None
            if of.show == "layer"
            else ViewPicture(
                of.view, of.whole, size, drawing(of.show), self._choice,
                factors_in(of.show, of.factors),
            )
        )
        self.compared = None
        if self._view is None:
            self.compared = compared or comparison(document, trace)

    def base(self, step: int) -> Scene:
        """Return the still part at a step; the same object while it stays the same."""
        panels = self._panels(step)
        if self._put is None or self._put[0] is not panels:
            whole = on_page(panels) if self._partial else panels
            items = (*whole.items, *self._page.still)
            self._put = panels, replace(
                whole, width=self._whole[0], height=self._whole[1], items=items
            )
        return self._put[1]

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
            panels = self._view.overlay(at, pointer)
        else:
            panels = moving(self._still(at), at, self._of.view, pointer)
        width, height = self._whole
        items = (*panels.items, *self._page.moving(step))
        whole = replace(panels, width=width, height=height, items=items)
        return on_page(whole) if self._partial else whole

    def hit(self, step: int, x: float, y: float) -> Target | None:
        """Return what stands at a point of the picture, None beside the cells."""
        if self._view is not None:
            return self._view.hit(self.steps[step], x, y)
        return self._panels(step).hit(x, y)

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
        then = layout(now.plan, room, replace(view, zoom=zoom), self._setting)
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
        if self._several:
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

    def _panels(self, step: int) -> Scene:
        """Return the still part of the panels alone; the same object while it stays the same."""
        if self._view is not None:
            return self._view.base(self.steps[step])
        return self._still(self.steps[step]).scene

    @property
    def _partial(self) -> bool:
        """Whether a panel is left out, and stands far outside."""
        return not {"input", "output"} <= {*self._setting.panels}

    def _still(self, step: Step) -> Still:
        choice = self._choice(step)
        if choice not in self._stills:
            made = still(self._trace, choice, self._of.view, self._size, self.compared)
            self._stills = {choice: made}
        return self._stills[choice]

    def _choice(self, step: Step) -> Choice:
        return self._of.choice(step, self._setting)


def _centre_for_output(
    then: Layout, place: tuple[float, float], x: float, y: float
) -> tuple[float, float]:
    """Return the view's centre in which a point shows a place of the output."""
    if not then.aligned:
        return then.plan.input_place(then.output.centre_for(place, x, y))
    row, column = then.plan.input_place(place)
    return row, then.input.centre_for((row, column), x, y)[1]
