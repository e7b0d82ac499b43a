"""Pictures of a layer's steps, from arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Unpack, cast

from convviz.api.arrays import input_array
from convviz.api.sizing import Length, Size, number, one_of, set_, sized
from convviz.api.views import Shown, check_meaning, checked
from convviz.errors import ConvvizError
from convviz.export.limits import layer_problem, options_problem
from convviz.export.look import Look
from convviz.layers import DIALECTS, Dialect, Layer, construct
from convviz.layers.construct import require_layer
from convviz.options import (
    SHOWS,
    Arranged,
    FrameOptions,
    Panel,
    Show,
    ThemeName,
    VectorText,
    ViewOptions,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from convviz.document.document import Document
    from convviz.engine.trace import Trace


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

        It carries the numbers with it and can be opened in the window. A file that
        is there is replaced.

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
        from convviz.export.still import svg_text  # noqa: PLC0415

        # A page has several: their names may not be the same.
        return svg_text(self._document, self._trace, self.step, self.options, alone=False)


def figure(
    layer: Layer | Sequence[Layer],
    x: ArrayLike,
    weight: ArrayLike | str | Sequence[ArrayLike | str | None] | None = None,
    bias: ArrayLike | Sequence[ArrayLike | None] | None = None,
    *,
    step: int = 0,
    show: Show = "layer",
    compared: Dialect | None = None,
    size: Size | None = None,
    width: Length | None = None,
    height: Length | None = None,
    scale: float = 1.0,
    dpi: int = 300,
    theme: ThemeName = "light",
    transparent: bool = False,
    font_size: float | None = None,
    panels: Sequence[Panel] | None = None,
    arrangement: Arranged = "auto",
    vector_text: VectorText = "text",
    **view: Unpack[Shown],
) -> Figure:
    """Return a picture of a layer at one step.

    Parameters
    ----------
    layer
        A layer of any kind; of one with three axes the slice of the step is shown.
        For ``show="isometric"`` also a list of layers, each reading the one before,
        with a list of weights and of biases, None for layers without; the steps are
        then those of the last.
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
        ``"matrix"``, ``"coverage"``, ``"gradient"``, ``"isometric"`` (the maps as
        plates in depth).
    compared
        Another dialect, ``"tensorflow"`` say; output cells that differ under it are lit.
    size
        Width and height of the picture in pixels, (1280, 720) unless told; or
        ``"single-column"``, ``"double-column"``, ``"slide"``, ``"full-hd"``.
    width, height
        In place of `size`: pixels, or lengths such as ``"85mm"`` or ``"3.3in"``.
        Without a height the picture is as high as its content.
    scale
        2 gives a PNG of twice the resolution.
    dpi
        Pixels in an inch of a PNG whose width is in mm or inches.
    theme
        ``"light"``, ``"dark"``, ``"print"`` or ``"grey"``.
    transparent
        Leave the background out.
    font_size
        Of titles and words, in points; None for what suits the picture.
    panels
        What is in the picture, of ``"input"``, ``"kernel"``, ``"output"``,
        ``"formula"``, ``"arithmetic"``, ``"legend"`` and ``"caption"``; None for the
        grids and a legend where something needs one.
    arrangement
        ``"row"``, ``"column"``, ``"over"`` (the output below the input) or ``"auto"``.
    vector_text
        ``"text"`` in the bundled font, or ``"paths"``, in SVG and PDF.
    **view
        What else is shown, and how, by the names of `ViewOptions`: ``values=False``
        leaves the numbers out, ``by_taps=True`` makes one product (of a transposed
        convolution one stamp) a step; ``ghost``, ``products``, ``linking``,
        ``projection``, ``path``, ``coordinates``, ``colour_bar``, ``symmetric``,
        ``colours``, ``sources`` and ``struck`` are True or False too, ``factored``
        writes whole numbers with a common factor; ``decimals=2``,
        ``colour_map="viridis"``, ``input_levels=(0, 255)``, ``output_levels``;
        ``turn`` is by how many degrees the plates of ``"isometric"`` are turned.

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
    from convviz.api.chains import chain_document, single_document  # noqa: PLC0415
    from convviz.export.fitting import natural_height  # noqa: PLC0415
    from convviz.frames import compute  # noqa: PLC0415
    from convviz.frames.drawings import shows  # noqa: PLC0415

    layers = list(layer) if isinstance(layer, Sequence) else [layer]
    for one in layers:
        require_layer(one)
    if not layers:
        raise ConvvizError("figure takes a layer, or a list with at least one")
    step = construct.whole("step", step)
    look = Look(
        scale=number("scale", scale, "a number such as 2"), dpi=construct.whole("dpi", dpi),
        theme=theme, transparent=transparent,
    )
    look = set_(sized(look, size, width, height), font_size, panels, arrangement, vector_text)
    problem = layer_problem(layers[0]) or options_problem(look.frame(raster=True))
    if problem is not None:
        raise ConvvizError(problem)
    options_of_view = ViewOptions(
        show=one_of("show", show, SHOWS),
        compared=None if compared is None else one_of("compared", compared, DIALECTS),
        **checked(view),
    )
    for one in layers:
        has = shows(one)
        if options_of_view.show not in has:
            raise ConvvizError(f"show {show!r}: this layer is shown as {', '.join(has)}")
    if len(layers) > 1 and show != "isometric":
        raise ConvvizError(f"show {show!r}: several layers are shown as isometric")
    given = input_array(layers[0], x)
    if isinstance(layer, Sequence):
        made = chain_document(layers, given, weight, bias)
    else:
        made = single_document(layer, given, cast("ArrayLike | str | None", weight),
                               cast("ArrayLike | None", bias))
    document = replace(made, view=options_of_view)
    check_meaning(document, view)
    trace = compute(document)
    count = len(document.steps)
    if not -count <= step < count:
        raise IndexError(f"step {step}: there are steps 0 to {count - 1}")
    document = replace(document, step=step % count)
    options = look.frame(raster=True, natural=natural_height(document, trace, look))
    return Figure(step % count, options, document, trace)
