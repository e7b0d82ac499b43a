"""Settings of all tests."""

import os

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtWidgets import QApplication

# A busy machine is slow, not wrong. The plain run draws the same examples every time, so that a
# change alone decides what passes and what is covered; --hypothesis-profile=search draws others.
settings.register_profile(
    "search", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("convviz", settings.get_profile("search"), derandomize=True)
settings.load_profile("convviz")

# Tests open no window on anybody's screen; those that want a real one start a screen of their own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def _one_application(qapp: QApplication) -> QApplication:
    """Make the one that windows need first: a process has one, and painters take any."""
    return qapp
