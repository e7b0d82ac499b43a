"""A bridge over the opening scene, and an application that looks like the program."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from convviz.document.editing import new_document
from convviz.paint.qt import load_fonts
from convviz.session.session import Session
from convviz.ui import theme
from convviz.ui.bridge import Bridge


@pytest.fixture(scope="session")
def _looks(qapp):
    load_fonts()
    theme.apply(qapp, "light")


@pytest.fixture(autouse=True)
def _tidy():
    yield
    # Without an event loop of its own, a test leaves what was deleted later lying about.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def bridge(_looks):
    made = Bridge(Session(new_document()))
    yield made
    made.stop()
    made.wait()


@pytest.fixture
def session(bridge):
    return bridge.session
