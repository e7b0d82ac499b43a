"""Write the networks in resources/presets anew: ``python packaging/make_networks.py``.

Each is built here as its authors, or the implementation that it follows, build it.
"""

from __future__ import annotations

from pathlib import Path

import convviz as cv
from convviz.document.network_file import network_text
from convviz.layers import Conv, Graph, Layer, Node
from convviz.layers.graph import INPUT
from convviz.layers.network.network import Network
from convviz.layers.plain import (
    Concat,
    CropTo,
    Flatten,
    Join,
    Linear,
    Norm,
    Plain,
    Pointwise,
    Upsample,
)

PLACE = Path(__file__).resolve().parents[1] / "resources" / "presets"


class Builder:
    """Layers one after the other; `last` is what the next one reads."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.last = INPUT

    def add(self, name: str, layer: Layer | Plain, *inputs: str) -> str:
        """Add a layer that reads the last, or what is named; return its name."""
        self.nodes.append(Node(name, layer, inputs or (self.last,)))
        self.last = name
        return name

    def conv_norm(
        self, name: str, layer: Conv, *inputs: str, active: str = "relu", eps: float = 1e-5
    ) -> str:
        """Add a convolution without bias, its batch norm and its activation."""
        self.add(name, layer, *inputs)
        self.add(f"{name}.norm", Norm("batch_norm", layer.out_channels, eps=eps))
        if active:
            self.add(f"{name}.{active}", Pointwise(active))
        return self.last

    def network(self, name: str, title: str, source: str, *shape: int) -> Network:
        """Return what was added as a network."""
        return Network(name, title, source, shape, Graph(tuple(self.nodes)), "pytorch")


def conv(given: int, made: int, kernel: int | tuple[int, int], **more: object) -> Conv:
    """Return a convolution over two axes."""
    return cv.Conv2d(given, made, kernel, **more)  # type: ignore[arg-type]


def bare(given: int, made: int, kernel: int | tuple[int, int], **more: object) -> Conv:
    """Return one without a bias."""
    return conv(given, made, kernel, bias=False, **more)


def lenet() -> Network:
    """Return LeNet-5."""
    net = Builder()
    for number, (given, made) in enumerate(((1, 6), (6, 16)), start=1):
        net.add(f"conv{number}", conv(given, made, 5))
        net.add(f"tanh{number}", Pointwise("tanh"))
        net.add(f"pool{number}", cv.AvgPool2d(2))
    net.add("flatten", Flatten())
    for number, (given, made) in enumerate(((400, 120), (120, 84), (84, 10)), start=1):
        net.add(f"fc{number}", Linear(given, made))
        if made > 10:
            net.add(f"fc{number}.tanh", Pointwise("tanh"))
    return net.network(
        "lenet-5", "LeNet-5",
        "Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, Gradient-Based Learning Applied to "
        "Document Recognition, 1998; the fully connected modern form: the second convolution "
        "reads all channels, pools average without weights",
        1, 32, 32,
    )


def alexnet() -> Network:
    """Return AlexNet."""
    net = Builder()
    rows = (
        ("conv1", conv(3, 64, 11, stride=4, padding=2), True),
        ("conv2", conv(64, 192, 5, padding=2), True),
        ("conv3", conv(192, 384, 3, padding=1), False),
        ("conv4", conv(384, 256, 3, padding=1), False),
        ("conv5", conv(256, 256, 3, padding=1), True),
    )
    for name, layer, pooled in rows:
        net.add(name, layer)
        net.add(f"{name}.relu", Pointwise("relu"))
        if pooled:
            net.add(f"pool{name[-1]}", cv.MaxPool2d(3, stride=2))
    net.add("avgpool", cv.AdaptiveAvgPool2d(6))
    net.add("flatten", Flatten())
    net.add("dropout6", Pointwise("dropout"))
    net.add("fc6", Linear(9216, 4096))
    net.add("fc6.relu", Pointwise("relu"))
    net.add("dropout7", Pointwise("dropout"))
    net.add("fc7", Linear(4096, 4096))
    net.add("fc7.relu", Pointwise("relu"))
    net.add("fc8", Linear(4096, 1000))
    return net.network(
        "alexnet", "AlexNet",
        "A. Krizhevsky, One weird trick for parallelizing convolutional neural networks, 2014 "
        "(arXiv:1404.5997), as torchvision builds it",
        3, 224, 224,
    )


def vgg() -> Network:
    """Return VGG-16."""
    net, given = Builder(), 3
    blocks = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
    for block, (made, count) in enumerate(blocks, start=1):
        for number in range(1, count + 1):
            net.add(f"conv{block}_{number}", conv(given, made, 3, padding=1))
            net.add(f"relu{block}_{number}", Pointwise("relu"))
            given = made
        net.add(f"pool{block}", cv.MaxPool2d(2))
    net.add("avgpool", cv.AdaptiveAvgPool2d(7))
    net.add("flatten", Flatten())
    for number, (first, last) in enumerate(((25088, 4096), (4096, 4096), (4096, 1000)), start=6):
        net.add(f"fc{number}", Linear(first, last))
        if last > 1000:
            net.add(f"fc{number}.relu", Pointwise("relu"))
            net.add(f"dropout{number}", Pointwise("dropout"))
    return net.network(
        "vgg-16", "VGG-16",
        "K. Simonyan and A. Zisserman, Very Deep Convolutional Networks for Large-Scale Image "
        "Recognition, 2014 (arXiv:1409.1556), as torchvision builds it",
        3, 224, 224,
    )


def resnet(depth: int) -> Network:
    """Return a ResNet of 18 or 50 layers."""
    net = Builder()
    net.conv_norm("conv1", bare(3, 64, 7, stride=2, padding=3))
    net.add("maxpool", cv.MaxPool2d(3, stride=2, padding=1))
    counts = (2, 2, 2, 2) if depth == 18 else (3, 4, 6, 3)
    given = 64
    for stage, (width, count) in enumerate(zip((64, 128, 256, 512), counts, strict=True), start=1):
        for number in range(count):
            stride = 2 if stage > 1 and number == 0 else 1
            given = _residual(net, f"layer{stage}.{number}", given, width, stride, depth)
    net.add("avgpool", cv.AdaptiveAvgPool2d(1))
    net.add("flatten", Flatten())
    net.add("fc", Linear(given, 1000))
    return net.network(
        f"resnet-{depth}", f"ResNet-{depth}",
        "K. He, X. Zhang, S. Ren and J. Sun, Deep Residual Learning for Image Recognition, 2015 "
        "(arXiv:1512.03385), as torchvision builds it"
        + (" (the stride is in the 3 × 3 convolution)" if depth == 50 else ""),
        3, 224, 224,
    )


def _residual(
    net: Builder, name: str, given: int, width: int, stride: int, depth: int
) -> int:
    """Add one residual block, and return how many channels it gives."""
    before = net.last
    if depth == 18:
        made = width
        net.conv_norm(f"{name}.conv1", bare(given, width, 3, stride=stride, padding=1))
        way = net.conv_norm(f"{name}.conv2", bare(width, width, 3, padding=1), active="")
    else:
        made = 4 * width
        net.conv_norm(f"{name}.conv1", bare(given, width, 1))
        net.conv_norm(f"{name}.conv2", bare(width, width, 3, stride=stride, padding=1))
        way = net.conv_norm(f"{name}.conv3", bare(width, made, 1), active="")
    past = before
    if stride > 1 or given != made:
        shorter = bare(given, made, 1, stride=stride)
        past = net.conv_norm(f"{name}.downsample", shorter, before, active="")
    net.add(f"{name}.add", Join(), way, past)
    net.add(f"{name}.relu", Pointwise("relu"))
    return made


def mobilenet() -> Network:
    """Return MobileNetV1."""
    net = Builder()
    net.add("pad1", cv.Pad2d(((0, 1), (0, 1))))
    net.conv_norm("conv1", bare(3, 32, 3, stride=2), active="relu6", eps=1e-3)
    given = 32
    rows = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)]
    rows += [(512, 1)] * 5 + [(1024, 2), (1024, 1)]
    for number, (made, stride) in enumerate(rows, start=1):
        if stride == 2:
            net.add(f"pad_dw_{number}", cv.Pad2d(((0, 1), (0, 1))))
        depthwise = bare(given, given, 3, stride=stride, padding=2 - stride, groups=given)
        net.conv_norm(f"conv_dw_{number}", depthwise, active="relu6", eps=1e-3)
        net.conv_norm(f"conv_pw_{number}", bare(given, made, 1), active="relu6", eps=1e-3)
        given = made
    net.add("avgpool", cv.GlobalAvgPool2d())
    net.add("dropout", Pointwise("dropout"))
    net.add("conv_preds", conv(1024, 1000, 1))
    net.add("flatten", Flatten())
    net.add("softmax", Pointwise("softmax"))
    return net.network(
        "mobilenet-v1", "MobileNetV1",
        "A. Howard and others, MobileNets: Efficient Convolutional Neural Networks for Mobile "
        "Vision Applications, 2017 (arXiv:1704.04861), as Keras builds it",
        3, 224, 224,
    )


class Inception(Builder):
    """Inception-v3's mixed blocks."""

    def unit(self, name: str, given: int, made: int, kernel: object, *inputs: str,
             **more: object) -> str:
        """Add a convolution with its norm and activation."""
        layer = bare(given, made, kernel, **more)  # type: ignore[arg-type]
        return self.conv_norm(name, layer, *inputs, eps=1e-3)

    def a(self, name: str, given: int, pooled: int) -> int:
        """Add a block of the 35 × 35 stage; return its channels."""
        before = self.last
        one = self.unit(f"{name}.branch1x1", given, 64, 1, before)
        self.unit(f"{name}.branch5x5_1", given, 48, 1, before)
        five = self.unit(f"{name}.branch5x5_2", 48, 64, 5, padding=2)
        self.unit(f"{name}.branch3x3dbl_1", given, 64, 1, before)
        self.unit(f"{name}.branch3x3dbl_2", 64, 96, 3, padding=1)
        three = self.unit(f"{name}.branch3x3dbl_3", 96, 96, 3, padding=1)
        self.add(f"{name}.pool", cv.AvgPool2d(3, stride=1, padding=1), before)
        pool = self.unit(f"{name}.branch_pool", given, pooled, 1)
        self.add(name, Concat(), one, five, three, pool)
        return 64 + 64 + 96 + pooled

    def b(self, name: str, given: int) -> int:
        """Add the way down to 17 × 17."""
        before = self.last
        three = self.unit(f"{name}.branch3x3", given, 384, 3, before, stride=2)
        self.unit(f"{name}.branch3x3dbl_1", given, 64, 1, before)
        self.unit(f"{name}.branch3x3dbl_2", 64, 96, 3, padding=1)
        double = self.unit(f"{name}.branch3x3dbl_3", 96, 96, 3, stride=2)
        pool = self.add(f"{name}.pool", cv.MaxPool2d(3, stride=2), before)
        self.add(name, Concat(), three, double, pool)
        return 384 + 96 + given

    def c(self, name: str, given: int, width: int) -> int:
        """Add a block of the 17 × 17 stage."""
        before = self.last
        across: dict[str, object] = {"padding": ((0, 0), (3, 3))}
        down: dict[str, object] = {"padding": ((3, 3), (0, 0))}
        one = self.unit(f"{name}.branch1x1", given, 192, 1, before)
        self.unit(f"{name}.branch7x7_1", given, width, 1, before)
        self.unit(f"{name}.branch7x7_2", width, width, (1, 7), **across)
        seven = self.unit(f"{name}.branch7x7_3", width, 192, (7, 1), **down)
        self.unit(f"{name}.branch7x7dbl_1", given, width, 1, before)
        self.unit(f"{name}.branch7x7dbl_2", width, width, (7, 1), **down)
        self.unit(f"{name}.branch7x7dbl_3", width, width, (1, 7), **across)
        self.unit(f"{name}.branch7x7dbl_4", width, width, (7, 1), **down)
        double = self.unit(f"{name}.branch7x7dbl_5", width, 192, (1, 7), **across)
        self.add(f"{name}.pool", cv.AvgPool2d(3, stride=1, padding=1), before)
        pool = self.unit(f"{name}.branch_pool", given, 192, 1)
        self.add(name, Concat(), one, seven, double, pool)
        return 768

    def d(self, name: str, given: int) -> int:
        """Add the way down to 8 × 8."""
        before = self.last
        self.unit(f"{name}.branch3x3_1", given, 192, 1, before)
        three = self.unit(f"{name}.branch3x3_2", 192, 320, 3, stride=2)
        self.unit(f"{name}.branch7x7x3_1", given, 192, 1, before)
        self.unit(f"{name}.branch7x7x3_2", 192, 192, (1, 7), padding=((0, 0), (3, 3)))
        self.unit(f"{name}.branch7x7x3_3", 192, 192, (7, 1), padding=((3, 3), (0, 0)))
        seven = self.unit(f"{name}.branch7x7x3_4", 192, 192, 3, stride=2)
        pool = self.add(f"{name}.pool", cv.MaxPool2d(3, stride=2), before)
        self.add(name, Concat(), three, seven, pool)
        return 320 + 192 + given

    def e(self, name: str, given: int) -> int:
        """Add a block of the 8 × 8 stage."""
        before = self.last
        one = self.unit(f"{name}.branch1x1", given, 320, 1, before)
        first = self.unit(f"{name}.branch3x3_1", given, 384, 1, before)
        three = self.split(f"{name}.branch3x3", first)
        self.unit(f"{name}.branch3x3dbl_1", given, 448, 1, before)
        second = self.unit(f"{name}.branch3x3dbl_2", 448, 384, 3, padding=1)
        double = self.split(f"{name}.branch3x3dbl", second)
        self.add(f"{name}.pool", cv.AvgPool2d(3, stride=1, padding=1), before)
        pool = self.unit(f"{name}.branch_pool", given, 192, 1)
        self.add(name, Concat(), one, *three, *double, pool)
        return 2048

    def split(self, name: str, before: str) -> tuple[str, str]:
        """Add the two halves of a branch."""
        across = self.unit(f"{name}_a", 384, 384, (1, 3), before, padding=((0, 0), (1, 1)))
        down = self.unit(f"{name}_b", 384, 384, (3, 1), before, padding=((1, 1), (0, 0)))
        return across, down


def inception() -> Network:
    """Return Inception-v3."""
    net = Inception()
    net.unit("Conv2d_1a_3x3", 3, 32, 3, stride=2)
    net.unit("Conv2d_2a_3x3", 32, 32, 3)
    net.unit("Conv2d_2b_3x3", 32, 64, 3, padding=1)
    net.add("maxpool1", cv.MaxPool2d(3, stride=2))
    net.unit("Conv2d_3b_1x1", 64, 80, 1)
    net.unit("Conv2d_4a_3x3", 80, 192, 3)
    net.add("maxpool2", cv.MaxPool2d(3, stride=2))
    given = 192
    for name, pooled in (("Mixed_5b", 32), ("Mixed_5c", 64), ("Mixed_5d", 64)):
        given = net.a(name, given, pooled)
    given = net.b("Mixed_6a", given)
    for name, width in (("Mixed_6b", 128), ("Mixed_6c", 160), ("Mixed_6d", 160), ("Mixed_6e", 192)):
        given = net.c(name, given, width)
    given = net.d("Mixed_7a", given)
    for name in ("Mixed_7b", "Mixed_7c"):
        given = net.e(name, given)
    net.add("avgpool", cv.AdaptiveAvgPool2d(1))
    net.add("dropout", Pointwise("dropout"))
    net.add("flatten", Flatten())
    net.add("fc", Linear(given, 1000))
    return net.network(
        "inception-v3", "Inception-v3",
        "C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens and Z. Wojna, Rethinking the Inception "
        "Architecture for Computer Vision, 2015 (arXiv:1512.00567), as torchvision builds it, "
        "without the auxiliary classifier",
        3, 299, 299,
    )


def unet(*, padded: bool) -> Network:
    """Return U-Net, padded or as published."""
    net, padding = Builder(), 1 if padded else 0

    def double(name: str, given: int, made: int) -> str:
        for number, width in ((1, given), (2, made)):
            net.add(f"{name}.conv{number}", conv(width, made, 3, padding=padding))
            net.add(f"{name}.relu{number}", Pointwise("relu"))
        return net.last

    skips, widths = [], ((1, 64), (64, 128), (128, 256), (256, 512))
    for level, (given, made) in enumerate(widths, start=1):
        skips.append(double(f"down{level}", given, made))
        net.add(f"pool{level}", cv.MaxPool2d(2))
    double("bottom", 512, 1024)
    for level, made in zip((4, 3, 2, 1), (512, 256, 128, 64), strict=True):
        up = net.add(f"up{level}", cv.ConvTranspose2d(2 * made, made, 2, stride=2))
        skip = skips[level - 1]
        if not padded:
            skip = net.add(f"crop{level}", CropTo(), skip, up)
        net.add(f"concat{level}", Concat(), skip, up)
        double(f"decode{level}", 2 * made, made)
    net.add("classes", conv(64, 2, 1))
    source = (
        "O. Ronneberger, P. Fischer and T. Brox, U-Net: Convolutional Networks for Biomedical "
        "Image Segmentation, 2015 (arXiv:1505.04597)"
    )
    if padded:
        return net.network("u-net", "U-Net, padded", f"{source}, with padding", 1, 256, 256)
    return net.network("u-net-published", "U-Net, as published", source, 1, 572, 572)


def wavenet() -> Network:
    """Return a stack of WaveNet."""
    net, width = Builder(), 32
    net.add("first", cv.Conv1d(1, width, 1))
    for number in range(10):
        before, dilation = net.last, 2**number

        def dilated(dilation: int = dilation) -> Conv:
            return cv.Conv1d(width, width, 2, padding="causal", dilation=dilation)

        net.add(f"filter{number}", dilated(), before)
        shaped = net.add(f"tanh{number}", Pointwise("tanh"))
        net.add(f"gate{number}", dilated(), before)
        gate = net.add(f"sigmoid{number}", Pointwise("sigmoid"))
        net.add(f"gated{number}", Join("multiply"), shaped, gate)
        way = net.add(f"residual{number}", cv.Conv1d(width, width, 1))
        net.add(f"add{number}", Join(), way, before)
    return net.network(
        "wavenet", "WaveNet, one stack of ten layers",
        "A. van den Oord and others, WaveNet: A Generative Model for Raw Audio, 2016 "
        "(arXiv:1609.03499): dilations 1 to 512, gated units and residuals of 32 channels, "
        "without skip outputs",
        1, 4096,
    )


def aspp() -> Network:
    """Return DeepLabv3's pyramid."""
    net = Builder()
    branches = [net.conv_norm("b0", bare(2048, 256, 1), INPUT)]
    for number, rate in enumerate((6, 12, 18), start=1):
        around = {"padding": rate, "dilation": rate}
        branches.append(net.conv_norm(f"b{number}", bare(2048, 256, 3, **around), INPUT))
    net.add("image_pool", cv.GlobalAvgPool2d(), INPUT)
    pooled = net.conv_norm("b4", bare(2048, 256, 1))
    branches.append(net.add("image_up", Upsample(mode="linear"), pooled, INPUT))
    net.add("concat", Concat(), *branches)
    net.conv_norm("project", bare(1280, 256, 1))
    net.add("dropout", Pointwise("dropout"))
    return net.network(
        "deeplab-aspp", "DeepLabv3's atrous spatial pyramid pooling",
        "L.-C. Chen, G. Papandreou, F. Schroff and H. Adam, Rethinking Atrous Convolution for "
        "Semantic Image Segmentation, 2017 (arXiv:1706.05587): rates 6, 12 and 18 at output "
        "stride 16",
        2048, 33, 33,
    )


def dcgan() -> Network:
    """Return DCGAN's generator."""
    net = Builder()
    rows = ((100, 512, 1, 0), (512, 256, 2, 1), (256, 128, 2, 1), (128, 64, 2, 1), (64, 3, 2, 1))
    for number, (given, made, stride, padding) in enumerate(rows, start=1):
        layer = cv.ConvTranspose2d(given, made, 4, stride=stride, padding=padding, bias=False)
        net.add(f"up{number}", layer)
        if made > 3:
            net.add(f"norm{number}", Norm("batch_norm", made))
            net.add(f"relu{number}", Pointwise("relu"))
    net.add("tanh", Pointwise("tanh"))
    return net.network(
        "dcgan-generator", "DCGAN's generator",
        "A. Radford, L. Metz and S. Chintala, Unsupervised Representation Learning with Deep "
        "Convolutional Generative Adversarial Networks, 2015 (arXiv:1511.06434), as PyTorch's "
        "tutorial builds it",
        100, 1, 1,
    )


def networks() -> list[Network]:
    """Return all of them."""
    return [
        lenet(), alexnet(), vgg(), resnet(18), resnet(50), mobilenet(), inception(),
        unet(padded=True), unet(padded=False), wavenet(), aspp(), dcgan(),
    ]


if __name__ == "__main__":
    PLACE.mkdir(exist_ok=True)
    for made in networks():
        (PLACE / f"{made.name}.json").write_text(network_text(made), "utf-8")
