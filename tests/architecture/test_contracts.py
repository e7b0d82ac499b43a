"""The house stands as ARCHITECTURE.md draws it: who may import what, and how big a module gets."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
QT = ("PySide6", "shiboken6", "pyqtgraph")
# export turns scenes into pixels, through paint.qt; all others do without or ask only when used.
MAY_KNOW_QT = re.compile(r"convviz\.(ui|export|paint\.qt)(\.|$)")
LONGEST = 450

WITHOUT = """
import importlib, sys
from importlib.abc import MetaPathFinder

class Refuse(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked!r}:
            raise ImportError(name + " is not to be imported here")
        return None

sys.meta_path.insert(0, Refuse())
for module in {modules!r}:
    importlib.import_module(module)
"""


def modules(package: str = "") -> list[str]:
    """Return the dotted names of all modules of convviz, or of one of its packages."""
    folder = ROOT / "convviz" / package.replace(".", "/")
    paths = [path.relative_to(ROOT) for path in sorted(folder.rglob("*.py"))]
    return [".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in paths]


def python(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter that finds this checkout's convviz."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def import_without(blocked: tuple[str, ...], names: list[str]) -> str:
    """Import modules where others can't be imported, and return what went wrong."""
    return python(WITHOUT.format(blocked=blocked, modules=names)).stderr


def test_imports_keep_the_contracts() -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = python(code)
    assert done.returncode == 0, done.stdout + done.stderr


def test_all_but_the_window_and_what_makes_pixels_import_where_there_is_no_qt() -> None:
    free = [name for name in modules() if not MAY_KNOW_QT.match(name)]
    assert {"convviz.engine.convolution", "convviz.cli", "convviz.__main__"} <= set(free)
    errors = import_without(QT, free)
    assert not errors, errors


def test_the_blocker_blocks() -> None:
    assert "not to be imported here" in import_without(QT, ["PySide6.QtGui"])


def test_layers_do_their_sizes_without_numpy() -> None:
    errors = import_without((*QT, "numpy"), modules("layers"))
    assert not errors, errors


@pytest.mark.parametrize("costly", ["numpy", "PySide6", "pyqtgraph", "PIL"])
def test_importing_convviz_is_cheap(costly: str) -> None:
    done = python(f"import convviz, sys; assert {costly!r} not in sys.modules")
    assert done.returncode == 0, done.stderr


def test_qt_keeps_its_references_to_none() -> None:
    # PySide6 6.12 loses one on every call that returns nothing, on Python before 3.12, and aborts
    # after some thousands. From 3.12 on None is immortal and its count stands still.
    code = (
        "import sys\n"
        "from PySide6.QtGui import QImage, QPainter\n"
        "image = QImage(1, 1, QImage.Format.Format_ARGB32)\n"
        "painter = QPainter(image)\n"
        "before = sys.getrefcount(None)\n"
        "for _ in range(500):\n"
        "    painter.setOpacity(0.5)\n"
        "after = sys.getrefcount(None)\n"
        "painter.end()\n"
        "print(after - before)\n"
    )
    done = python(code)
    assert done.returncode == 0, done.stderr
    assert abs(int(done.stdout)) < 50


def test_packaging_is_no_package() -> None:
    # It would hide the library of that name, which pip and pytest import.
    assert not list((ROOT / "packaging").rglob("__init__.py"))


def test_no_module_is_too_long_to_read() -> None:
    paths = [*(ROOT / "convviz").rglob("*.py"), *(ROOT / "packaging").rglob("*.py")]
    lengths = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}
