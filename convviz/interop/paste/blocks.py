"""Blocks of well-known models, whose forward isn't the order in which they are printed.

Told here as code that is followed like pasted code: torchvision's ResNets, SqueezeNet,
MobileNets, EfficientNets, DenseNets, GoogLeNet and Inception-v3.
"""

from __future__ import annotations

import ast
from functools import cache

from convviz.interop.paste.values import Class

_FORWARDS = """
class BasicBlock:
    def forward(self, x):
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return self.relu(y + self.downsample(x))

class Bottleneck:
    def forward(self, x):
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return self.relu(y + self.downsample(x))

class Fire:
    def forward(self, x):
        x = self.squeeze_activation(self.squeeze(x))
        left = self.expand1x1_activation(self.expand1x1(x))
        return torch.cat([left, self.expand3x3_activation(self.expand3x3(x))], 1)

class SqueezeExcitation:
    def forward(self, x):
        y = self.activation(self.fc1(self.avgpool(x)))
        return x * self.scale_activation(self.fc2(y))

class BasicConv2d:
    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))

class _DenseLayer:
    def forward(self, x):
        y = self.conv1(self.relu1(self.norm1(x)))
        return torch.cat([x, self.conv2(self.relu2(self.norm2(y)))], 1)

class Inception:
    def forward(self, x):
        return torch.cat(
            [self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], 1)

class InceptionA:
    def forward(self, x):
        wide = self.branch5x5_2(self.branch5x5_1(x))
        deep = self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x)))
        pool = self.branch_pool(F.avg_pool2d(x, 3, 1, 1))
        return torch.cat([self.branch1x1(x), wide, deep, pool], 1)

class InceptionB:
    def forward(self, x):
        deep = self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x)))
        return torch.cat([self.branch3x3(x), deep, F.max_pool2d(x, 3, 2)], 1)

class InceptionC:
    def forward(self, x):
        wide = self.branch7x7_3(self.branch7x7_2(self.branch7x7_1(x)))
        deep = self.branch7x7dbl_2(self.branch7x7dbl_1(x))
        deep = self.branch7x7dbl_5(self.branch7x7dbl_4(self.branch7x7dbl_3(deep)))
        pool = self.branch_pool(F.avg_pool2d(x, 3, 1, 1))
        return torch.cat([self.branch1x1(x), wide, deep, pool], 1)

class InceptionD:
    def forward(self, x):
        wide = self.branch3x3_2(self.branch3x3_1(x))
        deep = self.branch7x7x3_2(self.branch7x7x3_1(x))
        deep = self.branch7x7x3_4(self.branch7x7x3_3(deep))
        return torch.cat([wide, deep, F.max_pool2d(x, 3, 2)], 1)

class InceptionE:
    def forward(self, x):
        wide = self.branch3x3_1(x)
        wide = torch.cat([self.branch3x3_2a(wide), self.branch3x3_2b(wide)], 1)
        deep = self.branch3x3dbl_2(self.branch3x3dbl_1(x))
        deep = torch.cat([self.branch3x3dbl_3a(deep), self.branch3x3dbl_3b(deep)], 1)
        pool = self.branch_pool(F.avg_pool2d(x, 3, 1, 1))
        return torch.cat([self.branch1x1(x), wide, deep, pool], 1)
"""
_MAY_MISS = frozenset({"downsample"})
ASIDE = frozenset({"InceptionAux"})
"""What is held for training alone."""


@cache
def _classes() -> dict[str, tuple[Class, frozenset[str]]]:
    found = {}
    for one in ast.parse(_FORWARDS).body:
        if isinstance(one, ast.ClassDef):
            methods = {at.name: at for at in one.body if isinstance(at, ast.FunctionDef)}
            used = {
                at.attr
                for at in ast.walk(one)
                if isinstance(at, ast.Attribute)
                and isinstance(at.value, ast.Name)
                and at.value.id == "self"
            }
            found[one.name] = (Class(one.name, methods), frozenset(used))
    return found


def known_block(kind: str, names: set[str]) -> Class | None:
    """Return the class of a known block that holds such parts, None where it is another.

    Parameters
    ----------
    kind
        The class's name.
    names
        What its parts are called.
    """
    if kind not in _classes():
        return None
    known, used = _classes()[kind]
    return known if used - _MAY_MISS <= names <= used else None
