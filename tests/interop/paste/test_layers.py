"""Every kind of layer as people write it, and what it is read as; each was looked up."""

import pytest

from convviz.interop.paste.reading import read_pasted
from convviz.layers.network.walk import first_failing, walk

ROWS = [
    ('nn.AvgPool2d(3, 2, 1, count_include_pad=False)',
     ['AvgPool2d(kernel_size=3, stride=2, padding=1, count_include_pad=False)']),
    ('nn.AdaptiveAvgPool2d((1, 1))', ['GlobalAvgPool2d()']),
    ('nn.AdaptiveMaxPool1d(4)', ['AdaptiveMaxPool1d(output_size=4)']),
    ('nn.LPPool2d(2, 3)', ['LPPool2d(2, kernel_size=3)']),
    ('nn.ConstantPad2d((1, 2, 3, 4), 0.5)', ['Pad2d(padding=((3, 4), (1, 2)), value=0.5)']),
    ('nn.ReflectionPad2d(2)', ["Pad2d(padding=2, mode='reflect')"]),
    ('nn.ZeroPad2d(1)', ['Pad2d(padding=1)']),
    ('nn.Unfold(3, padding=1)', ['Unfold(kernel_size=3, padding=1)']),
    ('nn.Fold((4, 4), 2)', ['Fold(output_size=4, kernel_size=2)']),
    ("nn.Upsample(scale_factor=2, mode='bilinear')",
     ["Upsample(scale_factor=(2, 2), size=None, mode='linear', align_corners=False)"]),
    ('nn.Upsample(size=(7, 7))',
     ["Upsample(scale_factor=None, size=(7, 7), mode='nearest', align_corners=False)"]),
    ('nn.GroupNorm(2, 8)',
     ["Norm(kind='group_norm', num_features=8, affine=True, groups=2, eps=1e-05)"]),
    ('nn.InstanceNorm2d(8)',
     ["Norm(kind='instance_norm', num_features=8, affine=False, groups=1, eps=1e-05)"]),
    ('nn.BatchNorm2d(8, affine=False)',
     ["Norm(kind='batch_norm', num_features=8, affine=False, groups=1, eps=1e-05)"]),
    ('nn.LeakyReLU(0.2)',
     ["Pointwise(kind='leaky_relu', parameters=0, constants=(('negative_slope', 0.2),))"]),
    ('nn.ELU()', ["Pointwise(kind='elu', parameters=0, constants=(('alpha', 1.0),))"]),
    ('nn.PReLU()', ["Pointwise(kind='prelu', parameters=1, constants=())"]),
    ('nn.Dropout(0.3)', ["Pointwise(kind='dropout', parameters=0, constants=(('p', 0.3),))"]),
    ('nn.Softmax(dim=1)', ["Pointwise(kind='softmax', parameters=0, constants=())"]),
    ('nn.Flatten()', ['Flatten()']),
    ('nn.Identity()', ["Pointwise(kind='identity', parameters=0, constants=())"]),
    ('nn.Linear(3, 4, bias=False)', ['Linear(in_features=3, out_features=4, bias=False)']),
    ('nn.LazyConv2d(8, 3)', ['Conv2d(8, 8, kernel_size=3)']),
    ('nn.PixelShuffle(2)', ["Box(kind='PixelShuffle', output_shape=(2, 16, 16), local=False)"]),
    ('nn.LocalResponseNorm(5)',
     ["Pointwise(kind='lrn', parameters=0, constants=(('size', 5.0), ('alpha', 0.0001), "
      "('beta', 0.75), ('k', 1.0)))"]),
    ('nn.LayerNorm([8, 4, 4])', ["Box(kind='LayerNorm', output_shape=None, local=False)"]),
    ('nn.Hardswish()', ["Pointwise(kind='hardswish', parameters=0, constants=())"]),
    ('nn.GELU()', ["Pointwise(kind='gelu', parameters=0, constants=())"]),
    ('nn.ConvTranspose2d(3, 4, 3, stride=2, padding=1, output_padding=1)',
     ['ConvTranspose2d(3, 4, kernel_size=3, stride=2, padding=1, output_padding=1)']),
    ('nn.Conv3d(1, 2, 3)', ['Conv3d(1, 2, kernel_size=3)']),
    ('nn.MaxPool2d(3, stride=2, ceil_mode=True)',
     ['MaxPool2d(kernel_size=3, stride=2, ceil_mode=True)']),
    ('nn.MaxPool2d(2, dilation=2)', ['MaxPool2d(kernel_size=2, dilation=2)']),
    ("layers.Conv2DTranspose(8, 3, strides=2, padding='same')",
     ["ConvTranspose2d(8, 8, kernel_size=3, stride=2, padding='same', dialect='tensorflow')"]),
    ('layers.DepthwiseConv2D(3)',
     ["Conv2d(8, 8, kernel_size=3, padding='valid', groups=8, dialect='tensorflow')"]),
    ('layers.SeparableConv2D(8, 3)',
     ["Conv2d(8, 8, kernel_size=3, padding='valid', groups=8, bias=False, dialect='tensorflow')",
      "Conv2d(8, 8, kernel_size=1, padding='valid', dialect='tensorflow')"]),
    ('layers.GlobalAveragePooling2D()', ["GlobalAvgPool2d(dialect='tensorflow')", 'Flatten()']),
    ('layers.AveragePooling2D(3, strides=1)',
     ["AvgPool2d(kernel_size=3, stride=1, padding='valid', dialect='tensorflow')"]),
    ('layers.BatchNormalization()',
     ["Norm(kind='batch_norm', num_features=8, affine=True, groups=1, eps=0.001)"]),
    ('layers.ZeroPadding2D(((1, 2), (3, 4)))',
     ["Pad2d(padding=((1, 2), (3, 4)), dialect='tensorflow')"]),
    ('layers.Cropping2D(1)', ["Pad2d(padding=-1, dialect='tensorflow')"]),
    ('layers.UpSampling2D(2)',
     ["Upsample(scale_factor=(2, 2), size=None, mode='nearest', align_corners=False)"]),
    ('layers.Dense(5)', ["Conv2d(8, 5, kernel_size=1, padding='valid', dialect='tensorflow')"]),
    ('layers.Dropout(.2)', ["Pointwise(kind='dropout', parameters=0, constants=(('p', 0.2),))"]),
    ("layers.Conv1D(4, 3, padding='causal', dilation_rate=2)",
     ["Conv1d(8, 4, kernel_size=3, padding='causal', dilation=2, dialect='tensorflow')"]),
    ("layers.Activation('relu')", ["Pointwise(kind='relu', parameters=0, constants=())"]),
    ('layers.Reshape((4, 16, 8))', ["Box(kind='Reshape', output_shape=(8, 4, 16), local=False)"]),
    ('layers.LayerNormalization()', ["Pointwise(kind='LayerNorm', parameters=16, constants=())"]),
    ('layers.MaxPooling1D(2)',
     ["MaxPool1d(kernel_size=2, padding='valid', dialect='tensorflow')"]),
    ("import keras\nlayers.LeakyReLU()",
     ["Pointwise(kind='leaky_relu', parameters=0, constants=(('negative_slope', 0.3),))"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "layers"), ROWS)
def test_a_layer_is_read_as_what_it_is(text, layers):
    axes = 1 if "1D" in text or "1d" in text else 3 if "3d" in text else 2
    found = read_pasted(text, input_shape=(8, *(8,) * axes))
    assert found.notes == ()
    assert [repr(node.layer) for node in found.graph.nodes] == layers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nn.Conv2d(8, 8, 3, stride=0)", "stride"),
        ("nn.Conv2d(8, 8)", "kernel_size"),
        ("nn.Conv2d(8, 8, 3, strid=2)", "strid"),
        ("nn.Conv2d(8, 8, k)", "k"),
        ("nn.Upsample(scale_factor=2, mode='bicubic')", "bicubic"),
        ("nn.Upsample()", "size or a scale_factor"),
        ("nn.ConstantPad2d((1, 2, 3), 0)", "padding"),
        ("layers.Conv2D(8, 3, padding='best')", "padding|best"),
        ("layers.Conv2D(8, 3, data_format='channels_first')", "channels_first|data_format"),
        ("layers.Reshape((4, -1, -1))", "Reshape|-1|sizes"),
        ("nn.Flatten(start_dim=2)", "Flatten|flatten|dim|start"),
    ],
)
def test_what_can_t_be_a_layer_is_told_with_its_line(text, said):
    whole = "nn.Sequential(\n    nn.ReLU(),\n    " + text + ",\n)"
    found = read_pasted(whole, input_shape=(8, 8, 8))
    (note,) = found.notes
    assert (note.line, note.skipped) == (3, True)
    assert any(word in str(note) for word in said.split("|"))
    assert len(found.graph.nodes) == 1


PRINTED = """ResNet(
  (conv1): Conv2d(3, 64, kernel_size=(7, 7), stride=(2, 2), padding=(3, 3), bias=False)
  (bn1): BatchNorm2d(64, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
  (relu): ReLU(inplace=True)
  (maxpool): MaxPool2d(kernel_size=3, stride=2, padding=1, dilation=1, ceil_mode=False)
  (layer1): Sequential(
    (0): BasicBlock(
      (conv1): Conv2d(64, 64, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1), bias=False)
      (bn1): BatchNorm2d(64, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
      (relu): ReLU(inplace=True)
      (conv2): Conv2d(64, 64, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1), bias=False)
      (bn2): BatchNorm2d(64, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
    )
    (1): BasicBlock(
      (conv1): Conv2d(64, 128, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1), bias=False)
      (bn1): BatchNorm2d(128, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
      (relu): ReLU(inplace=True)
      (conv2): Conv2d(128, 128, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1), bias=False)
      (bn2): BatchNorm2d(128, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
      (downsample): Sequential(
        (0): Conv2d(64, 128, kernel_size=(1, 1), stride=(2, 2), bias=False)
        (1): BatchNorm2d(128, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
      )
    )
  )
  (avgpool): AdaptiveAvgPool2d(output_size=(1, 1))
  (fc): Linear(in_features=128, out_features=10, bias=True)
)"""


def test_a_printed_resnet_has_its_shortcuts():
    found = read_pasted(PRINTED)
    names = [node.name for node in found.graph.nodes]
    assert {"conv1", "layer1.0", "layer1.1", "avgpool", "fc"} <= {*names}
    kinds = [type(node.layer).__name__ for node in found.graph.nodes]
    assert kinds.count("Join") == 2
    assert first_failing(walk(found.graph, (3, 64, 64))) is None
    assert walk(found.graph, (3, 64, 64))[-1].output_shape == (10,)
