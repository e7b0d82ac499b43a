"""Python as people write it around layers, followed as it would run."""

import pytest

from convviz.interop.paste.reading import read_pasted
from convviz.interop.paste.result import NotUnderstood
from convviz.layers.network.table import table

SHAPE = (3, 64, 64)
HEAD = """
import torch
from torch import nn
import torch.nn.functional as F
"""


def net(init, forward):
    """Return the text of a network with what it makes and what it does."""
    rows = (("def __init__(self):\n", ["super().__init__()", *init.split("\n")]),
            ("def forward(self, x):\n", forward.split("\n")))  # fmt: skip
    body = "".join(f"    {head}" + "".join(f"        {row}\n" for row in lines)
                   for head, lines in rows)  # fmt: skip
    return f"{HEAD}\n\nclass Net(nn.Module):\n{body}"


def made(text, shape=SHAPE, **options):
    """Return how many parameters a network has, and what it gives."""
    found = table(read_pasted(text, skip=False, input_shape=shape, **options).graph, shape)
    return found.parameters, found.output_shape


SMALL = """
class Net(nn.Module):
    def __init__(self, classes=1000):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(8, classes)

    def forward(self, x):
        return self.fc(self.pool(self.conv(x)).flatten(1))


model = Net(classes=10)
"""


@pytest.mark.parametrize("after", [
    "", "print(model)", "copied = copy.deepcopy(model)", "opt = SGD(model.fc.parameters(), 0.1)",
    "model.fc = nn.Linear(8, 10)\nprint(model)", "name = model.__class__",
])  # fmt: skip
def test_a_model_is_what_it_was_made_as_whatever_reads_it_later(after):
    assert made(f"{HEAD}{SMALL}{after}\n") == (314, (10,))


def test_a_sequential_of_ones_own_has_the_layers_that_it_hands_up():
    text = f"""{HEAD}
class ConvBN(nn.Sequential):
    def __init__(self, ins, outs, stride=1):
        super().__init__(
            nn.Conv2d(ins, outs, 3, stride, 1, bias=False), nn.BatchNorm2d(outs), nn.ReLU6(),
        )


class Dense(nn.Sequential):
    def __init__(self, ins, outs):
        super(Dense, self).__init__()
        self.add_module("norm", nn.BatchNorm2d(ins))
        self.add_module("conv", nn.Conv2d(ins, outs, 1))


net = nn.Sequential(ConvBN(3, 8, 2), Dense(8, 16))
"""
    assert made(text) == (216 + 16 + 16 + 144, (16, 32, 32))


def test_what_a_class_above_does_is_done_by_those_below():
    text = f"""{HEAD}
class Base(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.stem = nn.Conv2d(3, width, 3, padding=1)

    def forward(self, x):
        return self.stem(x)

    @property
    def wide(self):
        return self.stem is None


class Net(Base):
    def __init__(self):
        super().__init__(width=8)
        self.head = nn.Conv2d(8, 4, 1)

    def forward(self, x):
        x = super().forward(x)
        if self.wide:
            x = F.relu(x)
        return self.head(x)
"""
    assert made(text) == (224 + 36, (4, 64, 64))
    assert len(read_pasted(text).graph.nodes) == 2


PICKY = """
class Picky(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)

    def forward(self, x, pool=True, by=2, size=None, other=None):
        x = self.conv(x)
        if pool:
            x = F.max_pool2d(x, by)
        if size is not None:
            x = F.interpolate(x, size)
        return x if other is None else torch.cat([x, other], 1)


"""


@pytest.mark.parametrize(("call", "output"), [
    ("self.a(x)", (8, 32, 32)), ("self.a(x, False)", (8, 64, 64)),
    ("self.a(x, pool=False)", (8, 64, 64)), ("self.a(x, by=4)", (8, 16, 16)),
    ("self.a(x, True, 4, x.shape[2:])", (8, 64, 64)),
    ("self.a(x, False, 2, None, x)", (11, 64, 64)),
])  # fmt: skip
def test_other_arguments_reach_a_forward(call, output):
    text = HEAD + PICKY + net("self.a = Picky()", f"return {call}").removeprefix(HEAD)
    assert made(text)[1] == output


@pytest.mark.parametrize(("lines", "output"), [
    ("for at, one in enumerate(self.many):\n    x = one(x)\n    if at == 1:\n        break",
     (8, 16, 16)),
    ("for at, one in enumerate(self.many):\n    if at % 2 == 0:\n        continue\n    x = one(x)",
     (8, 32, 32)),
    ("for one in self.many[:1]:\n    x = one(x)\nelse:\n    x = self.many[1](x)", (8, 16, 16)),
])  # fmt: skip
def test_loops_end_where_they_are_told_to(lines, output):
    many = "self.many = nn.ModuleList(nn.MaxPool2d(2) for _ in range(3))"
    init = f"{many}\nself.a = nn.Conv2d(3, 8, 1)"
    text = net(init, f"x = self.a(x)\n{lines}\nreturn x")
    assert made(text)[1] == output


@pytest.mark.parametrize(("lines", "parameters", "output"), [
    ("rows.extend((nn.ReLU(), nn.MaxPool2d(2)))", 224, (8, 32, 32)),
    ("rows.extend(nn.Sequential(nn.ReLU(), nn.Conv2d(8, 4, 1)))", 260, (4, 64, 64)),
    ("rows.insert(0, nn.MaxPool2d(2))", 224, (8, 32, 32)),
    ("rows.append(nn.ReLU())\nrows.pop()", 224, (8, 64, 64)),
    ("rows.append(nn.MaxPool2d(2))\ndel rows[-1]", 224, (8, 64, 64)),
    ("rows[0] = nn.Conv2d(3, 4, 1, stride=2)", 16, (4, 32, 32)),
    ("rows.append(nn.MaxPool2d(2))\nrows.reverse()", 224, (8, 32, 32)),
    ("more = rows.copy()\nmore.clear()", 224, (8, 64, 64)),
    ("rows = nn.Sequential(*rows)\nrows[0] = nn.Conv2d(3, 4, 1)", 16, (4, 64, 64)),
    ("rows = nn.Sequential(*rows)\nrows.extend([nn.MaxPool2d(2)])\nrows.insert(0, nn.ReLU())",
     224, (8, 32, 32)),
    ("rows = nn.Sequential(*rows, nn.ReLU())\nrows.pop(1)\nrows.add_module('p', nn.MaxPool2d(4))",
     224, (8, 16, 16)),
    ("rows = nn.Sequential(nn.ReLU(), *rows)\ndel rows[0]\nrows = list(rows.children())",
     224, (8, 64, 64)),
])  # fmt: skip
def test_lists_and_chains_are_changed_as_python_does(lines, parameters, output):
    init = f"rows = [nn.Conv2d(3, 8, 3, padding=1)]\n{lines}\nself.all = nn.Sequential(*rows)"
    assert made(net(init, "return self.all(x)")) == (parameters, output)


@pytest.mark.parametrize("lines", [
    "kw.update(stride=2)",
    "kw['stride'] = 2",
    "kw = {**kw, 'stride': 2}",
    "kw = kw | {'stride': 2}",
    "kw.setdefault('stride', 2)",
    "kw = dict(kw)\nkw.update({'stride': 2, 'extra': 1})\nkw.pop('extra')",
    "kw = kw.copy()\nkw['stride'] = kw.get('padding', 3) + 1",
    "kw['x'] = 3\ndel kw['x']\nkw['stride'] = 2",
])  # fmt: skip
def test_dicts_of_arguments_are_changed_as_python_does(lines):
    init = f"kw = dict(padding=1, bias=False)\n{lines}\nself.a = nn.Conv2d(3, 8, 3, **kw)"
    assert made(net(init, "return self.a(x)")) == (216, (8, 32, 32))


def test_feature_maps_in_a_list_are_set_again():
    text = net(
        "self.a = nn.Conv2d(3, 8, 1)\nself.b = nn.Conv2d(8, 8, 3, stride=2, padding=1)",
        "maps = [self.a(x)]\nmaps.append(self.b(maps[0]))\n"
        "maps[0] = maps[0] + F.interpolate(maps[1], scale_factor=2)\nreturn F.relu(maps[0])",
    )
    graph = read_pasted(text, skip=False, input_shape=SHAPE).graph
    assert graph.nodes[-1].inputs == ("add1",)


@pytest.mark.parametrize(("lines", "output"), [
    ("if self.training:\n    x = F.max_pool2d(x, 2)", (3, 64, 64)),
    ("if not self.training:\n    x = F.max_pool2d(x, 2)", (3, 32, 32)),
    ("x = x if self.training else F.max_pool2d(x, 2)", (3, 32, 32)),
    ("x = F.max_pool2d(x, 2) if self.training or self.deep else x", (3, 32, 32)),
])  # fmt: skip
def test_a_network_is_read_as_it_is_used(lines, output):
    assert made(net("self.deep = True", f"{lines}\nreturn F.relu(x)"))[1] == output


@pytest.mark.parametrize("lines", [
    "if not unknown.thing:\n    x = F.max_pool2d(x, 2)",
    "if x.mean() > 0 or True:\n    x = F.tanh(x)",
    "if self.mystery:\n    x = F.max_pool2d(x, 2)",
    "rows = []\nrows.sort(key=x)",
    "rows = []\nrows[3] = x",
    "rows = {}\nrows.popitem()",
    "rows = (1, 2)\ndel rows[5]",
    "y = nn.Conv2d(3, 3, 1, **unknown)(x)",
    "y = {**unknown}",
])  # fmt: skip
def test_what_cannot_be_told_is_named(lines):
    with pytest.raises(NotUnderstood, match=r"line 1[2-4]: "):
        made(net("self.a = 3", f"{lines}\nreturn F.relu(x)"))


def test_a_dataclass_has_what_it_is_given():
    text = f"""{HEAD}
@dataclass
class Config:
    width: int = 64
    stride: int = 1


class Net(nn.Module):
    def __init__(self, config, *more, act=True):
        super().__init__()
        self.convs = nn.ModuleList()
        ins = 3
        for width in (config.width, *more):
            self.convs.append(nn.Conv2d(ins, width, 3, config.stride, 1))
            ins = width
        self.act = nn.ReLU() if act else nn.Identity()

    def forward(self, x):
        for conv in self.convs:
            x = self.act(conv(x))
        return x


net = Net(Config(8, stride=2), 16)
"""
    assert made(text) == (224 + 1168, (16, 16, 16))


@pytest.mark.parametrize(
    "layer", ["nn.BatchNorm2d(3)", "nn.PReLU(3)", "nn.ConvTranspose2d(3, 3, 1)"]
)
def test_parameters_that_are_shared_are_told(layer):
    found = read_pasted(net(f"self.a = {layer}", "return self.a(self.a(x))"))
    assert "more than once" in str(found.notes[0])


def test_what_python_has_too_is_of_tensors_there():
    with pytest.raises(NotUnderstood, match="a function that isn't known"):
        made(net("self.a = nn.Conv2d(3, 8, 3)", "return torch.sum(self.a(x), dim=(2, 3))"))
    with pytest.raises(NotUnderstood, match="isn't followed"):
        made(net("self.a = nn.Conv2d(3, 1, 3)", "return self.a(x).squeeze(1)"))
    assert made(net("self.a = nn.Conv2d(3, max(8, 4), 3)", "return self.a(x)"))[1] == (8, 62, 62)


def test_a_second_input_is_told():
    text = (
        "a = keras.Input((8, 8, 3))\nb = keras.Input((8, 8, 5))\n"
        "x = layers.Conv2D(4, 3)(a)\nmodel = keras.Model([a, b], x)"
    )
    assert "a second input" in str(read_pasted(text).skipped[0])
