"""The only road from a document to a picture."""

from convviz.frames.colouring import Colouring, colourings
from convviz.frames.compute import compute
from convviz.frames.picture import Picture

__all__ = [
    "Colouring",
    "Picture",
    "colourings",
    "compute",
]
