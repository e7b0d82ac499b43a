"""Scenes into files, atomically."""
