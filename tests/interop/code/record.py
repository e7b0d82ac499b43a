"""Runs the code that convviz writes in PyTorch, Keras, Flax and ONNX, and records what they say.

Not a test: run it by hand where the frameworks are installed, from the repository's root::

    KERAS_BACKEND=jax python tests/interop/code/record.py

It stops where a framework refuses the code or gives another shape.
"""

import json
import os
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import numpy as np

from convviz.document.network_file import preset_names, preset_network
from convviz.interop.code.writing import network_code
from convviz.layers.network.walk import walk

os.environ.setdefault("KERAS_BACKEND", "jax")
TARGET = Path(__file__).parent / "recorded.json"
PACKAGES = ("torch", "keras", "flax", "jax", "onnx")


def pytorch(text, shape):
    import torch
    from torch import nn

    space = {"nn": nn, "torch": torch}
    exec(text, space)
    model = (space.get("model") or space["Network"]()).eval()
    return tuple(model(torch.zeros(1, *shape)).shape[1:])


def keras(text, shape):
    space = {}
    exec(text, space)
    made = space["model"](np.zeros((1, *shape[1:], shape[0]), "float32")).shape[1:]
    return (made[-1], *made[:-1])


def flax(text, shape):
    import jax

    space = {}
    exec(text, space)
    model, x = space["Network"](), np.zeros((1, *shape[1:], shape[0]), "float32")
    made = jax.eval_shape(lambda: model.init_with_output(jax.random.key(0), x)[0]).shape[1:]
    return (made[-1], *made[:-1])


def onnx(text, _shape):
    import onnx as package

    space = {}
    exec(text, space)
    package.checker.check_model(space["model"])
    inferred = package.shape_inference.infer_shapes(space["model"], strict_mode=True)
    dims = inferred.graph.output[0].type.tensor_type.shape.dim
    return tuple(dim.dim_value for dim in dims)[1:]


def main():
    entries = []
    for name in preset_names():
        net = preset_network(name)
        wanted = walk(net.graph, net.input_shape)[-1].output_shape
        for framework, run in (
            ("pytorch", pytorch), ("keras", keras), ("flax", flax), ("onnx", onnx)
        ):
            text = network_code(net, framework).text
            made = run(text, net.input_shape)
            assert tuple(made) == wanted, (name, framework, made, wanted)
            digest = sha256(text.encode()).hexdigest()
            entries.append(
                {"network": name, "framework": framework, "sha256": digest, "output": list(made)}
            )
    packages = {name: version(name) for name in PACKAGES}
    rows = ",\n".join(f"    {json.dumps(entry)}" for entry in entries)
    TARGET.write_text(
        f'{{\n  "packages": {json.dumps(packages)},\n  "code": [\n{rows}\n  ]\n}}\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
