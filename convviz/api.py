"""The library's face: PyTorch's names, arrays in and out, figures.

NumPy and Qt are loaded by what needs them: sizes need neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import isfinite, nan
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from convviz.errors import ConvvizError, InvalidLayer, NotWritten, Problem
from convviz.export.limits import layer_problem, options_problem
from convviz.layers import (
    Conv,
    Conv1d,
    Conv2d,
    Conv3d,
    ReceptiveField,
    construct,
    output_shape,
    receptive_field,
)
from convviz.layers.construct import require_layer
from convviz.options import FrameOptions, ThemeName

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from convviz.document.document import Document
    from convviz.engine.trace import Trace

__all__ = [
    "Conv1d",
    "Conv2d",
    "Conv3d",
    "ConvvizError",
    "Figure",
    "InvalidLayer",
    "NotWritten",
    "ReceptiveField",
    "apply",
    "figure",
    "output_shape",
    "receptive_field",
]


def apply(
    layer: Conv, x: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None
) -> NDArray[Any]:
    """Return the layer's output for one input.

    Parameters
    ----------
    layer
        The layer.
    x
        Input of shape (in_channels, *spatial); there is no batch axis.
    weight
        Shape (out_channels, in_channels / groups, *kernel_size).
    bias
        Shape (out_channels,), or None to add nothing, which a layer with a bias
        takes for zeros. A layer made with ``bias=False`` takes none.

    Returns
    -------
    ndarray, shape (out_channels, *spatial)
        int64, and exact, when everything given is integer and no sum can reach
        2⁶³ whatever its terms; float64, rounded, for larger integers. float32
        when everything is float32, float64 otherwise.

    Raises
    ------
    InvalidLayer
        The layer can't take such an input, weight or bias, or what comes of them
        would not fit into memory.
    TypeError
        `layer` is no layer.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.arange(1, 26).reshape(1, 5, 5)
    >>> kernel = np.array([[[[1, 0, 1], [0, 1, 0], [1, 0, 1]]]])
    >>> apply(Conv2d(1, 1, 3, stride=2), x, kernel)
    array([[[35, 45],
            [85, 95]]])
    """
    from convviz.engine.output import apply as compute  # noqa: PLC0415

    require_layer(layer)
    return compute(
        layer,
        _input(layer, x),
        _numbers("weight", weight),
        _bias(layer, bias),
    )


@dataclass(frozen=True, eq=False)
class Figure:
    """One picture of one step; shows itself in a notebook.

    Attributes
    ----------
    step
        The step it shows, from 0.
    options
        Size and look.
    """

    step: int
    options: FrameOptions
    _document: Document = field(repr=False)
    _trace: Trace = field(repr=False)

    def svg(self) -> str:
        """Return the picture as the text of an SVG file."""
        from convviz.export.still import svg_text  # noqa: PLC0415

        return svg_text(self._document, self._trace, self.step, self.options)

    def save(self, path: str | PathLike[str]) -> None:
        """Save the picture; the name's ending says as what: .svg, .png or .pdf.

        A PNG carries the numbers with it and can be opened in the window. A
        file that is there is replaced.

        Raises
        ------
        ValueError
            The name ends otherwise.
        NotWritten
            The file could not be written; what was there before is untouched.
        """
        from convviz.export.still import save_still  # noqa: PLC0415

        save_still(self._document, self._trace, self.step, self.options, Path(path))

    def _repr_svg_(self) -> str:
        return self.svg()


def figure(
    layer: Conv,
    x: ArrayLike,
    weight: ArrayLike | str = "corners",
    bias: ArrayLike | None = None,
    *,
    step: int = 0,
    size: tuple[int, int] = (1280, 720),
    scale: float = 1.0,
    theme: ThemeName = "light",
    transparent: bool = False,
    values: bool = True,
    ghost: bool = False,
    by_taps: bool = False,
) -> Figure:
    """Return a picture of a layer at one step.

    Parameters
    ----------
    layer
        A layer of one or two axes.
    x
        Input of shape (in_channels, *spatial).
    weight
        Shape (out_channels, in_channels / groups, *kernel_size), or the name
        of a preset: ``"corners"`` (the default, corners and centre),
        ``"ones"``, ``"sobel_x"``, ….
    bias
        Shape (out_channels,); without it the layer is drawn without one. A layer
        made with ``bias=False`` takes none.
    step
        Which step, from 0: output channels slowest, the last axis fastest.
        Negative ones count from the end.
    size
        Width and height of the picture in pixels.
    scale
        2 gives a PNG of twice the resolution.
    theme
        ``"light"``, ``"dark"`` or ``"print"``.
    transparent
        Leave the background out.
    values
        Write the numbers into the cells.
    ghost
        Show output cells not reached yet, faintly.
    by_taps
        A step is one product in place of one output cell.

    Raises
    ------
    InvalidLayer
        The layer can't take such an input, weight or bias.
    IndexError
        There is no such step.
    ConvvizError
        There is no such preset, or it doesn't exist at the kernel's size.

    Examples
    --------
    >>> import numpy as np
    >>> layer = Conv2d(1, 1, kernel_size=3, stride=2, padding=1)
    >>> figure(layer, np.ones((1, 7, 7)), step=3).save("frame.svg")  # doctest: +SKIP
    """
    # Arrays and drawings come with it; sizes do without.
    from convviz.frames import compute  # noqa: PLC0415

    require_layer(layer)
    step = construct.whole("step", step)
    options = FrameOptions(_size(size), _scale(scale), theme, transparent)
    problem = layer_problem(layer) or options_problem(options)
    if problem is not None:
        raise ConvvizError(problem)
    document = _document(layer, _input(layer, x), weight, bias)
    document = replace(
        document,
        view=replace(document.view, values=values, ghost=ghost, by_taps=by_taps),
    )
    trace = compute(document)
    count = len(document.steps)
    if not -count <= step < count:
        raise IndexError(f"step {step}: there are steps 0 to {count - 1}")
    return Figure(step % count, options, document, trace)


def _document(
    layer: Conv, x: NDArray[Any], weight: ArrayLike | str, bias: ArrayLike | None
) -> Document:
    from convviz.document import editing  # noqa: PLC0415
    from convviz.document.document import InputSource  # noqa: PLC0415
    from convviz.engine.output import check_weights  # noqa: PLC0415

    offset = _bias(layer, bias)
    layer = replace(layer, bias=offset is not None)
    document = editing.new_document(layer, x.shape)
    problems = document.layer_problems()
    if problems:
        raise InvalidLayer(problems)
    kernel = _preset(layer, weight) if isinstance(weight, str) else _numbers("weight", weight)
    problems = check_weights(layer, kernel, offset)
    if problems:
        raise InvalidLayer(problems)
    document = editing.with_input(document, x, InputSource("typed"))
    document = editing.with_weight(document, kernel)
    return document if offset is None else editing.with_bias(document, offset)


def _bias(layer: Conv, bias: ArrayLike | None) -> NDArray[Any] | None:
    if bias is None:
        return None
    if not layer.bias:
        raise InvalidLayer((Problem("bias", "a bias is given, the layer has bias=False"),))
    return _numbers("bias", bias)


def _size(size: object) -> tuple[int, int]:
    try:
        width, height = construct.per_axis("size", size, 2)
    except InvalidLayer:
        raise ConvvizError(
            f"size takes a width and a height in whole pixels, as in (1280, 720), got {size!r}"
        ) from None
    return width, height


def _scale(scale: object) -> float:
    try:
        number = float(cast("float", scale)) if not isinstance(scale, str) else nan
    except (TypeError, ValueError, OverflowError):
        number = nan
    if not isfinite(number):
        raise ConvvizError(f"scale takes a number such as 2, got {scale!r}")
    return number


def _preset(layer: Conv, name: str) -> NDArray[Any]:
    from convviz.document.presets import kernel_preset  # noqa: PLC0415

    kernel = kernel_preset(name, layer.weight_shape)
    if kernel is None:
        size = " × ".join(map(str, layer.kernel_size))
        raise ConvvizError(f"there is no {name} kernel of the size {size}")
    return kernel


def _input(layer: Conv, x: ArrayLike) -> NDArray[Any]:
    """Return the input as an array; where only its channel axis is missing, say how to add it."""
    array = _numbers("input", x)
    if array.ndim == layer.axes:
        raise InvalidLayer(
            (
                Problem(
                    "input",
                    f"the input's shape {array.shape} lacks the channels: "
                    f"x[np.newaxis] has the shape {(1, *array.shape)}",
                ),
            )
        )
    if array.ndim == layer.axes + 2:
        raise InvalidLayer(
            (
                Problem(
                    "input",
                    f"the input's shape {array.shape} has one axis too many: "
                    "there is no batch, take x[0]",
                ),
            )
        )
    return array


def _numbers(field: str, values: ArrayLike) -> NDArray[Any]:
    import numpy as np  # noqa: PLC0415

    try:
        array = np.asarray(values)
    except ValueError:  # rows of different lengths
        array = np.array("")
    if array.dtype.kind not in "biuf":
        raise InvalidLayer((Problem(field, f"the {field} must be an array of real numbers"),))
    return array
