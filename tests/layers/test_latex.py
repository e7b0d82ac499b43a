"""The size's formula as LaTeX."""

import pytest

import convviz as cv
from convviz.layers.latex import latex


def lines(layer, *size, channels=1):
    first, *body, last = latex(layer, size, channels).splitlines()
    assert (first, last) == (r"\begin{align*}", r"\end{align*}")
    assert all(line.endswith(r"\\") for line in body[:-1])
    return [line.strip().removesuffix(r" \\") for line in body]


def test_axes_that_are_alike_have_one_line():
    assert lines(cv.Conv2d(1, 1, 3, stride=2, padding=1), 7, 7) == [
        r"O &= \left\lfloor \frac{I + P_1 + P_2 - D\,(K - 1) - 1}{S} \right\rfloor + 1",
        r"O &= \left\lfloor \frac{7 + 1 + 1 - 1 \cdot (3 - 1) - 1}{2} \right\rfloor + 1"
        r" = \left\lfloor \frac{6}{2} \right\rfloor + 1 = 4",
    ]


def test_other_axes_have_their_names():
    found = lines(cv.Conv2d(1, 1, (3, 2)), 7, 5)
    assert [line.partition(" &= ")[0] for line in found] == [
        "O", r"O_{\text{height}}", r"O_{\text{width}}",
    ]
    assert found[2].endswith("= 4")


def test_a_pool_that_rounds_up_says_so_and_what_it_drops():
    found = lines(cv.MaxPool1d(2, stride=2, padding=1, ceil_mode=True), 4)
    assert found[0].startswith(r"O &= \left\lceil \frac{")
    assert r"\left\lceil \frac{4}{2} \right\rceil + 1 = 3" in found[1]
    dropped = lines(cv.MaxPool1d(1, stride=3, ceil_mode=True), 2)
    assert dropped[1].endswith(r"\left\lceil \frac{1}{3} \right\rceil + 1 - 1 = 1")


def test_transposed_convolutions_and_padding_have_no_fractions():
    assert lines(cv.ConvTranspose1d(1, 1, 3, stride=2, output_padding=1), 4) == [
        r"O &= (I - 1)\,S - P_1 - P_2 + D\,(K - 1) + E + 1",
        r"O &= (4 - 1) \cdot 2 - 0 - 0 + 1 \cdot (3 - 1) + 1 + 1 = 6 - 0 + 2 + 2 = 10",
    ]
    assert lines(cv.Pad1d(((2, -1),)), 5) == ["O &= I + P_1 + P_2", "O &= 5 + 2 - 1 = 5 + 1 = 6"]


@pytest.mark.parametrize(
    ("layer", "size", "said"),
    [
        (cv.AdaptiveAvgPool1d(3), (7,), ["O &= 3"]),
        (cv.Unfold(2), (4, 4), [
            r"O_{\text{rows}} &= 3 \cdot 2 \cdot 2 = 12",
            r"O_{\text{columns}} &= (\left\lfloor \frac{4 + 0 + 0 - 1 \cdot (2 - 1) - 1}{1} "
            r"\right\rfloor + 1) \cdot (\left\lfloor \frac{4 + 0 + 0 - 1 \cdot (2 - 1) - 1}{1} "
            r"\right\rfloor + 1) = 3 \cdot 3 = 9",
        ]),
        (cv.Fold((4, 5), 2), (4, 12), [
            r"O_{\text{height}} &= 4", r"O_{\text{width}} &= 5",
        ]),
    ],
)  # fmt: skip
def test_layers_without_a_formula_in_letters_have_their_numbers(layer, size, said):
    assert lines(layer, *size, channels=3) == said


def test_braces_are_balanced():
    text = latex(cv.Conv3d(1, 1, (1, 2, 3), stride=(3, 2, 1), dilation=2), (9, 9, 9))
    assert text.count("{") == text.count("}")
    assert text.count(r"\left") == text.count(r"\right")
