"""How high the panels of a picture are that is only as high as it need be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.figures.compared import Compared
from convviz.figures.moving import moving
from convviz.figures.still import still
from convviz.figures.tiles import SMALLEST_LABELLED_CELL
from convviz.frames.comparison import comparison
from convviz.frames.drawings import drawing
from convviz.frames.subject import Subject
from convviz.options import PictureOptions
from convviz.scene.bounds import edges_of, on_page
from convviz.scene.items import Scene, Text
from convviz.steps.order import Step

_HEIGHTS = (0.62, 1.0, 1.5, 2.0)
"""Heights that a picture may need, in widths: the lowest in which numbers can be read is taken."""
_LOSS = 0.97
"""How much smaller cells may become for the sake of a lower picture."""
_MARGIN = 0.9
"""Room above and below what is drawn, in sizes of the largest title."""
_GAIN = 1.15
"""How much larger cells have to become for a higher picture, where none can be read."""
_LOWEST = 48.0


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a picture of a height comes to: its smallest cells, its content, its titles."""

    cell: float
    content: float
    titles: int


def panels_height(
    document: Document, trace: Trace, width: float, setting: PictureOptions
) -> float:
    """Return the height of a picture of a width that fits its panels snugly.

    Parameters
    ----------
    document, trace
        The document and its numbers.
    width
        In pixels.
    setting
        How the picture is set.
    """
    view = replace(document.view, zoom=1.0, centre=None)
    plain = Subject.of(replace(document, view=view), trace)
    step = document.steps[document.step]
    compared = comparison(document, trace)

    def at(height: float) -> _Drawn:
        return _drawn(plain, step, (width, height), setting, compared)

    high, best = _HEIGHTS[0] * width, at(_HEIGHTS[0] * width)
    for share in _HEIGHTS[1:]:
        if best.cell >= SMALLEST_LABELLED_CELL:
            break
        found = at(share * width)
        if found.cell > _GAIN * best.cell:
            high, best = share * width, found
    return _snug(at, high, best, _MARGIN * min(max(0.02 * width, 9.0), 16.0))


def _snug(at: Callable[[float], _Drawn], high: float, best: _Drawn, margin: float) -> float:
    """Return the lowest height found in which as much can be read as in a high picture."""
    low, content = _LOWEST, best.content
    while high - low > 1:
        wanted = content + 2 * margin
        if not low < wanted < high - 1:
            wanted = (low + high) / 2
        found = at(wanted)
        if found.cell >= _LOSS * best.cell and found.titles >= best.titles:
            high, content = wanted, found.content
        else:
            low = wanted
    return high


def _drawn(
    of: Subject,
    step: Step,
    size: tuple[float, float],
    setting: PictureOptions,
    compared: Compared | None,
) -> _Drawn:
    """Return what the panels of a step come to in a picture of a size."""
    choice = of.choice(step, setting)
    if of.show == "layer":
        made = still(of.trace, choice, of.view, size, compared)
        base, overlay = made.scene, moving(made, step, of.view, None)
    else:
        how = drawing(of.show)
        drawn = how.still(of.whole, choice, of.view, size)
        base, overlay = drawn.scene, how.moving(drawn, step, of.view, None)
    reach = edges_of(on_page(Scene(*size, (*base.items, *overlay.items))).items)
    return _Drawn(
        min((spot.cell[0] for spot in base.hotspots if spot.width > 0), default=0.0),
        size[1] if reach is None else reach[3] - reach[1],
        sum(isinstance(item, Text) and item.bold for item in base.items),
    )
