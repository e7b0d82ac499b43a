"""argparse, but every complaint is one sentence and a slip of the finger gets a suggestion."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import NoReturn

from convviz.errors import ConvvizError


class UsageError(ConvvizError):
    """The command line was typed in a way that means nothing."""


class Parser(argparse.ArgumentParser):
    """A parser that raises `UsageError` in place of printing its usage and leaving."""

    def __init__(self, prog: str, description: str, epilog: str) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    def read(self, argv: Sequence[str]) -> argparse.Namespace:
        """Return the options of a command line.

        Raises
        ------
        UsageError
            An option is unknown, or lacks its value.
        """
        known, unknown = self.parse_known_args(joined(argv))
        if unknown:
            raise UsageError(self._unknown(unknown[0]))
        return known

    def error(self, message: str) -> NoReturn:
        """Raise argparse's complaint without its preamble."""
        raise UsageError(
            f"{message.removeprefix('argument ')} ({self.prog} --help lists the options)"
        )

    def _unknown(self, word: str) -> str:
        if not word.startswith("-"):
            return f"{word!r} is one argument too many ({self.prog} --help lists what it takes)"
        option = word.partition("=")[0]
        options = [name for action in self._actions for name in action.option_strings]
        return f"there is no option {option}" + suggestion(
            option, options, f" ({self.prog} --help lists them)"
        )


def suggestion(word: str, known: Sequence[str], otherwise: str = "") -> str:
    """Return ``; did you mean …?`` for the known word that is nearest, if one is near."""
    near = get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]}?" if near else otherwise


def joined(argv: Sequence[str]) -> list[str]:
    """Return the arguments with negative values tied to their options.

    argparse takes ``-1x2`` for an option of its own; as ``--stride=-1x2`` it
    reaches the layer's check, which has a better sentence for it.
    """
    words: list[str] = []
    for word in argv:
        if (
            re.match(r"-\d", word)
            and words
            and re.fullmatch(r"--[a-z-]+", words[-1])
        ):
            words[-1] += f"={word}"
        else:
            words.append(word)
    return words
