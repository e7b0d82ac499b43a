"""PNG files: texts come back as they were, small pictures are what they were."""

import io

import numpy as np
import pytest
from PIL import Image

from convviz.paint.png import chunks, indexed, with_text
from convviz.paint.theme import theme

SHADES = np.arange(12, dtype=np.uint8).reshape(3, 4) * 20


@pytest.fixture
def picture():
    return indexed(SHADES, theme("light").ramps["output"])


def test_a_picture_of_shades_keeps_every_colour(picture):
    with Image.open(io.BytesIO(picture)) as image:
        assert np.array_equal(
            np.asarray(image.convert("RGB")), theme("light").ramps["output"][SHADES]
        )


@pytest.mark.parametrize(
    "text",
    ["", "{}", "x ∗ y — 日本", "∗" * 300_000, "[1.5, " * 50_000, "0123456789" * 150_000],
    ids=["empty", "ascii", "signs", "long", "document", "very long"],
)
def test_texts_come_back_exactly(picture, text):
    with Image.open(io.BytesIO(with_text(picture, {"convviz": text}))) as image:
        image.load()
        assert image.text == {"convviz": text}


def test_long_texts_are_stored_small(picture):
    assert len(with_text(picture, {"convviz": "[0.25, " * 40_000})) < 10_000


def test_texts_stand_behind_the_pixels(picture):
    kinds = [kind for kind, _ in chunks(with_text(picture, {"a": "1", "b": "2"}))]
    assert kinds == [b"IHDR", b"PLTE", b"IDAT", b"iTXt", b"iTXt", b"IEND"]


@pytest.mark.parametrize("broken", [b"", b"GIF89a", "cut"])
def test_only_whole_files_are_written_on(picture, broken):
    with pytest.raises(ValueError, match="whole PNG"):
        with_text(picture[:-4] if broken == "cut" else broken, {"a": "1"})
