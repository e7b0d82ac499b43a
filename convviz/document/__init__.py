"""What is saved: an input, a graph of layers, weights, view options, a step."""
