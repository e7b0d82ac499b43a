"""Memory does not grow with the number of steps that an animation has.

But for WebP, which its library puts together in memory: as large as the file.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PEAK = r"""
import re, sys
from pathlib import Path
from convviz.document.editing import new_document
from convviz.export.moving import save_moving
from convviz.frames import compute
from convviz.layers import Conv2d
from convviz.options import AnimationOptions, FrameOptions

document = new_document(Conv2d(1, 1, 3, padding=1, bias=False), (1, 40, 40))
trace = compute(document)
save_moving(
    document, trace, range(int(sys.argv[1])), FrameOptions((640, 360)),
    AnimationOptions(pace=20.0, hold=0.0), Path(sys.argv[2]),
)
status = Path("/proc/self/status").read_text(encoding="ascii")
print(re.search(r"VmHWM:\s+(\d+) kB", status)[1])
"""


def peak(steps: int, path: Path) -> int:
    """Return the most memory in kB that a process of its own took for an animation."""
    made = subprocess.run(
        [sys.executable, "-c", PEAK, str(steps), str(path)],
        capture_output=True, text=True, check=True,
    )
    assert path.stat().st_size
    return int(re.findall(r"\d+", made.stdout)[-1])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads Linux' own count")
@pytest.mark.parametrize("ending", [".gif", ".apng", ".mp4"])
def test_sixteen_times_the_steps_take_no_more_memory(ending, tmp_path):
    if ending == ".mp4":
        pytest.importorskip("av", reason="MP4 needs the extra video")
    few, many = (peak(steps, tmp_path / f"{steps}{ending}") for steps in (25, 400))
    # A frame of 640 × 360 pixels takes 0.9 MB: holding them all would be 340 MB more.
    assert many < few + 20_000
