"""How the window gets from one step to the next in moving pictures."""

from __future__ import annotations

from convviz.frames.picture import Picture
from convviz.scene.items import Scene
from convviz.scene.tweening import tween


def between(picture: Picture, step: int, following: int, share: float) -> Scene:
    """Return what stands over the still part on the way from one step to another.

    Parameters
    ----------
    picture
        The pictures of a document.
    step, following
        The two steps, from 0. Where their still parts differ, as from one channel
        to the next, there is no way between them: the first is shown.
    share
        How much of the time between them has passed, 0 to 1; what moves is slow at
        both ends.
    """
    if picture.base(step) is not picture.base(following):
        return picture.overlay(step)
    return tween(picture.overlay(step), picture.overlay(following), smooth(share))


def smooth(share: float) -> float:
    """Return how much of the way is done after a share of the time: ``3t² − 2t³``."""
    return share * share * (3 - 2 * share)
