"""The window's state: drafts, undo, playback, and what counts as unsaved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.document.document import InputSource
from convviz.document.editing import (
    change,
    new_document,
    with_input,
    with_input_cell,
    with_kernel_preset,
    with_weight_cell,
)
from convviz.document.files import from_json, to_json
from convviz.document.kinds import kind_of
from convviz.frames.compute import compute
from convviz.session.playback import SPEEDS, Playback
from convviz.session.session import Session, same_numbers
from tests.chains import chain


@pytest.fixture
def session():
    return Session(new_document())


def step(session):
    return session.state.document.step


# Drafts -------------------------------------------------------------------------


def test_a_wrong_parameter_is_a_draft_and_the_picture_stays(session):
    before = session.state.document
    session.change("kernel", {"kernel_size": (9, 9)})
    state = session.state
    assert state.document is before
    assert state.fields.layer.kernel_size == (9, 9)
    assert "doesn't fit" in state.problems[0].message
    assert not state.history.past
    assert not state.unsaved


def test_a_draft_becomes_the_document_when_it_checks_out_as_one_change(session):
    session.change("kernel", {"kernel_size": (9, 9)})
    session.change("input", {"input_size": (9, 9)})
    state = session.state
    assert state.draft is None
    assert state.problems == ()
    assert state.document.input.shape == (1, 9, 9)
    session.undo()
    assert session.state.document.input.shape == (1, 5, 5)
    assert session.state.document.layer.kernel_size == (3, 3)


def test_a_fix_is_one_click(session):
    session.change("kernel", {"kernel_size": (9, 9)})
    while session.state.problems:
        session.fix(session.state.problems[0].fixes[0])
    assert session.state.document.layer.kernel_size == (9, 9)


def test_undo_discards_a_draft_first(session):
    session.change("stride", {"stride": 2})
    session.change("kernel", {"kernel_size": (9, 9)})
    session.undo()
    assert session.state.draft is None
    assert session.state.document.layer.stride == (2, 2)
    session.undo()
    assert session.state.document.layer.stride == (1, 1)


def test_typing_the_old_value_back_is_no_change(session):
    session.change("kernel", {"kernel_size": (9, 9)})
    session.change("kernel", {"kernel_size": (3, 3)})
    assert session.state.draft is None
    session.change("kernel", {"kernel_size": (3, 3)})
    assert not session.state.history.past
    assert not session.state.unsaved


def test_a_draft_shows_the_view_of_the_picture(session):
    session.change("kernel", {"kernel_size": (9, 9)})
    session.view(replace(session.state.document.view, zoom=2.0))
    session.go(4)
    assert session.state.fields.view.zoom == 2
    assert session.state.fields.step == 4
    assert session.state.draft is not None


# Undo ---------------------------------------------------------------------------


def test_undo_and_redo_travel_through_every_change(session):
    texts = [to_json(session.state.document)]
    for changes in ({"stride": 2}, {"padding": 1}, {"in_channels": 2}, {"bias": True}):
        session.change("change", changes)
        texts.append(to_json(session.state.document))
    for text in reversed(texts[:-1]):
        session.undo()
        assert to_json(session.state.document) == text
    session.undo()
    for text in texts[1:]:
        session.redo()
        assert to_json(session.state.document) == text
    session.redo()


def test_a_drag_is_one_step_and_a_sealed_one_stays_by_itself(session):
    for padding in (1, 2, 3):
        session.change("padding", {"padding": padding}, merge="padding")
    assert [entry.label for entry in session.state.history.past] == ["padding"]
    session.seal()
    session.seal()
    session.change("padding", {"padding": 4}, merge="padding")
    assert len(session.state.history.past) == 2
    session.change("stride", {"stride": 2}, merge="stride")
    assert len(session.state.history.past) == 3


def test_a_change_after_undo_is_not_merged_and_ends_redo(session):
    session.change("padding", {"padding": 1}, merge="padding")
    session.change("stride", {"stride": 2}, merge="stride")
    session.undo()
    session.change("padding", {"padding": 2}, merge="padding")
    assert not session.state.history.future
    assert len(session.state.history.past) == 2


def test_step_view_and_playback_are_not_undone(session):
    session.change("padding", {"padding": 1})
    session.go(5)
    session.view(replace(session.state.document.view, ghost=True))
    session.undo()
    assert step(session) == 5
    assert session.state.document.view.ghost


def test_a_step_beyond_the_new_end_becomes_the_last(session):
    session.go(8)
    session.change("stride", {"stride": 2})
    assert step(session) == 3


def test_a_channel_that_is_gone_is_not_shown(session):
    session.change("channels", {"in_channels": 3})
    session.view(replace(session.state.document.view, input_channel=2))
    session.change("channels", {"in_channels": 2})
    assert session.state.document.view.input_channel == 0


def test_a_layer_of_another_kind_is_undone_with_its_numbers(session):
    session.edit("kernel", with_weight_cell(session.state.document, (0, 0, 1, 1), 7))
    before = session.state.document
    for kind in ("max_pool", "fold", "pad", "conv_transpose"):
        session.change("kind", {"kind": kind})
        session.go(len(session.state.steps) - 1)
    assert session.state.document.layer_weights.weight.array()[0, 0, 1, 1] == 7
    for _ in range(4):
        session.undo()
    assert same_numbers(session.state.document, before)
    session.redo()
    assert kind_of(session.state.document.layer) == "max_pool"
    assert session.state.unsaved


def test_a_slice_that_is_gone_is_not_shown(session):
    session.change("axes", {"axes": 3, "padding": 1})
    session.view(replace(session.state.document.view, depth=-1))
    session.change("padding", {"padding": 0})
    assert session.state.document.view.depth is None
    session.undo()
    assert session.state.document.problems() == ()


def test_the_history_is_bounded_in_bytes(session, monkeypatch):
    monkeypatch.setattr("convviz.session.history.LIMIT", 3 * 80_000 + 10_000)
    for at in range(10):
        array = np.full((1, 100, 100), float(at))
        session.edit("open", with_input(session.state.document, array, InputSource("typed")))
    assert 2 <= len(session.state.history.past) <= 4
    session.undo()
    assert session.state.document.input.array()[0, 0, 0] == 8


def test_cells_of_a_large_picture_are_edited_without_copies(session):
    array = np.zeros((1, 1000, 1000), np.uint8)
    session.edit("open", with_input(session.state.document, array, InputSource("typed")))
    for at in range(100):
        session.edit("cell", with_input_cell(session.state.document, (0, 0, at), 7))
    assert len(session.state.history.past) == 101
    bases = {id(entry.document.input.base) for entry in session.state.history.past[1:]}
    assert len(bases) == 1


# Saving -------------------------------------------------------------------------


def test_unsaved_is_what_closing_would_lose(session):
    session.go(3)
    session.view(replace(session.state.document.view, ghost=True))
    assert not session.state.unsaved
    session.change("stride", {"stride": 2})
    assert session.state.unsaved
    session.mark_saved(Path("x.convviz"), session.state.document)
    assert not session.state.unsaved
    assert session.state.path == Path("x.convviz")
    session.undo()
    assert session.state.unsaved
    session.redo()
    assert not session.state.unsaved


def test_saving_ends_a_drag_so_that_undo_comes_back_to_what_was_saved(session):
    session.change("padding", {"padding": 1}, merge="padding")
    session.mark_saved(Path("x"), session.state.document)
    session.change("padding", {"padding": 2}, merge="padding")
    session.undo()
    assert not session.state.unsaved


def test_opening_begins_anew_and_a_document_from_a_picture_is_unsaved(session):
    session.change("stride", {"stride": 2})
    session.play(Playback(playing=True, speed=8.0))
    session.open(new_document(), Path("x.convviz"))
    assert not session.state.history.past
    assert not session.state.unsaved
    assert not session.state.playback.playing
    assert session.state.playback.speed == 8
    session.open(new_document(), None, unsaved=True)
    assert session.state.unsaved


# Numbers ------------------------------------------------------------------------


def test_numbers_of_an_older_document_are_dropped(session):
    older = session.state.document
    assert session.state.pending
    session.change("stride", {"stride": 2})
    session.deliver(older, compute(older))
    assert session.state.trace is None
    session.deliver(session.state.document, compute(session.state.document))
    assert not session.state.pending
    session.go(1)
    assert not session.state.pending
    session.edit("cell", with_weight_cell(session.state.document, (0, 0, 0, 0), 5))
    assert session.state.pending
    assert session.state.trace is not None


def test_the_same_numbers_read_from_a_file_are_the_same_numbers(session):
    document = session.state.document
    assert same_numbers(document, from_json(to_json(document)))


# Stepping and playing -----------------------------------------------------------


def test_going_beyond_the_ends_stays_within(session):
    session.go(99)
    assert step(session) == 8
    session.go(-1)
    assert step(session) == 0


def test_the_output_cell_stays_when_steps_are_divided_into_taps(session):
    session.go(4)
    session.view(replace(session.state.document.view, by_taps=True))
    assert len(session.state.steps) == 81
    assert step(session) == 36
    session.go(40)
    session.view(replace(session.state.document.view, by_taps=False))
    assert step(session) == 4


def test_playing_from_the_last_step_begins_again(session):
    session.go(8)
    session.play(Playback(playing=True))
    assert step(session) == 0
    session.go(3)
    session.play(replace(session.state.playback, speed=4.0))
    assert step(session) == 3


def test_time_moves_the_steps_and_stops_at_the_end(session):
    session.play(Playback(playing=True, speed=2.0))
    session.advance(0.4)
    assert step(session) == 0
    session.advance(0.2)
    assert step(session) == 1
    session.advance(100)
    assert step(session) == 8
    assert not session.state.playback.playing
    session.advance(1)
    assert step(session) == 8


def test_a_loop_goes_round(session):
    session.play(Playback(playing=True, speed=1.0, loop=True))
    session.advance(10)
    assert step(session) == 1
    assert session.state.playback.playing


@given(st.lists(st.floats(0, 3), max_size=20), st.sampled_from(SPEEDS), st.booleans())
def test_however_time_is_cut_the_same_steps_go_by(pieces, speed, loop):
    playback, at = Playback(playing=True, speed=speed, loop=loop), 0
    for dt in pieces:
        playback, at = playback.advance(dt, at, 10)
        assert 0 <= at < 10
    whole, end = Playback(playing=True, speed=speed, loop=loop).advance(sum(pieces), 0, 10)
    near_a_step = abs((sum(pieces) * speed + 0.5) % 1 - 0.5) < 1e-6
    assert near_a_step or (at == end and playback.playing == whole.playing)


def test_plus_and_minus_go_through_the_speeds():
    playback = Playback()
    for _ in range(20):
        playback = playback.faster()
    assert playback.speed == SPEEDS[-1]
    for _ in range(20):
        playback = playback.slower()
    assert playback.speed == SPEEDS[0]
    assert replace(playback, speed=3.0).faster().speed == 4


# Pointing -----------------------------------------------------------------------


def test_a_pin_holds_until_let_go_and_the_pointer_goes_before_it(session):
    session.pin(("output", (0, 1, 1)))
    session.point(("input", (0, 0, 0)))
    assert session.state.shown == ("input", (0, 0, 0))
    session.point(None)
    assert session.state.shown == ("output", (0, 1, 1))
    session.pin(None)
    assert session.state.shown is None


def test_a_pin_outlives_a_changed_number_but_not_changed_cells(session):
    session.pin(("output", (0, 1, 1)))
    session.edit("cell", with_weight_cell(session.state.document, (0, 0, 0, 0), 5))
    session.edit("kernel", with_kernel_preset(session.state.document, "box"))
    assert session.state.pinned == ("output", (0, 1, 1))
    session.change("stride", {"stride": 2})
    assert session.state.pinned is None


# Listeners ----------------------------------------------------------------------


def test_listeners_are_told_each_old_and_new_state_in_order(session):
    told = []

    def first(old, new):
        told.append(("first", old.document.step, new.document.step))
        if new.document.step == 1:
            session.go(2)

    def second(old, new):
        told.append(("second", old.document.step, new.document.step))

    session.listen(first)
    session.listen(second)
    session.go(1)
    assert told == [("first", 0, 1), ("second", 0, 1), ("first", 1, 2), ("second", 1, 2)]


def test_a_listener_that_fails_does_not_silence_the_next_change(session):
    heard = []

    def fail(_old, new):
        heard.append(new.document.step)
        if len(heard) == 1:
            raise RuntimeError

    session.listen(fail)
    with pytest.raises(RuntimeError):
        session.go(1)
    session.go(2)
    assert heard == [1, 2]


def test_nothing_is_told_when_nothing_changes(session):
    told = []
    session.listen(lambda _old, new: told.append(new))
    session.point(None)
    session.seal()
    session.undo()
    session.redo()
    session.discard_draft()
    session.change("kernel", {"kernel_size": (3, 3)})
    assert told == []


acts = st.lists(
    st.one_of(
        st.sampled_from(["undo", "redo", "seal", "discard_draft"]),
        st.integers(-2, 30),
        st.sampled_from(
            [{"kernel_size": 9}, {"kernel_size": 1}, {"stride": 2}, {"axes": 1}, {"axes": 2},
             {"padding": 10**9}, {"input_size": 0}, {"input_size": 7}, {"in_channels": 2}]
        ),
    ),
    max_size=25,
)  # fmt: skip


@settings(deadline=None)
@given(acts)
def test_whatever_is_done_the_document_is_valid_and_its_step_there(sequence):
    session = Session(new_document())
    for act in sequence:
        if isinstance(act, str):
            getattr(session, act)()
        elif isinstance(act, int):
            session.go(act)
        else:
            session.change("change", act, merge=next(iter(act)))
        state = session.state
        assert state.document.problems() == ()
        assert 0 <= state.document.step < len(state.steps)
        assert bool(state.problems) == (state.draft is not None)
        compute(state.document)


def test_the_fields_of_a_draft_can_be_changed_further_without_the_picture(session):
    session.change("input", {"input_size": (0, 5)})
    session.change("stride", {"stride": (0, 1)})
    assert session.state.fields.input.shape == (1, 0, 5)
    assert session.state.fields.layer.stride == (0, 1)
    session.discard_draft()
    assert session.state.fields is session.state.document
    assert change(session.state.document, {}).problems() == ()


def test_all_layers_on_show_have_the_steps_of_the_last():
    session = Session(chain("layer", step=150))
    session.view(replace(session.state.document.view, show="isometric"))
    assert len(session.state.steps) == 18
    assert step(session) == 17
    session.view(replace(session.state.document.view, show="layer"))
    assert len(session.state.steps) == 192
    assert step(session) == 17
