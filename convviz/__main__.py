"""``convviz`` and ``python -m convviz``: picks the window or the command line."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path


def main() -> int:
    """Run the program with the arguments that it was started with."""
    _fill_standard_streams()
    from convviz.cli.interrupt import leave_at_once  # noqa: PLC0415 - nothing is loaded before it

    leave_at_once()
    from convviz.cli.command import main as run  # noqa: PLC0415 - an interrupt while loading, too

    return run(sys.argv[1:], open_window)


def open_window(file: Path | None) -> int:
    """Open the window, with a file or without one, and return the exit status."""
    # Loading leaves no garbage worth looking for, and looking takes a tenth of the start.
    gc.disable()
    from convviz.ui.application import run  # noqa: PLC0415 - Qt is for the window alone

    return run(file)


def _fill_standard_streams() -> None:
    """Open what is closed of 0, 1 and 2, so that no frame gets a number that others print to."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(descriptor)


if __name__ == "__main__":
    sys.exit(main())
