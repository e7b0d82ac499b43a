"""Numbers and colours as SVG writes them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from convviz.paint.geometry import cell_dashes


def hexed(colour: NDArray[np.uint8]) -> str:
    """Return a colour, red, green and blue in 0…255."""
    return "#" + colour.tobytes().hex()


def share(name: str, opacity: float) -> str:
    """Return an attribute for an opacity, nothing for 1."""
    return f' {name}="{number(opacity)}"' if opacity < 1 else ""


def number(value: float) -> str:
    """Return a coordinate with as many digits as can be seen."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def point(x: float, y: float) -> str:
    """Return a point."""
    return f"{number(x)} {number(y)}"


def dashed_along(side: float) -> str:
    """Return the attributes of lines between cells of the padding, which start at a corner."""
    dash, gap = cell_dashes(side)
    return (
        f'stroke-dasharray="{number(dash)} {number(gap)}" stroke-dashoffset="{number(dash / 2)}"'
    )
