"""Colours: complete, readable, and apart for every kind of eye."""

from itertools import combinations
from typing import get_args

import numpy as np
import pytest

from convviz import assets
from convviz.errors import ConvvizError
from convviz.figures.marks import TINTS
from convviz.options import THEMES
from convviz.paint.colour import contrast, encoded, linear, oklab, over, parse, ramp
from convviz.paint.theme import READABLE, label_colour, theme
from convviz.scene.items import DIVERGING, Ramp, Role

SEEN = 3.0
"""Contrast of what isn't text but says something (WCAG 1.4.11)."""
PANELS = ("input", "kernel", "output", "gradient")

# Machado, Oliveira and Fernandes 2009, full severity, in linear light
SIGHT = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def distance(one, other, sight):
    """Return how far apart two colours look; 0.02 can just be told apart."""
    seen = [oklab(encoded(linear(colour) @ SIGHT[sight].T)) for colour in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


@pytest.fixture(params=THEMES)
def colours(request):
    return theme(request.param)


def test_a_theme_has_every_role_and_ramp(colours):
    assert set(colours.colours) == set(get_args(Role))
    assert {shades.shape for shades in colours.ramps.values()} == {(256, 3)}
    assert set(colours.ramps) == set(get_args(Ramp))


@pytest.mark.parametrize("ramp", get_args(Ramp))
def test_numbers_are_readable_on_every_shade(colours, ramp):
    assert contrast(label_colour(colours, ramp), colours.ramps[ramp]).min() >= READABLE


@pytest.mark.parametrize("ramp", sorted(TINTS))
def test_numbers_stay_readable_when_their_cells_are_lit(colours, ramp):
    light = colours.colours["hover.fill"]
    lit = contrast(over(light, label_colour(colours, ramp)), over(light, colours.ramps[ramp]))
    assert lit.min() >= READABLE


@pytest.mark.parametrize("ground", ["background", "surface"])
@pytest.mark.parametrize(
    "role",
    ["text", "text.muted", "input.text", "kernel.text", "output.text", "gradient.text",
     "padding.text", "error"],
)
def test_text_is_readable_on_what_it_stands_on(colours, role, ground):
    assert contrast(colours.colours[role][:3], colours.colours[ground][:3]) >= READABLE


def test_numbers_in_the_padding_are_readable_on_its_strokes(colours):
    strokes = over(colours.colours["padding.hatch"], colours.ramps["padding"])
    assert contrast(label_colour(colours, "padding"), strokes).min() >= READABLE


def test_strokes_of_the_padding_can_be_seen_on_every_shade(colours):
    strokes = over(colours.colours["padding.hatch"], colours.ramps["padding"])
    assert np.linalg.norm(oklab(strokes) - oklab(colours.ramps["padding"]), axis=1).min() > 0.04


@pytest.mark.parametrize(
    "role",
    ["input.edge", "kernel.edge", "output.edge", "gradient.edge", "padding.edge", "window.edge",
     "hover.edge", "ghost.edge", "differs.edge", "accent", "error"],
)
def test_frames_stand_out_from_the_background_and_so_from_their_halo(colours, role):
    ground = colours.colours["background"][:3]
    assert contrast(colours.colours[role][:3], ground) >= SEEN


@pytest.mark.parametrize("ramp", ["input", "output", "gradient", "kernel", "padding", "plain"])
def test_strokes_through_unread_cells_are_seen_on_every_shade(colours, ramp):
    assert contrast(colours.colours["unused"][:3], colours.ramps[ramp]).min() >= SEEN


def test_the_edge_of_the_padding_is_seen_on_its_cells(colours):
    edge = colours.colours["padding.edge"][:3]
    assert contrast(edge, colours.ramps["padding"]).min() >= SEEN


@pytest.mark.parametrize("mark", ["control", "accent"])
@pytest.mark.parametrize("ground", ["window", "base"])
def test_edges_of_fields_and_switches_are_seen(colours, mark, ground):
    assert contrast(colours.ui[mark][:3], colours.ui[ground][:3]) >= SEEN


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("text", "window"), ("text", "base"), ("text", "button"), ("text", "button.hover"),
        ("text", "button.pressed"), ("muted", "window"), ("muted", "base"),
        ("accent.text", "accent"), ("selection.text", "selection"), ("link", "window"),
        ("link", "base"), ("tooltip.text", "tooltip"), ("error", "window"), ("error", "base"),
        ("error", "error.surface"), ("text", "error.surface"), ("warning", "warning.surface"),
        ("text", "warning.surface"), ("success", "success.surface"), ("muted", "error.surface"),
        ("muted", "warning.surface"), ("muted", "button"), ("text", "selection"),
    ],
)  # fmt: skip
def test_the_window_is_readable(colours, text, ground):
    assert contrast(colours.ui[text][:3], colours.ui[ground][:3]) >= READABLE


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize(("one", "other"), list(combinations(PANELS, 2)))
def test_panels_can_be_told_apart_by_every_eye(colours, one, other, sight):
    edges = [colours.colours[f"{panel}.edge"][:3] for panel in (one, other)]
    middles = [colours.ramps[panel][128] for panel in (one, other)]
    assert distance(*edges, sight) > 0.09
    assert distance(*middles, sight) > 0.03


EDGES = ("input", "output", "window", "gradient", "differs", "padding")


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize(("one", "other"), list(combinations(EDGES, 2)))
def test_what_stands_side_by_side_can_be_told_apart_by_every_eye(colours, one, other, sight):
    if colours.name == "grey":
        return  # there dashes, strokes and widths tell what lightness doesn't
    edges = [colours.colours[f"{role}.edge"][:3] for role in (one, other)]
    assert distance(*edges, sight) > 0.06


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", sorted(DIVERGING))
def test_the_two_signs_can_be_told_apart_by_every_eye(colours, name, sight):
    shades = colours.ramps[name]
    assert distance(shades[64], shades[191], sight) > 0.09


@pytest.mark.parametrize("name", ["purple-green", "purple-amber"])
def test_negative_numbers_do_not_look_like_the_input(colours, name):
    if colours.name == "grey":
        return  # without colours their minus tells them apart
    negative, given = colours.ramps[name][:96], colours.ramps["input"]
    shades = zip(oklab(negative), strict=True)
    nearest = min(np.linalg.norm(oklab(given) - shade, axis=1).min() for (shade,) in shades)
    assert nearest > 0.02


@pytest.mark.parametrize("name", ["viridis", "cividis"])
def test_sequential_colours_rise_evenly(colours, name):
    lightness = oklab(colours.ramps[name])[:, 0]
    steps = np.diff(lightness[::15])
    assert (steps > 0).all()
    assert steps.max() < 3 * steps.min()


@pytest.mark.parametrize("sight", SIGHT)
def test_cividis_is_nearly_the_same_to_every_eye(sight):
    shades = theme("light").ramps["cividis"]
    seen = oklab(encoded(linear(shades) @ SIGHT[sight].T))
    assert (np.diff(seen[::15, 0]) > 0).all()


@pytest.mark.parametrize("sight", SIGHT)
def test_25_taps_have_colours_of_their_own(colours, sight):
    taps = colours.ramps["taps"][:250:10]
    assert len({tuple(colour) for colour in taps.tolist()}) == 25
    apart = [distance(one, other, sight) for one, other in combinations(taps, 2)]
    assert min(apart) > 0.015
    # Of a kernel of 3 × 3, every other of each row and column.
    few = [taps[5 * row + column] for row in (0, 2, 4) for column in (0, 2, 4)]
    assert min(distance(one, other, sight) for one, other in combinations(few, 2)) > 0.025


@pytest.mark.parametrize("name", sorted(DIVERGING))
def test_zero_is_the_calmest_of_the_diverging_colours(colours, name):
    if colours.name == "grey":  # what has no colours tells signs apart by lightness
        lightness = oklab(colours.ramps[name])[:, 0]
        assert (np.diff(lightness[::5]) < 0).all()
        return
    chroma = np.hypot(*oklab(colours.ramps[name]).T[1:])
    assert chroma[127:129].max() < 0.02
    assert (chroma[[0, 64, 191, 255]] > 0.05).all()


@pytest.mark.parametrize("panel", PANELS)
def test_more_is_stronger_also_in_a_grey_copy(colours, panel):
    lightness = oklab(colours.ramps[panel])[:, 0]
    steps = np.diff(lightness[::5])
    assert (steps > 0).all() or (steps < 0).all()


def test_grey_is_the_pictures_own_values():
    assert (theme("light").ramps["grey"] == np.arange(256)[:, None]).all()


def test_ramps_go_through_their_stops():
    shades = ramp([(0, "#000000"), (100, "#ff8800"), (255, "#ffffff")])
    assert shades[[0, 100, 255]].tolist() == [[0, 0, 0], [255, 136, 0], [255, 255, 255]]


def test_colours_cannot_be_changed_by_accident(colours):
    with pytest.raises(ValueError, match="read-only"):
        colours.ramps["input"][0] = 0


@pytest.mark.parametrize("wrong", ["red", "#12345", "1b5fae00"])
def test_a_wrong_colour_is_named(wrong):
    with pytest.raises(ValueError, match=wrong):
        parse(wrong)


def test_a_theme_that_lacks_a_colour_says_which(monkeypatch):
    whole = assets.text("themes", "light.json")
    monkeypatch.setattr(assets, "text", lambda *_: whole.replace('"ghost.edge"', '"ghost"'))
    with pytest.raises(ConvvizError, match=r"light has no 'ghost\.edge'"):
        theme.__wrapped__("light")
