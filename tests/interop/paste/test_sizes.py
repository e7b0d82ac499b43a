"""Sizes of tensors in pasted code: what follows another tensor's size, and numbers made of some."""

import pytest

from convviz.interop.paste.reading import read_pasted
from convviz.interop.paste.result import NotUnderstood
from convviz.layers import Pad
from convviz.layers.network.walk import walk
from convviz.layers.plain import Box, Flatten, Upsample
from convviz.session.networks import pasted_network

NET = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 8, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.b = nn.Conv2d(8, 8, 3, padding=1)

    def forward(self, x):
        a = self.a(x)
        y = self.b(self.pool(a))
        {}
        return y
"""
SHAPE = (3, 30, 22)


def of(*lines, shape=SHAPE, **options):
    return read_pasted(NET.format("\n        ".join(lines)), input_shape=shape, **options)


def made(found, shape=SHAPE):
    """Return the shape of what a network gives."""
    return walk(found.graph, shape)[-1].output_shape


@pytest.mark.parametrize("lines", [
    ("y = F.interpolate(y, size=a.shape[2:])",),
    ("y = F.interpolate(y, a.size()[2:], mode='bilinear', align_corners=False)",),
    ("size = a.shape[-2:]", "y = F.interpolate(y, size)"),
    ("h, w = a.shape[2:]", "y = F.upsample(y, size=(h, w))"),
    ("b, c, h, w = a.size()", "y = F.interpolate(y, size=[h, w])"),
    ("y = F.interpolate(y, (a.size(2), a.size(3)))",),
    ("y = F.interpolate(y, (a.shape[-2], a.shape[-1]))",),
    ("y = F.interpolate(y, tuple(a.shape[2:]))",),
    ("y = F.interpolate(y, size=a.shape[slice(2, None, None)])",),
])  # fmt: skip
@pytest.mark.parametrize("shape", [SHAPE, None])
def test_what_is_enlarged_to_another_s_size_follows_it_whatever_the_input(lines, shape):
    found = of(*lines, shape=shape, skip=False)
    last = found.graph.nodes[-1]
    assert isinstance(last.layer, Upsample)
    assert last.layer.size is None
    assert last.inputs == ("b", "a")
    for one in (SHAPE, (3, 17, 40)):
        assert made(found, one) == (8, *one[1:])


def test_the_input_s_own_size_can_be_followed():
    found = of("y = F.interpolate(y, size=x.shape[-2:], mode='bilinear')", shape=None, skip=False)
    assert found.graph.nodes[-1].inputs == ("b", "input")
    assert found.graph.nodes[-1].layer.mode == "linear"


def test_sizes_that_are_reckoned_with_are_numbers():
    found = of("b, c, h, w = a.shape", "y = F.interpolate(y, (h // 3, w + 1))")
    assert found.graph.nodes[-1].layer.size == (10, 23)
    found = of("d = a.size()[2] - y.size(2)", "y = F.pad(y, [0, 0, d // 2, d - d // 2])")
    assert found.graph.nodes[-1].layer == Pad(((7, 8), (0, 0)))
    found = of("y = y.view(y.size(0), y.shape[1] // 2, 2, *y.shape[2:])")
    assert found.graph.nodes[-1].layer == Box("Reshape", (4, 2, 15, 11))
    found = of("y = y.reshape(b, y.shape[1] // 2, y.shape[2], -1)")
    assert found.graph.nodes[-1].layer == Box("Reshape", (4, 15, 22))
    found = of("n = 1", "for s in y.size()[1:]:", "    n *= s", "y = y.view(-1, n)")
    assert found.graph.nodes[-1].layer == Flatten()


@pytest.mark.parametrize("line", [
    "y = F.interpolate(y, size=a.shape[3:])", "y = F.interpolate(y, size=a.shape[:2])",
    "y = F.interpolate(y, size=a.shape[2:-1:2])", "y = F.interpolate(y, size=a.shape[-1:])",
    "y = F.interpolate(y, (a.size(3), a.size(0)))", "y = F.interpolate(y, size=a.shape[1:-1])",
])  # fmt: skip
def test_other_parts_of_a_shape_are_named_with_their_line(line):
    with pytest.raises(NotUnderstood, match="line 12: "):
        of(line, skip=False)
    assert [node.name for node in of(line).graph.nodes] == ["a", "pool", "b"]


@pytest.mark.parametrize(("test", "taken"), [
    ("y.shape[2:] != a.shape[2:]", True), ("y.shape[2:] == a.shape[2:]", False),
    ("y.shape == self.pool(a).shape", True), ("y.size(2) < a.size(2)", True),
    ("a.shape[1] == 8 and a.shape[-1] == 22", True), ("y.size() != self.pool(a).size()", False),
])  # fmt: skip
def test_shapes_are_compared(test, taken):
    found = of(f"if {test}:", "    y = F.interpolate(y, size=a.shape[2:])", skip=False)
    assert isinstance(found.graph.nodes[-1].layer, Upsample) == taken
    if ".shape" in test[4:] and "[1]" not in test:
        unknown = of(f"if {test}:", "    y = F.relu(y)", shape=None)
        assert "whether this holds" in str(unknown.skipped[0])


def test_too_few_or_too_many_names_for_a_shape_give_none():
    found = of("b, c, h = a.shape", "y = F.interpolate(y, (h, h))")
    assert "isn't known" in str(found.skipped[0])


def test_a_supposed_input_tells_the_sizes_that_code_reckons_with():
    found = pasted_network(NET.format("y = F.interpolate(y, (a.shape[2] // 2, 8))"), skip=False)
    assert found.network.graph.nodes[-1].layer.size == (112, 8)
    assert "supposed" in found.notes[-1]
