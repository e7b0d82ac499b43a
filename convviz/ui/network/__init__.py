"""A whole network in the window: its layers in a table, what a unit sees, ways into a layer."""
