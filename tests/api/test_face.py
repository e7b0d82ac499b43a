"""The library as people import it."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

import convviz as cv
from convviz import api
from convviz.document.editing import new_document
from convviz.layers import Conv
from convviz.session.opening import open_path

ROOT = Path(__file__).parents[2]
RAMP = np.arange(1, 26).reshape(1, 5, 5)
CORNERS = np.array([[[[1, 0, 1], [0, 1, 0], [1, 0, 1]]]])
LAYER = cv.Conv2d(1, 1, kernel_size=3)
FOUR_AXES = Conv(1, 1, (2,) * 4, (1,) * 4, "valid", (1,) * 4)


def test_importing_it_loads_neither_numpy_nor_qt() -> None:
    program = (
        "import sys; before = set(sys.modules); import convviz as cv; "
        "print(sorted(set(sys.modules) - before)); "
        "layer = cv.Conv2d(1, 1, kernel_size=3, stride=2, padding=1); "
        "print(layer.output_shape((1, 7, 7)), cv.receptive_field([layer])[0].size, "
        "[name for name in ('numpy', 'PySide6', 'PIL') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    imported, sizes = done.stdout.splitlines()
    assert set(ast.literal_eval(imported)) <= {"__future__", "convviz"}
    assert sizes == "(1, 4, 4) (3, 3) []"


def test_every_name_is_there_and_told() -> None:
    for name in cv.__all__:
        assert name in dir(cv)
        assert getattr(cv, name) is not None
    assert set(api.__all__) == set(cv.__all__) - {"__version__"}
    with pytest.raises(AttributeError, match="no attribute 'Conv4d'"):
        cv.Conv4d  # type: ignore[attr-defined]  # noqa: B018


def test_type_checkers_know_every_name() -> None:
    source = inspect.getsource(cv)
    block = source[source.index("if TYPE_CHECKING") : source.index("__all__")]
    assert all(f" {name}" in block for name in cv.__all__)


def test_the_version_is_the_package_s() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    file = project["tool"]["hatch"]["version"]["path"]
    assert f'"{cv.__version__}"' in (ROOT / file).read_text(encoding="utf-8")


def test_numbers_in_and_out() -> None:
    assert cv.apply(LAYER, RAMP, CORNERS).tolist() == [[[35, 40, 45], [60, 65, 70], [85, 90, 95]]]
    with_bias = cv.apply(LAYER, RAMP.tolist(), CORNERS.tolist(), [0.5])
    assert with_bias[0, 0, 0] == 35.5


def test_sizes_by_function_and_by_method() -> None:
    layer = cv.Conv2d(1, 16, 3, stride=2, padding=1)
    assert cv.output_shape(layer, (1, 32, 32)) == layer.output_shape((1, 32, 32)) == (16, 16, 16)
    three = cv.receptive_field([LAYER] * 3)
    assert [field.size for field in three] == [(3, 3), (5, 5), (7, 7)]


def test_errors_are_value_errors_with_their_problems() -> None:
    with pytest.raises(ValueError, match="stride -1") as caught:
        cv.Conv2d(1, 1, 3, stride=-1)
    assert isinstance(caught.value, cv.InvalidLayer)
    assert [problem.field for problem in caught.value.problems] == ["stride", "stride"]


def test_a_missing_or_a_batch_axis_is_told_with_the_way_out() -> None:
    with pytest.raises(cv.InvalidLayer, match=r"lacks the channels: x\[np.newaxis\]"):
        cv.apply(LAYER, RAMP[0], CORNERS)
    with pytest.raises(cv.InvalidLayer, match=r"there is no batch, take x\[0\]"):
        cv.apply(LAYER, RAMP[np.newaxis], CORNERS)
    with pytest.raises(cv.InvalidLayer, match="weight has the shape"):
        cv.apply(LAYER, RAMP, CORNERS[0])


@pytest.mark.parametrize("x", [[["a"]], [[1], [2, 3]], [[[1j]]], None])
def test_what_is_no_array_of_numbers_is_told(x: object) -> None:
    with pytest.raises(cv.InvalidLayer, match="must be an array of real numbers"):
        cv.apply(LAYER, x, CORNERS)  # type: ignore[arg-type]


def test_a_figure_shows_its_step() -> None:
    figure = cv.figure(LAYER, RAMP, CORNERS, step=4)
    assert figure.step == 4
    assert cv.figure(LAYER, RAMP, step=-5).step == 4
    texts = [(text or "").strip() for text in ET.fromstring(figure.svg()).itertext()]  # noqa: S314
    assert "65" in texts
    assert "70" not in texts
    shown = [(text or "").strip() for text in ET.fromstring(figure._repr_svg_()).itertext()]  # noqa: S314
    assert shown == texts


def test_a_figure_is_saved_and_opens_again(tmp_path: Path) -> None:
    figure = cv.figure(LAYER, RAMP + 0.5, CORNERS, [2], step=4, theme="print", size=(640, 360))
    for name in ("a.svg", "a.pdf"):
        figure.save(tmp_path / name)
        assert (tmp_path / name).stat().st_size
    figure.save(str(tmp_path / "a.png"))
    document = open_path(tmp_path / "a.png", new_document()).document
    assert document.step == 4
    assert document.input.array().tolist() == (RAMP + 0.5).tolist()
    bias = document.layer_weights.bias
    assert bias is not None
    assert bias.array().tolist() == [2]


def test_a_figure_without_weights_takes_a_preset_by_name() -> None:
    assert cv.figure(LAYER, RAMP, step=8).svg() == cv.figure(LAYER, RAMP, CORNERS, step=8).svg()
    assert cv.figure(LAYER, RAMP, "sobel_x").svg() != cv.figure(LAYER, RAMP).svg()
    with pytest.raises(cv.ConvvizError, match="did you mean 'sobel_x'"):
        cv.figure(LAYER, RAMP, "sobelx")
    with pytest.raises(cv.ConvvizError, match="there is no emboss kernel of the size 5 × 5"):
        cv.figure(cv.Conv2d(1, 1, 5), RAMP, "emboss")


def test_figures_that_can_t_be_drawn_are_told() -> None:
    with pytest.raises(IndexError, match="step 9: there are steps 0 to 8"):
        cv.figure(LAYER, RAMP, step=9)
    with pytest.raises(cv.ConvvizError, match="1 to 3 axes, this one has 4"):
        cv.figure(FOUR_AXES, np.ones((1, 3, 3, 3, 3)))
    with pytest.raises(cv.ConvvizError, match="no theme 'blue'"):
        cv.figure(LAYER, RAMP, theme="blue")  # type: ignore[arg-type]
    with pytest.raises(cv.InvalidLayer, match="bias has the shape"):
        cv.figure(LAYER, RAMP, CORNERS, [1, 2])
    with pytest.raises(cv.InvalidLayer, match="doesn't fit"):
        cv.figure(LAYER, RAMP[:, :2])


def test_taps_are_steps_of_their_own() -> None:
    figure = cv.figure(LAYER, RAMP, CORNERS, step=80, by_taps=True, ghost=True, values=False)
    assert figure.step == 80
    assert cv.figure(cv.Conv1d(1, 1, 3, padding="causal"), [[1, 2, 3]], [[[1, 1, 1]]]).svg()


def test_a_figure_shows_what_is_asked_for() -> None:
    blur = np.full((1, 1, 3, 3), 1 / 9)

    def texts(**view: Any) -> list[str]:
        svg = cv.figure(LAYER, RAMP, blur, step=4, **view).svg()
        found = ET.fromstring(svg).itertext()  # noqa: S314 - our own
        return [(text or "").strip() for text in found]

    assert "Kernel × 1/9" in texts(factored=True)
    assert "13×1" in texts(factored=True, products=True)
    assert "13.00" in texts(decimals=2, input_levels=(0, 13), colour_bar=True)
    plain = cv.figure(LAYER, RAMP, step=4).svg()
    for view in ("projection", "path", "coordinates", "linking", "symmetric"):
        assert cv.figure(LAYER, RAMP, step=4, **{view: True}).svg() != plain  # type: ignore[arg-type]
    assert cv.figure(LAYER, RAMP, step=4, colour_map="viridis").svg() != plain


@pytest.mark.parametrize(
    ("view", "error", "sentence"),
    [
        ({"rainbow": True}, TypeError, "unexpected keyword argument 'rainbow'"),
        ({"products": "yes"}, cv.ConvvizError, "products"),
        ({"decimals": 18}, cv.ConvvizError, "decimals is from 0 to 17, got 18"),
        ({"decimals": "two"}, cv.ConvvizError, "decimals"),
        ({"colour_map": "jet"}, cv.ConvvizError, "colour_map is one of auto, tint"),
        ({"input_levels": (3, 1)}, cv.ConvvizError, "a smaller and a larger number"),
        ({"output_levels": 7}, cv.ConvvizError, "output_levels takes a smaller"),
        ({"show": "im2col", "path": True}, cv.ConvvizError, "path=True: only the view Layer"),
    ],
)
def test_what_a_figure_can_t_show_is_told(
    view: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        cv.figure(LAYER, RAMP, **view)


def test_the_readme_s_examples_are_true() -> None:
    layer = cv.Conv2d(1, 1, kernel_size=3, stride=2, padding=1)
    assert repr(layer) == "Conv2d(1, 1, kernel_size=3, stride=2, padding=1)"
    assert layer.output_shape((1, 7, 7)) == (1, 4, 4)


@pytest.mark.parametrize("padding", [10**6, 10**9])
def test_what_would_not_fit_into_memory_is_refused_before_it_is_made(padding: int) -> None:
    layer = cv.Conv2d(1, 1, 3, padding=padding)
    for call in (lambda: cv.apply(layer, RAMP, CORNERS), lambda: cv.figure(layer, RAMP)):
        with pytest.raises(cv.InvalidLayer, match=r"padded input would be .*[GT]B"):
            call()


def test_shapes_are_whole_numbers_of_any_kind() -> None:
    shape = cv.output_shape(LAYER, np.array([1, 7, 7]))  # type: ignore[arg-type]
    assert shape == (1, 5, 5)
    assert {type(length) for length in shape} == {int}
    for wrong in (None, 5, "777", (1, 7.5, 7), np.array([1, 7.5, 7])):
        with pytest.raises(cv.InvalidLayer, match="whole numbers"):
            cv.output_shape(LAYER, wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("call", [cv.apply, cv.figure])
def test_without_a_layer_it_is_told(call: object) -> None:
    with pytest.raises(TypeError, match="a layer is expected, as Conv2d makes one, not NoneType"):
        call(None, RAMP, CORNERS)  # type: ignore[operator]


def test_a_bias_for_a_layer_without_one_is_refused() -> None:
    bare = cv.Conv2d(1, 1, 3, bias=False)
    for call in (cv.apply, cv.figure):
        with pytest.raises(cv.InvalidLayer, match="the layer has bias=False"):
            call(bare, RAMP, CORNERS, [1])
    assert (cv.apply(bare, RAMP, CORNERS) == cv.apply(LAYER, RAMP, CORNERS)).all()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"size": "1280x720"}, "size takes a width and a height"),
        ({"size": (float("nan"), 720)}, "size takes a width and a height"),
        ({"scale": "2"}, "scale takes a number such as 2, got '2'"),
        ({"scale": None}, "scale takes a number"),
        ({"scale": float("nan")}, "scale takes a number"),
        ({"scale": 10**400}, "scale takes a number"),
        ({"step": 1.5}, "step takes whole numbers, got 1.5"),
        ({"step": "1"}, "step takes whole numbers, got '1'"),
        ({"theme": ["light"]}, "there is no theme"),
    ],
)
def test_options_of_a_wrong_kind_are_one_sentence(
    options: dict[str, object], sentence: str
) -> None:
    with pytest.raises(cv.ConvvizError, match=sentence):
        cv.figure(LAYER, RAMP, **options)  # type: ignore[arg-type]


def test_whole_numbers_beyond_64_bits_are_floats() -> None:
    exact = cv.apply(cv.Conv1d(1, 1, 1), [[2**61]], [[[2]]])
    assert exact.dtype == np.int64
    assert exact.item() == 2**62
    assert cv.apply(cv.Conv1d(1, 1, 1), [[2**62]], [[[2]]]).dtype == np.float64
