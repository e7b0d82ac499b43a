"""From what was typed to a layer and its input, or a whole document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

from convviz.cli import grammar, layer_options
from convviz.cli.layer_options import InputWish, KernelWish, LayerOptions
from convviz.cli.parser import suggestion
from convviz.errors import ConvvizError, InvalidLayer
from convviz.layers import Conv

if TYPE_CHECKING:
    from convviz.document.document import Document
    from convviz.interop.images import Channel

OPENING_SIZE = (5, 5)
_MOST_AXES = 3
_TELLING = 17  # kernels of larger sizes exist like those of this one


def draft(options: LayerOptions) -> tuple[Conv, tuple[int, ...]]:
    """Return the layer that was asked for and its input's shape; not yet checked.

    No preset is made at its size: those of limits may take long, others all memory.

    Raises
    ------
    convviz.errors.InvalidLayer
        Something typed can't be read.
    convviz.errors.ConvvizError
        A file can't be read, or there is no such preset.
    """
    wish, channel = _input_wish(options), _channel(options.channel)
    _seed(options)
    layer: Conv
    if options.file or wish.file:
        document = _with_input(_base(options, channel), wish, options, channel)
        layer, shape = document.layer, document.input.shape
    else:
        size = wish.size or OPENING_SIZE
        layer, shape = layer_options.fresh(len(size)), (1, *size)
    fields = _fields(options, wish, layer)
    _check_presets(options, wish, layer.axes)
    channels = fields.get("in_channels", shape[0])
    layer = replace(layer, **fields)  # type: ignore[arg-type]  # the fields of Conv
    return layer, (cast("int", channels), *(wish.size or shape[1:]))


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
    seed = _seed(options)
    document = _with_input(_base(options, channel), wish, options, channel)
    fields = _fields(options, wish, document.layer)
    _check_presets(options, wish, document.layer.axes)
    if wish.size:
        fields["input_size"] = wish.size
    document = editing.change(document, fields)
    if wish.preset:
        document = editing.with_input_preset(document, wish.preset, seed)
    kernel = _kernel_wish(options, document.layer.axes)
    if kernel is not None and kernel.preset is not None:
        document = editing.with_kernel_preset(document, kernel.preset, seed)
    return document


def _seed(options: LayerOptions) -> int:
    return grammar.one_number("input", "--seed", options.seed)


def _fields(options: LayerOptions, wish: InputWish, layer: Conv) -> dict[str, object]:
    """Return what was typed as the layer's fields; a file's channels are as they are."""
    fields = layer_options.changes(options, layer.axes)
    if wish.file and fields.get("in_channels", layer.in_channels) != layer.in_channels:
        raise grammar.misread(
            "in_channels",
            f"--channels {options.channels}: {wish.file} has {layer.in_channels} "
            + ("channel" if layer.in_channels == 1 else "channels"),
        )
    return fields


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
    with _blaming("document"):
        return open_path(Path(options.file), opening, channel).document


def _with_input(
    document: Document, wish: InputWish, options: LayerOptions, channel: Channel
) -> Document:
    from convviz.document.editing import new_document  # noqa: PLC0415
    from convviz.session.opening import open_path  # noqa: PLC0415

    if wish.file:
        with _blaming("input"):
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
    if name == layer_options.GREY:
        return "grey"
    from convviz.interop.images import Channel  # noqa: PLC0415 - NumPy comes with it

    names: tuple[Channel, ...] = get_args(Channel)
    for channel in names:
        if channel == name:
            return channel
    said = f"--channel {grammar.shortened(name)}: there are {', '.join(names)}"
    raise grammar.misread("input", said + suggestion(name, names))


def _kernel_wish(options: LayerOptions, axes: int) -> KernelWish | None:
    return None if options.kernel is None else layer_options.kernel_wish(options.kernel, axes)


def _check_presets(options: LayerOptions, wish: InputWish, axes: int) -> None:
    """Check that the presets exist, the kernel's at its size; none is made at its size."""
    if wish.preset is not None and wish.preset not in layer_options.INPUT_PRESETS:
        from convviz.document.presets import input_preset  # noqa: PLC0415 - NumPy comes with it

        with _blaming("input"):
            input_preset(wish.preset, (1,) * (axes + 1))
    kernel = _kernel_wish(options, axes)
    if kernel is None or kernel.preset is None:
        return
    from convviz.document.presets import kernel_exists  # noqa: PLC0415

    with _blaming("kernel_size"):
        exists = kernel_exists(
            kernel.preset, tuple(min(max(length, 1), _TELLING) for length in kernel.size)
        )
    if min(kernel.size) > 0 and not exists:
        raise grammar.misread(
            "kernel_size",
            f"--kernel {grammar.shortened(options.kernel or '')}: there is no {kernel.preset} "
            f"of size {grammar.size_text(kernel.size)}, but of other sizes",
        )


@contextmanager
def _blaming(field: str) -> Iterator[None]:
    """Make what is said about a file or a preset a problem of the field it was named for."""
    try:
        yield
    except InvalidLayer:
        raise
    except ConvvizError as error:
        raise grammar.misread(field, str(error)) from error
