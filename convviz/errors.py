"""What can be wrong, and the exceptions that carry it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that mends a problem and can be applied with one click.

    Attributes
    ----------
    label
        What the change does, for a button: ``"padding 1"``.
    changes
        Pairs of a parameter's name and its new value, in the form that
        `convviz.layers.Conv` holds it; ``"input_size"`` (a tuple of spatial
        sizes) for the input's.
    """

    label: str
    changes: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a layer can't be made or can't take its input.

    Attributes
    ----------
    field
        The parameter's name (``"kernel_size"``, ``"stride"``, …) or ``"input"``.
    message
        One sentence with the inequality in numbers.
    axis
        The spatial axis concerned (0 is the first), or None for all.
    fixes
        Smallest changes that mend it, the usual one first.
    kind
        What sort of mistake it is, where it can be made along each axis; the same
        sort along several axes is told once. Else empty.
    """

    field: str
    message: str
    axis: int | None = None
    fixes: tuple[Fix, ...] = ()
    kind: str = ""


class ConvvizError(Exception):
    """Base of what convviz raises on purpose; the message is one sentence for a person."""


class UnknownInput(ConvvizError):  # noqa: N818 - as below
    """A model whose input has sizes that aren't told; it can be opened with a shape given."""


class InvalidLayer(ConvvizError, ValueError):  # noqa: N818 - the name is the library's face
    """A layer that can't be made, or can't take the given input.

    Attributes
    ----------
    problems
        Every problem found, never empty.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


class UnreadableFile(ConvvizError):  # noqa: N818
    """A file that isn't what it was opened as; says what was expected."""


class NotWritten(ConvvizError):  # noqa: N818
    """A file that could not be written; nothing is left under its final name."""


class Cancelled(ConvvizError):  # noqa: N818
    """Long work that was asked to stop and did."""
