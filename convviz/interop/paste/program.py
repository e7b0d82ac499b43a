"""Pasted code followed with layers for values; nothing of it is run by Python."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from convviz.errors import InvalidLayer
from convviz.interop.paste.applying import Applier
from convviz.interop.paste.building import Builder, Unclear
from convviz.interop.paste.evaluating import DEEPEST, Evaluator, rounds_of
from convviz.interop.paste.expressions import (
    MOST_ITEMS,
    PLAIN_FUNCTIONS,
    is_of,
    plain_function,
)
from convviz.interop.paste.onnx_calls import take_call
from convviz.interop.paste.onnx_text import OnnxText
from convviz.interop.paste.scope import Frame, Scope, bare_name, counts, name_it, written
from convviz.interop.paste.sizes import all_in_numbers, each_of, in_numbers, same_places, size_of
from convviz.interop.paste.splitting import SPLITTING
from convviz.interop.paste.values import (
    MODULES,
    Bound,
    Chain,
    Class,
    Dotted,
    Function,
    Instance,
    Module,
    NotKnown,
    Sizes,
    Tensor,
    is_unclear,
    leading_tensors,
    tensors_in,
)
from convviz.layers.graph import INPUT

_ASIDE = frozenset({
    "print", "super", "summary", "compile", "fit", "eval", "train", "cuda", "to", "cpu", "build",
    "append", "double", "half", "float", "requires_grad_", "register_buffer", "apply", "warn",
    "manual_seed", "seed", "set_seed", "init_weights", "_initialize_weights", "parameters",
    "assert", "load_state_dict", "predict", "evaluate", "plot_model", "backward", "step",
    "zero_grad", "_log_api_usage_once", "info", "debug",
})  # fmt: skip
"""What is called beside a network's layers."""
_ONNX = frozenset({"make_node", "make_tensor_value_info", "make_tensor"})
_APPLIES = frozenset({"forward", "__call__", "call"})
_SINGLETONS = frozenset({"Model", "Module"})


class Program:
    """Statements followed one after the other.

    Attributes
    ----------
    builder
        Where tensors' nodes go.
    applier
        Makes them.
    scope
        The text's names.
    onnx
        Nodes that ``onnx.helper`` is asked for.
    """

    def __init__(self, builder: Builder, applier: Applier) -> None:
        self.builder, self.applier, self.scope = builder, applier, Scope()
        self.onnx = OnnxText()
        self._values = Evaluator(self.scope, builder, applier, self._call)

    def follow(self, body: Sequence[ast.stmt], frame: Frame) -> tuple[bool, object]:
        """Follow statements; return whether one returned, and what."""
        for one in body:
            try:
                returned, value = self._statement(one, frame)
            except (Unclear, InvalidLayer) as error:
                self.builder.note(one.lineno, str(error), skipped=True)
                continue
            if returned:
                return True, value
        return False, None

    def _statement(self, one: ast.stmt, frame: Frame) -> tuple[bool, object]:
        match one:
            case ast.Expr(value=value):
                self._expression(value, frame)
            case ast.Assign(targets=targets, value=value):
                made = self._values.value(value, frame)
                for target in targets:
                    self._values.assign(target, made, frame)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._values.assign(target, self._values.value(value, frame), frame)
            case ast.AugAssign(target=target, op=sign, value=value):
                left = self._values.value(target, frame)
                self._values.assign(target, self._values.combined(sign, left, value, frame), frame)
            case ast.Return(value=value):
                return True, None if value is None else self._values.value(value, frame)
            case ast.FunctionDef(name=name):
                frame.names[name] = Function(one)
            case ast.ClassDef(name=name):
                frame.names[name] = self._class(one, frame)
            case ast.If() | ast.For() | ast.With() | ast.Try() | ast.While() | ast.Match():
                return self._compound(one, frame)
        return False, None

    def _compound(self, one: ast.stmt, frame: Frame) -> tuple[bool, object]:
        match one:
            case ast.If(test=test, body=body, orelse=other):
                found = self._values.value(test, frame)
                if isinstance(found, NotKnown | Dotted | Tensor | Bound):
                    if "__main__" not in ast.dump(test):
                        raise Unclear("whether this holds isn't known here")
                    return False, None
                return self.follow(body if found else other, frame)
            case ast.With(body=body):
                return self.follow(body, frame)
            case ast.Try(body=body, orelse=other, finalbody=last):
                return self.follow([*body, *other, *last], frame)
            case ast.Match():
                raise Unclear("a match isn't followed")
            case ast.For():
                return self._loop(one, frame)
        raise Unclear("a loop of rounds that aren't known here")

    def _loop(self, one: ast.For, frame: Frame) -> tuple[bool, object]:
        """Follow a loop; of one of unknown rounds only that what it counts isn't known."""
        rounds = self._values.value(one.iter, frame)
        if isinstance(rounds, Sizes):
            rounds = each_of(rounds, None, self.builder.at(rounds.node)) or NotKnown("sizes")
        counted = counts(one.body) if isinstance(rounds, NotKnown | Dotted | Bound) else None
        if counted is not None:
            for target in counted:
                self._values.assign(target, NotKnown("what a loop counts"), frame)
            return False, None
        for item in rounds_of(rounds):
            self._values.assign(one.target, item, frame)
            returned, value = self.follow(one.body, frame)
            if returned:
                return True, value
        return False, None

    def _expression(self, value: ast.expr, frame: Frame) -> None:
        made = self._values.value(value, frame)
        if frame is not self.scope.top:
            return
        many = made if isinstance(made, list | tuple) else [made]
        if len(many) == 2 and isinstance(many[0], str) and isinstance(many[1], MODULES):
            name, module = many
            name_it(module, str(name))
            many = [module]
        for one in many:
            self.scope.declare(one)

    def _class(self, one: ast.ClassDef, frame: Frame) -> Class:
        methods = {at.name: at for at in one.body if isinstance(at, ast.FunctionDef)}
        inner = Frame({}, frame)
        for base in one.bases:
            parent = self._values.value(base, frame)
            if isinstance(parent, Class):
                methods = parent.methods | methods
                inner.names |= parent.attributes
        self.follow([at for at in one.body if isinstance(at, ast.Assign | ast.AnnAssign)], inner)
        return Class(one.name, methods, inner.names)

    def _call(self, node: ast.Call, frame: Frame) -> object:
        function = self._values.value(node.func, frame)
        positional = list(self._values.row(node.args, frame))
        named: dict[str, object] = {}
        for word in node.keywords:
            value = self._values.value(word.value, frame)
            if word.arg is not None:
                named[word.arg] = value
            elif isinstance(value, dict):
                named |= {key: one for key, one in value.items() if isinstance(key, str)}
        match function:
            case Dotted():
                return self._unexplained(function, positional, named, node)
            case Bound(owner=owner, name=name):
                return self._method(owner, name, positional, named, node)
            case Module() | Chain() | Instance():
                if frame is not self.scope.top and is_unclear(positional):
                    raise Unclear("what it reads isn't known here")
                return self._applied(function, positional, named, node)
            case Class():
                return self.instance(function, positional, named, node.lineno)
            case Function():
                return self.run(function, positional, named)
        for value in positional:
            if isinstance(value, Tensor):
                self.builder.note(node.lineno, "what is called here isn't known", skipped=True)
                return value
        return NotKnown(written(node))

    def _unexplained(
        self, function: Dotted, positional: list[object], named: dict[str, object], node: ast.Call
    ) -> object:
        name = function.last
        if "optim" in function.parts:
            return NotKnown(written(node))
        if name in PLAIN_FUNCTIONS and len(function.parts) <= 2:
            return self._plain(name, positional, named, node)
        if name == "Sequential":
            return _chain(positional, named, node.lineno)
        if name in {"ModuleList", "ModuleDict"}:
            return positional[0] if positional else []
        if name in {"Input", "InputLayer"}:
            return self._input(positional, named)
        if name in _ONNX:
            take_call(self.onnx, name, positional, named, node.lineno)
            return NotKnown(written(node))
        tensors = leading_tensors(positional or list(named.values()))
        if tensors and name not in _SINGLETONS:
            rest = positional[1:]
            known = {key: one for key, one in named.items() if not leading_tensors([one])}
            try:
                if name in SPLITTING and len(tensors) == 1:
                    return self.applier.split(name, tensors[0], rest, known)
                return self.applier.function(name, tensors, rest, known, node.lineno)
            except (Unclear, InvalidLayer) as error:
                self.builder.note(node.lineno, str(error), skipped=True)
                return Tensor(tensors[0])
        return self._unknown_call(name, positional, named, node)

    def _unknown_call(
        self, name: str, positional: list[object], named: dict[str, object], node: ast.Call
    ) -> object:
        """Return what a call gives of which no more than the name is known."""
        if name in _SINGLETONS or name in _ASIDE:
            return NotKnown(written(node))
        if name == "checkpoint" and positional and isinstance(positional[0], MODULES):
            return self._applied(positional[0], positional[1:], {}, node)
        passed = self._passed_by([*positional, *named.values()], node)
        if passed is not None:
            return passed
        if self.applier.makes(name) or name[:1].isupper():
            return Module(name, tuple(positional), named, node.lineno)
        return NotKnown(written(node))

    def _plain(
        self, name: str, positional: list[object], named: dict[str, object], node: ast.Call
    ) -> object:
        """Return what one of Python's own functions gives."""
        if name == "isinstance":
            value, kinds = (*positional, None, None)[:2]
            return is_of(value, kinds, written(node))
        if name in {"list", "tuple"} and same_places(next(iter(positional), None)):
            return positional[0]
        given = {key: in_numbers(one) for key, one in named.items()}
        return plain_function(name, all_in_numbers(positional), given, written(node))

    def _input(self, positional: list[object], named: dict[str, object]) -> object:
        shape = next(
            (named[key] for key in ("shape", "input_shape", "batch_shape") if key in named),
            positional[0] if positional else None,
        )
        if isinstance(shape, tuple | list):
            sizes = tuple(size if isinstance(size, int) else None for size in shape)
            if "batch_shape" in named:
                sizes = sizes[1:]
            self.applier.begin(sizes)
        return Tensor(INPUT)

    def _method(
        self, owner: object, name: str, positional: list[object], named: dict[str, object],
        node: ast.Call,
    ) -> object:  # fmt: skip
        match owner:
            case Tensor():
                return self._of_tensor(owner, name, positional, named, node)
            case list() if name == "append" and len(owner) < MOST_ITEMS:
                owner.extend(positional[:1])
            case list() if name == "extend" and positional and isinstance(positional[0], list):
                if len(owner) + len(positional[0]) <= MOST_ITEMS:
                    owner.extend(positional[0])
            case Chain() if name in {"add", "append", "add_module"} and positional:
                if name == "add_module" and len(positional) == 2:
                    owner.parts.append((str(positional[0]), positional[1]))
                else:
                    owner.append(positional[0])
            case dict() if name in {"items", "keys", "values"}:
                return list(getattr(owner, name)())
        if not isinstance(owner, MODULES):
            return NotKnown(written(node))
        if name in _APPLIES:
            return self._applied(owner, positional, named, node)
        self.scope.keep(owner, node.func)
        return self._passed_by([*positional, *named.values()], node) or owner

    def _passed_by(self, values: Sequence[object], node: ast.Call) -> Tensor | None:
        """Return the first tensor that a call is given which isn't followed, with a note."""
        found = next((one for value in values for one in tensors_in(value)), None)
        if found is not None:
            self.builder.note(node.lineno, "a function that isn't known", skipped=True)
        return found

    def _of_tensor(
        self, tensor: Tensor, name: str, positional: list[object], named: dict[str, object],
        node: ast.Call,
    ) -> object:  # fmt: skip
        at = tensor.node
        if name == "size" and self.applier.dialect == "pytorch":
            axis = positional[0] if positional else named.get("dim")
            if axis is None:
                return Sizes(at)
            if isinstance(axis, int):
                return size_of(Sizes(at), axis, self.builder.at(at))
        rest = [one for one in positional if not leading_tensors([one])]
        try:
            if name in SPLITTING:
                return self.applier.split(name, at, rest, named)
            inputs = [at, *leading_tensors(positional)]
            return self.applier.function(name, inputs, rest, named, node.lineno)
        except (Unclear, InvalidLayer) as error:
            if name in {"size", "shape", "dim", "get_shape", "numel"}:
                return NotKnown(written(node))
            self.builder.note(node.lineno, str(error), skipped=True)
            return tensor

    def _applied(
        self, module: object, positional: list[object], named: Mapping[str, object],
        node: ast.Call,
    ) -> object:  # fmt: skip
        tensors = leading_tensors(positional) or leading_tensors(list(named.values()))
        if not tensors:
            self.scope.keep(module, node.func)
            return NotKnown(written(node))
        try:
            return self.apply(module, tensors)
        except (Unclear, InvalidLayer) as error:
            self.builder.note(node.lineno, str(error), skipped=True)
            return Tensor(tensors[0])

    def apply(self, module: object, inputs: Sequence[str]) -> object:
        """Return what a module, a chain or an object makes of nodes' outputs."""
        match module:
            case Module():
                return self.applier.apply(module, inputs)
            case Tensor():
                return Tensor(inputs[0])
            case Chain():
                return self._through(module, inputs)
            case Instance():
                return self._forward(module, inputs)
        raise Unclear("it is no layer that is known")

    def _through(self, chain: Chain, inputs: Sequence[str]) -> object:
        if chain.name:
            self.applier.path.append(chain.name)
        tensor: object = Tensor(inputs[0])
        for name, part in chain.parts:
            at = [tensor.node] if isinstance(tensor, Tensor) else list(inputs)
            name_it(part, name)
            try:
                tensor = self.apply(part, at)
            except (Unclear, InvalidLayer) as error:
                line = part.line if isinstance(part, MODULES) else chain.line
                self.builder.note(line, str(error), skipped=True)
        if chain.name:
            self.applier.path.pop()
        return tensor

    def _forward(self, instance: Instance, inputs: Sequence[str]) -> object:
        forward = instance.kind.forward()
        if instance.name:
            self.applier.path.append(instance.name)
        try:
            if forward is not None:
                return self.run(Function(forward, instance), [Tensor(one) for one in inputs], {})
            chain: list[tuple[str, object]] = [
                (name, one) for name, one in instance.attributes.items()
                if isinstance(one, MODULES)
            ]
            return self._through(Chain(chain, instance.line), inputs)
        finally:
            if instance.name:
                self.applier.path.pop()

    def instance(
        self, kind: Class, positional: Sequence[object], named: dict[str, object], line: int
    ) -> Instance:
        """Return an object of a class."""
        made = Instance(kind, line)
        begin = kind.methods.get("__init__") or kind.methods.get("setup")
        if begin is not None:
            self.run(Function(begin, made), list(positional), named)
        return made

    def run(
        self, function: Function, positional: Sequence[object], named: dict[str, object]
    ) -> object:
        """Return what a function gives; arguments that are missing aren't known."""
        if self._values.depth >= DEEPEST:
            raise Unclear("functions call each other too deep to be followed")
        tree = function.tree
        names = [one.arg for one in (*tree.args.posonlyargs, *tree.args.args)]
        usual = dict(zip(names[::-1], tree.args.defaults[::-1], strict=False))
        usual |= {
            one.arg: value
            for one, value in zip(tree.args.kwonlyargs, tree.args.kw_defaults, strict=True)
            if value is not None
        }
        names += [one.arg for one in tree.args.kwonlyargs]
        static = any(bare_name(one) == "staticmethod" for one in tree.decorator_list)
        values = list(positional)
        if function.owner is not None and not static:
            values = [function.owner, *positional]
        given = dict(zip(names, values, strict=False))
        if tree.args.vararg is not None:
            given[tree.args.vararg.arg] = list(values[len(names):])
        given |= {name: value for name, value in named.items() if name in names}
        if tree.args.kwarg is not None:
            given[tree.args.kwarg.arg] = {
                name: value for name, value in named.items() if name not in names
            }
        frame = Frame({}, self.scope.top)
        for name in names:
            if name in given:
                frame.names[name] = given[name]
            else:
                default = usual.get(name)
                known = None if default is None else self._values.value(default, self.scope.top)
                frame.names[name] = NotKnown(name) if default is None else known
        frame.names |= given
        self._values.depth += 8
        try:
            return self.follow(tree.body, frame)[1]
        finally:
            self._values.depth -= 8


def _chain(positional: list[object], named: dict[str, object], line: int) -> Chain:
    made = Chain([], line)
    name = named.get("name")
    made.name = name if isinstance(name, str) else ""
    layers = named.get("layers")
    for value in [*positional, layers]:
        if isinstance(value, dict):
            made.parts += [(str(key), one) for key, one in value.items()]
        elif isinstance(value, list | tuple):
            for one in value:
                if isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str):
                    made.parts.append((one[0], one[1]))
                else:
                    made.append(one)
        elif value is not None:
            made.append(value)
    return made
