"""Pictures of plates to look at, and what can be read off them."""

from types import SimpleNamespace

from convviz.figures.isometric import moving, view
from convviz.scene.items import Sheet
from tests.pictures import spots, walk

DEPTH = SimpleNamespace(available=view.available, still=view.still, moving=moving.moving)


def sheets(scene, name):
    """Return the sheets in groups of a name."""
    return [
        item for item, names, _ in walk(scene.items) if isinstance(item, Sheet) and name in names
    ]


def cells(scene, sheet, kind):
    """Return the cells of the plate on show that a sheet lies on, with its labels."""
    spot = spots(scene)[kind]
    found = {}
    for row in range(sheet.shades.shape[0]):
        for column in range(sheet.shades.shape[1]):
            hit = spot.hit(*sheet.at(row + 0.5, column + 0.5))
            if hit is not None:
                found[hit[1]] = sheet.labels[row][column] if sheet.labels else ""
    return found


def lit(scene):
    """Return the input cells in the kernel's colours."""
    return {
        cell
        for sheet in sheets(scene, "window") if sheet.ramp == "kernel"
        for cell in cells(scene, sheet, "input")
    }


def framed(scene, name, kind, role="window.edge", line=2.5):
    """Return the cells of a plate in whose middle a frame of a role is."""
    spot = spots(scene)[kind]
    found = set()
    for item, names, _ in walk(scene.items):
        if name in names and getattr(item, "edge", None) == role and item.line == line:
            xs, ys = zip(*item.points, strict=True)
            hit = spot.hit(sum(xs) / len(xs), sum(ys) / len(ys))
            if hit is not None:
                found.add(hit[1])
    return found
