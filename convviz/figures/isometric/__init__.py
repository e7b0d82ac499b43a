"""Feature maps as plates in depth: windows project from one stack onto the next."""
