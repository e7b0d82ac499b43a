"""The page that plays steps in a notebook: complete, alone, and well-formed."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from convviz.document.editing import new_document, with_kernel_preset
from convviz.export.player import MOST, player
from convviz.frames import compute
from convviz.layers import Conv2d
from convviz.options import AnimationOptions, FrameOptions


class Frame(HTMLParser):
    """Finds the page inside the frame."""

    page = ""

    def handle_starttag(self, tag, attrs):
        if tag == "iframe":
            self.page = dict(attrs)["srcdoc"]


def told(html: str) -> dict:
    """What the page's script is told."""
    reader = Frame()
    reader.feed(html)
    data = re.search(r"const told = (.*);\n", reader.page)
    assert data is not None
    return json.loads(data[1])


def shown(document, steps, **options) -> str:
    timing = AnimationOptions(pace=3, loop=False)
    return player(document, compute(document), steps, FrameOptions((320, 180), **options), timing)


def test_a_page_holds_each_step_with_its_sentence_and_the_still_part_once() -> None:
    html = shown(new_document(), range(9))
    data = told(html)
    assert len(data["frames"]) == 9
    assert len(data["bases"]) == 1
    assert data["frames"][3]["said"].startswith("Step 4 of 9: output row 2")
    assert (data["pace"], data["loop"]) == (3, False)
    for source in (data["bases"][0], data["frames"][8]["over"]):
        picture = base64.b64decode(source.partition(",")[2])
        assert ET.fromstring(picture).get("viewBox") == "0 0 320 180"  # noqa: S314 - ours


def test_a_page_asks_nothing_of_the_network_and_is_the_same_again() -> None:
    html = shown(new_document(), range(4))
    reader = Frame()
    reader.feed(html)
    assert not re.search(r"""(src|href)=["']?https?:""", reader.page)
    assert html == shown(new_document(), range(4))


def test_channels_have_still_parts_of_their_own() -> None:
    document = new_document(Conv2d(1, 2, 3, bias=False), (1, 4, 4))
    document = with_kernel_preset(document, "random")
    data = told(shown(document, range(8)))
    assert [frame["base"] for frame in data["frames"]] == [0] * 4 + [1] * 4


def test_of_very_many_steps_some_are_shown_and_the_last() -> None:
    document = new_document(Conv2d(1, 1, 3, bias=False), (1, 30, 30))
    document = replace(document, view=replace(document.view, values=False))
    data = told(shown(document, range(784), theme="dark"))
    assert len(data["frames"]) <= MOST + 1
    assert data["frames"][-1]["said"].startswith("Step 784 of 784")
