"""A document's steps as a small web page that plays them, written without Qt."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from html import escape

from convviz import assets
from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.frames import Picture
from convviz.frames.explain import sentence
from convviz.options import AnimationOptions, FrameOptions
from convviz.paint.svg import svg
from convviz.paint.theme import Theme, theme
from convviz.scene.items import Scene

MOST = 300
"""Steps that a page holds; of more every second, third, … is shown, and the last."""

_BAR = 44


def player(
    document: Document,
    trace: Trace,
    steps: Sequence[int],
    options: FrameOptions,
    animation: AnimationOptions,
) -> str:
    """Return an HTML element that plays the steps, complete in itself.

    It is a frame of its own, so that several in one notebook don't meet, and asks
    nothing of the network. Space plays, arrows step, Home and End go to the ends.

    Parameters
    ----------
    document, trace
        A valid document and its numbers.
    steps
        The steps, from 0.
    options
        Size and look.
    animation
        Pace, hold and loop.
    """
    page = _page(document, trace, _thinned(steps), options, animation)
    width, height = options.size
    style = (
        f"border:0;width:100%;max-width:{width:g}px;"
        f"aspect-ratio:{width:g}/{height + _BAR:g};color-scheme:normal"
    )
    return (
        f'<iframe srcdoc="{escape(page)}" sandbox="allow-scripts" style="{style}" '
        'title="Steps of a convolution"></iframe>'
    )


def _thinned(steps: Sequence[int]) -> list[int]:
    every = -(-len(steps) // MOST)
    kept = list(steps[::every])
    return kept if kept[-1] == steps[-1] else [*kept, steps[-1]]


def _page(
    document: Document,
    trace: Trace,
    steps: Sequence[int],
    options: FrameOptions,
    animation: AnimationOptions,
) -> str:
    picture = Picture(document, trace, options.drawn, setting=options.picture)
    look = theme(options.theme)
    bases: list[str] = []
    frames: list[dict[str, object]] = []
    drawn: dict[str, int] = {}
    for step in steps:
        base = _image(picture.base(step), look, transparent=options.transparent)
        if base not in drawn:
            drawn[base] = len(bases)
            bases.append(base)
        over = _image(picture.overlay(step), look, transparent=True)
        frames.append(
            {"base": drawn[base], "over": over, "said": sentence(document, trace, step)}
        )
    told = {
        "bases": bases,
        "frames": frames,
        "pace": animation.pace,
        "hold": animation.hold,
        "loop": animation.loop,
    }
    # "<" would end the script that holds it.
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    page = assets.text("player", "player.html")
    return page.replace("/*COLOURS*/", _colours(look)).replace("/*DATA*/null", data)


def _image(scene: Scene, look: Theme, *, transparent: bool) -> str:
    data = svg([scene], look, transparent=transparent).encode()
    return "data:image/svg+xml;base64," + base64.b64encode(data).decode("ascii")


def _colours(look: Theme) -> str:
    roles = {"back": "background", "text": "text", "muted": "text.muted", "accent": "accent"}
    return "".join(
        f"--{name}:#{bytes(look.colours[role][:3]).hex()};"  # type: ignore[index]
        for name, role in roles.items()
    )
