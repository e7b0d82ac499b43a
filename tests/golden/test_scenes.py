"""Scenes as they were last looked at.

After a change of the look that is meant, write them anew with
``CONVVIZ_WRITE_GOLDENS=1 python -m pytest tests/golden`` and look at the difference.
"""

import os
from pathlib import Path

import numpy as np
import pytest

from convviz.document.editing import change, new_document
from convviz.frames import Picture, compute, explain
from convviz.layers import Conv1d, Conv2d
from tests.golden.scene_json import to_json
from tests.pictures import document, viewed

FOLDER = Path(__file__).parent / "scenes"
SIZE = (960, 540)


def padded():
    """Return a layer with asymmetric reflect padding, channels and a bias."""
    layer = Conv2d(2, 2, (3, 2), padding=((2, 0), (1, 2)), padding_mode="reflect", groups=2)
    x = np.arange(24).reshape(2, 3, 4)
    weight = np.arange(-6, 6).reshape(layer.weight_shape)
    return document(layer, x, weight, np.array([1, -1]))


def dilated():
    """Return a dilated layer with a stride that leaves rows unread, tap by tap."""
    layer = Conv2d(1, 1, 2, stride=3, dilation=2, bias=False)
    x = np.linspace(-1, 1, 42).reshape(1, 6, 7)
    return document(layer, x, [[[[0.5, -1], [0, 2.25]]]], by_taps=True, ghost=True)


def causal():
    """Return a long line."""
    layer = Conv1d(1, 1, 3, padding="causal", dilation=2)
    return document(layer, np.arange(24.0)[None], np.ones((1, 1, 3)), np.array([0.5]))


def parts(doc, step, pointer=None, size=SIZE):
    """Return base and overlay of a picture."""
    shown = Picture(doc, compute(doc), size)
    return {"base": shown.base(step), "overlay": shown.overlay(step, pointer)}


def scenes():
    """Return (name, scene) of all that are kept."""
    opening = new_document()
    many = {
        "opening": parts(opening, 4),
        "opening-pointed": {"overlay": parts(opening, 4, ("input", (1, 1)))["overlay"]},
        "padded": parts(padded(), 0),
        "padded-pointed": {"overlay": parts(padded(), 3, ("input", (-2, -1)))["overlay"]},
        "dilated": parts(dilated(), 6),
        "causal": parts(causal(), 3),
        "photo": parts(viewed(new_document(Conv2d(1, 1, 3), (1, 40, 40), "gradient"), zoom=2.0), 9),
        "wrapped": parts(opening, 4, ("output", (2, 1)), (630, 660)),
        "draft": {"formula": explain.formula(change(opening, {"input_size": (1, 7)}), 300.0)},
        "sum": {"arithmetic": explain.arithmetic(padded(), compute(padded()), 5, None, 300.0)},
        "tap": {
            "arithmetic": explain.arithmetic(
                dilated(), compute(dilated()), 6, ("kernel", (0, 1)), 300.0
            )
        },
    }
    return [
        pytest.param(scene, id=f"{name}-{part}")
        for name, found in many.items()
        for part, scene in found.items()
    ]


@pytest.mark.parametrize("scene", scenes())
def test_a_scene_is_drawn_as_it_was(scene, request):
    path = FOLDER / f"{request.node.callspec.id}.json"
    text = to_json(scene)
    if os.environ.get("CONVVIZ_WRITE_GOLDENS"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text.splitlines() == path.read_text(encoding="utf-8").splitlines()
