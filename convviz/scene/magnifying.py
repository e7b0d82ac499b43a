"""A display list enlarged: everything in it, strokes apart."""

from __future__ import annotations

from dataclasses import dataclass, replace

from convviz.scene.items import (
    Arrow,
    Cells,
    Group,
    Hotspot,
    Item,
    Line,
    Polygon,
    Scene,
    Sheet,
    Text,
)


@dataclass(frozen=True, slots=True)
class Magnifier:
    """Takes a point (x, y) to (zoom·x + dx, zoom·y + dy).

    Attributes
    ----------
    zoom
        1 leaves the size as it is.
    dx, dy
        Pixels that it is moved.
    """

    zoom: float
    dx: float
    dy: float

    def scene(self, scene: Scene) -> Scene:
        """Return a scene of the same size with all that is in it enlarged and moved."""
        return replace(
            scene,
            items=tuple(map(self.item, scene.items)),
            hotspots=tuple(map(self.hotspot, scene.hotspots)),
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point comes to be."""
        return self.zoom * x + self.dx, self.zoom * y + self.dy

    def way(self, way: tuple[float, float]) -> tuple[float, float]:
        """Return what a distance along x and along y becomes."""
        return self.zoom * way[0], self.zoom * way[1]

    def box(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Return where a box (x, y, width, height) comes to be."""
        x, y = self.point(box[0], box[1])
        return x, y, self.zoom * box[2], self.zoom * box[3]

    def item(self, item: Item) -> Item:
        """Return an item enlarged and moved; lines stay as thin as they are."""
        match item:
            case Group():
                clip = None if item.clip is None else self.box(item.clip)
                return replace(item, items=tuple(map(self.item, item.items)), clip=clip)
            case Line() | Polygon():
                return replace(item, points=tuple(self.point(*point) for point in item.points))
            case Arrow():
                (x1, y1), (x2, y2) = self.point(item.x1, item.y1), self.point(item.x2, item.y2)
                return replace(item, x1=x1, y1=y1, x2=x2, y2=y2)
            case Text():
                x, y = self.point(item.x, item.y)
                return replace(item, x=x, y=y, size=self.zoom * item.size)
            case Cells() | Sheet():
                return self._grid(item)
        x, y, width, height = self.box((item.x, item.y, item.width, item.height))
        return replace(item, x=x, y=y, width=width, height=height)

    def _grid(self, grid: Cells | Sheet) -> Item:
        x, y = self.point(grid.x, grid.y)
        font = self.zoom * grid.font_size
        if isinstance(grid, Cells):
            return replace(grid, x=x, y=y, cell=self.zoom * grid.cell, font_size=font)
        across, down = self.way(grid.across), self.way(grid.down)
        return replace(grid, x=x, y=y, across=across, down=down, font_size=font)

    def hotspot(self, spot: Hotspot) -> Hotspot:
        """Return a hotspot enlarged and moved."""
        x, y, width, height = self.box((spot.x, spot.y, spot.width, spot.height))
        return replace(
            spot, x=x, y=y, width=width, height=height,
            origin=self.point(*spot.origin),
            cell=self.way(spot.cell),
            slant=self.way(spot.slant),
        )


def magnifier(
    size: tuple[float, float], zoom: float, at: tuple[float, float]
) -> Magnifier:
    """Return what enlarges a picture so that a point is in the middle, if that leaves no gap.

    Parameters
    ----------
    size
        Width and height of the picture.
    zoom
        At least 1.
    at
        The point, in the picture as it is.
    """
    dx, dy = (
        min(0.0, max(length - zoom * length, length / 2 - zoom * place))
        for length, place in zip(size, at, strict=True)
    )
    return Magnifier(zoom, dx, dy)
