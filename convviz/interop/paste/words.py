"""What pasted code calls that makes no layer by its own name."""

from __future__ import annotations

ASIDE = frozenset({
    "print", "super", "summary", "compile", "fit", "eval", "train", "cuda", "to", "cpu", "build",
    "append", "double", "half", "float", "requires_grad_", "register_buffer", "apply", "warn",
    "manual_seed", "seed", "set_seed", "init_weights", "_initialize_weights", "parameters",
    "assert", "load_state_dict", "predict", "evaluate", "plot_model", "backward", "step",
    "zero_grad", "_log_api_usage_once", "info", "debug",
})  # fmt: skip
"""What is called beside a network's layers."""
ONNX = frozenset({"make_node", "make_tensor_value_info", "make_tensor"})
OF_TENSORS = frozenset({"sum", "max", "min", "abs", "round"})
"""Functions of Python's that PyTorch has too."""
APPLIES = frozenset({"forward", "__call__", "call"})
SINGLETONS = frozenset({"Model", "Module"})
