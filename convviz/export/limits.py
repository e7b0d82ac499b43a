"""What can be drawn and how large, as sentences that stand before any work is done."""

from __future__ import annotations

from convviz.layers import Layer
from convviz.options import THEMES, FrameOptions

SMALLEST = 64
FEWEST_PIXELS = 16
LARGEST = 16384


def layer_problem(layer: Layer) -> str | None:
    """Return why a layer can't be drawn, in one sentence, None if it can."""
    if layer.axes in {1, 2, 3}:
        return None
    return f"pictures show layers of 1 to 3 axes, this one has {layer.axes}"


def options_problem(options: FrameOptions) -> str | None:
    """Return what is wrong with a frame's size or theme, in one sentence, None if nothing."""
    if options.theme not in THEMES:
        return f"there is no theme {options.theme!r}: there are {', '.join(THEMES)}"
    width, height = options.size
    if min(width, height) < SMALLEST:
        return f"a frame of {width:g}×{height:g} is too small: at least {SMALLEST} on each side"
    if not 0 < options.scale <= LARGEST:
        return f"scale {options.scale:g}: it must be more than 0 and at most {LARGEST}"
    pixels = [round(side * options.scale) for side in options.size]
    if not FEWEST_PIXELS <= min(pixels) <= max(pixels) <= LARGEST:
        return (
            f"a frame of {pixels[0]}×{pixels[1]} pixels is not possible: "
            f"{FEWEST_PIXELS} to {LARGEST} on each side"
        )
    return None
