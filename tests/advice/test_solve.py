from __future__ import annotations

from dataclasses import replace
from itertools import product
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.advice.solve import Limits, Solution, input_sizes, solve, solve_axis
from convviz.layers import (
    AdaptiveAvgPool2d,
    AvgPool1d,
    AvgPool3d,
    Conv1d,
    Conv2d,
    ConvTranspose1d,
    ConvTranspose2d,
    GlobalMaxPool2d,
    MaxPool1d,
    Pad1d,
    check,
)
from convviz.layers.check import apply_fix
from convviz.layers.shapes import spatial_output


def written(*given, **limits):
    return [str(solution) for solution in solve(*given, **limits)]


@pytest.mark.parametrize(
    ("kind", "size", "output", "kernel", "usual"),
    [
        ("conv", 224, 112, 7, "stride 2, padding 3"),
        ("conv", 224, 224, 3, "stride 1, padding 1"),
        ("conv", 32, 28, 5, "stride 1, padding 0"),
        ("conv", 224, 14, 16, "stride 16, padding 0"),
        ("conv", 8, 1, 8, "stride 1, padding 0"),
        ("transposed", 112, 224, 4, "stride 2, padding 1"),
        ("transposed", 112, 224, 3, "stride 2, padding 1, output padding 1"),
        ("transposed", 7, 28, 4, "stride 4, padding 0"),
        ("transposed", 1, 4, 4, "stride 1, padding 0"),
        ("max_pool", 112, 56, 3, "stride 2, padding 1"),
        ("max_pool", 224, 112, 2, "stride 2, padding 0"),
        ("pool", 35, 35, 3, "stride 1, padding 1"),
    ],
)
def test_the_usual_one_stands_first(kind, size, output, kernel, usual):
    assert written(kind, size, output, kernel)[0] == usual


def test_all_are_found():
    assert written("conv", 224, 112, 7, limits=Limits(dilation=2)) == [
        "stride 2, padding 3",
        "stride 2, padding 2 before, 3 after",
        "stride 2, padding 6, dilation 2",
        "stride 2, padding 5 before, 6 after, dilation 2",
    ]
    assert written("conv", 5, 50, 3) == []
    assert written("conv", 0, 1, 1) == []


MAKERS = {"conv": Conv1d, "transposed": ConvTranspose1d, "max_pool": MaxPool1d, "pool": AvgPool1d}


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(MAKERS)), st.integers(1, 9), st.integers(1, 9), st.integers(1, 4),
    st.booleans(),
)
def test_what_is_found_is_what_trying_all_finds(kind, size, output, kernel, ceil):
    limits = Limits(stride=4, dilation=3)
    found = solve(kind, size, output, kernel, limits=limits, ceil_mode=ceil)
    assert len(set(found)) == len(found)
    tried = set()
    dilations = (1,) if kind == "pool" or kernel == 1 else (1, 2, 3)
    for stride, dilation in product(range(1, 5), dilations):
        span = dilation * (kernel - 1) + 1
        most = kernel // 2 if "pool" in kind else span - 1
        extras = range(max(stride, dilation)) if kind == "transposed" else (0,)
        for total, extra in product(range(2 * most + 1), extras):
            pads = (total // 2, total - total // 2)
            layer = _layer(kind, kernel, stride, pads, dilation, extra, ceil)
            shape = (1, size)
            if not check(layer, shape) and layer.output_shape(shape) == (1, output):
                tried.add(Solution(kernel, stride, pads, dilation, extra))
    # Of one window or stamp only the smallest stride is of interest.
    if (size if kind == "transposed" else output) == 1:
        tried = {
            one
            for one in tried
            if not any(replace(one, stride=less) in tried for less in range(1, one.stride))
        }
    assert set(found) == tried


def test_no_more_are_looked_for_than_are_wanted():
    layer = Conv1d(1, 1, 9)
    assert solve_axis(layer, (1, 32), 0, 8, most=3) == solve_axis(layer, (1, 32), 0, 8)[:3]
    assert len(solve("conv", 4096, 1, 4096, limits=Limits(dilation=1))) == 2048


@pytest.mark.parametrize("kind", ["conv", "transposed", "max_pool", "pool"])
@pytest.mark.parametrize("ceil", [False, True])
@pytest.mark.parametrize(("size", "output"), [(4096, 1), (1, 4096), (4096, 7), (300, 299), (1, 1)])
def test_a_kernel_as_long_as_the_longest_axis_is_solved_at_once(kind, ceil, size, output):
    begin = process_time()
    assert len(solve(kind, size, output, 4096, ceil_mode=ceil)) <= 2048
    assert process_time() - begin < 2  # seconds; trying all takes more than a minute


def _layer(kind, kernel, stride, pads, dilation, extra, ceil):
    if kind == "conv":
        return Conv1d(1, 1, kernel, stride, (pads,), dilation)
    if kind == "transposed":
        plain = ConvTranspose1d(1, 1, kernel, stride, (pads,), dilation=dilation)
        return replace(plain, output_padding=(extra,))
    pool = MAKERS[kind](kernel, stride, (pads,), ceil_mode=ceil)
    return replace(pool, dilation=(dilation,))


def test_limits_are_kept():
    narrow = solve("conv", 9, 9, 5, limits=Limits(stride=1, dilation=2, padding=2))
    assert narrow == (Solution(5, 1, (2, 2)),)


def test_a_solution_becomes_a_change_of_the_layer():
    layer = Conv2d(3, 8, 3, stride=(1, 2), padding="same_lower", dialect="onnx")
    solution = Solution(5, 2, (2, 2))
    assert solution in solve("conv", 8, 4, 5)
    fix = solution.fix(layer, (8, 9), (0,))
    assert fix.label == "stride 2, padding 2"
    assert dict(fix.changes) == {
        "kernel_size": (5, 3), "stride": (2, 2), "padding": ((2, 2), (1, 1))
    }
    changed, _ = apply_fix(layer, (8, 9), fix)
    assert changed.output_shape((3, 8, 9)) == (8, 4, 5)
    every = solution.fix(layer, (8, 8))
    assert apply_fix(layer, (8, 8), every)[0].output_shape((3, 8, 8)) == (8, 4, 4)


@pytest.mark.parametrize("dialect", ["pytorch", "tensorflow", "jax", "onnx"])
def test_each_dialect_is_solved_for_in_its_own_words(dialect):
    layer = ConvTranspose2d(1, 1, 3, padding=1, dialect=dialect)
    found = solve_axis(layer, (1, 4, 4), 0, 8)
    assert found
    for solution in found:
        changed, _ = apply_fix(layer, (4, 4), solution.fix(layer, (4, 4), (0,)))
        assert changed.output_shape((1, 4, 4))[1] == 8
        assert spatial_output(changed, (4, 4))[1] == spatial_output(layer, (4, 4))[1]


def test_a_named_padding_of_jax_becomes_numbers():
    layer = ConvTranspose2d(1, 1, 2, stride=3, padding="same", dialect="jax")
    solution = solve("transposed", 4, 8, 2)[0]
    changed, _ = apply_fix(layer, (4, 4), solution.fix(layer, (4, 4), (0,)))
    assert changed.output_shape((1, 4, 4)) == (1, 8, 12)


def test_what_the_layer_refuses_is_left_out():
    layer = Conv1d(1, 1, 5, padding_mode="reflect")
    for solution in solve_axis(layer, (1, 3), 0, 3):
        assert max(solution.padding) < 3
    assert solve_axis(AvgPool1d(3), (1, 9), 0, 3)[0] == Solution(3, 3, (0, 0))
    assert solve_axis(MaxPool1d(3, ceil_mode=True), (1, 8), 0, 4)


@pytest.mark.parametrize(
    ("layer", "output", "sizes"),
    [
        (Conv1d(1, 1, 7, stride=2, padding=3), 112, range(223, 225)),
        (Conv1d(1, 1, 3), 1, range(3, 4)),
        (Conv1d(1, 1, 3, stride=3, padding="same", dialect="jax"), 2, range(4, 7)),
        (Conv1d(1, 1, 3, stride=9, padding=3, padding_mode="reflect"), 1, range(4, 6)),
        (ConvTranspose1d(1, 1, 4, stride=2, padding=1), 8, range(4, 5)),
        (ConvTranspose1d(1, 1, 4, stride=2, padding=1), 7, range(4, 4)),
        (MaxPool1d(2, ceil_mode=True), 3, range(5, 7)),
        (Pad1d(((-1, 3),)), 8, range(6, 7)),
    ],
)
def test_input_sizes_that_give_an_output_size(layer, output, sizes):
    assert input_sizes(layer, (output,)) == (sizes,)


def test_adaptive_pools_take_any_size():
    assert input_sizes(AdaptiveAvgPool2d((7, None)), (7, 5)) == (range(1, 4097), range(5, 6))
    assert input_sizes(GlobalMaxPool2d(), (2, 1)) == (range(0), range(1, 4097))


def test_sizes_that_a_framework_refuses_are_left_out():
    assert input_sizes(AvgPool3d(3, 3, 1), (1, 1, 1)) == (range(3, 4),) * 3


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(MAKERS)), st.integers(1, 4), st.integers(1, 5), st.integers(0, 2),
    st.integers(1, 3), st.integers(1, 6), st.booleans(),
)
def test_input_sizes_are_those_that_trying_finds(
    kind, kernel, stride, padding, dilation, output, ceil
):
    if "pool" in kind:
        padding = min(padding, kernel // 2)
    if kind == "pool":
        dilation = 1
    layer = _layer(kind, kernel, stride, (padding, padding), dilation, 0, ceil)
    (sizes,) = input_sizes(layer, (output,))
    tried = [
        size
        for size in range(1, 60)
        if not check(layer, (1, size)) and layer.output_shape((1, size)) == (1, output)
    ]
    assert list(sizes) == tried
