"""A layer as products of matrices: windows as columns, and the whole layer's matrix."""
