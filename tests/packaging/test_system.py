from collections.abc import Callable
from pathlib import Path

import pytest
import system
from fakes import FakeSystem
from machine import Finished, Machine, SetupError

# What ldd says of Qt's xcb plugin on a bare Debian 12, shortened.
LDD = """\
/root/.venv/lib/python3.11/site-packages/PySide6/QtGui.abi3.so:
\tlinux-vdso.so.1 (0x00007ffd4a5f2000)
\tlibQt6Gui.so.6 => /root/.venv/lib/python3.11/site-packages/PySide6/Qt/lib/libQt6Gui.so.6 (0x0)
\tlibGL.so.1 => not found
\tlibglib-2.0.so.0 => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f5ad3600000)
/root/.venv/lib/python3.11/site-packages/PySide6/Qt/plugins/platforms/libqxcb.so:
\tlibGL.so.1 => not found
\tlibxcb-cursor.so.0 => not found
\t/lib64/ld-linux-x86-64.so.2 (0x00007f5ad4a3c000)
"""
LDCONFIG = """\
2 libs found in cache `/etc/ld.so.cache'
\tlibz.so.1 (libc6,x86-64) => /lib/x86_64-linux-gnu/libz.so.1
\tlibzstd.so.1 (libc6,x86-64) => /lib/x86_64-linux-gnu/libzstd.so.1
"""


def test_ldd_names_each_missing_library_once() -> None:
    assert system.not_found(LDD) == ("libGL.so.1", "libglib-2.0.so.0", "libxcb-cursor.so.0")


def test_nothing_is_missing_where_ldd_is() -> None:
    def run(_command: object) -> Finished:
        return Finished(127)

    assert system.missing_libraries(Path("nowhere"), ["xcb"], run) == ()


def test_the_library_cache_tells_what_a_bare_system_lacks() -> None:
    missing = system.unlisted_libraries(["offscreen"], lambda _command: Finished(0, LDCONFIG))
    assert "libGL.so.1" in missing
    assert "libz.so.1" not in missing
    assert not [name for name in missing if "xcb" in name]


def test_an_unreadable_library_cache_tells_nothing() -> None:
    assert system.unlisted_libraries(["xcb"], lambda _command: Finished(127)) == ()


@pytest.mark.parametrize(
    ("known", "chosen"),
    [
        (["libglib2.0-0"], "libglib2.0-0"),
        (["libglib2.0-0t64"], "libglib2.0-0t64"),
        ([], "libglib2.0-0"),
    ],
)
def test_a_package_goes_by_the_name_of_its_release(
    known: list[str], chosen: str, fake: FakeSystem
) -> None:
    fake.known = known
    groups = [system.candidates("libglib-2.0.so.0"), system.candidates("libGL.so.1")]
    assert system.choose_packages([*groups, groups[0]], fake.run) == (chosen, "libgl1")


def test_a_person_is_told_the_line_to_type(
    fake: FakeSystem, a_machine: Callable[..., Machine]
) -> None:
    with pytest.raises(SetupError) as told:
        system.provide_libraries(system.not_found(LDD), a_machine(), fake.run, fake.say)
    sentence, line = str(told.value).splitlines()
    assert sentence == (
        "Qt lacks libGL.so.1, libglib-2.0.so.0, libxcb-cursor.so.0; "
        "as you are not root, type this line and start again:"
    )
    assert line == (
        "su -c 'apt-get update && apt-get install -y --no-install-recommends "
        "libgl1 libglib2.0-0 libxcb-cursor0'"
    )
    assert not fake.ran("apt-get")


def test_the_line_uses_sudo_where_there_is_one(
    fake: FakeSystem, a_machine: Callable[..., Machine]
) -> None:
    ubuntu = a_machine(os_release={"ID": "ubuntu"}, commands=frozenset({"apt-get", "sudo"}))
    with pytest.raises(SetupError, match=r"\nsudo sh -c 'apt-get update && .* libgl1'$"):
        system.provide_libraries(["libGL.so.1"], ubuntu, fake.run, fake.say)


def test_many_libraries_are_counted_not_listed(
    fake: FakeSystem, a_machine: Callable[..., Machine]
) -> None:
    with pytest.raises(SetupError, match=r"libxcb-cursor.* and 13 more system libraries;"):
        system.provide_libraries(list(system.XCB), a_machine(), fake.run, fake.say)


def test_root_gets_the_packages_and_is_told_which(
    fake: FakeSystem, a_machine: Callable[..., Machine]
) -> None:
    system.provide_libraries(["libGL.so.1"], a_machine(root=True), fake.run, fake.say)
    assert fake.said == ["installing the system packages libgl1 (apt-get)"]
    assert [command[:2] for command in fake.commands] == [
        ["apt-get", "update"],
        ["apt-get", "install"],
    ]


@pytest.mark.parametrize(
    ("errors", "reason"),
    [
        (
            "W: slow\nE: Failed to fetch http://deb.debian.org/x  Temporary failure resolving\n"
            "E: Unable to fetch some archives, maybe run apt-get update?\n",
            "Failed to fetch http://deb.debian.org/x  Temporary failure resolving",
        ),
        ("", "apt-get ended with code 100"),
    ],
)
def test_a_failing_apt_is_one_sentence(
    errors: str, reason: str, fake: FakeSystem, a_machine: Callable[..., Machine]
) -> None:
    fake.fails["install"] = Finished(100, err=errors)
    with pytest.raises(
        SetupError, match=f"^these system packages could not be installed: {reason}$"
    ):
        system.provide_libraries(["libGL.so.1"], a_machine(root=True), fake.run, fake.say)


@pytest.mark.parametrize("root", [True, False])
def test_another_linux_is_told_the_libraries(
    root: bool, fake: FakeSystem, a_machine: Callable[..., Machine]
) -> None:
    fedora = a_machine(os_release={"ID": "fedora"}, commands=frozenset(), root=root)
    with pytest.raises(SetupError, match=r"missing here: libGL\.so\.1, libEGL\.so\.1; install"):
        system.provide_libraries(["libGL.so.1", "libEGL.so.1"], fedora, fake.run, fake.say)
    assert fake.commands == []


def test_a_library_that_no_known_package_holds_is_named(
    fake: FakeSystem, a_machine: Callable[..., Machine]
) -> None:
    with pytest.raises(SetupError, match=r"missing here: libnew\.so\.9; install"):
        system.provide_libraries(["libGL.so.1", "libnew.so.9"], a_machine(), fake.run, fake.say)
