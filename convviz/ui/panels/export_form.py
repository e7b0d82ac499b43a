"""The fields of the export dialog."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from convviz.options import FrameOptions, ThemeName
from convviz.ui.panels.export_choices import Choices
from convviz.ui.panels.marks import muted, show_wrong
from convviz.ui.panels.notices import Notice, Notices
from convviz.ui.panels.quiet import QuietComboBox
from convviz.ui.panels.whole_number import WholeNumberBox
from convviz.ui.switch import Switch

_SCALES = (1.0, 1.5, 2.0, 3.0, 4.0)


class ExportForm(QWidget):
    """Folder, name, steps, size, theme and background, each with its problem under it."""

    changed = Signal()
    """Something else is chosen."""

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        options = choices.options
        self.folder = _line("Folder", choices.folder)
        self.browse = QPushButton("Browse…")
        self.browse.setAccessibleName("Browse for a folder")
        self.pattern = _line("File name", choices.pattern)
        self.pattern.setToolTip("{step} is where the number of the step goes")
        self.steps = _line("Steps", choices.steps)
        self.steps.setToolTip("All of them, or numbers and ranges counted from 1: 1-9,12")
        self.width_box, self.height_box = WholeNumberBox(), WholeNumberBox()
        for box, name, number in (
            (self.width_box, "Width in pixels", options.size[0]),
            (self.height_box, "Height in pixels", options.size[1]),
        ):
            box.setAccessibleName(name)
            box.setFixedWidth(84)
            box.set_least(1)
            box.show_number(round(number))
        self.scale = QuietComboBox()
        self.scale.setAccessibleName("Scale")
        self.scale.setToolTip("More pixels for the same picture: for print and fine screens")
        for scale in sorted({*_SCALES, options.scale}):
            self.scale.addItem(f"{scale:g}×", scale)
        self.scale.setCurrentIndex(self.scale.findData(options.scale))
        self.theme = QuietComboBox()
        self.theme.setAccessibleName("Theme")
        for theme in get_args(ThemeName):
            self.theme.addItem(theme.capitalize(), theme)
        self.theme.setCurrentIndex(self.theme.findData(options.theme))
        self.transparent = Switch("Transparent background")
        self.transparent.setAccessibleName("Transparent background")
        self.transparent.setChecked(options.transparent)
        self._notices = {
            name: Notices("error") for name in ("folder", "pattern", "steps", "size")
        }
        self._lay_out()
        self._connect()

    @property
    def choices(self) -> Choices:
        """What the fields say."""
        return Choices(
            self.folder.text(),
            self.pattern.text(),
            self.steps.text(),
            FrameOptions(
                (self.width_box.number, self.height_box.number),
                self.scale.currentData(),
                theme=self.theme.currentData(),
                transparent=self.transparent.isChecked(),
            ),
        )

    @property
    def complaint(self) -> str:
        """Why a size is no number, empty when both are."""
        return self.width_box.complaint or self.height_box.complaint

    def notices(self, field: str) -> tuple[Notice, ...]:
        """Return what is said under a field: "folder", "pattern", "steps" or "size"."""
        return self._notices[field].notices

    def show_problems(self, problems: dict[str, str]) -> None:
        """Show what is wrong, each beside its field."""
        if self.complaint:
            problems = {**problems, "size": self.complaint}
        for name, notices in self._notices.items():
            notices.show_notices([Notice(problems[name])] if name in problems else [])
        for name, line in (
            ("folder", self.folder), ("pattern", self.pattern), ("steps", self.steps)
        ):
            show_wrong(line, wrong=name in problems)
        for box in (self.width_box, self.height_box):
            box.show_wrong(wrong=bool(box.complaint) if self.complaint else "size" in problems)

    def ask_folder(self) -> None:
        """Let the person choose a folder."""
        start = str(self.choices.path)
        folder = QFileDialog.getExistingDirectory(self, "Folder for the frames", start)
        if folder:
            self.folder.setText(folder)

    def _connect(self) -> None:
        for line in (self.folder, self.pattern, self.steps):
            line.textChanged.connect(self._tell)
        for box in (self.width_box, self.height_box):
            box.edited.connect(self._tell)
            box.misread.connect(self._tell)
        for combo in (self.scale, self.theme):
            combo.currentIndexChanged.connect(self._tell)
        self.transparent.toggled.connect(self._tell)
        self.browse.clicked.connect(self.ask_folder)

    def _tell(self) -> None:
        self.changed.emit()

    def _lay_out(self) -> None:
        folder, size = QHBoxLayout(), QHBoxLayout()
        for row in (folder, size):
            row.setSpacing(8)
        folder.addWidget(self.folder, 1)
        folder.addWidget(self.browse)
        for widget in (self.width_box, QLabel("×"), self.height_box, muted("pixels")):
            size.addWidget(widget)
        size.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget | QHBoxLayout, QWidget, str], ...] = (
            ("Folder", folder, self.folder, "folder"),
            ("Name", self.pattern, self.pattern, "pattern"),
            ("Steps", self.steps, self.steps, "steps"),
            ("Size W × H", size, self.width_box, "size"),
            ("Scale", self.scale, self.scale, ""),
            ("Theme", self.theme, self.theme, ""),
            ("", self.transparent, self.transparent, ""),
        )
        for at, (text, content, buddy, name) in enumerate(rows):
            label = QLabel(text)
            label.setBuddy(buddy)
            grid.addWidget(label, 3 * at, 0)
            if isinstance(content, QHBoxLayout):
                grid.addLayout(content, 3 * at, 1)
            else:
                grid.addWidget(content, 3 * at, 1)
            if name:
                grid.addWidget(self._notices[name], 3 * at + 1, 1)
            grid.setRowMinimumHeight(3 * at + 2, 4)
        grid.setRowStretch(3 * len(rows), 1)


def _line(name: str, text: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setAccessibleName(name)
    return line
