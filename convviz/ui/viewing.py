"""Zoom and pan of the picture, as arithmetic of view options."""

from __future__ import annotations

from dataclasses import dataclass, replace

from convviz.frames import Picture
from convviz.options import ViewOptions

LARGEST_CELL = 128.0
"""Pixels beyond which nobody zooms in."""
STEP = 1.25
"""How much one press of "zoom in" enlarges."""

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shown:
    """What of the input is on show, as far as zooming and panning need it.

    Attributes
    ----------
    view
        The view options in force.
    centre
        (row, column) of the input in the middle of its panel.
    cell
        Side of an input cell in pixels.
    """

    view: ViewOptions
    centre: Place
    cell: float

    @classmethod
    def of(cls, picture: Picture, step: int, view: ViewOptions) -> Shown | None:
        """Return what a picture shows; None for one without an input."""
        spots = (spot for spot in picture.base(step).hotspots if spot.kind == "input")
        spot = next(spots, None)
        cell = picture.pixels_per_cell(step)
        if spot is None or not cell:
            return None
        row, column = spot.place(spot.x + spot.width / 2, spot.y + spot.height / 2)
        return cls(view, (row - 0.5 + spot.first[0], column - 0.5 + spot.first[1]), cell)

    def zoomed(self, factor: float, around: Place | None) -> ViewOptions:
        """Return the view enlarged by a factor, so that `around` stays where it is.

        Parameters
        ----------
        around
            (row, column) of the input; None for the middle.
        """
        most = max(1.0, self.view.zoom * LARGEST_CELL / self.cell)
        zoom = min(max(self.view.zoom * factor, 1.0), most)
        if zoom == self.view.zoom:
            return self.view
        if zoom <= 1.0:
            return fitted(self.view)
        row, column = around or self.centre
        shrink = self.view.zoom / zoom
        centre = (
            row + (self.centre[0] - row) * shrink,
            column + (self.centre[1] - column) * shrink,
        )
        return replace(self.view, zoom=zoom, centre=centre)

    def panned(self, dx: float, dy: float) -> ViewOptions:
        """Return the view moved by so many pixels of the input's panel."""
        if self.view.zoom <= 1.0:
            return self.view
        return self.centred((self.centre[0] - dy / self.cell, self.centre[1] - dx / self.cell))

    def centred(self, place: Place) -> ViewOptions:
        """Return the view with a place of the input in its middle."""
        return replace(self.view, centre=place)


def fitted(view: ViewOptions) -> ViewOptions:
    """Return the view that shows everything."""
    return replace(view, zoom=1.0, centre=None)
