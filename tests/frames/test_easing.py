"""The window on its way: slow at both ends, and only where there is a way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from convviz.document.editing import new_document
from convviz.frames import Picture, compute
from convviz.frames.easing import between, smooth
from convviz.layers import Conv2d
from convviz.scene.items import Group, Polygon, Rect


def marks(scene):
    return [
        item
        for group in scene.items
        if isinstance(group, Group) and group.name in {"window", "current"}
        for item in group.items
        if isinstance(item, Rect)
    ]


def test_half_way_the_window_and_its_output_stand_in_the_middle():
    document = new_document()
    picture = Picture(document, compute(document), (640, 360))
    old, new = marks(picture.overlay(0)), marks(picture.overlay(1))
    for one, other, middle in zip(old, new, marks(between(picture, 0, 1, 0.5)), strict=True):
        assert middle.x == pytest.approx((one.x + other.x) / 2)
        assert middle.y == one.y


def test_it_starts_and_ends_slowly():
    assert [smooth(share) for share in (0, 0.5, 1)] == [0, 0.5, 1]
    assert smooth(0.1) < 0.05
    assert smooth(0.9) > 0.95


def test_from_one_channel_to_the_next_there_is_no_way():
    document = new_document(Conv2d(1, 2, 3, bias=False), (1, 4, 4))
    picture = Picture(document, compute(document), (640, 360))
    assert marks(between(picture, 3, 4, 0.5)) == marks(picture.overlay(3))


def test_plates_in_depth_have_their_window_on_its_way():
    document = new_document()
    document = replace(document, view=replace(document.view, show="isometric"))
    picture = Picture(document, compute(document), (640, 360))

    def frames(scene):
        return [
            item.points for group in scene.items if group.name in {"window", "current"}
            for item in group.items if isinstance(item, Polygon)
        ]

    ends = frames(picture.overlay(0)), frames(picture.overlay(1))
    for one, other, middle in zip(*ends, frames(between(picture, 0, 1, 0.5)), strict=True):
        assert middle[0] == pytest.approx(
            tuple((a + b) / 2 for a, b in zip(one[0], other[0], strict=True))
        )
