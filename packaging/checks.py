"""Everything that must hold of the project, checked one after the other and summed up."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import system
from environment import CHECKOUT, LOCK, TEST_LOCK, Environment
from launch import INTERRUPTED
from machine import Machine, Run, Say, SetupError, run, say, this_machine

FULLY_COVERED = ("layers", "engine", "steps", "scene", "figures")
SCREEN_COMMANDS = {"Xvfb": "xvfb", "xauth": "xauth", "xdotool": "xdotool", "openbox": "openbox"}
CONTRACTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"

Call = Callable[[Sequence[str]], int]


@dataclass(frozen=True)
class Check:
    """Something that must hold, and the command that ends with 0 when it does."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """How a check went; ``seconds`` is None when it wasn't run."""

    name: str
    verdict: str
    seconds: float | None = None


def main(arguments: Sequence[str]) -> int:
    """Set up, check everything and print a summary: 0 when all of it holds, else 1."""
    machine = this_machine()
    environment = Environment(CHECKOUT, machine, run, say)
    try:
        environment.prepare([LOCK, TEST_LOCK], ("offscreen",) if machine.linux else ())
        reason = why_no_screen(environment, machine, run, say)
        checks = all_checks(str(environment.python), arguments, screen=not reason)
        results = run_checks(checks, call)
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    if reason:
        results.append(Result("tests on a virtual X server", f"not run: {reason}"))
    if arguments:
        results.append(Result("coverage", "not judged: the arguments chose among the tests"))
    print(summary(results))
    return int(any(result.verdict == "FAILED" for result in results))


def why_no_screen(environment: Environment, machine: Machine, run: Run, say: Say) -> str:
    """Return why no window can be opened on a virtual X server; "" when it can.

    As root on Debian or Ubuntu what is missing is installed.
    """
    if not machine.linux:
        return f"there is none on {machine.platform}"
    missing = [name for name in SCREEN_COMMANDS if name not in machine.commands]
    packages = [(SCREEN_COMMANDS[name],) for name in missing]
    try:
        if missing and machine.debian:
            system.provide_packages(packages, machine, run, say, why=f"no {', '.join(missing)}")
        elif missing:
            return f"{', '.join(missing)} missing"
        environment.provide_libraries(("offscreen", "xcb"))
    except SetupError as error:
        return str(error)
    return ""


def all_checks(python: str, arguments: Sequence[str], *, screen: bool) -> list[Check]:
    """Return the checks in the order in which they run; arguments are for pytest."""
    marks = () if screen else ("-m", "not xvfb")
    coverage = () if arguments else ("--cov", "--cov-report=", "--cov-fail-under=0")
    tests = ("pytest", "-q", "-n", "2", *coverage, *marks, *arguments)
    checks = [
        Check("ruff", (python, "-m", "ruff", "check", ".")),
        # From nothing: what mypy remembers of a module that wasn't there yet outlives its coming.
        Check("mypy --strict", (python, "-m", "mypy", "--no-incremental")),
        Check("import contracts", (python, "-c", CONTRACTS)),
        Check("tests", (python, "-m", *tests)),
    ]
    return checks if arguments else [*checks, *coverage_checks(python)]


def coverage_checks(python: str) -> list[Check]:
    """Return the checks of what the tests, just run, have covered."""
    report = (python, "-m", "coverage", "report")
    full = (
        Check(
            f"every branch of {name} covered",
            (*report, f"--include=convviz/{name}/*", "--fail-under=100"),
        )
        for name in FULLY_COVERED
    )
    return [*full, Check("coverage not below fail_under", report)]


def run_checks(checks: Sequence[Check], call: Call) -> list[Result]:
    """Run every check, whatever became of those before it."""
    results = []
    for check in checks:
        print(f"\n── {check.name}", flush=True)
        begin = time.monotonic()
        verdict = "passed" if call(check.command) == 0 else "FAILED"
        results.append(Result(check.name, verdict, time.monotonic() - begin))
    return results


def call(command: Sequence[str]) -> int:
    """Run a command in the checkout, with Qt drawing into memory, and return its exit code."""
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(command, cwd=CHECKOUT, env=environ, check=False).returncode


def summary(results: Sequence[Result]) -> str:
    """Return the table of results, one on a line."""
    width = max(len(result.name) for result in results)
    rows = ["", "── all checks"]
    for result in results:
        seconds = "" if result.seconds is None else f"{result.seconds:8.1f} s"
        rows.append(f"{result.name:<{width}}  {result.verdict}{seconds}")
    return "\n".join(rows)
