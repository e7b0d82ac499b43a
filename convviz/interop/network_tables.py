"""A network's table for people and programs: text, CSV, Markdown, LaTeX, JSON values."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from fractions import Fraction
from io import StringIO
from typing import Any

from convviz.layers.conv import Pair
from convviz.layers.network.fields import said
from convviz.layers.network.table import Row, Table
from convviz.layers.words import numbers_along

_ABSENT = "–"

HEADINGS = (
    "name", "kind", "kernel", "stride", "padding", "dilation", "groups", "output",
    "receptive field", "jump", "start", "covered", "parameters", "multiply-adds", "memory",
)  # fmt: skip
NUMBERS = frozenset(HEADINGS[2:7] + HEADINGS[8:])
"""Columns that stand at the right."""
_SELDOM = {"dilation": "1", "groups": "1", "padding": "0"}
"""Columns that are left out where no row says anything else."""


def cells(row: Row) -> tuple[str, ...]:
    """Return a row as people read it, a text for each of `HEADINGS`."""
    return (
        row.name,
        row.kind,
        _along(row.kernel),
        _along(row.stride),
        "" if row.padding is None else _sides(row.padding),
        _along(row.dilation),
        "" if row.groups is None else str(row.groups),
        _output(row),
        _ABSENT if row.size is None else _same(tuple(map(_range, row.size))),
        _ABSENT if row.jump is None else _same(tuple(map(said, row.jump))),
        _ABSENT if row.start is None else _same(tuple(map(_place, row.start))),
        _ABSENT if row.covered is None else share(row.covered),
        f"{row.parameters:,}" if row.parameters else "",
        f"{row.multiply_adds:,}" if row.multiply_adds else "",
        _ABSENT if row.activation_bytes is None else memory(row.activation_bytes),
    )


def totals(table: Table) -> tuple[str, ...]:
    """Return the last line of a table, a text for each of `HEADINGS`."""
    known = {
        "name": "total",
        "parameters": f"{table.parameters:,}",
        "multiply-adds": f"{table.multiply_adds:,}",
        "memory": memory(table.activation_bytes),
    }
    return tuple(known.get(heading, "") for heading in HEADINGS)


def as_text(table: Table) -> str:
    """Return a table in columns of spaces, with its totals."""
    headings, rows = _chosen(table)
    lines = [headings, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]

    def line(texts: Sequence[str]) -> str:
        padded = (
            text.rjust(width) if heading in NUMBERS else text.ljust(width)
            for text, width, heading in zip(texts, widths, headings, strict=True)
        )
        return "  ".join(padded).rstrip()

    *body, total = map(line, rows)
    return "\n".join([line(headings), *body, "", total])


def as_markdown(table: Table) -> str:
    """Return a table in Markdown, with its totals."""
    headings, rows = _chosen(table)
    dashes = ["--:" if heading in NUMBERS else ":--" for heading in headings]
    lines = [headings, dashes, *rows]
    return "\n".join(f"| {' | '.join(map(_escaped_markdown, line))} |" for line in lines) + "\n"


def as_latex(table: Table) -> str:
    """Return a table as a LaTeX tabular with booktabs' rules, with its totals."""
    headings, rows = _chosen(table)
    sides = "".join("r" if heading in NUMBERS else "l" for heading in headings)
    *body, total = [" & ".join(map(_escaped_latex, row)) + r" \\" for row in rows]
    lines = [
        r"\begin{tabular}{" + sides + "}",
        r"\toprule",
        " & ".join(headings) + r" \\",
        r"\midrule",
        *body,
        r"\midrule",
        total,
        r"\bottomrule",
        r"\end{tabular}",
    ]
    return "\n".join(lines) + "\n"


def as_csv(table: Table) -> str:
    """Return a table as CSV: numbers as they are, ``x`` between axes, no totals."""
    made = StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow([heading.replace(" ", "_").replace("-", "_") for heading in HEADINGS])
    for row in table.rows:
        numbers = (row.parameters, row.multiply_adds, row.activation_bytes)
        texts = [_plainer(text) for text in cells(row)[:-4]]
        covered = "" if row.covered is None else f"{row.covered:.6g}"
        shown = ["" if number is None else number for number in numbers]
        writer.writerow([_harmless(text) for text in texts] + [covered, *shown])
    return made.getvalue()


def as_values(table: Table) -> dict[str, Any]:
    """Return a table as JSON values, fractions as numbers."""
    return {
        "input_shape": list(table.input_shape),
        "layers": [_row_values(row) for row in table.rows],
        "misaligned": [
            {"node": one.node, "axis": one.axis, "message": one.message}
            for one in table.misaligned
        ],
        "total": {
            "parameters": table.parameters,
            "multiply_adds": table.multiply_adds,
            "activation_bytes": table.activation_bytes,
        },
        "valid": table.failing is None,
    }


def memory(size: int) -> str:
    """Return bytes as people write them: ``784 KB``."""
    for unit, least in (("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)):
        if size >= least:
            return f"{size / least:.{3 if size < 1000 * least else 4}g} {unit}"
    return f"{size} B"


def share(covered: float) -> str:
    """Return a share in percent."""
    percent = covered * 100
    return f"{percent:.0f} %" if percent >= 10 or not percent else f"{percent:.2g} %"


def _chosen(table: Table) -> tuple[list[str], list[list[str]]]:
    """Return headings and rows, totals last, without columns that say nothing."""
    lines = [cells(row) for row in table.rows]
    kept = [
        place
        for place, heading in enumerate(HEADINGS)
        if heading not in _SELDOM
        or {line[place] for line in lines} - {"", _ABSENT, _SELDOM[heading]}
    ]
    every = [[line[place] for place in kept] for line in (*lines, totals(table))]
    return [HEADINGS[place] for place in kept], every


def _output(row: Row) -> str:
    if row.output_shape is None:
        return "fails" if row.problems else _ABSENT
    return " × ".join(map(str, row.output_shape))


def _along(numbers: tuple[int, ...] | None) -> str:
    return "" if numbers is None else numbers_along(numbers)


def _same(texts: tuple[str, ...]) -> str:
    return texts[0] if len(set(texts)) == 1 else " × ".join(texts)


def _sides(padding: tuple[Pair, ...]) -> str:
    return _same(tuple(str(a) if a == b else f"{a}:{b}" for a, b in padding))


def _range(sizes: Pair) -> str:
    low, high = sizes
    return str(low) if low == high else f"{low}…{high}"


def _place(start: Fraction | None) -> str:
    return _ABSENT if start is None else said(start)


def _plainer(text: str) -> str:
    return text.replace(" × ", "x").replace("…", "-").replace(_ABSENT, "")


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; negative numbers stay."""
    odd = text[:1] in {"=", "+", "@", "\t", "\r"} or (text[:1] == "-" and not text[1:2].isdigit())
    return f"'{text}" if odd else text


def _escaped_markdown(text: str) -> str:
    plain = " ".join(text.split("\n"))  # a row is a line
    return plain.replace("\\", "\\\\").replace("|", "\\|").replace("_", "\\_").replace("*", "\\*")


def _escaped_latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in text)


_LATEX = {
    "\\": r"\textbackslash{}", "_": r"\_", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$",
    "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "×": r"$\times$", "…": "--", "–": "--",
}  # fmt: skip


def _row_values(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": row.kind,
        "inputs": list(row.inputs),
        "kernel": _listed(row.kernel),
        "stride": _listed(row.stride),
        "padding": None if row.padding is None else [list(pair) for pair in row.padding],
        "dilation": _listed(row.dilation),
        "groups": row.groups,
        "output_shape": _listed(row.output_shape),
        "receptive_field": None if row.size is None else [list(pair) for pair in row.size],
        "jump": None if row.jump is None else [_number(jump) for jump in row.jump],
        "start": None
        if row.start is None
        else [None if start is None else _number(start) for start in row.start],
        "covered": row.covered,
        "parameters": row.parameters,
        "multiply_adds": row.multiply_adds,
        "activation_bytes": row.activation_bytes,
        "problems": [
            {
                "field": problem.field,
                "message": problem.message,
                "fixes": [fix.label for fix in problem.fixes],
            }
            for problem in row.problems
        ],
    }


def _listed(numbers: Sequence[int] | None) -> list[int] | None:
    return None if numbers is None else list(numbers)


def _number(fraction: Fraction) -> float:
    return int(fraction) if fraction.denominator == 1 else float(fraction)
