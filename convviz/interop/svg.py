"""The text that an exported SVG carries, read without drawing anything."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from convviz.errors import UnreadableFile
from convviz.files import read_bytes

_DOCUMENT = "urn:convviz:document document"
_PIECE = 1 << 16


def svg_text(path: Path) -> str | None:
    """Return the document's text in an SVG that convviz exported.

    Nothing that the file declares or refers to is looked up.

    Returns
    -------
    str or None
        None when it carries none.

    Raises
    ------
    convviz.errors.UnreadableFile
        It can't be read at all, or is no XML that stands by itself.
    """
    data, reader = read_bytes(path), _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = _declared
    try:
        for at in range(0, max(len(data), 1), _PIECE):
            parser.Parse(data[at : at + _PIECE], at + _PIECE >= len(data))
            if reader.done:
                return "".join(reader.found)
    except expat.ExpatError as error:
        raise UnreadableFile(
            f"{path.name} is no whole SVG: it breaks off or errs in line {error.lineno}"
        ) from None
    except _DeclaredError:
        raise UnreadableFile(f"{path.name} declares entities, which aren't read") from None
    return None


class _DeclaredError(Exception):
    """A file has entities of its own."""


def _declared(*_: object) -> NoReturn:
    raise _DeclaredError


class _Reader:
    """Collects what stands in the first element that holds a document."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.done = False
        self._inside = False

    def begin(self, name: str, _attributes: dict[str, str]) -> None:
        self._inside = name == _DOCUMENT and not self.done

    def text(self, text: str) -> None:
        if self._inside:
            self.found.append(text)

    def end(self, name: str) -> None:
        self.done = self.done or (self._inside and name == _DOCUMENT)
        self._inside = False
