"""Pictures of a layer's steps, from arrays."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import isfinite, nan
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, Unpack, cast

from convviz.api.arrays import bias_array, input_array, numbers
from convviz.api.views import Shown, check_meaning, checked
from convviz.errors import ConvvizError, InvalidLayer, Problem
from convviz.export.limits import layer_problem, options_problem
from convviz.layers import DIALECTS, Dialect, Layer, Weighted, construct
from convviz.layers.construct import require_layer
from convviz.options import SHOWS, FrameOptions, Show, ThemeName, ViewOptions

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from convviz.document.document import Document
    from convviz.engine.trace import Trace

Word = TypeVar("Word", bound=str)

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

    @property
    def shown(self) -> tuple[Document, Trace]:
        """The document that is shown, and its numbers."""
        return self._document, self._trace

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
    layer: Layer,
    x: ArrayLike,
    weight: ArrayLike | str | None = None,
    bias: ArrayLike | None = None,
    *,
    step: int = 0,
    show: Show = "layer",
    compared: Dialect | None = None,
    size: tuple[int, int] = (1280, 720),
    scale: float = 1.0,
    theme: ThemeName = "light",
    transparent: bool = False,
    **view: Unpack[Shown],
) -> Figure:
    """Return a picture of a layer at one step.

    Parameters
    ----------
    layer
        A layer of any kind; of one with three axes the slice of the step is shown.
    x, weight
        As for `apply`; in place of a weight also the name of a preset:
        ``"corners"`` (corners and centre, also without any), ``"ones"``,
        ``"sobel_x"``, ….
    bias
        Shape (out_channels,); without it the layer is drawn without one. A layer
        made with ``bias=False`` takes none.
    step
        Which step, from 0: output channels slowest, the last axis fastest.
        Negative ones count from the end.
    show
        What of the layer is shown: itself, or one of ``"stamps"``, ``"gaps"``,
        ``"three"`` (of transposed convolutions), ``"im2col"`` (of convolutions),
        ``"matrix"``, ``"coverage"``, ``"gradient"``.
    compared
        Another dialect, ``"tensorflow"`` say; output cells that differ under it are lit.
    size
        Width and height of the picture in pixels.
    scale
        2 gives a PNG of twice the resolution.
    theme
        ``"light"``, ``"dark"`` or ``"print"``.
    transparent
        Leave the background out.
    **view
        What else is shown, and how, by the names of `ViewOptions`: ``values=False``
        leaves the numbers out, ``by_taps=True`` makes one product (of a transposed
        convolution one stamp) a step; ``ghost``, ``products``, ``linking``,
        ``projection``, ``path``, ``coordinates``, ``colour_bar``, ``symmetric``,
        ``colours``, ``sources`` and ``struck`` are True or False too, ``factored``
        writes whole numbers with a common factor; ``decimals=2``,
        ``colour_map="viridis"``, ``input_levels=(0, 255)``, ``output_levels``.

    Raises
    ------
    InvalidLayer
        The layer can't take such an input, weight or bias.
    IndexError
        There is no such step.
    ConvvizError
        There is no such preset, or it doesn't exist at the kernel's size; the
        layer isn't shown so; or a word or a number says something that can't be.

    Examples
    --------
    >>> import numpy as np
    >>> from convviz import Conv2d
    >>> layer = Conv2d(1, 1, kernel_size=3, stride=2, padding=1)
    >>> figure(layer, np.ones((1, 7, 7)), step=3).save("frame.svg")  # doctest: +SKIP
    """
    # Arrays and drawings come with it; sizes do without.
    from convviz.frames import compute  # noqa: PLC0415
    from convviz.frames.drawings import shows  # noqa: PLC0415

    require_layer(layer)
    step = construct.whole("step", step)
    options = FrameOptions(_size(size), _scale(scale), theme=theme, transparent=transparent)
    problem = layer_problem(layer) or options_problem(options)
    if problem is not None:
        raise ConvvizError(problem)
    options_of_view = ViewOptions(
        show=_one_of("show", show, SHOWS),
        compared=None if compared is None else _one_of("compared", compared, DIALECTS),
        **checked(view),
    )
    has = shows(layer)
    if options_of_view.show not in has:
        raise ConvvizError(f"show {show!r}: this layer is shown as {', '.join(has)}")
    document = replace(
        _document(layer, input_array(layer, x), weight, bias), view=options_of_view
    )
    check_meaning(document, view)
    trace = compute(document)
    count = len(document.steps)
    if not -count <= step < count:
        raise IndexError(f"step {step}: there are steps 0 to {count - 1}")
    return Figure(step % count, options, document, trace)


def _document(
    layer: Layer, x: NDArray[Any], weight: ArrayLike | str | None, bias: ArrayLike | None
) -> Document:
    from convviz.document import editing  # noqa: PLC0415
    from convviz.document.document import InputSource  # noqa: PLC0415
    from convviz.engine.output import check_weights  # noqa: PLC0415

    offset = bias_array(layer, bias)
    if isinstance(layer, Weighted):
        layer = replace(layer, bias=offset is not None)
    document = editing.new_document(layer, x.shape)
    problems = document.layer_problems()
    if problems:
        raise InvalidLayer(problems)
    kernel = _weight(layer, weight)
    problems = check_weights(layer, kernel, offset)
    if problems:
        raise InvalidLayer(problems)
    document = editing.with_input(document, x, InputSource("typed"))
    if kernel is not None:
        document = editing.with_weight(document, kernel)
    return document if offset is None else editing.with_bias(document, offset)


def _weight(layer: Layer, weight: ArrayLike | str | None) -> NDArray[Any] | None:
    """Return the weight that is given, by name too, or the usual one; None where there is none."""
    if weight is not None and not isinstance(weight, str):
        return numbers("weight", weight)
    if isinstance(layer, Weighted):
        return _preset(layer, weight or "corners")
    if weight is not None:
        raise InvalidLayer((Problem("weight", "a weight is given, the layer has none"),))
    return None


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


def _preset(layer: Weighted, name: str) -> NDArray[Any]:
    from convviz.document.presets import kernel_preset  # noqa: PLC0415

    kernel = kernel_preset(name, layer.weight_shape)
    if kernel is None:
        size = " × ".join(map(str, layer.kernel_size))
        raise ConvvizError(f"there is no {name} kernel of the size {size}")
    return kernel


def _one_of(field: str, word: object, words: tuple[Word, ...]) -> Word:
    for known in words:
        if known == word:
            return known
    raise ConvvizError(f"{field} is one of {', '.join(words)}, got {word!r}")
