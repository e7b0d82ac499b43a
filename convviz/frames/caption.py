"""A sentence or two that a figure is published with: what layer it is, and which step."""

from __future__ import annotations

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.figures.isometric.words import layer_name
from convviz.figures.numbers import grouped, text_like
from convviz.figures.sentences import cell_name
from convviz.figures.titles import size_text
from convviz.frames.chain import at_end
from convviz.frames.drawings import shown
from convviz.frames.explain import sentence
from convviz.layers import (
    AdaptivePool,
    Conv,
    ConvTranspose,
    Fold,
    Layer,
    Pad,
    Pair,
    Pool,
    Unfold,
    Weighted,
)
from convviz.layers.words import numbers_along
from convviz.options import Show
from convviz.steps.terms import Terms

_SHOWN: dict[Show, str] = {
    "stamps": "as stamps that add up",
    "gaps": "as a convolution over its input with gaps",
    "three": "in three ways that give the same",
    "im2col": "as a product with the matrix of its windows",
    "matrix": "as one matrix",
    "coverage": "and how often each cell is read",
    "gradient": "and how its gradients flow back",
}
_POOLS = {"max": "Max pooling", "average": "Average pooling"}


def caption(document: Document, trace: Trace, step: int) -> str:
    """Return what layer a step's picture shows, and what happens at the step."""
    return f"{layer_caption(document, trace)} {step_caption(document, trace, step)}"


def layer_caption(document: Document, trace: Trace) -> str:
    """Return what layer a picture shows, with all that isn't as usual, in one sentence."""
    if document.whole:
        return _row(trace)
    told = [_named(trace), *_particulars(trace)]
    how = _SHOWN.get(shown(document), "")
    last = f" {how}" if how.startswith("and") else f", {how}" if how else ""
    return f"{', '.join(told)}{last}."


def step_caption(document: Document, trace: Trace, step: int) -> str:
    """Return what happens at a step, in one sentence."""
    document, trace = at_end(document, trace)
    at = document.steps[step]
    if at.tap is not None or at.stamp is not None or shown(document) in {"coverage", "gradient"}:
        return f"{sentence(document, trace, step)}."
    total = text_like(trace.output, Terms(trace, at.output).total, document.view.decimals)
    place = f"Step {grouped(step + 1)} of {grouped(len(document.steps))}"
    return f"{place}: output {cell_name(trace, at.output)} is {total}."


def _row(first: Trace) -> str:
    """Return which layers in a row a picture shows, in one sentence."""
    head, *others = (layer_name(one) for one in (first, *first.above))
    told = [head, *(f"then {name[0].lower()}{name[1:]}" for name in others)]
    size = size_text(first.input.shape[1:])
    return f"{', '.join(told)}, on {_a(size)} input{_channels(first)}."


def _named(trace: Trace) -> str:
    """Return a layer with the sizes of its input and kernel."""
    layer, size = trace.layer, size_text(trace.input.shape[1:])
    given = f"{_a(size)} input{_channels(trace)}"
    match layer:
        case Conv() | ConvTranspose():
            name = "Convolution" if isinstance(layer, Conv) else "Transposed convolution"
            kernel = size_text(layer.kernel_size)
            kernel = f"a mirrored {kernel}" if layer.flipped else _a(kernel)
            return f"{name} of {given} with {kernel} kernel"
        case Pool():
            name = _POOLS.get(layer.reduction) or f"{layer.norm_type:g}-norm pooling"
            return f"{name} of {given} over windows of {size_text(layer.kernel_size)}"
        case AdaptivePool():
            made = size_text(trace.output.shape[1:])
            return f"Adaptive {_POOLS[layer.reduction].lower()} of {given} to {made}"
        case Pad():
            return f"Padding of {given} to {size_text(trace.output.shape[1:])}"
        case Unfold():
            kernel = size_text(layer.kernel_size)
            return f"The windows of {kernel} of {given} as the columns of a matrix"
        case Fold():
            return (
                f"Windows of {size_text(layer.kernel_size)}, the columns of {_a(size)} matrix, "
                f"added up to an image of {size_text(layer.output_size)}"
            )


def _particulars(trace: Trace) -> list[str]:
    """Return what isn't as usual: strides, padding, dilation, and so on."""
    layer = trace.layer
    told: list[str] = []
    if isinstance(layer, Conv | ConvTranspose | Pool | Unfold | Fold):
        pooled = isinstance(layer, Pool)
        usual = layer.kernel_size if pooled else (1,) * layer.axes
        if layer.stride != usual or pooled:
            told.append(f"stride {numbers_along(layer.stride)}")
        if any(map(any, layer.pads)):
            told.append(f"padding {_pads(layer.pads)}{_filled(layer)}")
        if any(each != 1 for each in layer.dilation):
            told.append(f"dilation {numbers_along(layer.dilation)}")
    match layer:
        case Pad():
            value = f" {layer.value:g}" if layer.mode == "constant" else ""
            told.append(f"padding {_pads(layer.padding)} ({layer.mode}{value})")
        case ConvTranspose() if any(layer.output_padding):
            told.append(f"output padding {numbers_along(layer.output_padding)}")
        case Pool():
            told += _of_pool(layer)
    if isinstance(layer, Weighted) and layer.groups > 1:
        told.append(f"{layer.groups} groups")
    return told


def _of_pool(layer: Pool) -> list[str]:
    told = ["rounded up"] if layer.ceil_mode else []
    if layer.reduction == "average":
        if layer.divisor_override is not None:
            told.append(f"divided by {layer.divisor_override}")
        elif any(map(any, layer.pads)) and not layer.count_include_pad:
            told.append("padding not counted")
    return told


def _filled(layer: Layer) -> str:
    """Return what padding holds, or what becomes of it, in brackets."""
    match layer:
        case Conv():
            return f" ({layer.padding_mode})"
        case ConvTranspose() | Fold():
            return " (cut off)"
        case Unfold():
            return " (zeros)"
    return ""


def _channels(trace: Trace) -> str:
    count = trace.input.shape[0]
    return f" with {count} channels" if count > 1 else ""


def _pads(pads: tuple[Pair, ...]) -> str:
    """Return padding: ``1``, ``1 × 2``, ``1 and 2`` where two sides differ."""
    texts = [str(one) if one == other else f"{one} and {other}" for one, other in pads]
    return texts[0] if len(set(texts)) == 1 else " × ".join(texts)


def _a(text: str) -> str:
    """Return a text with its article: ``a 5 × 5``, ``an 8 × 8``."""
    number = text.partition(" ")[0]
    vowel = number.startswith("8") or (len(number) % 3 == 2 and number[:2] in {"11", "18"})
    return f"{'an' if vowel else 'a'} {text}"
