"""A display list on the screen, in a picture: everything painted with Qt."""

from convviz.paint.qt.application import application, font, load_fonts
from convviz.paint.qt.frames import DOTS_PER_METRE, FramePainter, pixels, png
from convviz.paint.qt.painter import paint, painting
from convviz.paint.qt.text import Fonts

__all__ = [
    "DOTS_PER_METRE",
    "Fonts",
    "FramePainter",
    "application",
    "font",
    "load_fonts",
    "paint",
    "painting",
    "pixels",
    "png",
]
