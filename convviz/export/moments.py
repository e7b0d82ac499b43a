"""Which pictures a moving picture is made of, and how long each is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from convviz.options import AnimationOptions

SLOWEST, FASTEST = 0.1, 100.0
"""Steps a second."""
LONGEST_HOLD = 60.0
MOST_BETWEEN = 60


@dataclass(frozen=True, slots=True)
class Moment:
    """One picture of a moving picture.

    Attributes
    ----------
    step, following
        It stands on the way from one step to another; both are the same at rest.
    share
        How much of the time between them has passed.
    seconds
        How long it is seen.
    """

    step: int
    following: int
    share: float
    seconds: float


def moments(steps: Sequence[int], options: AnimationOptions) -> Iterator[Moment]:
    """Yield the pictures of some steps in their order; the last is held."""
    seconds = 1 / (options.pace * (options.between + 1))
    for step, following in pairwise(steps):
        for part in range(options.between + 1):
            yield Moment(step, following, part / (options.between + 1), seconds)
    yield Moment(steps[-1], steps[-1], 0.0, 1 / options.pace + options.hold)


def moment_count(steps: Sequence[int], options: AnimationOptions) -> int:
    """Return how many pictures `moments` yields."""
    return (len(steps) - 1) * (options.between + 1) + 1


def animation_problem(options: AnimationOptions) -> str | None:
    """Return what is wrong with the options, in one sentence, None if nothing."""
    if not SLOWEST <= options.pace <= FASTEST:
        return (
            f"pace {options.pace:g}: it must be {SLOWEST:g} to {FASTEST:g} steps a second"
        )
    if not 0 <= options.hold <= LONGEST_HOLD:
        return f"hold {options.hold:g}: it must be 0 to {LONGEST_HOLD:g} seconds"
    if not 0 <= options.between <= MOST_BETWEEN:
        return f"{options.between} frames between steps: there can be 0 to {MOST_BETWEEN}"
    if options.pace * (options.between + 1) > FASTEST:
        frames = options.pace * (options.between + 1)
        return (
            f"{options.pace:g} steps a second with {options.between} frames between make "
            f"{frames:g} frames a second: at most {FASTEST:g}"
        )
    return None


def hundredths(moments: Iterator[Moment]) -> Iterator[tuple[Moment, int]]:
    """Yield moments with their time in 1/100 s, at least 2; rounding doesn't add up."""
    exact, given = 0.0, 0
    for moment in moments:
        exact += 100 * moment.seconds
        length = max(round(exact) - given, 2)
        given += length
        yield moment, length
