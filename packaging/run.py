#!/usr/bin/env python3
"""Start convviz from a checkout: ``python3 packaging/run.py [arguments]``.

The first start makes ``.venv`` beside ``pyproject.toml`` and installs what convviz needs; every
later one goes straight to the program. Needs nothing but Python. This file and ``test.py`` keep to
what an old Python can read, so that an old Python can be told that it is too old.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (an old Python is who reads this)
    sys.exit(
        "convviz: needs Python 3.11 or newer, and %s is Python %d.%d."  # noqa: UP031
        % (sys.executable, sys.version_info[0], sys.version_info[1])
    )

from launch import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
