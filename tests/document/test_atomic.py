"""Files are written as a whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from convviz.errors import NotWritten, UnreadableFile
from convviz.files import read_bytes, write_atomically


def test_a_file_is_written_and_replaced(tmp_path):
    path = tmp_path / "x"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="permissions and links are POSIX's here")
def test_permissions_are_those_of_the_file_or_of_any_new_one_and_links_stay(tmp_path):
    path, link, plain = tmp_path / "x", tmp_path / "link", tmp_path / "plain"
    write_atomically(path, b"one")
    plain.touch()
    assert path.stat().st_mode == plain.stat().st_mode
    path.chmod(0o640)
    link.symlink_to(path)
    write_atomically(link, b"two")
    assert link.is_symlink()
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "can't be written: the disk is full"),
        (errno.EACCES, "can't be written: there is no permission"),
        (errno.EROFS, "can't be written: the disk is read-only"),
        (errno.EBUSY, "can't be written: Device or resource busy"),
    ],
)
def test_what_was_there_stays_when_the_disk_refuses(tmp_path, monkeypatch, number, sentence):
    path = tmp_path / "x"
    path.write_bytes(b"before")

    def refuse(_handle):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(NotWritten, match=sentence):
        write_atomically(path, b"after")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupt_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupt(_handle):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "x", b"after")
    assert list(tmp_path.iterdir()) == []


def test_folders_and_names_that_cannot_be_are_said(tmp_path):
    (tmp_path / "file").touch()
    for path, sentence in [
        (tmp_path, "it is a folder"),
        (tmp_path / "no" / "x", f"there is no folder {tmp_path / 'no'}"),
        (tmp_path / "file" / "x", f"{tmp_path / 'file'} is not a folder"),
        (tmp_path / "a\0b", "can't be the name of a file"),
    ]:
        with pytest.raises(NotWritten, match=sentence):
            write_atomically(path, b"")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_reading_has_a_limit_and_a_reason(tmp_path, monkeypatch):
    path = tmp_path / "x"
    path.write_bytes(bytes(100))
    assert len(read_bytes(path, 100)) == 100
    with pytest.raises(UnreadableFile, match="x is larger than"):
        read_bytes(path, 99)

    def refuse(*_arguments):
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableFile, match="can't be read: there is no permission"):
        read_bytes(path)
