"""The window's state, without a window."""
