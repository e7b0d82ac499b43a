"""SVG and PDF as other programs draw them: librsvg and poppler, where they are installed."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

import convviz as cv
from convviz.export.still import save_still
from convviz.options import PANELS

SCALES = {"paths": 3, "text": 4}
"""Fine enough that the edges of letters, which every program smooths in its own way, are few."""
LEVELS = 16
SHARE = 0.995

RANDOM = np.random.default_rng(1)
PADDED = cv.Conv2d(1, 1, 3, padding=1, bias=False)
RAMP = np.arange(25).reshape(1, 5, 5)

FIGURES = {
    "layer": lambda **look: cv.figure(PADDED, RAMP, "corners", step=4, **look),
    "dark": lambda **look: cv.figure(PADDED, RAMP, "corners", step=4, theme="dark", **look),
    "all parts": lambda **look: cv.figure(
        PADDED, RAMP, "corners", step=4, panels=PANELS, **look
    ),
    "all switches": lambda **look: cv.figure(
        PADDED, RAMP, "corners", step=4, products=True, linking=True, path=True,
        coordinates=True, colour_bar=True, projection=True, ghost=True, **look,
    ),
    "gradient": lambda **look: cv.figure(
        PADDED, RAMP, "corners", step=4, show="gradient", **look
    ),
    "sources": lambda **look: cv.figure(
        cv.Conv2d(1, 1, 3, padding=2, padding_mode="reflect", bias=False), RAMP, "ones", **look
    ),
    "photo": lambda **look: cv.figure(
        PADDED, RANDOM.integers(0, 255, (1, 64, 64)), "sobel_x", step=100, **look
    ),
    "depth": lambda **look: cv.figure(
        cv.Conv2d(3, 4, 3, padding=1, bias=False), RANDOM.integers(0, 9, (3, 8, 8)),
        RANDOM.integers(-1, 2, (4, 3, 3, 3)), step=20, show="isometric", **look,
    ),
    "three ways": lambda **look: cv.figure(
        cv.ConvTranspose2d(1, 1, 3, stride=2, bias=False), RANDOM.integers(0, 9, (1, 3, 3)),
        "ones", step=20, show="three", **look,
    ),
}


def needs(*programs):
    missing = [program for program in programs if shutil.which(program) is None]
    return pytest.mark.skipif(bool(missing), reason=f"draws with {', '.join(programs)}")


def drawn(path, scale):
    """Return the pixels that another program makes of a vector file."""
    out = path.with_name(f"{path.suffix[1:]}.png")
    if path.suffix == ".svg":
        command = ["rsvg-convert", "-z", str(scale), "-o", str(out), str(path)]
    else:
        stem = str(out.with_suffix(""))
        command = ["pdftocairo", "-r", str(96 * scale), "-png", "-singlefile", str(path), stem]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    assert not run.stderr
    return np.asarray(Image.open(out).convert("RGB")).astype(np.int16)


def share_alike(one, other):
    assert one.shape == other.shape
    return float((np.abs(one - other).max(axis=-1) <= LEVELS).mean())


@needs("rsvg-convert", "pdftocairo")
@pytest.mark.parametrize(
    ("name", "text"),
    [*((name, "paths") for name in FIGURES), ("layer", "text"), ("all parts", "text")],
)
def test_vectors_and_pixels_are_one_picture(tmp_path, name, text):
    if text == "text" and not has_the_font():
        pytest.skip("text is drawn in DejaVu Sans, which isn't installed")
    scale = SCALES[text]
    figure = FIGURES[name](scale=scale, vector_text=text)
    for ending in ("png", "svg", "pdf"):
        figure.save(tmp_path / f"a.{ending}")
    with Image.open(tmp_path / "a.png") as image:
        pixels = np.asarray(image.convert("RGB")).astype(np.int16)
    assert share_alike(drawn(tmp_path / "a.svg", scale), pixels) >= SHARE
    assert share_alike(drawn(tmp_path / "a.pdf", scale), pixels) >= SHARE


def has_the_font():
    if shutil.which("fc-match") is None:
        return False
    run = subprocess.run(["fc-match", "DejaVu Sans"], capture_output=True, text=True, check=False)
    return "DejaVuSans.ttf" in run.stdout


@needs("pdfinfo")
def test_a_pdf_has_its_true_size_and_says_what_it_is(tmp_path):
    path = tmp_path / "a.pdf"
    cv.figure(PADDED, RAMP, "corners", width="85mm", height="60mm").save(path)
    said = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    width, height = map(float, re.search(r"Page size: +([\d.]+) x ([\d.]+) pts", said).groups())
    assert width == pytest.approx(85 / 25.4 * 72, abs=0.01)
    assert height == pytest.approx(60 / 25.4 * 72, abs=0.01)
    assert "Convolution of a 5 × 5 input" in said


@needs("pdffonts", "pdftotext", "pdfdetach")
def test_text_is_text_in_the_bundled_font_or_no_font_at_all(tmp_path):
    path = tmp_path / "a.pdf"

    def told(*command):
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    cv.figure(PADDED, RAMP, "corners", step=4).save(path)
    fonts = told("pdffonts", path).splitlines()[2:]
    assert {line.split()[0] for line in fonts} == {"DejaVuSans", "DejaVuSans-Bold"}
    assert all("yes" in line for line in fonts)  # embedded
    words = told("pdftotext", path, "-").split()
    assert {"Input", "Kernel", "Output", "24"} <= {*words}
    cv.figure(PADDED, RAMP, "corners", step=4, vector_text="paths").save(path)
    assert len(told("pdffonts", path).splitlines()) <= 2
    assert "document.convviz" in told("pdfdetach", "-list", path)


def test_paths_need_no_font(tmp_path):
    path = tmp_path / "a.svg"
    cv.figure(PADDED, RAMP, "corners", step=4, vector_text="paths").save(path)
    text = path.read_text("utf-8")
    assert "<text" not in text
    assert 'aria-label="24"' in text
    assert len(text) < 100_000


def test_an_svg_has_its_true_size_its_parts_by_name_and_its_words(tmp_path):
    path = tmp_path / "a.svg"
    cv.figure(PADDED, RAMP, "corners", step=4, width="85mm").save(path)
    text = path.read_text("utf-8")
    assert 'width="85mm"' in text
    assert re.search(r'height="[\d.]+mm"', text)
    for name in ("background", "input", "kernel", "output", "legend", "window"):
        assert text.count(f'<g id="{name}"') == 1
    ids = re.findall(r' id="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    assert "<title>Convolution of a 5 × 5 input with a 3 × 3 kernel, padding 1 (zeros)." in text


def test_two_figures_on_a_page_have_no_names_in_common():
    one, other = (
        re.findall(r' id="([^"]*)"', cv.figure(PADDED, RAMP, "corners", step=step)._repr_svg_())
        for step in (3, 4)
    )
    assert one
    assert not {*one} & {*other}


@pytest.mark.parametrize("ending", ["svg", "pdf", "png"])
@pytest.mark.parametrize("text", ["text", "paths"])
def test_the_same_figure_gives_the_same_bytes(tmp_path, ending, text):
    figure = cv.figure(PADDED, RAMP, "corners", step=4, vector_text=text)
    for name in ("a", "b"):
        figure.save(tmp_path / f"{name}.{ending}")
    assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()


def test_another_process_and_time_zone_give_the_same_pdf(tmp_path, monkeypatch):
    cv.figure(PADDED, RAMP, "corners", step=4).save(tmp_path / "a.pdf")
    code = (
        "import sys, numpy as np, convviz as cv\n"
        "layer = cv.Conv2d(1, 1, 3, padding=1, bias=False)\n"
        "x = np.arange(25).reshape(1, 5, 5)\n"
        "cv.figure(layer, x, 'corners', step=4).save(sys.argv[1])\n"
    )
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    subprocess.run([sys.executable, "-c", code, tmp_path / "b.pdf"], check=True)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_transparent_pdf_has_no_ground(tmp_path):
    for name, clear in (("a", False), ("b", True)):
        figure = cv.figure(PADDED, RAMP, "corners", theme="dark", transparent=clear)
        document, trace = figure.shown
        save_still(document, trace, 0, replace(figure.options), tmp_path / f"{name}.pdf")
    sizes = [(tmp_path / f"{name}.pdf").stat().st_size for name in ("a", "b")]
    assert sizes[0] > sizes[1]
