"""Holding convviz against a case: what both the recorded and the live tests do."""

from __future__ import annotations

import numpy as np

import convviz as cv
from tests.reference.cases import WITH_DIALECT, Case, plain

SUMS = {"Conv", "ConvTranspose", "MaxPool", "Pad", "Unfold", "Fold"}
SUMS |= {"AdaptiveMaxPool", "GlobalMaxPool"}


def layer_of(case: Case) -> object:
    """Return the layer that a case says."""
    arguments = {name: plain(value) for name, value in case.spec.arguments.items()}
    if case.spec.family in WITH_DIALECT:
        arguments["dialect"] = case.dialect
    return getattr(cv, case.spec.layer)(**arguments)


def shape_given(case: Case, layer: object) -> tuple[int, ...]:
    """Return the output's shape as a layer tells it; a matrix counts as one channel there."""
    one = (1,) if case.spec.family == "Fold" else ()
    found = tuple(layer.output_shape((*one, *case.spec.shape)))
    return found[1:] if case.spec.family == "Unfold" else found


def exact(case: Case) -> bool:
    """Whether all that can be computed of a case has no rounding."""
    return case.kind in {"integer", "exact", "divisible"} and case.spec.family in SUMS


def same(case: Case, found: np.ndarray | None, name: str) -> None:
    """Hold an array that convviz computed against the recorded one."""
    wanted = case.arrays[name]
    assert found is not None, name
    assert found.shape == wanted.shape, name
    if exact(case):
        np.testing.assert_array_equal(found, wanted, err_msg=name)
    else:
        # Sums are taken in another order, so what nearly cancels has no twelve digits.
        largest = max(1.0, float(np.abs(wanted[np.isfinite(wanted)]).max(initial=0.0)))
        rtol = max(1e-12, case.tolerance)
        np.testing.assert_allclose(found, wanted, rtol=rtol, atol=largest * rtol / 10, err_msg=name)


def hold(case: Case) -> None:
    """Hold a computed case: sizes, numbers, the maxima's places, gradients, whole numbers."""
    layer = layer_of(case)
    x, weight, bias = (case.arrays.get(name) for name in ("x", "weight", "bias"))
    output = case.arrays["output"]
    assert shape_given(case, layer) == output.shape
    same(case, cv.apply(layer, x, weight, bias), "output")
    if "indices" in case.arrays:
        places = cv.max_indices(layer, x)
        np.testing.assert_array_equal(places, case.arrays["indices"])
    if "grad_output" in case.arrays:
        gradients = cv.gradients(layer, x, weight, case.arrays["grad_output"])
        for name, found in zip(("gx", "gw", "gb"), gradients, strict=True):
            if name in case.arrays:
                same(case, found, name)
    if case.kind == "integer" and exact(case) and not np.any(output % 1):
        whole = [None if a is None else a.astype(np.int64) for a in (x, weight, bias)]
        found = cv.apply(layer, *whole)
        assert np.issubdtype(found.dtype, np.integer)
        np.testing.assert_array_equal(found, output)


def verdict(case: Case) -> tuple[int, ...] | None:
    """Return the shape that convviz gives, None where it refuses."""
    try:
        return shape_given(case, layer_of(case))
    except cv.InvalidLayer:
        return None


def crops(case: Case) -> bool:
    """Whether a convolution's padding is negative, which PyTorch takes in all modes but zeros.

    convviz has the layer Pad for it.
    """
    padding = case.spec.arguments.get("padding")
    theirs = case.framework == "torch" and case.spec.family == "Conv"
    return theirs and isinstance(padding, list) and min(padding) < 0
