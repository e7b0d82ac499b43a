"""A document's layer turned into another kind: always valid, and nothing lost that need not be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.document.document import InputSource
from convviz.document.editing import change, new_document, with_bias, with_input, with_weight
from convviz.document.files import from_json, to_json
from convviz.document.kinds import KINDS, kind_of
from convviz.frames.compute import compute
from convviz.layers import Conv, Conv1d, Conv2d, Conv3d, Fold, Pad, Pool, Unfold
from tests.document.strategies import layers


@settings(deadline=None, max_examples=400)
@given(layers(), st.sampled_from(KINDS), st.sampled_from(["preset", "typed"]))
def test_a_valid_layer_becomes_a_valid_one_of_any_kind(given_layer, kind, source):
    layer, shape = given_layer
    document = new_document(layer, shape)
    assert document.problems() == ()
    document = replace(document, input_source=replace(document.input_source, kind=source))
    turned = change(document, {"kind": kind})
    assert turned.problems() == ()
    assert kind_of(turned.layer) == kind
    compute(turned)
    back = change(turned, {"kind": kind_of(layer)})
    assert back.problems() == ()


@pytest.mark.parametrize("groups", [1, 2])
def test_each_kernel_stays_between_its_two_channels(groups):
    document = new_document(Conv2d(4, 6, 3, groups=groups, bias=True), (4, 5, 5))
    weight = np.arange(6 * 4 // groups * 9).reshape(6, 4 // groups, 3, 3)
    document = with_bias(with_weight(document, weight), np.arange(6))
    turned = change(document, {"kind": "conv_transpose"})
    own = turned.layer_weights
    assert own.weight.shape == (4, 6 // groups, 3, 3)
    for after in range(6):
        for before in document.layer.input_channels(after):
            ours = own.weight.array()[before, after % (6 // groups)]
            assert (ours == weight[after, before % (4 // groups)]).all()
    assert own.bias.array().tolist() == list(range(6))
    back = change(turned, {"kind": "conv"})
    assert back.layer == document.layer
    assert (back.layer_weights.weight.array() == weight).all()


def test_what_two_kinds_have_in_common_stays():
    document = new_document(
        Conv2d(2, 3, 3, stride=2, padding=1, dilation=1, padding_mode="reflect"), (2, 7, 7)
    )
    pool = change(document, {"kind": "max_pool"})
    assert pool.layer == Pool("max", (3, 3), (2, 2), ((1, 1), (1, 1)), (1, 1))
    assert change(pool, {"kind": "unfold"}).layer.stride == (2, 2)
    assert change(pool, {"kind": "adaptive_avg_pool"}).layer.output_size == (4, 4)
    pad = change(document, {"kind": "pad"}).layer
    assert (pad.padding, pad.mode) == (((1, 1), (1, 1)), "reflect")
    assert change(change(document, {"kind": "pad"}), {"kind": "conv"}).layer.padding_mode == (
        "reflect"
    )


def test_an_adaptive_pool_becomes_the_pool_that_gives_the_same_where_sizes_divide():
    document = change(new_document(Conv2d(1, 1, 3), (1, 6, 6)), {"kind": "adaptive_avg_pool"})
    document = change(document, {"output_size": 3})
    pool = change(document, {"kind": "avg_pool"})
    assert (pool.layer.kernel_size, pool.layer.stride) == ((2, 2), (2, 2))
    assert (compute(pool).output == compute(document).output).all()


def test_a_detour_over_a_kind_without_weights_keeps_them():
    document = with_weight(new_document(), np.arange(9).reshape(3, 3))
    back = change(change(document, {"kind": "max_pool"}), {"kind": "conv"})
    assert (back.layer_weights.weight.array().ravel() == range(9)).all()
    assert back.layer_weights.source == document.layer_weights.source


def test_a_picture_survives_a_detour_over_the_matrix_of_its_windows():
    picture = np.arange(2 * 6 * 5, dtype=np.uint8).reshape(2, 6, 5)
    document = with_input(new_document(), picture, InputSource("file", "photo.png"))
    matrix = change(document, {"kind": "fold"})
    assert matrix.input.shape == (1, 18, 12)
    unfolded = compute(change(document, {"kind": "unfold"})).output
    assert (matrix.input.array() == unfolded).all()
    back = change(matrix, {"kind": "max_pool"})
    assert (back.input.array() == picture).all()
    assert back.input.array().dtype == np.uint8


def test_a_large_picture_becomes_a_matrix_as_long_as_it_has_windows():
    picture = np.arange(200 * 300, dtype=np.uint16).reshape(200, 300)
    document = with_input(new_document(), picture, InputSource("file", "photo.png"))
    matrix = change(document, {"kind": "fold"})
    assert (matrix.problems(), matrix.input.shape) == ((), (1, 9, 198 * 298))
    assert (change(matrix, {"kind": "conv"}).input.array() == picture).all()


def test_the_matrix_of_a_fold_follows_its_windows():
    document = change(new_document(), {"kind": "fold"})
    assert document.input.shape == (1, 9, 9)
    smaller = change(document, {"kernel_size": 2})
    assert (smaller.problems(), smaller.input.shape) == ((), (1, 4, 16))
    assert change(document, {"in_channels": 3}).input.shape == (1, 27, 9)
    assert change(document, {"input_size": (8, 9)}).problems()
    draft = change(document, {"kernel_size": 9})
    assert draft.problems()
    assert change(draft, {"kernel_size": 3}).problems() == ()


@pytest.mark.parametrize("make", [Conv1d, Conv3d])
@pytest.mark.parametrize("kind", ["fold", "unfold"])
def test_what_is_for_two_axes_gets_two(make, kind):
    layer = make(1, 1, 2)
    document = change(new_document(layer, (1, *(4,) * layer.axes)), {"kind": kind})
    assert (document.problems(), document.layer.axes) == ((), 2)
    assert change(document, {"axes": 3}).layer.axes == 2
    typed = with_input(new_document(layer), np.ones((2, *(4,) * layer.axes)), InputSource("typed"))
    assert change(typed, {"kind": kind}).problems() == ()


def test_a_draft_of_one_kind_stays_a_draft_of_another():
    draft = change(new_document(), {"kernel_size": 9})
    assert change(draft, {"kind": "max_pool"}).layer.kernel_size == (9, 9)
    assert change(draft, {"kind": "unfold", "kernel_size": 2}).problems() == ()


NUMBERS = st.sampled_from([-3, 0, 1, 2, 10**9])
FIELDS = ("kernel_size", "stride", "dilation", "padding", "groups", "output_padding", "output_size")


@settings(deadline=None, max_examples=200)
@given(layers(), st.sampled_from(FIELDS), NUMBERS, st.sampled_from(KINDS), st.integers(1, 3))
def test_no_draft_keeps_from_changing_kind_and_axes(given_layer, field, number, kind, axes):
    layer, shape = given_layer
    document = new_document(layer, shape)
    draft = change(document, {field: number}) if hasattr(layer, field) else document
    turned = change(draft, {"kind": kind})
    assert kind_of(turned.layer) == kind
    turned.problems()
    change(turned, {"axes": axes}).problems()
    change(change(draft, {"input_size": (number,) * layer.axes}), {"kind": kind}).problems()


def test_padding_that_is_cut_off_is_left_out_by_what_cannot():
    document = change(new_document(), {"kind": "pad", "padding": ((-1, 2), (0, -2))})
    assert document.layer == Pad(((-1, 2), (0, -2)))
    assert change(document, {"kind": "conv"}).layer.pads == ((0, 2), (0, 0))


@settings(deadline=None)
@given(layers())
def test_a_document_of_every_kind_comes_back_from_its_text(given_layer):
    layer, shape = given_layer
    document = new_document(layer, shape)
    text = to_json(document)
    again = from_json(text)
    assert again.graph == document.graph
    assert to_json(again) == text
    np.testing.assert_array_equal(compute(again).output, compute(document).output)
    assert ('"weights"' in text) == (kind_of(layer) in {"conv", "conv_transpose"})


def test_layers_are_called_by_their_kind_and_keep_a_name_of_their_own():
    document = change(new_document(), {"kind": "max_pool"})
    assert document.graph.nodes[0].name == "max_pool"
    own = from_json(to_json(new_document()).replace('"conv"', '"mine"').replace(
        '"kind": "mine"', '"kind": "conv"'
    ))
    assert change(own, {"kind": "pad"}).graph.nodes[0].name == "mine"


def test_three_axes_take_volumes_and_planes_of_depth():
    document = new_document(Conv3d(1, 1, 2), (1, 3, 4, 4))
    volume = np.arange(24).reshape(2, 3, 4)
    assert with_input(document, volume, InputSource("typed")).input.shape == (1, 2, 3, 4)
    assert with_input(document, volume[np.newaxis], InputSource("typed")).layer.in_channels == 1
    plane = with_input(new_document(), volume[np.newaxis], InputSource("typed"))
    assert plane.layer.axes == 3
    assert with_input(new_document(), volume, InputSource("typed")).layer.in_channels == 2
    unfold = new_document(Unfold((2, 2), (1, 1), ((0, 0), (0, 0)), (1, 1)), (1, 4, 4))
    assert with_input(unfold, volume[np.newaxis], InputSource("typed")).problems()


def test_a_matrix_is_the_input_of_a_fold():
    fold = new_document(Fold((4, 4), (2, 2), (1, 1), ((0, 0),) * 2, (2, 2)), (1, 4, 4))
    document = with_input(fold, np.arange(32).reshape(8, 4), InputSource("typed"))
    assert (document.problems(), compute(document).output.shape) == ((), (2, 4, 4))
    assert with_input(fold, np.ones((3, 3)), InputSource("typed")).problems()


def test_a_slice_that_is_gone_is_not_shown():
    document = new_document(Conv3d(1, 1, 3, padding=1), (1, 5, 4, 4))
    document = replace(document, view=replace(document.view, depth=5))
    assert from_json(to_json(document)).view.depth == 5
    assert change(document, {"padding": 0}).view.depth is None
    assert isinstance(document.layer, Conv)


def test_a_fold_that_can_not_be_yet_becomes_another_kind():
    fold = change(new_document(), {"kind": "fold"})
    for draft in ({"padding": ((3, 2), (-1, 2))}, {"stride": 0}, {"kernel_size": 9}):
        turned = change(change(fold, draft), {"kind": "adaptive_max_pool"})
        assert kind_of(turned.layer) == "adaptive_max_pool"
