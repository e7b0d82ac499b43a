"""A layer's numbers as whole numbers with a common factor, where they have one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from convviz.engine.coarse import Coarse
from convviz.engine.pooling import divisors
from convviz.engine.trace import Trace
from convviz.figures.factors import Factors, told
from convviz.layers import AdaptivePool, Pad, Pool
from convviz.options import Levels, Show, ViewOptions

LARGEST = 10_000
"""No numbers are written as parts smaller than this."""
MOST_NUMBERS, MOST_FRACTIONS = 1 << 20, 1 << 18
"""Of a panel: of more nothing is changed; in more that aren't integers no factor is looked for."""
_WHOLE = 1e15
"""From here on numbers aren't written in full."""
_NOISE = 4.0
"""Last bits in which a number may differ from the fraction that is meant."""


@dataclass(frozen=True, slots=True, eq=False)
class Factored:
    """A layer's numbers as they are written, and their factors."""

    trace: Trace
    factors: Factors

    def view(self, view: ViewOptions) -> ViewOptions:
        """Return view options that fit the numbers as they are written."""
        return replace(
            view,
            decimals=None if view.factored else view.decimals,
            input_levels=_times(view.input_levels, self.factors.input),
            output_levels=_times(view.output_levels, self.factors.output),
        )


_known: WeakKeyDictionary[Trace, Factored | None] = WeakKeyDictionary()
"""What was found, for as long as the numbers are there: every hover asks for it."""


def factored(trace: Trace, view: ViewOptions) -> Factored:
    """Return a layer's numbers as a view writes them: whole, with factors, if that is wanted.

    A convolution is linear: with whole numbers for the input's and the kernel's
    parts, whole numbers come out, which count parts of parts. Nothing is changed
    where there is no common denominator up to 10 000. Of a kernel alone that has
    one the input stays as it is, and the output counts the kernel's parts. Of
    several layers nothing is changed.
    """
    if not view.factored or trace.above:
        return Factored(trace, Factors())
    if trace not in _known:
        _known[trace] = _factored(trace)
    return _known[trace] or Factored(trace, Factors())


def _factored(trace: Trace) -> Factored | None:
    """Return whole numbers for a layer's, None where they stay as they are."""
    arrays = (trace.input, trace.padded, trace.output)
    if max(array.size for array in arrays) > MOST_NUMBERS or _is_bent(trace):
        return None
    given = denominator(trace.input, trace.padded)
    if trace.weight is None:
        return None if given is None else _copied(trace, given)
    kernel = denominator(trace.weight)
    if kernel is None:
        return None
    made = (given or 1) * kernel
    if trace.bias is not None:
        # The bias counts the same parts as the products that it is added to.
        bias = denominator(trace.bias) or 1
        kernel *= lcm(made, bias) // made
        made = lcm(made, bias)
    if not 1 < made <= LARGEST:
        return None
    return _scaled(trace, Factors(given or 1, kernel, made))


def _is_bent(trace: Trace) -> bool:
    """Return whether the output isn't in proportion to the input."""
    layer = trace.layer
    if isinstance(layer, Pad):
        return layer.value != 0
    return isinstance(layer, Pool) and layer.reduction == "norm"


def _copied(trace: Trace, given: int) -> Factored | None:
    """Return whole numbers for those of a layer without a kernel."""
    layer = trace.layer
    made, by = given, 1
    if isinstance(layer, Pool | AdaptivePool) and layer.reduction == "average":
        found = np.unique(divisors(layer, trace.input.shape[1:]))
        if isinstance(layer, Pool) and len(found) == 1:
            # The sum of a window counts parts of what the input counts.
            by = int(found[0])
            made = given * by
            trace = replace(trace, layer=replace(layer, divisor_override=1))
    if not (1 < made <= LARGEST) or by < 1:
        return None
    return _scaled(trace, Factors(given, 1, made))


def _scaled(trace: Trace, factors: Factors) -> Factored:
    bias = None if trace.bias is None else whole(trace.bias, factors.output)
    return Factored(
        replace(
            trace,
            input=whole(trace.input, factors.input),
            padded=whole(trace.padded, factors.input),
            weight=None if trace.weight is None else whole(trace.weight, factors.kernel),
            bias=bias,
            output=whole(trace.output, factors.output),
            padded_coarse=_coarse(trace.padded_coarse, factors.input),
            output_coarse=_coarse(trace.output_coarse, factors.output),
        ),
        factors,
    )


def factors_in(show: Show, of: Factors) -> str:
    """Return in words which factors the numbers of a view have; empty where they have none."""
    if show == "coverage" or not of:
        return ""
    if show == "gradient":
        # The output's gradient is one everywhere, and meets the one or the other.
        return told({
            "input": of.input, "kernel": of.kernel,
            "input’s gradient": of.output // of.input, "kernel’s gradient": of.input,
        })
    return of.words()


def denominator(*arrays: NDArray[Any]) -> int | None:
    """Return the smallest common denominator of numbers, None where it is too large."""
    found = 1
    for array in arrays:
        if array.dtype.kind != "f":
            continue
        if array.size > MOST_FRACTIONS:
            return None
        values = array[np.isfinite(array)]
        fine = _NOISE * float(np.finfo(array.dtype).eps)
        values = values.astype(np.float64)
        while True:
            with np.errstate(over="ignore"):
                odd = _odd(values * found, fine)
            if not odd.size:
                break
            first = Fraction(odd[0].item())
            more = first.limit_denominator(LARGEST // found).denominator
            if more == 1:
                return None
            found *= more
    return found


def _odd(values: NDArray[np.float64], fine: float) -> NDArray[np.float64]:
    """Return the numbers that aren't whole, or too large to be written in full."""
    off = np.abs(values - np.rint(values)) > fine * np.abs(values)
    return np.asarray(values[off | (np.abs(values) >= _WHOLE)])


def whole(array: NDArray[Any], part: int) -> NDArray[Any]:
    """Return numbers as so many parts: whole ones where they are but for their last bits."""
    if part == 1 or not array.size:
        return array
    fine = 64 * _NOISE * float(np.finfo(array.dtype).eps) if array.dtype.kind == "f" else 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        found: NDArray[Any] = array.astype(np.float64) * part
        rounded = np.rint(found)
        scale = float(np.abs(found).max(initial=0.0, where=np.isfinite(found)))
        near = np.abs(found - rounded) <= fine * scale
    return np.where(near, rounded, found)


def _coarse(of: Coarse, part: int) -> Coarse:
    if part == 1:
        return of
    levels = tuple(level * np.float32(part) for level in of.levels)
    return Coarse(of.low * part, of.high * part, levels)


def _times(levels: Levels | None, part: int) -> Levels | None:
    return None if levels is None else (levels[0] * part, levels[1] * part)
