"""Whole networks: made of layers, read from files, as tables, seen from a unit, computed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any, cast

from convviz.api.arrays import numbers
from convviz.errors import ConvvizError, Problem
from convviz.layers import Graph, Layer, Node, receptive
from convviz.layers.construct import shape as plain_shape
from convviz.layers.graph import INPUT
from convviz.layers.network.names import kind_name
from convviz.layers.network.network import Network
from convviz.layers.plain import Plain

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from convviz.engine.network.weights import NodeWeights
    from convviz.layers.network.fields import Field
    from convviz.layers.network.fitting import Fitting
    from convviz.layers.network.table import Row, Table

Entry = Layer | Plain | tuple[object, ...]
Shape = tuple[int, ...]
_PARTS = ("weight", "bias", "mean", "variance")


@dataclass(frozen=True, slots=True, repr=False)
class NetworkTable:
    """What each layer of a network is, makes, sees and costs; prints itself.

    Attributes
    ----------
    table
        The numbers.
    problems
        What is wrong with the first layer that fails, each with fixes; empty where
        nothing is.
    """

    table: Table
    problems: tuple[Problem, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """One row for each layer."""
        return self.table.rows

    @property
    def parameters(self) -> int:
        """Numbers that all layers learn together."""
        return self.table.parameters

    @property
    def multiply_adds(self) -> int:
        """Products of all layers, each added once."""
        return self.table.multiply_adds

    def __getitem__(self, name: str) -> Row:
        """Return the row of a layer by its name."""
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(name)

    def to_csv(self) -> str:
        """Return it as CSV."""
        from convviz.interop.network_tables import as_csv  # noqa: PLC0415

        return as_csv(self.table)

    def to_markdown(self) -> str:
        """Return it as a table in Markdown."""
        from convviz.interop.network_tables import as_markdown  # noqa: PLC0415

        return as_markdown(self.table)

    def to_latex(self) -> str:
        """Return it as a LaTeX tabular with booktabs' rules."""
        from convviz.interop.network_tables import as_latex  # noqa: PLC0415

        return as_latex(self.table)

    def __repr__(self) -> str:
        """Return it in columns, and below it what is wrong."""
        from convviz.interop.network_tables import as_text  # noqa: PLC0415

        wrong = [f"{one.field}: {one.message}" for one in self.problems]
        apart = [f"not aligned: {one.message}" for one in self.table.misaligned]
        return "\n".join([as_text(self.table), *wrong, *apart])

    def _repr_markdown_(self) -> str:
        return self.to_markdown()


def network(
    layers: str | PathLike[str] | Mapping[str, Layer | Plain] | Iterable[Entry],
    input_shape: Sequence[int] | None = None,
) -> Network:
    """Return a network: of layers, from a file, or one that comes with convviz by its name.

    Parameters
    ----------
    layers
        Layers in their order; each reads the one before it unless it says otherwise, as a
        tuple of an optional name, the layer and the names of what it reads. A dict gives
        each layer its name. A text is a network's name or a file's: a network file, code
        or a printed model (``.py``, ``.txt``), or an ONNX model (``.onnx``).
    input_shape
        (channels, *spatial) of the usual input.

    Raises
    ------
    ConvvizError
        There is no such network or file, two layers have one name, or a layer reads what
        doesn't stand before it.
    TypeError
        Something is no layer.

    Examples
    --------
    >>> import convviz as cv
    >>> net = cv.network([
    ...     ("stem", cv.Conv2d(3, 8, 3, padding=1)),
    ...     cv.ReLU(),
    ...     cv.Conv2d(8, 8, 3, padding=1),
    ...     (cv.Add(), "stem", "conv1"),
    ... ], input_shape=(3, 32, 32))
    >>> cv.table(net).parameters
    808
    """
    shape = () if input_shape is None else plain_shape(input_shape)
    if isinstance(layers, str | PathLike):
        from convviz.session.networks import open_network  # noqa: PLC0415

        return open_network(str(layers), input_shape=shape or None, skip=False).network
    entries: Iterable[Entry] = layers.items() if isinstance(layers, Mapping) else layers
    return Network("network", "Network", "", shape, Graph(tuple(_nodes(entries))))


def table(network: Network, input_shape: Sequence[int] | None = None) -> NetworkTable:
    """Return what each layer of a network is, makes, sees and costs.

    Parameters
    ----------
    network
        As `convviz.network` makes it.
    input_shape
        (channels, *spatial); None for the network's usual one.

    Raises
    ------
    ConvvizError
        No shape is given, and the network has no usual one.
    """
    from convviz.layers.network.mending import mending  # noqa: PLC0415
    from convviz.layers.network.table import table as made_of  # noqa: PLC0415

    shape = given_shape(network, input_shape)
    made = made_of(network.graph, shape)
    return NetworkTable(made, mending(network.graph, shape) if made.failing else ())


def receptive_field(
    layers: Iterable[Layer] | Network, input_size: Sequence[int] | None = None
) -> list[receptive.ReceptiveField] | dict[str, Field | None]:
    """Return the receptive field after each layer of a chain, or of a whole network.

    Parameters
    ----------
    layers
        A list of layers, each reading the one before; or a network.
    input_size
        Of a list the input's spatial size, needed for adaptive pools and where a dialect's
        ``same`` depends on it. Of a network the input's shape, channels first; None for
        its usual one.

    Returns
    -------
    list of ReceptiveField, or dict
        Of a network by the layers' names: fields whose units may see unequal parts, as after
        a transposed convolution; None where that isn't known.

    Raises
    ------
    InvalidLayer, ConvvizError, TypeError
        As of `convviz.layers.receptive.receptive_field`.
    """
    if not isinstance(layers, Network):
        size = None if input_size is None else tuple(input_size)
        return receptive.receptive_field(layers, size)
    rows = table(layers, input_size).rows
    return {row.name: row.field for row in rows}


def cells_seen(
    network: Network,
    layer: str,
    unit: Sequence[int] | None = None,
    input_shape: Sequence[int] | None = None,
) -> NDArray[Any]:
    """Return exactly which input cells a unit of a layer sees.

    Parameters
    ----------
    network, input_shape
        As for `table`.
    layer
        The layer's name.
    unit
        The unit's place without its channel; None for all units together.

    Returns
    -------
    ndarray of bool, of the input's spatial size

    Raises
    ------
    ConvvizError
        There is no such layer or unit, or something on the way isn't known.
    """
    from convviz.engine.network.paths import cells_seen as found  # noqa: PLC0415

    shape = given_shape(network, input_shape)
    return found(network.graph, shape, layer, None if unit is None else tuple(unit))[INPUT]


def path_counts(
    network: Network,
    layer: str,
    unit: Sequence[int] | None = None,
    input_shape: Sequence[int] | None = None,
) -> NDArray[Any]:
    """Return over how many paths a unit of a layer uses each input cell, channels left out.

    Parameters and errors are those of `cells_seen`.
    """
    from convviz.engine.network.paths import path_counts as found  # noqa: PLC0415

    shape = given_shape(network, input_shape)
    return found(network.graph, shape, layer, None if unit is None else tuple(unit))[INPUT]


def effective_field(
    network: Network,
    layer: str,
    unit: Sequence[int] | None = None,
    input_shape: Sequence[int] | None = None,
    *,
    seed: int = 0,
    runs: int = 4,
) -> NDArray[Any]:
    """Return how strongly a unit hangs on each input cell, with random weights and inputs.

    Parameters
    ----------
    network, layer, input_shape
        As for `cells_seen`.
    unit
        The unit's place; None for the one in the middle.
    seed, runs
        Of the weights and inputs, and over how many of them the mean is taken.

    Returns
    -------
    ndarray, of the input's spatial size
        Mean absolute gradients, the largest 1.

    Raises
    ------
    ConvvizError
        As for `cells_seen`.
    """
    from convviz.engine.network.effective import sampled_field  # noqa: PLC0415

    shape, place = given_shape(network, input_shape), None if unit is None else tuple(unit)
    return sampled_field(network.graph, shape, layer, place, seed=seed, runs=runs)


def activations(
    network: Network, x: ArrayLike, weights: Mapping[str, object] | None = None, *, seed: int = 0
) -> dict[str, NDArray[Any] | None]:
    """Return what every layer of a network gives for an input.

    Parameters
    ----------
    network
        The network.
    x
        Its input (channels, *spatial).
    weights
        By layers' names a weight, a tuple of weight and bias, or a dict of ``weight``,
        ``bias``, ``mean`` and ``variance``; None for random ones.
    seed
        Of the random ones.

    Returns
    -------
    dict
        By name, ``"input"`` too; None of layers of which only the shape is known.

    Raises
    ------
    InvalidLayer
        A layer can't take what it is given.
    """
    from convviz.engine.network.compute import compute_network  # noqa: PLC0415
    from convviz.engine.network.weights import random_weights  # noqa: PLC0415

    array = numbers("input", x)
    given = (
        random_weights(network.graph, seed)
        if weights is None
        else {name: _weights(name, one) for name, one in weights.items()}
    )
    return compute_network(network.graph, array, given)


def fitting(
    network: Network, input_shape: Sequence[int] | None = None
) -> tuple[Fitting, ...] | None:
    """Return for each axis which input sizes go through a network: their rule, the nearest.

    Parameters
    ----------
    network, input_shape
        As for `table`.

    Returns
    -------
    tuple of Fitting, or None
        None where that can't be told axis by axis.
    """
    from convviz.layers.network.fitting import fitting as found  # noqa: PLC0415

    return found(network.graph, given_shape(network, input_shape))


def given_shape(network: Network, input_shape: Sequence[int] | None) -> Shape:
    """Return a network's usual input shape, or the one that is given."""
    shape = network.input_shape if input_shape is None else plain_shape(input_shape)
    if not shape or min(shape) < 1:
        raise ConvvizError(
            "the input's shape is missing: give channels and sizes, as in (3, 224, 224)"
            if not shape
            else f"the input's shape is at least 1 everywhere, got {shape}"
        )
    return shape


def _weights(name: str, given: object) -> NodeWeights:
    from convviz.engine.network.weights import NodeWeights  # noqa: PLC0415

    if isinstance(given, NodeWeights):
        return given
    parts = given if isinstance(given, Mapping) else {"weight": given}
    if isinstance(given, tuple):
        parts = dict(zip(_PARTS, given, strict=False))
    arrays = {}
    for part, values in parts.items():
        if part not in _PARTS:
            raise ConvvizError(f"{name} has no {part}: it may have {', '.join(_PARTS)}")
        if values is not None:
            arrays[part] = numbers(f"{part} of {name}", cast("ArrayLike", values))
    return NodeWeights(**arrays)


def _nodes(entries: Iterable[Entry]) -> list[Node]:
    nodes: list[Node] = []
    counts: dict[str, int] = {}
    for entry in entries:
        title, layer, inputs = _parts(entry)
        if title is None:
            word = re.sub(r"[1-3]d$", "", kind_name(layer, 1)).lower()
            counts[word] = counts.get(word, 0) + 1
            title = f"{word}{counts[word]}"
        before = {INPUT, *(node.name for node in nodes)}
        if title in before:
            raise ConvvizError(f"two layers are called {title}")
        for name in inputs:
            if name not in before:
                raise ConvvizError(f"{title} reads {name}, which doesn't stand before it")
        last = nodes[-1].name if nodes else INPUT
        nodes.append(Node(title, layer, inputs or (last,)))
    return nodes


def _parts(entry: object) -> tuple[str | None, Layer | Plain, tuple[str, ...]]:
    """Return an entry's name, if any, its layer, and the names of what it reads."""
    parts: tuple[object, ...] = entry if isinstance(entry, tuple) else (entry,)
    title = None
    if parts and isinstance(parts[0], str):
        title, *rest = parts
        parts = tuple(rest)
    if not parts or not isinstance(parts[0], Layer | Plain):
        kind = type(parts[0]).__name__ if parts else "nothing"
        raise TypeError(f"a network is made of layers, as Conv2d makes one, not of {kind}")
    layer, *inputs = parts
    if not all(isinstance(name, str) for name in inputs):
        raise TypeError(f"a layer reads others by their names, got {inputs}")
    reads = cast("tuple[str, ...]", tuple(inputs))
    return cast("str | None", title), cast("Layer | Plain", layer), reads
