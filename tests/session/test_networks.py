"""Networks opened whatever they come as."""

import json

import numpy as np
import pytest

from convviz.document.network_file import network_text, preset_network
from convviz.errors import ConvvizError, UnreadableFile
from convviz.layers import Conv2d
from convviz.session.networks import model_input, open_network, pasted_network


def test_a_network_is_opened_by_its_name_from_a_file_and_from_code(tmp_path):
    assert open_network("vgg-16").network == preset_network("vgg-16")
    assert open_network("vgg-16", input_shape=(3, 64, 64)).network.input_shape == (3, 64, 64)
    (tmp_path / "net.json").write_text(network_text(preset_network("lenet-5")), encoding="utf-8")
    assert open_network(str(tmp_path / "net.json")).network == preset_network("lenet-5")
    (tmp_path / "net.py").write_text("nn.Conv2d(1, 8, 3)", encoding="utf-8")
    opened = open_network(str(tmp_path / "net.py"))
    assert opened.network.name == "net"
    assert opened.network.graph.nodes[0].layer == Conv2d(1, 8, 3)
    assert opened.notes == ("the input's shape isn't told: 1 × 224 × 224 is supposed",)


def test_a_network_file_without_an_input_gets_a_likely_one(tmp_path):
    values = json.loads(network_text(preset_network("lenet-5")))
    del values["input_shape"]
    (tmp_path / "net.json").write_text(json.dumps(values), encoding="utf-8")
    assert open_network(str(tmp_path / "net.json")).network.input_shape == (1, 32, 32)


def test_what_isn_t_understood_is_left_out_with_a_note_or_refused():
    text = "nn.Sequential(nn.Conv2d(1, 8, 3), Attention(8))"
    opened = pasted_network(text, input_shape=(1, 9, 9))
    assert len(opened.network.graph.nodes) == 1
    assert "Attention" in opened.notes[0]
    with pytest.raises(UnreadableFile, match="Attention"):
        pasted_network(text, skip=False)


def test_what_is_no_network_says_so(tmp_path):
    (tmp_path / "x.bin").write_bytes(b"\xff\xfe\x00\x80" * 9)
    with pytest.raises(UnreadableFile, match="neither text"):
        open_network(str(tmp_path / "x.bin"))
    with pytest.raises(ConvvizError, match="nothing"):
        open_network(str(tmp_path / "nothing.py"))


def test_a_picture_becomes_the_model_s_input():
    picture = np.arange(3 * 4 * 6).reshape(3, 4, 6) % 256
    made = model_input(picture, (3, 8, 3))
    assert (made.shape, made.dtype) == ((3, 8, 3), np.float32)
    assert made[1, 2, 1] == pytest.approx(picture[1, 1, 2] / 255)
    assert model_input(picture, (1, 4, 6)).shape == (1, 4, 6)
    assert model_input(picture[:1], (4, 4, 6)).shape == (4, 4, 6)
