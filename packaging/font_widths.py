"""Write convviz/scene/_widths.py from the bundled fonts (needs fontTools, which nothing else does).

Run it from the repository's root after the fonts in resources/fonts change.
"""

from __future__ import annotations

import base64
import struct
import textwrap
import zlib
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "resources" / "fonts"
TARGET = ROOT / "convviz" / "scene" / "_widths.py"
PLANE = 0x10000

HEAD = '''"""Advance widths of the bundled fonts; packaging/font_widths.py writes this."""

from __future__ import annotations

import base64
import zlib

UNITS_PER_EM = {units}
ASCENT = {ascent}
DESCENT = {descent}
CAP_HEIGHT = {cap_height}


def _table(packed: str) -> bytes:
    return zlib.decompress(base64.b85decode("".join(packed.split())))


'''


def widths(font: TTFont) -> bytes:
    """Return two little-endian bytes for each character up to U+FFFF."""
    names = font.getBestCmap()
    metrics = font["hmtx"]
    missing = metrics[".notdef"][0]
    row = [metrics[names[code]][0] if code in names else missing for code in range(PLANE)]
    return struct.pack(f"<{PLANE}H", *row)


def constant(name: str, table: bytes) -> str:
    """Return Python source that defines a packed table."""
    packed = base64.b85encode(zlib.compress(table, 9)).decode("ascii")
    lines = "\n".join(textwrap.wrap(packed, 96, break_on_hyphens=False))
    return f'{name} = _table(r"""\n{lines}\n""")\n'


def main() -> None:
    """Read both fonts and write the module."""
    regular = TTFont(FONTS / "DejaVuSans.ttf")
    bold = TTFont(FONTS / "DejaVuSans-Bold.ttf")
    head = HEAD.format(
        units=regular["head"].unitsPerEm,
        ascent=regular["hhea"].ascent,
        descent=-regular["hhea"].descent,
        cap_height=regular["glyf"]["H"].yMax,
    )
    body = constant("REGULAR", widths(regular)) + constant("BOLD", widths(bold))
    TARGET.write_text(head + body, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
