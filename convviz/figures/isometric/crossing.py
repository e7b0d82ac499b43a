"""Lines that cross a plate behind the numbers in its cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

from convviz.figures.isometric.camera import Way
from convviz.figures.isometric.cutting import Stretch
from convviz.figures.isometric.face import Face
from convviz.scene.metrics import CAP_HEIGHT, text_width

_CLEAR = 2.5
"""Pixels between a line and a number."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers on a plate that stands.

    Attributes
    ----------
    face
        Its cells.
    until
        The last that is written, (row, column) from the first; None where all are.
    """

    face: Face
    until: tuple[int, int] | None = None

    def left(self, a: Way, b: Way, stretch: Stretch) -> Iterator[Stretch]:
        """Yield what is left of a stretch of the line from a to the right to b."""
        begin, end = stretch
        for first, last in (*sorted(self._behind(a, b, stretch)), (end, end)):
            if min(first, end) > begin:
                yield begin, min(first, end)
            begin = max(begin, last)

    def _behind(self, a: Way, b: Way, stretch: Stretch) -> Iterator[Stretch]:
        """Yield the stretches that are behind numbers."""
        board, texts = self.face.board, self.face.labels
        if texts is None:
            return
        wide, slope = b[0] - a[0], (b[1] - a[1]) / (b[0] - a[0])
        ends = [(a[0] + share * wide - board.x) / board.across[0] for share in stretch]
        for column in range(max(floor(ends[0]), 0), min(ceil(ends[1]), board.columns)):
            x = board.x + (column + 0.5) * board.across[0]
            y = a[1] + slope * (x - a[0])
            near = (y - board.point(0.5, column + 0.5)[1]) / board.down[1]
            for row in {floor(near), ceil(near)} & {*range(board.rows)}:
                if not texts[row][column] or (self.until and (row, column) > self.until):
                    continue
                half = text_width(texts[row][column], self.face.font) / 2 + _CLEAR
                high = CAP_HEIGHT * self.face.font / 2 + _CLEAR + abs(slope) * half
                if abs(near - row) * board.down[1] < high:
                    yield (x - half - a[0]) / wide, (x + half - a[0]) / wide
