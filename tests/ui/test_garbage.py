"""Garbage is collected in the window's thread."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from weakref import ref

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from convviz.ui.garbage import Collector


class Knot:
    """Something that only the collector frees."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture
def parent(qapp: QApplication) -> Iterator[QObject]:
    assert qapp
    made = QObject()
    yield made
    made.deleteLater()


def test_python_does_not_collect_by_itself_any_more(parent: QObject) -> None:
    gc.enable()
    Collector(parent)
    assert not gc.isenabled()


def test_what_is_due_is_collected_after_a_while(qtbot: QtBot, parent: QObject) -> None:
    knot = ref(Knot())
    Collector(parent)
    keep = [[] for _ in range(2 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: knot() is None, timeout=5000)
    assert keep


def test_nothing_is_collected_before_it_is_due(parent: QObject) -> None:
    collector = Collector(parent)
    gc.collect()
    knot = ref(Knot())
    collector.collect()
    assert knot() is not None
