"""Layers and networks read from other people's code and printed models, by parsing alone."""
