"""Layers that memory can't hold."""

from convviz.layers import AdaptiveAvgPool2d, Conv3d, ConvTranspose2d, Pad2d
from convviz.layers.construct import fold, unfold
from convviz.layers.large import too_large


def test_fewer_channels_are_no_fix_where_one_is_too_many() -> None:
    problems = too_large(Conv3d(2, 2, 1), (2, 4096, 4096, 4096))
    assert problems
    assert all("1.0 TB" in problem.message for problem in problems)
    assert not any(fix for problem in problems for fix in problem.fixes)


def test_every_kind_says_how_much_it_would_need():
    rows = {
        ConvTranspose2d(1, 64, 64, 64): ((1, 64, 64), "the output would be 64 × 4096 × 4096"),
        Pad2d(10**5): ((1, 9, 9), "the padded input would be 1 × 200009 × 200009"),
        AdaptiveAvgPool2d(10**5): ((1, 9, 9), "the output would be 1 × 100000 × 100000"),
        unfold(64): ((1, 1024, 1024), "the output would be 1 × 4096 × 923521"),
        fold((4096, 4096), 1): ((1, 64, 2**24), "the input would be 1 × 64 × 16777216"),
    }
    for layer, (shape, said) in rows.items():
        (problem,) = too_large(layer, shape)
        assert problem.message.startswith(said), problem.message
        assert "GB" in problem.message


def test_a_matrix_may_be_longer_than_an_input():
    assert too_large(fold((224, 224), 3, padding=1), (1, 27, 224 * 224)) == ()
