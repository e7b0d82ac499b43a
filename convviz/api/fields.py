"""Pictures of what a network's unit sees, and networks as code, from and into text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from convviz.api.networks import given_shape
from convviz.api.sizing import Length, Size, number, one_of, sized
from convviz.errors import ConvvizError
from convviz.export.limits import options_problem
from convviz.export.look import Look
from convviz.layers import Layer
from convviz.layers.construct import shape as plain_shape
from convviz.layers.network.network import Network
from convviz.layers.plain import Plain
from convviz.options import THEMES, FrameOptions, ThemeName

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from convviz.export.scenes import Draw
    from convviz.interop.code.writing import Framework
    from convviz.scene.items import Scene

FieldShow = Literal["field", "growth", "paths", "effective"]
_SHOWS: tuple[FieldShow, ...] = ("field", "growth", "paths", "effective")
_SIZE = (1280, 420)
_TWO = 2


@dataclass(frozen=True, eq=False)
class NetworkFigure:
    """A picture of a network; shows itself in a notebook.

    Attributes
    ----------
    title
        What it shows, in a sentence.
    options
        Size and look.
    """

    title: str
    options: FrameOptions
    _draw: Draw = field(repr=False)

    def svg(self) -> str:
        """Return the picture as the text of an SVG file."""
        from convviz.export.scenes import scene_svg  # noqa: PLC0415

        return scene_svg(self._draw, self.title, self.options)

    def save(self, path: str | PathLike[str]) -> None:
        """Save the picture; the name's ending says as what: .svg, .png or .pdf.

        Raises
        ------
        ValueError
            The name ends otherwise.
        NotWritten
            The file could not be written; what was there before is untouched.
        """
        from convviz.export.scenes import save_scene  # noqa: PLC0415

        save_scene(self._draw, self.title, self.options, Path(path))

    def _repr_svg_(self) -> str:
        from convviz.export.scenes import scene_svg  # noqa: PLC0415

        return scene_svg(self._draw, self.title, self.options, alone=False)


def field_figure(
    network: Network,
    layer: str,
    unit: Sequence[int] | None = None,
    *,
    show: FieldShow = "field",
    input_shape: Sequence[int] | None = None,
    picture: ArrayLike | None = None,
    size: Size | None = None,
    width: Length | None = None,
    height: Length | None = None,
    scale: float = 1.0,
    dpi: int = 300,
    theme: ThemeName = "light",
    transparent: bool = False,
) -> NetworkFigure:
    """Return a picture of what a unit of a network sees.

    Parameters
    ----------
    network
        As `convviz.network` makes it.
    layer
        The layer's name.
    unit
        The unit's place without its channel; None for the one in the middle.
    show
        What the unit sees of every map below it (``"field"``), how the field grows over
        the layers (``"growth"``), over how many paths each input cell is used
        (``"paths"``), or how strongly (``"effective"``).
    input_shape
        (channels, *spatial); None for the network's usual one.
    picture
        (rows, columns), 0 to 255, drawn as the input and darkened outside of the field.
    size, width, height, scale, dpi, theme, transparent
        As for `figure`; (1280, 420) unless told.

    Raises
    ------
    ConvvizError
        There is no such layer or unit, what a layer on the way reads isn't known, or a
        word or a number says something that can't be.
    """
    from convviz.frames import network_picture  # noqa: PLC0415

    one_of("show", show, _SHOWS)
    net = _given(network, input_shape)
    place = middle_unit(net, layer) if unit is None else tuple(unit)
    chosen = layer, place
    said = network_picture.sentence(net, chosen)
    look = sized(Look(width=_SIZE[0], height=_SIZE[1]), size, width, height)
    if look.height is None:
        look = replace(look, height=look.width * _SIZE[1] / _SIZE[0])
    look = replace(
        look, scale=number("scale", scale, "a number"), dpi=dpi,
        theme=one_of("theme", theme, THEMES), transparent=transparent,
    )
    drawn = None if picture is None else _grey(picture)
    options = look.frame(raster=True)
    problem = options_problem(options)
    if problem:
        raise ConvvizError(problem)

    def draw(room: tuple[float, float]) -> Scene:
        return network_picture.draw(show, net, chosen, room, drawn)

    return NetworkFigure(said, options, draw)


def middle_unit(network: Network, layer: str) -> tuple[int, ...]:
    """Return the place in the middle of a layer's map.

    Raises
    ------
    ConvvizError
        There is no such layer, or its shape isn't known.
    """
    from convviz.layers.network.walk import walk  # noqa: PLC0415

    for at in walk(network.graph, network.input_shape):
        if at.node.name == layer:
            if at.output_shape is None:
                raise ConvvizError(f"{layer} has no shape: something before it doesn't fit")
            return tuple(side // 2 for side in at.output_shape[1:])
    raise ConvvizError(f"there is no layer {layer}")


def parse(
    text: str, *, input_shape: Sequence[int] | None = None, skip: bool = False
) -> Network:
    """Return the network that a text describes: code, a printed model, or ONNX nodes.

    The text is read, never run.

    Parameters
    ----------
    text
        PyTorch, Keras or Flax code, what ``print(model)`` says, or ``onnx.helper`` code.
    input_shape
        (channels, *spatial) in place of what is told, or likely.
    skip
        Leave out what isn't understood; else it is an error.

    Raises
    ------
    convviz.errors.UnreadableFile
        There is no layer in it, or something isn't understood and may not be skipped.
    """
    from convviz.session.networks import pasted_network  # noqa: PLC0415

    shape = None if input_shape is None else plain_shape(input_shape)
    return pasted_network(text, input_shape=shape, skip=skip).network


def code(
    network: Network | Layer | Plain,
    framework: Framework = "pytorch",
    input_shape: Sequence[int] | None = None,
) -> str:
    """Return a network or a layer as code.

    What a framework has no word for stands in a comment at its beginning.

    Parameters
    ----------
    network
        A network, or a single layer.
    framework
        ``"pytorch"``, ``"keras"``, ``"flax"``, ``"onnx"`` or ``"numpy"``.
    input_shape
        (channels, *spatial), needed where a padding or a pool hangs on it.

    Raises
    ------
    ConvvizError
        A layer doesn't fit what it reads, or the shape is needed and isn't given.
    """
    from convviz.interop.code.writing import (  # noqa: PLC0415
        FRAMEWORKS,
        layer_code,
        network_code,
    )

    one_of("framework", framework, FRAMEWORKS)
    shape = None if input_shape is None else plain_shape(input_shape)
    if isinstance(network, Network):
        return network_code(network if shape is None else _given(network, shape), framework).text
    return layer_code(network, framework, shape or ()).text


def _given(network: Network, input_shape: Sequence[int] | None) -> Network:
    return replace(network, input_shape=given_shape(network, input_shape))


def _grey(picture: ArrayLike) -> NDArray[np.uint8]:
    import numpy as np  # noqa: PLC0415 - as the rest of the face, loaded when needed

    array = np.asarray(picture)
    if array.ndim != _TWO or not array.size or not np.isfinite(array.astype(float)).all():
        raise ConvvizError(
            f"a picture has rows and columns of numbers from 0 to 255, got the shape {array.shape}"
        )
    return np.asarray(np.clip(array, 0, 255), np.uint8)

