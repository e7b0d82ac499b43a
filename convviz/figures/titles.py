"""What stands above the panels and between them."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from convviz.engine.trace import Trace
from convviz.figures.layout import SIGN, Layout
from convviz.scene.items import Item, Role, Text
from convviz.scene.metrics import text_width

if TYPE_CHECKING:
    from convviz.figures.still import Choice

_DETAIL = 0.82
"""Size of the second line beside the first."""
_SMALLEST = 7.0


def size_text(size: tuple[int, ...]) -> str:
    """Return a spatial size as people write it: ``5 × 7``."""
    return " × ".join(map(str, size))


def titles(trace: Trace, choice: Choice, where: Layout) -> tuple[Item, ...]:
    """Return the titles of input, kernel and output, and the signs between them."""
    layer = trace.layer
    size, padded = trace.input.shape[1:], trace.padded.shape[1:]
    given = _channel("channel", choice.input, layer.in_channels) + size_text(size)
    if padded != size:
        mode = "" if layer.padding_mode == "zeros" else f", {layer.padding_mode}"
        given += f", padded to {size_text(padded)}{mode}"
    kernel = size_text(layer.kernel_size)
    if layer.effective_kernel != layer.kernel_size:
        kernel += f", spans {size_text(layer.effective_kernel)}"
    made = _channel("channel", choice.output, layer.out_channels) + size_text(
        trace.output.shape[1:]
    )
    rows: tuple[tuple[str, str, Role], ...] = (
        ("Input", given, "input.text"),
        ("Kernel", kernel, "kernel.text"),
        ("Output", made, "output.text"),
    )
    font, end = where.font, where.width - 0.3 * where.font
    edge = where.lens.x - 0.5 * font if where.lens and where.kind == "wrapped" else end
    panels: list[tuple[Item, ...]] = []
    named = list(enumerate(zip(rows, where.titles, strict=False)))
    for place, ((name, detail, role), (x, y)) in reversed(named):
        start = x
        if where.kind == "column" or (where.kind == "wrapped" and place == 1):
            edge = end  # the last in its line
        if where.kind != "column":
            # A panel narrower than its title moves it to the left.
            start = max(min(x, edge - text_width(name, font, bold=True)), 0.3 * font)
        panels.append(
            (
                *_fitted(Text(start, y - 1.25 * font, name, font, role, bold=True), edge),
                *_fitted(Text(start, y, detail, font * _DETAIL, "text.muted"), edge),
            )
        )
        edge = start - 0.5 * font
    signs = (
        Text(x, y + 0.36 * SIGN * font, sign, SIGN * font, "text.muted", "middle")
        for sign, (x, y) in zip("∗=", where.signs, strict=False)
    )
    return (*chain(*reversed(panels)), *signs)


def _fitted(text: Text, edge: float) -> tuple[Text, ...]:
    """Return a text small enough to end before an edge; none where it would be unreadable."""
    width = text_width(text.text, 1.0, text.bold)
    size = min(text.size, (edge - text.x) / width)
    return (replace(text, size=size),) if size >= _SMALLEST else ()


def _channel(word: str, channel: int, count: int) -> str:
    return f"{word} {channel + 1} of {count}, " if count > 1 else ""
