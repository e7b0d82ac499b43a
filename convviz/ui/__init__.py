"""The window: bridge, canvas, panels, actions."""
