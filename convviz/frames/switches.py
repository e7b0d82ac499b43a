"""What can be switched on and off in a picture: names, notes, and why it can't be at times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from convviz.document.document import Document
from convviz.frames.drawings import shown
from convviz.layers import Fold, Weighted
from convviz.scene.items import DIVERGING

_LAYER_ONLY = "only the view Layer has it"


@dataclass(frozen=True, slots=True)
class Switch:
    """One option of the view that is on or off.

    Attributes
    ----------
    field
        Its name in `ViewOptions`.
    name
        What people read.
    note
        What it does, in one line.
    key
        A key for it, or none.
    lacking
        Why it means nothing for a document; empty where it does.
    starts
        Whether it begins a part of the list.
    """

    field: str
    name: str
    note: str
    key: str
    lacking: Callable[[Document], str]
    starts: bool = False


def _nothing(_: Document) -> str:
    return ""


def _layer_only(document: Document) -> str:
    return "" if shown(document) == "layer" else _LAYER_ONLY


def _windowed(document: Document) -> str:
    if isinstance(document.layer, Fold):
        return "what a fold reads is no window"
    return _layer_only(document)


def _weighted(document: Document) -> str:
    if not isinstance(document.layer, Weighted):
        return "the layer has no kernel"
    return _layer_only(document)


def _sequential(document: Document) -> str:
    view = document.view
    fixed = view.input_levels is not None or view.output_levels is not None
    if view.colour_map in DIVERGING and not fixed:
        return "diverging colours are symmetric anyway"
    return "" if view.colours else "cells have no colours"


def _coloured(document: Document) -> str:
    return _layer_only(document) if document.view.colours else "cells have no colours"


VIEW_SWITCHES: tuple[Switch, ...] = (
    Switch("values", "Numbers in cells", "Write the numbers where they fit", "V", _nothing,
           starts=True),
    Switch("colours", "Colours of cells", "Colour cells by their numbers", "C", _nothing),
    Switch("products", "Products in the window",
           "Write under each value in the window the weight that it meets", "X", _weighted),
    Switch("linking", "Colours of the taps",
           "Give each cell in the window the colour of the tap that it meets", "K", _weighted),
    Switch("coordinates", "Coordinates", "Write rows and columns beside the panels, from 0", "A",
           _layer_only, starts=True),
    Switch("colour_bar", "Colour bars", "Show which colour stands for which number", "B",
           _coloured),
    Switch("symmetric", "Symmetric colours", "Let colours reach as far below zero as above", "",
           _sequential),
    Switch("struck", "Strokes through unused cells",
           "Strike through cells that no output reads, and those that are cut off", "U",
           _nothing),
    Switch("sources", "Sources of padding", "Show where padding has its values from", "S",
           _nothing),
    Switch("ghost", "Ghost of the output", "Show output cells that aren't reached yet faintly",
           "G", _nothing, starts=True),
    Switch("projection", "Projection lines", "Draw lines from the window to its output cell",
           "R", _layer_only),
    Switch("path", "Path of the window", "Draw the way of the window's middle so far", "W",
           _windowed),
    Switch("motion", "Gliding window", "Let the window glide from one position to the next", "M",
           _nothing),
)
"""In the order in which they are offered."""


def lacking(document: Document, field: str) -> str:
    """Return why a switch means nothing for a document; empty where it does."""
    found = (switch.lacking(document) for switch in VIEW_SWITCHES if switch.field == field)
    return next(found, "")
