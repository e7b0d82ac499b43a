"""What pasted code does that isn't followed is told: no layer vanishes without a word."""

import pytest

from convviz.interop.paste.reading import read_pasted
from convviz.interop.paste.result import NotUnderstood
from convviz.layers.network.table import table
from convviz.layers.network.walk import walk
from convviz.layers.plain import Box, Join, Norm, Pointwise

NET = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 8, 3, padding=1)
        self.b = nn.Conv2d(3, 8, 3, padding=1)
        self.c = nn.Conv2d(8, 8, 3)

    def forward(self, x):
        {}
"""
SHAPE = (3, 8, 6)


def of(lines, skip=False, shape=SHAPE):
    text = NET.format(lines.replace("\n", "\n        "))
    return read_pasted(text, input_shape=shape, skip=skip)


def names(lines, **options):
    return [node.name for node in of(lines, **options).graph.nodes]


@pytest.mark.parametrize("lines", [
    "x = self.a(x)\nx = self.c.forward(x)\nreturn F.relu(x)",
    "x = self.a.__call__(x)\nreturn F.relu(self.c(input=x))",
    "x = checkpoint(self.a, x)\nx = torch.utils.checkpoint.checkpoint(self.c, x)\nreturn F.relu(x)",
    "try:\n    x = self.a(x)\nexcept E:\n    pass\nelse:\n    x = self.c(x)\n"
    "finally:\n    x = F.relu(x)\nreturn x",
    "y = (x := self.a(x))\nreturn F.relu(self.c(x))",
])  # fmt: skip
def test_layers_are_applied_in_every_way(lines):
    assert names(lines) == ["a", "c", "relu1"]


@pytest.mark.parametrize(("lines", "said"), [
    ("x = self.a(x)\nx = mystery(self.c, x)\nreturn F.relu(x)", "a function that isn't known"),
    ("x = self.a(x)\nx = self.c.mystery(x)\nreturn F.relu(x)", "a function that isn't known"),
    ("x = self.a(x)\nx = mystery(3, [x, 4])\nreturn F.relu(x)", "a function that isn't known"),
    ("x = self.a(x)\nmatch 3:\n    case _:\n        x = self.c(x)\nreturn F.relu(x)", "a match"),
])  # fmt: skip
def test_what_is_not_followed_is_named_and_passed_by(lines, said):
    with pytest.raises(NotUnderstood, match=rf"line 11: .*{said}"):
        of(lines)
    assert names(lines, skip=True) == ["a", "relu1"]


@pytest.mark.parametrize(("made", "kinds"), [
    ("a - b", ("Negative", "add")), ("torch.sub(a, b)", ("Negative", "add")),
    ("a / b", ("Reciprocal", "multiply")), ("a.div(b)", ("Reciprocal", "multiply")),
])  # fmt: skip
def test_differences_and_quotients_read_both_in_their_order(made, kinds):
    found = of(f"a, b = self.a(x), self.b(x)\nreturn {made}")
    changed, joined = found.graph.nodes[-2:]
    assert (changed.layer, joined.layer) == (Pointwise(kinds[0]), Join(kinds[1]))
    assert (changed.inputs, joined.inputs) == (("b",), ("a", changed.name))
    assert table(found.graph, SHAPE).rows[-1].size == ((3, 3), (3, 3))


@pytest.mark.parametrize("call", ["[a, b], dim=1", "[a, b], 1", "(a, b), dim=-3", "[a, b], axis=1"])
def test_channels_are_put_one_after_the_other(call):
    found = of(f"a, b = self.a(x), self.b(x)\nreturn torch.cat({call})")
    assert walk(found.graph, SHAPE)[-1].output_shape == (16, 8, 6)


@pytest.mark.parametrize("call", ["[a, b]", "[a, b], dim=3", "[a, b], -1", "[a, b], dim=n"])
def test_other_axes_are_no_channels(call):
    with pytest.raises(NotUnderstood, match="only channels can be put one after the other"):
        of(f"a, b = self.a(x), self.b(x)\nreturn torch.cat({call})")


@pytest.mark.parametrize(("call", "fits"), [
    ("Concatenate()", True), ("Concatenate(axis=-1)", True), ("Concatenate(axis=3)", True),
    ("Concatenate(axis=1)", False),
])  # fmt: skip
def test_keras_joins_channels_along_its_last_axis(call, fits):
    text = (
        "inputs = keras.Input((8, 6, 3))\na = layers.Conv2D(4, 1)(inputs)\n"
        f"x = layers.{call}([a, inputs])\nmodel = keras.Model(inputs, x)"
    )
    if fits:
        assert walk(read_pasted(text, skip=False).graph, SHAPE)[-1].output_shape == (7, 8, 6)
        return
    with pytest.raises(NotUnderstood, match="channels stand last here"):
        read_pasted(text, skip=False)
    assert read_pasted(text.replace("layers.Conc", "Conc").replace("Concatenate(axis=1)(",
                       "layers.concatenate("), skip=False)  # fmt: skip


@pytest.mark.parametrize(("call", "made"), [
    ("flatten(1)", (384,)), ("flatten(start_dim=1, end_dim=3)", (384,)), ("flatten(2)", (8, 48)),
    ("squeeze()", (8, 8, 6)), ("mean(dim=(2, 3))", (8,)),
    ("mean((-1, -2), keepdim=True)", (8, 1, 1)), ("view(-1, 384)", (384,)),
    ("mean(dim=(2, 3), keepdim=True).squeeze()", (8,)), ("reshape(1, 4, -1)", (4, 96)),
])  # fmt: skip
def test_sizes_after_a_call_are_pytorch_s(call, made):
    assert walk(of(f"return self.a(x).{call}").graph, SHAPE)[-1].output_shape == made


@pytest.mark.parametrize(("call", "said"), [
    ("flatten(0)", "only features"), ("flatten(3)", "only features"),
    ("mean(dim=(1, 2))", "over all places"), ("mean(dim=1)", "over all places"),
    ("mean(dim=(2, n))", "over all places"), ("view(1, 7, -1)", "384 numbers, 7 × 54 are 378"),
    ("view(-1, 7, 8, 6)", "384 numbers, 7 × 8 × 6 are 336"),
])  # fmt: skip
def test_shapes_that_cannot_come_of_it_are_named(call, said):
    with pytest.raises(NotUnderstood, match=said):
        of(f"return self.a(x).{call}")


def test_cells_are_made_of_whole_channels():
    with pytest.raises(NotUnderstood, match="8 channels can't be shared out to 3 × 3 cells"):
        of("return F.pixel_shuffle(self.a(x), 3)")
    assert of("return F.pixel_shuffle(self.a(x), 2)").graph.nodes[-1].layer == Box(
        "PixelShuffle", (2, 16, 12)
    )


@pytest.mark.parametrize(("call", "layers"), [
    ("BatchNormalization()", [Norm("batch_norm", 3, eps=1e-3)]),
    ("BatchNormalization(scale=False)",
     [Norm("batch_norm", 3, affine=False, eps=1e-3), Pointwise("Offset", 3)]),
    ("BatchNormalization(center=False, axis=3)",
     [Norm("batch_norm", 3, affine=False, eps=1e-3), Pointwise("Scale", 3)]),
    ("BatchNormalization(center=False, scale=False)",
     [Norm("batch_norm", 3, affine=False, eps=1e-3)]),
    ("GroupNormalization(groups=3, scale=False)",
     [Norm("group_norm", 3, affine=False, groups=3, eps=1e-3), Pointwise("Offset", 3)]),
    ("Softmax(axis=-1)", [Pointwise("softmax")]),
])  # fmt: skip
def test_keras_norms_learn_what_they_are_told_to(call, layers):
    text = f"keras.Sequential([keras.Input((8, 6, 3)), layers.{call}])"
    assert [node.layer for node in read_pasted(text, skip=False).graph.nodes] == layers
    with pytest.raises(NotUnderstood, match="axis 1: channels stand last here"):
        read_pasted(text.replace(call, f"{call.partition('(')[0]}(axis=1)"), skip=False)
