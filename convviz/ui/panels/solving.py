"""What makes a wanted output size, as changes of a document; without a window."""

from __future__ import annotations

from dataclasses import dataclass, replace

from convviz.advice.solve import Solution, Windowed, input_sizes, solve_axis
from convviz.document.document import Document
from convviz.errors import Fix
from convviz.layers import AdaptivePool, Conv, ConvTranspose, Pad, Pool, check
from convviz.layers.words import axis_name
from convviz.limits import times

_MOST_LISTED = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted, for each axis.

    Attributes
    ----------
    input, output, kernel
        Cells along each axis.
    """

    input: tuple[int, ...]
    output: tuple[int, ...]
    kernel: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What fulfils a wish along some axes that are alike.

    Attributes
    ----------
    axes
        The spatial axes, from 0.
    name
        What they are called: ``"Height and width"``.
    solutions
        The usual one first.
    """

    axes: tuple[int, ...]
    name: str
    solutions: tuple[Solution, ...]


def solvable(document: Document) -> bool:
    """Return whether the document's layer is one that can be solved for."""
    return isinstance(document.layer, Conv | ConvTranspose | Pool)


def wish_of(document: Document, output: tuple[int, ...]) -> Wish:
    """Return what a document has, as a wish."""
    layer = document.layer
    kernel = layer.kernel_size if isinstance(layer, Windowed) else ()
    return Wish(document.input.shape[1:], output, kernel)


def answers(document: Document, wish: Wish) -> tuple[Answer, ...]:
    """Return the solutions of a wish for the document's kind of layer, alike axes together."""
    layer = document.layer
    if not isinstance(layer, Windowed) or min(*wish.input, *wish.output, *wish.kernel) < 1:
        return ()
    asked = _neutral(layer, wish.kernel)
    shape = (document.input.shape[0], *wish.input)
    alike: dict[tuple[int, ...], list[int]] = {}
    for axis, numbers in enumerate(zip(wish.input, wish.output, wish.kernel, strict=True)):
        alike.setdefault(numbers, []).append(axis)
    return tuple(
        Answer(
            tuple(axes),
            " and ".join(axis_name(layer.axes, axis) for axis in axes).capitalize(),
            solve_axis(asked, shape, axes[0], wish.output[axes[0]]),
        )
        for axes in alike.values()
    )


def taking(document: Document, wish: Wish, answer: Answer, solution: Solution) -> Fix:
    """Return the change that takes a solution over, with the sizes of the wish."""
    layer = document.layer
    assert isinstance(layer, Windowed)  # noqa: S101 - no other has answers
    changes = dict(solution.fix(layer, wish.input, answer.axes).changes)
    if wish.input != document.input.shape[1:]:
        changes["input_size"] = wish.input
    return Fix(str(solution), tuple(changes.items()))


def inverse_text(document: Document, output: tuple[int, ...]) -> str:
    """Return which input sizes give the output size that there is, as a sentence."""
    layer = document.layer
    if not isinstance(layer, Conv | ConvTranspose | Pool | AdaptivePool | Pad):
        return ""
    if check(layer, document.input.shape):
        return ""
    rows = input_sizes(layer, output)
    if len({(size, found) for size, found in zip(output, rows, strict=True)}) == 1:
        return f"the present output of {times(output)} comes from {_listed(rows[0])}"
    parts = (
        f"along the {axis_name(layer.axes, axis)} {output[axis]} comes from {_listed(sizes)}"
        for axis, sizes in enumerate(rows)
    )
    return f"the present output: {'; '.join(parts)}"


def _listed(sizes: range) -> str:
    """Return input sizes as people list them: ``7 or 8``, ``from 9 to 16``."""
    if not sizes:
        return "no input size"
    if len(sizes) <= _MOST_LISTED:
        words = [str(size) for size in sizes]
        ends = [", ".join(words[:-1]), words[-1]]
        return f"an input of {' or '.join(end for end in ends if end)}"
    return f"inputs from {sizes[0]} to {sizes[-1]}"


def _neutral(layer: Windowed, kernel: tuple[int, ...]) -> Windowed:
    """Return a valid layer of the same kind that takes any input, to be solved for."""
    ones, zeros = (1,) * layer.axes, ((0, 0),) * layer.axes
    plain = replace(layer, kernel_size=kernel, stride=ones, padding=zeros, dilation=ones)
    if isinstance(plain, ConvTranspose):
        return replace(plain, output_padding=(0,) * layer.axes)
    return plain
