"""Parts of maps as ONNX cuts them: ``Split`` and ``Slice``."""

from __future__ import annotations

from typing import cast

from convviz.interop.paste.building import AnyLayer, Known, Unclear
from convviz.interop.paste.onnx_text import OnnxNode
from convviz.interop.paste.splitting import narrowed
from convviz.layers import Pad
from convviz.layers.plain import Narrow

_CHANNELS = 1


def parts_of(node: OnnxNode, known: Known) -> list[Narrow]:
    """Return what each output of a ``Split`` is: some of the input's channels.

    Raises
    ------
    Unclear
        It splits another axis, or the sizes aren't known.
    """
    axis = node.attributes.get("axis", 0)
    if axis != _CHANNELS and not (isinstance(axis, int) and axis + _axes(known) == _CHANNELS):
        raise Unclear("only channels can be split, axis 1")
    count, sizes = len(node.outputs), node.attributes.get("split")
    if sizes is None and known.channels is not None:
        each = -(-known.channels // count)
        sizes = [min(each, known.channels - at * each) for at in range(count)]
    if not isinstance(sizes, list) or len(sizes) != count:
        raise Unclear("how it splits isn't told")
    return narrowed(cast("list[int]", sizes))


def slice_of(node: OnnxNode, known: Known, _: object) -> AnyLayer:
    """Return the layer that a ``Slice`` is: some channels, or places without their edges.

    Raises
    ------
    Unclear
        Its ends aren't told, it leaves out some in between, or it cuts both.
    """
    starts, ends, axes, steps = (
        cast("list[int] | None", node.attributes.get(key))
        for key in ("starts", "ends", "axes", "steps")
    )
    if known.shape is None or not starts or not ends or len(starts) != len(ends):
        raise Unclear("its ends, or the size that it cuts, aren't told")
    if steps is not None and set(steps) != {1}:
        raise Unclear("only cells that follow each other are cut out")
    cuts = {
        axis % _axes(known): (start, end)
        for axis, start, end in zip(axes or range(len(starts)), starts, ends, strict=True)
    }
    sizes = (1, *known.shape)
    kept = [range(size)[slice(*cuts.get(axis, (0, size)))] for axis, size in enumerate(sizes)]
    if not all(kept):
        raise Unclear("nothing is left of it")
    if len(kept[_CHANNELS]) < sizes[_CHANNELS]:
        if any(len(one) < size for one, size in zip(kept[2:], sizes[2:], strict=True)):
            raise Unclear("it cuts channels and places")
        return Narrow(kept[_CHANNELS].start, len(kept[_CHANNELS]))
    return Pad(tuple(
        (-one.start, one.stop - size) for one, size in zip(kept[2:], sizes[2:], strict=True)
    ))  # fmt: skip


def _axes(known: Known) -> int:
    return 0 if known.axes is None else known.axes + 2
