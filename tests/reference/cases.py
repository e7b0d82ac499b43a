"""What a recorded case is, and how many of them fit into one small file.

A case says a layer in convviz's own words, an input and what a framework made
of it: numbers, or a refusal. Inputs, weights and gradients that come in are
slices of two rows of random numbers which all cases share; what frameworks
computed is kept once for each different array.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent
DIALECTS = {
    "torch": "pytorch",
    "jax": "jax",
    "keras_tensorflow": "tensorflow",
    "keras_jax": "tensorflow",
    "onnx": "onnx",
}
FRAMEWORKS = tuple(DIALECTS)
WITH_DIALECT = ("Conv", "ConvTranspose", "MaxPool", "AvgPool", "LPPool")
KINDS = ("integer", "exact", "any", "divisible", "wild")


class NotSaid(Exception):  # noqa: N818
    """A framework has no word for a layer, or no code for it on this machine.

    That is no refusal: nothing is recorded.
    """


@dataclass(frozen=True, slots=True)
class Spec:
    """A layer and an input's shape, before anything is computed.

    Attributes
    ----------
    layer
        Name of the layer's class: ``"MaxPool2d"``.
    arguments
        Its keyword arguments, lists for tuples.
    shape
        (channels, *spatial) of the input.
    """

    layer: str
    arguments: dict[str, object]
    shape: tuple[int, ...]

    @property
    def family(self) -> str:
        """The layer's name without its number of axes: ``"MaxPool"``."""
        return self.layer[:-2] if self.layer[-2].isdigit() else self.layer

    @property
    def axes(self) -> int:
        """Number of spatial axes."""
        return int(self.layer[-2]) if self.layer[-2].isdigit() else 2

    @property
    def weight_shape(self) -> tuple[int, ...] | None:
        """Shape of the weight that the arguments ask for, None where there is none."""
        if self.family not in {"Conv", "ConvTranspose"}:
            return None
        said = self.arguments
        kernel = each(said["kernel_size"], self.axes)
        groups = max(1, said.get("groups", 1))
        if self.family == "Conv":
            return (said["out_channels"], said["in_channels"] // groups, *kernel)
        return (said["in_channels"], said["out_channels"] // groups, *kernel)


@dataclass(frozen=True, slots=True)
class Case:
    """A layer, its input, and what a framework said.

    Attributes
    ----------
    framework
        Who said it: one of `FRAMEWORKS`, or ``"onnx-node"`` for ONNX's own node tests.
    kind
        Of the numbers: whole ones (``"integer"``), multiples of 1/64 (``"exact"``),
        whole ones that all small windows' averages divide (``"divisible"``), any, or
        any with NaN and infinity among them (``"wild"``).
    arrays
        ``x``, ``weight``, ``bias``, ``output``, ``indices``, ``grad_output``, ``gx``,
        ``gw``, ``gb``: those that there are.
    gives
        Shape of the output where only that was recorded.
    refused
        What the framework said where it refused.
    tolerance
        Relative, where the framework computed in single precision.
    """

    id: str
    framework: str
    dialect: str
    spec: Spec
    kind: str
    arrays: dict[str, np.ndarray] = field(default_factory=dict)
    gives: tuple[int, ...] | None = None
    refused: str | None = None
    tolerance: float = 0.0


def each(value: object, axes: int) -> list:
    """Return a value for each axis, given one or all."""
    return list(value) if isinstance(value, (list, tuple)) else [value] * axes


def pairs(padding: object, axes: int) -> list[tuple[int, int]]:
    """Return padding before and after along each axis."""
    return [tuple(each(along, 2)) for along in each(padding, axes)]


def plain(value: object) -> object:
    """Return a value with tuples for lists, as people write arguments."""
    return tuple(map(plain, value)) if isinstance(value, list) else value


class Numbers:
    """The two rows of random numbers, and the arrays cut from them."""

    def __init__(self) -> None:
        self.rows = {
            "integer": np.random.RandomState(7).randint(-99, 100, 4096).astype(np.int8),
            "any": np.random.RandomState(8).standard_normal(4096),
        }

    def cut(self, kind: str, at: int, shape: tuple[int, ...]) -> np.ndarray:
        """Return numbers of a kind from a place in their row."""
        cells = slice(at, at + int(np.prod(shape)))
        if kind == "any":
            return self.rows["any"][cells].reshape(shape)
        whole = self.rows["integer"][cells].reshape(shape)
        if kind == "exact":
            return whole / 64.0
        return whole.astype(np.int64) * (216 if kind == "divisible" else 1)


class Writer:
    """Collects cases and writes one framework's file."""

    def __init__(self, framework: str, version: str) -> None:
        self.framework = framework
        self.version = version
        self.numbers = Numbers()
        self.cases: list[dict[str, object]] = []
        self._data: dict[str, list[np.ndarray]] = {"whole": [], "float": []}
        self._filled = {"whole": 0, "float": 0}
        self._known: dict[tuple[str, bytes], int] = {}

    def drawn(self, rng: object, spec: Spec, kind: str) -> tuple[dict, dict]:
        """Return arrays for a layer and where they were cut: input, weight, bias."""
        arrays, places = {}, {}
        shapes = {"x": spec.shape, "weight": spec.weight_shape}
        if spec.weight_shape and spec.arguments.get("bias", True):
            shapes["bias"] = (spec.arguments["out_channels"],)
        for name, shape in shapes.items():
            if shape is not None:
                arrays[name], places[name] = self.one(rng, shape, kind)
        return arrays, places

    def one(self, rng: object, shape: tuple[int, ...], kind: str) -> tuple[np.ndarray, list]:
        """Return one array of random numbers and where it was cut."""
        wild = kind == "wild"
        base = "any" if wild else kind
        at = rng.randrange(4096 - max(1, int(np.prod(shape))))
        array = self.numbers.cut(base, at, shape)
        if not wild:
            return array.astype(np.float64), [base, at, list(shape)]
        array = array.copy()
        for cell in rng.sample(range(array.size), min(array.size, rng.randint(1, 3))):
            array.flat[cell] = rng.choice((np.nan, np.nan, np.inf, -np.inf, 0.0))
        return array, self.stored(array)

    def stored(self, array: np.ndarray) -> list:
        """Keep an array once and return where: row, first cell, shape."""
        array = np.asarray(array)
        wide = array.astype(np.float64)
        whole = bool(np.isfinite(wide).all()) and bool((wide == np.round(wide)).all())
        whole = whole and float(np.abs(wide).max(initial=0)) < 2**31
        row = "whole" if whole else "float"
        flat = wide.astype(np.int32 if whole else np.float64).ravel()
        key = (row, flat.tobytes())
        if key not in self._known:
            self._known[key] = self._filled[row]
            self._data[row].append(flat)
            self._filled[row] += flat.size
        return [row, self._known[key], list(array.shape)]

    def add(self, spec: Spec, kind: str, **said: object) -> None:
        """Add a case; arrays of what was computed are given as such, cut ones by place."""
        kept = {
            name: self.stored(value) if isinstance(value, np.ndarray) else value
            for name, value in said.items()
            if value is not None
        }
        self.cases.append(
            {"layer": spec.layer, "arguments": spec.arguments, "shape": list(spec.shape)}
            | {"kind": kind}
            | kept
        )

    def write(self) -> str:
        """Write the file and return a line about it."""
        header = {"framework": self.framework, "version": self.version, "cases": self.cases}
        said = json.dumps(header, separators=(",", ":"))
        path = FOLDER / f"{self.framework}.npz"
        rows = {
            "whole": np.concatenate([np.empty(0, np.int32), *self._data["whole"]]),
            "float": np.concatenate([np.empty(0, np.float64), *self._data["float"]]),
        }
        np.savez_compressed(path, said=np.frombuffer(said.encode(), np.uint8), **rows)
        refused = sum("refused" in case for case in self.cases)
        size = path.stat().st_size
        return f"{path.name}: {len(self.cases)} cases, {refused} refusals, {size} bytes"


ARRAYS = ("x", "weight", "bias", "output", "indices", "grad_output", "gx", "gw", "gb")


def read(framework: str) -> tuple[str, list[Case]]:
    """Return a framework's version and its recorded cases."""
    numbers = Numbers()
    with np.load(FOLDER / f"{framework}.npz", allow_pickle=False) as file:
        rows = dict(file)
    header = json.loads(rows.pop("said").tobytes())

    def array(row: str, at: int, shape: list[int]) -> np.ndarray:
        if row in rows:
            return rows[row][at : at + int(np.prod(shape))].reshape(shape).astype(np.float64)
        return numbers.cut(row, at, tuple(shape)).astype(np.float64)

    cases = []
    for number, said in enumerate(header["cases"]):
        who = said.get("who", framework)
        cases.append(
            Case(
                id=f"{who}-{said['layer']}-{number}",
                framework=who,
                dialect=DIALECTS[framework],
                spec=Spec(said["layer"], said["arguments"], tuple(said["shape"])),
                kind=said["kind"],
                arrays={name: array(*said[name]) for name in ARRAYS if name in said},
                gives=tuple(said["gives"]) if "gives" in said else None,
                refused=said.get("refused"),
                tolerance=said.get("tolerance", 0.0),
            )
        )
    return header["version"], cases
