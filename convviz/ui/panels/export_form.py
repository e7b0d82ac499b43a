"""The fields of the export dialog."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from convviz.export.jobs import Ending
from convviz.export.look import (
    DPIS,
    PRESETS,
    SCALES,
    Look,
    Numbers,
    Preset,
    in_unit,
    preset_of,
    with_preset,
)
from convviz.options import THEMES, Arranged, ThemeName, Unit, VectorText
from convviz.ui.panels.amount_line import AmountLine
from convviz.ui.panels.export_choices import OFFERED, Choices, What, asks, with_ending
from convviz.ui.panels.export_rows import (
    FIELD,
    Combo,
    FormRow,
    PanelSwitches,
    Part,
    Toggle,
    line,
)
from convviz.ui.panels.export_style_row import StyleRow
from convviz.ui.panels.marks import muted, show_wrong
from convviz.ui.panels.notices import Notice

FORMATS: dict[Ending, str] = {
    ".png": "PNG", ".svg": "SVG", ".pdf": "PDF", ".gif": "GIF", ".apng": "APNG",
    ".webp": "WebP", ".mp4": "MP4",
}
_NOTES: dict[Ending, str] = {
    ".png": "PNG, opens again here", ".svg": "SVG, for the web and to edit",
    ".pdf": "PDF, for papers", ".gif": "GIF, plays everywhere",
    ".apng": "APNG, all colours, opens again here", ".webp": "WebP, the smallest",
    ".mp4": "MP4, for video programs",
}
_UNITS: tuple[tuple[Unit, str], ...] = (("px", "px"), ("mm", "mm"), ("in", "in"))
_ARRANGED: tuple[tuple[Arranged, str], ...] = (
    ("auto", "As there is room"), ("row", "In a row"), ("column", "In a column"),
    ("over", "Input over output"),
)
_NUMBERS: tuple[tuple[Numbers, str], ...] = (
    ("window", "As in the window"), ("none", "None"), ("auto", "As many digits as needed"),
    ("0", "Whole numbers"), ("1", "1 decimal"), ("2", "2 decimals"), ("3", "3 decimals"),
    ("4", "4 decimals"),
)
_TEXTS: tuple[tuple[VectorText, str], ...] = (
    ("text", "Text, in DejaVu Sans"), ("paths", "Paths, the same everywhere"),
)


class ExportForm(QWidget):
    """All that can be chosen for what is saved; each problem stands under its field."""

    changed = Signal()
    """Something else is chosen."""

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._showing = False
        self.ending = Combo("Format", ())
        self.folder = line("Folder")
        self.browse = QPushButton("Browse…")
        self.browse.setAccessibleName("Browse for a folder")
        self.browse.setAutoDefault(False)
        self.name = line("File name")
        self.suffix = muted("")
        self.steps = line("Steps", "All of them, or numbers and ranges counted from 1: 1-9,12")
        self.style_row = StyleRow()
        self.preset = Combo(
            "Size preset",
            [*((preset, preset.label) for preset in PRESETS), (None, "Another size")],
        )
        self.width_line = AmountLine("Width")
        self.height_line = AmountLine("Height")
        self.unit = Combo("Unit", _UNITS, width=FIELD)
        self.natural = Toggle("As high as its content", "The height follows from the width")
        self.scale = Combo(
            "Scale", [(scale, f"{scale:g}×") for scale in SCALES],
            "More pixels for the same picture: for print and fine screens", width=FIELD,
        )
        self.dpi = Combo(
            "Resolution", [(dpi, f"{dpi} dpi") for dpi in DPIS],
            "Pixels in an inch: 300 for print", width=FIELD + 24,
        )
        self.theme = Combo("Theme", [(name, name.capitalize()) for name in THEMES])
        self.transparent = Toggle("Transparent background")
        self.font_size = AmountLine(
            "Font size in points", "Of titles and words", optional="as fits"
        )
        self.vector_text = Combo(
            "Text", _TEXTS, "Text can be searched and edited; paths need no font"
        )
        self.arrangement = Combo("Arrangement", _ARRANGED, "How the parts stand to one another")
        self.numbers = Combo("Numbers in cells", _NUMBERS)
        self.panels = PanelSwitches()
        self.pace = AmountLine("Pace", "Steps a second")
        self.hold = AmountLine("Hold", "Seconds that the last step stays")
        self.between = AmountLine(
            "In-between frames", "Between two steps, in which the window moves on", whole=True
        )
        self.loop = Toggle("Play again and again")
        for field in (self.width_line, self.height_line, self.font_size, self.pace, self.hold,
                      self.between):
            field.setFixedWidth(FIELD)
        self._lay_out()
        self._connect()
        self.show_choices(choices)

    @property
    def choices(self) -> Choices:
        """What the fields say."""
        return self._choices

    @property
    def complaint(self) -> str:
        """Why one of the numbers asked for is none, empty when all are."""
        return next((said for said in self._complaints().values() if said), "")

    def notices(self, field: str) -> tuple[Notice, ...]:
        """Return what is said under a field, by its name in `Plan.problems`."""
        return self.rows[field].notices

    def show_choices(self, choices: Choices) -> None:
        """Have the fields say these."""
        self._showing = True
        self._choices = choices
        look = choices.look
        endings = OFFERED[choices.what]
        self.ending.offer([(ending, _NOTES[ending]) for ending in endings])
        self.ending.show_value(choices.ending)
        self.suffix.setText(choices.ending)
        several = choices.what == "frames"
        for field, text in (
            (self.folder, choices.folder), (self.steps, choices.steps),
            (self.name, choices.pattern if several else choices.name),
        ):
            if field.text() != text:
                field.setText(text)
        self.name.setToolTip("{step} is where the number of the step goes" if several else "")
        self._show_look(look)
        asked = asks(choices)
        for name in ("ending", "steps", "scale", "vector_text", "pace", "hold", "between",
                     "loop", "transparent"):
            self.rows[name].setVisible(name in asked)
        for part in self._parts:
            part.refresh()
        self._showing = False

    def show_size(self, width: float, height: float) -> None:
        """Say how high a picture is whose height follows from its content, in its unit."""
        if self._choices.look.height is None:
            self._showing = True
            self.height_line.show_amount(round(height / width * self._choices.look.width, 1))
            self._showing = False

    def show_problems(self, problems: dict[str, str]) -> None:
        """Show what is wrong, each beside its field."""
        complaints = self._complaints()
        problems = {**problems, **{name: said for name, said in complaints.items() if said}}
        for name, row in self.rows.items():
            row.show_problem(problems.get(name, ""))
        for name, widget in self._marked.items():
            show_wrong(widget, wrong=name in problems)
        for field in (self.width_line, self.height_line):
            field.show_wrong(wrong=bool(field.complaint) if complaints["size"] else
                             "size" in problems)

    def to_mend(self) -> str:
        """Return which fields have to be mended, in words: some may be out of sight."""
        names = [row.label.text() for row in self.rows.values() if row.notices]
        return f"To be mended: {', '.join(names).lower()}" if names else ""

    def ask_folder(self) -> None:
        """Let the person choose a folder."""
        start = str(self.choices.path)
        folder = QFileDialog.getExistingDirectory(self, "Folder to export to", start)
        if folder:
            self.folder.setText(folder)

    # ── What the person does ───────────────────────────────────────────────

    def take_what(self, what: What) -> None:
        """Save something else."""
        if what != self._choices.what:
            self._take(replace(self._choices, what=what))

    def take_look(self, look: Look) -> None:
        """Take another look."""
        self._take(replace(self._choices, look=look))

    def _take(self, choices: Choices) -> None:
        self.show_choices(choices)
        self.changed.emit()

    def _take_ending(self) -> None:
        self._take(with_ending(self._choices, cast("Ending", self.ending.value)))

    def _take_preset(self) -> None:
        preset = self.preset.value
        if isinstance(preset, Preset):
            self.take_look(with_preset(self._choices.look, preset))
        else:
            self.width_line.setFocus()

    def _take_unit(self) -> None:
        self.take_look(in_unit(self._choices.look, cast("Unit", self.unit.value)))

    def _take_natural(self) -> None:
        height = None if self.natural.isChecked() else self.height_line.amount
        self.take_look(replace(self._choices.look, height=height))

    def _edited(self) -> None:
        """Take what all the other fields say."""
        if self._showing:
            return
        before, look = self._choices, self._choices.look
        name = self.name.text()
        several = before.what == "frames"
        height = look.height
        if height is not None:
            height = _or(self.height_line.amount, height)
        self._choices = replace(
            before,
            folder=self.folder.text(),
            name=before.name if several else name,
            pattern=name if several else before.pattern,
            steps=self.steps.text(),
            look=replace(
                look,
                width=_or(self.width_line.amount, look.width),
                height=height,
                scale=cast("float", self.scale.value),
                dpi=cast("int", self.dpi.value),
                theme=cast("ThemeName", self.theme.value),
                transparent=self.transparent.isChecked(),
                font_size=self.font_size.amount,
                panels=self.panels.panels,
                arrangement=cast("Arranged", self.arrangement.value),
                numbers=cast("Numbers", self.numbers.value),
                vector_text=cast("VectorText", self.vector_text.value),
                pace=_or(self.pace.amount, look.pace),
                hold=_or(self.hold.amount, look.hold),
                loop=self.loop.isChecked(),
                between=int(_or(self.between.amount, look.between)),
            ),
        )
        self.preset.show_value(preset_of(self._choices.look))
        self.changed.emit()

    # ── The fields ─────────────────────────────────────────────────────────

    def _show_look(self, look: Look) -> None:
        self.preset.show_value(preset_of(look))
        self.width_line.show_amount(look.width)
        self.natural.show_on(on=look.height is None)
        self.height_line.setEnabled(look.height is not None)
        if look.height is not None:
            self.height_line.show_amount(look.height)
        self.unit.show_value(look.unit)
        self.scale.show_value(look.scale)
        self.dpi.show_value(look.dpi)
        paper = look.unit != "px"
        self.dpi.setVisible(paper)
        self.scale.setVisible(not paper)
        self.rows["scale"].label.setText("Resolution" if paper else "Scale")
        self.theme.show_value(look.theme)
        self.transparent.show_on(on=look.transparent)
        self.font_size.show_amount(look.font_size)
        self.vector_text.show_value(look.vector_text)
        self.arrangement.show_value(look.arrangement)
        self.numbers.show_value(look.numbers)
        self.panels.show_panels(look.panels)
        self.pace.show_amount(look.pace)
        self.hold.show_amount(look.hold)
        self.between.show_amount(look.between)
        self.loop.show_on(on=look.loop)

    def _complaints(self) -> dict[str, str]:
        asked = asks(self._choices)
        said = {
            "size": self.width_line.complaint or self.height_line.complaint,
            "font": self.font_size.complaint,
        }
        for name, field in (("pace", self.pace), ("hold", self.hold), ("between", self.between)):
            said[name] = field.complaint if name in asked else ""
        return said

    def _connect(self) -> None:
        for field in (self.folder, self.name, self.steps):
            field.textChanged.connect(self._edited)
        for edited in (
            self.width_line, self.height_line, self.scale, self.dpi, self.theme,
            self.transparent, self.font_size, self.vector_text, self.arrangement, self.numbers,
            self.panels, self.pace, self.hold, self.between, self.loop,
        ):
            edited.edited.connect(self._edited)
        self.ending.edited.connect(self._take_ending)
        self.preset.edited.connect(self._take_preset)
        self.unit.edited.connect(self._take_unit)
        self.natural.edited.connect(self._take_natural)
        self.browse.clicked.connect(self.ask_folder)

    def _lay_out(self) -> None:
        self.rows = {
            "ending": FormRow("Format", [self.ending], stretched=True),
            "folder": FormRow("Folder", [self.folder, self.browse], stretched=True),
            "name": FormRow("Name", [self.name, self.suffix], stretched=True),
            "steps": FormRow("Steps", [self.steps], stretched=True),
            "style": FormRow("Style", [self.style_row], stretched=True),
            "preset": FormRow("Preset", [self.preset], stretched=True),
            "size": FormRow(
                "W × H", [self.width_line, "×", self.height_line, self.unit]
            ),
            "natural": FormRow("", [self.natural]),
            "scale": FormRow("Scale", [self.scale, self.dpi]),
            "theme": FormRow("Theme", [self.theme], stretched=True),
            "transparent": FormRow("", [self.transparent]),
            "font": FormRow("Font size", [self.font_size, "points"]),
            "vector_text": FormRow("Text as", [self.vector_text], stretched=True),
            "arrangement": FormRow("Arrangement", [self.arrangement], stretched=True),
            "numbers": FormRow("Numbers", [self.numbers], stretched=True),
            "panels": FormRow("Parts", [self.panels], stretched=True),
            "pace": FormRow("Pace", [self.pace, "steps a second"]),
            "hold": FormRow("Hold the last", [self.hold, "seconds"]),
            "between": FormRow("In between", [self.between, "frames a step"]),
            "loop": FormRow("", [self.loop]),
        }
        self._marked: dict[str, QWidget] = {
            "ending": self.ending, "folder": self.folder, "name": self.name,
            "steps": self.steps, "font": self.font_size, "pace": self.pace, "hold": self.hold,
            "between": self.between,
        }
        self._parts = (
            Part("", self._of("ending", "folder", "name", "steps")),
            Part("", self._of("style")),
            Part("Motion", self._of("pace", "hold", "between", "loop")),
            Part("Size", self._of("preset", "size", "natural", "scale")),
            Part("Look", self._of("theme", "transparent", "font", "vector_text")),
            Part("Content", self._of("arrangement", "numbers", "panels")),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(16)
        for part in self._parts:
            column.addWidget(part)
        column.addStretch(1)

    def _of(self, *names: str) -> list[FormRow]:
        return [self.rows[name] for name in names]


def _or(amount: float | None, before: float) -> float:
    """Return an amount; the one before while what is typed is none."""
    return before if amount is None else amount
