"""Whether the desktop asks for less motion."""

from __future__ import annotations

import sys
from configparser import ConfigParser
from configparser import Error as ConfigError
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication

_OFF = {"0", "false", "no"}
_CLIENT_AREA_ANIMATION = 0x1042
"""Windows' name for "Show animations in Windows" (SPI_GETCLIENTAREAANIMATION)."""


def reduced() -> bool:
    """Return whether the desktop asks for less motion; no where it says nothing.

    Qt knows from 6.12 on. Before, Windows is asked, and of Linux desktops the files
    in which KDE and GTK keep the switch.
    """
    hints = QGuiApplication.styleHints().accessibility()
    preference = getattr(hints, "motionPreference", None)
    if preference is not None:
        return str(preference()).endswith("ReducedMotion")
    if sys.platform == "win32":
        return not _windows_animates()
    folder = QStandardPaths.StandardLocation.GenericConfigLocation
    places = [Path(place) for place in QStandardPaths.standardLocations(folder)]
    return any(map(_kde_stands_still, places)) or any(map(_gtk_stands_still, places))


def _kde_stands_still(folder: Path) -> bool:
    said = _said(folder / "kdeglobals", "KDE", "AnimationDurationFactor")
    try:
        return said is not None and float(said) == 0
    except ValueError:
        return False


def _gtk_stands_still(folder: Path) -> bool:
    said = (
        _said(folder / version / "settings.ini", "Settings", "gtk-enable-animations")
        for version in ("gtk-4.0", "gtk-3.0")
    )
    return any(word is not None and word.strip().lower() in _OFF for word in said)


def _said(path: Path, section: str, name: str) -> str | None:
    """Return what an INI file says, None where it says nothing or can't be read."""
    parser = ConfigParser(interpolation=None, strict=False)
    try:
        parser.read(path, encoding="utf-8")
    except (OSError, UnicodeDecodeError, ConfigError):
        return None
    return parser.get(section, name, fallback=None)


def _windows_animates() -> bool:
    import ctypes  # noqa: PLC0415 - only there

    found = ctypes.c_int(1)
    user = ctypes.WinDLL("user32")  # type: ignore[attr-defined,unused-ignore] # Windows' alone
    user.SystemParametersInfoW(_CLIENT_AREA_ANIMATION, 0, ctypes.byref(found), 0)
    return bool(found.value)
