"""The window: bridge, actions, canvas, panels."""
