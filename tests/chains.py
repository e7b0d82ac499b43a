"""Documents of several layers."""

from dataclasses import replace

import numpy as np

import convviz as cv


def chain(show="isometric", step=0, **view):
    """Return a document of a convolution, a pool and a convolution, seen in depth."""
    random = np.random.default_rng(3)
    layers = [
        cv.Conv2d(2, 4, 3, padding=1, bias=False), cv.MaxPool2d(2), cv.Conv2d(4, 3, 2)
    ]
    weights = [
        random.integers(-1, 2, (4, 2, 3, 3)), None, random.integers(-1, 2, (3, 4, 2, 2))
    ]
    figure = cv.figure(
        layers, random.integers(-3, 9, (2, 6, 8)), weights, [None, None, [1, 2, 3]],
        show="isometric",
    )
    document = figure._document
    return replace(document, step=step, view=replace(document.view, show=show, **view))
