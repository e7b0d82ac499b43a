"""convviz: see exactly what a convolution does, step by step, with the numbers."""
