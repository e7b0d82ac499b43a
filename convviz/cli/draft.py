"""From what was typed to a layer and its input, or a whole document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from convviz.cli import grammar, layer_options
from convviz.cli.layer_options import InputWish, LayerOptions
from convviz.cli.parser import UsageError, suggestion
from convviz.layers import Conv

if TYPE_CHECKING:
    from convviz.document.document import Document
    from convviz.interop.images import Channel

OPENING_SIZE = (5, 5)
_MOST_AXES = 3


def draft(options: LayerOptions) -> tuple[Conv, tuple[int, ...]]:
    """Return the layer that was asked for and its input's shape; not yet checked.

    Where sizes alone are given, no array is made.

    Raises
    ------
    convviz.errors.InvalidLayer
        Something typed can't be read.
    convviz.errors.ConvvizError
        A file can't be read, or there is no such preset.
    """
    wish = _input_wish(options)
    named_kernel = options.kernel is not None and layer_options.names_preset(options.kernel)
    sizes_alone = not (options.file or wish.file or wish.preset or named_kernel)
    if not sizes_alone or options.channel != layer_options.GREY:
        document = draft_document(options)
        return document.layer, document.input.shape
    size = wish.size or OPENING_SIZE
    fields = layer_options.changes(options, len(size))
    layer: Conv = replace(layer_options.fresh(len(size)), **fields)  # type: ignore[arg-type]
    return layer, (layer.in_channels, *size)


def draft_document(options: LayerOptions) -> Document:
    """Return the document that was asked for; `Document.problems` says if it is valid.

    It begins as the opening scene or the file given, takes the input, then the
    layer's parameters, then the presets.

    Raises
    ------
    convviz.errors.InvalidLayer
        Something typed can't be read.
    convviz.errors.ConvvizError
        A file can't be read, or there is no such preset.
    """
    # NumPy comes with these, and `describe` mostly does without.
    from convviz.document import editing  # noqa: PLC0415

    wish, channel = _input_wish(options), _channel(options.channel)
    seed = grammar.one_number("input", "--seed", options.seed)
    document = _with_input(_base(options, channel), wish, options, channel)
    axes = document.layer.axes
    fields = layer_options.changes(options, axes)
    if wish.file and fields.get("in_channels", document.layer.in_channels) != (
        document.layer.in_channels
    ):
        raise grammar.misread(
            "in_channels",
            f"--channels {options.channels}: {wish.file} has {document.layer.in_channels} "
            + ("channel" if document.layer.in_channels == 1 else "channels"),
        )
    if wish.size:
        fields["input_size"] = wish.size
    document = editing.change(document, fields)
    if wish.preset:
        document = editing.with_input_preset(document, wish.preset, seed)
    if options.kernel is not None:
        document = _with_kernel(document, options.kernel, seed)
    return document


def _input_wish(options: LayerOptions) -> InputWish:
    if options.input is None:
        return InputWish()
    wish = layer_options.input_wish(options.input)
    if wish.size is not None and len(wish.size) > _MOST_AXES:
        raise grammar.misread(
            "input", f"--input {options.input} has {len(wish.size)} axes: at most {_MOST_AXES}"
        )
    return wish


def _base(options: LayerOptions, channel: Channel) -> Document:
    from convviz.document.editing import new_document  # noqa: PLC0415
    from convviz.session.opening import open_path  # noqa: PLC0415

    opening = new_document()
    if options.file is None:
        return opening
    return open_path(Path(options.file), opening, channel).document


def _with_input(
    document: Document, wish: InputWish, options: LayerOptions, channel: Channel
) -> Document:
    from convviz.document.editing import new_document  # noqa: PLC0415
    from convviz.session.opening import open_path  # noqa: PLC0415

    if wish.file:
        return open_path(Path(wish.file), document, channel, as_picture=True).document
    axes = len(wish.size) if wish.size else document.layer.axes
    if wish.size is None or axes == document.layer.axes:
        return document
    if options.file is not None:
        raise grammar.misread(
            "input",
            f"--input {options.input} has {axes} {'axis' if axes == 1 else 'axes'}, "
            f"the layer of {options.file} has {document.layer.axes}",
        )
    return new_document(layer_options.fresh(axes), (1, *(5,) * axes))


def _channel(name: str) -> Channel:
    from convviz.interop.images import Channel  # noqa: PLC0415

    names: tuple[Channel, ...] = get_args(Channel)
    for channel in names:
        if channel == name:
            return channel
    raise UsageError(f"--channel {name}: there are {', '.join(names)}{suggestion(name, names)}")


def _with_kernel(document: Document, text: str, seed: int) -> Document:
    from convviz.document.editing import with_kernel_preset  # noqa: PLC0415
    from convviz.document.presets import kernel_preset  # noqa: PLC0415

    wish = layer_options.kernel_wish(text, document.layer.axes)
    if wish.preset is None:
        return document
    if min(wish.size) > 0 and kernel_preset(wish.preset, (1, 1, *wish.size)) is None:
        raise grammar.misread(
            "kernel_size",
            f"--kernel {text}: there is no {wish.preset} of size "
            f"{grammar.size_text(wish.size)}, but of other sizes",
        )
    return with_kernel_preset(document, wish.preset, seed)
