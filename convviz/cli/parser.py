"""argparse, but every complaint is one sentence and a slip of the finger gets a suggestion."""

from __future__ import annotations

import argparse
import re
from collections.abc import Container, Sequence
from difflib import get_close_matches
from typing import NoReturn

from convviz.cli.grammar import shortened
from convviz.cli.output import say
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
        valued = {name for name, action in self._by_name().items() if action.nargs != 0}
        words = joined(argv, valued)
        self._check_flags(words, valued)
        known, unknown = self.parse_known_args(words)
        if unknown:
            raise UsageError(self._unknown(unknown[0]))
        for action in self._actions:
            # Of the value "--" argparse makes a list, from Python 3.13 on it keeps it.
            if getattr(known, action.dest, None) in ("", [], "--"):
                name = action.option_strings[-1] if action.option_strings else "the argument"
                raise UsageError(f"{name}: expected {action.metavar}, got nothing")
        return known

    def options(self) -> list[str]:
        """Return the names of all options."""
        return list(self._by_name())

    def print_help(self, file: object = None) -> None:  # noqa: ARG002 - argparse's signature
        """Print the help as all else is printed."""
        say(self.format_help().rstrip())

    def error(self, message: str) -> NoReturn:
        """Raise argparse's complaint without its preamble."""
        raise UsageError(
            f"{message.removeprefix('argument ')} ({self.prog} --help lists the options)"
        )

    def _unknown(self, word: str) -> str:
        if not word.startswith("-"):
            return f"{word!r} is one argument too many ({self.prog} --help lists what it takes)"
        option = word.partition("=")[0]
        return f"there is no option {shortened(option)}" + suggestion(
            option, self.options(), f" ({self.prog} --help lists them)"
        )

    def _by_name(self) -> dict[str, argparse.Action]:
        return {name: action for action in self._actions for name in action.option_strings}

    def _check_flags(self, words: Sequence[str], valued: Container[str]) -> None:
        """Refuse ``--json=1``, of which argparse says something odd."""
        for word in words:
            option, equals, _ = word.partition("=")
            action = self._by_name().get(option)
            if equals and action is not None and option not in valued:
                names = " or ".join(name for name in action.option_strings if name != "-h")
                raise UsageError(f"{option} takes no value: it is {names} alone")


def suggestion(word: str, known: Sequence[str], otherwise: str = "") -> str:
    """Return ``; did you mean …?`` for the known word that is nearest, if one is near."""
    near = get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]}?" if near else otherwise


def joined(argv: Sequence[str], valued: Container[str]) -> list[str]:
    """Return the arguments with values that begin with a dash tied to their options.

    argparse takes ``-1x2`` for an option of its own; as ``--stride=-1x2`` it
    reaches the layer's check, which has a better sentence for it.

    Parameters
    ----------
    argv
        The arguments.
    valued
        The options that take a value.
    """
    words: list[str] = []
    for word in argv:
        if re.match(r"-[^-]", word) and words and words[-1] in valued:
            words[-1] += f"={word}"
        else:
            words.append(word)
    return words
