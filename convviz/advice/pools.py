"""Advice on pools alone."""

from __future__ import annotations

from math import prod

from convviz.advice.notes import Advice
from convviz.errors import Fix
from convviz.layers import Pool, check
from convviz.layers.check import apply_fix
from convviz.layers.concrete import concrete
from convviz.layers.shapes import reading


def of_average(layer: Pool, size: tuple[int, ...]) -> Advice | None:
    """Tell of averages that padding makes smaller at the border."""
    decided = concrete(layer, size)
    if not decided.count_include_pad or decided.divisor_override is not None:
        return None
    corners = []
    divisors = []
    for axis, length in zip(reading(layer, size), size, strict=True):
        cells = min(
            (axis.positions(output) for output in (0, axis.count - 1)),
            key=lambda positions: sum(0 <= cell < length for cell in positions),
        )
        corners.append(sum(0 <= cell < length for cell in cells))
        divisors.append(len(cells))
    if corners == divisors:
        return None
    fix = Fix("leave padding out", (("count_include_pad", False),))
    changed, _ = apply_fix(layer, size, fix)
    return Advice(
        "count_include_pad",
        f"padding lowers the averages at the border: where a corner's window holds "
        f"{_cells(prod(corners))} of the input, it divides by {prod(divisors)}",
        () if check(changed, (1, *size)) else (fix,),
    )


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"
