"""Views of a layer to draw: its numbers, its steps, and a picture of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

import numpy as np
from hypothesis import strategies as st

from convviz.engine.trace import Trace, trace
from convviz.figures import coverage, im2col, sparse
from convviz.figures.still import Choice
from convviz.layers import check
from convviz.options import ViewOptions
from convviz.scene.items import Cells, Group, Scene
from convviz.steps.order import Step, Steps, divisible
from convviz.steps.terms import Terms
from tests import drawn

VIEWS = (im2col, sparse, coverage)
LARGE = (9000, 7000)
"""A picture in which every number of a small layer can be read."""


@dataclass
class View:
    """One view of one layer, a picture of any of its steps."""

    module: ModuleType
    trace: Trace
    size: tuple[float, float]
    options: ViewOptions

    @property
    def steps(self) -> Steps:
        return Steps.of(self.trace.layer, self.trace.input.shape, by_taps=self.options.by_taps)

    def step(self, number: int) -> Step:
        return self.steps[number]

    def still(self, number: int):
        return self.module.still(
            self.trace, self.choice(self.step(number)), self.options, self.size
        )

    def choice(self, step: Step) -> Choice:
        read = getattr(self.trace.layer, "input_channels", None)
        channel = 0 if read is None else read(step.output[0])[0]
        if step.tap is not None:
            channel = Terms(self.trace, step.output)[step.tap].channel
        return Choice(step.stamp[0] if step.stamp else channel, step.output[0])

    def moving(self, number: int, pointer=None) -> Scene:
        return self.module.moving(
            self.still(number), self.step(number), self.options, pointer
        )

    def both(self, number: int, pointer=None) -> Scene:
        """Return the still and the moving part as one scene."""
        still = self.still(number)
        over = self.module.moving(still, self.step(number), self.options, pointer)
        return Scene(
            still.scene.width, still.scene.height, (*still.scene.items, *over.items),
            (*still.scene.hotspots, *over.hotspots),
        )


def view(module, layer, x, weight=None, bias=None, *, size=(1280, 720), **options) -> View:
    """Return a view of a layer on arrays."""
    arrays = (None if array is None else np.asarray(array) for array in (x, weight, bias))
    return View(module, trace(layer, *arrays), size, ViewOptions(**options))


@st.composite
def views(draw, module, layers=None, size=(1280, 720), kind="int64", **options):
    """Draw a view of a layer that has it."""
    cases = (drawn.every_layer() if layers is None else layers).filter(
        lambda case: module.available(case[0]) and not check(*case)
    )
    layer, shape = draw(cases)
    by_taps = options.pop("by_taps", None)
    if by_taps is None:
        by_taps = divisible(layer) and draw(st.booleans())
    numbers = drawn.numbers(layer, shape, kind, draw(st.integers(0, 99)))
    return view(module, layer, *numbers, size=size, by_taps=by_taps, **options)


def some_step(draw, of: View) -> int:
    """Draw the number of one of a view's steps."""
    return draw.draw(st.integers(0, len(of.steps) - 1))


def labels_at(scene: Scene, name: str) -> dict[tuple[float, float], str]:
    """Return the labels of cells in groups of a name by their middle; later ones cover earlier."""
    found = {}

    def walk(items, inside):
        for item in items:
            if isinstance(item, Group):
                walk(item.items, inside or item.name == name)
            elif isinstance(item, Cells) and inside:
                for row, texts in enumerate(item.labels or ()):
                    for column, text in enumerate(texts):
                        x = item.x + (column + 0.5) * item.cell
                        found[x, item.y + (row + 0.5) * item.cell] = text

    walk(scene.items, inside=False)
    return found


def numbers_in(scene: Scene, name: str, grid) -> dict[tuple[int, int], float]:
    """Return the numbers written in a grid's cells, by the grid's own rows and columns."""
    found = {}
    for (x, y), text in labels_at(scene, name).items():
        if text and grid.contains(x, y):
            row, column = grid.at(x, y)
            found[round(row), round(column)] = float(text.replace("−", "-"))
    return found
