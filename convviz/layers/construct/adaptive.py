"""Pools of a given output size, and global ones, as PyTorch's constructors make them."""

from __future__ import annotations

from collections.abc import Sequence

from convviz.layers.construct.arguments import optional_per_axis, text, truth, valid
from convviz.layers.construct.families import over
from convviz.layers.dialect import DIALECTS, Dialect
from convviz.layers.pooling import AdaptivePool

OutputSize = int | None | Sequence[int | None]


def adaptive_avg_pool(
    axes: int, output_size: OutputSize, *, dialect: Dialect = "pytorch"
) -> AdaptivePool:
    """Return an average pool with a given output size over `axes` axes.

    Output o averages the cells from ``⌊o·I/O⌋`` to before ``⌈(o + 1)·I/O⌉``.

    Parameters
    ----------
    output_size
        One number for all axes, or one for each; None keeps the input's size.
    dialect
        Whose rules decide where frameworks differ.

    Raises
    ------
    convviz.errors.InvalidLayer
        The parameters contradict each other.

    Examples
    --------
    >>> from convviz.layers import AdaptiveAvgPool2d
    >>> AdaptiveAvgPool2d((7, None)).output_shape((512, 14, 10))
    (512, 7, 10)
    """
    sizes = optional_per_axis("output_size", output_size, axes)
    return valid(AdaptivePool("average", sizes, text("dialect", dialect, DIALECTS)))


def adaptive_max_pool(
    axes: int,
    output_size: OutputSize,
    return_indices: bool = False,
    *,
    dialect: Dialect = "pytorch",
) -> AdaptivePool:
    """Return a max pool with a given output size over `axes` axes.

    Parameters
    ----------
    output_size, dialect
        As of `AdaptiveAvgPool2d`.
    return_indices
        Taken for PyTorch's sake; it changes nothing about the layer.

    Raises
    ------
    convviz.errors.InvalidLayer
        The parameters contradict each other.
    """
    truth("return_indices", return_indices)
    sizes = optional_per_axis("output_size", output_size, axes)
    return valid(AdaptivePool("max", sizes, text("dialect", dialect, DIALECTS)))


def global_avg_pool(axes: int, *, dialect: Dialect = "pytorch") -> AdaptivePool:
    """Return the average of each channel over `axes` axes, of which 1 cell is left each.

    Parameters
    ----------
    dialect
        Whose rules decide where frameworks differ.
    """
    return adaptive_avg_pool(axes, 1, dialect=dialect)


def global_max_pool(axes: int, *, dialect: Dialect = "pytorch") -> AdaptivePool:
    """Return the maximum of each channel over `axes` axes, of which 1 cell is left each.

    Parameters
    ----------
    dialect
        Whose rules decide where frameworks differ.
    """
    return adaptive_max_pool(axes, 1, dialect=dialect)


AdaptiveAvgPool1d = over(1, "AdaptiveAvgPool1d", adaptive_avg_pool)
AdaptiveAvgPool2d = over(2, "AdaptiveAvgPool2d", adaptive_avg_pool)
AdaptiveAvgPool3d = over(3, "AdaptiveAvgPool3d", adaptive_avg_pool)
AdaptiveMaxPool1d = over(1, "AdaptiveMaxPool1d", adaptive_max_pool)
AdaptiveMaxPool2d = over(2, "AdaptiveMaxPool2d", adaptive_max_pool)
AdaptiveMaxPool3d = over(3, "AdaptiveMaxPool3d", adaptive_max_pool)
GlobalAvgPool1d = over(1, "GlobalAvgPool1d", global_avg_pool)
GlobalAvgPool2d = over(2, "GlobalAvgPool2d", global_avg_pool)
GlobalAvgPool3d = over(3, "GlobalAvgPool3d", global_avg_pool)
GlobalMaxPool1d = over(1, "GlobalMaxPool1d", global_max_pool)
GlobalMaxPool2d = over(2, "GlobalMaxPool2d", global_max_pool)
GlobalMaxPool3d = over(3, "GlobalMaxPool3d", global_max_pool)
