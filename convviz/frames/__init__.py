"""The only road from a document to a picture."""

from convviz.frames.colouring import Colouring, colourings
from convviz.frames.compute import compute
from convviz.frames.explain import (
    arithmetic,
    arithmetic_text,
    formula,
    formula_text,
    pointed_cell,
    sentence,
)
from convviz.frames.picture import Picture

__all__ = [
    "Colouring",
    "Picture",
    "arithmetic",
    "arithmetic_text",
    "colourings",
    "compute",
    "formula",
    "formula_text",
    "pointed_cell",
    "sentence",
]
