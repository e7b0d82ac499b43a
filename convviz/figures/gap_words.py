"""A transposed convolution, taken for a convolution over a stretched input, in words."""

from __future__ import annotations

from convviz.engine.trace import Trace
from convviz.figures.numbers import grouped, text_like
from convviz.figures.sentences import place
from convviz.figures.stamp_words import added_up
from convviz.figures.stamp_words import sentence as stamp_sentence
from convviz.figures.titles import size_text
from convviz.layers.transposed import ConvTranspose
from convviz.steps.order import Step
from convviz.steps.stamping import layer_of
from convviz.steps.terms import Terms

_MOST_LISTED = 4


def notes(trace: Trace) -> list[str]:
    """Return what stands below the picture: which convolution it is."""
    layer = layer_of(trace)
    zeros = [stride - 1 for stride in layer.stride]
    found = "The same as a convolution with stride 1 over the input"
    if any(zeros):
        count = _alike(zeros)
        found += f" with {count} zero{'' if count == '1' else 's'} between its cells"
    mirrored = "" if layer.flipped else ", its kernel mirrored"
    swapped = " and its channels swapped" if layer.in_channels + layer.out_channels > 2 else ""
    return [f"{found}{mirrored}{swapped if mirrored else ''}.", *_paddings(layer)]


def _paddings(layer: ConvTranspose) -> list[str]:
    """Return how the padding comes about, with its numbers."""
    pads = [
        (span - 1 - before, span - 1 - after + extra)
        for span, (before, after), extra in zip(
            layer.effective_kernel, layer.pads, layer.output_padding, strict=True
        )
    ]
    same = {pad for pair in pads for pad in pair}
    spans, cuts = set(layer.effective_kernel), {cut for pair in layer.pads for cut in pair}
    if len(same) == len(spans) == len(cuts) == 1:
        (pad,), (span,), (cut,) = same, spans, cuts
        text = f"Padding {span} − 1 − {cut} = {_signed(pad)} on every side"
    else:
        names = ("left", "right") if layer.axes == 1 else ("top", "bottom", "left", "right")
        sides = [_signed(pad) for pair in pads for pad in pair]
        listed = ", ".join(f"{name} {pad}" for name, pad in zip(names, sides, strict=True))
        text = f"Padding k_eff − 1 − P, after the last cell + output_padding: {listed}"
    return [text + (": negative padding cuts cells off." if min(same) < 0 else ".")]


def _signed(number: int) -> str:
    return str(number).replace("-", "−")


def _alike(numbers: list[int]) -> str:
    return size_text(tuple(numbers if len(set(numbers)) > 1 else numbers[:1]))


def sentence(trace: Trace, step: Step, count: int, decimals: int | None = None) -> str:
    """Return what happens at a step, with its numbers.

    Parameters
    ----------
    trace
        The layer's numbers.
    step
        An input cell's, or an output cell's.
    count
        How many steps there are.
    decimals
        Digits after the point, or None.
    """
    if step.stamp is not None:
        return stamp_sentence(trace, step, count, decimals)
    terms = Terms(trace, step.output)
    channel, *position = step.output
    of = f"channel {channel + 1}, " if trace.output.shape[0] > 1 else ""
    products = [text_like(trace.output, term.product, decimals) for term in terms[:_MOST_LISTED]]
    total = text_like(trace.output, terms.total, decimals)
    begin = f"Step {grouped(step.number + 1)} of {grouped(count)}: "
    where = f"output {of}{place(tuple(position))} is {total}; its window over the stretched input"
    if not products:
        return f"{begin}{where} meets nothing but zeros"
    more = " + …" if len(terms) > _MOST_LISTED else ""
    cells = "one input cell" if len(terms) == 1 else f"{grouped(len(terms))} input cells"
    bias = "" if terms.bias is None else ", and the bias is added"
    return f"{begin}{where} meets {cells}: {added_up(products)}{more}{bias}"
