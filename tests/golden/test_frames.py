"""A few frames as they were last looked at, pixel by pixel.

Written anew as `tests/golden/test_scenes.py` says.
"""

import os
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from convviz.document.editing import change, new_document
from convviz.export.frames import Frames
from convviz.frames import compute
from convviz.options import FrameOptions
from convviz.paint.qt import png

FOLDER = Path(__file__).parent / "frames"
PADDED = {"padding": ((1, 1), (1, 1))}
CHANNELS = {**PADDED, "in_channels": 3, "out_channels": 2}
REFLECTED = {"padding": ((2, 2), (2, 2)), "padding_mode": "reflect"}
DILATED = {"input_size": (9, 9), "dilation": (2, 2)}
POOLED = {"input_size": (6, 6), "kind": "max_pool", "stride": (2, 2), "padding": ((1, 1), (1, 1))}
TRANSPOSED = {
    "input_size": (3, 3), "kind": "conv_transpose", "stride": (2, 2),
    "padding": ((1, 1), (1, 1)), "output_padding": (1, 1),
}
CROPPED = {"kind": "pad", "padding": ((-1, 1), (2, -1))}
UNFOLDED = {"kind": "unfold", "kernel_size": (2, 2), "input_size": (4, 4)}


@pytest.mark.parametrize(
    ("name", "changes", "step", "options"),
    [
        ("padded-light", PADDED, 12, FrameOptions((480, 270))),
        ("reflected-dark", REFLECTED, 6, FrameOptions((480, 270), theme="dark")),
        ("dilated-print", DILATED, 7, FrameOptions((320, 180), scale=1.5, theme="print")),
        ("pooled-light", POOLED, 4, FrameOptions((480, 270))),
        ("transposed-dark", TRANSPOSED, 14, FrameOptions((480, 270), theme="dark")),
        ("cropped-print", CROPPED, 7, FrameOptions((480, 270), theme="print")),
        ("unfolded-light", UNFOLDED, 12, FrameOptions((480, 270))),
        ("clear", PADDED, 24, FrameOptions((320, 180), transparent=True)),
    ],
)
def test_frames_look_as_they_did(name, changes, step, options):
    compare(name, change(new_document(), changes), step, options)


@pytest.mark.parametrize(
    ("name", "changes", "step", "options"),
    [
        ("depth-light", CHANNELS, 7, FrameOptions((480, 270))),
        ("depth-dark", DILATED, 7, FrameOptions((300, 400), theme="dark")),
    ],
)
def test_plates_in_depth_look_as_they_did(name, changes, step, options):
    document = change(new_document(), changes)
    view = replace(document.view, show="isometric")
    compare(name, replace(document, view=view), step, options)


def compare(name, document, step, options):
    """Compare a frame with how it was, or keep how it is."""
    frame = png(Frames(document, compute(document), options).image(step))
    path = FOLDER / f"{name}.png"
    if os.environ.get("CONVVIZ_WRITE_GOLDENS"):
        FOLDER.mkdir(exist_ok=True)
        path.write_bytes(frame)
    with Image.open(path) as before, Image.open(BytesIO(frame)) as after:
        was, now = (np.asarray(each.convert("RGBA"), np.int16) for each in (before, after))
    assert was.shape == now.shape
    # Another processor may round a blended pixel to the neighbouring level.
    apart = np.abs(was - now).max(axis=2)
    assert apart.max() <= 3
    assert (apart > 1).mean() < 0.001
