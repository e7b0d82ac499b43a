from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.engine.network.paths import cells_seen
from convviz.layers import (
    AdaptivePool,
    AvgPool1d,
    AvgPool2d,
    Conv1d,
    Conv2d,
    ConvTranspose1d,
    ConvTranspose2d,
    GlobalAvgPool1d,
    GlobalAvgPool2d,
    Graph,
    MaxPool1d,
    MaxPool2d,
    Node,
    receptive_field,
)
from convviz.layers.construct import unfold
from convviz.layers.graph import INPUT
from convviz.layers.network.fields import fields
from convviz.layers.network.walk import walk
from convviz.layers.plain import (
    Box,
    Concat,
    CropTo,
    Flatten,
    Join,
    Linear,
    Norm,
    Pointwise,
    Upsample,
)
from tests.networks import networks


def fields_of(graph, shape):
    return fields(walk(graph, shape), shape)


def chain(*layers):
    names = [INPUT, *(f"n{number}" for number in range(len(layers)))]
    return Graph(
        tuple(Node(names[at + 1], layer, (names[at],)) for at, layer in enumerate(layers))
    )


@settings(max_examples=400)
@given(networks(longest=6, largest=60, axes=(1,), least=50))
def test_far_from_borders_a_unit_sees_from_the_first_to_the_last_cell_it_is_told(network):
    graph, shape = network
    if any(isinstance(node.layer, AdaptivePool) for node in graph.nodes):
        return
    known, _ = fields_of(graph, shape)
    for name, field in known.items():
        (seen,) = field.axes
        unit = seen.count // 2
        part = seen.of(unit)
        if part is not None and not 12 < part[0] <= part[1] < shape[1] - 12:
            continue
        cells = cells_seen(graph, shape, name, (unit,))[INPUT].nonzero()[0]
        assert ((cells[0], cells[-1]) if len(cells) else None) == part
        low, high = seen.sizes
        assert low <= (0 if part is None else part[1] - part[0] + 1) <= high


@settings(max_examples=200)
@given(networks(), st.data())
def test_no_unit_sees_beyond_what_it_is_told(network, data):
    graph, shape = network
    known, _ = fields_of(graph, shape)
    name = data.draw(st.sampled_from(list(known)))
    if any(getattr(one.layer, "padding_mode", "zeros") != "zeros" for one in graph.nodes):
        return  # repeated cells stand for others
    if any(getattr(one.layer, "mode", "zeros") in {"reflect", "circular", "symmetric", "replicate"}
           for one in graph.nodes):
        return
    unit = data.draw(st.tuples(*[st.integers(0, seen.count - 1) for seen in known[name].axes]))
    cells = cells_seen(graph, shape, name, unit)[INPUT].nonzero()
    for part, found in zip(known[name].of(unit), cells, strict=True):
        if len(found):
            assert part[0] <= found.min() <= found.max() <= part[1]


@given(
    st.lists(
        st.builds(
            lambda kernel, stride, pad, dilation: Conv1d(1, 1, kernel, stride, pad, dilation),
            st.integers(1, 4), st.integers(1, 3), st.integers(0, 3), st.integers(1, 3),
        ),
        min_size=1, max_size=5,
    )
)
def test_chains_are_told_as_the_recurrences_do(layers):
    known, apart = fields_of(chain(*layers), (1, 5000))
    for number, expected in enumerate(receptive_field(layers)):
        field = known[f"n{number}"]
        assert field.size == tuple((size, size) for size in expected.size)
        assert (field.jump, field.start) == (expected.jump, expected.start)
    assert apart == ()


def test_vgg_16_sees_212_cells_and_404_from_its_first_connected_layer_on():
    """As by Araujo et al. for VGG-16's last pool, and fc6 as a kernel of 7."""
    layers, channels = [], 3
    for count, wide in ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)):
        for _ in range(count):
            layers += [Conv2d(channels, wide, 3, padding=1), Pointwise("relu")]
            channels = wide
        layers.append(MaxPool2d(2))
    known, _ = fields_of(chain(*layers, Flatten(), Linear(25088, 4096)), (3, 224, 224))
    last_pool, flat, linear = list(known.values())[-3:]
    assert last_pool.size == flat.size == ((212, 212),) * 2
    assert last_pool.jump == (32, 32)
    assert linear.size == ((404, 404),) * 2
    assert linear.covered((224, 224)) == 1


def test_transposed_layers_are_told_as_a_range():
    known, _ = fields_of(chain(ConvTranspose1d(1, 1, 3, stride=2)), (1, 8))
    (seen,) = known["n0"].axes
    assert known["n0"].size == ((1, 2),)
    assert seen.jump == Fraction(1, 2)
    assert [seen.of(unit) for unit in range(4)] == [(-1, 0), (0, 0), (0, 1), (1, 1)]
    assert not seen.even


def test_gaps_see_nothing():
    known, _ = fields_of(chain(ConvTranspose1d(1, 1, 1, stride=2), Conv1d(1, 1, 1)), (1, 8))
    assert known["n1"].size == ((0, 1),)
    assert known["n1"].of((1,)) == (None,)
    shifted = chain(ConvTranspose1d(1, 1, 1, stride=2, padding=1), MaxPool1d(1, 2))
    known, _ = fields_of(shifted, (1, 8))
    assert known["n1"].start == (None,)
    assert known["n1"].covered((8,)) == 0
    known, _ = fields_of(chain(*(node.layer for node in shifted.nodes), Conv1d(1, 1, 2)), (1, 8))
    assert known["n2"].size == ((0, 0),)


def test_doubled_and_halved_is_even_again():
    known, _ = fields_of(chain(ConvTranspose1d(1, 1, 2, stride=2), AvgPool1d(2)), (1, 8))
    (seen,) = known["n1"].axes
    assert seen.even
    assert (seen.parts, seen.jump) == (((0, 0),), 1)


def test_the_middle_of_a_unit_is_told():
    field, _ = fields_of(chain(Conv1d(1, 1, 3), MaxPool1d(2)), (1, 9))
    assert field["n1"].start == (Fraction(3, 2),)
    assert field["n1"].covered((9,)) == pytest.approx(4 / 9)


def block(shortcut, layer=None):
    return Graph((
        Node("conv", layer or Conv2d(1, 1, 3, stride=2, padding=1)),
        Node("short", shortcut),
        Node("sum", Join(), ("conv", "short")),
    ))


def test_a_residual_block_is_aligned_with_its_shortcut():
    known, apart = fields_of(block(Conv2d(1, 1, 1, stride=2)), (1, 9, 9))
    assert apart == ()
    assert known["sum"].size == ((3, 3), (3, 3))


def test_a_pooled_shortcut_is_half_a_cell_off():
    _, apart = fields_of(block(AvgPool2d(2)), (1, 8, 8))
    assert [(one.node, one.axis) for one in apart] == [("sum", 0)]
    assert apart[0].message == (
        "conv and short begin at 0 and 0.5, 0.5 input cells apart along the height "
        "where sum joins them"
    )


def test_branches_of_other_jumps_are_told():
    graph = Graph((
        Node("slow", Conv1d(1, 1, 3, padding=1)), Node("fast", MaxPool1d(1, 2, padding=0)),
        Node("wide", Conv1d(1, 1, 3, padding=3), ("fast",)),
        Node("sum", Concat(), ("slow", "wide")),
    ))
    known, apart = fields_of(graph, (1, 8))
    assert "move by 1 and 2 input cells a unit" in apart[0].message
    (seen,) = known["sum"].axes
    assert not seen.repeats
    assert seen.of(0) == (-6, 1)
    assert seen.of(-1) is None
    assert seen.middle is None
    after, _ = fields_of(Graph((*graph.nodes, Node("c", Conv1d(2, 1, 3), ("sum",)))), (1, 8))
    assert after["c"].of((0,)) == ((-6, 3),)


def test_branches_without_an_order_agree_with_any():
    graph = Graph((
        Node("slow", Conv1d(1, 1, 3, padding=1)), Node("fast", MaxPool1d(1, 2)),
        Node("wide", Conv1d(1, 1, 3, padding=3), ("fast",)),
        Node("sum", Concat(), ("slow", "wide")), Node("again", Concat(), ("sum", "slow")),
    ))
    _, apart = fields_of(graph, (1, 8))
    assert [one.node for one in apart] == ["sum"]


def test_causal_branches_agree_at_their_ends():
    graph = Graph((
        Node("a", Conv1d(1, 1, 2, padding="causal", dilation=4)),
        Node("sum", Join(), ("input", "a")),
    ))
    known, apart = fields_of(graph, (1, 20))
    assert (known["sum"].of((9,)), apart) == (((5, 9),), ())


def test_a_wide_branch_hides_that_a_narrow_one_is_uneven():
    graph = Graph((
        Node("wide", Conv1d(1, 1, 11, padding=5)), Node("pool", MaxPool1d(2)),
        Node("up", Upsample((2,)), ("pool",)), Node("sum", Join(), ("wide", "up")),
    ))
    known, apart = fields_of(graph, (1, 20))
    (seen,) = known["sum"].axes
    assert seen.even
    assert (seen.parts, apart) == (((-5, 5),), ())


def unet(pad):
    up = ConvTranspose2d(1, 1, 2, stride=2)
    return Graph((
        Node("a", Conv2d(1, 1, 3, padding=pad)),
        Node("p", MaxPool2d(2), ("a",)),
        Node("b", Conv2d(1, 1, 3, padding=pad), ("p",)),
        Node("up", up, ("b",)),
        Node("crop", CropTo(), ("a", "up")),
        Node("cat", Concat(), ("crop", "up")),
        Node("out", Conv2d(2, 1, 3, padding=pad), ("cat",)),
    ))


@pytest.mark.parametrize("pad", [0, 1])
def test_a_u_net_is_aligned_and_sees_uneven_parts(pad):
    known, apart = fields_of(unet(pad), (1, 16, 16))
    assert apart == ()
    assert known["up"].size == ((8, 8),) * 2
    assert known["out"].size == ((10, 10),) * 2


def test_pyramids_join_what_sees_everything_with_what_does_not():
    graph = Graph((
        Node("conv", Conv2d(1, 1, 3, padding=1)),
        Node("pool", GlobalAvgPool2d()),
        Node("gate", Join("multiply"), ("conv", "pool")),
        Node("wide", Upsample(), ("pool", "conv")),
        Node("cat", Concat(), ("conv", "wide")),
    ))
    known, apart = fields_of(graph, (1, 6, 6))
    assert apart == ()
    for name in ("gate", "cat"):
        assert known[name].of((0, 5)) == ((-1, 5), (0, 6))
        assert known[name].size == ((6, 7), (6, 7))


def test_upsampling_is_told_by_what_it_blends():
    known, _ = fields_of(chain(Upsample((2,), mode="linear")), (1, 8))
    assert [known["n0"].axes[0].of(unit) for unit in (1, 2)] == [(0, 1), (0, 1)]
    known, _ = fields_of(chain(Upsample((3,))), (1, 8))
    assert known["n0"].size == ((1, 1),)
    known, _ = fields_of(chain(Upsample(size=(15,), mode="linear", align_corners=True)), (1, 8))
    assert known["n0"].size == ((1, 2),)
    known, _ = fields_of(chain(Upsample(size=(5,), mode="linear", align_corners=True)), (1, 1))
    assert known["n0"].of((4,)) == ((0, 0),)


def test_norms_over_the_input_see_all_of_it():
    known, _ = fields_of(chain(Conv1d(1, 1, 3), Norm("group_norm", 1)), (1, 8))
    assert known["n1"].size == ((8, 8),)
    known, _ = fields_of(chain(Flatten(), Norm("group_norm", 8)), (1, 8))
    assert known["n1"].size == ((8, 8),)


def test_connected_layers_over_several_axes_mix_the_last():
    known, _ = fields_of(chain(Linear(5, 2)), (1, 4, 5))
    assert known["n0"].size == ((1, 1), (5, 5))


def test_features_joined_are_about_all_that_they_come_from():
    graph = Graph((
        Node("f", Flatten()), Node("g", GlobalAvgPool1d()), Node("h", Flatten(), ("g",)),
        Node("cat", Concat(), ("f", "h")), Node("r", Pointwise("relu"), ("cat",)),
    ))
    known, apart = fields_of(graph, (2, 7))
    assert apart == ()
    assert known["r"].size == ((7, 7),)


def test_nothing_is_told_after_what_is_unknown():
    known, _ = fields_of(chain(Box("Mystery"), Pointwise("relu")), (1, 8))
    assert known["n0"] is known["n1"] is None
    known, _ = fields_of(chain(Box("Shuffle", local=True)), (1, 8))
    assert known["n0"].size == ((1, 1),)
    known, _ = fields_of(chain(Box("Slice", (1, 4), local=True)), (1, 8))
    assert known["n0"] is None
    known, _ = fields_of(chain(unfold(2)), (1, 8, 8))
    assert known["n0"] is None
    known, _ = fields_of(Graph((Node("b", Box("Constant", (1, 4)), ()),)), (1, 8))
    assert known["b"] is None


def test_nothing_is_told_after_what_is_wrong():
    known, _ = fields_of(chain(Conv1d(2, 1, 3), Pointwise("relu")), (1, 8))
    assert known["n0"] is known["n1"] is None


def test_patterns_too_long_to_tell_are_listed():
    known, _ = fields_of(chain(Upsample(size=(4099,), mode="linear")), (1, 4098))
    (seen,) = known["n0"].axes
    assert not seen.repeats
    assert len(seen.parts) == 4099
    assert seen.of(4098) == (4097, 4098)


def test_patterns_beyond_bounds_are_not_told():
    huge = 1 << 20
    known, _ = fields_of(chain(ConvTranspose1d(1, 1, 1, stride=huge), Conv1d(1, 1, 1)), (1, 2))
    assert known["n0"] is known["n1"] is None
    known, _ = fields_of(chain(AdaptivePool("max", (huge,))), (1, huge + 1))
    assert known["n0"] is None
    known, _ = fields_of(chain(Upsample((huge,))), (1, 2))
    assert known["n0"] is None
    uneven = ConvTranspose1d(1, 1, 3, stride=2)
    known, _ = fields_of(chain(uneven, Conv1d(1, 1, huge, padding=huge)), (1, 2))
    assert known["n1"] is None
    graph = Graph((Node("g", GlobalAvgPool1d()), Node("m", Join("multiply"), ("input", "g"))))
    known, _ = fields_of(graph, (1, huge))
    assert known["m"] is None


def test_parts_of_unequal_size_repeat():
    known, _ = fields_of(chain(AdaptivePool("max", (4,))), (1, 10))
    assert [known["n0"].axes[0].of(unit) for unit in range(4)] == [(0, 2), (2, 4), (5, 7), (7, 9)]
    assert known["n0"].jump == (Fraction(5, 2),)
