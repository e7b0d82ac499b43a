"""Three ways to put the panels into a picture, and the room each leaves them.

The panels are input, kernel and output; or input and output of layers without a kernel.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Literal

from convviz.figures.grid import Box
from convviz.figures.plan import Plan
from convviz.options import PictureOptions

Kind = Literal["row", "column", "wrapped"]
"""Beside one another, above one another, or in two lines that break before ``=``."""

_LARGEST_CELL = 88
_LARGE = 48.0
"""Side of a cell from which on all panels share one, and of a small picture's kernel at most."""
_LEAST = 20.5
"""Side of a small picture's cells from which on all panels share one: numbers can be read."""
_WITHOUT_NUMBERS = 12.0
_BESIDE_LENS = 1.4
"""How much larger the kernel's cells are beside cells too small for numbers."""
_KERNEL_SHARE = 0.22
_SIDES: dict[Kind, tuple[float, float, int]] = {
    "row": (2, 0.0, 1), "column": (0, 1.0, 3), "wrapped": (1, 0.5, 2),
}
_SIDES_OF_TWO: dict[Kind, tuple[float, float, int]] = {
    "row": (1.7, 0.0, 1), "column": (0, 0.5, 2), "wrapped": (0, 0.5, 2),
}
"""Of each arrangement: gaps beside panels, gaps above panels, titles above one another."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Room that the panels share, and how they are put into it.

    `title` is the height of a panel's title, 0 without titles; `panels` is two
    or three.
    """

    kind: Kind
    width: float
    height: float
    margin: float
    gap: float
    title: float
    font: float
    panels: int = 3

    @classmethod
    def of(
        cls, kind: Kind, size: tuple[float, float], panels: int = 3,
        setting: PictureOptions | None = None,
    ) -> Arrangement:
        """Return the room of a picture; at least half of either side is left for cells."""
        width, height = size
        font = min(max(0.022 * min(width, 1.6 * height), 9.0), 22.0)
        font = font if setting is None else setting.type_size(font)
        margin, gap, title = max(0.03 * min(width, height), 6.0), 2.9 * font, 3.4 * font
        beside, above, titles = (_SIDES if panels == 3 else _SIDES_OF_TWO)[kind]
        if 2 * margin + above * gap + titles * title > 0.5 * height:
            title = 0.0
        shrink = min(
            1.0,
            0.5 * width / (2 * margin + beside * gap),
            0.5 * height / (2 * margin + above * gap + titles * title),
        )
        return cls(kind, width, height, margin * shrink, gap * shrink, title, font, panels)

    @property
    def room(self) -> tuple[float, float]:
        """Width and height in pixels that are left for cells."""
        beside, above, titles = (_SIDES if self.panels == 3 else _SIDES_OF_TWO)[self.kind]
        return (
            self.width - 2 * self.margin - beside * self.gap,
            self.height - 2 * self.margin - above * self.gap - titles * self.title,
        )

    def cells(self, plan: Plan) -> tuple[float, float]:
        """Return the largest cell of input and output, and of the kernel."""
        width, height = self.room
        wide, high = self._panels(plan, plan.kernel or (0, 0))
        cell = min(width / wide, height / high, _LARGEST_CELL)
        least = min(max(0.034 * self.width, _LEAST), _LARGE)
        if plan.kernel is None:
            return whole(cell), 0.0
        if cell >= least:
            return floor(cell), floor(cell)
        if cell < _WITHOUT_NUMBERS:
            # A lens will stand below it.
            least = min(_BESIDE_LENS * least, max(least, _LARGE))
        kernel = self._small_kernel(plan.kernel, least)
        wide, high = self._panels(plan, (0, 0))
        beside, above = self._beside_kernel(plan, kernel)
        cell = min(beside / wide, above / high, least)
        if self.kind == "wrapped":
            # The kernel may be what makes the first line high.
            cell = min(cell, (height - kernel * plan.kernel[0]) / plan.output[0])
            left = (width - cell * plan.shown[1]) / plan.kernel[1]
            kernel = max(kernel, min(_LARGE, left, cell * plan.shown[0] / plan.kernel[0]))
        return whole(cell), whole(kernel)

    def _panels(self, plan: Plan, kernel: tuple[int, int]) -> tuple[int, int]:
        """Return how many cells stand beside and above one another with a kernel of a size."""
        rows, columns = zip(plan.shown, kernel, plan.output, strict=True)
        if self.kind == "row":
            return sum(columns), max(rows)
        if self.kind == "column":
            return max(columns), sum(rows)
        return max(columns[0] + columns[1], columns[2]), max(rows[:2]) + rows[2]

    def _small_kernel(self, shape: tuple[int, int], least: float) -> float:
        """Return the kernel's cell where input and output leave it only a share."""
        width, height = self.room
        rows, columns = shape
        across = width if self.kind == "column" else _KERNEL_SHARE * width
        down = {"row": height, "column": _KERNEL_SHARE * height, "wrapped": 0.5 * height}
        return min(least, across / columns, down[self.kind] / rows)

    def _beside_kernel(self, plan: Plan, kernel: float) -> tuple[float, float]:
        """Return the width and height that a kernel with cells of a size leaves the others."""
        width, height = self.room
        rows, columns = plan.kernel or (0, 0)
        if self.kind == "column":
            return width, height - kernel * rows
        return width - kernel * columns, height

    def limits(self, plan: Plan, kernel: float) -> tuple[tuple[float, float], ...]:
        """Return the largest width and height of each panel, with kernel cells of a size."""
        width, height = self._beside_kernel(plan, kernel)
        rows, columns = plan.kernel or (0, 0)
        middle = ((kernel * columns, kernel * rows),) if plan.kernel else ()
        if self.kind == "row":
            share = width * plan.shown[1] / (plan.shown[1] + plan.output[1])
            return (share, height), *middle, (width - share, height)
        share = height * plan.shown[0] / (plan.shown[0] + plan.output[0])
        if self.kind == "wrapped":
            share = max(share, kernel * rows)
        # An output wider than its input may go on below the kernel.
        across = self.room[0] if plan.output[1] > plan.shown[1] else width
        return (width, share), *middle, (across, height - share)

    def places(self, boxes: list[tuple[int, int]]) -> list[Box]:
        """Return x, y, width and height of panels, all of it in the picture's middle."""
        if self.kind == "row":
            return self._row(boxes)
        return self._column(boxes) if self.kind == "column" else self._wrapped(boxes)

    def _row(self, boxes: list[tuple[int, int]]) -> list[Box]:
        gap = floor(self.gap if self.panels == 3 else _SIDES_OF_TWO["row"][0] * self.gap)
        gaps = (len(boxes) - 1) * gap if self.panels < 3 else 2 * self.gap
        x = floor((self.width - sum(width for width, _ in boxes) - gaps) / 2)
        tallest = max(height for _, height in boxes)
        top = floor((self.height - tallest - self.title) / 2 + self.title)
        places: list[Box] = []
        for width, height in boxes:
            down = (tallest - height) // 2
            # Titles that would stand on nearly one line stand on one.
            down = 0 if down < self.title / 2 else down
            places.append((x, top + down, width, height))
            x += width + gap
        return places

    def _column(self, boxes: list[tuple[int, int]]) -> list[Box]:
        count = len(boxes)
        total = sum(height for _, height in boxes) + count * self.title
        total += (count - 1) * self.gap / 2
        left = floor((self.width - max(width for width, _ in boxes)) / 2)
        y = floor((self.height - total) / 2 + self.title)
        places: list[Box] = []
        for width, height in boxes:
            places.append((left, y, width, height))
            y += height + floor(self.title + self.gap / 2)
        return places

    def _wrapped(self, boxes: list[tuple[int, int]]) -> list[Box]:
        shown, kernel, output = boxes
        across = max(shown[0] + floor(self.gap) + kernel[0], output[0])
        line = max(shown[1], kernel[1])
        down = line + output[1] + 2 * self.title + self.gap / 2
        x = floor((self.width - across) / 2)
        y = floor((self.height - down) / 2 + self.title)
        return [
            (x, y + (line - shown[1]) // 2, *shown),
            (x + shown[0] + floor(self.gap), y + (line - kernel[1]) // 2, *kernel),
            (x, y + line + floor(self.title + self.gap / 2), *output),
        ]


def whole(cell: float) -> float:
    """Return a cell's side in whole pixels where that costs little, so that lines are crisp."""
    return floor(cell) if cell >= 4 else cell
