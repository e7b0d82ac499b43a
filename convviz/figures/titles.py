"""What stands above the panels and between them."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from convviz.engine.trace import Trace
from convviz.figures.extent import extents
from convviz.figures.factors import times
from convviz.figures.layout import SIGN, Layout
from convviz.layers import AdaptivePool, Conv, ConvTranspose, Fold, Pad, Pool, Unfold, Weighted
from convviz.scene.items import Item, Role, Text
from convviz.scene.metrics import text_width

if TYPE_CHECKING:
    from convviz.figures.still import Choice

DETAIL = 0.82
"""Size of the second line beside the first."""
_CLEAR = 1.5
"""Room beside the word between two panels, in its size."""
_SMALLEST = 7.0


def size_text(size: tuple[int, ...]) -> str:
    """Return a spatial size as people write it: ``5 × 7``."""
    return " × ".join(map(str, size))


def titles(trace: Trace, choice: Choice, where: Layout) -> tuple[Item, ...]:
    """Return the panels' titles and the signs between them."""
    of = choice.factors
    rows: list[tuple[str, str, Role]] = []
    if "input" in where.kept:
        rows.append((f"Input{times(of.input)}", _given(trace, choice), "input.text"))
    if "kernel" in where.kept:
        rows.append((f"Kernel{times(of.kernel)}", _kernel(trace, choice), "kernel.text"))
    if "output" in where.kept:
        made = _made(trace, choice)
        if where.kind == "column" and operation(trace):
            made = f"{' of '.join(filter(None, (operation(trace), _window(trace))))}: {made}"
        rows.append((f"Output{times(of.output)}", made, "output.text"))
    font, end = where.font, where.width - 0.3 * where.font
    edge = where.lens.x - 0.5 * font if where.lens and where.kind == "wrapped" else end
    panels: list[tuple[Item, ...]] = []
    named = list(enumerate(zip(rows, where.titles, strict=False)))
    for place, ((name, detail, role), (x, y)) in reversed(named):
        start = x
        if where.kind == "column" or (where.kind == "wrapped" and place == 1):
            edge = end  # the last in its line
        if where.lens and x < where.lens.x and abs(where.lens.y - y) < 3 * font:
            edge = min(edge, where.lens.x - 0.5 * font)  # the lens has a title of its own
        if where.kind != "column":
            # A panel narrower than its title moves it to the left.
            start = max(min(x, edge - text_width(name, font, bold=True)), 0.3 * font)
        panels.append(
            (
                *_fitted(Text(start, y - 1.25 * font, name, font, role, bold=True), edge),
                *_fitted(Text(start, y, detail, font * DETAIL, "text.muted"), edge),
            )
        )
        edge = start - 0.5 * font
    return (*chain(*reversed(panels)), *_signs(trace, where))


def operation(trace: Trace) -> str:
    """Return what a layer without a kernel makes of a window, in a word; empty for others."""
    match trace.layer:
        case Pool() | AdaptivePool():
            if isinstance(trace.layer, Pool) and trace.layer.reduction == "norm":
                return f"{trace.layer.norm_type:g}-norm"
            return trace.layer.reduction
        case Pad():
            return "pad"
        case Unfold():
            return "unfold"
        case Fold():
            return "fold"
    return ""


def _window(trace: Trace) -> str:
    """Return the size of the windows of a layer without a kernel, empty where they have none."""
    layer = trace.layer
    if isinstance(layer, Pool | Unfold | Fold | Weighted):
        return size_text(layer.kernel_size) + strided(layer.stride)
    return ""


def strided(stride: tuple[int, ...]) -> str:
    """Return how far windows move, after a size; empty where that is cell by cell."""
    if set(stride) == {1}:
        return ""
    return f", stride {size_text(stride) if len(set(stride)) > 1 else stride[0]}"


def _given(trace: Trace, choice: Choice) -> str:
    layer, size = trace.layer, trace.input.shape[1:]
    given = _channel("channel", choice.input, trace.input.shape[0])
    if isinstance(layer, Fold):
        return f"{given}{size_text(size)}, windows as columns"
    given += size_text(size) + _slice(trace, size, choice.slices.input)
    padded = trace.padded.shape[1:]
    if any(map(any, trace.pads)):
        mode = ""
        if isinstance(layer, Conv) and layer.padding_mode != "zeros":
            mode = f", {layer.padding_mode}"
        if isinstance(layer, Pad) and layer.mode != "constant":
            mode = f", {layer.mode}"
        ends = [end for pads in trace.pads for end in pads]
        how = "cut" if max(ends) <= 0 else "padded" if min(ends) >= 0 else "padded and cut"
        given += f", {how} to {size_text(padded)}{mode}"
    return given


def _kernel(trace: Trace, choice: Choice) -> str:
    layer = trace.layer
    assert isinstance(layer, Weighted)  # noqa: S101 - others have none
    kernel = size_text(layer.kernel_size)
    kernel += _slice(trace, layer.kernel_size, choice.slices.kernel)
    kernel += strided(layer.stride)
    if layer.effective_kernel != layer.kernel_size:
        kernel += f", spans {size_text(layer.effective_kernel)}"
    if layer.flipped:
        kernel += ", mirrored"
    if len(layer.input_channels(0)) > 1:
        kernel += f", for channel {choice.input + 1}"
    return kernel


def _made(trace: Trace, choice: Choice) -> str:
    layer, size = trace.layer, trace.output.shape[1:]
    made = _channel("channel", choice.output, trace.output.shape[0]) + size_text(size)
    made += _slice(trace, size, choice.slices.output)
    if isinstance(layer, ConvTranspose | Fold):
        along = extents(layer, trace.input.shape[1:])
        whole = tuple(length + sum(one.cut) for length, one in zip(size, along, strict=True))
        if whole != size:
            made += f", cut out of {size_text(whole)}"
        added = tuple(one.added for one in along)
        if any(added):
            text = size_text(added) if len(set(added)) > 1 else str(added[0])
            made += f", output padding {text}"
    return made


def _slice(trace: Trace, size: tuple[int, ...], depth: int) -> str:
    """Return which slice of three axes is on show; empty with fewer."""
    if trace.layer.axes < 3:
        return ""
    if not 0 <= depth < size[0]:
        return ", a slice of padding"
    return f", slice {depth + 1} of {size[0]}"


def _signs(trace: Trace, where: Layout) -> list[Item]:
    """Return the signs between the panels; over an arrow, what it does."""
    font = where.font
    times = "∗ᵀ" if isinstance(trace.layer, ConvTranspose) else "∗"
    signs: tuple[str, ...] = (times, "=")
    word = ""
    match where.kept:
        case ("input", "output"):
            signs, word = ("→",), operation(trace) or times
        case ("kernel", "output"):
            signs = ("=",)
    found: list[Item] = [
        Text(x, y + 0.36 * SIGN * font, sign, SIGN * font, "text.muted", "middle")
        for sign, (x, y) in zip(signs, where.signs, strict=False)
    ]
    if word and where.kind == "row" and where.signs:
        x, y = where.signs[0]
        below = _window(trace)
        before = where.lens or where.input_room
        room = where.output_room.x - before.x - before.width - _CLEAR * font
        for text, line, bold in ((word, -0.75, True), (below, 1.5, False)):
            if text:
                size = min(0.9 * font, 0.9 * font * room / text_width(text, 0.9 * font, bold))
                if size >= _SMALLEST:
                    found.append(
                        Text(x, y + line * font, text, size, "text.muted", "middle", bold=bold)
                    )
    return found


def _fitted(text: Text, edge: float) -> tuple[Text, ...]:
    """Return a text small enough to end before an edge; none where it would be unreadable."""
    width = text_width(text.text, 1.0, text.bold)
    size = min(text.size, (edge - text.x) / width)
    return (replace(text, size=size),) if size >= min(_SMALLEST, text.size) else ()


def _channel(word: str, channel: int, count: int) -> str:
    return f"{word} {channel + 1} of {count}, " if count > 1 else ""
