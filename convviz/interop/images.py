"""Pictures, read by Pillow as numbers."""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from convviz.errors import UnreadableFile
from convviz.files import read_bytes
from convviz.interop.quoting import shortened
from convviz.limits import MAX_SIDE

if TYPE_CHECKING:
    from PIL import Image

Channel = Literal["grey", "red", "green", "blue", "alpha"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)

# Only formats that Pillow decodes by itself: EPS, say, would start Ghostscript.
_FIRST = ("PNG", "JPEG", "GIF", "BMP", "PPM")
_THEN = ("WEBP", "TIFF", "AVIF", "JPEG2000", "ICO", "ICNS", "TGA", "QOI", "DDS", "DIB", "PCX",
         "SGI", "XBM", "XPM", "MPO")  # fmt: skip

_SIGNATURES = (
    (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"RIFF", "WebP"),
    (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"),
)  # fmt: skip

# What Pillow's decoders raise on damaged files.
_DAMAGED = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip


def read_image(path: Path, channel: Channel = "grey") -> NDArray[Any]:
    """Return one channel of a picture, of an animation its first frame.

    It is turned as its EXIF data says; what is transparent stands over white;
    grey is the luma of colours.

    Parameters
    ----------
    path
        A PNG, JPEG, BMP, WebP, GIF, TIFF, … .
    channel
        Which one.

    Returns
    -------
    ndarray, shape (1, H, W)
        uint8 0…255; uint16 0…65535, int32 or float32 for a grey picture that has those.

    Raises
    ------
    convviz.errors.UnreadableFile
        It isn't a picture, is damaged, is larger than 4096×4096, or has no alpha
        channel when that was asked for.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 - Pillow only when first needed

    data = read_bytes(path)
    with warnings.catch_warnings():
        # Pillow's remarks about odd metadata; sizes are checked here.
        warnings.simplefilter("ignore")
        try:
            with _opened(data, path.name) as image:
                _check_size(image, path.name)
                image.load()
                # An icon may only now tell its true size.
                _check_size(image, path.name)
                return _channel(ImageOps.exif_transpose(image), channel, path.name)
        except Image.DecompressionBombError as error:
            raise UnreadableFile(_bomb(path.name, str(error))) from None
        except _DAMAGED as error:
            raise UnreadableFile(f"{path.name} is a damaged picture: {error}") from None


def read_colours(path: Path) -> NDArray[Any]:
    """Return a picture's red, green and blue: (3, rows, columns), 0 to 255.

    Raises
    ------
    convviz.errors.UnreadableFile
        As for `read_image`.
    """
    colours: tuple[Channel, ...] = ("red", "green", "blue")
    parts = [np.asarray(read_image(path, one)) for one in colours]
    return np.stack([part.reshape(part.shape[-2:]) for part in parts])


def _opened(data: bytes, name: str) -> Image.Image:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    try:
        return Image.open(BytesIO(data), formats=_FIRST)
    except UnidentifiedImageError:
        Image.init()
    try:
        return Image.open(BytesIO(data), formats=[name for name in _THEN if name in Image.OPEN])
    except UnidentifiedImageError:
        raise UnreadableFile(_unidentified(data, name)) from None


def _unidentified(data: bytes, name: str) -> str:
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return f"{name} is a damaged picture: it begins as a {kind} does, Pillow can't read on"
    return (
        f"{name} isn't a picture that Pillow can read (PNG, JPEG, BMP, WebP, GIF, TIFF, …): "
        f"it begins with {shortened(data[:24].decode('latin-1'), 9)}"
    )


def _check_size(image: Image.Image, name: str) -> None:
    width, height = image.size
    if max(width, height) > MAX_SIDE:
        raise UnreadableFile(
            f"{name} is {width}×{height} pixels: convviz takes at most {MAX_SIDE}×{MAX_SIDE}"
        )


def _bomb(name: str, message: str) -> str:
    pixels = re.search(r"\d+", message)
    many = f"{int(pixels[0]):,}" if pixels else "too many"
    return f"{name} has {many} pixels: convviz takes at most {MAX_SIDE}×{MAX_SIDE}"


def _channel(image: Image.Image, channel: Channel, name: str) -> NDArray[Any]:
    if channel == "alpha":
        if not image.has_transparency_data:
            raise UnreadableFile(f"{name} has no alpha channel")
        return _array(image.convert("RGBA").getchannel("A"))
    if image.mode.startswith(("I", "F")):
        return _deep(image)
    image = _over_white(image)
    if channel == "grey":
        return _array(image.convert("L"))
    return _array(image.convert("RGB").getchannel(channel[0].upper()))


def _deep(image: Image.Image) -> NDArray[Any]:
    """Return a grey picture of more than 8 bits with its own numbers."""
    array = _array(image)
    if array.dtype.kind == "i" and array.min() >= 0 and array.max() <= np.iinfo(np.uint16).max:
        array = array.astype(np.uint16)
    return array.astype(array.dtype.newbyteorder("="))


def _over_white(image: Image.Image) -> Image.Image:
    from PIL import Image  # noqa: PLC0415

    if not image.has_transparency_data:
        return image
    coloured = image.convert("RGBA")
    white = Image.new("RGBA", coloured.size, "white")
    return Image.alpha_composite(white, coloured).convert("RGB")


def _array(image: Image.Image) -> NDArray[Any]:
    return np.array(image)[np.newaxis]
