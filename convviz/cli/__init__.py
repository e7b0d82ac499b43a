"""The command line: ``convviz describe`` and ``convviz export``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path


def main(argv: Sequence[str], open_window: Callable[[Path | None], int] | None = None) -> int:
    """Run a command line without the program's name, see `convviz.cli.command.main`."""
    from convviz.cli.command import main as run  # noqa: PLC0415 - interrupts are caught before

    return run(argv, open_window)


__all__ = ["main"]
