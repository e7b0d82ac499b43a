"""The files opened last; kept with the window's geometry."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QSettings

MOST = 10
_KEY = "recent"


def recent(store: QSettings) -> list[Path]:
    """Return the files opened last, the latest first."""
    said = store.value(_KEY, [], type=list)
    return [Path(path) for path in cast("list[str]", said) if path]


def remember(store: QSettings, path: Path) -> None:
    """Put a file first."""
    paths = [path, *(other for other in recent(store) if other != path)]
    store.setValue(_KEY, [str(path) for path in paths[:MOST]])


def forget(store: QSettings, path: Path) -> None:
    """Leave a file out: it could not be opened any more."""
    store.setValue(_KEY, [str(other) for other in recent(store) if other != path])
