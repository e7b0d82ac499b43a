"""Padding as a layer of its own."""

from __future__ import annotations

from collections.abc import Sequence

from convviz.layers.construct.arguments import number, pairs_per_axis, text, valid
from convviz.layers.construct.families import over
from convviz.layers.dialect import DIALECTS, Dialect
from convviz.layers.padding import PAD_MODES, Pad, PadMode


def pad(
    axes: int,
    padding: int | Sequence[int] | Sequence[Sequence[int]],
    mode: PadMode = "constant",
    value: float = 0,
    *,
    dialect: Dialect = "pytorch",
) -> Pad:
    """Return padding over `axes` axes.

    Parameters
    ----------
    padding
        One number, one for each axis, or a pair for each axis
        ``((top, bottom), (left, right))``, the first axis first (PyTorch's
        ``torch.nn.functional.pad`` begins with the last); negative ones cut off.
    mode
        ``"constant"``, ``"reflect"`` (mirrored at the edge cell), ``"symmetric"``
        (mirrored at the edge), ``"replicate"`` or ``"circular"``.
    value
        The constant.
    dialect
        Whose rules decide where frameworks differ.

    Raises
    ------
    convviz.errors.InvalidLayer
        The parameters contradict each other.

    Examples
    --------
    >>> from convviz.layers import Pad2d
    >>> Pad2d(((1, 1), (0, -2)), mode="reflect").output_shape((3, 5, 5))
    (3, 7, 3)
    """
    return valid(
        Pad(
            padding=pairs_per_axis(padding, axes),
            mode=text("mode", mode, PAD_MODES),
            value=number("value", value),
            dialect=text("dialect", dialect, DIALECTS),
        )
    )


Pad1d = over(1, "Pad1d", pad)
Pad2d = over(2, "Pad2d", pad)
Pad3d = over(3, "Pad3d", pad)
