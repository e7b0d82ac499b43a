"""The same scene gives the same bytes, whatever Qt paints for; and PDFs hold their fonts."""

import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from convviz.paint.qt import FramePainter, png
from convviz.paint.qt.pdf import pdf
from convviz.paint.theme import theme

ROOT = Path(__file__).parents[2]
PAINT = """
import runpy, sys
from hashlib import sha256
from convviz.paint.qt import FramePainter, png
from convviz.paint.theme import theme
scene = runpy.run_path(sys.argv[1])["everything"].__wrapped__()
image = FramePainter(scene, theme("dark"), 1.5).image(scene)
print(sha256(png(image, {"convviz": "x ∗ y " * 1000})).hexdigest())
"""


def painted_by(environment):
    run = subprocess.run(
        [sys.executable, "-c", PAINT, str(ROOT / "tests" / "paint" / "conftest.py")],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return run.stdout.strip()


@pytest.mark.usefixtures("app")
def test_frames_are_the_same_bytes_on_every_platform(everything):
    image = FramePainter(everything, theme("dark"), 1.5).image(everything)
    here = sha256(png(image, {"convviz": "x ∗ y " * 1000})).hexdigest()
    for settings in (
        {"QT_QPA_PLATFORM": "offscreen"},
        {"QT_QPA_PLATFORM": "minimal:enable_fonts"},
        {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2", "QT_FONT_DPI": "144"},
        {},  # no display
    ):
        assert painted_by(settings) == here, settings


@pytest.mark.usefixtures("app")
def test_a_pdf_has_its_page_and_its_fonts(everything):
    data = pdf([[everything, everything]], theme("print"))
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") == 1
    assert [float(side) for side in re.search(rb"/MediaBox \[(.*?)\]", data)[1].split()] == [
        0,
        0,
        240,
        150,
    ]
    assert {b"DejaVuSans", b"DejaVuSans-Bold"} <= set(
        re.findall(rb"/FontName /(?:Q\w*\+)?([\w-]+)", data)
    )


@pytest.mark.usefixtures("app")
def test_a_pdf_keeps_the_colours_of_its_cells(everything):
    assert b"DCTDecode" not in pdf([[everything]], theme("print"))


def python(code, **environment):
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return run.stdout.strip() + run.stderr.strip()


def test_without_a_display_it_paints_into_memory():
    code = "from convviz.paint.qt import application; print(application().platformName())"
    assert python(code) == "offscreen"
    assert python(code, DISPLAY=":987", QT_QPA_PLATFORM="xcb") == "offscreen"


def test_windows_get_an_application_with_widgets():
    code = (
        "from convviz.paint.qt import application; "
        "print(type(application(widgets=True)).__name__)"
    )
    assert python(code) == "QApplication"


def test_an_application_that_cannot_paint_is_refused():
    code = (
        "from PySide6.QtCore import QCoreApplication; app = QCoreApplication([])\n"
        "from convviz.paint.qt import application; application()"
    )
    assert "make a QGuiApplication" in python(code)


def test_fonts_need_an_application():
    code = "from convviz.paint.qt import load_fonts; load_fonts()"
    assert "only after the application was made" in python(code)


def test_painting_ends_cleanly_with_the_process():
    code = PAINT.replace("sys.argv[1]", repr(str(ROOT / "tests" / "paint" / "conftest.py")))
    assert len(python(code)) == 64
