"""The export dialog, from its fields to the files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit

from convviz.errors import NotWritten
from convviz.export.frames import export_frames
from convviz.options import FrameOptions
from convviz.ui.panels import export as export_module
from convviz.ui.panels.export import ExportDialog
from convviz.ui.panels.export_choices import Choices, plan


@pytest.fixture
def dialog(bridge, qtbot, tmp_path):
    choices = Choices(str(tmp_path / "frames"), options=FrameOptions((320, 180)))
    made = ExportDialog(bridge, choices=choices)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def press(qtbot, button: QAbstractButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def rewrite(qtbot, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)


def finish(qtbot, dialog: ExportDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.exporting)


def test_frames_are_those_of_the_command_lines_function(dialog, bridge, qtbot, tmp_path):
    press(qtbot, dialog.export_button)
    finish(qtbot, dialog)
    state = bridge.state
    theirs = export_frames(
        state.document, state.trace, range(9), FrameOptions((320, 180)), tmp_path / "theirs",
        "frame-{step}", overwrite=False, progress=None,
    )
    ours = sorted((tmp_path / "frames").iterdir())
    assert [path.name for path in ours] == [path.name for path in theirs]
    assert [path.read_bytes() for path in ours] == [path.read_bytes() for path in theirs]
    assert dialog.summary.text() == f"9 frames in {tmp_path / 'frames'}"
    assert dialog.open_folder.isVisible()


def test_what_will_be_written_is_said_before(dialog, qtbot):
    assert dialog.summary.text() == "9 frames, 320 × 180 pixels: frame-1.png … frame-9.png"
    dialog.form.scale.setCurrentIndex(dialog.form.scale.findData(2.0))
    rewrite(qtbot, dialog.form.steps, "2-3,7")
    assert dialog.summary.text() == "3 frames, 640 × 360 pixels: frame-2.png … frame-7.png"


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("steps", "3-12", "there are steps 1 to 9"),
        ("steps", "x", "expected numbers and ranges"),
        ("pattern", "frame", "{step}"),
        ("folder", " ", "a folder is expected"),
    ],
)
def test_a_wrong_field_says_why_and_nothing_can_be_exported(dialog, qtbot, field, text, said):
    line = getattr(dialog.form, field)
    rewrite(qtbot, line, text)
    assert line.text() == text
    assert line.property("wrong")
    assert any(said in notice.message for notice in dialog.form.notices(field))
    assert not dialog.export_button.isEnabled()


@pytest.mark.parametrize(("text", "said"), [("12x", "whole number"), ("20", "too small")])
def test_a_wrong_size_says_why(dialog, qtbot, text, said):
    box = dialog.form.width_box
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)
    assert box.text() == text
    assert any(said in notice.message for notice in dialog.form.notices("size"))
    assert not dialog.export_button.isEnabled()


def test_a_file_in_the_folders_place_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    assert "is a file" in plan(Choices(str(tmp_path / "file")), 9).problems["folder"]


@pytest.mark.parametrize("steps", ["all", "1-", "5-9000000, 3"])
def test_millions_of_frames_are_refused_in_words_and_at_once(tmp_path, steps):
    found = plan(Choices(str(tmp_path), steps=steps), 4094 * 4094)
    assert "name some steps" in found.problems["steps"]
    assert not found.steps


def test_files_that_are_there_are_asked_about_and_kept(dialog, qtbot, tmp_path):
    folder = tmp_path / "frames"
    folder.mkdir()
    (folder / "frame-3.png").write_bytes(b"mine")
    press(qtbot, dialog.export_button)
    assert dialog.question.isVisible()
    assert "frame-3.png" in dialog.question.sentence.text()
    assert [path.name for path in folder.iterdir()] == ["frame-3.png"]
    press(qtbot, dialog.question.leave)
    assert not dialog.question.isVisible()
    assert (folder / "frame-3.png").read_bytes() == b"mine"


def test_they_are_replaced_when_that_is_wanted(dialog, qtbot, tmp_path):
    folder = tmp_path / "frames"
    folder.mkdir()
    (folder / "frame-3.png").write_bytes(b"mine")
    press(qtbot, dialog.export_button)
    press(qtbot, dialog.question.overwrite)
    finish(qtbot, dialog)
    assert len(list(folder.iterdir())) == 9
    assert (folder / "frame-3.png").read_bytes() != b"mine"


def test_or_another_folder_is_taken(dialog, qtbot, tmp_path, monkeypatch):
    folder = tmp_path / "frames"
    folder.mkdir()
    (folder / "frame-3.png").write_bytes(b"mine")
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", staticmethod(lambda *_: str(tmp_path / "other"))
    )
    press(qtbot, dialog.export_button)
    press(qtbot, dialog.question.other)
    assert dialog.form.folder.text() == str(tmp_path / "other")
    press(qtbot, dialog.export_button)
    finish(qtbot, dialog)
    assert len(list((tmp_path / "other").iterdir())) == 9


def test_cancel_stops_and_leaves_whole_frames_only(dialog, session, qtbot, tmp_path):
    session.change("many", {"input_size": (40, 40)})
    qtbot.waitUntil(dialog.export_button.isEnabled)
    press(qtbot, dialog.export_button)
    assert dialog.exporting
    assert not dialog.form.isEnabled()
    qtbot.waitUntil(lambda: dialog.progress.value() > 0)
    press(qtbot, dialog.cancel_button)
    finish(qtbot, dialog)
    written = list((tmp_path / "frames").iterdir())
    assert 0 < len(written) < 1444
    assert all(path.read_bytes().endswith(b"IEND\xaeB`\x82") for path in written)
    assert dialog.summary.text().startswith("Cancelled; ")
    assert dialog.form.isEnabled()


def test_closing_stops_too(dialog, session, qtbot):
    session.change("many", {"input_size": (40, 40)})
    qtbot.waitUntil(dialog.export_button.isEnabled)
    press(qtbot, dialog.export_button)
    dialog.close()
    finish(qtbot, dialog)


def test_what_goes_wrong_is_said_in_the_dialog(dialog, qtbot, monkeypatch):
    def full(*_args: object, **_keywords: object) -> list[Path]:
        raise NotWritten("the disk is full")

    monkeypatch.setattr(export_module, "export_frames", full)
    press(qtbot, dialog.export_button)
    finish(qtbot, dialog)
    assert dialog.summary.text() == "The disk is full."
    assert dialog.form.isEnabled()


def test_the_preview_is_the_exporters_own_picture(dialog, session):
    dialog.preview.paint_frame()
    first = dialog.preview.image
    session.go(4)
    dialog.preview.paint_frame()
    assert dialog.preview.image != first
    assert dialog.preview.image.width() / dialog.preview.image.height() == pytest.approx(
        16 / 9, rel=0.02
    )


def test_a_transparent_background_and_a_theme_reach_the_preview(dialog):
    dialog.form.transparent.click()
    dialog.form.theme.setCurrentIndex(dialog.form.theme.findData("dark"))
    dialog.preview.paint_frame()
    assert dialog.preview.image.hasAlphaChannel()
    assert dialog.choices.options == FrameOptions((320, 180), theme="dark", transparent=True)
    assert not dialog.grab().isNull()


def test_the_last_choices_are_there_again(dialog, bridge, qtbot):
    rewrite(qtbot, dialog.form.steps, "1-2")
    again = ExportDialog(bridge, choices=dialog.choices)
    qtbot.addWidget(again)
    assert again.choices == dialog.choices


def test_the_folder_is_opened(dialog, qtbot, monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(opened.append))
    press(qtbot, dialog.export_button)
    finish(qtbot, dialog)
    press(qtbot, dialog.open_folder)
    assert [url.toLocalFile() for url in opened] == [str(tmp_path / "frames")]


def test_every_control_has_a_name(dialog):
    for kind in (QAbstractButton, QLineEdit):
        for each in dialog.findChildren(kind):
            if "qt_" not in each.objectName():
                assert each.accessibleName(), each


def test_escape_closes(dialog, qtbot):
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_folder_whose_name_cannot_be_is_said_beside_it(tmp_path):
    problems = plan(Choices(str(tmp_path / ("x" * 300))), 9).problems
    assert "too long" in problems["folder"]


def test_a_folder_that_cannot_be_looked_into_is_said_in_the_dialog(dialog, qtbot, monkeypatch):
    def locked(_paths: object) -> list[Path]:
        raise NotWritten("the folder may not be looked into")

    monkeypatch.setattr(export_module, "existing", locked)
    press(qtbot, dialog.export_button)
    assert dialog.summary.text() == "The folder may not be looked into."
    assert dialog.form.isEnabled()
