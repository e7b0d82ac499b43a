"""Icons: all of one family, and all visible."""

from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer

from convviz import assets
from convviz.paint.qt import painting

ICONS = sorted(assets.path("icons").glob("*.svg"))
LINES = [icon for icon in ICONS if not icon.stem.endswith(("convviz", "-dark", "-light"))]


@pytest.mark.parametrize("icon", LINES, ids=lambda icon: icon.stem)
def test_icons_are_drawn_with_one_pen_in_the_text_colour(icon):
    root = ET.fromstring(icon.read_text("utf-8"))  # noqa: S314 - our own file
    assert root.get("viewBox") == "0 0 24 24"
    assert root.get("stroke") == "currentColor"
    assert root.get("stroke-width") == "1.75"
    assert root.get("stroke-linecap") == "round"


@pytest.mark.parametrize("icon", ICONS, ids=lambda icon: icon.stem)
@pytest.mark.usefixtures("app")
def test_icons_show_something_inside_their_square(icon):
    picture = icon.read_text("utf-8").replace("currentColor", "#000000")
    image = QImage(32, 32, QImage.Format.Format_Alpha8)
    image.fill(0)
    with painting(image) as painter:
        QSvgRenderer(QByteArray(picture.encode())).render(painter)
    rows = [bytes(image.constScanLine(y))[:32] for y in range(32)]
    inked = sum(bool(alpha) for row in rows for alpha in row)
    assert inked > 20
    if icon in LINES:
        edge = rows[0] + rows[-1] + bytes(row[0] for row in rows) + bytes(row[-1] for row in rows)
        assert max(edge) < 64
