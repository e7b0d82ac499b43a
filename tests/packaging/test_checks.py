import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import checks
import pytest
from checks import Check, Result
from environment import Environment
from fakes import FakeSystem, make_venv
from machine import Machine

ROOT = Path(__file__).resolve().parents[2]
SCREEN = frozenset({"apt-get", "Xvfb", "xauth", "xdotool", "openbox"})


def test_every_check_runs_whatever_became_of_those_before(
    capsys: pytest.CaptureFixture[str],
) -> None:
    called: list[Sequence[str]] = []

    def call(command: Sequence[str]) -> int:
        called.append(command)
        return int(command[0] == "no")

    results = checks.run_checks([Check("first", ("no",)), Check("second", ("yes",))], call)
    assert called == [("no",), ("yes",)]
    assert [result.verdict for result in results] == ["FAILED", "passed"]
    assert capsys.readouterr().out.splitlines() == ["", "── first", "", "── second"]


def test_the_summary_names_each_check_with_its_time() -> None:
    text = checks.summary([Result("ruff", "passed", 0.42), Result("a window", "not run: no X")])
    assert text.splitlines()[2:] == [
        "ruff      passed     0.4 s",
        "a window  not run: no X",
    ]


def test_all_that_must_hold_is_checked() -> None:
    names = [check.name for check in checks.all_checks("python", [], screen=True)]
    assert names[:4] == ["ruff", "mypy --strict", "import contracts", "tests"]
    assert [name for name in names if name.startswith("every branch")] == [
        f"every branch of {name} covered"
        for name in ("layers", "engine", "steps", "scene", "figures")
    ]
    assert names[-1] == "coverage not below fail_under"


def test_chosen_tests_are_not_judged_by_what_they_cover() -> None:
    rows = checks.all_checks("python", ["-k", "padding"], screen=True)
    assert rows[-1].command[-2:] == ("-k", "padding")
    assert not [row for row in rows if "--cov" in row.command]


def test_without_a_screen_the_tests_that_need_one_are_left_out() -> None:
    with_screen, without = (
        checks.all_checks("python", [], screen=screen)[3].command for screen in (True, False)
    )
    assert "not xvfb" in without
    assert "not xvfb" not in with_screen


@pytest.fixture
def why(fake: FakeSystem, checkout: Path, a_machine: Callable[..., Machine]) -> Callable[..., str]:
    make_venv(checkout / ".venv")

    def ask(**changes: object) -> str:
        machine = a_machine(**changes)
        environment = Environment(checkout, machine, fake.run, fake.say)
        return checks.why_no_screen(environment, machine, fake.run, fake.say)

    return ask


def test_with_all_there_a_window_can_be_tested(why: Callable[..., str], fake: FakeSystem) -> None:
    assert why(commands=SCREEN) == ""
    assert fake.ran("ldd")


def test_root_gets_the_virtual_screen(why: Callable[..., str], fake: FakeSystem) -> None:
    assert why(root=True) == ""
    assert fake.ran("apt-get", "install", "xvfb", "xauth", "xdotool", "openbox")


def test_a_person_is_told_how_to_get_it(why: Callable[..., str]) -> None:
    assert why(commands=SCREEN - {"xdotool"}).endswith(" xdotool'")


def test_a_person_is_told_of_libraries_too(why: Callable[..., str], fake: FakeSystem) -> None:
    fake.missing = ["libxcb-cursor.so.0"]
    assert "libxcb-cursor0" in why(commands=SCREEN)


def test_elsewhere_it_is_said_that_no_window_is_tested(why: Callable[..., str]) -> None:
    assert why(platform="darwin") == "there is none on darwin"
    fedora = why(os_release={"ID": "fedora"}, commands=frozenset({"Xvfb", "xauth", "xdotool"}))
    assert fedora == "openbox missing"


def names(requirements: Sequence[str]) -> set[str]:
    import re

    return {re.split(r"[^\w.-]", line)[0].lower().replace("_", "-") for line in requirements}


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / "packaging" / lock).read_text(encoding="utf-8")
    rows = [line.split()[0] for line in text.splitlines() if line[:1].isalnum()]
    return {row.partition("==")[0]: row.partition("==")[2] for row in rows}


def test_the_locks_pin_all_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert names(project["dependencies"]) <= set(pins("requirements.lock"))
    assert names(project["optional-dependencies"]["dev"]) <= set(pins("requirements-dev.lock"))


def test_the_locks_agree() -> None:
    ours = pins("requirements.lock")
    theirs = pins("requirements-dev.lock")
    assert ours
    assert {name: theirs.get(name) for name in ours} == ours


def test_the_lock_satisfies_the_ranges() -> None:
    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = pins("requirements-dev.lock")
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(pinned[requirement.name.lower().replace("_", "-")])


def test_continuous_integration_runs_the_one_command() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "python" in line] == ["python3 packaging/test.py"]
