"""A frozen display list; it knows neither Qt nor convolutions."""
