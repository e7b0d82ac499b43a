"""Editing: drafts that lose nothing, arrays that follow the layer."""

from __future__ import annotations

from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.document.document import InputSource
from convviz.document.editing import (
    change,
    new_document,
    with_bias,
    with_input,
    with_input_cell,
    with_input_preset,
    with_kernel_preset,
    with_weight,
    with_weight_cell,
)
from convviz.document.values import Values
from convviz.errors import UnreadableFile
from convviz.frames.compute import compute
from convviz.layers import PADDING_MODES, PADDING_NAMES, Conv1d, Conv2d, check
from convviz.layers.check import apply_fix
from convviz.layers.large import too_large

FILE = InputSource("file", "x.npy")


def typed(array):
    return with_input(new_document(), np.array(array), InputSource("typed"))


def weight(document):
    return document.layer_weights.weight.array()


def test_the_first_scene_is_a_5x5_ramp_under_corners_and_centre():
    document = new_document()
    assert document.problems() == ()
    assert document.input.array().tolist() == np.arange(1, 26).reshape(1, 5, 5).tolist()
    assert weight(document).tolist() == [[[[1, 0, 1], [0, 1, 0], [1, 0, 1]]]]
    assert compute(document).output.tolist() == [[[35, 40, 45], [60, 65, 70], [85, 90, 95]]]


def test_presets_are_made_again_at_a_new_size():
    document = change(new_document(), {"input_size": (7, 6), "kernel_size": 5})
    assert document.input.array()[0, -1, -1] == 42
    assert weight(document)[0, 0].sum() == 5
    assert document.input_source.name == "ramp"


def test_typed_inputs_are_cut_and_extended_at_the_bottom_and_right():
    document = change(typed([[1, 2], [3, 4], [5, 6]]), {"kernel_size": 1, "input_size": (2, 3)})
    assert document.input.array().tolist() == [[[1, 2, 0], [3, 4, 0]]]
    assert document.input_source.kind == "typed"


def test_typed_kernels_are_cut_and_extended_around_their_centre():
    document = with_weight(new_document(), np.arange(1, 10).reshape(3, 3))
    larger = change(document, {"kernel_size": (5, 3)})
    assert weight(larger)[0, 0].tolist() == [[0] * 3, [1, 2, 3], [4, 5, 6], [7, 8, 9], [0] * 3]
    assert weight(change(larger, {"kernel_size": (1, 1)})).tolist() == [[[[5]]]]


def test_more_channels_repeat_what_was_typed():
    document = change(typed([[1, 2, 3]] * 3), {"in_channels": 2, "out_channels": 2})
    assert document.input.array().tolist() == [[[1, 2, 3]] * 3] * 2
    assert weight(document).shape == (2, 2, 3, 3)
    assert change(document, {"in_channels": 1}).input.shape == (1, 3, 3)


def test_a_detour_through_wrong_numbers_loses_nothing():
    document = typed(np.arange(36).reshape(6, 6))
    wrong = change(document, {"input_size": (0, -4)})
    assert wrong.input.shape == (1, 0, -4)
    assert wrong.problems()
    wrong = change(wrong, {"kernel_size": 10**9, "stride": 0, "groups": 5})
    assert wrong.layer.kernel_size == (10**9, 10**9)
    back = change(
        wrong, {"input_size": (6, 6), "kernel_size": 3, "stride": 1, "groups": 1}
    )
    assert back.problems() == ()
    assert back.input.same(document.input)
    assert weight(back).tolist() == weight(document).tolist()


def test_a_change_that_changes_nothing_keeps_every_array():
    document = new_document()
    again = change(document, {"kernel_size": (3, 3), "input_size": (5, 5)})
    assert again.input is document.input
    assert again.weights is document.weights


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"input_size": (100_000, 100_000)}, "input", "height is 100000: convviz takes at most"),
        ({"padding": 10**9}, "padding", "padded input would be 1 × 2000000005 × 2000000005"),
        ({"out_channels": 10**8}, "kernel_size", "900,000,000 numbers"),
        (
            {"input_size": (4096, 4096), "in_channels": 64},
            "in_channels",
            "1,073,741,824 numbers (8.0 GB): convviz takes at most 268,435,456 numbers (2.0 GB)",
        ),
        (
            {"input_size": (4096, 4096), "out_channels": 64, "kernel_size": 1},
            "out_channels",
            "output would be 64 × 4096 × 4096",
        ),
    ],
)
def test_what_is_too_large_is_refused_in_numbers_before_it_is_made(changes, field, words):
    document = change(new_document(), changes)
    problem = document.problems()[0]
    assert problem.field == field
    assert words in problem.message
    for fix in problem.fixes:
        layer, size = apply_fix(document.layer, document.input.shape[1:], fix)
        shape = (layer.in_channels, *size)
        assert (check(layer, shape) or too_large(layer, shape)) != document.problems()


def test_limits_offer_as_many_channels_as_there_is_room_for():
    document = change(new_document(), {"input_size": (4096, 4096), "in_channels": 64})
    assert dict(document.problems()[0].fixes[0].changes) == {"in_channels": 16}
    grouped = change(document, {"in_channels": 64, "out_channels": 64, "groups": 32})
    assert grouped.problems()[0].fixes == ()


def test_a_new_input_sets_the_channels_and_shows_all_of_itself():
    view_zoomed = new_document()
    document = with_input(view_zoomed, np.zeros((3, 8, 9), np.uint8), FILE)
    assert document.layer.in_channels == 3
    assert document.input.array().dtype == np.uint8
    assert document.view.zoom == 1
    assert document.problems() == ()


def test_a_row_or_column_of_numbers_is_a_signal_to_a_layer_of_one_axis():
    document = new_document(Conv1d(1, 1, 3, bias=False), (1, 9))
    for array in (np.arange(5), np.arange(5)[np.newaxis], np.arange(5)[:, np.newaxis]):
        assert with_input(document, array, FILE).input.array().tolist() == [[0, 1, 2, 3, 4]]
    assert with_input(document, np.ones((2, 5)), FILE).layer.in_channels == 2


def test_a_picture_gives_a_layer_of_one_axis_its_second():
    document = new_document(Conv1d(1, 1, 3, padding=1), (1, 9))
    document = with_input(document, np.zeros((1, 6, 7)), FILE)
    assert document.layer.axes == 2
    assert document.problems() == ()


def test_nothing_and_too_much_is_no_input():
    for array in (np.zeros((0, 3)), np.zeros((1, 1, 1, 3, 3))):
        with pytest.raises(UnreadableFile, match="at most 4 axes"):
            with_input(new_document(), array, FILE)


def test_to_one_axis_and_back_presets_are_made_again():
    line = change(new_document(), {"axes": 1, "padding": "causal"})
    assert line.input.array().tolist() == [[1, 2, 3, 4, 5]]
    assert weight(line).tolist() == [[[1, 1, 1]]]
    assert line.problems() == ()
    back = change(line, {"axes": 2})
    assert back.layer.padding == "valid"
    assert back.input.array().tolist() == new_document().input.array().tolist()
    assert weight(back).tolist() == weight(new_document()).tolist()


def test_a_kernel_that_has_no_like_in_one_axis_keeps_its_middle_row():
    line = change(with_kernel_preset(new_document(), "emboss"), {"axes": 1})
    assert weight(line).tolist() == [[[-1, 1, 1]]]
    assert line.layer_weights.source.kind == "typed"


def test_a_draft_that_never_was_valid_can_change_its_axes():
    draft = new_document(Conv2d(1, 1, 9), (1, 5, 5))
    assert change(change(draft, {"axes": 1}), {"kernel_size": 3}).problems() == ()


def test_typed_numbers_keep_their_result_in_two_axes():
    line = with_input(
        new_document(Conv1d(1, 1, 3, stride=2, padding=1)), np.arange(6), InputSource("typed")
    )
    line = with_weight(line, np.array([1, 2, 3]))
    plane = change(line, {"axes": 2})
    assert plane.problems() == ()
    assert compute(plane).output[:, 0].tolist() == compute(line).output.tolist()
    back = change(plane, {"axes": 1})
    assert compute(back).output.tolist() == compute(line).output.tolist()


def test_named_padding_keeps_its_name_across_axes():
    document = change(change(new_document(), {"padding": "same"}), {"axes": 1})
    assert document.layer.padding == "same"
    assert change(document, {"axes": 2}).layer.padding == "same"


def test_a_pasted_kernel_sets_the_kernel_size_for_every_plane():
    document = change(new_document(), {"in_channels": 2, "out_channels": 3})
    document = with_weight(document, np.ones((1, 2)))
    assert document.layer.kernel_size == (1, 2)
    assert weight(document).shape == (3, 2, 1, 2)
    assert document.layer_weights.source.kind == "typed"


def test_a_whole_weight_sets_the_channels_too():
    document = with_weight(new_document(), np.ones((4, 2, 3, 3)))
    assert (document.layer.out_channels, document.layer.in_channels) == (4, 2)
    assert document.input.shape == (2, 5, 5)
    assert document.problems() == ()
    assert with_weight(new_document(), np.ones((4, 3, 3))).layer.out_channels == 4


def test_a_pasted_kernel_that_is_too_large_waits_as_a_draft():
    document = with_weight(new_document(), np.arange(49).reshape(7, 7))
    assert document.problems()
    mended = change(document, {"input_size": (9, 9)})
    assert weight(mended)[0, 0].tolist() == np.arange(49).reshape(7, 7).tolist()
    wrong = change(new_document(), {"out_channels": 0})
    assert weight(with_weight(wrong, np.ones((3, 3)))).shape == (1, 1, 3, 3)


def test_no_kernel_has_no_numbers_or_five_axes():
    for array in (np.zeros(0), np.zeros((1, 1, 1, 1, 1))):
        with pytest.raises(UnreadableFile, match="a kernel has 2 axes"):
            with_weight(new_document(), array)


def test_a_kernel_preset_takes_the_size_there_is_or_three():
    document = change(new_document(), {"kernel_size": 5})
    assert with_kernel_preset(document, "box").layer.kernel_size == (5, 5)
    assert with_kernel_preset(document, "emboss").layer.kernel_size == (3, 3)
    line = change(new_document(), {"axes": 1})
    assert with_kernel_preset(line, "emboss") is line
    wrong = change(new_document(), {"kernel_size": 10**9})
    assert with_kernel_preset(wrong, "box").layer.kernel_size == (10**9, 10**9)


def test_a_preset_that_is_lost_at_a_size_becomes_typed_numbers():
    document = change(with_kernel_preset(new_document(), "laplacian"), {"kernel_size": (5, 5)})
    assert weight(document)[0, 0, 2].tolist() == [0, 1, -4, 1, 0]
    assert document.layer_weights.source.kind == "typed"


def test_a_document_asked_for_a_preset_that_does_not_exist_gets_ones():
    document = new_document(Conv2d(1, 1, 2, bias=False), kernel_preset="emboss")
    assert weight(document).tolist() == [[[[1, 1], [1, 1]]]]


def test_input_presets_take_the_size_there_is():
    document = change(new_document(), {"input_size": (3, 4)})
    document = with_input_preset(document, "random", seed=3)
    assert document.input.shape == (1, 3, 4)
    assert document.input_source.seed == 3


def test_bias_comes_with_zeros_follows_the_channels_and_goes():
    document = change(new_document(), {"bias": True, "out_channels": 2})
    assert document.layer_weights.bias.array().tolist() == [0, 0]
    document = with_bias(document, np.array([1, 2]))
    document = change(document, {"out_channels": 3})
    assert document.layer_weights.bias.array().tolist() == [1, 2, 0]
    assert change(document, {"bias": False}).layer_weights.bias is None


def test_edited_cells_change_nothing_else_and_not_the_original():
    document = new_document()
    edited = with_input_cell(document, (0, 0, 0), 2.5)
    edited = with_weight_cell(edited, (0, 0, 1, 1), -3)
    assert edited.input.array()[0, 0].tolist() == [2.5, 2, 3, 4, 5]
    assert weight(edited)[0, 0, 1].tolist() == [0, -3, 0]
    assert document.input.array()[0, 0, 0] == 1
    assert edited.input_source.kind == "typed"
    assert edited.input.base is document.input.base


def test_a_cell_takes_numbers_that_its_picture_has_no_room_for():
    picture = Values(np.zeros((2, 2), np.uint8))
    assert picture.with_cell((0, 0), 200).array().dtype == np.uint8
    assert picture.with_cell((0, 0), -5).array()[0, 0] == -5
    assert picture.with_cell((0, 0), 10**30).array()[0, 0] == 1e30
    assert picture.with_cell((0, 0), 10**400).array()[0, 0] == np.inf
    assert picture.with_cell((0, 0), -(10**400)).array()[0, 0] == -np.inf
    assert Values(np.zeros(1, np.float32)).with_cell((0,), 1).array().dtype == np.float32


def test_a_thousand_edits_of_a_cell_are_all_there():
    values = Values(np.zeros((3, 400), np.int64))
    for at in range(1000):
        values = values.with_cell((at % 3, at % 400), at)
    assert values.array()[999 % 3, 999 % 400] == 999
    assert len(values.edits) <= 256


def test_snapshots_do_not_keep_a_copy_of_the_picture_each():
    values = Values(np.zeros((3, 3))).with_cell((0, 0), 1)
    whole = values.array()
    assert values.array() is whole
    assert not whole.flags.writeable
    del whole
    assert values._whole[0]() is None


numbers = st.one_of(st.integers(-3, 12), st.sampled_from([10**5, 10**9, 2**70, -(10**9)]))
per_axis = st.one_of(numbers, st.tuples(numbers), st.tuples(numbers, numbers))
sides = st.tuples(numbers, numbers)
changes = st.fixed_dictionaries(
    {},
    optional={
        "axes": st.sampled_from([1, 2]),
        "input_size": per_axis,
        "in_channels": numbers,
        "out_channels": numbers,
        "groups": numbers,
        "bias": st.booleans(),
        "kernel_size": per_axis,
        "stride": per_axis,
        "dilation": per_axis,
        "padding": st.one_of(numbers, st.tuples(sides, sides), st.sampled_from(PADDING_NAMES)),
        "padding_mode": st.sampled_from([*PADDING_MODES, "mirror"]),
    },
)


@settings(deadline=None, max_examples=80)
@given(st.lists(changes, max_size=5))
def test_no_sequence_of_changes_raises_and_valid_ones_can_be_computed(sequence):
    document = new_document()
    for one in sequence:
        document = change(document, one)
        problems = document.problems()
        small = max(document.input.shape) < 1000 and max(document.layer.kernel_size) < 1000
        if not problems and small and document.layer.padded_size(document.input.shape[1:])[0] < 99:
            compute(document)


@settings(deadline=None, max_examples=100)
@given(changes)
def test_fixes_can_always_be_applied(one):
    document = change(new_document(), one)
    for problem in document.problems():
        for fix in problem.fixes:
            layer, size = apply_fix(document.layer, document.input.shape[1:], fix)
            # What is as large as can be takes seconds to make.
            weights = prod((layer.in_channels, layer.out_channels, *layer.kernel_size))
            if max(prod((layer.in_channels, *size)), weights) < 1e6:
                change(document, dict(fix.changes)).problems()
