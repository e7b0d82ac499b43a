"""Picks the command, runs it, and turns every expected failure into a sentence and a status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from convviz.cli.grammar import shortened
from convviz.cli.interrupt import INTERRUPTED
from convviz.cli.output import complain, say
from convviz.cli.parser import UsageError, suggestion
from convviz.errors import ConvvizError, InvalidLayer, NotWritten
from convviz.files import exists
from convviz.version import __version__

OpenWindow = Callable[[Path | None], int]

OK = 0
NOT_DONE = 1
MISUSED = 2

HELP = f"""\
convviz {__version__}: see exactly what a convolution does, step by step, with the numbers.

  convviz                open the window
  convviz FILE           open the window with a document, an exported frame, a picture,
                         an array (.npy) or a table (.csv, .tsv)
  convviz describe ...   print a layer's output size, parameters, cost and receptive field
  convviz export ...     save one PNG for each step, with no display needed
  convviz network ...    print a whole network as a table: shapes, receptive fields, costs

  convviz describe --help, convviz export --help, convviz network --help
  convviz --version

exit status: 0 done; 1 not written; 2 invalid parameters, files or options; 130 interrupted
"""


def main(argv: Sequence[str], open_window: OpenWindow | None = None) -> int:
    """Run a command line without the program's name.

    Parameters
    ----------
    argv
        The arguments.
    open_window
        Opens the window with a file or without one and returns the exit
        status; None where there is no window to open, which prints the help.

    Returns
    -------
    int
        The exit status: 0 done, 1 not written, 2 invalid parameters, files or
        options, 130 interrupted.
    """
    try:
        return _run(argv, open_window)
    except InvalidLayer as error:
        for problem in error.problems:
            complain(problem.message)
        return MISUSED
    except NotWritten as error:
        complain(str(error))
    except ConvvizError as error:
        complain(str(error))
        return MISUSED
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    except MemoryError:
        complain("there is not enough memory for that")
    except BrokenPipeError:
        pass  # nobody reads on
    return NOT_DONE


def _run(argv: Sequence[str], open_window: OpenWindow | None) -> int:
    first = argv[0] if argv else ""
    if first in {"-h", "--help", "help"}:
        say(HELP.rstrip())
        return OK
    if first in {"-V", "--version"}:
        say(f"convviz {__version__}")
        return OK
    if first in COMMANDS:
        return _command(COMMANDS[first], argv[1:])
    if first.startswith("-"):
        raise _no_option(first)
    file = _file(argv)
    if open_window is None:
        say(HELP.rstrip())
        return OK
    from convviz.cli.display import check_display  # noqa: PLC0415 - only windows need sockets

    check_display(os.environ, sys.platform, file)
    return open_window(file)


def _no_option(word: str) -> UsageError:
    """Return the complaint about an option before any command."""
    from convviz.cli import describe, export, network  # noqa: PLC0415 - only a slip needs them

    option = word.partition("=")[0]
    parsers = (describe.parser(), export.parser(), network.parser())
    takers = [made.prog for made in parsers if option in made.options()]
    if takers:
        return UsageError(f"{option} belongs to {' and '.join(takers)}")
    return UsageError(
        f"there is no option {shortened(option)}"
        + suggestion(option, OPTIONS, " (convviz --help lists them)")
    )


def _file(argv: Sequence[str]) -> Path | None:
    """Return the file to open the window with; what isn't one is most likely a slip."""
    if not argv:
        return None
    if not argv[0]:
        raise UsageError("the name of the file to open is empty")
    if not exists(Path(argv[0])):
        raise UsageError(
            f"there is no file {argv[0]}"
            + suggestion(argv[0], tuple(COMMANDS), " (convviz --help lists the commands)")
        )
    if len(argv) > 1:
        raise UsageError(f"the window opens one file, {len(argv)} were given")
    return Path(argv[0])


def _command(command: Callable[[Sequence[str]], int], argv: Sequence[str]) -> int:
    try:
        return command(argv)
    except SystemExit as end:  # argparse has printed the help
        return end.code if isinstance(end.code, int) else MISUSED


def _describe(argv: Sequence[str]) -> int:
    from convviz.cli import describe  # noqa: PLC0415 - a command loads what it needs

    return describe.run(describe.parser().read(argv))


def _export(argv: Sequence[str]) -> int:
    from convviz.cli import export  # noqa: PLC0415

    return export.run(export.parser().read(argv))


def _network(argv: Sequence[str]) -> int:
    from convviz.cli import network  # noqa: PLC0415

    return network.run(network.parser().read(argv))


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "describe": _describe, "export": _export, "network": _network,
}  # fmt: skip
OPTIONS = ("--help", "--version")
