"""ONNX models: their layers, their weights, and what a layer is given of a picture."""
