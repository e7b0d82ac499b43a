"""Every kind of layer through the library's face, in the shapes people know."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from numpy.typing import ArrayLike

import convviz as cv
from convviz.frames.drawings import shows
from convviz.layers import Layer

RAMP = np.arange(1, 26).reshape(1, 5, 5)
LAYERS: list[Layer] = [
    cv.Conv2d(1, 2, 3),
    cv.ConvTranspose2d(1, 2, 3, stride=2),
    cv.MaxPool2d(2),
    cv.AvgPool2d(2),
    cv.LPPool2d(2, 2),
    cv.AdaptiveMaxPool2d(2),
    cv.AdaptiveAvgPool2d((3, None)),
    cv.GlobalAvgPool2d(),
    cv.GlobalMaxPool2d(),
    cv.Pad2d(((1, 0), (-1, 2)), mode="reflect"),
    cv.Unfold(3, stride=2),
]


def weight_of(layer: Layer) -> np.ndarray | None:
    """Return ones as the layer's weight, None where it has none."""
    return np.ones(layer.weight_shape) if hasattr(layer, "weight_shape") else None


@pytest.mark.parametrize("layer", LAYERS, ids=repr)
def test_the_output_has_the_shape_that_is_foretold(layer: Layer) -> None:
    output = cv.apply(layer, RAMP, weight_of(layer))
    assert output.shape == cv.output_shape(layer, RAMP.shape)
    gx, gw, _ = cv.gradients(layer, RAMP, weight_of(layer), np.ones(output.shape))
    assert gx.shape == RAMP.shape
    assert (gw is None) == (weight_of(layer) is None)
    assert eval(repr(layer), vars(cv)) == layer  # noqa: S307 - our own text


def test_windows_become_columns_in_pytorch_s_shape_and_are_laid_back() -> None:
    unfold, fold = cv.Unfold(3, stride=2), cv.Fold((5, 5), 3, stride=2)
    columns = cv.apply(unfold, RAMP)
    assert columns.shape == cv.output_shape(unfold, (1, 5, 5)) == (9, 4)
    assert columns[:, 0].tolist() == [1, 2, 3, 6, 7, 8, 11, 12, 13]
    image = cv.apply(fold, columns)
    assert image.shape == cv.output_shape(fold, columns.shape) == (1, 5, 5)
    assert (cv.apply(fold, columns[np.newaxis]) == image).all()
    counts = cv.apply(fold, cv.apply(unfold, np.ones((1, 5, 5))))
    assert (image == counts * RAMP).all()
    assert cv.gradients(fold, columns, None, image).x.shape == (9, 4)
    assert (cv.gradients(unfold, RAMP, None, columns).x == image).all()


def test_a_transposed_convolution_is_the_gradient_of_the_convolution() -> None:
    weight = np.arange(2 * 3 * 9).reshape(2, 3, 3, 3)
    x, y = np.ones((3, 7, 7)), np.arange(2 * 4 * 4).reshape(2, 4, 4)
    gx = cv.gradients(cv.Conv2d(3, 2, 3, stride=2, padding=1, bias=False), x, weight, y).x
    back = cv.ConvTranspose2d(2, 3, 3, stride=2, padding=1, bias=False)
    assert (cv.apply(back, y, weight) == gx).all()


def test_places_of_maxima_are_counted_through_the_channel() -> None:
    assert cv.max_indices(cv.MaxPool2d(2), RAMP).tolist() == [[[6, 8], [16, 18]]]
    assert cv.max_indices(cv.GlobalMaxPool2d(), RAMP).tolist() == [[[24]]]
    with pytest.raises(TypeError, match="maximum"):
        cv.max_indices(cv.AvgPool2d(2), RAMP)


def test_the_dialect_decides_where_frameworks_differ() -> None:
    x = [[1, 2, 3, 4, 5, 6]]
    same = cv.AvgPool1d(3, stride=2, padding="same", dialect="tensorflow")
    assert cv.apply(same, x).tolist() == [[2, 4, 5.5]]
    assert cv.apply(cv.AvgPool1d(3, stride=2, padding=1), x).tolist() == [[1, 3, 5]]
    with pytest.raises(cv.InvalidLayer, match="stride"):
        cv.Conv1d(1, 1, 3, stride=2, padding="same")


def test_a_flipped_kernel_is_a_convolution_in_the_mathematical_sense() -> None:
    x, kernel = [[0, 0, 1, 0, 0]], [[[1, 2, 3]]]
    assert cv.apply(cv.Conv1d(1, 1, 3), x, kernel).tolist() == [[3, 2, 1]]
    assert cv.apply(cv.Conv1d(1, 1, 3, flipped=True), x, kernel).tolist() == [[1, 2, 3]]


def test_what_is_not_finite_goes_through() -> None:
    x = [[np.nan, 1, np.inf, 2, 3, 4]]
    pooled = cv.apply(cv.MaxPool1d(2), x)
    assert np.isnan(pooled[0, 0])
    assert pooled[0, 1:].tolist() == [np.inf, 4]
    assert np.isnan(cv.apply(cv.Conv1d(1, 1, 2), x, [[[1, 0]]])[0, 1])


def test_integers_beyond_64_bits_become_floats() -> None:
    assert cv.apply(cv.MaxPool1d(2), [[2**70, -(2**80)]]).tolist() == [[2.0**70]]
    assert cv.apply(cv.Conv1d(1, 1, 1), [[10**400]], [[[1]]]).tolist() == [[np.inf]]
    with pytest.raises(cv.InvalidLayer, match="array of real numbers"):
        cv.apply(cv.MaxPool1d(2), [[2**70, None]])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: cv.apply(cv.MaxPool2d(2), RAMP, np.ones((1, 1, 2, 2))), "a weight is given"),
        (lambda: cv.apply(cv.MaxPool2d(2), RAMP, None, [1]), "a bias is given, the layer has none"),
        (lambda: cv.apply(cv.Conv2d(1, 1, 3), RAMP), "needs a weight of"),
        (lambda: cv.apply(cv.MaxPool2d(2), RAMP[0]), "lacks the channels"),
        (lambda: cv.apply(cv.MaxPool2d(2), RAMP[None]), "there is no batch"),
        (lambda: cv.apply(cv.Unfold(3), RAMP[0]), "lacks the channels"),
        (lambda: cv.apply(cv.Fold(5, 3), np.ones((9, 4))), "4 columns|columns"),
        (lambda: cv.apply(cv.Fold(5, 3), np.ones((10, 9))), "rows"),
        (lambda: cv.apply(cv.Conv2d(1, 1, 3), RAMP, np.ones((1, 1, 2, 2))), "weight has the shape"),
        (
            lambda: cv.gradients(cv.MaxPool2d(2), RAMP, None, np.ones((1, 3, 3))),
            "shape",
        ),
        (lambda: cv.apply(cv.Pad2d(10**9), RAMP), "would be .*TB"),
        (lambda: cv.apply(cv.ConvTranspose2d(1, 1, 1, stride=10**6), RAMP, [[[[1]]]]), "would be"),
        (lambda: cv.apply(cv.AdaptiveAvgPool2d(10**6), RAMP), "would be"),
        (lambda: cv.figure(cv.MaxPool2d(2), RAMP, "ones"), "a weight is given, the layer has none"),
        (lambda: cv.figure(cv.MaxPool2d(2), RAMP, [[1]]), "a weight is given, the layer has none"),
        (lambda: cv.figure(cv.MaxPool2d(6), RAMP), "6"),
    ],
)
def test_what_does_not_go_together_is_one_sentence(call: object, sentence: str) -> None:
    with pytest.raises(cv.InvalidLayer, match=sentence):
        call()  # type: ignore[operator]


@pytest.mark.parametrize("name", ["apply", "gradients", "max_indices", "output_shape"])
def test_without_a_layer_it_is_told(name: str) -> None:
    function = getattr(cv, name)
    count = len(inspect.signature(function).parameters)
    with pytest.raises(TypeError, match="a layer is expected"):
        function(*[None] * count)


def test_words_of_a_figure_are_checked() -> None:
    layer = cv.Conv2d(1, 1, 3)
    with pytest.raises(cv.ConvvizError, match=r"show is one of layer, .*got 'all'"):
        cv.figure(layer, RAMP, show="all")  # type: ignore[arg-type]
    with pytest.raises(cv.ConvvizError, match=r"compared is one of pytorch.*got 'keras'"):
        cv.figure(layer, RAMP, compared="keras")  # type: ignore[arg-type]


FIGURES = [
    *((layer, RAMP) for layer in LAYERS),
    (cv.Fold((5, 5), 3, stride=2), np.arange(36).reshape(9, 4)),
    (cv.MaxPool1d(2), [[1, 5, 2, 4]]),
    (cv.Conv3d(1, 1, 2), np.arange(27).reshape(1, 3, 3, 3)),
    (cv.AvgPool3d(2), np.arange(64).reshape(1, 4, 4, 4)),
    (cv.ConvTranspose1d(1, 1, 3, stride=2), [[1, 2]]),
]


@pytest.mark.parametrize(
    ("layer", "x"), FIGURES, ids=[type(layer).__name__ + str(layer.axes) for layer, _ in FIGURES]
)
def test_every_kind_is_drawn_in_all_its_ways(layer: Layer, x: ArrayLike) -> None:
    count = np.prod(cv.output_shape(layer, np.shape(x)))
    for show in shows(layer):
        first, last = (cv.figure(layer, x, step=step, show=show).svg() for step in (0, -1))
        assert first.startswith("<svg")
        assert (first != last) == (count > 1)


def test_a_figure_lights_what_another_dialect_changes() -> None:
    layer = cv.AvgPool1d(3, stride=2, padding=1)
    x = [[1, 2, 3, 4, 5, 6]]
    plain = cv.figure(layer, x).svg()
    assert cv.figure(layer, x, compared="tensorflow").svg() != plain
    assert cv.figure(layer, x, compared="pytorch").svg() == plain


@pytest.mark.parametrize(
    ("layer", "show"), [(cv.Conv2d(1, 1, 3), "stamps"), (cv.MaxPool2d(2), "matrix")]
)
def test_a_figure_that_the_layer_does_not_have_is_refused(layer: cv.Layer, show: cv.Show) -> None:
    with pytest.raises(cv.ConvvizError, match=f"show '{show}': this layer is shown as layer, "):
        cv.figure(layer, RAMP, show=show)
