"""ONNX nodes as they are shown: lists of attributes, a viewer's panel, ONNX' own printer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from convviz.interop.paste.building import Unclear

Dims = tuple[int | None, ...]

_OPERATORS = (
    "Conv", "ConvTranspose", "MaxPool", "AveragePool", "LpPool", "GlobalAveragePool",
    "GlobalMaxPool", "BatchNormalization", "InstanceNormalization", "Relu", "LeakyRelu", "PRelu",
    "Elu", "Gelu", "Sigmoid", "Tanh", "Softmax", "LogSoftmax", "HardSwish", "HardSigmoid",
    "Softplus", "Clip", "LRN", "Dropout", "Identity", "Flatten", "Gemm", "MatMul", "Add", "Mul",
    "Sum", "Concat", "Upsample", "Resize", "Pad", "Reshape", "Constant", "Squeeze",
)  # fmt: skip
_ATTRIBUTES = (
    "kernel_shape", "strides", "pads", "dilations", "group", "auto_pad", "ceil_mode", "axis",
    "count_include_pad", "output_padding", "output_shape", "storage_order", "alpha", "beta",
    "epsilon", "momentum", "bias", "size", "p", "mode", "transA", "transB", "training_mode",
    "scales", "value", "min", "max", "ratio", "perm", "to",
)  # fmt: skip
_SHOWN = re.compile(
    r"^[ \t]*%[\w./:-]+\s*=\s*\w+|^[ \t]*\[?[\w./:-]+\]?\s*=\s*\w+\s*<|=>\s*\(|"
    r"(?:^|\s|\[|<)(?:kernel_shape|auto_pad|pads|dilations)\s*(?::\s*\w+\s*)?[=:]\s*[\[\d\"']",
    re.MULTILINE,
)
_NODE = re.compile(
    r"^\s*(?:\[(?P<label>[^\]]*)\]\s*)?(?:(?P<outs>[%\w./:\-, ]+?)\s*=\s*)?"
    r"(?:ai\.onnx\.|type\s*[:=]\s*\"?|op_type\s*[:=]\s*\"?)?"
    r"(?P<op>[A-Z][A-Za-z0-9]*)\b\"?(?P<rest>.*)$",
    re.DOTALL,
)
_VALUE = re.compile(
    r"\b([A-Za-z_]\w*)\s*(?::\s*(?:ints?|floats?|strings?)\s*)?[=:]\s*"
    r"(\[[^\]]*\]|\"[^\"]*\"|'[^']*'|-?[\w.+-]+(?:[ \t]*,[ \t]*-?\d+)*)"
)
_TYPED = re.compile(
    r"%(?P<one>[\w./:-]+)\s*\[\w+,\s*(?P<dims>[\w?]+(?:x[\w?]+)*)\]"
    r"|\b(?:bfloat16|float\w*|double|int\w+)\s*\[(?P<list>[\w?, ]*)\]"
    r"\s*(?P<two>[A-Za-z_][\w./:-]*)?"
)
_PANEL = re.compile(r"[⟨<(]?\b(\d+(?:\s*[×x]\s*\d+){1,4})\b[⟩>)]?")
_NUMBER = re.compile(r"-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?")
_MOST_NODES = 20_000
_LONGEST = 1 << 16


@dataclass(slots=True)
class OnnxNode:
    """One node as it is shown.

    Attributes
    ----------
    operator
        Its type: ``"Conv"``.
    inputs, outputs
        Names; empty where none are shown, which reads the node before.
    attributes
        Numbers, lists of them, or texts.
    line
        Where it begins.
    name
        What it is called.
    weight
        The shape of its weight, where it stands beside it.
    """

    operator: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: dict[str, object]
    line: int
    name: str = ""
    weight: Dims | None = None


@dataclass(slots=True)
class OnnxText:
    """All nodes of a text; the shapes of arrays by their names, and the numbers of small ones."""

    nodes: list[OnnxNode] = field(default_factory=list)
    shapes: dict[str, Dims] = field(default_factory=dict)
    values: dict[str, list[float]] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)


def is_onnx(text: str) -> bool:
    """Return whether a text shows ONNX nodes, and not as Python code."""
    return "make_node" not in text and _SHOWN.search(text) is not None


def read_onnx(text: str) -> OnnxText:
    """Return the nodes that a text shows.

    Raises
    ------
    Unclear
        There are too many.
    """
    found = OnnxText()
    for line, whole in _logical(text):
        _take_shapes(whole, found)
        node = _node(whole, line)
        if node is not None:
            if len(found.nodes) >= _MOST_NODES:
                raise Unclear(f"there are more than {_MOST_NODES:,} nodes")
            found.nodes.append(node)
        elif found.nodes and not found.nodes[-1].outputs and _goes_on(whole, found.nodes[-1]):
            pass
        elif not _harmless(whole):
            found.unread.append(line)
    return found


def _logical(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines, joined where a bracket is open; numbers of weights are left out."""
    held, begin, depth = "", 1, 0
    for number, line in enumerate(text.split("\n"), start=1):
        bare = re.sub(r"\{[^{}]{30,}\}", "{}", line)[:_LONGEST]
        held = f"{held}\n{bare}" if held else bare
        begin = begin if "\n" in held else number
        depth = max(depth + sum(map(bare.count, "([")) - sum(map(bare.count, ")]")), 0)
        if not depth or len(held) > _LONGEST or bare.rstrip().endswith(("(", "{")):
            depth = 0
            if held.strip():
                yield begin, held
            held = ""
    if held.strip():
        yield begin, held


def _node(whole: str, line: int) -> OnnxNode | None:
    match = _NODE.match(whole)
    if match is None:
        return None
    operator, rest = match["op"], match["rest"]
    shown = rest.lstrip()[:1] in {"(", "[", "<"} and match["outs"] is not None
    if operator not in _OPERATORS and not shown:
        return None
    attributes, inputs = rest, ""
    called = re.search(r"\(([^()]*)\)[^()]*$", rest)
    if called is not None:
        inputs = called[1]
        attributes = rest[: called.start()] + rest[called.end(1) + 1 :]
    values = _values(attributes)
    name = values.pop("name", match["label"] or "")
    panel = _PANEL.search(re.sub(_VALUE, "", attributes))
    return OnnxNode(
        operator, _names(inputs), _names(match["outs"] or ""), values, line,
        name if isinstance(name, str) else "",
        _dims(panel[1], r"[×x]") if panel else None,
    )  # fmt: skip


def _goes_on(whole: str, node: OnnxNode) -> bool:
    """Take a line that tells more of a node shown as a panel; return whether it does."""
    values = _values(whole)
    name = values.pop("name", None)
    if isinstance(name, str) and not node.name:
        node.name = name
    node.attributes |= {key: one for key, one in values.items() if key in _ATTRIBUTES}
    typed = _TYPED.search(whole)
    panel = _PANEL.search(whole)
    if typed is not None and typed["list"] is not None:
        node.weight = node.weight or _dims(typed["list"], ",")
    elif panel is not None and not values:
        node.weight = node.weight or _dims(panel[1], r"[×x]")
    return bool(values) or name is not None or typed is not None or panel is not None


def _harmless(whole: str) -> bool:
    """Return whether a line is only what stands around nodes."""
    bare = whole.strip()
    return (
        not re.search(r"\w", bare)
        or bare.startswith(("graph", "return", "%", "<", "}", ")", "#", "//"))
        or bare.isupper()
        or "=>" in bare
        or re.match(r"\w{1,12}\s*:\s*name\b", bare) is not None
        or re.match(r"(?:ir_version|opset_import|producer_\w+|inputs?|outputs?|attributes)\b", bare,
                    re.IGNORECASE) is not None
        or _TYPED.search(bare) is not None
    )  # fmt: skip


def _take_shapes(whole: str, found: OnnxText) -> None:
    for match in _TYPED.finditer(whole):
        if match["one"]:
            found.shapes.setdefault(match["one"], _dims(match["dims"], "x"))
        elif match["two"]:
            found.shapes.setdefault(match["two"], _dims(match["list"], ","))


def _dims(text: str, between: str) -> Dims:
    parts = [part.strip() for part in re.split(between, text)]
    return tuple(int(part) if part.isdecimal() and len(part) < 10 else None for part in parts)


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip().lstrip("%") for part in text.split(",") if part.strip())


def _values(text: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for match in _VALUE.finditer(text):
        name, value = match.groups()
        if name in _ATTRIBUTES or name == "name":
            found[name] = _value(value)
    return found


def _value(text: str) -> object:
    bare = text.strip("[] \t\n")
    if text[:1] in "\"'":
        return text[1:-1]
    parts = [part.strip() for part in bare.split(",") if part.strip()]
    numbers = [_number(part) for part in parts if _NUMBER.fullmatch(part) and len(part) < 40]
    if len(numbers) != len(parts) or not parts:
        return bare
    return numbers if text.startswith("[") or len(numbers) > 1 else numbers[0]


def _number(text: str) -> int | float:
    return int(text) if re.fullmatch(r"-?\d+", text) else float(text)
