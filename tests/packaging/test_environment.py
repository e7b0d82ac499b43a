import sys
from collections.abc import Callable
from pathlib import Path

import environment
import pytest
from environment import LOCK, TEST_LOCK, Environment, why_pip_failed
from fakes import FakeSystem, make_venv
from machine import Finished, Machine, SetupError

Prepare = Callable[..., Environment]


@pytest.fixture
def prepare(fake: FakeSystem, checkout: Path, a_machine: Callable[..., Machine]) -> Prepare:
    """Return what prepares the checkout's environment on a machine with these differences."""

    def start(locks: tuple[str, ...] = (LOCK,), **changes: object) -> Environment:
        machine = a_machine(**changes)
        made = Environment(checkout, machine, fake.run, fake.say)
        made.prepare(locks, machine.qt_platforms)
        return made

    return start


def test_the_first_start_makes_the_environment_and_installs_the_lock(
    prepare: Prepare, fake: FakeSystem, checkout: Path
) -> None:
    made = prepare()
    lock = str(checkout / "packaging" / LOCK)
    assert fake.commands[0] == [sys.executable, "-m", "venv", str(checkout / ".venv")]
    assert fake.ran(str(made.python), "pip", "--require-hashes", "--no-deps", lock)
    assert fake.said == [f"installing the packages of packaging/{LOCK} into {made.folder} (once)"]


def test_the_second_start_runs_no_command(prepare: Prepare, fake: FakeSystem) -> None:
    prepare()
    fake.commands.clear()
    fake.said.clear()
    prepare()
    assert (fake.commands, fake.said) == ([], [])


def test_convviz_is_found_in_the_checkout_whatever_its_path(
    prepare: Prepare, checkout: Path, tmp_path: Path
) -> None:
    strange = checkout.rename(tmp_path / "it's ünïcode")
    checkout.symlink_to(strange)
    made = prepare()
    line = (made.site_packages / "convviz-checkout.pth").read_text(encoding="ascii")
    before = list(sys.path)
    try:
        exec(line)  # noqa: S102
        assert sys.path[-1] == str(checkout)
    finally:
        sys.path[:] = before


def test_a_new_lock_is_installed_into_what_is_there(
    prepare: Prepare, fake: FakeSystem, checkout: Path
) -> None:
    prepare()
    fake.commands.clear()
    (checkout / "packaging" / LOCK).write_text("numpy==9\n", encoding="utf-8")
    prepare()
    assert fake.ran("pip")
    assert not fake.ran("venv")


def test_the_tests_add_to_the_same_environment(prepare: Prepare, fake: FakeSystem) -> None:
    prepare()
    fake.commands.clear()
    made = prepare((LOCK, TEST_LOCK))
    installed = [command[-1] for command in fake.commands if "pip" in command]
    assert installed == [str(made.checkout / "packaging" / TEST_LOCK)]
    fake.commands.clear()
    prepare()
    assert fake.commands == []


@pytest.mark.parametrize("moment", ["venv", "pip"])
def test_an_interrupted_installation_is_begun_anew(
    moment: str, prepare: Prepare, fake: FakeSystem, checkout: Path
) -> None:
    fake.interrupt = moment
    with pytest.raises(KeyboardInterrupt):
        prepare()
    left_over = checkout / ".venv" / "half a package"
    left_over.touch()
    fake.interrupt = ""
    prepare()
    assert not left_over.exists()
    assert "making it again" in " ".join(fake.said)


def test_an_environment_of_another_python_is_made_again(prepare: Prepare, fake: FakeSystem) -> None:
    prepare()
    fake.said.clear()
    fake.makes_python = "3.13"
    made = prepare(python="3.13")
    assert fake.said[0] == f"{made.folder} is unfinished or of another Python: making it again"


def test_an_environment_whose_python_is_gone_is_made_again(
    prepare: Prepare, fake: FakeSystem
) -> None:
    prepare().python.unlink()
    fake.commands.clear()
    prepare((LOCK, TEST_LOCK))
    assert fake.ran("venv")
    assert len([command for command in fake.commands if "pip" in command]) == 2


def test_an_environment_without_pip_is_made_again_with_all_that_was_in_it(
    prepare: Prepare, fake: FakeSystem
) -> None:
    made = prepare()
    fake.commands.clear()
    fake.venv_python = ""
    prepare((LOCK, TEST_LOCK))
    installed = [Path(command[-1]).name for command in fake.commands if "pip" in command]
    assert installed == [LOCK, TEST_LOCK]
    assert made.folder.is_dir()


def test_a_persons_own_environment_is_kept(
    prepare: Prepare, fake: FakeSystem, checkout: Path
) -> None:
    make_venv(checkout / ".venv")
    own = checkout / ".venv" / "my package"
    own.touch()
    prepare()
    assert own.exists()
    assert fake.ran("pip")


def test_a_link_to_a_useless_environment_is_cut_not_followed(
    prepare: Prepare, checkout: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (checkout / ".venv").symlink_to(elsewhere)
    prepare()
    assert elsewhere.is_dir()
    assert not (checkout / ".venv").is_symlink()


def test_a_display_that_comes_later_is_looked_at(prepare: Prepare, fake: FakeSystem) -> None:
    prepare(environ={})
    fake.commands.clear()
    prepare(environ={"DISPLAY": ":0"})
    assert [command[0] for command in fake.commands] == ["ldd"]
    assert any("libqxcb" in word for word in fake.commands[0])


def test_an_environment_that_may_only_be_read_serves_too(
    prepare: Prepare, fake: FakeSystem
) -> None:
    made = prepare(environ={})
    stamp = made.folder / "convviz-libraries"
    stamp.unlink()
    stamp.mkdir()  # refuses to be written, to root as well
    fake.commands.clear()
    prepare()
    assert [command[0] for command in fake.commands] == ["ldd"]


def test_missing_libraries_are_asked_for_until_they_are_there(
    prepare: Prepare, fake: FakeSystem
) -> None:
    fake.missing = ["libxcb-cursor.so.0"]
    for _ in range(2):
        with pytest.raises(SetupError, match=r"type this line.*\n.*libxcb-cursor0"):
            prepare()
    fake.missing = []
    fake.commands.clear()
    prepare()
    assert not fake.ran("pip")


def test_root_gets_missing_libraries_on_the_way(prepare: Prepare, fake: FakeSystem) -> None:
    fake.missing = ["libGL.so.1"]
    prepare(root=True)
    assert fake.ran("apt-get", "install", "libgl1")


def test_libraries_that_stay_missing_stop_the_start(prepare: Prepare, fake: FakeSystem) -> None:
    fake.missing = ["libGL.so.1"]
    fake.fails["--no-install-recommends"] = Finished(0)
    with pytest.raises(SetupError, match="Qt still lacks libGL"):
        prepare(root=True)


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_no_libraries_are_looked_for(
    platform: str, prepare: Prepare, fake: FakeSystem
) -> None:
    made = prepare(platform=platform)
    assert made.python.name == ("python.exe" if platform == "win32" else "python")
    assert not fake.ran("ldd")


def test_one_line_brings_venv_and_libraries(prepare: Prepare, fake: FakeSystem) -> None:
    fake.fails["-p"] = Finished(0, "\tlibz.so.1 (libc6,x86-64) => /lib/libz.so.1\n")
    with pytest.raises(SetupError, match=r"\n.* python3\.11-venv libgl1 .*libxcb-cursor0.*'$"):
        prepare(modules=frozenset({"venv"}))
    assert not fake.ran("pip")


def test_root_gets_the_venv_module(prepare: Prepare, fake: FakeSystem) -> None:
    prepare(modules=frozenset({"venv"}), root=True, environ={})
    assert fake.ran("apt-get", "install", "python3.11-venv")


def test_elsewhere_a_missing_venv_module_is_named(prepare: Prepare) -> None:
    with pytest.raises(SetupError, match="ensurepip is missing"):
        prepare(modules=frozenset({"venv"}), os_release={"ID": "arch"})


def test_a_failing_venv_says_why(prepare: Prepare, fake: FakeSystem) -> None:
    fake.fails["venv"] = Finished(1, err="Traceback\nOSError: no symlinks here\n")
    with pytest.raises(SetupError, match=r"could not be made: OSError: no symlinks here$"):
        prepare()


def test_a_silent_venv_failure_is_named_too(prepare: Prepare, fake: FakeSystem) -> None:
    fake.fails["venv"] = Finished(1)
    with pytest.raises(SetupError, match=r"could not be made: python -m venv failed$"):
        prepare()


def test_a_file_that_cannot_be_written_is_named(prepare: Prepare, checkout: Path) -> None:
    make_venv(checkout / ".venv")
    (checkout / ".venv" / f"convviz-{LOCK}").mkdir()
    with pytest.raises(SetupError, match=r"convviz-requirements\.lock: Is a directory$"):
        prepare()


def test_a_missing_lock_is_named(prepare: Prepare, checkout: Path) -> None:
    (checkout / "packaging" / LOCK).unlink()
    with pytest.raises(SetupError, match=r"requirements\.lock: No such file"):
        prepare()


RETRIES = (
    "WARNING: Retrying (Retry(total=4, connect=None, read=None, redirect=None, status=None)) after "
    "connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection "
    "object at 0x7f>: Failed to establish a new connection: [Errno -3] Temporary failure in name "
    "resolution')': /simple/numpy/\n"
    "ERROR: Could not find a version that satisfies the requirement numpy==2.4.6\n"
    "ERROR: No matching distribution found for numpy==2.4.6\n"
)


@pytest.mark.parametrize(
    ("errors", "sentence"),
    [
        (RETRIES, "the package index could not be reached: check the network and start again"),
        (
            "ERROR: No matching distribution found for shiboken6\n",
            "there is no ready-made shiboken6 for Python 3.11 on this system (linux)",
        ),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on …\n",
            "the disk is full: .venv takes about 400 MB",
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n",
            "the packages could not be installed: THESE PACKAGES DO NOT MATCH THE HASHES",
        ),
        ("", "the packages could not be installed: pip failed without saying why"),
    ],
)
def test_a_failing_pip_is_one_sentence(
    errors: str,
    sentence: str,
    prepare: Prepare,
    fake: FakeSystem,
    a_machine: Callable[..., Machine],
) -> None:
    assert why_pip_failed(errors, a_machine()) == sentence
    fake.fails["pip"] = Finished(1, err=errors)
    with pytest.raises(SetupError) as told:
        prepare()
    assert str(told.value) == sentence


def test_the_checkout_is_the_one_that_holds_the_scripts() -> None:
    assert (environment.CHECKOUT / "pyproject.toml").exists()
