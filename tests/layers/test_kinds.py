"""What holds for every kind of layer."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from convviz import layers as face
from convviz.errors import Problem
from convviz.layers import Fold, Pad, Unfold, check, concrete, construct, receptive
from convviz.layers.check import apply_fix
from convviz.layers.checks.trying import problem_key
from convviz.layers.concrete import concrete as decide
from convviz.layers.costs import multiply_adds, operations, spans, unread
from convviz.layers.formulas import formulas
from convviz.layers.large import too_large
from convviz.layers.merging import merged
from convviz.layers.shapes import output_shape_of, reading, spatial_output
from convviz.layers.summary import summarise
from tests.layers import kinds

MANY = settings(
    max_examples=120, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)


@MANY
@given(kinds.drafts())
def test_whatever_is_typed_is_judged(case):
    layer, shape = case
    problems = check(layer, shape)
    assert all(isinstance(problem, Problem) and problem.message for problem in problems)
    if shape is not None and not problems:
        assert min(output_shape_of(layer, shape)) >= 1


@MANY
@given(kinds.drafts())
def test_a_fix_mends_its_problem_and_brings_no_other(case):
    layer, shape = case
    if isinstance(layer, face.Conv):
        return
    problems = check(layer, shape)
    known = set(map(problem_key, problems))
    for problem in problems:
        for fix in problem.fixes:
            changed, size = apply_fix(layer, (shape or (1,))[1:], fix)
            assert changed != layer or size != (shape or ())[1:]
            after = check(changed, (shape[0], *size) if shape else shape)
            assert problem_key(problem) not in set(map(problem_key, after))
            assert set(map(problem_key, after)) <= known


@MANY
@given(kinds.drafts())
def test_problems_can_be_told_as_one(case):
    layer, shape = case
    if shape is not None and len(shape) == layer.axes + 1:
        problems = check(layer, shape)
        assert len(merged(problems, layer, shape)) <= len(problems)


@MANY
@given(kinds.layers())
def test_a_layer_writes_the_call_that_makes_it(case):
    layer, _ = case
    names = {**vars(face), "Unfold": construct.unfold, "Fold": construct.fold}
    made = eval(repr(layer), names)  # noqa: S307
    assert made == layer


@MANY
@given(kinds.layers())
def test_each_formula_gives_the_size_that_the_layer_has(case):
    layer, shape = case
    size = shape[1:]
    rows = formulas(layer, size, shape[0])
    assert tuple(row.result for row in rows) == layer.output_shape(shape)[1:]
    assert layer.output_shape(shape) == output_shape_of(layer, shape)
    for row in rows:
        assert str(row.result) in str(row).replace("−", "-")
        assert row.substituted
        assert row.reduced


@MANY
@given(kinds.layers())
def test_sizes_are_those_of_what_outputs_read(case):
    layer, shape = case
    axes = reading(layer, shape[1:])
    if isinstance(layer, Unfold):
        assert output_shape_of(layer, shape)[2] == axes[0].count * axes[1].count
    else:
        assert spatial_output(layer, shape[1:]) == tuple(axis.count for axis in axes)


@MANY
@given(kinds.layers())
def test_unread_cells_are_those_without_a_reader(case):
    layer, shape = case
    if isinstance(layer, Fold):
        return
    for axis, size, count in zip(
        reading(layer, shape[1:]), shape[1:], unread(layer, shape[1:]), strict=True
    ):
        assert count.input == sum(not axis.readers(cell) for cell in range(size))


@MANY
@given(kinds.layers())
def test_operations_are_the_cells_of_all_windows(case):
    layer, shape = case
    total = 1
    sizes = layer.windows if isinstance(layer, Fold) else shape[1:]
    for axis, size in zip(reading(layer, shape[1:]), sizes, strict=True):
        read = [cell for at in range(axis.count) for cell in axis.positions(at)]
        total *= sum(0 <= cell < size for cell in read)
    if isinstance(layer, (face.Pool, face.AdaptivePool)):
        assert operations(layer, shape) == total * shape[0]
        assert multiply_adds(layer, shape) == 0
    elif isinstance(layer, Fold):
        assert operations(layer, shape) == total * (shape[1] // layer.taps)
    elif isinstance(layer, (Pad, Unfold)):
        assert operations(layer, shape) == 0
    else:
        assert operations(layer, shape) == multiply_adds(layer, shape) > 0


@MANY
@given(kinds.layers())
def test_a_layer_made_concrete_reads_the_same_and_stays(case):
    layer, shape = case
    made = decide(layer, shape[1:])
    assert decide(made, shape[1:]) == made
    assert reading(made, shape[1:]) == reading(layer, shape[1:])
    assert made.dialect == "pytorch" or isinstance(made, face.Pool)


@MANY
@given(kinds.layers())
def test_a_summary_says_it_all(case):
    layer, shape = case
    said = summarise(layer, shape)
    assert said.output_shape == layer.output_shape(shape)
    assert said.parameters == said.weights + said.biases
    assert said.effective_kernel == spans(layer, shape[1:])
    assert too_large(layer, shape) == ()
    field = receptive.field_of(layer, shape[1:])
    if field is not None:
        for axis, size, jump, start in zip(
            reading(layer, shape[1:]), field.size, field.jump, field.start, strict=True
        ):
            first = axis.positions(0)
            if axis.count > 1:
                assert axis.positions(1).start - first.start == jump
                assert (first.start + first[-1]) / 2 == start
                assert first[-1] - first.start + 1 == size


def test_concrete_is_a_module_and_layers_are_replaced_whole():
    layer = face.Conv2d(1, 1, 3, padding="same")
    assert concrete.concrete(layer, (5, 5)) == replace(layer, padding=((1, 1), (1, 1)))
