"""The menu of the files opened last."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from convviz.ui.files import Files
from convviz.ui.mnemonics import give_letters


class RecentMenu(QMenu):
    """Lists the files opened last, whenever it is about to be shown.

    Parameters
    ----------
    files
        Knows them, and opens them.
    parent
        The Qt parent.
    """

    def __init__(self, files: Files, parent: QWidget) -> None:
        super().__init__("Open recent", parent)
        self._files = files
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._list)

    def _list(self) -> None:
        self.clear()
        for path in self._files.recent():
            self.addAction(_RecentAction(path, self._files, self))
        if self.isEmpty():
            self.addAction("Nothing yet").setEnabled(False)
        give_letters(self)


class _RecentAction(QAction):
    """Opens one of the files opened last."""

    def __init__(self, path: Path, files: Files, menu: QMenu) -> None:
        super().__init__(path.name.replace("&", "&&"), menu)
        self._path = path
        self._files = files
        self.setToolTip(str(path))
        self.triggered.connect(self._open)

    def _open(self) -> None:
        self._files.open(self._path)
