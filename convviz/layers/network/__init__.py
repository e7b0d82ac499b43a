"""Graphs of layers: shapes from input to output, receptive fields, costs, sizes that fit."""
