"""Size arithmetic of one axis, in exact integers.

The formula is the one in PyTorch's documentation of ``torch.nn.Conv2d``:
``O = ⌊(I + P_before + P_after − D·(K − 1) − 1) / S⌋ + 1``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd


def effective_kernel(kernel: int, dilation: int) -> int:
    """Return how many cells a kernel spans: ``D·(K − 1) + 1``."""
    return dilation * (kernel - 1) + 1


def output_size(padded: int, kernel: int, stride: int, dilation: int) -> int:
    """Return how many windows fit into a padded axis; 0 or less when none does.

    Parameters
    ----------
    padded
        Cells of the axis, padding included.
    kernel, stride, dilation
        The layer's along this axis; the stride is at least 1.
    """
    return (padded - effective_kernel(kernel, dilation)) // stride + 1


def same_padding(kernel: int, dilation: int, *, lower: bool = False) -> tuple[int, int]:
    """Return (before, after) that keep the size at stride 1.

    When ``D·(K − 1)`` is odd the extra cell goes after, as in PyTorch, or
    before with `lower`, as in ONNX's ``SAME_LOWER``.
    """
    total = dilation * (kernel - 1)
    small, large = total // 2, total - total // 2
    return (large, small) if lower else (small, large)


def strided_same_padding(
    size: int, kernel: int, stride: int, dilation: int, *, lower: bool = False
) -> tuple[int, int]:
    """Return TensorFlow's (before, after) for ``SAME``, which give ``⌈I / S⌉`` outputs.

    The total is ``max((⌈I/S⌉ − 1)·S + D·(K − 1) + 1 − I, 0)``; the extra cell
    goes after, or before with `lower`.
    """
    windows = -(-size // stride)
    total = max((windows - 1) * stride + effective_kernel(kernel, dilation) - size, 0)
    small, large = total // 2, total - total // 2
    return (large, small) if lower else (small, large)


def pool_size(
    size: int, pads: tuple[int, int], kernel: int, stride: int, dilation: int, ceil_mode: bool
) -> int:
    """Return how many windows a pool has along an axis; 0 or less when none fits.

    With `ceil_mode` the quotient is rounded up: a last window that reaches beyond
    the padded axis counts, unless it would begin in the padding at the end:
    ``(O − 1)·S ≥ I + P_before`` (PyTorch's ``pooling_output_shape`` in
    ``aten/src/ATen/native/Pool.h``; onnxruntime's ``ComputeOutputSize``). TensorFlow
    and JAX have no such mode.
    """
    before, after = pads
    padded = size + before + after
    if not ceil_mode:
        return output_size(padded, kernel, stride, dilation)
    count = -(-(padded - effective_kernel(kernel, dilation)) // stride) + 1
    return count - ((count - 1) * stride >= size + before)


def transposed_size(
    size: int, pads: tuple[int, int], kernel: int, stride: int, dilation: int, extra: int
) -> int:
    """Return a transposed convolution's output along an axis.

    ``O = (I − 1)·S − P_before − P_after + D·(K − 1) + output_padding + 1``, as in
    PyTorch's documentation of ``torch.nn.ConvTranspose2d``.
    """
    return (size - 1) * stride - sum(pads) + effective_kernel(kernel, dilation) + extra


def transposed_padding(
    name: str, dialect: str, span: int, stride: int, extra: int
) -> tuple[tuple[int, int], int]:
    """Return what a padding's name cuts off a transposed convolution, and adds after it.

    Everywhere ``"same"`` gives ``I·S`` outputs and ``"valid"`` as many as keep all
    of the stamps. TensorFlow and JAX give ``"valid"`` no fewer than ``I·S``
    (``tf.nn.conv2d_transpose``; Keras' ``compute_conv_transpose_output_length``),
    ONNX just what is stamped. The cells that ``"same"`` cuts off are halved, the odd
    one goes after: TensorFlow, ONNX's ``SAME_UPPER`` (its ``ConvTranspose`` counts
    `extra` among them), or before: ``SAME_LOWER``. JAX pads before the halves
    (``lax.conv_transpose``, `_conv_transpose_padding`), which cut one less before
    where the kernel spans an odd number of cells more than the stride.

    Parameters
    ----------
    name
        ``"valid"``, ``"same"``, or ``"same_lower"`` of ONNX.
    dialect
        Whose meaning of it; PyTorch has none and is taken for ONNX.
    span
        Cells that the kernel spans.
    stride, extra
        The layer's along the axis; `extra` is its output padding. Of TensorFlow's
        dialect 0 means that Keras is given none, and from 1 on what Keras makes of
        it: ``(I − 1)·S + K + extra`` outputs for ``"valid"``, and
        ``(I − 1)·S + K − 2·⌊K / 2⌋ + extra`` for ``"same"``.

    Returns
    -------
    (before, after), extra
        What is cut off, never negative, and the output padding that comes of it.
    """
    given = extra if dialect == "tensorflow" else 0
    longer = max(stride - span, 0)
    if name == "valid":
        if dialect in {"tensorflow", "jax"}:
            return (0, 0), given or longer
        return (0, 0), extra
    if given:
        total, extra = 2 * (span // 2) - given, 0
    else:
        total = span + extra - stride
    if total < 0:
        return (0, 0), extra - total
    small, large = total // 2, total - total // 2
    return ((large, small) if name == "same_lower" else (small, large)), extra


@dataclass(frozen=True, slots=True)
class Unread:
    """Cells of one axis that no window reads, the input's told apart from padding."""

    input: int
    padding: int


def read_positions(padded: int, kernel: int, stride: int, dilation: int) -> bytearray:
    """Return one byte for each cell of a padded axis: 1 if a window reads it."""
    read = bytearray(max(padded, 0))
    count = output_size(padded, kernel, stride, dilation)
    if count > 0:
        for tap in range(kernel):
            first = tap * dilation
            read[first : first + (count - 1) * stride + 1 : stride] = b"\x01" * count
    return read


def unread(
    size: int,
    pads: tuple[int, int],
    kernel: int,
    stride: int,
    dilation: int,
    windows: int | None = None,
) -> Unread:
    """Count the cells of one axis that no window reads.

    Exact for any size in a few steps: nothing is allocated or walked through.

    Parameters
    ----------
    size
        Cells of the input.
    pads
        (before, after); cells that negative ones cut off are the input's, unread.
    kernel, stride, dilation
        The layer's along the axis.
    windows
        How many there are, also such as reach beyond the end; None for as many
        as fit.
    """
    before, after = pads
    padded = size + before + after
    if windows is None:
        windows = max(output_size(padded, kernel, stride, dilation), 0)
    until_input, until_end, every = (
        _read_below(bound, windows, kernel, stride, dilation)
        for bound in (before, before + min(size, size + after), padded)
    )
    inner = size - (until_end - until_input)
    cut = -min(before, 0) - min(after, 0)
    return Unread(inner, padded - every - (inner - cut))


def reads(
    size: int, pads: tuple[int, int], kernel: int, stride: int, dilation: int, windows: int
) -> int:
    """Count how many cells of the input all windows read together, each as often as it is.

    The arguments are those of `unread`.
    """
    before, after = pads
    upto_end, upto_input = (
        _pairs_below(bound, windows, kernel, stride, dilation)
        for bound in (before + min(size, size + after), before)
    )
    return upto_end - upto_input


def unstamped(
    size: int, count: int, before: int, kernel: int, stride: int, dilation: int
) -> int:
    """Count the inputs of a transposed convolution whose stamps are cut off wholly.

    Parameters
    ----------
    size, count
        Cells of the input and of the output.
    before
        Cells that are cut off before the output.
    kernel, stride, dilation
        The layer's along the axis.
    """
    span = effective_kernel(kernel, dilation)
    # Stamps that end before the output begins, and those that begin behind its end.
    first = min(max(-(-(before - span + 1) // stride), 0), size)
    behind = min(max(-(-(before + count) // stride), first), size)
    # One that begins before the output can step over all of it.
    last = min(max(-(-before // stride), first), behind)
    over = sum(
        (at * stride - before) % dilation >= min(count, span - (before - at * stride))
        for at in range(first, last)
    )
    return first + over + size - behind


def _read_below(bound: int, windows: int, kernel: int, stride: int, dilation: int) -> int:
    """Count the cells below `bound` that a window reads, each once.

    Window i reads the cell ``S·i + D·t`` with its tap t. With ``g = gcd(S, D)``
    tap ``t + S/g`` of window i reads the same cell as tap t of window
    ``i + D/g``. Of each cell's pairs (i, t) the one with the last window counts:
    all pairs with ``t < S/g``, and of the other taps the last ``D/g`` windows.
    """
    common = gcd(stride, dilation)
    taps, last = min(kernel, stride // common), min(windows, dilation // common)
    rest = windows - last
    return _pairs_below(bound, windows, taps, stride, dilation) + _pairs_below(
        bound - rest * stride - taps * dilation, last, kernel - taps, stride, dilation
    )


def _pairs_below(bound: int, windows: int, taps: int, stride: int, dilation: int) -> int:
    """Count pairs (i, t), ``0 ≤ i < windows``, ``0 ≤ t < taps``, with ``S·i + D·t < bound``."""
    # Taps before `full` see all windows begin below the bound, taps from `some` on none.
    full = min(max((bound - 1 - stride * (windows - 1)) // dilation + 1, 0), taps)
    some = min(max(-(-bound // dilation), full), taps)
    # The taps between, counted from the last: each has ⌊(room + D·u) / S⌋ + 1 windows.
    between = some - full
    room = bound - 1 - (some - 1) * dilation
    return full * windows + between + _floor_sum(between, stride, dilation, room)


def _floor_sum(count: int, divisor: int, slope: int, offset: int) -> int:
    """Return the sum of ``⌊(slope·u + offset) / divisor⌋`` over ``0 ≤ u < count``.

    The points under a line, counted as Euclid's algorithm runs: whole squares are
    taken out, then the axes change places. `offset` is not negative if `count` isn't 0.
    """
    total = 0
    while count > 0:
        total += slope // divisor * (count * (count - 1) // 2) + offset // divisor * count
        slope, offset = slope % divisor, offset % divisor
        highest = slope * count + offset
        count, offset = divmod(highest, divisor)
        divisor, slope = slope, divisor
    return total
