"""What to do with files that are there already."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton


class Question(QFrame):
    """Asks what to do with files that are there already."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setProperty("tone", "warning")
        self.setAccessibleName("Files exist")
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.overwrite = button("Overwrite", "Overwrite the files")
        self.other = button("Other folder…", "Choose another folder")
        self.leave = button("Don't export", "Don't export")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.sentence, 1)
        for each in (self.overwrite, self.other, self.leave):
            row.addWidget(each)
        self.hide()

    def ask(self, there: int, count: int, first: str) -> None:
        """Ask about so many of so many files."""
        files = f"{first} is" if there == 1 else f"{first} and {there - 1} more are"
        self.sentence.setText(
            f"{files} in the folder already. Exporting "
            f"{'would replace' if count == 1 else f'{count:,} files would replace'} "
            f"{'it' if there == 1 else 'them'}."
        )
        self.show()


def button(text: str, name: str) -> QPushButton:
    """Return a push button that Return doesn't press from elsewhere."""
    made = QPushButton(text)
    made.setAccessibleName(name)
    made.setAutoDefault(False)
    return made
