"""What stands above the panels and between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.engine.trace import Trace
from convviz.figures.layout import Layout
from convviz.scene.items import Item, Role, Text
from convviz.scene.metrics import text_width

if TYPE_CHECKING:
    from convviz.figures.still import Choice

_DETAIL = 0.82
"""Size of the second line beside the first."""


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
    items: list[Item] = []
    for (name, detail, role), (x, y) in zip(rows, where.titles, strict=True):
        items.append(Text(x, y - 1.25 * where.font, name, where.font, role, bold=True))
        items.append(_detail(x, y, detail, where))
    for sign, (x, y) in zip("∗=", where.signs, strict=True):
        size_of_sign = 1.7 * where.font
        items.append(Text(x, y + 0.36 * size_of_sign, sign, size_of_sign, "text.muted", "middle"))
    return tuple(items)


def _detail(x: float, y: float, text: str, where: Layout) -> Text:
    """Return a title's second line, small enough to end before the next panel's."""
    others = [
        other for other, line in where.titles if other > x and abs(line - y) < 2 * where.font
    ]
    room = min(others, default=float("inf")) - x - where.font
    size = where.font * _DETAIL
    return Text(x, y, text, min(size, room / text_width(text, 1.0)), "text.muted")


def _channel(word: str, channel: int, count: int) -> str:
    return f"{word} {channel + 1} of {count}, " if count > 1 else ""
