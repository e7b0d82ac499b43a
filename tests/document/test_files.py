"""Documents in files: nothing lost on the way, and one sentence for whatever is wrong."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from convviz.document.comparing import same_numbers, same_sources
from convviz.document.document import InputSource, KernelSource
from convviz.document.editing import (
    change,
    new_document,
    with_bias,
    with_input,
    with_input_cell,
    with_kernel_preset,
    with_weight,
)
from convviz.document.files import (
    CarriedTexts,
    for_png,
    from_json,
    from_png_text,
    load,
    save,
    to_json,
)
from convviz.errors import InvalidLayer, NotWritten, UnreadableFile
from convviz.interop.png import png_text
from convviz.layers import DIALECTS, Pool
from convviz.npy import to_npy
from convviz.options import COLOUR_MAPS, SHOWS, SWITCHES, ViewOptions

TYPES = [np.uint8, np.int16, np.uint16, np.int32, np.int64, np.float32, np.float64]
finite = st.floats(-1e9, 1e9)
views = st.builds(
    ViewOptions,
    show=st.sampled_from(SHOWS),
    compared=st.one_of(st.none(), st.sampled_from(DIALECTS)),
    **dict.fromkeys(SWITCHES, st.booleans()),
    decimals=st.one_of(st.none(), st.integers(0, 17)),
    colour_map=st.sampled_from(COLOUR_MAPS),
    input_levels=st.one_of(st.none(), st.tuples(finite, finite).map(sorted).map(tuple)),
    zoom=st.floats(1, 1e6),
    centre=st.one_of(st.none(), st.tuples(finite, finite)),
)


@st.composite
def documents(draw):
    """Return any valid document of small size."""
    size = st.tuples(st.integers(3, 6), st.integers(3, 6))
    array = draw(
        st.sampled_from(TYPES).flatmap(
            lambda dtype: arrays.arrays(dtype, st.tuples(st.integers(1, 2), size).map(flat))
        )
    )
    document = with_input(new_document(), array, draw(st.sampled_from(SOURCES)))
    document = change(
        document,
        {
            "axes": draw(st.sampled_from([1, 2])),
            "kernel_size": draw(st.integers(1, 3)),
            "stride": draw(st.integers(1, 3)),
            "padding": draw(st.sampled_from(["valid", "full", 0, 1])),
            "out_channels": draw(st.integers(1, 3)),
            "bias": draw(st.booleans()),
        },
    )
    if draw(st.booleans()):
        document = with_kernel_preset(document, "random", draw(st.integers(-5, 5)))
    view = draw(views)
    channel = draw(st.integers(0, document.layer.in_channels - 1))
    return replace(document, view=replace(view, input_channel=channel))


def flat(pair):
    return (pair[0], *pair[1])


SOURCES = [InputSource("typed"), InputSource("file", "φωτο 1.png")]


def same(first, second):
    """Return whether two documents are the same in every part."""
    ours, theirs = first.layer_weights, second.layer_weights
    assert first.input.array().dtype == second.input.array().dtype
    np.testing.assert_array_equal(first.input.array(), second.input.array())
    np.testing.assert_array_equal(ours.weight.array(), theirs.weight.array())
    return (
        same_sources(first, second)
        and (first.graph, first.view, first.step) == (second.graph, second.view, second.step)
        and (ours.bias is None) == (theirs.bias is None)
    )


@settings(deadline=None)
@given(documents())
def test_every_document_comes_back_from_its_text(document):
    text = to_json(document)
    assert same(from_json(text), document)
    assert to_json(from_json(text)) == text
    assert json.loads(text, parse_constant=pytest.fail)["convviz"] == 1


@settings(deadline=None, max_examples=20)
@given(documents())
def test_every_document_comes_back_from_a_frame(document):
    text, sidecars = for_png(document)
    assert sidecars == {}
    assert same(from_png_text(text, None), document)


def test_the_first_scene_reads_like_this():
    text = to_json(new_document())
    assert json.loads(text) == {
        "convviz": 1,
        "dialect": "pytorch",
        "input": {
            "source": {"kind": "preset", "name": "ramp", "seed": 0},
            "dtype": "int64",
            "values": np.arange(1, 26).reshape(1, 5, 5).tolist(),
        },
        "layers": [
            {
                "name": "conv", "kind": "conv", "inputs": ["input"],
                "in_channels": 1, "out_channels": 1, "kernel_size": [3, 3], "stride": [1, 1],
                "padding": [[0, 0], [0, 0]], "dilation": [1, 1], "groups": 1, "bias": False,
                "padding_mode": "zeros",
            }
        ],
        "weights": {
            "conv": {
                "source": {"kind": "preset", "name": "corners", "seed": 0},
                "weight": {"dtype": "int64", "values": [[[[1, 0, 1], [0, 1, 0], [1, 0, 1]]]]},
                "bias": None,
            }
        },
        "view": {
            "values": True, "decimals": None, "ghost": False, "sources": True, "by_taps": False,
            "colour_map": "auto", "input_levels": None, "output_levels": None,
            "input_channel": 0, "zoom": 1.0, "centre": None,
        },
        "step": 1,
    }  # fmt: skip
    assert "\n        [6, 7, 8, 9, 10],\n" in text
    assert len(text.splitlines()) < 70


@pytest.mark.parametrize("name", SWITCHES)
def test_what_is_switched_is_all_that_a_plain_document_gains(name):
    usual = json.loads(to_json(new_document()))["view"]
    switched = not getattr(ViewOptions(), name)
    document = replace(new_document(), view=ViewOptions(**{name: switched}))
    assert json.loads(to_json(document))["view"] == {**usual, name: switched}


def test_a_document_written_by_hand_may_leave_out_what_is_usual():
    document = from_json(
        '{"convviz": 1, "input": {"dtype": "float64", "values": [["nan", 1, "-inf", 2]]},'
        ' "layers": [{"kind": "conv", "in_channels": 1, "out_channels": 1, "kernel_size": [2],'
        ' "padding": "causal", "bias": false}],'
        ' "weights": {"conv": {"weight": {"dtype": "int64", "values": [[[1, 2]]]}}}}'
    )
    assert document.layer.pads == ((1, 0),)
    assert document.input_source.kind == "typed"
    np.testing.assert_array_equal(document.input.array(), [[np.nan, 1, -np.inf, 2]])


def test_not_a_number_and_infinity_survive_and_float32_is_written_short():
    array = np.array([[np.nan, np.inf, -np.inf], [0.1, 2, 3], [1, 2, 3]], np.float32)
    text = to_json(with_input(new_document(), array, InputSource("typed")))
    assert '["nan", "inf", "-inf"]' in text
    assert "[0.1, 2.0, 3.0]" in text
    np.testing.assert_array_equal(from_json(text).input.array(), array[np.newaxis])


def test_edited_cells_are_saved(tmp_path):
    save(with_input_cell(new_document(), (0, 0, 0), 2.5), tmp_path / "x.convviz")
    assert load(tmp_path / "x.convviz").input.array()[0, 0, 0] == 2.5


def picture(side=300):
    array = np.random.default_rng(0).integers(0, 256, (1, side, side), np.uint8)
    return with_input(new_document(), array, InputSource("file", "photo.png"))


def test_large_arrays_are_packed_beside_the_text_in_one_file(tmp_path):
    path = tmp_path / "x.convviz"
    document = with_bias(change(picture(), {"bias": True}), np.array([0.5]))
    save(document, path)
    assert zipfile.ZipFile(path).namelist() == ["document.json", "array-1.npy"]
    assert same(load(path), document)
    first = path.read_bytes()
    save(load(path), path)
    assert path.read_bytes() == first


def test_small_documents_are_text_files(tmp_path):
    save(new_document(), tmp_path / "x.convviz")
    assert (tmp_path / "x.convviz").read_text().startswith('{\n  "convviz": 1,')


def test_a_large_weight_is_packed_too(tmp_path):
    document = change(new_document(), {"input_size": (99, 99)})
    document = with_weight(document, np.arange(99.0 * 99).reshape(99, 99))
    save(document, tmp_path / "x.convviz")
    assert same(load(tmp_path / "x.convviz"), document)


def test_frames_share_one_file_for_a_large_input(tmp_path):
    document = picture(600)
    texts = CarriedTexts(document)
    (name, data), = texts.sidecars.items()
    (tmp_path / name).write_bytes(data)
    assert same(from_png_text(texts.at(7), tmp_path), replace(document, step=7))
    assert for_png(replace(document, step=7)) == (texts.at(7), texts.sidecars)
    assert len(texts.at(0)) < 2000
    (tmp_path / name).write_bytes(to_npy(np.zeros((1, 600, 600), np.uint8)))
    with pytest.raises(UnreadableFile, match=r"is not the file that frame-8\.png was exported"):
        from_png_text(texts.at(7), tmp_path, "frame-8.png")
    (tmp_path / name).unlink()
    with pytest.raises(UnreadableFile, match=f"frame-8.png belongs with {name}, which holds"):
        from_png_text(texts.at(7), tmp_path, "frame-8.png")


def test_inputs_up_to_256_kb_travel_in_the_frame_itself():
    assert CarriedTexts(picture(512)).sidecars == {}


def test_a_draft_is_not_saved(tmp_path):
    draft = change(new_document(), {"kernel_size": 9})
    with pytest.raises(InvalidLayer, match="doesn't fit"):
        save(draft, tmp_path / "x.convviz")
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_when_saving_fails(tmp_path):
    with pytest.raises(NotWritten, match="there is no folder"):
        save(new_document(), tmp_path / "no" / "x.convviz")


def altered(**parts):
    """Return the first scene's JSON with dotted paths replaced or, for None, removed."""
    data = json.loads(to_json(new_document()))
    for path, value in parts.items():
        *within, key = path.split("__")
        at = data
        for part in within:
            at = at[int(part) if part.isdigit() else part]
        if value is None:
            del at[key]
        else:
            at[key] = value
    return json.dumps(data)


LAYER = "layers__0__"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "isn't a convviz document: line 1, column 1 is no JSON (Expecting value)"),
        ('{"convviz": 1,', "is no JSON"),
        ("[]", "x is a list, expected an object"),
        ("[" * 100_000, "is nested too deep"),
        ('{"a": NaN}', 'NaN is no JSON, here it is written "nan"'),
        ('{"a": 1' + "0" * 5000 + "}", "isn't a convviz document"),
        ("{}", '"convviz" should be its version, a whole number, and is null'),
        (altered(convviz=True), "and is true or false"),
        (altered(convviz=2), "x was written by a newer convviz: its version is 2, this one reads"),
        (altered(inputt={}), '"inputt" in x is unknown: did you mean "input"?'),
        (altered(banana={}), '"banana" in x is unknown: it has no such part'),
        (altered(input=None), '"input" is missing from x'),
        (altered(layers=None, layer=[]), '"layers" is missing from x, is "layer" meant to be it?'),
        (altered(layers={}), '"layers" of x is an object, expected a list'),
        (altered(layers=[]), "x has no layers"),
        (altered(layers=[{}, {}]), '"kind" is missing from layer 1 of x'),
        (altered(layers=[3]), "the layer of x is a whole number, expected an object"),
        (altered(dialect="pytorhc"), 'is "pytorhc": did you mean "pytorch"?'),
        (altered(**{LAYER + "kind": "max_pol"}), 'is "max_pol": did you mean "max_pool"?'),
        (altered(**{LAYER + "kind": "lstm"}), '"kind" of the layer of x is "lstm": expected conv'),
        (altered(**{LAYER + "inputs": ["x"]}), 'must be ["input"]'),
        (altered(**{LAYER + "kernel_size": 3}), "must be a list of 1 to 3 whole numbers"),
        (altered(**{LAYER + "kernel_size": [3, True]}), "is true or false, expected a whole"),
        (altered(**{LAYER + "kernel_size": [0, 3]}), "the layer of x can't be: kernel 0 along"),
        (altered(**{LAYER + "stride": [1, 1, 1]}), "stride takes 1 or 2 numbers, got 3"),
        (altered(**{LAYER + "padding": "smae"}), "the layer of x can't be: padding 'smae'"),
        (altered(**{LAYER + "padding": [[1], 2]}), "the layer of x can't be"),
        (altered(**{LAYER + "padding": {}}), "is an object, expected a whole number"),
        (altered(**{LAYER + "padding_mode": "zero"}), 'did you mean "zeros"?'),
        (altered(**{LAYER + "bias": 1}), "is a whole number, expected true or false"),
        (altered(**{LAYER + "groups": 1.5}), "is 1.5, expected a whole number"),
        (altered(**{LAYER + "strides": 1}), '"strides" in the layer of x is unknown: did you mean'),
        (altered(**{LAYER + "name": 1}), "is a whole number, expected a text"),
        (altered(**{LAYER + "name": "other"}), '"other" is missing from the weights of x'),
        (altered(**{LAYER + "kernel_size": [9, 9]}), "x can't be shown: kernel 9"),
        (altered(**{LAYER + "kernel_size": [2, 2]}), "x can't be shown: the weight has the shape"),
        (altered(**{LAYER + "bias": True}), "x can't be shown: the bias is missing"),
        (altered(input__source__name="rmap"), 'is "rmap": did you mean "ramp"?'),
        (altered(input__source__kind="url"), 'is "url": expected preset, file, typed'),
        (altered(input__source=[]), "the input's source in x is a list, expected an object"),
        (altered(input__dtype="complex64"), 'is "complex64": expected uint8'),
        (altered(input__values=None), 'the input of x takes either "values" or "file"'),
        (altered(input__file="a.npy"), 'the input of x takes either "values" or "file"'),
        (altered(input__values=[[1, 2], [3]]), "must be lists in 3 levels, none empty"),
        (altered(input__values=[[]]), "must be lists in 3 levels, none empty"),
        (altered(input__values=[[[1, 2], [3]]]), "a row of the input of x is 1 numbers"),
        (altered(input__values=[[[1, 2], 3]]), "a row of the input of x is a whole number, expect"),
        (altered(input__values=[[["nan"]]]), "a number of the input of x is a text, expected a wh"),
        (altered(input__values=[[[2**63]]]), "holds 9223372036854775808, which is no int64"),
        (altered(input__shape=[1, 5, 6]), "says its shape is [1, 5, 6], its values are [1, 5, 5]"),
        (altered(input__dtype="float64", input__values=[[["x"]]]), "holds a text where a number"),
        (altered(input__dtype="float64", input__values=[[[10**400]]]), "which no float can be"),
        (
            altered(input__values=None, input__file="../a.npy", input__shape=[1, 5, 5]),
            '"file" of the input of x is not the plain name of a .npy file',
        ),
        (
            altered(input__values=None, input__file="a.npy", input__shape=[1, 10**9, 10**9]),
            "convviz takes at most 268,435,456 numbers",
        ),
        (
            altered(input__values=None, input__file="a.npy", input__shape=[5, 5]),
            "must be a list of 3 whole numbers",
        ),
        (
            altered(input__values=None, input__file="a.npy", input__shape=[0, 5, 5]),
            "each must be at least 1",
        ),
        (
            altered(input__values=None, input__file="a.npy", input__shape=[1, 5, 5]),
            "a.npy is missing: the document is not in a zip that holds it",
        ),
        (altered(weights={}), '"conv" is missing from the weights of x'),
        (altered(weights__extra={}), '"extra" in the weights of x is unknown'),
        (altered(weights__conv__source__name="sobel"), 'is "sobel": did you mean "sobel_'),
        (altered(weights__conv__source__kind="file"), "expected preset, typed"),
        (altered(view__zoom=0), "is 0, it must be from 1 to 1,000,000"),
        (altered(view__zoom="x"), "is a text, expected a number"),
        (altered(view__zoom=10**400), "is too large a number"),
        (altered(view__decimals=99), "must be from 0 to 17"),
        (altered(view__decimals="x"), "is a text, expected a whole number"),
        (altered(view__input_channel=1), "is 1, the input has 1 channels"),
        (altered(view__centre=[1]), "is a list, expected two numbers or null"),
        (altered(view__input_levels=[3, 1]), "must be a smaller and a larger number"),
        (altered(view__colour_map="gray"), 'is "gray": did you mean "grey"?'),
        (altered(view__turn=5), "is 5, it must be from 10 to 65"),
        (altered(step=10), '"step" of x is 10: its steps are 1 to 9'),
        (altered(step=0), '"step" of x is 0: its steps are 1 to 9'),
        (altered(step="1"), '"step" of x is a text, expected a whole number'),
    ],
)
def test_whatever_is_wrong_is_one_sentence_that_says_where(text, sentence):
    with pytest.raises(UnreadableFile) as caught:
        from_json(text, name="x")
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def zipped(path, members, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in members:
            archive.writestr(name, data)


def packed(shape=(1, 5, 5)):
    return altered(input__values=None, input__file="a.npy", input__shape=list(shape))


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ([("a.txt", "x")], "it is a zip without document.json"),
        ([("document.json", packed())], "a.npy is missing from x.convviz"),
        (
            [("document.json", packed()), ("a.npy", to_npy(np.zeros((1, 5, 5))))],
            "a.npy is 1 × 5 × 5 float64, the input of x.convviz says 1 × 5 × 5 int64",
        ),
        (
            [("document.json", packed()), ("a.npy", to_npy(np.zeros((1, 5, 6), np.int64)))],
            "a.npy is 1 × 5 × 6 int64",
        ),
        ([("document.json", packed()), ("a.npy", b"junk")], "a.npy in x.convviz isn't a NumPy"),
        ([("document.json", packed()), ("a.npy", bytes(10**6))], "is larger than the document s"),
        ([("document.json", "{}"), ("../../a.npy", b"")], "there are folders in it"),
        ([("document.json", "{}"), *[(f"{n}.npy", b"") for n in range(99)]], "too many files"),
        ([("document.json", b"\xff\xfe\x00")], "byte 1 is no UTF-8 text"),
    ],
)
def test_zips_are_not_believed(tmp_path, members, sentence):
    path = tmp_path / "x.convviz"
    zipped(path, members)
    with pytest.raises(UnreadableFile) as caught:
        load(path)
    assert sentence in str(caught.value)


def test_zip_bombs_and_damaged_zips_are_refused(tmp_path):
    path = tmp_path / "x.convviz"
    zipped(path, [("document.json", "{}")], zipfile.ZIP_LZMA)
    with pytest.raises(UnreadableFile, match="packed in a way that convviz doesn't read"):
        load(path)
    zipped(path, [("document.json", "{}"), ("a.npy", b"x")])
    data = bytearray(path.read_bytes())
    # The directory's entry of the last member promises two gigabytes.
    at = data.rindex(b"PK\1\2") + 24
    data[at : at + 4] = (2 << 30).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match="would unpack to more than 1,024 MB"):
        load(path)
    save(picture(), path)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UnreadableFile, match=r"x\.convviz is a damaged zip file"):
        load(path)


def test_absurdly_long_texts_are_refused(tmp_path):
    path = tmp_path / "x.convviz"
    with path.open("wb") as file:
        file.truncate((1 << 26) + 1)
    with pytest.raises(UnreadableFile, match="too long for a document"):
        load(path)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_no_damage_to_a_zip_is_a_crash(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("zip") / "x.convviz"
    save(picture(70), path)
    damaged = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(damaged)
    said = ""
    try:
        assert not load(path).problems()
    except UnreadableFile as error:
        said = str(error)
    assert "\n" not in said


def test_documents_with_the_same_numbers_are_told_from_others():
    first = new_document()
    assert same_numbers(first, new_document())
    assert same_numbers(first, replace(first, step=3, view=ViewOptions(zoom=2)))
    for other in (
        with_input_cell(first, (0, 0, 0), 9),
        change(first, {"stride": 2}),
        change(first, {"bias": True}),
        with_kernel_preset(first, "box"),
        replace(first, weights={}),
    ):
        assert not same_numbers(first, other)
    assert not same_sources(first, with_kernel_preset(first, "box"))
    biased = with_bias(change(first, {"bias": True}), np.array([1]))
    assert not same_numbers(biased, with_bias(biased, np.array([2])))
    assert KernelSource("typed").name == ""


@pytest.mark.parametrize("version", [0, -1])
def test_versions_begin_at_1(version):
    with pytest.raises(UnreadableFile, match=f"the version of x is {version}: the first is 1"):
        from_json(f'{{"convviz": {version}}}', name="x")


def test_numbers_of_too_many_digits_are_told_in_our_words():
    with pytest.raises(UnreadableFile, match="has 5000 digits, too many"):
        from_json(f'{{"convviz": {"1" * 5000}}}', name="x")


# Files of earlier versions -------------------------------------------------------

EARLIER = Path(__file__).parent / "version1"


def test_the_first_scene_of_an_earlier_version_is_the_same_and_saved_as_it_was():
    document = load(EARLIER / "first.convviz")
    assert same(document, new_document())
    assert to_json(document) == (EARLIER / "first.convviz").read_text()


def test_options_of_an_earlier_version_are_read():
    document = load(EARLIER / "causal.convviz")
    assert repr(document.layer) == "Conv1d(1, 2, kernel_size=3, padding='causal', dilation=2)"
    assert (document.view.by_taps, document.view.zoom, document.step) == (True, 2.0, 4)
    document = load(EARLIER / "grouped.convviz")
    assert (document.layer.groups, document.layer.padding_mode) == (2, "replicate")
    assert (document.view.input_channel, document.view.ghost) == (3, True)
    assert np.isnan(document.input.array()[0, 0, 0])


def test_packed_numbers_and_frames_of_an_earlier_version_are_read():
    document = load(EARLIER / "packed.convviz")
    assert (document.input.array().ravel() == np.arange(6400)).all()
    path = EARLIER / "frame.png"
    frame = from_png_text(png_text(path), path.parent)
    assert (frame.step, frame.layer.pads) == (7, ((1, 1), (1, 1)))


# Layers of every kind -----------------------------------------------------------


def layer_of(kind, **parameters):
    """Return the text of a document with a layer and an input of 4 × 4 (16 × 4 for matrices)."""
    layer = {"kind": kind, **parameters}
    rows = 16 if kind == "fold" else 4
    values = np.arange(rows * 4).reshape(1, rows, 4).tolist()
    return json.dumps(
        {"convviz": 1, "input": {"dtype": "int64", "values": values}, "layers": [layer]}
    )


def test_a_pool_written_by_hand_may_leave_out_what_is_usual():
    layer = from_json(layer_of("max_pool", kernel_size=[2, 2])).layer
    assert layer == Pool("max", (2, 2), (2, 2), ((0, 0), (0, 0)), (1, 1))
    layer = from_json(layer_of("adaptive_avg_pool", output_size=[2, None])).layer
    assert layer.output_size == (2, None)
    layer = from_json(layer_of("pad", padding=[[1, -1], [0, 2]], value="-inf")).layer
    assert (layer.padding, layer.value) == (((1, -1), (0, 2)), -np.inf)
    assert '"value": "-inf"' in to_json(new_document(layer))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (layer_of("max_pool"), '"kernel_size" is missing from the layer of x'),
        (layer_of("max_pool", kernel_size=[2, 2], bias=False), '"bias" in the layer of x is unkno'),
        (layer_of("max_pool", kernel_size=[2, 2], padding=2), "the layer of x can't be: padding 2"),
        (layer_of("max_pool", kernel_size=[9, 9]), "x can't be shown: kernel 9"),
        (layer_of("max_pool", kernel_size=[2] * 4), "must be a list of 1 to 3 whole numbers"),
        (layer_of("avg_pool", kernel_size=[2, 2], divisor_override="x"), "is a text, expected a w"),
        (layer_of("avg_pool", kernel_size=[2, 2], count_include_pad=1), "expected true or false"),
        (layer_of("lp_pool", kernel_size=[2, 2], norm_type="2"), "is a text, expected a number"),
        (layer_of("adaptive_max_pool", output_size=[None, 2.5]), "is 2.5, expected a whole"),
        (layer_of("adaptive_max_pool", output_size=2), "must be a list of 1 to 3 whole numbers"),
        (layer_of("pad", padding=1), "must be a list of 1 to 3 numbers or pairs"),
        (layer_of("pad", padding="same"), "must be a list of 1 to 3 numbers or pairs"),
        (layer_of("pad", padding=[1, 1], mode="mirror"), "is \"mirror\": expected constant"),
        (layer_of("pad", padding=[1, 1], value="big"), "is a text, expected a number"),
        (layer_of("pad", padding=[1, 1], value=True), "is true or false, expected a number"),
        (layer_of("unfold", kernel_size=[2]), "must be a list of 2 whole numbers"),
        (layer_of("unfold", kernel_size=[2, 2], padding="same"), "is a text, expected a whole"),
        (layer_of("fold", kernel_size=[2, 2]), '"output_size" is missing'),
        (layer_of("fold", kernel_size=[2, 2], output_size=[None, 3]), "is null, expected a whole"),
        (layer_of("fold", kernel_size=[2, 2], output_size=[9, 9]), "x can't be shown: "),
        (altered(dialect="onnx", view__compared="keras"), 'is "keras": expected pytorch'),
        (altered(view__compared=1), "is a whole number, expected a text"),
        (altered(view__show="all"), 'is "all": expected layer'),
        (altered(view__depth=1), "is 1, the layer's slices are none"),
        (altered(view__depth="x"), "is a text, expected a whole number"),
    ],
)
def test_whatever_is_wrong_with_other_layers_is_one_sentence_too(text, sentence):
    with pytest.raises(UnreadableFile) as caught:
        from_json(text, name="x")
    assert sentence in str(caught.value)


def test_weights_of_a_layer_without_are_refused():
    data = json.loads(layer_of("max_pool", kernel_size=[2, 2]))
    data["weights"] = {"max_pool": {}}
    with pytest.raises(UnreadableFile, match='"max_pool" in the weights of x is unknown'):
        from_json(json.dumps(data), name="x")
