"""Pictures for large screens and posters: the same, larger."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import convviz as cv

LAYER = cv.Conv2d(1, 1, 3, padding=1, bias=False)
RAMP = np.arange(25).reshape(1, 5, 5)


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def test_a_picture_for_a_4k_screen_is_one_for_a_smaller_screen_finer(tmp_path: Path) -> None:
    cv.figure(LAYER, RAMP, "ones", step=7, size=(3840, 2160)).save(tmp_path / "large.png")
    cv.figure(LAYER, RAMP, "ones", step=7, size=(1280, 720), scale=3).save(tmp_path / "fine.png")
    large, fine = pixels(tmp_path / "large.png"), pixels(tmp_path / "fine.png")
    assert large.shape == fine.shape
    # Not the same layout to the pixel, but as much of the picture is filled.
    filled = [float((image != 255).any(axis=-1).mean()) for image in (large, fine)]
    assert filled[0] == pytest.approx(filled[1], rel=0.15)


def test_a_poster_has_its_size_and_large_type(tmp_path: Path) -> None:
    figure = cv.figure(LAYER, RAMP, "ones", width="600mm", font_size=40, panels=["input"])
    figure.save(tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text("utf-8")
    assert 'width="600mm"' in text
    shown = re.search(r'viewBox="0 0 ([\d.]+) ', text)
    size = re.search(r'font-size="([\d.]+)"[^>]*>Input<', text)
    assert shown is not None
    assert size is not None
    points = float(size[1]) / float(shown[1]) * 600 / 25.4 * 72
    assert points == pytest.approx(40, rel=0.01)
    figure.save(tmp_path / "a.pdf")
    box = re.search(rb"/MediaBox \[0 [\d.]+ ([\d.]+) ", (tmp_path / "a.pdf").read_bytes())
    assert box is not None
    assert float(box[1]) == pytest.approx(600 / 25.4 * 72, abs=0.01)


def test_a_large_sheet_and_its_vectors_have_one_size(tmp_path: Path) -> None:
    from convviz.export.still import save_sheet

    figure = cv.figure(LAYER, RAMP, "ones", size=(2880, 1620))
    document, trace = figure.shown
    for ending in ("png", "svg"):
        save_sheet(document, trace, range(4), figure.options, tmp_path / f"a.{ending}")
    height, width, _ = pixels(tmp_path / "a.png").shape
    said = re.search(r'width="([\d.]+)" height="([\d.]+)"', (tmp_path / "a.svg").read_text("utf-8"))
    assert said is not None
    assert (round(float(said[1])), round(float(said[2]))) == (width, height) == (2880, height)
