"""Layers that memory can't hold."""

from convviz.layers import Conv3d
from convviz.layers.large import too_large


def test_fewer_channels_are_no_fix_where_one_is_too_many() -> None:
    problems = too_large(Conv3d(2, 2, 1), (2, 4096, 4096, 4096))
    assert problems
    assert all("1.0 TB" in problem.message for problem in problems)
    assert not any(fix for problem in problems for fix in problem.fixes)
