"""The common factors of panels in which numbers are written whole: ``Kernel × 1/9``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Factors:
    """What part of one each panel's numbers count: 9 where they count ninths.

    Attributes
    ----------
    input, kernel, output
        1 where the numbers are as they are.
    """

    input: int = 1
    kernel: int = 1
    output: int = 1

    def __bool__(self) -> bool:
        """Return whether any panel has a factor."""
        return max(self.input, self.kernel, self.output) > 1

    def words(self) -> str:
        """Return the panels with their factors: ``kernel and output × 1/9``."""
        return told({"input": self.input, "kernel": self.kernel, "output": self.output})


def told(parts: dict[str, int]) -> str:
    """Return what has which factor, things with the same together; empty where none has one."""
    same: dict[int, list[str]] = {}
    for name, part in parts.items():
        if part > 1:
            same.setdefault(part, []).append(name)
    return ", ".join(
        f"{', '.join(names[:-1])} and {names[-1]}{times(part)}" if len(names) > 1
        else f"{names[0]}{times(part)}"
        for part, names in same.items()
    )


def times(part: int) -> str:
    """Return a factor as it stands behind a name: `` × 1/9``; empty for none."""
    return f" × 1/{part}" if part > 1 else ""
