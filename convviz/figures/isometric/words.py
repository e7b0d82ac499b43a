"""What stacks and their plates are called, and the step in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from convviz.engine.trace import Trace
from convviz.figures.isometric.maps import Kind, Stack
from convviz.figures.isometric.placing import Placed
from convviz.figures.numbers import grouped
from convviz.figures.panels import Look, fitted
from convviz.figures.sentences import sentence
from convviz.figures.titles import operation, size_text, strided
from convviz.layers import Conv, ConvTranspose, Pool, Weighted
from convviz.scene.items import Item, Role, Text
from convviz.scene.metrics import text_width

__all__ = ["ROLES", "numbers", "sentence", "title"]

ROLES: dict[Kind, Role] = {
    "input": "input.text", "kernel": "kernel.text", "map": "output.text", "output": "output.text"
}


def numbers(placed: Placed, look: Look, *, upright: bool) -> list[Item]:
    """Return the number of each plate of a stack at its corner, and how many more there are."""
    stack = placed.stack
    if len(stack.plates) < 2 or not look.title:
        return []
    items: list[Item] = []
    first, second = placed.boards[-2:]
    room = 0.9 * max(abs(second.x - first.x), abs(second.y - first.y))
    for at, (plate, board) in enumerate(zip(stack.plates, placed.boards, strict=True)):
        x, y = board.point(board.rows, 0)
        own = at == stack.current
        role: Role = ROLES[stack.kind] if own else "text.muted"
        text = Text(x, y, str(plate.number), 0.8 * look.font, role, bold=own)
        # Beside its corner, where no other plate of the stack is.
        for one in fitted(text, room):
            assert isinstance(one, Text)  # noqa: S101 - what was a text stays one
            if upright:
                items.append(replace(one, y=y + 1.05 * one.size))
            else:
                items.append(
                    replace(one, x=x - 0.4 * one.size, y=y + 0.36 * one.size, anchor="end")
                )
    if stack.more:
        items.append(_others(placed, look, upright=upright))
    return items


def _others(placed: Placed, look: Look, *, upright: bool) -> Item:
    """Return how many plates there are that aren't drawn, behind those that are."""
    size = 0.8 * look.font
    words = f"… {grouped(placed.stack.more)} more"
    back, width = placed.boards[0], text_width(words, size)
    if not upright:
        x, y = back.point(back.rows, 0)
        x = max(x - 0.4 * size, width + 0.3 * size)
        return Text(x, y + 1.6 * size, words, size, "text.muted", "end")
    x, y = back.point(0, 0)
    # Above the edge that rises to the right.
    y += back.across[1] / back.across[0] * width - 0.4 * size
    return Text(min(x, look.width - width - 0.3 * size), y, words, size, "text.muted")


def title(traces: Sequence[Trace], stack: Stack, at: int | None) -> tuple[str, str]:
    """Return a stack's name and what follows it: the kernel's, or those of a map by its place."""
    if at is None:
        return "Kernel", _kernel(traces[-1], stack)
    if len(traces) > 1:
        shape = traces[at].input.shape if at < len(traces) else traces[-1].output.shape
        return (layer_name(traces[at - 1]) if at else "Input"), size_text(shape)
    trace = traces[0]
    channels, *size = (trace.output if at else trace.input).shape
    detail = _of(stack, channels, size)
    if at:
        move = strided(trace.layer.stride) if isinstance(trace.layer, Pool) else ""
        return "Output", detail + _made_by(trace) + move
    padded = trace.padded.shape[1:]
    return "Input", detail + (f", padded to {size_text(padded)}" if tuple(size) != padded else "")


def layer_name(trace: Trace) -> str:
    """Return what made a map, in a few words: ``Conv 3 × 3``."""
    layer = trace.layer
    if isinstance(layer, ConvTranspose):
        return f"Transposed {size_text(layer.kernel_size)}"
    if isinstance(layer, Conv):
        return f"Conv {size_text(layer.kernel_size)}"
    return _made_by(trace).removeprefix(", ").replace(" of ", " ").capitalize()


def _of(stack: Stack, channels: int, size: Sequence[int]) -> str:
    """Return which channel or slice of how many a stack shows, and their size."""
    text = size_text(tuple(size))
    if stack.deep:
        return f"{text}, slice {stack.front.number}"
    return f"channel {stack.front.number} of {channels}, {text}" if channels > 1 else text


def _made_by(trace: Trace) -> str:
    """Return what a layer without a kernel makes of its windows, in a few words."""
    word = operation(trace)
    if isinstance(trace.layer, Pool):
        return f", {word} of {size_text(trace.layer.kernel_size)}"
    return f", {word}" if word else ""


def _kernel(trace: Trace, stack: Stack) -> str:
    layer = trace.layer
    assert isinstance(layer, Weighted)  # noqa: S101 - others have no kernel
    text = size_text(layer.kernel_size) + strided(layer.stride)
    if layer.effective_kernel != layer.kernel_size:
        text += f", spans {size_text(layer.effective_kernel)}"
    if layer.flipped:
        text += ", mirrored"
    if stack.deep:
        return f"{text}, slice {stack.front.number}"
    if len(layer.input_channels(0)) > 1:
        text += f", for channel {stack.front.number}"
    return text
