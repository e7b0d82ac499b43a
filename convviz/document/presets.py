"""Inputs and kernels with a name, at whatever size they make sense."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from math import comb, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.errors import ConvvizError
from convviz.limits import MAX_NUMBERS

Shape = tuple[int, ...]

_LARGEST_SOBEL = 15


@dataclass(frozen=True, slots=True)
class InputPreset:
    """An input with a name.

    Attributes
    ----------
    name
        As documents and the command line write it.
    label
        As menus write it.
    note
        What it is, in one line.
    make
        Takes a shape (channels, *spatial) and a seed, returns the array.
    """

    name: str
    label: str
    note: str
    make: Callable[[Shape, int], NDArray[Any]]


@dataclass(frozen=True, slots=True)
class KernelPreset:
    """A kernel with a name; attributes as for `InputPreset`.

    Attributes
    ----------
    make
        Takes a weight's shape (out_channels, in_channels / groups, *kernel_size)
        and a seed, returns the array or None where there is no such kernel.
    """

    name: str
    label: str
    note: str
    make: Callable[[Shape, int], NDArray[Any] | None]


def input_preset(name: str, shape: Shape, seed: int = 0) -> NDArray[Any]:
    """Return a named input.

    Parameters
    ----------
    name
        One of `INPUT_PRESETS`.
    shape
        (channels, *spatial), each at least 1.
    seed
        For the random one.

    Raises
    ------
    convviz.errors.ConvvizError
        There is no preset of that name.
    """
    for preset in INPUT_PRESETS:
        if preset.name == name:
            return preset.make(shape, seed)
    raise _unknown("input", name, [preset.name for preset in INPUT_PRESETS])


def kernel_preset(name: str, weight_shape: Shape, seed: int = 0) -> NDArray[Any] | None:
    """Return a named kernel, the same in every plane but for the random one.

    Parameters
    ----------
    name
        One of `KERNEL_PRESETS`.
    weight_shape
        (out_channels, in_channels / groups, *kernel_size).
    seed
        For the random one.

    Returns
    -------
    ndarray or None
        None when there is no such kernel at that size. Integers where the
        kernel's numbers are integers.

    Raises
    ------
    convviz.errors.ConvvizError
        There is no preset of that name.
    """
    for preset in KERNEL_PRESETS:
        if preset.name == name:
            return preset.make(weight_shape, seed) if min(weight_shape) > 0 else None
    raise _unknown("kernel", name, [preset.name for preset in KERNEL_PRESETS])


def kernel_exists(name: str, kernel_size: Shape) -> bool:
    """Return whether a named kernel exists at a size, which may say anything.

    At sizes that can't be or are too large to be made, all do.
    """
    if min(kernel_size) < 1 or prod(kernel_size) > MAX_NUMBERS:
        return True
    # No kernel that comes in few sizes only comes in large ones: a small one tells.
    size = tuple(min(length, _LARGEST_SOBEL + 2) for length in kernel_size)
    return kernel_preset(name, (1, 1, *size)) is not None


def _unknown(kind: str, name: str, names: list[str]) -> ConvvizError:
    # Only a misspelt name needs it, and it takes a while to load.
    from difflib import get_close_matches  # noqa: PLC0415

    close = get_close_matches(name, names, 1)
    hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(names)}"
    return ConvvizError(f"there is no {kind} preset {name!r}: {hint}")


def _outer(vectors: list[NDArray[Any]], combine: np.ufunc = np.multiply) -> NDArray[Any]:
    """Return the array whose cells combine one number of each vector, axis by axis."""
    return reduce(combine.outer, vectors)


# Inputs -------------------------------------------------------------------------


def _ramp(shape: Shape, _seed: int) -> NDArray[Any]:
    return np.arange(1, prod(shape) + 1, dtype=np.int64).reshape(shape)


def _all_ones(shape: Shape, _seed: int) -> NDArray[Any]:
    return np.ones(shape, np.int64)


def _impulse(shape: Shape, _seed: int) -> NDArray[Any]:
    plane = np.zeros(shape[1:], np.int64)
    plane[tuple(length // 2 for length in shape[1:])] = 1
    return _in_every_plane(plane, shape[:1])


def _checkerboard(shape: Shape, _seed: int) -> NDArray[Any]:
    plane = _outer([np.arange(length) % 2 for length in shape[1:]], np.bitwise_xor)
    return _in_every_plane(plane, shape[:1])


def _gradient(shape: Shape, _seed: int) -> NDArray[Any]:
    row = np.rint(np.linspace(0, 255, shape[-1])).astype(np.int64)
    return _in_every_plane(row, shape[:-1])


def _random_input(shape: Shape, seed: int) -> NDArray[Any]:
    return np.random.default_rng(abs(seed)).integers(0, 10, shape)


# Kernels ------------------------------------------------------------------------


def _planes(
    plane: Callable[[Shape], NDArray[Any] | None],
) -> Callable[[Shape, int], NDArray[Any] | None]:
    """Return the maker of a weight that has the same kernel in every plane."""

    def make(weight_shape: Shape, _seed: int) -> NDArray[Any] | None:
        kernel = plane(weight_shape[2:])
        return None if kernel is None else _in_every_plane(kernel, weight_shape[:2])

    return make


def _in_every_plane(plane: NDArray[Any], planes: Shape) -> NDArray[Any]:
    return np.broadcast_to(plane, (*planes, *plane.shape)).copy()


def _corners(size: Shape) -> NDArray[Any]:
    """Return ones in the corners and the centre, which has two cells on an even axis."""
    ends, centres = [], []
    for length in size:
        at = np.arange(length)
        ends.append((at == 0) | (at == length - 1))
        centres.append((at == length // 2) | (at == (length - 1) // 2))
    cells = np.logical_or(_outer(ends, np.logical_and), _outer(centres, np.logical_and))
    return np.asarray(cells, np.int64)


def _identity(size: Shape) -> NDArray[Any]:
    # With padding "same" an even kernel has one cell fewer before its centre.
    kernel = np.zeros(size, np.int64)
    kernel[tuple((length - 1) // 2 for length in size)] = 1
    return kernel


def _ones(size: Shape) -> NDArray[Any]:
    return np.ones(size, np.int64)


def _box(size: Shape) -> NDArray[Any]:
    return np.full(size, 1 / prod(size))


def _gaussian(size: Shape) -> NDArray[Any]:
    """Return the binomial kernel, whose numbers are exact and add up to 1."""
    return _outer(
        [
            np.array([comb(length - 1, at) / 2 ** (length - 1) for at in range(length)])
            for length in size
        ]
    )


def _laplacian(size: Shape) -> NDArray[Any] | None:
    if set(size) != {3}:
        return None
    kernel = np.zeros(size, np.int64)
    for axis in range(len(size)):
        for side in (0, 2):
            kernel[tuple(side if other == axis else 1 for other in range(len(size)))] = 1
    kernel[(1,) * len(size)] = -2 * len(size)
    return kernel


def _sharpen(size: Shape) -> NDArray[Any] | None:
    edges = _laplacian(size)
    return None if edges is None else np.subtract(_identity(size), edges)


def _emboss(size: Shape) -> NDArray[Any] | None:
    return np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]) if size == (3, 3) else None


def _derivative(length: int) -> NDArray[Any]:
    """Return a smoothed difference along one axis: −1 0 1, −1 −2 0 2 1, … ."""
    return np.convolve(_binomial(length - 2), [-1, 0, 1])


def _binomial(length: int) -> NDArray[Any]:
    return np.array([comb(length - 1, at) for at in range(length)])


def _sobel(size: Shape, axis: int) -> NDArray[Any] | None:
    odd = all(length % 2 and 3 <= length <= _LARGEST_SOBEL for length in size)
    if not odd or axis >= len(size):
        return None
    return _outer(
        [
            _derivative(length) if at == axis else _binomial(length)
            for at, length in enumerate(reversed(size))
        ][::-1]
    )


def _sobel_x(size: Shape) -> NDArray[Any] | None:
    return _sobel(size, 0)


def _sobel_y(size: Shape) -> NDArray[Any] | None:
    return _sobel(size, 1)


def _scharr_x(size: Shape) -> NDArray[Any] | None:
    return np.outer([3, 10, 3], [-1, 0, 1]) if size == (3, 3) else None


def _scharr_y(size: Shape) -> NDArray[Any] | None:
    return np.outer([-1, 0, 1], [3, 10, 3]) if size == (3, 3) else None


def _random_kernel(weight_shape: Shape, seed: int) -> NDArray[Any]:
    return np.random.default_rng(abs(seed)).integers(-2, 3, weight_shape)


INPUT_PRESETS = (
    InputPreset("ramp", "Ramp", "1, 2, 3 … row by row", _ramp),
    InputPreset("ones", "Ones", "1 everywhere: the output counts what the kernel adds", _all_ones),
    InputPreset("impulse", "Impulse", "a single 1 in the middle: it shows the kernel", _impulse),
    InputPreset("checkerboard", "Checkerboard", "0 and 1 by turns", _checkerboard),
    InputPreset("gradient", "Gradient", "0 at the left to 255 at the right", _gradient),
    InputPreset("random", "Random", "whole numbers from 0 to 9", _random_input),
)

KERNEL_PRESETS = (
    KernelPreset("corners", "Corners and centre", "1 there, 0 elsewhere", _planes(_corners)),
    KernelPreset("identity", "Identity", "the output is the input", _planes(_identity)),
    KernelPreset("ones", "Ones", "adds the window up", _planes(_ones)),
    KernelPreset("box", "Box blur", "the mean of the window", _planes(_box)),
    KernelPreset("gaussian", "Gaussian blur", "a mean that favours the centre", _planes(_gaussian)),
    KernelPreset("sharpen", "Sharpen", "differences made stronger", _planes(_sharpen)),
    KernelPreset("sobel_x", "Sobel x", "change from left to right", _planes(_sobel_x)),
    KernelPreset("sobel_y", "Sobel y", "change from top to bottom", _planes(_sobel_y)),
    KernelPreset("scharr_x", "Scharr x", "change from left to right", _planes(_scharr_x)),
    KernelPreset("scharr_y", "Scharr y", "change from top to bottom", _planes(_scharr_y)),
    KernelPreset("laplacian", "Laplacian", "change in any direction", _planes(_laplacian)),
    KernelPreset("emboss", "Emboss", "light from the top left", _planes(_emboss)),
    KernelPreset("random", "Random", "whole numbers from −2 to 2", _random_kernel),
)
