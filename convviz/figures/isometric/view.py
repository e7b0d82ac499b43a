"""The still part of a picture of plates in depth."""

from __future__ import annotations

from dataclasses import dataclass

from convviz.engine.trace import Trace
from convviz.figures.isometric.camera import Camera
from convviz.figures.isometric.face import Face
from convviz.figures.isometric.maps import kernel_stack, stacks
from convviz.figures.isometric.pieces import EDGES, empty, plate_items
from convviz.figures.isometric.placing import Placed, placed
from convviz.figures.isometric.titles import free_room, titles
from convviz.figures.isometric.words import numbers
from convviz.figures.panels import Look
from convviz.figures.still import Choice
from convviz.layers import Fold, Layer, Unfold
from convviz.options import ViewOptions
from convviz.scene.items import Group, Item, Scene

_AHEAD = 0.4
Faces = tuple[Face | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class IsometricStill:
    """The still part, and what the moving part is cut from.

    Attributes
    ----------
    scene
        The display list.
    traces, choice
        The layers' numbers, and what of the last is shown.
    maps, kernel, output
        Where the layers' inputs, the kernel and the output stand.
    faces
        The cells of the plates of each of them.
    font
        Size of a title.
    """

    scene: Scene
    traces: tuple[Trace, ...]
    choice: Choice
    maps: tuple[Placed, ...]
    kernel: Placed | None
    output: Placed
    faces: dict[Placed, Faces]
    font: float


def available(layer: Layer) -> bool:
    """Return whether a layer can be shown so: its windows are blocks of a map."""
    return not isinstance(layer, Unfold | Fold)


def still(
    trace: Trace, choice: Choice, view: ViewOptions, size: tuple[float, float]
) -> IsometricStill:
    """Return the still part of a picture of `size` (width, height) in pixels.

    Parameters
    ----------
    trace
        Of the first layer; those after it are in its `above`.
    choice, view, size
        What of the last layer is shown, and how.
    """
    look = Look.of(size, choice.setting)
    traces, (camera, where) = _standing(trace, choice, view, look)
    maps, output = tuple(where[: len(traces)]), where[-1]
    between = where[len(traces)] if len(where) > len(traces) + 1 else None
    faces = {one: _faces(one, view) for one in where}
    items: list[Item] = [*titles(traces, where, look, upright=camera.upright)]
    for one in where:
        drawn = list(zip(range(len(one.boards)), faces[one], strict=True))
        if one is output:
            drawn = drawn[: one.stack.current]  # the others stand before what moves
        plates = [item for at, face in drawn for item in plate_items(one, at, face)]
        if one is output:
            plates += _blank(one, faces[one][one.stack.current], view)
        items.append(Group(one.stack.kind, (*plates, *numbers(one, look, upright=camera.upright))))
    spots = [maps[-1].front.hotspot("input"), output.front.hotspot("output")]
    if between is not None:
        spots.insert(1, between.front.hotspot("kernel"))
    scene = Scene(*size, tuple(items), tuple(spots))
    return IsometricStill(scene, traces, choice, maps, between, output, faces, look.font)


def free(
    trace: Trace, choice: Choice, view: ViewOptions, size: tuple[float, float]
) -> tuple[float, float, float, float] | None:
    """Return the room (left, top, right, bottom) that plates leave below some of them, if any.

    Parameters
    ----------
    trace, choice, view, size
        As of `still`.
    """
    look = Look.of(size, choice.setting)
    traces, (camera, where) = _standing(trace, choice, view, look)
    if not camera.upright or not look.title or view.zoom > 1:
        return None
    return free_room(traces, where, look)


def _blank(output: Placed, face: Face | None, view: ViewOptions) -> list[Item]:
    """Return the output's plate on show before any step, with a ghost of what will be there."""
    items = empty(output.front, EDGES["output"])
    if view.ghost and face is not None:
        every = face.part(range(output.front.rows), range(output.front.columns))
        items.append(Group("ahead", tuple(every), opacity=_AHEAD))
    return items


def _standing(
    trace: Trace, choice: Choice, view: ViewOptions, look: Look
) -> tuple[tuple[Trace, ...], tuple[Camera, list[Placed]]]:
    """Return the layers' numbers; how their stacks are seen, and where each is in the picture."""
    traces = (trace, *trace.above)
    *given, made = stacks(traces, choice, view)
    kernel = kernel_stack(traces[-1], choice) if len(traces) == 1 else None
    every = [*given, *([kernel] if kernel is not None else []), made]
    return traces, placed(
        every, _room(look), view.turn, choice.setting.arrangement,
        one_axis=trace.layer.axes == 1,
    )


def _room(look: Look) -> tuple[float, float, float, float]:
    """Return the room for plates: left, top, right, bottom."""
    side, foot = look.margin, 3.6 * look.font if look.title else 0.0
    head = 1.8 * look.font if look.title else 0.0
    return side, look.margin + head, look.width - side, look.height - look.margin - foot


def _faces(one: Placed, view: ViewOptions) -> Faces:
    """Return the cells of a stack's plates; numbers stand on the one on show."""
    return tuple(
        None
        if plate.plane is None
        else Face.of(
            board, plate.plane, decimals=view.decimals,
            values=view.values and at == one.stack.current,
        )
        for at, (plate, board) in enumerate(zip(one.stack.plates, one.boards, strict=True))
    )
