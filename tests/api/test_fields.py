"""The library's face of networks: fields as figures, code, text, modules."""

import numpy as np
import pytest

import convviz as cv
from convviz.errors import UnreadableFile


def test_a_unit_s_field_is_a_figure(tmp_path):
    net = cv.network("vgg-16")
    figure = cv.field_figure(net, "conv4_3", (0, 0))
    assert figure.title.startswith("the unit of conv4_3 at 1, 1 sees rows 1 to 50")
    assert figure.svg().startswith("<svg")
    assert figure._repr_svg_().startswith("<svg")
    figure.save(tmp_path / "field.png")
    assert (tmp_path / "field.png").stat().st_size > 1000


@pytest.mark.parametrize("show", ["field", "growth", "paths", "effective"])
def test_each_view_of_a_unit_is_a_figure(show):
    net = cv.network("lenet-5")
    assert "<svg" in cv.field_figure(net, "conv2", show=show, size=(640, 300)).svg()


def test_sizes_themes_and_pictures_are_taken():
    net = cv.network("lenet-5")
    figure = cv.field_figure(
        net, "pool2", picture=np.full((32, 32), 300), width="85mm", theme="dark"
    )
    assert figure.options.unit == "mm"
    assert 'width="85mm"' in figure.svg()
    assert cv.field_figure(net, "pool2", input_shape=(1, 40, 40)).title.endswith("%")


@pytest.mark.parametrize(
    ("layer", "options", "said"),
    [
        ("nothing", {}, "no layer nothing"),
        ("pool2", {"unit": (9, 9)}, "units up to"),
        ("pool2", {"show": "field?"}, "show"),
        ("pool2", {"picture": np.zeros(3)}, "rows and columns"),
        ("pool2", {"size": (1, 10**9)}, "too small"),
        ("conv2", {"input_shape": (3, 32, 32)}, "has no shape"),
    ],
)
def test_what_can_t_be_drawn_says_why(layer, options, said):
    with pytest.raises(cv.ConvvizError, match=said):
        cv.field_figure(cv.network("lenet-5"), layer, **options)


def test_text_is_parsed_and_networks_are_written():
    net = cv.parse("nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU())", input_shape=(3, 9, 9))
    assert cv.table(net).rows[-1].output_shape == (8, 9, 9)
    assert "nn.Conv2d(3, 8, kernel_size=3, padding=1)" in cv.code(net)
    assert "layers.Conv2D(8" in cv.code(net, "keras", (3, 12, 12))
    assert cv.code(cv.MaxPool2d(2)).strip() == "nn.MaxPool2d(kernel_size=2)"
    with pytest.raises(cv.ConvvizError, match="framework"):
        cv.code(net, "caffe")
    with pytest.raises(UnreadableFile):
        cv.parse("no code")
    with pytest.raises(UnreadableFile, match="Attention"):
        cv.parse("nn.Sequential(nn.ReLU(), Attention(3))")
    assert len(cv.parse("nn.Sequential(nn.ReLU(), Attention(3))", skip=True).graph.nodes) == 1


def test_files_of_code_are_networks_too(tmp_path):
    (tmp_path / "net.py").write_text("nn.Conv2d(1, 8, 3)", encoding="utf-8")
    assert cv.network(tmp_path / "net.py", (1, 9, 9)).input_shape == (1, 9, 9)


class Tensor:
    """What a tensor is to others: it gives its numbers to NumPy when it is detached."""

    def __init__(self, numbers):
        self._numbers = numbers

    def detach(self):
        return self

    def cpu(self):
        return self

    def numpy(self):
        return self._numbers


class Module:
    """A module as PyTorch's print themselves."""

    __module__ = "torch.nn.modules.made_for_this_test"

    def __init__(self, text, weight=None, bias=None):
        self._text, self.weight, self.bias = text, weight, bias

    def __repr__(self):
        return self._text


def test_a_live_layer_is_shown_with_its_own_numbers():
    weight = np.arange(9.0).reshape(1, 1, 3, 3)
    module = Module("Conv2d(1, 1, kernel_size=(3, 3), stride=(1, 1))", Tensor(weight),
                    Tensor(np.array([2.0])))  # fmt: skip
    x = np.ones((1, 1, 5, 5))
    for given in (Tensor(x), x[0], x):
        document, trace = cv.explain(module, given).shown
        assert document.layer == cv.Conv2d(1, 1, 3)
        assert trace.output == pytest.approx(np.full((1, 3, 3), weight.sum() + 2))
    assert cv.explain(module).shown[0].input.shape == (1, 7, 7)


def test_a_live_pool_needs_no_weight():
    module = Module("MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)")
    assert cv.explain(module, np.ones((3, 4, 4))).shown[1].output.shape == (3, 2, 2)


def test_a_live_model_is_a_network():
    module = Module("Sequential(\n  (0): Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1))\n"
                    "  (1): ReLU()\n)")  # fmt: skip
    net = cv.explain(module, np.ones((1, 3, 9, 9)))
    assert (net.input_shape, len(net.graph.nodes)) == ((3, 9, 9), 2)


def test_a_batch_of_one_signal_is_no_picture_of_one_channel():
    module = Module("Sequential(\n  (0): Conv1d(1, 8, kernel_size=(3,), stride=(1,))\n"
                    "  (1): ReLU()\n)")  # fmt: skip
    for shape in ((1, 1, 9), (1, 9)):
        assert cv.explain(module, np.ones(shape)).input_shape == (1, 9)


def test_a_volume_of_one_channel_is_no_batch_of_one():
    module = Module("Sequential(\n  (0): Conv3d(1, 8, kernel_size=(3, 3, 3), stride=(1, 1, 1))\n"
                    "  (1): ReLU()\n)")  # fmt: skip
    for shape in ((1, 1, 8, 8, 8), (1, 8, 8, 8)):
        assert cv.explain(module, np.ones(shape)).input_shape == (1, 8, 8, 8)


def test_what_is_no_module_is_refused():
    with pytest.raises(TypeError, match="Module"):
        cv.explain(3)
    with pytest.raises(cv.ConvvizError, match="channels"):
        cv.explain(Module("ReLU()"), np.ones(3))


def test_modules_of_pytorch_itself_are_explained():
    torch = pytest.importorskip("torch", reason="PyTorch, whose modules are told, isn't installed")
    layer = torch.nn.Conv2d(2, 3, 3, stride=2, padding=1)
    x = torch.rand(1, 2, 7, 7)
    _, trace = cv.explain(layer, x).shown
    assert trace.output == pytest.approx(layer(x)[0].detach().numpy(), abs=1e-6)
