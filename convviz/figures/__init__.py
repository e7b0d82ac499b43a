"""Drawing rules: how a traced layer becomes a display list."""
