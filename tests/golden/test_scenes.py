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
from convviz.layers import Conv, Conv1d, Conv2d, ConvTranspose, Fold, Pad, Pool, Unfold
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


NOTHING = np.zeros((0,) * 4)
NUMBERS = np.array([5, 3, -1, 7, 2, 2, 9, -4, 0, 1, 6, 9, 8, -2, 4, 3]).reshape(1, 4, 4)


def pooled():
    """Return a maximum over padding, whose last window is dropped."""
    layer = Pool("max", (2, 2), (3, 3), ((1, 1), (1, 1)), (1, 1), ceil_mode=True)
    return document(layer, NUMBERS, NOTHING)


def averaged():
    """Return an average whose last windows are partial, beside what another dialect makes."""
    layer = Pool(
        "average", (3, 3), (2, 2), ((1, 1), (1, 1)), (1, 1), ceil_mode=True,
        count_include_pad=False,
    )
    return document(layer, NUMBERS, NOTHING, compared="tensorflow")


def stamped():
    """Return a transposed convolution that is cut off and padded, stamp by stamp."""
    layer = ConvTranspose(
        1, 1, (3, 3), (2, 2), ((1, 1), (1, 1)), (1, 1), (1, 1), flipped=True
    )
    weight = np.arange(-3, 6).reshape(1, 1, 3, 3)
    return document(layer, NUMBERS[:, :3, :3], weight, np.array([2]), by_taps=True)


def cropped():
    """Return padding that cuts off and repeats."""
    return document(Pad(((-1, 1), (2, -1)), "reflect"), NUMBERS, NOTHING)


def folded():
    """Return columns laid back on an image whose border is cut off."""
    layer = Fold((3, 3), (2, 2), (1, 1), ((1, 0), (0, 1)), (1, 1))
    return document(layer, np.arange(36).reshape(1, 4, 9), NOTHING)


def unfolded():
    """Return windows as columns."""
    return document(Unfold((2, 2), (1, 1), ((0, 0), (0, 0)), (1, 1)), NUMBERS, NOTHING)


def sliced():
    """Return a convolution of three axes."""
    layer = Conv(2, 1, (2, 2, 2), (1, 1, 1), ((1, 0),) * 3, (1, 1, 1))
    x, weight = np.arange(54).reshape(2, 3, 3, 3), np.arange(-8, 8).reshape(1, 2, 2, 2, 2)
    return document(layer, x, weight, np.array([1]), by_taps=True)


def parts(doc, step, pointer=None, size=SIZE):
    """Return base and overlay of a picture."""
    shown = Picture(doc, compute(doc), size)
    return {"base": shown.base(step), "overlay": shown.overlay(step, pointer)}


def sums(doc, step):
    """Return the arithmetic and the formula beside a picture."""
    return {
        "arithmetic": explain.arithmetic(doc, compute(doc), step, None, 300.0),
        "formula": explain.formula(doc, 300.0),
    }


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
        "pooled": parts(pooled(), 3) | sums(pooled(), 3),
        "averaged": parts(averaged(), 8) | sums(averaged(), 8),
        "averaged-pointed": {"overlay": parts(averaged(), 2, ("output", (0, 0)))["overlay"]},
        "stamped": parts(stamped(), 4) | sums(stamped(), 4),
        "transposed": parts(viewed(stamped(), by_taps=False), 14)
        | sums(viewed(stamped(), by_taps=False), 14),
        "cropped": parts(cropped(), 6) | sums(cropped(), 6),
        "folded": parts(folded(), 4) | sums(folded(), 4),
        "unfolded": parts(unfolded(), 12) | sums(unfolded(), 12),
        "sliced": parts(sliced(), 13 * 16 + 5) | sums(sliced(), 13 * 16 + 5),
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
