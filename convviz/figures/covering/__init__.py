"""How often a layer's cells are used: the counts, and what they say."""
