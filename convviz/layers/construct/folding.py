"""im2col and col2im; the library's face calls them `Unfold` and `Fold`."""

from __future__ import annotations

from collections.abc import Sequence

from convviz.layers.construct.arguments import PerAxis, pairs_per_axis, per_axis, valid
from convviz.layers.folding import Fold, Unfold

_AXES = 2


def unfold(
    kernel_size: PerAxis,
    dilation: PerAxis = 1,
    padding: int | Sequence[int] | Sequence[Sequence[int]] = 0,
    stride: PerAxis = 1,
) -> Unfold:
    """Return the layer that makes each window of (C, H, W) a column of a matrix.

    Order and meaning of the arguments are those of ``torch.nn.Unfold``. The
    matrix has the shape (1, C·∏K, L): row ``c·∏K + tap``, column the window.

    Parameters
    ----------
    kernel_size, dilation, stride
        One number for both axes, or one for each.
    padding
        One number, one for each axis, or a pair for each axis.

    Raises
    ------
    convviz.errors.InvalidLayer
        The parameters contradict each other.

    Examples
    --------
    >>> unfold(3, padding=1, stride=2).output_shape((3, 7, 7))
    (1, 27, 16)
    """
    return valid(
        Unfold(
            kernel_size=per_axis("kernel_size", kernel_size, _AXES),
            dilation=per_axis("dilation", dilation, _AXES),
            padding=pairs_per_axis(padding, _AXES),
            stride=per_axis("stride", stride, _AXES),
        )
    )


def fold(
    output_size: PerAxis,
    kernel_size: PerAxis,
    dilation: PerAxis = 1,
    padding: int | Sequence[int] | Sequence[Sequence[int]] = 0,
    stride: PerAxis = 1,
) -> Fold:
    """Return the layer that lays each column of a matrix on (C, H, W) and adds it there.

    Order and meaning of the arguments are those of ``torch.nn.Fold``. The matrix
    has the shape (1, C·∏K, L), with as many columns as the output has windows.

    Parameters
    ----------
    output_size
        Rows and columns of the output, or one number for both.
    kernel_size, dilation, padding, stride
        As of `unfold`.

    Raises
    ------
    convviz.errors.InvalidLayer
        The parameters contradict each other.

    Examples
    --------
    >>> fold((7, 7), 3, padding=1, stride=2).output_shape((1, 27, 16))
    (3, 7, 7)
    """
    return valid(
        Fold(
            output_size=per_axis("output_size", output_size, _AXES),
            kernel_size=per_axis("kernel_size", kernel_size, _AXES),
            dilation=per_axis("dilation", dilation, _AXES),
            padding=pairs_per_axis(padding, _AXES),
            stride=per_axis("stride", stride, _AXES),
        )
    )
