"""Only what is to be seen of a long scene is painted."""

from convviz.scene.items import Group, Line, Rect, Scene, Text
from convviz.scene.parts import between


def test_what_is_above_or_below_is_left_out_and_all_else_stays():
    above, seen, across, below = (
        Rect(0, y, 10, height, fill="surface")
        for y, height in ((0, 10), (50, 10), (0, 500), (90, 5))
    )
    words = tuple(Text(0, y, str(y), 10) for y in (10, 39, 60, 89, 95))
    line = Line(((0, 0), (0, 10)), "grid")
    scene = Scene(100, 500, (Group("terms", (above, seen, across, below)), *words, line))
    kept = between(scene, 40, 80)
    group, *rest = kept.items
    assert group.items == (seen, across)
    assert rest == [*words[1:4], line]
    assert (kept.width, kept.height) == (100, 500)
