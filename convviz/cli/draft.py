"""From what was typed to a layer and its input, or a whole document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

from convviz.cli import grammar, kinds, layer_fields, layer_options
from convviz.cli.layer_options import InputWish, KernelWish, LayerOptions
from convviz.cli.parser import suggestion
from convviz.document.kinds import Kind, fold_input, image_channels, kind_of
from convviz.errors import ConvvizError, InvalidLayer
from convviz.layers import Fold, Layer, Weighted

if TYPE_CHECKING:
    from convviz.document.document import Document
    from convviz.interop.images import Channel

OPENING_SIZE = (5, 5)
_MOST_AXES = 3
_TELLING = 17  # kernels of larger sizes exist like those of this one


def draft(options: LayerOptions) -> tuple[Layer, tuple[int, ...]]:
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
    if options.file or wish.file:
        document = _with_input(_base(options, channel), wish, options, channel)
        layer, shape = document.layer, document.input.shape
    else:
        size = wish.size or OPENING_SIZE
        layer, shape = layer_fields.fresh(len(size), _kind(options)), (1, *size)
    fields = _fields(options, wish, layer, shape)
    _check_presets(options, wish, layer.axes)
    channels = cast("int", fields.get("in_channels", image_channels(layer, shape)))
    if not isinstance(layer, Weighted):
        fields.pop("in_channels", None)
    layer = replace(layer, **fields)  # type: ignore[arg-type]  # the fields of the layer
    if not isinstance(layer, Fold):
        return layer, (channels, *(wish.size or shape[1:]))
    # A matrix is as it was typed or read, else as large as the layer needs it.
    given = wish.size or (shape[1:] if wish.file else None)
    return layer, (1, *given) if given else fold_input(layer, channels)


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
    fields = _fields(options, wish, document.layer, document.input.shape)
    _check_presets(options, wish, document.layer.axes)
    if wish.size:
        fields["input_size"] = wish.size
    elif wish.file:
        fields["input_size"] = document.input.shape[1:]
    document = editing.change(document, fields)
    if wish.preset:
        document = editing.with_input_preset(document, wish.preset, seed)
    kernel = _kernel_wish(options, document.layer.axes)
    if kernel is not None and kernel.preset is not None:
        document = editing.with_kernel_preset(document, kernel.preset, seed)
    return document


def _kind(options: LayerOptions) -> Kind:
    return "conv" if options.layer is None else kinds.kind_of(options.layer)


def _seed(options: LayerOptions) -> int:
    return grammar.one_number("input", "--seed", options.seed)


def _fields(
    options: LayerOptions, wish: InputWish, layer: Layer, shape: tuple[int, ...]
) -> dict[str, object]:
    """Return what was typed as the layer's fields; a file's channels are as they are."""
    fields = layer_fields.changes(options, kind_of(layer), layer.axes)
    has = shape[0]
    if wish.file and not isinstance(layer, Fold) and fields.get("in_channels", has) != has:
        raise grammar.misread(
            "in_channels",
            f"--channels {options.channels}: {wish.file} has {has} "
            + ("channel" if has == 1 else "channels"),
        )
    if options.file is None:
        fields = layer_fields.with_own_stride(fields, layer)
    if options.layer is not None and kinds.is_global(options.layer):
        if options.output_size is not None:
            raise grammar.misread(
                "output_size", "a global pool leaves 1 cell: it has no --output-size"
            )
        fields["output_size"] = (1,) * layer.axes
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
    """Return the document that is named, its layer of the kind asked for, or the opening scene."""
    from convviz.document.editing import change  # noqa: PLC0415
    from convviz.session.opening import open_path  # noqa: PLC0415

    opening = _opening(options, len(OPENING_SIZE))
    if options.file is None:
        return opening
    with _blaming("document"):
        document = open_path(Path(options.file), opening, channel).document
    return document if options.layer is None else change(document, {"kind": _kind(options)})


def _opening(options: LayerOptions, axes: int) -> Document:
    from convviz.document.editing import new_document  # noqa: PLC0415

    layer = layer_fields.fresh(axes, _kind(options))
    return new_document(layer, layer_fields.opening_shape(layer, OPENING_SIZE[:1] * axes))


def _with_input(
    document: Document, wish: InputWish, options: LayerOptions, channel: Channel
) -> Document:
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
    return _opening(options, axes)


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
