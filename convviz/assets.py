"""The one place that finds resources: fonts, icons, presets, themes, samples."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from convviz.errors import ConvvizError

MARKER = "convviz-resources"


@cache
def root() -> Path:
    """Return the resource folder: the installed one, else the checkout's.

    Raises
    ------
    ConvvizError
        Neither is there.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_resources", package.parent / "resources"):
        if (folder / MARKER).is_file():
            return folder
    raise ConvvizError(
        f"convviz's resources are missing: looked in {package / '_resources'} "
        f"and {package.parent / 'resources'}; install convviz again"
    )


def path(*parts: str) -> Path:
    """Return the path of one resource, for instance ``path("fonts", "DejaVuSans.ttf")``.

    Raises
    ------
    ConvvizError
        There is no such resource.
    """
    found = root().joinpath(*parts)
    if not found.exists():
        raise ConvvizError(f"the resource {'/'.join(parts)} is missing from {root()}")
    return found


def text(*parts: str) -> str:
    """Return one resource's text (UTF-8)."""
    return path(*parts).read_text(encoding="utf-8")
