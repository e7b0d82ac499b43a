"""Layers and networks written as code of the frameworks, and of NumPy."""
