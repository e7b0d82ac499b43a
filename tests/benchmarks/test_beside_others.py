"""Animations beside what a person would use instead, drawing the same: Matplotlib and Manim.

Both, and PyAV for MP4, are installed for this alone: ``pip install matplotlib manim av``.
Each draws a padded input, a kernel and an output with all numbers in the cells, and the
window and the output filling in, 25 steps of a 5×5 input at 1280×720, two frames a second;
or 32×32 as PNG frames. Ready pixels given to the same encoder tell what drawing adds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from convviz.document.document import Document
from convviz.document.editing import new_document
from convviz.engine.trace import Trace
from convviz.export import moving
from convviz.export.frames import Frames, export_frames
from convviz.export.moving import save_moving
from convviz.frames import compute
from convviz.layers import Conv2d
from convviz.options import AnimationOptions, FrameOptions
from convviz.paint.png import Encoder
from convviz.paint.qt.frames import pixels

SIZE = (1280, 720)
LOOK, PACE = FrameOptions(SIZE), AnimationOptions(pace=2.0, hold=0.0)
FRAMES_OF_32 = 100
"""Of the 1,024 steps of a 32×32 input as many are drawn, by all."""
Numbers = NDArray[np.int64]


def scene(side: int) -> tuple[Document, Trace]:
    document = new_document(Conv2d(1, 1, 3, padding=1, bias=False), (1, side, side))
    return document, compute(document)


def numbers(side: int) -> tuple[Numbers, Numbers, Numbers]:
    """Return padded input, kernel and output."""
    _, trace = scene(side)
    assert trace.weight is not None
    return trace.padded[0], trace.weight[0, 0], trace.output[0]


# convviz


def ours(side: int, path: Path, steps: Sequence[int]) -> None:
    document, trace = scene(side)
    if path.suffix:
        save_moving(document, trace, steps, LOOK, PACE, path)
    else:
        export_frames(document, trace, steps, LOOK, path)


# Matplotlib: artists are made once and changed, as its guide to fast animations says


def matplotlib(side: int, path: Path, steps: Sequence[int]) -> None:
    plt = pytest.importorskip("matplotlib.pyplot", reason="to be compared with, not installed")
    plt.switch_backend("Agg")
    from matplotlib.animation import FFMpegWriter, FuncAnimation, PillowWriter
    from matplotlib.patches import Rectangle

    given, kernel, made = numbers(side)
    figure, axes = plt.subplots(
        1, 3, figsize=(12.8, 7.2), dpi=100, width_ratios=[side + 2, 3, side]
    )
    shown = np.full(made.shape, np.nan)
    axes[0].imshow(given, cmap="Blues")
    axes[1].imshow(kernel, cmap="Oranges")
    image = axes[2].imshow(shown, cmap="Greens", vmin=made.min(), vmax=made.max())
    font = 12 if side < 10 else 5
    for axis, values in ((axes[0], given), (axes[1], kernel)):
        for (row, column), value in np.ndenumerate(values):
            axis.text(column, row, f"{value:g}", ha="center", va="center", size=font)
    for axis, title in zip(axes, ("Input", "Kernel", "Output"), strict=True):
        axis.set_title(title)
        axis.set_xticks([])
        axis.set_yticks([])
    window = axes[0].add_patch(Rectangle((-0.5, -0.5), 3, 3, fill=False, lw=3, ec="orange"))
    current = axes[2].add_patch(Rectangle((-0.5, -0.5), 1, 1, fill=False, lw=3, ec="orange"))

    def show(step: int) -> None:
        row, column = divmod(step, side)
        shown[row, column] = made[row, column]
        image.set_data(shown)
        axes[2].text(
            column, row, f"{made[row, column]:g}", ha="center", va="center", size=font
        )
        window.set_xy((column - 0.5, row - 0.5))
        current.set_xy((column - 0.5, row - 0.5))

    if path.suffix == ".gif":
        FuncAnimation(figure, show, frames=steps).save(path, writer=PillowWriter(fps=2))
    elif path.suffix:
        FuncAnimation(figure, show, frames=steps).save(path, writer=FFMpegWriter(fps=2))
    else:
        path.mkdir()
        for step in steps:
            show(step)
            figure.savefig(path / f"{step:04}.png")
    plt.close(figure)


# Manim: squares and texts, the window moved without easing, one frame a step


def manim(side: int, path: Path, steps: Sequence[int]) -> None:
    library = pytest.importorskip("manim", reason="to be compared with, not installed")
    given, kernel, made = numbers(side)
    cell = min(0.8, 6.5 / (side + 2))
    what = {".gif": "gif", ".mp4": "mp4", "": "png"}[path.suffix]
    options: dict[str, Any] = {
        "pixel_width": SIZE[0], "pixel_height": SIZE[1], "frame_rate": 2, "format": what,
        "media_dir": str(path.parent / f"{path.name}-media"), "disable_caching": True,
        "progress_bar": "none", "verbosity": "ERROR", "quality": None,
    }

    class Sliding(library.Scene):  # type: ignore[misc,name-defined]
        def construct(self) -> None:
            panels = [
                self.panel(values, name)
                for values, name in ((given, "Input"), (kernel, "Kernel"), (made, "Output"))
            ]
            library.VGroup(*(panel for panel, _ in panels)).arrange(library.RIGHT, buff=0.6)
            (_, cells), _, (_, outputs) = panels
            self.add(*(panel for panel, _ in panels))
            for square, text in outputs:
                text.set_opacity(0)
                square.set_fill(opacity=0)
            window = library.Square(3 * cell, color=library.ORANGE, stroke_width=6)
            self.add(window)
            for step in steps:
                row, column = divmod(step, side)
                square, text = outputs[step]
                text.set_opacity(1)
                square.set_fill(library.GREEN, opacity=0.5)
                middle = cells[(row + 1) * (side + 2) + column + 1][0]
                window.move_to(middle.get_center())
                self.wait(0.5, frozen_frame=False)

        def panel(self, values: Numbers, name: str) -> Any:
            """Return a grid with its title, and its (square, number) cell by cell."""
            group, cells = library.VGroup(), []
            for (row, column), value in np.ndenumerate(values):
                square = library.Square(cell, stroke_width=1, fill_opacity=0.3)
                square.move_to((column * cell, -row * cell, 0))
                text = library.Text(f"{value:g}", font_size=14 if side > 9 else 24)
                text.move_to(square)
                group.add(square, text)
                cells.append((square, text))
            title = library.Text(name, font_size=24).next_to(group, library.UP)
            return library.VGroup(group, title), cells

    with library.tempconfig({key: value for key, value in options.items() if value is not None}):
        Sliding().render()


MAKERS: dict[str, Callable[[int, Path, Sequence[int]], None]] = {
    "convviz": ours, "Matplotlib": matplotlib, "Manim": manim,
}


@pytest.mark.benchmark(group="25 steps 5×5, 1280×720, GIF and MP4")
@pytest.mark.parametrize("ending", [".gif", ".mp4"])
@pytest.mark.parametrize("maker", MAKERS)
def test_animation(benchmark: Any, tmp_path: Path, maker: str, ending: str) -> None:
    if ending == ".mp4":
        pytest.importorskip("av", reason="MP4 needs the extra video")
    names = count()

    def make() -> None:
        MAKERS[maker](5, tmp_path / f"{next(names)}{ending}", range(25))

    benchmark.pedantic(make, rounds=1 if maker == "Manim" else 5, warmup_rounds=1)


@pytest.mark.benchmark(group=f"{FRAMES_OF_32} PNG frames 32×32, 1280×720")
@pytest.mark.parametrize("maker", MAKERS)
def test_png_frames(benchmark: Any, tmp_path: Path, maker: str) -> None:
    steps = range(FRAMES_OF_32 if maker != "Manim" else FRAMES_OF_32 // 10)
    names = count()

    def make() -> None:
        MAKERS[maker](32, tmp_path / str(next(names)), steps)

    benchmark.extra_info["frames"] = len(steps)
    benchmark.pedantic(make, rounds=1 if maker == "Manim" else 3)


# The encoders alone, on ready pixels


class Ready:
    """Frames that were painted before; stands in for what paints them."""

    def __init__(self, document: Document, trace: Trace, options: FrameOptions) -> None:
        painted = Frames(document, trace, options)
        self._images = [painted.image(step) for step in range(len(document.steps))]

    def between(self, moment: Any) -> Any:
        return self._images[moment.step]

    def image(self, step: int) -> Any:
        return self._images[step]


@pytest.mark.benchmark(group="25 frames 1280×720: whole export, and its encoder on ready pixels")
@pytest.mark.parametrize("ending", [".gif", ".apng", ".webp", ".mp4"])
@pytest.mark.parametrize("what", ["whole", "encoder"])
def test_encoder(
    benchmark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, what: str
) -> None:
    if ending == ".mp4":
        pytest.importorskip("av", reason="MP4 needs the extra video")
    document, trace = scene(5)
    if what == "encoder":
        ready = Ready(document, trace, LOOK)
        monkeypatch.setattr(moving, "Frames", lambda *_: ready)
    names = count()

    def make() -> None:
        path = tmp_path / f"{next(names)}{ending}"
        save_moving(document, trace, range(25), LOOK, PACE, path)

    benchmark.pedantic(make, rounds=5, warmup_rounds=1)


@pytest.mark.benchmark(group="25 PNG frames 1280×720: whole export, and its encoder alone")
@pytest.mark.parametrize("what", ["whole", "encoder"])
def test_png_encoder(benchmark: Any, tmp_path: Path, what: str) -> None:
    document, trace = scene(5)
    painted = Frames(document, trace, LOOK)
    ready = [np.array(pixels(painted.image(step))) for step in range(25)]
    names = count()

    def encode() -> None:
        folder = tmp_path / str(next(names))
        folder.mkdir()
        encoder = Encoder(4000, alpha=False)
        for step, picture in enumerate(ready):
            (folder / f"{step}.png").write_bytes(encoder.encode(picture))

    def export() -> None:
        export_frames(document, trace, range(25), LOOK, tmp_path / str(next(names)))

    benchmark.pedantic(export if what == "whole" else encode, rounds=5, warmup_rounds=1)


@pytest.fixture(autouse=True)
def _drawn_once() -> None:
    """Load what is loaded once."""
    document, trace = scene(5)
    Frames(document, trace, LOOK).image(0)
