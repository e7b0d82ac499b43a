"""The command line: ``convviz describe`` and ``convviz export``."""

from convviz.cli.command import main

__all__ = ["main"]
