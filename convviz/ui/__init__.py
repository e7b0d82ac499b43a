"""The window: bridge, canvas, panels, actions."""

from __future__ import annotations

from pathlib import Path


def main(path: str | Path | None = None) -> int:
    """Open the window, on a file when one is given; return the program's exit code."""
    # Qt's widgets load when a window is wanted, not with the package.
    from convviz.ui.application import run  # noqa: PLC0415

    return run(Path(path) if path else None)
