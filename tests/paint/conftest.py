"""A scene with every kind of item."""

import numpy as np
import pytest

from convviz.paint.qt import application
from convviz.scene.items import Arrow, Cells, Group, Image, Line, Rect, Scene, Text


@pytest.fixture(scope="session")
def app():
    return application()


@pytest.fixture
def everything():
    """Every kind of item, on whole pixels."""
    ramp = np.linspace(0, 255, 9).astype(np.uint8).reshape(3, 3)
    labels = (("1", "2", "3"), ("4", "", "6"), ("7", "8", "−9"))
    return Scene(
        320,
        200,
        (
            Text(20, 18, "Input <5×5> & more", 12, "input.text", bold=True),
            Text(300, 18, "  step 3", 12, "text.muted", anchor="end"),
            Text(160, 190, "∗ ⌊7/2⌋", 14, anchor="middle"),
            Cells(20, 30, 30, np.zeros((1, 3), np.uint8), "padding", hatched=True),
            Group(
                "input",
                (
                    Cells(20, 60, 30, ramp, "input", labels),
                    Rect(20, 60, 90, 90, edge="input.edge", line=2),
                ),
            ),
            Cells(130, 60, 30, ramp[:2, :2], "kernel", lines=None, opacity=0.5),
            Image(220, 60, 64, 48, np.tile(ramp, (2, 2)), "grey"),
            Rect(130, 130, 40, 20, "empty.cell", "output.edge", 1, 0, dashed=True),
            Rect(50, 60, 60, 60, "window.fill", "window.edge", 3),
            Line(((130, 160), (170, 160), (170, 170)), "unused", 2),
            Line(((220, 120), (260, 150)), "gradient.edge", 1.5, opacity=0.7),
            Arrow(40, 45, 65, 75, "input.edge", 1.5, 0.25),
            Arrow(5, 5, 5, 5, "error"),
            Group("faded", (Rect(270, 130, 30, 30, "accent", None, 0, 6),), opacity=0.4),
        ),
    )
