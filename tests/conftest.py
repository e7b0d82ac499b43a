"""Settings of all tests."""

import os

from hypothesis import HealthCheck, settings

# A busy machine is slow, not wrong.
settings.register_profile("convviz", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("convviz")

# Tests open no window on anybody's screen; those that want a real one start a screen of their own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
