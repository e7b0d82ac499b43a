"""Parts of tensors and of classes in pasted code: followed where they can be, else named."""

import pytest

from convviz.interop.paste.reading import NotUnderstood, read_pasted
from convviz.layers import Pad
from convviz.layers.network.walk import walk


def of(part, layer="nn.Conv1d(1, 8, 3)", shape=None, **options):
    """Return what is read of a layer and of a part of what it makes."""
    text = f"""
    class Net(nn.Module):
        def __init__(self, pad=2):
            super().__init__()
            self.pad = pad
            self.conv = {layer}
            self.last = nn.ReLU()

        def forward(self, x):
            x = self.conv(x)
            return self.last(x[{part}])
    """
    return read_pasted(text, input_shape=shape, **options)


@pytest.mark.parametrize(("part", "cells"), [
    (":, :, :-4", (0, -4)), (":, :, 3:", (-3, 0)), ("..., 1:-1", (-1, -1)),
    (":, :, :-self.pad", (0, -2)), (":, :, 2:-2:1", (-2, -2)), ("..., :, 1:", (-1, 0)),
])  # fmt: skip
def test_cells_that_are_cut_off_are_a_layer_of_padding_below_nothing(part, cells):
    found = of(part)
    assert [node.layer for node in found.graph.nodes][1] == Pad((cells,))
    assert not found.skipped


def test_slices_may_be_calls_as_in_code_that_was_made():
    whole = "slice(None, None, None)"
    found = of(f"({whole}, {whole}, slice(1, -1, None))")
    assert found.graph.nodes[1].layer == Pad(((-1, -1),))
    assert of(f"({whole}, {whole}, slice(-2))").graph.nodes[1].name == "pad1"
    with pytest.raises(NotUnderstood, match="isn't followed"):
        of(f"({whole}, {whole}, slice(0, 9, 2))", skip=False)


@pytest.mark.parametrize("part", [":", ":, :, :", "...", "0:1", ":, :, ::1"])
def test_the_whole_of_a_tensor_is_no_layer(part):
    assert [node.name for node in of(part).graph.nodes] == ["conv", "last"]


def test_ends_that_are_counted_from_the_start_need_the_size():
    found = of(":, :, -6:7", shape=(1, 12))
    assert found.graph.nodes[1].layer == Pad(((-4, -3),))
    assert of(":, :, -60:70", shape=(1, 12)).graph.nodes[1].name == "last"
    with pytest.raises(NotUnderstood, match=r"line 11: .*size that isn't known here"):
        of(":, :, :7", skip=False)


def test_each_axis_has_its_own():
    found = of(":, :, 1:-1, 2:", "nn.Conv2d(1, 8, 3)")
    assert found.graph.nodes[1].layer == Pad(((-1, -1), (-2, 0)))
    found = of(":, :, 1:", "nn.Conv2d(1, 8, 3)")
    assert found.graph.nodes[1].layer == Pad(((-1, 0), (0, 0)))


def test_keras_has_its_channels_last():
    text = """
    inputs = keras.Input((12, 12, 3))
    x = layers.Conv2D(4, 3)(inputs)
    x = x[:, 1:-1, 2:, :]
    model = keras.Model(inputs, layers.ReLU()(x))
    """
    assert read_pasted(text).graph.nodes[1].layer == Pad(((-1, -1), (-2, 0)))


@pytest.mark.parametrize(("part", "said"), [
    (":, 9:", "it takes none of 8 channels"), (":, 0", "isn't followed"),
    (":, :, ::2", "isn't followed"), ("None", "isn't followed"), (":, :, :n", "isn't followed"),
    (":, :, :, :, 1:", "5 slices of a tensor with 3 axes"),
])  # fmt: skip
def test_other_parts_are_refused_with_their_line_or_left_whole(part, said):
    with pytest.raises(NotUnderstood, match=rf"line 11: .*{said}"):
        of(part, skip=False)
    found = of(part)
    assert [node.name for node in found.graph.nodes] == ["conv", "last"]
    assert said in str(found.skipped[0])


def test_a_layer_that_reads_what_isn_t_known_is_named():
    text = """
    class Net(nn.Module):
        def __init__(self):
            self.a, self.b = nn.Conv2d(1, 8, 3), nn.Conv2d(8, 8, 3)

        def forward(self, x):
            x = self.a(x)
            y = other.thing
            return self.b(y.mystery)
    """
    with pytest.raises(NotUnderstood, match=r"line 9: .*what it reads isn't known here"):
        read_pasted(text, skip=False)


def test_what_a_class_sets_in_its_body_is_known_to_its_objects_and_to_others():
    text = """
    class Block(nn.Module):
        expansion = 2

        def __init__(self, planes):
            self.conv = nn.Conv2d(8, planes * self.expansion, 3)

        def forward(self, x):
            return self.conv(x)

    class Wide(Block):
        expansion: int = 4

    class Net(nn.Module):
        def __init__(self, block):
            self.body = block(8)
            self.head = nn.Conv2d(8 * block.expansion, 5, 1)

        def forward(self, x):
            return self.head(self.body(x))

    net = Net({})
    """
    for kind, channels in (("Block", 16), ("Wide", 32)):
        made = [node.layer for node in read_pasted(text.format(kind), skip=False).graph.nodes]
        assert [(one.in_channels, one.out_channels) for one in made] == [
            (8, channels), (channels, 5)
        ]


def test_what_trains_a_network_is_no_layer_of_it():
    text = """
    model = nn.Sequential(nn.Conv2d(1, 8, 3), nn.ReLU())
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    """
    assert len(read_pasted(text, skip=False).graph.nodes) == 2


def test_features_that_weigh_channels_are_joined_with_their_maps():
    text = """
    class Squeeze(nn.Module):
        def __init__(self, channels, reduction=16):
            self.pool = nn.AdaptiveAvgPool2d(1)
            self.fc = nn.Sequential(
                nn.Linear(channels, channels // reduction), nn.ReLU(),
                nn.Linear(channels // reduction, channels), nn.Sigmoid(),
            )

        def forward(self, x):
            b, c, _, _ = x.size()
            y = self.fc(self.pool(x).view(b, c)).view(b, c, 1, 1)
            return x * y.expand_as(x)

    net = nn.Sequential(nn.Conv2d(3, 64, 3), Squeeze(64))
    """
    found = read_pasted(text, input_shape=(3, 20, 20), skip=False)
    *_, last = walk(found.graph, (3, 20, 20))
    assert (last.output_shape, last.problems) == ((64, 18, 18), ())


def test_arguments_that_are_handed_on_by_name_are_known():
    text = """
    class Basic(nn.Module):
        def __init__(self, i, o, **kwargs):
            self.conv = nn.Conv2d(i, o, bias=False, **kwargs)

        def forward(self, x):
            return F.relu(self.conv(x))

    net = nn.Sequential(Basic(3, 8, kernel_size=5, padding=2), Basic(8, 4, kernel_size=1))
    """
    made = [one.layer for one in read_pasted(text, skip=False).graph.nodes]
    assert [one.kernel_size for one in made[::2]] == [(5, 5), (1, 1)]
    assert made[0].padding == ((2, 2), (2, 2))


def test_a_loop_that_only_counts_is_no_part_of_the_network():
    text = """
    class Net(nn.Module):
        def __init__(self):
            self.conv, self.fc = nn.Conv2d(1, 6, 5), nn.Linear(6 * 24 * 24, 10)

        def forward(self, x):
            x = self.conv(x)
            x = x.view(-1, self.features(x))
            return self.fc(x)

        def features(self, x):
            count = 1
            for size in x.size()[1:]:
                count *= size
            return count
    """
    found = read_pasted(text, input_shape=(1, 28, 28), skip=False)
    *_, last = walk(found.graph, (1, 28, 28))
    assert (last.output_shape, last.problems) == ((10,), ())
    with pytest.raises(NotUnderstood, match="rounds that aren't known"):
        read_pasted("for x in loader:\n    net(x)\nnn.Conv2d(1, 2, 3)", skip=False)
    text = "for x in loader:\n    count = 1\nnn.Conv2d(1, 2, 3)"
    assert len(read_pasted(text, skip=False).graph.nodes) == 1


def test_what_a_loop_goes_through_is_made_once():
    text = """
    class Net(nn.Module):
        def __init__(self):
            self.a, self.b = nn.Conv2d(1, 8, 3), nn.Conv2d(1, 8, 3)

        def forward(self, x):
            total = 0
            for y in [self.a(x), self.b(x)]:
                total = y + y
            return total
    """
    found = read_pasted(text, skip=False)
    assert [node.name for node in found.graph.nodes] == ["a", "b", "add1", "add2"]
