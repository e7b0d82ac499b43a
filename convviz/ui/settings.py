"""The program's settings: one tuple of rows makes dialog, defaults, file and documentation."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from convviz.files import write_atomically
from convviz.session.playback import SPEEDS

ThemeChoice = Literal["system", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person has chosen for good.

    Attributes
    ----------
    theme
        Name of the theme, or ``"system"`` to do as the desktop does.
    speed
        Steps a second when the window opens.
    loop
        Whether the animation begins again after the last step.
    start
        What a window without a file shows: ``"example"`` or ``"last"``.
    copied
        The theme of pictures that are copied; ``"window"`` for the window's own.
    motion
        Whether things may glide: as the desktop asks for, or ``"never"``.
    """

    theme: ThemeChoice = "system"
    speed: float = 2.0
    loop: bool = False
    start: Literal["example", "last"] = "example"
    copied: Literal["light", "print", "window"] = "light"
    motion: Literal["system", "never"] = "system"


@dataclass(frozen=True, slots=True)
class Row:
    """One setting: its field of `Settings`, its name for people, and what it can be."""

    field: str
    label: str
    choices: tuple[tuple[object, str], ...]
    about: str


def speed_text(speed: float) -> str:
    """Return a speed as people write it: ``½ step/s``, ``2 steps/s``."""
    number = "½" if speed == 0.5 else f"{speed:g}"
    return f"{number} step{'' if speed <= 1 else 's'}/s"


THEME_CHOICES: tuple[tuple[ThemeChoice, str], ...] = (
    ("system", "As the desktop"), ("light", "Light"), ("dark", "Dark"),
)

ROWS = (
    Row(
        "theme",
        "Theme",
        THEME_CHOICES,
        "Colours of the window and of the picture in it.",
    ),
    Row(
        "speed",
        "Speed at first",
        tuple((speed, speed_text(speed)) for speed in SPEEDS),
        "How fast the steps go by when the window opens.",
    ),
    Row(
        "loop",
        "After the last step",
        ((False, "Stop"), (True, "Begin again")),
        "What the animation does at its end when the window opens.",
    ),
    Row(
        "start",
        "Start with",
        (("example", "The example"), ("last", "The last document")),
        "What a window opened without a file shows.",
    ),
    Row(
        "copied",
        "Copied pictures",
        (("light", "Light"), ("print", "For print"), ("window", "As the window")),
        "The theme of pictures that Edit ▸ Copy as picture and Copy as SVG put on the clipboard.",
    ),
    Row(
        "motion",
        "Motion",
        (("system", "As the desktop"), ("never", "None")),
        "Whether the window glides from step to step; desktops that ask for less motion have none.",
    ),
)


def with_choice(settings: Settings, field: str, value: object) -> Settings:
    """Return the settings with one of them changed; as they are when `value` is no choice."""
    row = next((row for row in ROWS if row.field == field), None)
    if row is None or not any(
        value == choice and isinstance(value, bool) == isinstance(choice, bool)
        for choice, _ in row.choices
    ):
        return settings
    return replace(settings, **{field: value})  # type: ignore[arg-type]  # one of the choices


def load(path: Path) -> Settings:
    """Return the settings in a JSON file; defaults for all that is missing or wrong."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    settings = Settings()
    for field, value in said.items() if isinstance(said, dict) else ():
        settings = with_choice(settings, field, value)
    return settings


def save(settings: Settings, path: Path) -> None:
    """Write the settings, atomically.

    Raises
    ------
    convviz.errors.NotWritten
        They could not be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        return  # Writing says what is wrong with the folder.
    write_atomically(path, (json.dumps(asdict(settings), indent=2) + "\n").encode())
