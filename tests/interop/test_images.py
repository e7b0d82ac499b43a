"""Pictures: channels, depth, rotation, and what is refused with which sentence."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest
from PIL import Image

from convviz.errors import UnreadableFile
from convviz.interop.images import CHANNELS, read_image


def saved(folder, image, name="x.png", **options):
    path = folder / name
    image.save(path, **options)
    return path


def refusal(path, channel="grey"):
    with pytest.raises(UnreadableFile) as caught:
        read_image(path, channel)
    return str(caught.value)


def png_header(width, height):
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    head = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + head + struct.pack(">I", 100) + b"IDAT"


RAMP = np.arange(12, dtype=np.uint8).reshape(3, 4)


@pytest.mark.parametrize("suffix", ["png", "bmp", "tiff", "gif", "pgm", "tga"])
def test_a_grey_picture_keeps_its_numbers(tmp_path, suffix):
    array = read_image(saved(tmp_path, Image.fromarray(RAMP), f"x.{suffix}"))
    assert array.dtype == np.uint8
    assert array.tolist() == [RAMP.tolist()]


@pytest.mark.parametrize("suffix", ["jpg", "webp"])
def test_lossy_pictures_are_near(tmp_path, suffix):
    image = Image.fromarray(np.full((8, 9), 100, np.uint8))
    array = read_image(saved(tmp_path, image, f"x.{suffix}"))
    assert array.shape == (1, 8, 9)
    assert abs(array.astype(int) - 100).max() <= 2


def test_colours_give_luma_or_one_channel(tmp_path):
    path = saved(tmp_path, Image.new("RGB", (2, 1), (255, 128, 0)))
    assert [int(read_image(path, name)[0, 0, 0]) for name in CHANNELS[:4]] == [151, 255, 128, 0]
    assert refusal(path, "alpha") == "x.png has no alpha channel"


def test_what_is_transparent_stands_over_white(tmp_path):
    image = Image.new("RGBA", (1, 1), (0, 0, 0, 0))
    path = saved(tmp_path, image)
    assert [int(read_image(path, name)[0, 0, 0]) for name in CHANNELS] == [255, 255, 255, 255, 0]
    palette = saved(tmp_path, Image.new("P", (2, 2)), "p.png", transparency=0)
    assert read_image(palette).tolist() == [[[255, 255], [255, 255]]]


def test_sixteen_bits_stay(tmp_path):
    deep = np.array([[0, 300], [65535, 7]], np.uint16)
    for name in ("x.png", "x.tiff"):
        array = read_image(saved(tmp_path, Image.fromarray(deep), name), "red")
        assert array.dtype == np.uint16
        assert array.tolist() == [deep.tolist()]


def test_deep_tiffs_keep_their_numbers(tmp_path):
    floats = np.array([[0.5, -1.25]], np.float32)
    path = saved(tmp_path, Image.fromarray(floats), "f.tiff")
    assert read_image(path).tolist() == [[[0.5, -1.25]]]
    wide = np.array([[-5, 70_000]], np.int32)
    assert read_image(saved(tmp_path, Image.fromarray(wide), "i.tiff")).tolist() == [[[-5, 70_000]]]
    narrow = np.array([[5, 60_000]], np.int32)
    assert read_image(saved(tmp_path, Image.fromarray(narrow), "n.tiff")).dtype == np.uint16


def test_a_picture_is_turned_as_its_camera_says(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    path = saved(tmp_path, Image.fromarray(RAMP), exif=exif)
    assert read_image(path).tolist() == [np.rot90(RAMP, -1).tolist()]


def test_of_an_animation_the_first_frame_is_taken(tmp_path):
    frames = [Image.new("L", (3, 2), shade) for shade in (10, 200)]
    path = saved(tmp_path, frames[0], "x.gif", save_all=True, append_images=frames[1:])
    assert read_image(path).tolist() == [[[10] * 3] * 2]


def test_a_text_named_png_is_told_by_how_it_begins(tmp_path):
    path = tmp_path / "photo.png"
    path.write_text("hello world, this is no picture")
    assert refusal(path) == (
        "photo.png isn't a picture that Pillow can read (PNG, JPEG, BMP, WebP, GIF, TIFF, …): "
        'it begins with "hello wor…"'
    )


def test_no_program_is_started_for_a_picture(tmp_path):
    path = tmp_path / "x.eps"
    path.write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n")
    assert "isn't a picture" in refusal(path)


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        ((4097, 2), "x.png is 4097×2 pixels: convviz takes at most 4096×4096"),
        ((10_000, 10_000), "x.png is 10000×10000 pixels: convviz takes at most 4096×4096"),
        ((60_000, 60_000), "x.png has 3,600,000,000 pixels: convviz takes at most 4096×4096"),
    ],
)
def test_too_large_pictures_are_refused_before_they_are_decoded(tmp_path, size, sentence):
    path = tmp_path / "x.png"
    path.write_bytes(png_header(*size))
    assert refusal(path) == sentence


def test_a_picture_of_4096_a_side_is_read(tmp_path):
    path = saved(tmp_path, Image.new("L", (4096, 4096), 3))
    assert read_image(path).shape == (1, 4096, 4096)


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "bmp", "tiff", "webp"])
def test_truncated_pictures_are_damaged(tmp_path, suffix):
    noise = np.random.default_rng(0).integers(0, 255, (40, 40), np.uint8)
    path = saved(tmp_path, Image.fromarray(noise), f"x.{suffix}")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert f"x.{suffix} is a damaged" in refusal(path)
    path.write_bytes(data[:14])
    assert f"x.{suffix} is" in refusal(path)


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "bmp", "tiff", "webp"])
def test_damaged_pictures_never_crash(tmp_path, suffix):
    noise = np.random.default_rng(0)
    shades = noise.integers(0, 255, (12, 12), np.uint8)
    path = saved(tmp_path, Image.fromarray(shades), f"x.{suffix}")
    data = path.read_bytes()
    for _ in range(60):
        damaged = bytearray(data)
        for at in noise.integers(0, len(data), 4):
            damaged[at] = noise.integers(0, 256)
        path.write_bytes(bytes(damaged))
        said = f"x.{suffix} "
        try:
            assert read_image(path).ndim == 3
        except UnreadableFile as error:
            said = str(error)
        assert said.startswith(f"x.{suffix} ")


def test_folders_missing_files_and_permissions_are_said(tmp_path):
    assert refusal(tmp_path) == f"{tmp_path.name} is a folder, not a file"
    assert refusal(tmp_path / "no.png") == f"there is no file {tmp_path / 'no.png'}"
    assert "can't be the name of a file" in refusal(tmp_path / "a\0b.png")
    (tmp_path / "x.png").write_bytes(b"")
    assert refusal(tmp_path / "x.png") == "x.png is empty"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.png")
        assert refusal(tmp_path / "pipe.png") == "pipe.png is not a regular file"


def test_pillow_is_not_imported_before_a_picture_is_read():
    code = "import sys, convviz.session.opening; print('PIL' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
