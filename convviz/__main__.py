"""``convviz`` and ``python -m convviz``: picks the window or the command line."""

from __future__ import annotations

import gc
import sys
from pathlib import Path


def main() -> int:
    """Run the program with the arguments that it was started with."""
    from convviz.cli import main as run  # noqa: PLC0415 - an interrupt while loading, too

    return run(sys.argv[1:], open_window)


def open_window(file: Path | None) -> int:
    """Open the window, with a file or without one, and return the exit status."""
    # Loading leaves no garbage worth looking for, and looking takes a tenth of the start.
    gc.disable()
    from convviz.ui.application import run  # noqa: PLC0415 - Qt is for the window alone

    return run(file)


if __name__ == "__main__":
    sys.exit(main())
