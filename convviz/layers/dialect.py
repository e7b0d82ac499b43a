"""Whose rules a layer follows, where frameworks differ."""

from __future__ import annotations

from typing import Literal, get_args

Dialect = Literal["pytorch", "tensorflow", "jax", "onnx"]

DIALECTS: tuple[Dialect, ...] = get_args(Dialect)
DIALECT_NAMES: dict[Dialect, str] = {
    "pytorch": "PyTorch",
    "tensorflow": "TensorFlow",
    "jax": "JAX",
    "onnx": "ONNX",
}
"""What people call them; TensorFlow stands for Keras too."""
