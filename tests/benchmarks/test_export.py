"""Export for each frame beside the bare PNG encoding of the same pixels."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

import pytest

from convviz.document.editing import new_document
from convviz.export.frames import Frames, export_frames
from convviz.frames import compute
from convviz.layers import Conv2d
from convviz.options import FrameOptions
from convviz.paint.qt import png

OPTIONS = FrameOptions(size=(1280, 720))
STEPS = range(60)


@pytest.mark.benchmark(group="60 frames 1280×720")
@pytest.mark.parametrize("side", [8, 32])
@pytest.mark.parametrize("what", ["bare encoding", "export"])
def test_sixty_frames(benchmark: Any, tmp_path: Path, side: int, what: str) -> None:
    document = new_document(Conv2d(1, 1, 3, padding=1, bias=False), (1, side, side))
    trace = compute(document)
    frames = Frames(document, trace, OPTIONS)
    images = [frames.image(step) for step in STEPS]

    def encode() -> None:
        for image in images:
            png(image)

    def export() -> None:
        export_frames(document, trace, STEPS, OPTIONS, tmp_path / str(next(folders)))

    folders = count()
    benchmark.pedantic(export if what == "export" else encode, rounds=3, warmup_rounds=1)
