from __future__ import annotations

import csv
import json
from io import StringIO

import pytest

from convviz.interop import network_tables as tables
from convviz.layers import AvgPool2d, Conv1d, Conv2d, ConvTranspose2d, Graph, MaxPool2d, Node
from convviz.layers.network.table import table
from convviz.layers.plain import Box, Concat, Flatten, Join, Linear, Pointwise


def net():
    return table(Graph((
        Node("stem_1", Conv2d(3, 8, (3, 5), padding=((1, 1), (2, 1)))),
        Node("up", ConvTranspose2d(8, 8, 3, stride=2), ("stem_1",)),
        Node("relu", Pointwise("relu"), ("up",)),
    )), (3, 16, 16))


def test_as_text():
    text = tables.as_text(net())
    lines = text.split("\n")
    assert lines[0].split("  ")[0] == "name"
    assert "dilation" not in lines[0]
    assert "groups" not in lines[0]
    assert "3 × 5       1  1 × 2:1  8 × 16 × 15" in lines[1]
    assert "3…4 × 5…6" in lines[2]
    assert lines[-2] == ""
    assert lines[-1].split() == ["total", "952", "224,640", "71.4", "KB"]


def test_columns_that_say_something_are_there():
    made = table(Graph((Node("a", Conv2d(4, 4, 3, groups=4, dilation=2, padding=2)),)), (4, 9, 9))
    heading = tables.as_text(made).split("\n")[0]
    assert "dilation" in heading
    assert "groups" in heading


def test_as_csv_numbers_are_plain():
    rows = list(csv.DictReader(StringIO(tables.as_csv(net()))))
    assert [row["name"] for row in rows] == ["stem_1", "up", "relu"]
    assert rows[0]["kernel"] == "3x5"
    assert rows[0]["padding"] == "1x2:1"
    assert rows[1]["output"] == "8x33x31"
    assert rows[1]["receptive_field"] == "3-4x5-6"
    assert (rows[0]["parameters"], rows[0]["multiply_adds"]) == ("368", "86400")
    assert rows[2]["memory"] == str(4 * 8 * 33 * 31)
    assert float(rows[0]["covered"]) == pytest.approx(15 / 256)


def test_csv_holds_no_formulas():
    made = table(Graph((Node("=1+1", Pointwise("-x")), Node("-1", Pointwise("@x")))), (1, 4))
    rows = list(csv.reader(StringIO(tables.as_csv(made))))
    assert [row[:2] for row in rows[1:]] == [["'=1+1", "'-x"], ["-1", "'@x"]]


def test_as_markdown():
    lines = tables.as_markdown(net()).split("\n")
    assert lines[0].startswith("| name | kind | kernel | stride | padding | output |")
    assert lines[1].startswith("| :-- | :-- | --: | --: | --: | :-- | --:")
    assert lines[2].startswith("| stem\\_1 | Conv2d | 3 × 5 | 1 |")
    assert lines[-2].startswith("| total |")
    assert lines[-1] == ""
    assert len({line.count(" | ") for line in lines[:-1]}) == 1


def test_as_latex():
    text = tables.as_latex(net())
    assert text.startswith("\\begin{tabular}{llrrrl")
    assert "stem\\_1 & Conv2d & 3 $\\times$ 5" in text
    assert "5.9 \\%" in text
    assert "3--4" in text
    assert text.endswith("\\bottomrule\n\\end{tabular}\n")
    made = table(Graph((Node("a", Pointwise("x&{y}")),)), (1, 4))
    assert "x\\&\\{y\\}" in tables.as_latex(made)


def test_as_values_is_json():
    values = json.loads(json.dumps(tables.as_values(net())))
    first, second, _ = values["layers"]
    assert first["padding"] == [[1, 1], [2, 1]]
    assert second["receptive_field"] == [[3, 4], [5, 6]]
    assert second["jump"] == [0.5, 0.5]
    assert first["jump"] == [1, 1]
    assert values["valid"] is True
    assert values["total"]["parameters"] == 952
    assert values["misaligned"] == []


def test_what_fails_and_what_is_unknown():
    made = table(Graph((
        Node("b", Box("Mystery")), Node("c", Conv2d(4, 8, 3), ("b",)),
        Node("d", Pointwise("relu"), ("c",)),
    )), (3, 9, 9))
    values = tables.as_values(made)
    assert values["layers"][0]["receptive_field"] is None
    assert values["layers"][0]["start"] is None
    assert values["layers"][1]["problems"][0]["fixes"] == ["in channels 3"]
    assert values["valid"] is False
    lines = tables.as_text(made).split("\n")
    assert "fails" in lines[2]
    assert "–" in lines[3]
    gap = table(Graph((Node("u", ConvTranspose2d(1, 1, 1, stride=2, padding=1)),
                       Node("p", MaxPool2d(1, 2), ("u",)))), (1, 9, 9))
    assert tables.as_values(gap)["layers"][1]["start"] == [None, None]
    assert "–" in tables.as_text(gap).split("\n")[2]


def test_misaligned_branches_are_told():
    made = table(Graph((
        Node("a", Conv2d(1, 1, 3, stride=2, padding=1)), Node("b", AvgPool2d(2)),
        Node("j", Join(), ("a", "b")), Node("k", Concat(), ("a", "j")),
    )), (1, 8, 8))
    assert [one["node"] for one in tables.as_values(made)["misaligned"]] == ["j"]


def test_features_have_no_axes():
    made = table(Graph((Node("f", Flatten()), Node("l", Linear(4, 2), ("f",)))), (1, 4))
    assert "2" in tables.as_text(made)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (12, "12 B"), (1536, "1.5 KB"), (1023 * 1024, "1023 KB"), (5 << 20, "5 MB"),
        (3 << 29, "1.5 GB"),
    ],
)
def test_memory_in_words(size, text):
    assert tables.memory(size) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(1, "100 %"), (0, "0 %"), (0.123, "12 %"), (0.0123, "1.2 %"), (1e-5, "0.001 %")],
)
def test_shares_in_percent(share, text):
    assert tables.share(share) == text


def test_one_axis():
    made = table(Graph((Node("c", Conv1d(1, 1, 3)),)), (1, 9))
    assert "1 × 7" in tables.as_text(made)


def test_a_name_of_two_lines_keeps_to_its_row():
    made = table(Graph((Node("two\nlines", Conv2d(1, 1, 1)),)), (1, 4, 4))
    assert "| two lines | Conv2d |" in tables.as_markdown(made)
