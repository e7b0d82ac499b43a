"""The export dialog, from its fields to the files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QLineEdit

from convviz.errors import NotWritten
from convviz.export import mp4
from convviz.export.frames import export_frames
from convviz.export.look import PRESETS, Look
from convviz.export.styles import Styles
from convviz.options import FrameOptions
from convviz.ui.export_queue import ExportQueue
from convviz.ui.panels import export as export_module
from convviz.ui.panels.export import ExportDialog
from convviz.ui.panels.export_choices import WHATS, Choices, plan
from convviz.ui.panels.export_memory import choices_of, load, save

SMALL = Look(width=320, height=180)


@pytest.fixture
def queue(bridge):
    return ExportQueue(bridge, bridge)


@pytest.fixture
def dialog(bridge, queue, qtbot, tmp_path):
    made = open_dialog(bridge, queue, tmp_path, Choices(folder=str(tmp_path / "out"), look=SMALL))
    qtbot.addWidget(made)
    qtbot.waitExposed(made)
    return made


def open_dialog(bridge, queue, tmp_path, choices) -> ExportDialog:
    made = ExportDialog(bridge, queue, Styles(tmp_path / "styles.json"), choices=choices)
    made.show()
    return made


def press(qtbot, button: QAbstractButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def rewrite(qtbot, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text) if text else qtbot.keyClick(line, Qt.Key.Key_Delete)


def choose(combo: QComboBox, text: str) -> None:
    """Choose the first entry that begins so, as a click in the list does."""
    at = next(at for at in range(combo.count()) if combo.itemText(at).startswith(text))
    combo.setCurrentIndex(at)


def turn_to(dialog: ExportDialog, what: str) -> None:
    dialog.tabs.setCurrentIndex(WHATS.index(what))


def finish(qtbot, queue: ExportQueue) -> None:
    qtbot.waitUntil(lambda: not queue.going, timeout=30_000)


def visible_rows(dialog: ExportDialog) -> set[str]:
    return {name for name, row in dialog.form.rows.items() if not row.isHidden()}


def previewed(qtbot, dialog: ExportDialog):
    qtbot.waitUntil(lambda: not dialog.preview.busy and dialog.preview.image is not None)
    return dialog.preview.image


# ── From the fields to the files ───────────────────────────────────────────


def test_frames_are_those_of_the_command_line(dialog, bridge, queue, qtbot, tmp_path):
    press(qtbot, dialog.export_button)
    assert not dialog.isVisible()
    finish(qtbot, queue)
    state = bridge.state
    theirs = export_frames(
        state.document, state.trace, range(9), FrameOptions((320, 180)), tmp_path / "theirs",
        "frame-{step}", overwrite=False, progress=None,
    )
    ours = sorted((tmp_path / "out").iterdir())
    assert [path.name for path in ours] == [path.name for path in theirs]
    assert [path.read_bytes() for path in ours] == [path.read_bytes() for path in theirs]
    assert [export.stage for export in queue.exports] == ["done"]


@pytest.mark.parametrize(("what", "ending", "begins"), [
    ("pages", "PDF", b"%PDF"), ("sheet", "PNG", b"\x89PNG"), ("sheet", "SVG", b"<svg"),
    ("sheet", "PDF", b"%PDF"),
    ("animation", "GIF", b"GIF89a"), ("animation", "APNG", b"\x89PNG"),
    ("animation", "WebP", b"RIFF"),
])
def test_all_steps_in_one_file(dialog, queue, qtbot, tmp_path, what, ending, begins):
    turn_to(dialog, what)
    if what != "pages":
        choose(dialog.form.ending, ending)
    rewrite(qtbot, dialog.form.steps, "1-3")
    press(qtbot, dialog.export_button)
    finish(qtbot, queue)
    (path,) = (tmp_path / "out").iterdir()
    assert path.name == f"convolution.{ending.lower()}"
    assert path.read_bytes().lstrip().startswith(begins)
    if what == "animation":
        with Image.open(path) as opened:
            assert (opened.n_frames, opened.size) == (3, (320, 180))


def test_a_video(dialog, queue, qtbot, tmp_path):
    av = pytest.importorskip("av", reason="MP4 needs the extra video")
    turn_to(dialog, "animation")
    choose(dialog.form.ending, "MP4")
    rewrite(qtbot, dialog.form.between, "2")
    press(qtbot, dialog.export_button)
    finish(qtbot, queue)
    with av.open(str(tmp_path / "out" / "convolution.mp4")) as opened:
        assert sum(1 for _ in opened.decode(video=0)) >= 8 * 3 + 1


@pytest.mark.parametrize(
    ("ending", "begins"), [("PNG", b"\x89PNG"), ("SVG", b"<svg"), ("PDF", b"%PDF")]
)
def test_one_picture_is_of_the_step_in_the_window(
    dialog, session, queue, qtbot, tmp_path, ending, begins
):
    turn_to(dialog, "picture")
    choose(dialog.form.ending, ending)
    session.go(4)
    rewrite(qtbot, dialog.form.name, "fig one")
    assert dialog.summary.text().startswith("Step 5 of 9, 320 × 180 pixels: fig one.")
    press(qtbot, dialog.export_button)
    finish(qtbot, queue)
    (path,) = (tmp_path / "out").iterdir()
    assert path.name == f"fig one.{ending.lower()}"
    assert path.read_bytes().lstrip().startswith(begins)


def test_what_will_be_written_is_said_before(dialog, qtbot):
    assert dialog.summary.text() == "9 files, 320 × 180 pixels: frame-1.png … frame-9.png"
    choose(dialog.form.scale, "2×")
    rewrite(qtbot, dialog.form.steps, "2-3,7")
    assert dialog.summary.text() == "3 files, 640 × 360 pixels: frame-2.png … frame-7.png"
    choose(dialog.form.ending, "SVG")
    choose(dialog.form.preset, "Double column")
    dialog.form.natural.click()
    rewrite(qtbot, dialog.form.height_line, "90")
    assert dialog.summary.text() == "3 files, 175 × 90 mm: frame-2.svg … frame-7.svg"
    turn_to(dialog, "animation")
    rewrite(qtbot, dialog.form.steps, "all")
    rewrite(qtbot, dialog.form.pace, "4")
    assert dialog.summary.text().startswith("9 steps, 3.8 s, 2067 × 1063 pixels")


def test_only_what_a_format_has_is_asked_for(dialog):
    common = {"folder", "name", "style", "preset", "size", "natural", "theme",
              "numbers", "font", "arrangement", "panels"}
    turn_to(dialog, "picture")
    assert visible_rows(dialog) == common | {"ending", "scale", "transparent"}
    choose(dialog.form.ending, "PDF")
    assert visible_rows(dialog) == common | {"ending", "vector_text", "transparent"}
    turn_to(dialog, "pages")
    assert visible_rows(dialog) == common | {"steps", "vector_text", "transparent"}
    turn_to(dialog, "animation")
    moving = {"ending", "steps", "scale", "pace", "hold", "between"}
    assert visible_rows(dialog) == common | moving | {"loop", "transparent"}
    choose(dialog.form.ending, "MP4")
    assert visible_rows(dialog) == common | moving


def test_mp4_without_its_library_stays_and_says_what_to_install(dialog, monkeypatch):
    monkeypatch.setattr(mp4, "find_spec", lambda _name: None)
    turn_to(dialog, "animation")
    choose(dialog.form.ending, "MP4")
    assert "pip install 'convviz[video]'" in dialog.form.notices("ending")[0].message
    assert not dialog.export_button.isEnabled()
    choose(dialog.form.ending, "GIF")
    assert dialog.export_button.isEnabled()


# ── What is wrong ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("what", "row", "field", "text", "said"),
    [
        ("frames", "steps", "steps", "3-12", "there are steps 1 to 9"),
        ("frames", "steps", "steps", "x", "expected numbers and ranges"),
        ("frames", "name", "name", "frame", "{step}"),
        ("picture", "name", "name", "", "a name is expected"),
        ("picture", "name", "name", "a/b", "file names can't"),
        ("picture", "name", "name", "a{step}", "one file"),
        ("picture", "folder", "folder", " ", "a folder is expected"),
        ("picture", "size", "width_line", "12x", "a number is expected"),
        ("picture", "size", "width_line", "20", "too small"),
        ("picture", "size", "height_line", "99999", "not possible"),
        ("picture", "font", "font_size", "1", "3 to 96"),
        ("animation", "pace", "pace", "0", "0.1 to 100"),
        ("animation", "pace", "pace", "", "a number is expected"),
        ("animation", "hold", "hold", "-1", "0 to 60"),
        ("animation", "between", "between", "1.5", "a whole number is expected"),
        ("animation", "between", "between", "60", "122 frames a second"),
    ],
)
def test_a_wrong_field_says_why_beside_it_and_nothing_can_be_exported(
    dialog, qtbot, what, row, field, text, said
):
    turn_to(dialog, what)
    line = getattr(dialog.form, field)
    rewrite(qtbot, line, text)
    assert line.text() == text
    assert line.property("wrong")
    assert any(said in notice.message.lower() for notice in dialog.form.notices(row))
    assert not dialog.export_button.isEnabled()
    assert dialog.summary.text().startswith("To be mended: ")


def test_more_than_a_sheet_holds_is_said_beside_the_steps(dialog, session, qtbot):
    session.change("many", {"input_size": (24, 24)})
    turn_to(dialog, "sheet")
    qtbot.waitUntil(lambda: bool(dialog.form.notices("steps")))
    assert "at most 400 go on one sheet" in dialog.form.notices("steps")[0].message


def test_a_picture_of_nothing_is_refused(dialog):
    for panel in ("input", "kernel", "output", "legend"):
        dialog.form.panels.switch(panel).click()
    assert "at least one part" in dialog.form.notices("panels")[0].message
    dialog.form.panels.switch("output").click()
    assert dialog.export_button.isEnabled()
    assert dialog.choices.look.panels == ("output",)


def test_a_wrong_number_of_what_isn_t_asked_for_is_no_matter(dialog, qtbot):
    turn_to(dialog, "animation")
    rewrite(qtbot, dialog.form.pace, "x")
    turn_to(dialog, "picture")
    assert dialog.export_button.isEnabled()


def test_a_file_in_the_folders_place_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    assert "is a file" in plan(Choices(folder=str(tmp_path / "file")), 9).problems["folder"]


@pytest.mark.parametrize("steps", ["all", "1-", "5-9000000, 3"])
def test_millions_of_frames_are_refused_in_words_and_at_once(tmp_path, steps):
    found = plan(Choices(folder=str(tmp_path), steps=steps), 4094 * 4094)
    assert "name some steps" in found.problems["steps"]
    assert not found.steps


def test_a_folder_whose_name_cannot_be_is_said_beside_it(tmp_path):
    problems = plan(Choices(folder=str(tmp_path / ("x" * 300))), 9).problems
    assert "too long" in problems["folder"]


def test_a_folder_that_cannot_be_looked_into_is_said(dialog, qtbot, monkeypatch):
    def locked(_paths: object) -> list[Path]:
        raise NotWritten("the folder may not be looked into")

    monkeypatch.setattr(export_module, "existing", locked)
    press(qtbot, dialog.export_button)
    assert dialog.summary.text() == "The folder may not be looked into."
    assert dialog.isVisible()


# ── Files that are there ───────────────────────────────────────────────────


@pytest.fixture
def taken(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "frame-3.png").write_bytes(b"mine")
    return folder / "frame-3.png"


def test_files_that_are_there_are_asked_about_and_kept(dialog, queue, qtbot, taken):
    press(qtbot, dialog.export_button)
    assert dialog.question.isVisible()
    assert "frame-3.png" in dialog.question.sentence.text()
    press(qtbot, dialog.question.leave)
    assert not dialog.question.isVisible()
    assert queue.exports == ()
    assert [path.read_bytes() for path in taken.parent.iterdir()] == [b"mine"]


def test_they_are_replaced_when_that_is_wanted(dialog, queue, qtbot, taken):
    press(qtbot, dialog.export_button)
    press(qtbot, dialog.question.overwrite)
    finish(qtbot, queue)
    assert len(list(taken.parent.iterdir())) == 9
    assert taken.read_bytes() != b"mine"


def test_or_another_folder_is_taken(dialog, queue, qtbot, taken, monkeypatch):
    other = taken.parent.parent / "other"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_: str(other)))
    press(qtbot, dialog.export_button)
    press(qtbot, dialog.question.other)
    assert dialog.form.folder.text() == str(other)
    press(qtbot, dialog.export_button)
    finish(qtbot, queue)
    assert len(list(other.iterdir())) == 9


@pytest.mark.usefixtures("taken")
def test_escape_takes_the_question_back_and_then_closes(dialog, qtbot):
    press(qtbot, dialog.export_button)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.question.isVisible()
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


# ── Size and look ──────────────────────────────────────────────────────────


def test_a_preset_sets_the_size_and_an_edited_size_is_another(dialog, qtbot):
    choose(dialog.form.preset, "Single column")
    form = dialog.form
    assert (form.width_line.text(), form.unit.currentText()) == ("85", "mm")
    assert form.natural.isChecked()
    assert not form.height_line.isEnabled()
    assert form.dpi.isVisible()
    assert not form.scale.isVisible()
    rewrite(qtbot, form.width_line, "90")
    assert form.preset.currentText() == "Another size"
    assert dialog.choices.look.width == 90


def test_a_figure_for_a_paper_is_saved_as_it_was_set(dialog, qtbot, queue, tmp_path):
    turn_to(dialog, "picture")
    choose(dialog.form.ending, "SVG")
    choose(dialog.form.preset, "Single column")
    rewrite(qtbot, dialog.form.font_size, "8")
    choose(dialog.form.arrangement, "In a column")
    choose(dialog.form.vector_text, "Text")
    for name in ("kernel", "caption"):
        press(qtbot, dialog.form.panels.switch(name))
    height = float(dialog.form.height_line.text())
    press(qtbot, dialog.export_button)
    finish(qtbot, queue)
    (path,) = (tmp_path / "out").iterdir()
    text = path.read_text("utf-8")
    assert 'width="85mm"' in text
    said = float(re.search(r'height="([\d.]+)mm"', text)[1])
    assert said == pytest.approx(height, abs=0.06)
    assert ">Kernel<" not in text
    assert ">Convolution of a" in text


def test_without_a_part_there_is_nothing_to_save(dialog, qtbot):
    for name in ("input", "kernel", "output", "legend"):
        press(qtbot, dialog.form.panels.switch(name))
    assert not dialog.export_button.isEnabled()


def test_another_unit_keeps_the_size(dialog):
    choose(dialog.form.unit, "in")
    look = dialog.choices.look
    assert (look.width, look.height) == (3.33, 1.88)
    choose(dialog.form.unit, "mm")
    assert dialog.form.width_line.text() == "84.6"


def test_arrow_keys_count(dialog, qtbot):
    dialog.form.width_line.setFocus()
    qtbot.keyClick(dialog.form.width_line, Qt.Key.Key_Up)
    assert dialog.choices.look.width == 321


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.label)
def test_every_preset_can_be_exported(dialog, preset):
    choose(dialog.form.preset, preset.label)
    assert dialog.export_button.isEnabled()


def test_numbers_in_cells_are_chosen_for_the_export_alone(dialog, bridge, qtbot):
    before = previewed(qtbot, dialog)
    choose(dialog.form.numbers, "None")
    assert previewed(qtbot, dialog) != before
    assert bridge.state.document.view.values
    choose(dialog.form.numbers, "2 decimals")
    job = plan(dialog.choices, 9).job(bridge.state.document, bridge.state.trace)
    assert (job.document.view.values, job.document.view.decimals) == (True, 2)


# ── Preview ────────────────────────────────────────────────────────────────


def test_the_preview_is_the_exporters_own_picture(dialog, session, qtbot):
    first = previewed(qtbot, dialog)
    session.go(4)
    second = previewed(qtbot, dialog)
    assert second != first
    assert second.width() / second.height() == pytest.approx(16 / 9, rel=0.02)
    assert "Step 5" in dialog.under.text()


def test_a_transparent_background_and_a_theme_reach_the_preview(dialog, qtbot):
    dialog.form.transparent.click()
    choose(dialog.form.theme, "Dark")
    assert previewed(qtbot, dialog).hasAlphaChannel()
    assert dialog.choices.look.frame(raster=True) == FrameOptions(
        (320, 180), 1.0, theme="dark", transparent=True
    )
    assert not dialog.grab().isNull()


def test_an_animation_plays_at_its_pace_until_it_is_paused(dialog, qtbot):
    turn_to(dialog, "animation")
    rewrite(qtbot, dialog.form.pace, "50")
    seen = set()
    dialog.preview.shown.connect(seen.add)
    qtbot.waitUntil(lambda: len(seen) > 3)
    press(qtbot, dialog.play)
    assert dialog.play.accessibleName() == "Play the preview"
    assert not dialog.preview.playing
    qtbot.waitUntil(lambda: not dialog.preview.busy)
    seen.clear()
    turn_to(dialog, "picture")
    assert not dialog.play.isVisible()
    previewed(qtbot, dialog)
    assert seen <= {0}


# ── What is remembered ─────────────────────────────────────────────────────


def test_choices_are_read_as_they_were_written(tmp_path):
    choices = Choices(
        "animation", ".svg", ".pdf", ".svg", ".webp", str(tmp_path), "convolution", "a{step}",
        "1-3",
        Look(85.5, None, "mm", 2.0, 600, "print", True, 8.5, ("output",), "over", "2", "paths",
             4.0, 0.0, False, 3),
    )
    save(choices, tmp_path / "export.json")
    assert load(tmp_path / "export.json") == choices


@pytest.mark.parametrize(
    "said",
    [None, [], {"look": 3}, {"what": "all", "folder": 5, "steps": None, "picture_as": ".gif"},
     {"look": {"width": True, "height": "x", "unit": "km", "panels": ["hat"], "loop": 1,
               "between": 1.5, "pace": float("nan"), "scale": 7, "theme": "pink"}}],
)
def test_anything_wrong_in_what_was_written_means_what_is_chosen_at_first(said):
    assert choices_of(said) == Choices()


def test_a_file_that_is_none_means_the_same(tmp_path):
    (tmp_path / "export.json").write_text("nonsense")
    assert load(tmp_path / "export.json") == Choices()


# ── Styles ─────────────────────────────────────────────────────────────────


def test_a_style_is_saved_chosen_and_deleted(dialog, bridge, queue, qtbot, tmp_path):
    row, form = dialog.style_row, dialog.form
    choose(form.preset, "Single column")
    choose(form.theme, "Print")
    press(qtbot, row.save_as)
    qtbot.keyClicks(row.name, "Paper")
    qtbot.keyClick(row.name, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert row.combo.currentText() == "Paper"
    choose(form.theme, "Dark")
    assert row.combo.currentText() == "None"
    assert not row.delete.isEnabled()

    again = open_dialog(bridge, queue, tmp_path, Choices(folder=str(tmp_path)))
    qtbot.addWidget(again)
    choose(again.style_row.combo, "Paper")
    assert again.form.theme.currentText() == "Print"
    assert again.form.width_line.text() == "85"
    press(qtbot, again.style_row.delete)
    assert [again.style_row.combo.itemText(at) for at in range(2)] == ["None", ""]
    assert again.form.theme.currentText() == "Print", "the look itself stays"


def test_escape_gives_up_a_name_and_keeps_the_dialog(dialog, qtbot):
    press(qtbot, dialog.style_row.save_as)
    assert not dialog.style_row.save.isEnabled()
    qtbot.keyClick(dialog.style_row.name, Qt.Key.Key_Escape)
    assert not dialog.style_row.naming
    assert dialog.isVisible()


def test_a_style_that_cannot_be_saved_says_why(dialog, qtbot, tmp_path):
    (tmp_path / "styles.json").mkdir()
    press(qtbot, dialog.style_row.save_as)
    qtbot.keyClicks(dialog.style_row.name, "Paper")
    press(qtbot, dialog.style_row.save)
    assert "it is a folder" in dialog.form.notices("style")[0].message


# ── For everyone ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("what", WHATS)
def test_every_control_has_a_name_and_tab_goes_down_the_form(dialog, qtbot, what):
    turn_to(dialog, what)
    dialog.tabs.setFocus()
    seen, heights = [], []
    while True:
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        widget = dialog.focusWidget()
        if widget is dialog.tabs or widget in seen:
            break
        assert widget.accessibleName() or widget.text(), widget
        seen.append(widget)
        if dialog.form.isAncestorOf(widget):
            heights.append(widget.mapTo(dialog.form, widget.rect().center()).y())
            top = widget.mapTo(dialog.area.viewport(), widget.rect().topLeft()).y()
            assert 0 <= top < dialog.area.viewport().height(), "what has the keys is to be seen"
    assert [round(y, -1) for y in heights] == sorted(round(y, -1) for y in heights)
    assert seen[-1] is dialog.export_button


@pytest.mark.parametrize("what", WHATS)
def test_it_fits_a_small_screen_and_nothing_is_cut_sideways(dialog, qtbot, what):
    turn_to(dialog, what)
    dialog.resize(784, 552)
    assert (dialog.width(), dialog.height()) == (784, 552)
    qtbot.waitUntil(lambda: dialog.form.width() > 0)
    assert dialog.form.minimumSizeHint().width() <= dialog.area.viewport().width()
