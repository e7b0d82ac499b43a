"""On the way from one display list to another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from convviz.scene.items import Cells, Group, Line, Polygon, Rect, Scene, Sheet, Text
from convviz.scene.tweening import tween


def frame(x, y, side=30.0, **look):
    return Rect(x, y, side, side, edge="window.edge", **look)


def cells(x, y, count=3, cell=10.0):
    return Cells(x, y, cell, np.zeros((count, count), np.uint8), "kernel")


def scene(*items):
    return Scene(100, 100, items)


def window(x, y, *more):
    return Group("window", (cells(x, y), frame(x, y), *more))


def test_the_ends_are_the_scenes_themselves():
    before, after = scene(window(0, 0)), scene(window(10, 0))
    assert tween(before, after, 0) is before
    assert tween(before, after, 1) is after


def test_a_frame_glides_and_lights_what_it_stands_over():
    (group,) = tween(scene(window(0, 0)), scene(window(20, 10)), 0.25).items
    lit, edge = group.items
    assert (edge.x, edge.y, edge.width) == (5, 2.5, 30)
    assert lit.clip == (5, 2.5, 30, 30)
    assert [grid.x for grid in lit.items] == [0, 20]


def test_scattered_cells_fade_over():
    before = scene(Group("window", (cells(0, 0, 1), frame(0, 0))))
    after = scene(Group("window", (cells(10, 0, 1), frame(10, 0))))
    (group,) = tween(before, after, 0.25).items
    old, new, _ = group.items
    assert (old.opacity, new.opacity) == (0.75, 0.25)
    assert (old.items[0].x, new.items[0].x) == (0, 10)


def test_cells_in_the_colours_of_their_taps_change_halfway():
    def coloured(x):
        taps = replace(cells(x, 0), ramp="taps")
        return scene(Group("window", (taps, frame(x, 0))))

    for share, where in ((0.25, 0), (0.75, 10)):
        (group,) = tween(coloured(0), coloured(10), share).items
        lit, edge = group.items
        assert [grid.x for grid in lit.items] == [where]
        assert edge.x == 10 * share


def test_groups_of_lines_fade_over():
    def lines(y):
        return scene(Group("lines", (Line(((0, y), (9, y)), "window.edge"),), opacity=0.8))

    old, new = tween(lines(0), lines(5), 0.25).items
    assert (old.opacity, new.opacity) == (pytest.approx(0.6), pytest.approx(0.2))
    assert (old.items, new.items) == (lines(0).items[0].items, lines(5).items[0].items)


def test_what_stands_still_or_is_no_frame_stays_as_it_was():
    note = Text(1, 2, "one", 12)
    before = scene(window(0, 0), note, Rect(0, 0, 5, 5, fill="accent"))
    after = scene(window(0, 0), Text(9, 9, "two", 12), Rect(50, 0, 5, 5, fill="accent"))
    assert tween(before, after, 0.5).items == before.items


def test_groups_meet_by_name_and_order():
    before = scene(window(0, 0), window(0, 50), Group("gone", (frame(0, 0),)))
    after = scene(Group("other", ()), window(10, 0), window(0, 60))
    first, second, gone = tween(before, after, 0.5).items
    assert first.items[-1].x == 5
    assert second.items[-1].y == 55
    assert gone.items[0].x == 0


def test_frames_of_other_kinds_dont_become_one_another():
    before = scene(Group("window", (frame(0, 0),)))
    after = scene(Group("window", (Rect(50, 0, 30, 30, edge="ghost.edge"),)))
    assert tween(before, after, 0.5).items[0].items == before.items[0].items


def slanted(x, corners=4):
    return Polygon(((x, 0), (x + 9, -2), (x + 9, 7), (x, 9))[:corners], edge="window.edge")


def test_frames_seen_at_an_angle_glide_and_cells_under_them_fade_over():
    def lit(x):
        return Sheet(x, 0, (9, -2), (0, 9), np.zeros((1, 1), np.uint8), "kernel")

    before = scene(Group("window", (lit(0), slanted(0))))
    after = scene(Group("window", (lit(20), slanted(20))))
    (group,) = tween(before, after, 0.25).items
    old, new, edge = group.items
    assert edge.points == ((5, 0), (14, -2), (14, 7), (5, 9))
    assert (old.opacity, new.opacity) == (0.75, 0.25)
    other = scene(Group("window", (lit(20), slanted(20, 3))))
    assert tween(before, other, 0.5).items[0].items == before.items[0].items


def beam(x, corners=3):
    glass = Polygon(((x, 0), (x + 4, 0), (x, 8), (x, 9))[:corners], fill="window.fill")
    return Group("beam", (glass, Line(((x, 0), (50, 50)), "window.edge")))


def test_beams_glide_and_those_of_another_form_fade_over():
    (moved,) = tween(scene(beam(0)), scene(beam(8)), 0.5).items
    glass, line = moved.items
    assert glass.points == ((4, 0), (8, 0), (4, 8))
    assert line.points == ((4, 0), (50, 50))
    (faded,) = tween(scene(beam(0)), scene(beam(8, 4)), 0.25).items
    assert [(part.name, part.opacity) for part in faded.items] == [
        ("going", 0.75), ("coming", 0.25)
    ]
