"""What is wrong with im2col and col2im: every reason at once, each with its smallest fixes."""

from __future__ import annotations

from collections.abc import Iterator
from math import isqrt, prod

from convviz.errors import Fix, Problem
from convviz.layers import sizes
from convviz.layers.checks import common
from convviz.layers.checks.trying import Shape, tried
from convviz.layers.folding import Fold, Unfold
from convviz.layers.words import axis_name, counted_axes, sides

_AXES = 2


def check(layer: Unfold | Fold, input_shape: Shape = None) -> tuple[Problem, ...]:
    """Return every problem of a layer, and of its input's shape where one is given.

    Parameters
    ----------
    layer
        The layer; its whole numbers may be any.
    input_shape
        (channels, height, width), of `Fold` (1, rows, columns), or None to look at
        the layer alone.
    """
    fields = ("stride", "dilation", "padding")
    if isinstance(layer, Unfold):
        return tuple(_of_lengths(layer, *fields)) or tried(_of_unfold, layer, input_shape)
    lengths = tuple(_of_lengths(layer, *fields, "output_size"))
    return lengths or tried(_of_fold, layer, input_shape)


def _of_lengths(layer: Unfold | Fold, *fields: str) -> Iterator[Problem]:
    if layer.axes != _AXES:
        yield Problem(
            "kernel_size",
            f"the kernel has {counted_axes(layer.axes)}: windows are laid out over {_AXES}",
        )
        return
    yield from common.of_lengths(layer, *fields)


def _of_unfold(layer: Unfold, input_shape: Shape) -> Iterator[Problem]:
    yield from common.of_dialect(layer.dialect)
    yield from common.of_numbers(layer, "kernel_size", "dilation", "stride")
    yield from common.of_negative_padding(layer, layer.padding)
    if input_shape is None:
        return
    axes = tuple(common.of_axes(layer, input_shape))
    yield from axes
    if axes:
        return
    channels, *size = input_shape
    if channels < 1:
        yield common.no_channels(channels)
    mended = tuple(
        length if length > 0 else max(1, span - sum(pads))
        for length, span, pads in zip(size, layer.effective_kernel, layer.padding, strict=True)
    )
    yield from common.of_input_size(layer, tuple(size), mended)
    for problem in _of_fit(layer, tuple(size), "input"):
        axis = problem.axis or 0
        missing = layer.effective_kernel[axis] - size[axis] - sum(layer.padding[axis])
        longer = common.larger_input(layer, tuple(size), axis, size[axis] + missing)
        yield Problem(
            problem.field, problem.message, axis, (*problem.fixes, longer), problem.kind
        )


def _of_fold(layer: Fold, input_shape: Shape) -> Iterator[Problem]:
    yield from common.of_dialect(layer.dialect)
    yield from common.of_numbers(layer, "output_size", "kernel_size", "dilation", "stride")
    yield from common.of_negative_padding(layer, layer.padding)
    for problem in _of_fit(layer, layer.output_size, "output"):
        axis = problem.axis or 0
        missing = layer.effective_kernel[axis] - layer.output_size[axis] - sum(layer.padding[axis])
        length = layer.output_size[axis] + missing
        output = common.with_axis(layer.output_size, axis, length)
        longer = Fix(f"output {axis_name(_AXES, axis)} {length}", (("output_size", output),))
        yield Problem(
            problem.field, problem.message, axis, (*problem.fixes, longer), problem.kind
        )
    if input_shape is not None:
        yield from _of_matrix(layer, input_shape)


def _of_fit(layer: Unfold | Fold, size: tuple[int, ...], what: str) -> Iterator[Problem]:
    """Yield axes that no window fits into."""
    for axis, length in enumerate(size):
        kernel, dilation = layer.kernel_size[axis], layer.dilation[axis]
        before, after = layer.padding[axis]
        span, padded = layer.effective_kernel[axis], length + before + after
        if min(kernel, dilation, length) < 1 or min(before, after) < 0 or span <= padded:
            continue
        more = -(-(span - padded) // 2)
        wider = (before + more, after + more)
        spans = f" at dilation {dilation} spans {span}" if dilation > 1 else ""
        smaller = (padded - 1) // dilation + 1
        yield Problem(
            "kernel_size",
            f"kernel {kernel}{spans}, the {'padded ' if before + after else ''}{what} is {padded} "
            f"along the {axis_name(_AXES, axis)}: {span} > {padded}, it doesn't fit",
            axis,
            (
                Fix(
                    f"padding {sides(wider)}",
                    (("padding", common.with_axis(layer.padding, axis, wider)),),
                ),
                Fix(
                    f"kernel {smaller}",
                    (("kernel_size", common.with_axis(layer.kernel_size, axis, smaller)),),
                ),
            ),
            "fit",
        )


def _of_matrix(layer: Fold, input_shape: tuple[int, ...]) -> Iterator[Problem]:
    if len(input_shape) != _AXES + 1 or input_shape[0] != 1:
        yield Problem(
            "input", f"the layer takes a matrix (1, rows, columns), the input is {input_shape}"
        )
        return
    _, rows, columns = input_shape
    if min(layer.kernel_size) >= 1 and (rows < 1 or rows % layer.taps):
        fitting = _multiples_near(rows, layer.taps)
        yield Problem(
            "input",
            f"the matrix has {rows} rows: {' × '.join(map(str, layer.kernel_size))} = "
            f"{layer.taps} taps of the kernel must divide them, "
            f"{rows} mod {layer.taps} = {rows % layer.taps}; "
            f"{' or '.join(map(str, fitting))} would fit",
            0,
            tuple(
                Fix(f"{count} rows", (("input_size", (count, columns)),)) for count in fitting
            ),
            "rows",
        )
    numbers = (*layer.output_size, *layer.kernel_size, *layer.dilation, *layer.stride)
    if min(numbers) < 1 or min(map(min, layer.padding)) < 0 or min(layer.windows) < 1:
        return
    windows = prod(layer.windows)
    if columns != windows:
        yield Problem(
            "input",
            f"the matrix has {columns} columns, the output has "
            f"{' × '.join(map(str, layer.windows))} = {windows} windows: "
            f"it takes one column for each, {windows} would fit",
            1,
            (
                Fix(f"{windows} columns", (("input_size", (rows, windows)),)),
                *_outputs_for(layer, columns),
            ),
            "columns",
        )


def _multiples_near(number: int, step: int) -> list[int]:
    """Return the multiples of `step` just below and above a number, from `step` on."""
    below = number // step * step
    return [multiple for multiple in (below, below + step) if multiple >= step] or [step]


def _outputs_for(layer: Fold, columns: int) -> tuple[Fix, ...]:
    """Return the output size with as many windows as columns, the same along both axes."""
    side = isqrt(max(columns, 0))
    if side * side != columns or side < 1:
        return ()
    output = tuple(
        max(1, (side - 1) * stride + sizes.effective_kernel(kernel, dilation) - sum(pads))
        for stride, kernel, dilation, pads in zip(
            layer.stride, layer.kernel_size, layer.dilation, layer.padding, strict=True
        )
    )
    return (Fix(f"output {' × '.join(map(str, output))}", (("output_size", output),)),)
