"""What the ways to show a layer are called, and the colours of its numbers."""

from __future__ import annotations

from convviz.options import ColourMap, Show

SHOW_NAMES: dict[Show, str] = {
    "layer": "Layer",
    "three": "Three ways",
    "stamps": "Stamps",
    "gaps": "Gaps",
    "im2col": "Matrix product",
    "matrix": "Whole matrix",
    "coverage": "Coverage",
    "gradient": "Gradient",
    "isometric": "In depth",
}
SHOW_NOTES: dict[Show, str] = {
    "layer": "Input, kernel and output",
    "three": "Stamps, gaps and the matrix at once, on one clock",
    "stamps": "Each input cell stamps the scaled kernel, and the stamps add up",
    "gaps": "The same as a convolution over the input with zeros between its cells",
    "im2col": "Each window as a column: one matrix product makes the output",
    "matrix": "The layer as one matrix that the whole input is multiplied with",
    "coverage": "How often each cell is read",
    "gradient": "How the output's gradient flows back to input and weights",
    "isometric": "Feature maps as plates in depth, each window projecting onto its output",
}
COLOUR_MAP_NAMES: dict[ColourMap, str] = {
    "auto": "Automatic",
    "tint": "Tint",
    "grey": "Grey",
    "diverging": "Blue to orange",
    "purple-green": "Purple to green",
    "viridis": "Viridis",
    "cividis": "Cividis",
}
COLOUR_MAP_NOTES: dict[ColourMap, str] = {
    "auto": "What suits the numbers: signs in purple and green, pictures in grey",
    "tint": "Each panel in its own colour",
    "grey": "From black to white, as pictures are",
    "diverging": "Blue below zero, orange above",
    "purple-green": "Purple below zero, green above",
    "viridis": "From dark blue to yellow, in steps that look even",
    "cividis": "From blue to yellow, the same to every eye",
}
