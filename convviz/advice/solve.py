"""Solving for parameters: what makes one size of another, and which sizes give the same.

All of it is exact, in plain integers, for one axis at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from convviz.errors import Fix
from convviz.layers import AdaptivePool, Conv, ConvTranspose, Pad, Pair, Pool, check, sizes
from convviz.layers.check import apply_fix
from convviz.layers.concrete import concrete
from convviz.layers.fixes import with_axes
from convviz.layers.shapes import spatial_output
from convviz.layers.words import sides
from convviz.limits import MAX_SIDE

Kind = Literal["conv", "transposed", "max_pool", "pool"]
"""What is solved for; ``"pool"`` is one without dilation."""

Windowed = Conv | ConvTranspose | Pool


@dataclass(frozen=True, slots=True)
class Limits:
    """How far solutions are looked for; all within are found.

    Attributes
    ----------
    stride
        Largest stride, or None for the quotient of the two sizes (rounded up) or
        the kernel, at most 32, whichever is larger.
    dilation
        Largest dilation; pools without one have 1.
    padding
        Most padding on one side, or None for what a kernel can make use of: one
        less than it spans, of pools half the kernel.
    """

    stride: int | None = None
    dilation: int = 8
    padding: int | None = None


NO_LIMITS_GIVEN = Limits()
_USUAL_STRIDES = 32
_MOST_SOLUTIONS = 2048


@dataclass(frozen=True, slots=True)
class Solution:
    """Parameters along one axis that make the wanted size.

    Attributes
    ----------
    kernel, stride, padding, dilation, output_padding
        The layer's along the axis; output padding is 0 but of transposed
        convolutions.
    """

    kernel: int
    stride: int
    padding: Pair
    dilation: int = 1
    output_padding: int = 0

    def __str__(self) -> str:
        """Return it in words: ``stride 2, padding 3``."""
        parts = [f"stride {self.stride}", f"padding {sides(self.padding)}"]
        if self.dilation != 1:
            parts.append(f"dilation {self.dilation}")
        if self.output_padding:
            parts.append(f"output padding {self.output_padding}")
        return ", ".join(parts)

    def fix(
        self, layer: Windowed, input_size: tuple[int, ...], axes: tuple[int, ...] | None = None
    ) -> Fix:
        """Return it as a change of a layer, along some axes or all of them.

        Parameters
        ----------
        layer
            The layer; its padding along the other axes stays, in numbers.
        input_size
            Spatial sizes of its input.
        axes
            Which axes, from 0.
        """
        along = tuple(range(layer.axes)) if axes is None else axes
        pads, extra, padding = _in_numbers(layer, input_size), self.output_padding, self.padding
        if isinstance(layer, ConvTranspose) and layer.dialect == "jax":
            padding, extra = _as_jax(padding, extra, self.kernel, self.dilation), 0
        changes: list[tuple[str, object]] = [
            ("kernel_size", with_axes(layer.kernel_size, along, self.kernel)),
            ("stride", with_axes(layer.stride, along, self.stride)),
            ("padding", with_axes(pads, along, padding)),
            ("dilation", with_axes(layer.dilation, along, self.dilation)),
        ]
        if isinstance(layer, ConvTranspose):
            given = concrete(layer, input_size).output_padding
            kept = layer.output_padding if layer.dialect == "jax" else given
            changes.append(("output_padding", with_axes(kept, along, extra)))
        return Fix(
            str(self),
            tuple((name, value) for name, value in changes if value != getattr(layer, name)),
        )


def _in_numbers(layer: Windowed, size: tuple[int, ...]) -> tuple[Pair, ...]:
    """Return the layer's padding in numbers that mean the same in its dialect."""
    if isinstance(layer, ConvTranspose) and layer.dialect == "jax":
        decided = concrete(layer, size)
        numbers = (decided.pads, decided.output_padding, layer.kernel_size, layer.dilation)
        return tuple(_as_jax(*row) for row in zip(*numbers, strict=True))
    return concrete(layer, size).pads


def _as_jax(pads: Pair, extra: int, kernel: int, dilation: int) -> Pair:
    """Return what lax pads the stretched input with where others cut so much off."""
    reach = sizes.effective_kernel(kernel, dilation) - 1
    before, after = pads
    return reach - before, reach - after + extra


def solve(
    kind: Kind,
    input_size: int,
    output_size: int,
    kernel: int,
    *,
    limits: Limits = NO_LIMITS_GIVEN,
    ceil_mode: bool = False,
) -> tuple[Solution, ...]:
    """Return all strides, paddings and dilations that make one size of another.

    Where there is one window, or one stamp, the stride has no effect: only the
    smallest is returned. Kernels of hundreds of cells can have more than 2048
    solutions: no more than the first so many, in the order of dilation and stride,
    are looked at, which bounds the work whatever the sizes.

    The usual one stands first: without dilation before with, padding that is the
    same on both sides before such with one cell more at the end (no other uneven
    padding is looked for), then with fewer cells that no window reads (or no stamp
    covers), then the smaller stride, less output padding, and the padding nearest to
    half of what the kernel spans. They are PyTorch's layers:
    output padding below the larger of stride and dilation, pools' padding at most
    half of the kernel.

    Parameters
    ----------
    kind
        What sort of layer.
    input_size, output_size, kernel
        Cells along the axis, all at least 1.
    limits
        How far to look.
    ceil_mode
        Of pools.

    Examples
    --------
    >>> print(*solve("conv", 224, 112, 7)[:2], sep="; ")
    stride 2, padding 3; stride 2, padding 2 before, 3 after
    """
    if min(input_size, output_size, kernel) < 1:
        return ()
    ratio = -(-max(input_size, output_size) // min(input_size, output_size))
    usual = max(min(kernel, _USUAL_STRIDES), ratio)
    most_stride = usual if limits.stride is None else limits.stride
    most_dilation = 1 if kind == "pool" or kernel == 1 else limits.dilation
    every = (
        Solution(kernel, stride, (total // 2, total - total // 2), dilation, extra)
        for dilation in range(1, most_dilation + 1)
        for stride, total, extra in _within(
            kind, input_size, output_size, (kernel, most_stride, dilation),
            ceil_mode and kind in {"max_pool", "pool"},
            2 * _most_padding(kind, kernel, dilation, limits),
        )
    )
    found = islice(every, _MOST_SOLUTIONS)
    return tuple(sorted(found, key=lambda one: _rank(one, kind, input_size, output_size)))


def solve_axis(
    layer: Windowed,
    input_shape: tuple[int, ...],
    axis: int,
    output_size: int,
    limits: Limits = NO_LIMITS_GIVEN,
    most: int = 100,
) -> tuple[Solution, ...]:
    """Return what makes a wanted size along one axis of a layer, its kernel kept.

    Those that the layer's dialect refuses, or can't say, are left out.

    Parameters
    ----------
    layer, input_shape
        The layer and its input (channels, *spatial).
    axis
        Which spatial axis, from 0.
    output_size
        Cells that the output shall have along it.
    limits
        How far to look.
    most
        How many to return, the usual ones.
    """
    size = input_shape[1:]
    ceil = isinstance(layer, Pool) and layer.ceil_mode
    kernel = layer.kernel_size[axis]
    found = solve(_kind(layer), size[axis], output_size, kernel, limits=limits, ceil_mode=ceil)
    kept: list[Solution] = []
    for solution in found:
        if len(kept) == most:
            break
        changed, _ = apply_fix(layer, size, solution.fix(layer, size, (axis,)))
        if not check(changed, input_shape) and spatial_output(changed, size)[axis] == output_size:
            kept.append(solution)
    return tuple(kept)


def input_sizes(
    layer: Conv | ConvTranspose | Pool | AdaptivePool | Pad, output_size: tuple[int, ...]
) -> tuple[range, ...]:
    """Return which input sizes give an output size, along each axis.

    Of a convolution with stride S these are up to S sizes in a row, of a transposed
    one usually one or none. An adaptive pool takes any size; up to the longest side
    that convviz takes is returned. Sizes that the layer refuses are left out.

    Parameters
    ----------
    layer
        A valid layer.
    output_size
        Cells along each axis, at least 1.

    Examples
    --------
    >>> from convviz.layers import Conv2d
    >>> input_sizes(Conv2d(1, 1, 7, stride=2, padding=3), (112, 112))[0]
    range(223, 225)
    """
    return tuple(_sizes_along(layer, axis, output) for axis, output in enumerate(output_size))


def _strides(
    kind: Kind, size: int, output: int, numbers: tuple[int, int, int], ceil: bool, most: int
) -> range:
    """Return the strides that can make a size: of all others nothing is looked at.

    Parameters
    ----------
    kind, size, output
        As of `solve`.
    numbers
        Kernel, largest stride, dilation.
    ceil
        Whether the number of windows is rounded up.
    most
        Most padding of both sides together.
    """
    kernel, largest, dilation = numbers
    span = sizes.effective_kernel(kernel, dilation)

    def too_large(stride: int) -> bool:
        if kind == "transposed":
            return _whole(size, output, span, stride) + _least_extra(size, stride, dilation) > most
        if output > 1:
            return _first_total(size, output, span, stride, ceil) > most
        # One window: it has to be more with the stride one less, or none.
        ones, twos = (_first_total(size, count, span, stride - 1, ceil) for count in (1, 2))
        return stride > 1 and twos > most and (ones <= 0 or not ceil)

    def large_enough(stride: int) -> bool:
        if kind == "transposed":
            return _whole(size, output, span, stride) + max(stride, dilation) > 0
        return _first_total(size, output + 1, span, stride, ceil) > 0

    every = range(1, largest + 1)
    return range(_first(every, large_enough), _first(every, too_large))


def _within(
    kind: Kind, size: int, output: int, numbers: tuple[int, int, int], ceil: bool, most: int
) -> Iterator[tuple[int, int, int]]:
    """Yield strides, paddings of both sides and output paddings; as `_strides` is asked."""
    kernel, _, dilation = numbers
    for stride in _strides(kind, size, output, numbers, ceil, most):
        row = (kernel, stride, dilation)
        for total, extra in _totals(kind, size, output, row, ceil, most):
            yield stride, total, extra


def _totals(
    kind: Kind, size: int, output: int, numbers: tuple[int, int, int], ceil: bool, most: int
) -> Iterator[tuple[int, int]]:
    """Yield the padding of both sides together and the output padding that make a size.

    In closed form: nothing is tried. The arguments are those of `_strides`, with one stride.
    """
    kernel, stride, dilation = numbers
    span = sizes.effective_kernel(kernel, dilation)
    if kind == "transposed":
        whole = _whole(size, output, span, stride)
        begin = max(_least_extra(size, stride, dilation), -whole)
        for extra in range(begin, min(max(stride, dilation), most - whole + 1)):
            yield whole + extra, extra
        return
    begin = max(_first_total(size, output, span, stride, ceil), 0)
    end = min(_first_total(size, output + 1, span, stride, ceil), most + 1)
    fewer, more = end, end
    if output == 1 and stride > 1:  # what the stride one less makes too is left out
        fewer, more = (_first_total(size, count, span, stride - 1, ceil) for count in (1, 2))
    for total in (*range(begin, min(fewer, end)), *range(max(begin, more), end)):
        yield total, 0


def _first_total(size: int, windows: int, span: int, stride: int, ceil: bool) -> int:
    """Return the least padding of both sides together that leaves so many windows."""
    least = (windows - 1) * stride + span - size
    if not ceil:
        return least
    # Rounded up, where the last window begins before the padding at the end.
    return max(least - stride + 1, 2 * ((windows - 1) * stride + 1 - size))


def _whole(size: int, output: int, span: int, stride: int) -> int:
    """Return how many cells more than the output all stamps of a transposed one cover."""
    return (size - 1) * stride + span - output


def _least_extra(size: int, stride: int, dilation: int) -> int:
    """Return the least output padding that a smaller stride doesn't allow for one stamp."""
    return max(stride - 1, dilation) if size == 1 and stride > 1 else 0


def _most_padding(kind: Kind, kernel: int, dilation: int, limits: Limits) -> int:
    most = sizes.effective_kernel(kernel, dilation) - 1
    if kind in {"max_pool", "pool"}:
        most = kernel // 2
    return most if limits.padding is None else min(most, limits.padding)


def _rank(solution: Solution, kind: Kind, size: int, output: int) -> tuple[int, ...]:
    before, after = solution.padding
    numbers = (solution.kernel, solution.stride, solution.dilation)
    if kind == "transposed":  # Stamps cover the output as windows read an input.
        wasted = sizes.unread(output, (before, 0), *numbers, windows=size).input
    else:
        wasted = sizes.unread(size, solution.padding, *numbers, windows=output).input
    off = abs(before + after - sizes.effective_kernel(solution.kernel, solution.dilation) + 1)
    return (
        solution.dilation, after - before, wasted, solution.stride, solution.output_padding,
        off, before,
    )


def _kind(layer: Windowed) -> Kind:
    if isinstance(layer, Conv):
        return "conv"
    if isinstance(layer, ConvTranspose):
        return "transposed"
    return "max_pool" if layer.reduction == "max" else "pool"


def _sizes_along(
    layer: Conv | ConvTranspose | Pool | AdaptivePool | Pad, axis: int, output: int
) -> range:
    channels = layer.in_channels if isinstance(layer, (Conv, ConvTranspose)) else 1

    def at_least(size: int, wanted: int) -> bool:
        return spatial_output(layer, (size,) * layer.axes)[axis] >= wanted

    def taken(size: int) -> bool:
        problems = check(layer, (channels, *(size,) * layer.axes))
        return all(problem.axis != axis for problem in problems)

    if isinstance(layer, AdaptivePool) and layer.output_size[axis] is not None:
        return range(1, MAX_SIDE + 1) if layer.output_size[axis] == output else range(0)
    # All sizes grow with the input's, and what is refused is too small.
    most = 1
    while not at_least(most, output + 1):
        most *= 2
    first = _first(range(1, most + 1), lambda size: at_least(size, output))
    end = _first(range(first, most + 1), lambda size: at_least(size, output + 1))
    return range(_first(range(first, end), taken), end)


def _first(candidates: range, holds: Callable[[int], bool]) -> int:
    """Return the first for which something holds that holds from there on, else the end."""
    low, high = candidates.start, candidates.stop
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
