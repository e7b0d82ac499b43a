"""Settings of all tests."""

import os

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtWidgets import QApplication

# A busy machine is slow, not wrong.
settings.register_profile(
    "convviz", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("convviz")

# Tests open no window on anybody's screen; those that want a real one start a screen of their own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def _one_application(qapp: QApplication) -> QApplication:
    """Make the one that windows need first: a process has one, and painters take any."""
    return qapp
