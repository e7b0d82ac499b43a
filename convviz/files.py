"""Bytes from and to files, with one sentence for whatever is in the way."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from convviz.errors import NotWritten, UnreadableFile

LARGEST = 1 << 30
"""Most bytes that are read from one file."""

_LONGEST_SHOWN = 200
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "there is no permission",
    errno.EPERM: "there is no permission",
    errno.ENAMETOOLONG: "its name is too long",
    errno.EFBIG: "it is too large for the disk",
    errno.EIO: "the disk reported an error",
}


def exists(path: Path) -> bool:
    """Return whether there is a file or a folder.

    Raises
    ------
    convviz.errors.UnreadableFile
        That can't be found out.
    """
    try:
        return path.exists()
    except OSError as error:
        raise UnreadableFile(f"{_short(path)} can't be read: {_reason(error)}") from None
    except ValueError:  # a NUL in the name
        raise UnreadableFile(f"{str(path)!r} can't be the name of a file") from None


def names_in(folder: Path) -> set[str]:
    """Return the names of what is in a folder, none where there is no folder.

    Raises
    ------
    convviz.errors.NotWritten
        It may not be looked into.
    """
    try:
        return {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    except OSError as error:
        raise NotWritten(f"the folder {_short(folder)} can't be read: {_reason(error)}") from None
    except ValueError:  # a NUL in the name
        raise NotWritten(f"{str(folder)!r} can't be the name of a folder") from None


def read_bytes(path: Path, most: int = LARGEST) -> bytes:
    """Return a file's bytes.

    Parameters
    ----------
    path
        The file.
    most
        How many there may be.

    Raises
    ------
    convviz.errors.UnreadableFile
        It isn't there, is a folder, is empty, is too large or may not be read.
    """
    data = read_start(path, most + 1)
    if len(data) > most:
        raise UnreadableFile(
            f"{path.name} is larger than {most / 2**20:,.0f} MB, the most that convviz reads"
        )
    return data


def read_start(path: Path, most: int) -> bytes:
    """Return the first bytes of a file, at least one.

    Parameters
    ----------
    path
        The file.
    most
        How many; a shorter file is read whole.

    Raises
    ------
    convviz.errors.UnreadableFile
        It isn't there, is a folder, is empty or may not be read.
    """
    try:
        if path.is_dir():
            raise UnreadableFile(f"{path.name or path} is a folder, not a file")
        if path.exists() and not path.is_file():
            raise UnreadableFile(f"{path.name} is not a regular file")
        with path.open("rb") as file:
            data = file.read(most)
    except FileNotFoundError:
        raise UnreadableFile(f"there is no file {path}") from None
    except OSError as error:
        raise UnreadableFile(f"{_short(path)} can't be read: {_reason(error)}") from None
    except ValueError:  # a NUL in the name
        raise UnreadableFile(f"{str(path)!r} can't be the name of a file") from None
    if not data:
        raise UnreadableFile(f"{path.name} is empty")
    return data


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file as a whole or not at all; one that is there is replaced.

    Raises
    ------
    convviz.errors.NotWritten
        It could not be written; what was there before is untouched.
    """
    with replacing(path) as temporary, temporary.open("xb") as file:
        file.write(data)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give the path of a temporary file that takes a file's place when the block is left well.

    It is in the same folder, and removed on any failure, an interrupt included.

    Raises
    ------
    convviz.errors.NotWritten
        The file could not be written; what was there before is untouched.
    """
    temporary: Path | None = None
    try:
        if path.is_dir():
            raise NotWritten(f"{path} can't be written: it is a folder")
        # Through a link, so that the link stays and its target is replaced.
        target = path.resolve() if path.is_symlink() else path
        temporary = target.with_name(f".convviz-{os.urandom(8).hex()}.part")
        yield temporary
        _on_disk(temporary)
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except FileNotFoundError:
        raise NotWritten(f"{path} can't be written: there is no folder {path.parent}") from None
    except NotADirectoryError:
        raise NotWritten(f"{path} can't be written: {path.parent} is not a folder") from None
    except OSError as error:
        raise NotWritten(f"{_short(path)} can't be written: {_reason(error)}") from None
    except ValueError:  # a NUL in the name
        raise NotWritten(f"{str(path)!r} can't be the name of a file") from None
    finally:
        # Gone under this name when all went well.
        if temporary is not None:
            with suppress(OSError, ValueError):
                temporary.unlink()


def _on_disk(path: Path) -> None:
    """Have a file's bytes on the disk before its name is."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def make_folder(path: Path) -> bool:
    """Make a folder and those above it; return whether it wasn't there.

    Raises
    ------
    convviz.errors.NotWritten
        It could not be made.
    """
    try:
        if path.is_dir():
            return False
        path.mkdir(parents=True)
    except (FileExistsError, NotADirectoryError):
        raise NotWritten(f"the folder {path} can't be made: a file is in its place") from None
    except OSError as error:
        raise NotWritten(f"the folder {_short(path)} can't be made: {_reason(error)}") from None
    except ValueError:  # a NUL in the name
        raise NotWritten(f"{str(path)!r} can't be the name of a folder") from None
    return True


def _short(path: Path) -> str:
    """Return a path, of a very long one its beginning."""
    text = str(path)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
