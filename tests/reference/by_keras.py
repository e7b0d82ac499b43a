"""What Keras, on TensorFlow or on JAX, and TensorFlow make of a layer said in convviz's words.

How the words map: channels are last there, so the input is (1, *spatial, C) and
the kernel of ``Conv`` (*k, in / groups, out), of ``ConvTranspose`` (*k, out, in);
only the order of axes changes. Padding ``same``, ``valid``, ``causal`` are Keras's
names; pairs on each side are `tf.nn.conv2d`'s and `tf.nn.max_pool2d`'s
explicit paddings (in one axis by a second one of length 1), but not with both stride
and dilation, which Keras refuses. A transposed
convolution with ``output_padding=0`` is Keras's ``output_padding=None``.
A max pool with dilation is `tf.nn.pool`. ``Pad`` is `tf.pad`, and Keras's
``Cropping`` where all amounts are negative. Numbers are float64, but float32
for TensorFlow's three-axis pools and explicitly padded ones, which has no
others; the recorded numbers are such that nothing is rounded.

The backend is Keras's own setting: KERAS_BACKEND.
"""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("JAX_ENABLE_X64", "1")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import numpy as np

from tests.reference.cases import NotSaid, Spec, each, pairs

BACKEND = keras.backend.backend()
LAYERS = keras.layers
NAMES = {
    "MaxPool": "MaxPooling",
    "AvgPool": "AveragePooling",
    "GlobalMaxPool": "GlobalMaxPooling",
    "GlobalAvgPool": "GlobalAveragePooling",
    "AdaptiveAvgPool": "AdaptiveAveragePooling",
    "AdaptiveMaxPool": "AdaptiveMaxPooling",
}
SINGLE = {"MaxPool", "AvgPool", "AdaptiveMaxPool", "AdaptiveAvgPool"}
MACHINE = (  # What TensorFlow has no code for on a processor.
    "Current CPU implementations",
    "out_backprop doesn't match",
    "equal length strides",
    "Could not find device",
)
REFUSALS = (ValueError,)
VERSION = f"{keras.__version__} on {BACKEND}"
if BACKEND == "tensorflow":
    import tensorflow as tf

    REFUSALS = (ValueError, tf.errors.InvalidArgumentError, tf.errors.NotFoundError)
    VERSION = f"{VERSION} {tf.__version__}"


def single(spec: Spec) -> bool:
    """Whether there is no double precision."""
    if BACKEND != "tensorflow" or spec.family not in SINGLE:
        return False
    return spec.axes == 3 or (spec.family == "MaxPool" and explicit(spec))


def explicit(spec: Spec) -> bool:
    """Whether padding is given on each side."""
    return not isinstance(spec.arguments.get("padding", ""), str)


def raw(x: np.ndarray, spec: Spec, kernel: np.ndarray | None) -> np.ndarray:
    """Return what tf.nn makes of padding on each side."""
    if BACKEND != "tensorflow" or spec.axes == 3:
        raise NotSaid("explicit padding")
    said, axes = spec.arguments, spec.axes
    if max(each(said["stride"] or 1, axes)) > 1 and max(each(said.get("dilation", 1), axes)) > 1:
        raise NotSaid("TensorFlow computes what Keras refuses")
    one = (1,) * (2 - axes)
    around = [(0, 0), *[(0, 0)] * (2 - axes), *pairs(said["padding"], axes), (0, 0)]
    wide = x.reshape(1, *one, *x.shape[1:])
    if kernel is None:
        if spec.family != "MaxPool":
            raise NotSaid("explicit padding")
        window, stride = (*one, *said["kernel_size"]), said["stride"] or said["kernel_size"]
        found = tf.nn.max_pool2d(wide, window, (*one, *each(stride, axes)), around)
    else:
        found = tf.nn.conv2d(
            wide,
            kernel.reshape(*one, *kernel.shape),
            (*one, *each(said["stride"], axes)),
            around,
            dilations=(*one, *each(said["dilation"], axes)),
        )
    found = found.numpy()
    return found.reshape(1, *found.shape[1 + len(one) :])


def layer_of(spec: Spec) -> object:
    """Return Keras's layer; raises what Keras raises."""
    said, axes = spec.arguments, spec.axes
    if spec.family == "ConvTranspose" and said.get("groups", 1) != 1:
        raise NotSaid("groups")
    precision = {"dtype": "float32" if single(spec) else "float64"}
    if spec.family in {"Conv", "ConvTranspose"}:
        other = {}
        if spec.family == "Conv":
            other["groups"] = said["groups"]
        elif said.get("output_padding"):
            other["output_padding"] = tuple(each(said["output_padding"], axes))
        return getattr(LAYERS, f"Conv{axes}D{spec.family[4:]}")(
            said["out_channels"],
            tuple(said["kernel_size"]),
            strides=tuple(each(said["stride"], axes)),
            padding=said["padding"],
            dilation_rate=tuple(each(said["dilation"], axes)),
            use_bias=said["bias"],
            **other,
            **precision,
        )
    make = getattr(LAYERS, f"{NAMES[spec.family]}{axes}D")
    if spec.family.startswith("Global"):
        return make(keepdims=True, **precision)
    if spec.family.startswith("Adaptive"):
        size = each(said["output_size"], axes)
        return make(size[0] if axes == 1 else tuple(size), **precision)
    stride = said["stride"]
    return make(
        tuple(said["kernel_size"]),
        strides=None if stride is None else tuple(each(stride, axes)),
        padding=said["padding"],
        **precision,
    )


def pad(spec: Spec, x: np.ndarray) -> np.ndarray:
    """Return a padded or cropped input, channels first."""
    said = spec.arguments
    amounts = pairs(said["padding"], spec.axes)
    if max(map(max, amounts)) <= 0 and min(map(min, amounts)) < 0:
        crop = tuple(tuple(-n for n in pair) for pair in amounts)
        layer = getattr(LAYERS, f"Cropping{spec.axes}D")(
            crop[0] if spec.axes == 1 else crop, dtype="float64"
        )
        found = np.asarray(layer(np.moveaxis(x, 0, -1)[None]))
        return np.moveaxis(found[0], -1, 0)
    if BACKEND != "tensorflow" or said["mode"] not in {"constant", "reflect", "symmetric"}:
        raise NotSaid("tf.pad")
    if min(map(min, amounts)) < 0:
        raise NotSaid("tf.pad")
    other = {"constant_values": said["value"]} if said["mode"] == "constant" else {}
    return tf.pad(x, [(0, 0), *amounts], said["mode"].upper(), **other).numpy()


def dilated(spec: Spec, x: np.ndarray) -> np.ndarray:
    """Return a dilated max pool."""
    said = spec.arguments
    if BACKEND != "tensorflow" or spec.axes == 3:
        raise NotSaid("dilated pools")
    return tf.nn.pool(
        x,
        said["kernel_size"],
        "MAX",
        strides=each(said["kernel_size"] if said["stride"] is None else said["stride"], spec.axes),
        padding=said["padding"].upper(),
        dilations=each(said["dilation"], spec.axes),
    ).numpy()


def output(spec: Spec, arrays: dict[str, np.ndarray]) -> np.ndarray:
    """Return the output, channels last, with the batch axis."""
    x = np.moveaxis(arrays["x"], 0, -1)[None]
    if spec.family == "MaxPool" and max(each(spec.arguments.get("dilation", 1), spec.axes)) > 1:
        return dilated(spec, x)
    if not spec.weight_shape:
        if explicit(spec):
            return raw(x, spec, None)
        return np.asarray(layer_of(spec)(x.astype(np.float32) if single(spec) else x))
    kernel = np.moveaxis(arrays["weight"], (0, 1), (-1, -2))
    if spec.arguments.get("flipped"):
        kernel = np.flip(kernel, range(spec.axes)).copy()
    bias = (arrays["bias"],) if "bias" in arrays else ()
    if explicit(spec):
        if spec.family != "Conv":
            raise NotSaid("explicit padding")
        return raw(x, spec, kernel) + (bias[0] if bias else 0.0)
    layer = layer_of(spec)
    layer.build(x.shape)
    layer.set_weights([kernel, *bias])
    return np.asarray(layer(x))


def computed(
    spec: Spec, arrays: dict[str, np.ndarray], grad_output: np.ndarray | None = None
) -> dict:
    """Return the output; see `by_torch.computed`. Gradients are not asked for."""
    if grad_output is not None:
        raise NotSaid("gradients")
    try:
        if spec.family == "Pad":
            return {"output": pad(spec, arrays["x"])}
        found = output(spec, arrays)
    except REFUSALS as error:
        if any(word in str(error) for word in MACHINE):
            raise NotSaid(str(error)) from error
        raise
    return {"output": np.moveaxis(found[0], -1, 0).astype(np.float64)}
