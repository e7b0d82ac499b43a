"""Moving pictures, opened again by readers that know nothing of convviz."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from convviz.document.editing import new_document, with_input_preset
from convviz.errors import Cancelled, NotWritten
from convviz.export import mp4
from convviz.export.ahead import ahead, side_by_side
from convviz.export.frames import Frames
from convviz.export.gif import Palette
from convviz.export.moments import Moment, hundredths, moments
from convviz.export.moving import MOVING, save_moving
from convviz.frames import compute
from convviz.layers import Conv2d
from convviz.options import AnimationOptions, FrameOptions
from convviz.paint.qt import pixels, png
from convviz.session.opening import open_path

SMALL = FrameOptions(size=(320, 180))
QUICK = AnimationOptions(pace=4, hold=1)
OPENING = new_document()
TRACE = compute(OPENING)
STEPS = range(9)


def saved(path: Path, options: FrameOptions = SMALL, timing: AnimationOptions = QUICK) -> Path:
    save_moving(OPENING, TRACE, STEPS, options, timing, path)
    return path


def frame(step: int, options: FrameOptions = SMALL) -> np.ndarray:
    """The picture of a step as red, green and blue, or with alpha."""
    packed = pixels(Frames(OPENING, TRACE, options).image(step))
    shifts = (16, 8, 0, 24) if options.transparent else (16, 8, 0)
    return np.stack([packed >> shift & 255 for shift in shifts], axis=-1).astype(np.uint8)


def read(path: Path, mode: str = "RGB") -> tuple[list[np.ndarray], list[float], object]:
    """Pillow's frames, their times in ms, and how often it plays."""
    with Image.open(path) as image:
        frames, times = [], []
        for number in range(image.n_frames):
            image.seek(number)
            frames.append(np.asarray(image.convert(mode)).astype(np.uint8))
            times.append(image.info["duration"])
        return frames, times, image.info.get("loop")


@pytest.mark.parametrize("kind", [".apng", ".webp"])
def test_every_step_is_there_without_loss(tmp_path: Path, kind: str) -> None:
    frames, times, loop = read(saved(tmp_path / f"a{kind}"))
    assert len(frames) == 9
    for step, picture in enumerate(frames):
        np.testing.assert_array_equal(picture, frame(step))
    assert times == [250] * 8 + [1250]
    assert loop == 0


def test_a_gif_shows_every_step_in_colours_close_to_it(tmp_path: Path) -> None:
    frames, times, loop = read(saved(tmp_path / "a.gif"))
    assert len(frames) == 9
    for step, picture in enumerate(frames):
        apart = np.abs(picture.astype(int) - frame(step).astype(int)).max(axis=2)
        assert (apart <= 8).mean() > 0.98
        assert apart.mean() < 1
    assert times == [250] * 8 + [1250]
    assert loop == 0


def test_a_gifs_palette_keeps_few_colours_as_they_are_and_takes_the_nearest_of_others() -> None:
    few = np.arange(255, dtype=np.uint32).reshape(15, 17) * 0x010203 % 0xFFFFFF
    palette = Palette([few])
    shown = palette.colours[palette.places(few)]
    packed = shown[..., 0].astype(int) << 16 | shown[..., 1].astype(int) << 8 | shown[..., 2]
    np.testing.assert_array_equal(packed, few)
    black_and_white = Palette([np.array([[0, 0xFFFFFF]], np.uint32)])
    near = black_and_white.places(np.array([[0x101010, 0xF0F0F0, 0]], np.uint32))
    assert black_and_white.colours[near].tolist() == [[[0] * 3, [255] * 3, [0] * 3]]


@pytest.mark.parametrize("kind", [".gif", ".apng"])
def test_what_is_played_once_says_so(tmp_path: Path, kind: str) -> None:
    path = saved(tmp_path / f"a{kind}", timing=replace(QUICK, loop=False))
    assert read(path)[2] in {None, 1}


@pytest.mark.parametrize("kind", [".gif", ".apng", ".webp"])
def test_a_transparent_background_stays_transparent(tmp_path: Path, kind: str) -> None:
    options = replace(SMALL, transparent=True)
    frames, _, _ = read(saved(tmp_path / f"a{kind}", options), "RGBA")
    expected = frame(6, options)
    hidden = expected[:, :, 3] == 0
    assert hidden.any()
    assert (frames[6][hidden][:, 3] == 0).all()
    solid = expected[:, :, 3] == 255
    assert (frames[6][solid][:, 3] == 255).all()


def test_a_video_shows_every_step_and_holds_the_last(tmp_path: Path) -> None:
    av = pytest.importorskip("av", reason="MP4 needs the extra video")
    path = saved(tmp_path / "a.mp4", replace(SMALL, size=(321, 181)))
    with av.open(str(path)) as video:
        stream = video.streams.video[0]
        assert (stream.width, stream.height) == (322, 182)
        assert stream.average_rate == 4
        frames = [picture.to_ndarray(format="rgb24") for picture in video.decode(stream)]
    assert len(frames) == 8 + 5  # a quarter of a second and one more
    expected = frame(5, replace(SMALL, size=(321, 181))).astype(int)
    apart = np.abs(frames[5][:181, :321].astype(int) - expected)
    assert apart.mean() < 3


@pytest.mark.parametrize("kind", MOVING)
def test_the_same_again_is_the_same_to_the_byte(tmp_path: Path, kind: str) -> None:
    if kind == ".mp4":
        pytest.importorskip("av", reason="MP4 needs the extra video")
    first, second = saved(tmp_path / f"a{kind}"), saved(tmp_path / f"b{kind}")
    assert first.read_bytes() == second.read_bytes()


def test_an_animated_png_opens_as_its_document(tmp_path: Path) -> None:
    opened = open_path(saved(tmp_path / "a.apng"), new_document(Conv2d(1, 1, 5)))
    assert opened.kind == "document"
    assert opened.document.layer == OPENING.layer


def test_frames_between_steps_move_the_window_and_keep_the_time(tmp_path: Path) -> None:
    frames, times, _ = read(saved(tmp_path / "a.apng", timing=replace(QUICK, between=2)))
    assert len(frames) == 8 * 3 + 1
    assert sum(times) == pytest.approx(8 * 250 + 1250, abs=10)
    np.testing.assert_array_equal(frames[3], frame(1))
    assert all((one != other).any() for one, other in pairwise(frames))


def test_channels_that_are_shown_apart_dont_blend(tmp_path: Path) -> None:
    document = new_document(Conv2d(1, 2, 3, bias=False), (1, 4, 4))
    save_moving(
        document, compute(document), range(8), SMALL, replace(QUICK, between=1), tmp_path / "a.apng"
    )
    frames, _, _ = read(tmp_path / "a.apng")
    np.testing.assert_array_equal(frames[6], frames[7])  # from one channel to the next


@pytest.mark.parametrize("kind", MOVING)
def test_a_cancelled_export_leaves_nothing(tmp_path: Path, kind: str) -> None:
    if kind == ".mp4":
        pytest.importorskip("av", reason="MP4 needs the extra video")
    before = b"what was there"
    path = tmp_path / f"a{kind}"
    path.write_bytes(before)
    threads = threading.active_count()
    with pytest.raises(Cancelled, match="after 3 of 9"):
        save_moving(
            OPENING, TRACE, STEPS, SMALL, QUICK, path, progress=lambda done, _: done < 3
        )
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    assert threading.active_count() == threads


def test_progress_goes_from_nothing_to_all(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    save_moving(OPENING, TRACE, STEPS, SMALL, QUICK, tmp_path / "a.gif", progress=tell)
    assert told == [(done, 9) for done in range(10)]


@pytest.mark.parametrize(
    ("steps", "options", "timing", "said"),
    [
        ((), SMALL, QUICK, "no steps"),
        (STEPS, replace(SMALL, size=(20, 20)), QUICK, "too small"),
        (STEPS, SMALL, replace(QUICK, pace=0), "pace 0"),
        (STEPS, SMALL, replace(QUICK, hold=-1), "hold -1"),
        (STEPS, SMALL, replace(QUICK, between=-2), "-2 frames"),
        (STEPS, SMALL, replace(QUICK, pace=50, between=3), "200 frames a second"),
    ],
)
def test_what_cant_be_is_refused_before_any_work(
    tmp_path: Path, steps: range, options: FrameOptions, timing: AnimationOptions, said: str
) -> None:
    with pytest.raises(NotWritten, match=said):
        save_moving(OPENING, TRACE, steps, options, timing, tmp_path / "a.gif")
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_there_is_replaced_only_when_that_is_wanted(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.gif")
    with pytest.raises(NotWritten, match="would be overwritten"):
        save_moving(OPENING, TRACE, STEPS, SMALL, QUICK, path, overwrite=False)


def test_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"a\.mov: an animation is saved as \.gif"):
        saved(tmp_path / "a.mov")


def test_without_pyav_a_video_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mp4, "find_spec", lambda _name: None)
    with pytest.raises(NotWritten, match=r"convviz\[video\]"):
        saved(tmp_path / "a.mp4")


def test_times_add_up_however_they_round() -> None:
    timing = AnimationOptions(pace=7, hold=0, between=0)
    lengths = [length for _, length in hundredths(moments(range(71), timing))]
    assert sum(lengths) == pytest.approx(1014, abs=1)


def test_a_single_step_is_held() -> None:
    assert list(moments([3], QUICK)) == [Moment(3, 3, 0.0, 1.25)]


def test_work_ahead_keeps_the_order_and_hands_on_what_goes_wrong() -> None:
    assert list(ahead(iter(range(20)))) == list(range(20))
    assert list(side_by_side(str, range(20))) == [str(number) for number in range(20)]

    def breaking():
        yield 1
        raise ZeroDivisionError

    taken = ahead(breaking())
    assert next(taken) == 1
    with pytest.raises(ZeroDivisionError):
        next(taken)


def test_a_photo_becomes_a_gif_of_its_own_colours(tmp_path: Path) -> None:
    document = with_input_preset(new_document(Conv2d(1, 1, 3, bias=False), (1, 64, 64)), "gradient")
    trace = compute(document)
    save_moving(document, trace, range(0, 3000, 1000), SMALL, QUICK, tmp_path / "a.gif")
    frames, _, _ = read(tmp_path / "a.gif")
    packed = pixels(Frames(document, trace, SMALL).image(2000))
    expected = np.stack([packed >> shift & 255 for shift in (16, 8, 0)], axis=-1)
    assert np.abs(frames[2].astype(int) - expected.astype(int)).mean() < 1


def test_a_png_is_read_by_others_as_it_was_painted() -> None:
    image = Frames(OPENING, TRACE, SMALL).image(3)
    with Image.open(io.BytesIO(png(image, {"a": "b"}))) as read_again:
        np.testing.assert_array_equal(np.asarray(read_again), frame(3))
        assert read_again.text["a"] == "b"
