"""Pasted code followed with layers for values; nothing of it is run by Python."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace

from convviz.errors import InvalidLayer
from convviz.interop.paste.applying import Applier
from convviz.interop.paste.binding import bound
from convviz.interop.paste.building import Builder, Unclear
from convviz.interop.paste.containers import chain_of, changed
from convviz.interop.paste.evaluating import DEEPEST, Evaluator, rounds_of
from convviz.interop.paste.expressions import (
    PLAIN_FUNCTIONS,
    is_of,
    plain_function,
)
from convviz.interop.paste.onnx_calls import take_call
from convviz.interop.paste.onnx_text import OnnxText
from convviz.interop.paste.scope import Frame, Scope, bare_name, counts, is_super, name_it, written
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
    is_open,
    is_unclear,
    leading_tensors,
    tensors_in,
)
from convviz.interop.paste.words import APPLIES, ASIDE, OF_TENSORS, ONNX, SINGLETONS
from convviz.layers.graph import INPUT


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
        self.onnx, self._has_input = OnnxText(), False
        self._values = Evaluator(self.scope, builder, applier, self._call, self.run)

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
            case ast.Break() | ast.Continue():
                return True, one
            case ast.Delete(targets=targets):
                self._values.delete(targets, frame)
            case ast.If() | ast.For() | ast.With() | ast.Try() | ast.While() | ast.Match():
                return self._compound(one, frame)
        return False, None

    def _compound(self, one: ast.stmt, frame: Frame) -> tuple[bool, object]:
        match one:
            case ast.If(test=test, body=body, orelse=other):
                found = self._values.value(test, frame)
                if is_open(found):
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
            if isinstance(value, ast.Break):
                return False, None
            if returned and not isinstance(value, ast.Continue):
                return True, value
        return self.follow(one.orelse, frame)

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
        inner = Frame({}, frame)
        parent: Class | None = None
        for base in one.bases:
            found = self._values.value(base, frame)
            if isinstance(found, Class):
                parent = parent or found
                inner.names |= found.attributes
        self.follow([at for at in one.body if isinstance(at, ast.Assign | ast.AnnAssign)], inner)
        methods = {at.name: at for at in one.body if isinstance(at, ast.FunctionDef)}
        fields = tuple(
            at.target.id for at in one.body
            if isinstance(at, ast.AnnAssign) and isinstance(at.target, ast.Name)
        )
        return Class(one.name, methods, inner.names, parent, fields)

    def _named(self, words: Sequence[ast.keyword], frame: Frame) -> dict[str, object]:
        named: dict[str, object] = {}
        for word in words:
            value = self._values.value(word.value, frame)
            if word.arg is not None:
                named[word.arg] = value
            elif isinstance(value, dict):
                named |= {key: one for key, one in value.items() if isinstance(key, str)}
            else:
                raise Unclear(f"what stands behind ** isn't known here: {written(word.value)}")
        return named

    def _super(self, node: ast.Call, frame: Frame, positional: list[object]) -> object:
        """Return what a method of the class above gives: ``super().__init__(…)``."""
        _, own = frame.find("self")
        _, kind = frame.find("__class__")
        if not isinstance(own, Instance) or not isinstance(kind, Class):
            return None
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        method = kind.parent.method(name) if kind.parent is not None else None
        if method is not None:
            named = self._named(node.keywords, frame)
            return self.run(replace(method, owner=own), positional, named)
        if name == "__init__":  # of a Sequential, whose layers these are
            for title, module in chain_of(positional, {}, node.lineno).parts:
                own.attributes[title] = module
                name_it(module, title)
        return None

    def _call(self, node: ast.Call, frame: Frame) -> object:
        function = self._values.value(node.func, frame)
        positional = list(self._values.row(node.args, frame))
        if is_super(node.func):
            return self._super(node, frame, positional)
        named = self._named(node.keywords, frame)
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
        plain = name in PLAIN_FUNCTIONS and len(function.parts) <= 2
        if plain and not any(tensors_in(one) for one in positional[:1] if name in OF_TENSORS):
            return self._plain(name, positional, named, node)
        if name == "Sequential":
            return chain_of(positional, named, node.lineno)
        if name in {"ModuleList", "ModuleDict"}:
            return positional[0] if positional else []
        if name in {"Input", "InputLayer"}:
            return self._input(positional, named)
        if name in ONNX:
            take_call(self.onnx, name, positional, named, node.lineno)
            return NotKnown(written(node))
        tensors = leading_tensors(positional or list(named.values()))
        if tensors and name not in SINGLETONS:
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
        if name in SINGLETONS or name in ASIDE:
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
            self.applier.begin(sizes[1:] if "batch_shape" in named else sizes)
        if self._has_input:
            raise Unclear("a second input isn't followed")
        self._has_input = True
        return Tensor(INPUT)

    def _method(
        self, owner: object, name: str, positional: list[object], named: dict[str, object],
        node: ast.Call,
    ) -> object:  # fmt: skip
        if isinstance(owner, Tensor):
            return self._of_tensor(owner, name, positional, named, node)
        if isinstance(owner, Chain) and name in APPLIES:
            return self._applied(owner, positional, named, node)
        if isinstance(owner, list | dict | Chain):
            if isinstance(owner, Chain):
                self.scope.keep(owner, node.func)
            return changed(owner, name, positional, named)
        if isinstance(owner, Instance) and name in {"add_module", "register_module"}:
            title, module = (*positional, None, None)[:2]
            owner.attributes[str(title)] = module
            name_it(module, str(title))
            return None
        if not isinstance(owner, MODULES):
            return NotKnown(written(node))
        if name in APPLIES:
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
            if isinstance(module, Instance):
                return self._forward(module, positional, named)
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
                return self._forward(module, [Tensor(one) for one in inputs], {})
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

    def _forward(
        self, instance: Instance, positional: Sequence[object], named: Mapping[str, object]
    ) -> object:
        forward = instance.kind.forward()
        if instance.name:
            self.applier.path.append(instance.name)
        try:
            if forward is not None:
                return self.run(replace(forward, owner=instance), positional, named)
            inputs = leading_tensors([*positional, *named.values()])
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
        begin = kind.method("__init__") or kind.method("setup")
        if begin is not None:
            self.run(replace(begin, owner=made), list(positional), named)
        else:  # a dataclass, or a tuple with names
            made.attributes |= {**dict(zip(kind.fields, positional, strict=False)), **named}
        return made

    def run(
        self, function: Function, positional: Sequence[object], named: Mapping[str, object]
    ) -> object:
        """Return what a function gives; arguments that are missing aren't known."""
        if self._values.depth >= DEEPEST:
            raise Unclear("functions call each other too deep to be followed")
        tree = function.tree
        static = any(bare_name(one) == "staticmethod" for one in tree.decorator_list)
        own = [] if function.owner is None or static else [function.owner]
        given, usual = bound(tree.args, [*own, *positional], named)
        frame = Frame({"__class__": function.kind, **given}, self.scope.top)
        for name, default in usual.items():
            known = None if default is None else self._values.value(default, self.scope.top)
            frame.names[name] = NotKnown(name) if default is None else known
        self._values.depth += 8
        try:
            return self.follow(tree.body, frame)[1]
        finally:
            self._values.depth -= 8
