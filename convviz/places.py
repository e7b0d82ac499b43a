"""Where the program keeps what a person has set: known without Qt, for the command line too."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_NAME = "convviz"


def settings_folder() -> Path:
    """Return the folder of settings and named styles; it need not be there."""
    if sys.platform == "win32":
        return _named("LOCALAPPDATA", Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Preferences" / _NAME / _NAME
    return _named("XDG_CONFIG_HOME", Path.home() / ".config")


def _named(variable: str, usual: Path) -> Path:
    said = os.environ.get(variable, "")
    folder = Path(said) if said and Path(said).is_absolute() else usual
    return folder / _NAME / _NAME
