"""Playing through the steps; time comes in as an argument."""

from __future__ import annotations

from dataclasses import dataclass, replace

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
"""Steps a second that plus and minus move through."""


@dataclass(frozen=True, slots=True)
class Playback:
    """Whether steps go by, how fast, and what happens at the end.

    Attributes
    ----------
    playing
        Whether they do.
    speed
        Steps a second.
    loop
        Begin again after the last step.
    waited
        Part of the next step that has passed, from 0 to 1.
    """

    playing: bool = False
    speed: float = 2.0
    loop: bool = False
    waited: float = 0.0

    def advance(self, dt: float, step: int, count: int) -> tuple[Playback, int]:
        """Return the playback and the step after `dt` seconds.

        Parameters
        ----------
        dt
            Seconds since the last call.
        step
            The step on show, from 0.
        count
            How many steps there are, at least 1.
        """
        if not self.playing:
            return self, step
        passed, waited = divmod(self.waited + dt * self.speed, 1.0)
        step += int(passed)
        if step < count:
            return replace(self, waited=waited), step
        if self.loop:
            return replace(self, waited=waited), step % count
        return replace(self, playing=False, waited=0.0), count - 1

    def faster(self) -> Playback:
        """Return the playback at the next higher speed."""
        return replace(self, speed=next((s for s in SPEEDS if s > self.speed), SPEEDS[-1]))

    def slower(self) -> Playback:
        """Return the playback at the next lower speed."""
        return replace(
            self, speed=next((s for s in reversed(SPEEDS) if s < self.speed), SPEEDS[0])
        )
