"""Strokes: a display list on the screen, in a picture, in an SVG file."""
