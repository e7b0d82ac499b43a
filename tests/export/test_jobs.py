"""One export, whatever its format: the ending decides."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from convviz.document.editing import new_document
from convviz.errors import Cancelled, NotWritten
from convviz.export import mp4
from convviz.export.frames import export_frames
from convviz.export.jobs import ExportJob, export
from convviz.frames import compute
from convviz.options import AnimationOptions, FrameOptions

OPENING = new_document()
SMALL = FrameOptions((320, 180))
STARTS = {".png": b"\x89PNG", ".svg": b"<svg", ".pdf": b"%PDF"}


def job(target: Path, *steps: int, overwrite: bool = False) -> ExportJob:
    return ExportJob(
        OPENING, compute(OPENING), steps or range(9), SMALL, AnimationOptions(), target,
        overwrite=overwrite,
    )


def test_frames_are_those_of_the_command_line(tmp_path: Path) -> None:
    ours = export(job(tmp_path / "ours" / "frame-{step}.png"))
    theirs = export_frames(OPENING, compute(OPENING), range(9), SMALL, tmp_path / "theirs")
    assert [path.name for path in ours] == [path.name for path in theirs]
    assert [path.read_bytes() for path in ours] == [path.read_bytes() for path in theirs]


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf"])
def test_one_picture_or_a_file_a_step(tmp_path: Path, ending: str) -> None:
    (picture,) = export(job(tmp_path / f"one{ending}", 4))
    several = export(job(tmp_path / f"step {{step}}{ending}", 3, 4))
    assert [path.name for path in several] == [f"step 4{ending}", f"step 5{ending}"]
    for path in (picture, *several):
        assert path.read_bytes().lstrip().startswith(STARTS[ending])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        path.name for path in (picture, *several)
    )


def test_what_is_there_stays_unless_it_may_be_replaced(tmp_path: Path) -> None:
    taken = tmp_path / "a.svg"
    taken.write_text("mine")
    with pytest.raises(NotWritten, match=r"a\.svg would be overwritten"):
        export(job(taken, 0))
    assert taken.read_text() == "mine"
    export(job(taken, 0, overwrite=True))
    assert taken.read_text().startswith("<svg")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.txt", r"a name ends in \.png, "),
        ("a?.png", "file names can't"),
        ("frame-{step}{x}.svg", "braces"),
    ],
)
def test_names_that_can_t_be_are_refused(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(NotWritten, match=said):
        export(job(tmp_path / "new" / name))
    assert list(tmp_path.iterdir()) == []


def test_sizes_that_can_t_be_are_refused(tmp_path: Path) -> None:
    bad = replace(job(tmp_path / "a.svg", 0), frame=FrameOptions((10, 10)))
    with pytest.raises(NotWritten, match="too small"):
        export(bad)


@pytest.mark.parametrize("ending", [".png", ".svg"])
def test_a_cancel_at_once_leaves_nothing(tmp_path: Path, ending: str) -> None:
    def stop(_done: int, _count: int) -> bool:
        return False

    with pytest.raises(Cancelled):
        export(job(tmp_path / "new" / f"{{step}}{ending}"), stop)
    assert list(tmp_path.iterdir()) == []


def test_progress_ends_with_all_done(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def go_on(done: int, count: int) -> bool:
        told.append((done, count))
        return True

    export(job(tmp_path / "{step}.svg", 2, 5), go_on)
    assert told == [(0, 2), (1, 2), (2, 2)]


KILLED = """
import sys
from pathlib import Path
from convviz.document.editing import change, new_document
from convviz.export.jobs import ExportJob, export
from convviz.frames import compute
from convviz.options import AnimationOptions, FrameOptions

document = change(new_document(), {"input_size": (60, 60)})
job = ExportJob(
    document, compute(document), range(len(document.steps)), FrameOptions((640, 360)),
    AnimationOptions(), Path(sys.argv[1]),
)

def tell(done, count):
    print(done, flush=True)
    return True

export(job, tell)
"""


@pytest.mark.parametrize("ending", [".gif", ".apng", ".webp", ".mp4"])
def test_a_killed_export_leaves_no_file_under_its_name(tmp_path: Path, ending: str) -> None:
    if ending == ".mp4":
        pytest.importorskip("av", reason="MP4 needs the extra video")
    target = tmp_path / f"a{ending}"
    command = [sys.executable, "-c", KILLED, str(target)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        while int(running.stdout.readline()) < 20:
            pass
        running.kill()
    assert not target.exists()


def test_mp4_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mp4, "find_spec", lambda _name: None)
    with pytest.raises(NotWritten, match=r"pip install 'convviz\[video\]'"):
        export(job(tmp_path / "a.mp4"))
