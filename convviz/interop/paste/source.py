"""A text cut into statements, each parsed by itself: one that is wrong spoils no other."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from convviz.interop.paste.result import NotUnderstood

MOST_CHARACTERS = 1 << 19
_DEEPEST = 60
"""Brackets within brackets; Python itself gives up at 200."""
_SIGNS = re.compile(r"""[\[\](){}'"#\n\\]""")
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_BLOCKS = re.compile(
    r"(?:async\s+)?(?:class|def|for|while|if|elif|else|try|except|finally|with|match|case)\b|@"
)
_PROMPT = re.compile(r"^[ \t]*(?:>>>|\.\.\.)(?:[ ]|$)|^[ \t]*In ?\[\d*\]: ?", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE)
_LEFT_OVER = frozenset(")]},; \t\n")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a paste.

    Attributes
    ----------
    line
        Where it begins, from 1.
    tree
        What it says, or None where it isn't Python.
    problem
        Why it isn't.
    """

    line: int
    tree: ast.stmt | None
    problem: str = ""


def clean(text: str) -> str:
    """Return a text without prompts and fences, its lines where they were.

    Raises
    ------
    NotUnderstood
        It is too long, or holds what no text holds.
    """
    if len(text) > MOST_CHARACTERS:
        raise NotUnderstood(
            f"the text has {len(text):,} characters: at most {MOST_CHARACTERS:,} are read"
        )
    if "\0" in text:
        raise NotUnderstood("the text has null bytes: it isn't code")
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text.removeprefix("\ufeff"))
    text = text.replace("\u00a0", " ")
    return _FENCE.sub("", _PROMPT.sub("", text)).expandtabs(4)


def statements(text: str) -> Iterator[Statement]:
    """Yield the statements of a cleaned text in their order.

    Raises
    ------
    NotUnderstood
        Brackets are nested too deep.
    """
    lines = list(_logical(text))
    at = 0
    while at < len(lines):
        line, first = lines[at]
        after = at + 1
        if _BLOCKS.match(first.lstrip()):
            after = _end_of_block(lines, at)
            whole = "\n".join(_with_gaps(lines[at:after]))
            found = _parsed(line, whole)
            if found[0].tree is None and after > at + 1:
                # Its header is passed over; what it holds may be read by itself.
                yield found[0]
                at += 1
                continue
        else:
            found = _parsed(line, first)
        yield from found
        at = after


def _with_gaps(lines: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Yield lines with empty ones between, so that each stands where it stood."""
    last = lines[0][0]
    for line, text in lines:
        yield from [""] * (line - last)
        yield text
        last = line + text.count("\n") + 1


def _end_of_block(lines: Sequence[tuple[int, str]], at: int) -> int:
    """Return the place behind a block: all that is further right, and what goes on with it."""
    indent = _indent(lines[at][1])
    decorated = lines[at][1].lstrip().startswith("@")
    after = at + 1
    while after < len(lines):
        text = lines[after][1]
        goes_on = re.match(r"(?:elif|else|except|finally)\b", text.lstrip())
        if _indent(text) <= indent and not (
            _indent(text) == indent and (goes_on or decorated)
        ):
            break
        decorated = _indent(text) == indent and text.lstrip().startswith("@")
        after += 1
    return after


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _parsed(line: int, text: str) -> list[Statement]:
    """Return the statements of a text that begins at a line; one without a tree if it is none."""
    indent = _indent(text)
    if indent:
        text = re.sub(rf"^ {{1,{indent}}}", "", text, flags=re.MULTILINE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except SyntaxError as error:
        return [Statement(line + max((error.lineno or 1) - 1, 0), None, "it isn't Python")]
    except ValueError:
        return [Statement(line, None, "it isn't Python")]
    except (MemoryError, RecursionError):
        return [Statement(line, None, "it is nested too deep to be read")]
    ast.increment_lineno(tree, line - 1)
    return [Statement(one.lineno, one) for one in tree.body]


def _logical(text: str) -> Iterator[tuple[int, str]]:
    """Yield statements' texts with their first lines: physical lines as brackets join them.

    Closing brackets that nothing opens are left out, missing ones at the end put there.
    """
    cut = _Cut(text)
    quote, skip = "", 0
    for match in _SIGNS.finditer(text):
        at, sign = match.start(), match.group()
        if at < skip:
            continue
        if quote and not (sign == "\n" and len(quote) == 1):
            if sign == "\\" and quote != "#":
                skip = at + 2
            elif quote != "#" and text.startswith(quote, at):
                skip, quote = at + len(quote), ""
            continue
        quote = ""  # a line's end ends what it doesn't close
        if sign in "'\"":
            quote = sign * 3 if text.startswith(sign * 3, at) else sign
            skip = at + len(quote)
        elif sign == "#":
            quote = sign
        elif sign == "\\":
            skip = at + 2
        elif sign == "\n":
            yield from cut.end_line(at)
        else:
            cut.bracket(sign, at)
    yield from cut.end()


class _Cut:
    """Where a text is cut, as brackets open and close."""

    def __init__(self, text: str) -> None:
        self.text, self.open = text, ""
        self.line, self.begin, self.last = 1, 0, 0
        self.kept: list[str] = []

    def bracket(self, sign: str, at: int) -> None:
        """Take a bracket."""
        if sign in _CLOSERS:
            self.open += _CLOSERS[sign]
            if len(self.open) > _DEEPEST:
                line = self.line + self.text.count("\n", self.begin, at)
                raise NotUnderstood(f"line {line}: brackets are nested more than {_DEEPEST} deep")
        elif self.open.endswith(sign):
            self.open = self.open[:-1]
        else:
            self.kept.append(self.text[self.last : at])
            self.last = at + 1

    def end_line(self, at: int) -> Iterator[tuple[int, str]]:
        """Take the end of a line; yield the statement that ends there."""
        if not self.open:
            yield from self._whole(at)
            self.line += self.text.count("\n", self.begin, at + 1)
            self.kept, self.begin, self.last = [], at + 1, at + 1

    def end(self) -> Iterator[tuple[int, str]]:
        """Take the end of the text."""
        yield from self._whole(len(self.text), ("\n" if self.open else "") + self.open[::-1])

    def _whole(self, at: int, more: str = "") -> Iterator[tuple[int, str]]:
        whole = "".join([*self.kept, self.text[self.last : at], more])
        if not _LEFT_OVER.issuperset(whole):
            yield self.line, whole
