"""The networks that come with convviz, against what is published of them."""

from __future__ import annotations

import runpy
from fractions import Fraction
from pathlib import Path

import pytest

import convviz as cv
from convviz.document.network_file import network_text, preset_names

ROOT = Path(__file__).resolve().parents[2]

# Parameters: torchvision's and Keras' model tables (MobileNetV1 counts what is learnt, Keras'
# 4,253,864 has the means and variances too), PyTorch's DCGAN tutorial; U-Net and LeNet-5 and
# ASPP are sums of their papers' layers.
PARAMETERS = {
    "lenet-5": 61_706, "alexnet": 61_100_840, "vgg-16": 138_357_544, "resnet-18": 11_689_512,
    "resnet-50": 25_557_032, "mobilenet-v1": 4_231_976, "inception-v3": 23_834_568,
    "u-net": 31_030_658, "u-net-published": 31_030_658, "wavenet": 52_224,
    "deeplab-aspp": 15_535_104, "dcgan-generator": 3_576_704,
}
# The papers' and torchvision's tables, in millions of products.
MULTIPLY_ADDS = {
    "vgg-16": 15_470, "resnet-18": 1_814, "resnet-50": 4_089, "alexnet": 714,
    "mobilenet-v1": 569, "inception-v3": 5_713,
}
SHAPES = {
    "lenet-5": {"conv1": (6, 28, 28), "pool1": (6, 14, 14), "conv2": (16, 10, 10),
                "pool2": (16, 5, 5), "fc3": (10,)},
    "alexnet": {"conv1": (64, 55, 55), "pool1": (64, 27, 27), "pool5": (256, 6, 6),
                "fc8": (1000,)},
    "vgg-16": {"pool1": (64, 112, 112), "pool3": (256, 28, 28), "pool5": (512, 7, 7),
               "fc6": (4096,)},
    "resnet-18": {"conv1": (64, 112, 112), "maxpool": (64, 56, 56), "layer4.1.relu": (512, 7, 7)},
    "resnet-50": {"layer1.2.relu": (256, 56, 56), "layer2.3.relu": (512, 28, 28),
                  "layer3.5.relu": (1024, 14, 14), "layer4.2.relu": (2048, 7, 7)},
    "mobilenet-v1": {"conv1": (32, 112, 112), "conv_pw_1": (64, 112, 112),
                     "conv_pw_13": (1024, 7, 7)},
    "inception-v3": {"Conv2d_2b_3x3": (64, 147, 147), "Mixed_5d": (288, 35, 35),
                     "Mixed_6e": (768, 17, 17), "Mixed_7c": (2048, 8, 8)},
    "u-net": {"pool4": (512, 16, 16), "classes": (2, 256, 256)},
    "u-net-published": {"down1.relu2": (64, 568, 568), "pool1": (64, 284, 284),
                        "bottom.relu2": (1024, 28, 28), "up4": (512, 56, 56),
                        "classes": (2, 388, 388)},
    "wavenet": {"add9": (32, 4096)},
    "deeplab-aspp": {"concat": (1280, 33, 33), "project": (256, 33, 33)},
    "dcgan-generator": {"up1": (512, 4, 4), "up3": (128, 16, 16), "up5": (3, 64, 64)},
}  # fmt: skip
# A. Araujo, W. Norris and J. Sim, Computing Receptive Fields of Convolutional Neural Networks,
# Distill 2019; WaveNet's own paper. The table's ResNet-50 (483) is TensorFlow-Slim's, which
# strides at the end of a stage; with the strides where torchvision has them it is 427.
FIELDS = {
    ("vgg-16", "pool5"): (212, 32), ("vgg-16", "conv5_3"): (196, 16),
    ("alexnet", "pool5"): (195, 32), ("resnet-18", "layer4.1.relu"): (435, 32),
    ("resnet-50", "layer4.2.relu"): (427, 32),
    ("mobilenet-v1", "conv_pw_13.relu6"): (315, 32), ("inception-v3", "Mixed_7c"): (1311, 32),
    ("wavenet", "add9"): (1024, 1),
}


def test_all_of_them_are_tested() -> None:
    assert set(preset_names()) == set(PARAMETERS) == set(SHAPES)


@pytest.mark.parametrize("name", PARAMETERS)
def test_parameters_are_those_that_are_published(name: str) -> None:
    table = cv.table(cv.network(name))
    assert table.parameters == PARAMETERS[name]
    assert not table.problems
    if name in MULTIPLY_ADDS:
        assert round(table.multiply_adds / 1e6) == MULTIPLY_ADDS[name]


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_are_those_that_are_published(name: str) -> None:
    table = cv.table(cv.network(name))
    assert {row: table[row].output_shape for row in SHAPES[name]} == SHAPES[name]


@pytest.mark.parametrize(("name", "row"), FIELDS)
def test_receptive_fields_are_those_that_are_published(name: str, row: str) -> None:
    field = cv.table(cv.network(name))[row].field
    size, jump = FIELDS[name, row]
    assert field is not None
    assert set(field.size) == {(size, size)}
    assert set(field.jump) == {Fraction(jump)}


def test_every_network_says_where_it_is_from() -> None:
    for name in preset_names():
        network = cv.network(name)
        assert network.name == name
        assert any(year in network.source for year in ("1998", "201"))


def test_the_files_are_what_their_script_writes() -> None:
    made = runpy.run_path(str(ROOT / "packaging" / "make_networks.py"))["networks"]()
    assert {network.name for network in made} == set(preset_names())
    for network in made:
        path = ROOT / "resources" / "presets" / f"{network.name}.json"
        assert path.read_text("utf-8") == network_text(network)
