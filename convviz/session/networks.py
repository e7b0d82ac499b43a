"""Networks opened, whatever they come as; and one of their layers with its own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convviz.document.document import Document
from convviz.document.microscope import Numbers, looking_into
from convviz.document.network_file import preset_names, preset_network, read_network
from convviz.errors import UnreadableFile
from convviz.files import read_bytes, read_start
from convviz.layers.network.guessing import likely_input
from convviz.layers.network.network import Network

if TYPE_CHECKING:
    from convviz.interop.models.nodes import Origin
    from convviz.interop.models.opening import Model

Shape = tuple[int, ...]
_MOST_TEXT = 1 << 24
_START = 512
_WHITE = b" \t\r\n\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, eq=False)
class OpenedNetwork:
    """A network, and what is to be told of how it was read.

    Attributes
    ----------
    network
        The network; it always has an input.
    notes
        What of a text was left out or supposed, in sentences.
    model
        The model file that it is from, or None.
    origins
        Where the layers of a model file are from, by their names.
    """

    network: Network
    notes: tuple[str, ...] = ()
    model: Model | None = None
    origins: Mapping[str, Origin] | None = None


def open_network(
    word: str, *, input_shape: Shape | None = None, skip: bool = True
) -> OpenedNetwork:
    """Return the network that comes along by a name, or that a file holds.

    Parameters
    ----------
    word
        A preset's name or a file's: a network file, code or a printed model, an ONNX model.
    input_shape
        (channels, *spatial) to be taken in place of what is told or likely.
    skip
        Leave out of a text what isn't understood, with a note; else refuse it.

    Raises
    ------
    convviz.errors.ConvvizError
        There is none, or it can't be read.
    """
    if word in preset_names():
        return OpenedNetwork(_with_input(preset_network(word), input_shape))
    path = Path(word)
    if path.suffix.lower() == ".onnx":
        return _of_model(path, input_shape)
    if read_start(path, _START).lstrip(_WHITE).startswith(b"{"):
        return OpenedNetwork(_with_input(read_network(path), input_shape))
    try:
        text = read_bytes(path, _MOST_TEXT).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(
            f"{path.name} is no network: neither text in UTF-8 nor named .onnx"
        ) from None
    return pasted_network(text, path.stem, input_shape=input_shape, skip=skip)


def pasted_network(
    text: str, name: str = "pasted", *, input_shape: Shape | None = None, skip: bool = True
) -> OpenedNetwork:
    """Return the network that code, a printed model or ONNX nodes describe; nothing is run.

    Parameters
    ----------
    text
        The text.
    name
        What the network is called.
    input_shape, skip
        As for `open_network`.

    Raises
    ------
    convviz.errors.UnreadableFile
        There is nothing in it that is understood; or, without `skip`, something isn't.
    """
    from convviz.interop.paste.reading import read_pasted  # noqa: PLC0415 - when first wanted

    found = read_pasted(text, skip=True, input_shape=input_shape)
    shape = input_shape or found.input_shape or likely_input(found.graph)
    if found.skipped or not skip:
        # Sizes that decide how code goes on are known with an input, be it a supposed one.
        found = read_pasted(text, skip=skip, input_shape=shape)
    notes = [str(note) for note in found.notes]
    if not (input_shape or found.input_shape):
        notes.append(f"the input's shape isn't told: {' × '.join(map(str, shape))} is supposed")
    network = Network(name, name, "", shape, found.graph, found.dialect)
    return OpenedNetwork(network, tuple(notes))


def look_into_model(
    opened: OpenedNetwork, document: Document, name: str, x: NDArray[Any]
) -> Document:
    """Return a document that shows a layer of a model with its weights, given what x makes.

    Parameters
    ----------
    opened
        A network from a model file.
    document
        One with this network.
    name
        The layer's.
    x
        The model's input (channels, *spatial); see `model_input`.

    Raises
    ------
    convviz.errors.ConvvizError
        The layer has no windows, or the model can't be run.
    """
    from convviz.interop.models.running import computed  # noqa: PLC0415 - when first wanted

    origins = opened.origins or {}
    if opened.model is None or name not in origins:
        return looking_into(document, name)
    origin, model = origins[name], opened.model
    weight, bias = (
        None if one is None else model.numbers(one) for one in (origin.weight, origin.bias)
    )
    given = computed(model, origin.reads, x)
    return looking_into(replace(document, at=""), name, Numbers(given, weight, bias))


def model_input(picture: NDArray[Any], shape: Shape) -> NDArray[Any]:
    """Return a picture as a model's input: its size, its channels, from 0 to 1.

    Parameters
    ----------
    picture
        (channels, rows, columns) from 0 to 255.
    shape
        (channels, *spatial) of the input.
    """
    rows, columns = (
        (np.arange(count) * has) // count
        for count, has in zip(shape[-2:], picture.shape[-2:], strict=True)
    )
    sized = picture[:, rows][:, :, columns]
    channels = [sized[min(at, len(sized) - 1)] for at in range(shape[0])]
    return np.asarray(np.stack(channels) / 255.0, np.float32)


def _of_model(path: Path, input_shape: Shape | None) -> OpenedNetwork:
    from convviz.interop.models.nodes import listed  # noqa: PLC0415 - when first wanted
    from convviz.interop.models.opening import open_model  # noqa: PLC0415

    model = open_model(path)
    found = listed(model, input_shape)
    return OpenedNetwork(found.network, found.notes, model, found.origins)


def _with_input(network: Network, shape: Shape | None) -> Network:
    given = shape or network.input_shape or likely_input(network.graph)
    return network if given == network.input_shape else replace(network, input_shape=given)
