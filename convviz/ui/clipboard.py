"""Numbers to and from the clipboard."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QGuiApplication

from convviz.document import editing
from convviz.document.document import Document, InputSource
from convviz.errors import ConvvizError
from convviz.figures.kernels import kernel_index
from convviz.frames import Picture
from convviz.frames.chain import at_end
from convviz.layers import Weighted
from convviz.session.session import State

Kind = Literal["input", "kernel", "output"]
KINDS: tuple[Kind, ...] = ("input", "kernel", "output")


def numbers(state: State, kind: Kind, picture: Picture | None) -> NDArray[Any]:
    """Return the numbers of one panel as they are shown, (rows, columns) or (length,).

    Parameters
    ----------
    picture
        The picture on show, None before there is one.

    Raises
    ------
    ConvvizError
        The output isn't computed yet, or the layer has no kernel.
    """
    document, trace, step = state.document, state.trace, state.document.step
    if picture is None or (kind == "output" and (trace is None or state.pending)):
        raise ConvvizError("the output is still being computed")
    if trace is not None and not state.pending:
        document, trace = at_end(document, trace)
    (shown, made), slices = picture.channels(step), picture.slices(step)
    if kind == "input":
        planes, depth = document.input.array()[shown], slices.input
    elif kind == "kernel":
        planes, depth = _kernel(document, (shown, made)), slices.kernel
    else:
        assert trace is not None  # noqa: S101 - said above
        planes, depth = trace.output[made], slices.output
    if planes.ndim < 3:
        return np.asarray(planes)
    if not 0 <= depth < len(planes):
        raise ConvvizError("the slice on show is padding: there are no numbers to copy")
    return np.asarray(planes[depth])


def _kernel(document: Document, channels: tuple[int, int]) -> NDArray[Any]:
    if not isinstance(document.layer, Weighted):
        raise ConvvizError("this layer has no kernel: there are no numbers to copy or to paste")
    kernel: NDArray[Any] = document.layer_weights.weight.array()[
        kernel_index(document.layer, *channels)
    ]
    return kernel


def copy(array: NDArray[Any], *, literal: bool) -> None:
    """Put numbers on the clipboard: as a table for spreadsheets, or as a NumPy literal."""
    # Loaded when first needed: starting is quicker without.
    from convviz.interop.numbers import to_literal, to_table  # noqa: PLC0415

    QGuiApplication.clipboard().setText(to_literal(array) if literal else to_table(array))


def copy_text(text: str) -> None:
    """Put words on the clipboard."""
    QGuiApplication.clipboard().setText(text)


def pasted(document: Document, kind: Kind, channels: tuple[int, int]) -> Document:
    """Return the document with the clipboard's numbers as its input or kernel.

    A block of the size of the one channel on show replaces that channel; any
    other replaces the whole.

    Raises
    ------
    ConvvizError
        The clipboard holds no numbers, or none that fit.
    """
    from convviz.interop.numbers import parse_numbers  # noqa: PLC0415

    text = QGuiApplication.clipboard().text()
    if not text.strip():
        raise ConvvizError(
            "there is no text on the clipboard: copy a block of numbers from a spreadsheet, "
            "or a Python list, first"
        )
    array = parse_numbers(text)
    if kind == "input":
        return _with_input(document, array, channels[0])
    return _with_kernel(document, array, channels)


def _with_input(document: Document, array: NDArray[Any], channel: int) -> Document:
    present = document.input.array()
    source = InputSource("typed")
    if present.shape[0] > 1 and array.shape == present.shape[1:]:
        return editing.with_input(document, _replaced(present, (channel,), array), source)
    return editing.with_input(document, array, source)


def _with_kernel(
    document: Document, array: NDArray[Any], channels: tuple[int, int]
) -> Document:
    if array.shape == _kernel(document, channels).shape:
        present = document.layer_weights.weight.array()
        if present.shape[0] * present.shape[1] > 1:
            at = kernel_index(document.layer, *channels)
            return editing.with_weight(document, _replaced(present, at, array))
    return editing.with_weight(document, array)


def _replaced(
    whole: NDArray[Any], at: tuple[int, ...], part: NDArray[Any]
) -> NDArray[Any]:
    made = whole.astype(np.result_type(whole, part))
    made[at] = part
    return made
