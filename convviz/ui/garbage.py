"""Python's garbage collection, kept to the window's thread."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 1000
"""Milliseconds."""


class Collector(QObject):
    """Collects now and then in the thread that it was made in, and nowhere else.

    Left to itself Python collects in whatever thread it is in. In one that exports it
    could delete a widget, which Qt's locks and Python's own then wait for each other over.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that Python would collect by now."""
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        ripe = [age for age, (count, most) in enumerate(due) if count > most]
        if ripe:
            gc.collect(ripe[-1])
