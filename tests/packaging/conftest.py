"""The scripts of packaging/, loaded by path (that folder is no package), and machines made up."""

import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(name: str, folder: Path) -> None:
    """Load ``<folder>/<name>.py`` as the module that its neighbours import."""
    spec = spec_from_file_location(name, folder / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


for script in ("machine", "system", "environment", "launch", "checks"):
    load(script, ROOT / "packaging")
load("fakes", Path(__file__).parent)

from fakes import FakeSystem  # noqa: E402
from machine import Machine  # noqa: E402


@pytest.fixture
def fake() -> FakeSystem:
    return FakeSystem()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder with the two locks where a checkout has them."""
    folder = tmp_path / "check out"
    (folder / "packaging").mkdir(parents=True)
    for name in ("requirements.lock", "requirements-dev.lock"):
        (folder / "packaging" / name).write_text(f"# {name}\n", encoding="utf-8")
    return folder


@pytest.fixture
def a_machine() -> Callable[..., Machine]:
    """Return a maker of machines: Debian, a person, a display, unless told otherwise."""

    def make(**changes: object) -> Machine:
        facts: dict[str, object] = {
            "platform": "linux",
            "python": "3.11",
            "root": False,
            "os_release": {"ID": "debian", "VERSION_ID": "12"},
            "environ": {"DISPLAY": ":0"},
            "commands": frozenset({"apt-get"}),
            "modules": frozenset({"venv", "ensurepip"}),
        }
        return Machine(**{**facts, **changes})  # type: ignore[arg-type]

    return make
