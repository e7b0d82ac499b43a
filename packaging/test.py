#!/usr/bin/env python3
"""Check everything that must hold: ``python3 packaging/test.py [arguments for pytest]``.

Makes the same ``.venv`` as ``run.py`` and adds what the checks need. Arguments narrow the tests
(``-k padding``, a path); the coverage that must be reached is then not judged. This file keeps to
what an old Python can read, so that an old Python can be told that it is too old.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (an old Python is who reads this)
    sys.exit(
        "convviz: needs Python 3.11 or newer, and %s is Python %d.%d."  # noqa: UP031
        % (sys.executable, sys.version_info[0], sys.version_info[1])
    )

from checks import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
