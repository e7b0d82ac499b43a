"""A display list on the screen, in a picture, in a PDF: everything painted with Qt."""

from convviz.paint.qt.application import application, font, load_fonts
from convviz.paint.qt.frames import FramePainter, pdf, png
from convviz.paint.qt.painter import paint, painting

__all__ = [
    "FramePainter",
    "application",
    "font",
    "load_fonts",
    "paint",
    "painting",
    "pdf",
    "png",
]
