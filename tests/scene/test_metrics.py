"""What is measured without Qt is what Qt draws."""

import pytest
from PySide6.QtGui import QFontMetricsF, QRawFont

from convviz.paint.qt import application, font
from convviz.scene.metrics import ASCENT, CAP_HEIGHT, DESCENT, advances, text_width


@pytest.fixture(autouse=True)
def app():
    return application()


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("size", [9, 16, 27])
@pytest.mark.parametrize(
    "text", ["0", "−12.375", "AVATAR To", "O = ⌊(7 + 2·1 − 3) / 2⌋ + 1", "∗ ⊛ √ ≤ ×"]
)
def test_a_line_is_as_wide_as_qt_draws_it(text, size, bold):
    measured = QFontMetricsF(font(size, bold=bold)).horizontalAdvance(text)
    assert text_width(text, size, bold) == pytest.approx(measured, abs=0.02 * len(text))


@pytest.mark.parametrize("bold", [False, True])
def test_every_character_has_its_own_width(bold):
    raw = QRawFont.fromFont(font(2048, bold=bold))
    letters = "".join(chr(code) for code in range(0x20, 0xFFFE) if raw.supportsCharacter(code))
    assert len(letters) > 5000
    glyphs = raw.glyphIndexesForString(letters)
    drawn = [point.x() for point in raw.advancesForGlyphIndexes(glyphs)]
    assert (advances(letters, bold) * 2048).tolist() == pytest.approx(drawn, abs=1)


def test_digits_and_minus_line_up_in_columns():
    assert len({text_width(digit, 10) for digit in "0123456789"}) == 1


def test_characters_the_font_lacks_are_as_wide_as_their_box():
    assert text_width("\U0001f600", 2048) == text_width("漢", 2048) == 1229


def test_nothing_has_no_width():
    assert text_width("", 12) == 0


def test_heights_are_the_fonts():
    metrics = QFontMetricsF(font(100))
    assert pytest.approx(metrics.ascent(), abs=1) == 100 * ASCENT
    assert pytest.approx(metrics.descent(), abs=1) == 100 * DESCENT
    assert pytest.approx(metrics.capHeight(), abs=1) == 100 * CAP_HEIGHT
