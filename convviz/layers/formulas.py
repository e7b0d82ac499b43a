"""The formula of each axis's output size with its numbers filled in, for every kind of layer.

All can be asked the same: `substituted` (the formula with its numbers), `reduced`
(what is left of it once worked out), `result`, and all in one line as text. They
may be a draft's: any numbers will do.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TypeVar

from convviz.layers import sizes
from convviz.layers.concrete import concrete
from convviz.layers.conv import Conv
from convviz.layers.folding import Fold, Unfold
from convviz.layers.layer import Layer
from convviz.layers.padding import Pad
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.transposed import ConvTranspose


@dataclass(frozen=True, slots=True)
class SizeFormula:
    """The output size of one axis of a convolution, or of a pool that rounds down.

    ``O = ⌊(I + P₁ + P₂ − D·(K − 1) − 1) / S⌋ + 1``

    Attributes
    ----------
    size
        Input cells along the axis.
    before, after
        Padding on its two sides.
    dilation, kernel, stride
        The layer's along this axis.
    """

    size: int
    before: int
    after: int
    dilation: int
    kernel: int
    stride: int

    @property
    def numerator(self) -> int:
        """What is divided by the stride: ``I + P − D·(K − 1) − 1``."""
        padded = self.size + self.before + self.after
        return padded - sizes.effective_kernel(self.kernel, self.dilation)

    @property
    def result(self) -> int:
        """The output size; 0 or less when no window fits, as with a draft's stride below 1."""
        return self.numerator // self.stride + 1 if self.stride > 0 else 0

    @property
    def substituted(self) -> str:
        """The formula with its numbers: ``⌊(7 + 1 + 1 − 1·(3 − 1) − 1) / 2⌋ + 1``."""
        return f"⌊({_over(self)}) / {self.stride}⌋ + 1"

    @property
    def reduced(self) -> str:
        """The formula with its numerator worked out: ``⌊6 / 2⌋ + 1``."""
        return _minus(f"⌊{self.numerator} / {self.stride}⌋ + 1")

    def __str__(self) -> str:
        """Return all of it in one line, down to the number."""
        return f"{self.substituted} = {self.reduced} = {self.result}"


@dataclass(frozen=True, slots=True)
class CeilFormula:
    """The output size of one axis of a pool with ``ceil_mode``.

    ``O = ⌈(I + P₁ + P₂ − D·(K − 1) − 1) / S⌉ + 1``, less 1 where the last window would
    begin in the padding at the end.

    Attributes
    ----------
    size, before, after, dilation, kernel, stride
        As of `SizeFormula`.
    """

    size: int
    before: int
    after: int
    dilation: int
    kernel: int
    stride: int

    @property
    def numerator(self) -> int:
        """What is divided by the stride: ``I + P − D·(K − 1) − 1``."""
        padded = self.size + self.before + self.after
        return padded - sizes.effective_kernel(self.kernel, self.dilation)

    @property
    def rounded(self) -> int:
        """The windows before the last may be dropped."""
        return -(-self.numerator // self.stride) + 1 if self.stride > 0 else 0

    @property
    def dropped(self) -> bool:
        """Whether the last window would begin in the padding at the end: ``(O−1)·S ≥ I + P₁``."""
        return (self.rounded - 1) * self.stride >= self.size + self.before

    @property
    def result(self) -> int:
        """The output size; 0 or less when no window fits, as with a draft's stride below 1."""
        return self.rounded - self.dropped

    @property
    def substituted(self) -> str:
        """The formula with its numbers: ``⌈(7 + 1 + 1 − 1·(3 − 1) − 1) / 2⌉ + 1``."""
        return f"⌈({_over(self)}) / {self.stride}⌉ + 1" + (" − 1" if self.dropped else "")

    @property
    def reduced(self) -> str:
        """The formula with its numerator worked out: ``⌈6 / 2⌉ + 1``."""
        return _minus(f"⌈{self.numerator} / {self.stride}⌉ + 1") + (" − 1" if self.dropped else "")

    @property
    def drop(self) -> str:
        """Why the last window is dropped, in words and numbers; empty where it isn't."""
        if not self.dropped:
            return ""
        return (
            f"the last window is dropped, it would begin in the padding: "
            f"{self.rounded - 1}·{self.stride} ≥ {self.size} + {self.before}"
        )

    def __str__(self) -> str:
        """Return all of it in one line, down to the number."""
        said = f"{self.substituted} = {self.reduced} = {self.result}"
        return f"{said} ({self.drop})" if self.dropped else said


@dataclass(frozen=True, slots=True)
class TransposedFormula:
    """The output size of one axis of a transposed convolution.

    ``O = (I − 1)·S − P₁ − P₂ + D·(K − 1) + output_padding + 1``

    Attributes
    ----------
    size, before, after, dilation, kernel, stride
        As of `SizeFormula`; the padding is cut off.
    extra
        The output padding.
    """

    size: int
    before: int
    after: int
    dilation: int
    kernel: int
    stride: int
    extra: int

    @property
    def result(self) -> int:
        """The output size; 0 or less when nothing is left."""
        pads = (self.before, self.after)
        return sizes.transposed_size(
            self.size, pads, self.kernel, self.stride, self.dilation, self.extra
        )

    @property
    def substituted(self) -> str:
        """The formula with its numbers: ``(4 − 1)·2 − 1 − 1 + 1·(3 − 1) + 0 + 1``."""
        return (
            f"({self.size} − 1)·{self.stride}{_less(self.before)}{_less(self.after)} + "
            f"{self.dilation}·({self.kernel} − 1) + {self.extra} + 1"
        )

    @property
    def reduced(self) -> str:
        """The products worked out: ``6 − 2 + 2 + 1``."""
        spread = (self.size - 1) * self.stride
        span = self.dilation * (self.kernel - 1)
        return _minus(f"{spread}") + f"{_less(self.before + self.after)} + " + _minus(
            f"{span} + {self.extra + 1}"
        )

    def __str__(self) -> str:
        """Return all of it in one line, down to the number."""
        return f"{self.substituted} = {self.reduced} = {self.result}"


@dataclass(frozen=True, slots=True)
class PadFormula:
    """The output size of one axis of padding: ``O = I + P₁ + P₂``.

    Attributes
    ----------
    size, before, after
        Input cells along the axis, and what is put around them; negative ones
        cut off.
    """

    size: int
    before: int
    after: int

    @property
    def result(self) -> int:
        """The output size; 0 or less when nothing is left."""
        return self.size + self.before + self.after

    @property
    def substituted(self) -> str:
        """The formula with its numbers: ``5 + 1 − 2``."""
        return f"{self.size}{_plus(self.before)}{_plus(self.after)}"

    @property
    def reduced(self) -> str:
        """The padding added up: ``5 − 1``."""
        return f"{self.size}{_plus(self.before + self.after)}"

    def __str__(self) -> str:
        """Return all of it in one line, down to the number."""
        return f"{self.substituted} = {self.result}"


@dataclass(frozen=True, slots=True)
class AdaptiveFormula:
    """The output size of one axis of an adaptive or global pool: as it is asked for.

    Attributes
    ----------
    size
        Input cells along the axis.
    count
        What is asked for, or None to keep the size.
    """

    size: int
    count: int | None

    @property
    def result(self) -> int:
        """The output size."""
        return self.size if self.count is None else self.count

    @property
    def substituted(self) -> str:
        """Where part o begins and ends: ``from ⌊o·5/3⌋ to ⌈(o + 1)·5/3⌉``."""
        if self.result == 1:
            return f"all {self.size} cells"
        ratio = f"{self.size}/{self.result}"
        return f"from ⌊o·{ratio}⌋ to ⌈(o + 1)·{ratio}⌉"

    @property
    def reduced(self) -> str:
        """The number, as it is asked for."""
        return str(self.result)

    def __str__(self) -> str:
        """Return all of it in one line."""
        return f"{self.result}, {'' if self.result == 1 else 'part o '}{self.substituted}"


@dataclass(frozen=True, slots=True)
class GivenFormula:
    """The output size of one axis of `Fold`: as it is asked for.

    Attributes
    ----------
    result
        The output size.
    windows
        The formula of how many windows it has.
    """

    result: int
    windows: SizeFormula

    @property
    def substituted(self) -> str:
        """The number."""
        return str(self.result)

    @property
    def reduced(self) -> str:
        """The number."""
        return str(self.result)

    def __str__(self) -> str:
        """Return all of it in one line: the number and its windows."""
        return f"{self.result}, windows {self.windows}"


@dataclass(frozen=True, slots=True)
class ProductFormula:
    """The rows or columns of the matrix that `Unfold` makes: a product.

    Attributes
    ----------
    factors
        Channels and cells of the kernel, or the formula of each axis's windows.
    """

    factors: tuple[int | SizeFormula, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The factors, worked out."""
        return tuple(
            factor if isinstance(factor, int) else factor.result for factor in self.factors
        )

    @property
    def result(self) -> int:
        """The product."""
        return prod(self.numbers)

    @property
    def substituted(self) -> str:
        """The formula with its numbers: ``(⌊6 / 2⌋ + 1) · (⌊6 / 2⌋ + 1)``."""
        return " · ".join(
            str(factor) if isinstance(factor, int) else f"({factor.substituted})"
            for factor in self.factors
        )

    @property
    def reduced(self) -> str:
        """The numbers that are multiplied: ``4 · 4``."""
        return _minus(" · ".join(map(str, self.numbers)))

    def __str__(self) -> str:
        """Return all of it in one line, down to the number."""
        parts = dict.fromkeys((self.substituted, self.reduced, str(self.result)))
        return " = ".join(parts)


L = TypeVar("L", bound=Layer)

Formula = (
    SizeFormula
    | CeilFormula
    | TransposedFormula
    | PadFormula
    | AdaptiveFormula
    | GivenFormula
    | ProductFormula
)


def formulas(layer: Layer, input_size: tuple[int, ...], channels: int = 1) -> tuple[Formula, ...]:
    """Return each output axis's size formula, also where the kernel doesn't fit.

    Parameters
    ----------
    layer
        The layer, valid or not; a padding's name is one that there is.
    input_size
        Spatial sizes of the input.
    channels
        The input's; `Unfold` makes rows of them.
    """
    if isinstance(layer, Pool):
        return _of_pool(layer, input_size)
    layer = _decided(layer, input_size)
    match layer:
        case Conv():
            return _of_windows(layer, input_size)
        case ConvTranspose():
            return tuple(
                TransposedFormula(*row, extra)
                for row, extra in zip(_rows(layer, input_size), layer.output_padding, strict=True)
            )
        case Pad():
            rows = zip(input_size, layer.padding, strict=True)
            return tuple(PadFormula(size, *pads) for size, pads in rows)
        case AdaptivePool():
            return tuple(map(AdaptiveFormula, input_size, layer.output_size))
    return _of_matrix(layer, input_size, channels)


def _of_matrix(
    layer: Unfold | Fold, size: tuple[int, ...], channels: int
) -> tuple[Formula, ...]:
    if isinstance(layer, Unfold):
        rows = ProductFormula((channels, *layer.kernel_size))
        return (rows, ProductFormula(_of_windows(layer, size)))
    return tuple(map(GivenFormula, layer.output_size, _of_windows(layer, layer.output_size)))


def _of_windows(
    layer: Conv | Pool | Unfold | Fold, size: tuple[int, ...]
) -> tuple[SizeFormula, ...]:
    return tuple(SizeFormula(*row) for row in _rows(layer, size))


def _of_pool(layer: Pool, size: tuple[int, ...]) -> tuple[Formula, ...]:
    formula = CeilFormula if layer.ceil_mode else SizeFormula
    return tuple(formula(*row) for row in _rows(_decided(layer, size), size))


def _decided(layer: L, size: tuple[int, ...]) -> L:
    """Return the layer made concrete, where a draft's numbers allow."""
    return concrete(layer, size) if min((*_strides(layer), *size)) >= 1 else layer


def _rows(
    layer: Conv | ConvTranspose | Pool | Unfold | Fold, size: tuple[int, ...]
) -> list[tuple[int, int, int, int, int, int]]:
    """Return size, padding before and after, dilation, kernel and stride of each axis."""
    rows = zip(size, layer.pads, layer.dilation, layer.kernel_size, layer.stride, strict=True)
    return [
        (length, *pads, dilation, kernel, stride) for length, pads, dilation, kernel, stride in rows
    ]


def _strides(layer: Layer) -> tuple[int, ...]:
    return (1,) if isinstance(layer, (AdaptivePool, Pad)) else layer.stride


def _over(formula: SizeFormula | CeilFormula) -> str:
    return (
        f"{formula.size}{_plus(formula.before)}{_plus(formula.after)} − "
        f"{formula.dilation}·({formula.kernel} − 1) − 1"
    )


def _plus(number: int) -> str:
    """Return a number that is added: `` + 2``, `` − 2`` for a negative one."""
    return f" + {number}" if number >= 0 else f" − {-number}"


def _less(number: int) -> str:
    """Return a number that is taken away: `` − 2``, `` + 2`` for a negative one."""
    return f" − {number}" if number >= 0 else f" + {-number}"


def _minus(text: str) -> str:
    return text.replace("-", "−")
