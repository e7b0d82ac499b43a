"""What stands below the stacks, and the step in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from dataclasses import replace

from convviz.engine.trace import Trace
from convviz.figures.isometric.maps import Kind, Stack
from convviz.figures.isometric.placing import Placed
from convviz.figures.numbers import grouped
from convviz.figures.panels import Look, fitted
from convviz.figures.sentences import sentence
from convviz.figures.titles import operation, size_text
from convviz.layers import Pool, Weighted
from convviz.scene.items import Item, Role, Text
from convviz.scene.metrics import text_width

__all__ = ["numbers", "sentence", "titles"]

_ROLES: dict[Kind, Role] = {
    "input": "input.text", "kernel": "kernel.text", "map": "output.text", "output": "output.text"
}


def titles(
    traces: Sequence[Trace], boards: Sequence[Placed], look: Look, *, upright: bool
) -> list[Item]:
    """Return each stack's title: below it where stacks stand, else beside it."""
    if not look.title:
        return []
    items: list[Item] = []
    base = max(placed.box[3] for placed in boards) + 1.6 * look.font
    maps = [placed for placed in boards if placed.stack.kind != "kernel"]
    for placed in boards:
        at = maps.index(placed) if placed in maps else None
        name, detail = _title(traces, placed.stack, at)
        role = _ROLES[placed.stack.kind]
        if upright:
            left, right = _span(placed, boards, look)
            middle = (left + right) / 2
            items += fitted(
                Text(middle, base, name, look.font, role, "middle", bold=True), right - left
            )
            items += fitted(
                Text(middle, base + 1.25 * look.font, detail, look.small, "text.muted", "middle"),
                right - left,
            )
            continue
        left, top, _, bottom = placed.box
        y, x = (top + bottom) / 2, left - 1.2 * look.font
        room = x - 0.5 * look.font
        items += fitted(Text(x, y, name, look.font, role, "end", bold=True), room)
        items += fitted(
            Text(x, y + 1.25 * look.font, detail, look.small, "text.muted", "end"), room
        )
    return items


def _span(
    placed: Placed, boards: Sequence[Placed], look: Look
) -> tuple[float, float]:
    """Return from where to where a stack's title may go: half way to its neighbours."""
    at = list(boards).index(placed)
    left = look.margin if at == 0 else (boards[at - 1].box[2] + placed.box[0]) / 2
    right = look.width - look.margin
    if at + 1 < len(boards):
        right = (placed.box[2] + boards[at + 1].box[0]) / 2
    middle = (placed.box[0] + placed.box[2]) / 2
    half = min(middle - left, right - middle) - 0.3 * look.font
    return middle - half, middle + half


def numbers(placed: Placed, look: Look) -> list[Item]:
    """Return the number of each plate of a stack at its corner, and how many more there are."""
    stack = placed.stack
    if len(stack.plates) < 2 or not look.title:
        return []
    items: list[Item] = []
    first, second = placed.boards[-2:]
    room = 0.9 * abs(second.x - first.x) or 9 * look.font
    for at, (plate, board) in enumerate(zip(stack.plates, placed.boards, strict=True)):
        x, y = board.point(board.rows, 0)
        own = at == stack.current
        role: Role = _ROLES[stack.kind] if own else "text.muted"
        text = Text(x, y, str(plate.number), 0.8 * look.font, role, "start", bold=own)
        # Below its corner, where no other plate of the stack is.
        items += [
            replace(one, y=y + 1.05 * one.size)
            for one in fitted(text, room) if isinstance(one, Text)
        ]
    if stack.more:
        size = 0.8 * look.font
        words = f"… {grouped(stack.more)} more"
        back = placed.boards[0]
        x, y = back.point(0, 0)
        # Above the edge that rises to the right.
        y += min(back.across[1] / back.across[0], 0.0) * text_width(words, size)
        text = Text(x, y - 0.4 * size, words, size, "text.muted")
        items.append(text)
    return items


def _title(traces: Sequence[Trace], stack: Stack, at: int | None) -> tuple[str, str]:
    if at is None:
        return "Kernel", _kernel(traces[-1], stack)
    several = len(traces) > 1
    if at == len(traces):
        trace = traces[-1]
        channels, *size = trace.output.shape
        name = f"Output of layer {at}" if several else "Output"
        return name, _of(stack, channels, size) + _made_by(trace, several=several)
    trace = traces[at]
    channels, *size = trace.input.shape
    name = "Input" if at == 0 else f"Layer {at}"
    detail = _of(stack, channels, size)
    padded = trace.padded.shape[1:]
    if tuple(size) != padded and not several:
        detail += f", padded to {size_text(padded)}"
    return name, detail + (_made_by(traces[at - 1], several=several) if at else "")


def _of(stack: Stack, channels: int, size: Sequence[int]) -> str:
    """Return which channel or slice of how many a stack shows, and their size."""
    text = size_text(tuple(size))
    if stack.deep:
        return f"{text}, slice {stack.front.number}"
    return f"channel {stack.front.number} of {channels}, {text}" if channels > 1 else text


def _made_by(trace: Trace, *, several: bool) -> str:
    """Return what made a map, in a word, where layers follow one another."""
    word = operation(trace)
    if not several and not word:
        return ""
    layer = trace.layer
    if isinstance(layer, Pool):
        return f", {word} of {size_text(layer.kernel_size)}"
    if isinstance(layer, Weighted):
        return f", kernel {size_text(layer.kernel_size)}"
    return f", {word}"


def _kernel(trace: Trace, stack: Stack) -> str:
    layer = trace.layer
    assert isinstance(layer, Weighted)  # noqa: S101 - others have no kernel
    text = size_text(layer.kernel_size)
    if layer.effective_kernel != layer.kernel_size:
        text += f", spans {size_text(layer.effective_kernel)}"
    if layer.flipped:
        text += ", mirrored"
    if stack.deep:
        return f"{text}, slice {stack.front.number}"
    if len(layer.input_channels(0)) > 1:
        text += f", for channel {stack.front.number}"
    return text
