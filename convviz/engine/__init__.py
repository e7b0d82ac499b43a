"""The numbers: padding, convolution and traces, in NumPy."""
