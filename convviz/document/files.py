"""Documents in files: readable JSON, in a zip with its large arrays, or in a picture."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from convviz.document.document import Document
from convviz.document.encoding import LoadArray, StoreArray, pretty
from convviz.document.reading import document_from
from convviz.document.writing import document_values
from convviz.errors import UnreadableFile
from convviz.files import LARGEST, read_bytes, write_atomically
from convviz.npy import from_npy, to_npy

SUFFIX = ".convviz"
JSON_NAME = "document.json"
ZIP_BEGINS = b"PK"

_INLINE = 4096
_INLINE_IN_PNG = 256 * 1024
_LONGEST_JSON = 1 << 26
_MOST_MEMBERS = 64


def to_json(document: Document, store: StoreArray | None = None) -> str:
    """Return a document as readable JSON, version 1.

    Parameters
    ----------
    document
        A valid one.
    store
        Decides which arrays are packed apart, and under which name; by default none.

    Raises
    ------
    convviz.errors.InvalidLayer
        It is a draft.
    """
    return pretty(document_values(document, store or _inline)) + "\n"


def from_json(text: str, load_array: LoadArray | None = None, name: str = "the text") -> Document:
    """Return the document that a JSON text describes.

    Parameters
    ----------
    text
        What `to_json` returned, or a person wrote.
    load_array
        Reads an array that is packed apart; by default there is none.
    name
        What messages call it.

    Raises
    ------
    convviz.errors.UnreadableFile
        Anything is wrong with it.
    """
    return document_from(text, load_array or _nothing_packed, name)


def save(document: Document, path: Path) -> None:
    """Write a document as a whole or not at all.

    Raises
    ------
    convviz.errors.InvalidLayer
        It is a draft.
    convviz.errors.NotWritten
        It could not be written; what was there before is untouched.
    """
    write_atomically(path, to_bytes(document))


def to_bytes(document: Document) -> bytes:
    """Return a document's file: JSON, or a zip.

    The zip has ``document.json`` and ``.npy`` files; it is taken when an array has
    more than 4096 numbers.

    Raises
    ------
    convviz.errors.InvalidLayer
        It is a draft.
    """
    packed: dict[str, bytes] = {}

    def store(array: NDArray[Any]) -> str | None:
        if array.size <= _INLINE:
            return None
        name = f"array-{len(packed) + 1}.npy"
        packed[name] = to_npy(array)
        return name

    text = to_json(document, store).encode()
    return _zipped({JSON_NAME: text, **packed}) if packed else text


def load(path: Path) -> Document:
    """Return the document of a file that `save` wrote.

    Raises
    ------
    convviz.errors.UnreadableFile
        Anything is wrong with it.
    """
    return from_bytes(read_bytes(path), path.name)


def from_bytes(data: bytes, name: str) -> Document:
    """Return the document of a file's bytes.

    Parameters
    ----------
    data
        What `to_bytes` returned.
    name
        What messages call it.

    Raises
    ------
    convviz.errors.UnreadableFile
        Anything is wrong with it.
    """
    if data.startswith(ZIP_BEGINS):
        return _from_zip(data, name)
    if len(data) > _LONGEST_JSON:
        raise UnreadableFile(f"{name} is too long for a document: {len(data):,} bytes")
    return from_json(_decoded(data, name), name=name)


class CarriedTexts:
    """What pictures carry of one document; its arrays are written down only once.

    Attributes
    ----------
    sidecars
        Bytes of the .npy files that stand beside the frames, by name; arrays
        above 256 KB go there.
    """

    def __init__(self, document: Document) -> None:
        self.sidecars: dict[str, bytes] = {}
        values = document_values(document, self._store)
        del values["step"]
        self._begin = pretty(values).removesuffix("\n}")

    def at(self, step: int) -> str:
        """Return the JSON for the frame of one step, counted from 0."""
        return f'{self._begin},\n  "step": {step + 1}\n}}\n'

    def _store(self, array: NDArray[Any]) -> str | None:
        if array.nbytes <= _INLINE_IN_PNG:
            return None
        data = to_npy(array)
        name = _hashed_name(data)
        self.sidecars[name] = data
        return name


def for_png(document: Document) -> tuple[str, dict[str, bytes]]:
    """Return the JSON that a frame carries, and the files that stand beside it.

    Returns
    -------
    tuple of str and dict
        The text for the chunk ``convviz``, and the bytes of the .npy files by name.

    Raises
    ------
    convviz.errors.InvalidLayer
        It is a draft.
    """
    texts = CarriedTexts(document)
    return texts.at(document.step), texts.sidecars


def from_png_text(text: str, folder: Path, name: str = "the picture") -> Document:
    """Return the document that an exported frame carries.

    Parameters
    ----------
    text
        Its chunk ``convviz``.
    folder
        Where the frame is, and the arrays beside it.
    name
        What messages call the frame.

    Raises
    ------
    convviz.errors.UnreadableFile
        Anything is wrong with it, or a file that belongs to it is missing or another.
    """

    def load_array(array_name: str, most: int) -> NDArray[Any]:
        path = folder / array_name
        if not path.exists():
            raise UnreadableFile(
                f"{name} belongs with {array_name}, which holds its numbers and isn't in {folder}"
            )
        data = read_bytes(path, most)
        if _hashed_name(data) != array_name:
            raise UnreadableFile(f"{array_name} is not the file that {name} was exported with")
        return from_npy(data, array_name)

    return from_json(text, load_array, name)


def _inline(_array: NDArray[Any]) -> None:
    return None


def _nothing_packed(name: str, _most: int) -> NDArray[Any]:
    raise UnreadableFile(f"{name} is missing: the document is not in a zip that holds it")


def _hashed_name(data: bytes) -> str:
    return f"convviz-{sha256(data).hexdigest()[:16]}.npy"


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{name} isn't a convviz document: byte {error.start + 1} is no UTF-8 text"
        ) from None


def _zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip that is the same for the same members."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            # A date of its own would make every save another file.
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _from_zip(data: bytes, name: str) -> Document:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_members(archive, name)
            text = _decoded(_member(archive, JSON_NAME, _LONGEST_JSON, name), name)
            return from_json(text, _loader(archive, name), name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise UnreadableFile(f"{name} is a damaged zip file") from None


def _loader(archive: zipfile.ZipFile, name: str) -> Callable[[str, int], NDArray[Any]]:
    def load_array(array_name: str, most: int) -> NDArray[Any]:
        return from_npy(_member(archive, array_name, most, name), f"{array_name} in {name}")

    return load_array


def _check_members(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if JSON_NAME not in names:
        raise UnreadableFile(f"{name} isn't a convviz document: it is a zip without {JSON_NAME}")
    if len(members) > _MOST_MEMBERS:
        raise UnreadableFile(f"{name} isn't a convviz document: it is a zip of too many files")
    twice = next((title for title in names if names.count(title) > 1), None)
    if twice is not None:
        raise UnreadableFile(f"{name} isn't a convviz document: it holds {twice} twice")
    for member in members:
        if "/" in member.filename or "\\" in member.filename:
            raise UnreadableFile(f"{name} isn't a convviz document: there are folders in it")
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise UnreadableFile(f"{name} is packed in a way that convviz doesn't read")
    if sum(member.file_size for member in members) > LARGEST:
        raise UnreadableFile(
            f"{name} would unpack to more than {LARGEST / 2**20:,.0f} MB, the most convviz reads"
        )


def _member(archive: zipfile.ZipFile, member: str, most: int, name: str) -> bytes:
    if member not in archive.namelist():
        raise UnreadableFile(f"{member} is missing from {name}")
    with archive.open(member) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise UnreadableFile(f"{member} in {name} is larger than the document says")
    return data
