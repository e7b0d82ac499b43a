"""A transposed convolution in words: its steps, and what is cut off and added at its border."""

from __future__ import annotations

from convviz.engine.trace import Trace
from convviz.figures.numbers import grouped, number_text, text_like
from convviz.figures.sentences import place
from convviz.figures.titles import size_text
from convviz.layers.transposed import ConvTranspose
from convviz.steps.order import Step
from convviz.steps.stamping import Canvas, footprint, layer_of, sizes_back
from convviz.steps.terms import Terms

_AXES = {1: ("cells",), 2: ("rows", "columns"), 3: ("slices", "rows", "columns")}
_MOST_LISTED = 4


def sentence(trace: Trace, step: Step, count: int, decimals: int | None = None) -> str:
    """Return what happens at a step of a transposed convolution, with its numbers.

    Parameters
    ----------
    trace
        The layer's numbers.
    step
        A stamp, or an output cell.
    count
        How many steps there are.
    decimals
        Digits after the point, or None.
    """
    begin = f"Step {grouped(step.number + 1)} of {grouped(count)}: "
    if step.stamp is not None:
        return begin + _stamp(trace, step.stamp, decimals)
    return begin + _meeting(trace, step.output, decimals)


def _stamp(trace: Trace, cell: tuple[int, ...], decimals: int | None) -> str:
    channel, *position = cell
    value = number_text(trace.input[cell], decimals)
    names = _AXES[len(position)]
    axes = footprint(trace, tuple(position))
    parts = []
    for name, axis, size in zip(names, axes, trace.output.shape[1:], strict=True):
        kept = [at for at in axis if 0 <= at < size]
        one = name[:-1] if len(kept) == 1 else name
        parts.append(f"{one} {_listed(kept)}" if kept else f"no {name}")
    of = f"channel {channel + 1}, " if trace.input.shape[0] > 1 else ""
    cut = any(
        axis[0] < 0 or axis[-1] >= size
        for axis, size in zip(axes, trace.output.shape[1:], strict=True)
    )
    end = ", the rest is cut off" if cut else ""
    return (
        f"input {of}{place(tuple(position))} is {value}; {value} times the kernel is added to "
        f"output {', '.join(parts)}{end}"
    )


def _listed(places: list[int]) -> str:
    """Return places counted from 1: ``2 to 4``, ``1, 3 and 5``."""
    texts = [grouped(at + 1) for at in places]
    if len(places) == 1:
        return texts[0]
    if places[1] - places[0] == 1:
        return f"{texts[0]} to {texts[-1]}"
    if len(texts) > _MOST_LISTED:
        return f"{texts[0]}, {texts[1]}, … {texts[-1]}"
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


def _meeting(trace: Trace, output: tuple[int, ...], decimals: int | None) -> str:
    terms = Terms(trace, output)
    channel, *position = output
    of = f"channel {channel + 1}, " if trace.output.shape[0] > 1 else ""
    where, total = of + place(tuple(position)), text_like(trace.output, terms.total, decimals)
    if not len(terms):
        reason = "the bias" if trace.bias is not None else "0"
        return f"no stamp reaches output {where}; it is {total}, {reason} alone"
    stamps = "one stamp meets" if len(terms) == 1 else f"{grouped(len(terms))} stamps meet"
    products = [text_like(trace.output, term.product, decimals) for term in terms[:_MOST_LISTED]]
    more = " + …" if len(terms) > _MOST_LISTED else ""
    bias = "" if terms.bias is None else f" and the bias {number_text(terms.bias, decimals)}"
    added = f": {added_up(products)}{more}{bias}" if len(terms) > 1 or bias else ""
    return f"{stamps} in output {where}, which is {total}{added}"


def added_up(products: list[str]) -> str:
    """Return products as a sum: ``12 + 6 − 4``."""
    first, *others = products
    return first + "".join(
        f" − {text[1:]}" if text.startswith("−") else f" + {text}" for text in others
    )


def notes(trace: Trace, there: Canvas) -> list[str]:
    """Return what stands below the picture: what is cut off, and the sizes that come back."""
    layer = layer_of(trace)
    said = []
    if there.shape != there.output:
        said.append("Struck cells are cut off by the padding.")
    if any(there.extra):
        said.append("Hatched cells are there only because of output_padding.")
    return [*([" ".join(said)] if said else []), *_sizes_notes(trace, layer)]


def _sizes_notes(trace: Trace, layer: ConvTranspose) -> list[str]:
    """Return why the output's size had to be chosen, where it was."""
    sizes, made = sizes_back(trace), trace.output.shape[1:]
    strange = any(size not in axis for size, axis in zip(made, sizes, strict=True))
    if not strange and not any(layer.output_padding):
        return []
    least, most = (size_text(tuple(axis[end] for axis in sizes)) for end in (0, -1))
    begin = (
        f"A convolution with this kernel and stride turns all sizes from {least} to {most} "
        f"into {size_text(trace.input.shape[1:])}"
    )
    if strange:
        return [f"{begin}; this layer makes {size_text(made)}, which is none of them."]
    return [f"{begin}; output_padding chooses the one that comes back."]


def of_channel(channel: int, count: int) -> str:
    """Return which of several channels is on show, as the beginning of a panel's second line."""
    return f"channel {channel + 1} of {count}, " if count > 1 else ""


def kernel_text(layer: ConvTranspose) -> str:
    """Return a kernel's size, and what it spans if that is more."""
    text = size_text(layer.kernel_size)
    if layer.effective_kernel != layer.kernel_size:
        text += f", spans {size_text(layer.effective_kernel)}"
    return text
