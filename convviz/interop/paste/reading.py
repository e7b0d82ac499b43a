"""Pasted text into a network: the one door to all that can be read."""

from __future__ import annotations

from collections.abc import Sequence

from convviz.errors import InvalidLayer
from convviz.interop.paste.applying import Applier, dialect_of
from convviz.interop.paste.building import Builder, Unclear
from convviz.interop.paste.onnx_layers import add_onnx
from convviz.interop.paste.onnx_text import OnnxText, is_onnx, read_onnx
from convviz.interop.paste.printed import is_printed, read_printed
from convviz.interop.paste.program import Program
from convviz.interop.paste.result import Note, NotUnderstood, Pasted
from convviz.interop.paste.source import clean, statements
from convviz.interop.paste.values import MODULES, Chain, Class, Function, Instance, Module, Tensor
from convviz.layers.dialect import Dialect
from convviz.layers.graph import INPUT

__all__ = ["NotUnderstood", "Note", "Pasted", "read_pasted"]


def read_pasted(
    text: str, *, skip: bool = True, input_shape: Sequence[int] | None = None
) -> Pasted:
    """Return the network that a text describes.

    Nothing of the text is run: it is parsed, and its names and numbers are followed.

    Parameters
    ----------
    text
        Code with PyTorch's, Keras' or Flax' layers, what PyTorch prints of a model, or
        ONNX nodes as code or as lists of attributes.
    skip
        What isn't understood is left out, with a note; else it is refused.
    input_shape
        (channels, *spatial) to be taken where the text tells none, and it matters.

    Raises
    ------
    NotUnderstood
        There is no layer in it, it is too long or nested too deep, or, where nothing may
        be skipped, something isn't understood.
    """
    cleaned = clean(text)
    builder = Builder(cleaned.split("\n"))
    if input_shape is not None:
        builder.begin(input_shape)
        builder.input_shape = None
    try:
        dialect = _read(cleaned, builder)
    except RecursionError:
        raise NotUnderstood("the text is nested too deep to be read") from None
    return _result(builder, dialect, skip=skip)


def _result(builder: Builder, dialect: Dialect, *, skip: bool) -> Pasted:
    notes = tuple(sorted(builder.notes, key=lambda note: note.line))
    skipped = tuple(note for note in notes if note.skipped)
    if not builder.nodes:
        why = f": {skipped[0]}" if skipped else ""
        raise NotUnderstood(f"there is no layer in the text that is understood{why}", notes)
    if skipped and not skip:
        more = f", and {len(skipped) - 1} more" if len(skipped) > 1 else ""
        raise NotUnderstood(f"{skipped[0]}{more}", notes)
    return Pasted(builder.graph(), builder.input_shape, dialect, notes)


def _read(text: str, builder: Builder) -> Dialect:
    """Add the layers of a text to a builder; return whose they are."""
    if is_printed(text):
        read_printed(text, builder)
        return "pytorch"
    if is_onnx(text):
        _read_onnx(read_onnx(text), builder)
        return "onnx"
    return _read_code(text, builder)


def _read_onnx(found: OnnxText, builder: Builder) -> None:
    add_onnx(found, builder)
    for line in found.unread:
        builder.note(line, "no node as ONNX shows one", skipped=True)


def _read_code(text: str, builder: Builder) -> Dialect:
    dialect = dialect_of(text)
    program = Program(builder, Applier(builder, dialect))
    for one in statements(text):
        if one.tree is None:
            builder.note(one.line, one.problem, skipped=True)
        else:
            program.follow([one.tree], program.scope.top)
    if program.onnx.nodes:
        add_onnx(program.onnx, builder)
        return "onnx"
    if not builder.nodes:
        _assemble(program)
    return dialect


def _assemble(program: Program) -> None:
    """Apply what stands in the text to the input, where the text doesn't do so itself."""
    names = program.scope.top.names
    root = program.scope.root
    if "__init__" in names and isinstance(names["__init__"], Function):
        program.run(Function(names["__init__"].tree, root), [], {})
    modules = [one for one in program.scope.declared.values() if isinstance(one, MODULES)]
    forward = next((names[one] for one in ("forward", "call", "__call__") if one in names), None)
    if isinstance(forward, Function):
        program.run(Function(forward.tree, root), [Tensor(INPUT)], {})
        return
    modules += [one for one in root.attributes.values() if isinstance(one, MODULES)]
    if not any(program.applier.makes(one.kind) if isinstance(one, Module) else one
               for one in modules):  # fmt: skip
        modules = _last_made(program) or modules or _main(program)
    if len(modules) == 1 and isinstance(modules[0], Instance | Chain):
        one = modules[0]
        if one not in root.attributes.values():
            one.name = ""
        _apply(program, one)
        return
    for module in modules:
        _apply(program, module)


def _last_made(program: Program) -> list[Module | Chain | Instance]:
    """Return what was made last, though the text has read it since: printed, say."""
    made = [one for one in program.scope.top.names.values() if isinstance(one, Instance | Chain)]
    return list(made[-1:])


def _main(program: Program) -> list[Module | Chain | Instance]:
    """Return an object of the last class that has layers, or what the last function makes."""
    kinds = [one for one in program.scope.top.names.values() if isinstance(one, Class)]
    for kind in reversed(kinds):
        if kind.forward() or kind.method("__init__"):
            return [program.instance(kind, [], {}, 1)]
    functions = [one for one in program.scope.top.names.values() if isinstance(one, Function)]
    for function in reversed(functions):
        made = program.run(function, [], {})
        if isinstance(made, MODULES):
            return [made]
        if program.builder.nodes:
            break
    return []


def _apply(program: Program, module: object) -> None:
    try:
        program.apply(module, [program.builder.last])
    except (Unclear, InvalidLayer) as error:
        line = module.line if isinstance(module, MODULES) else 1
        program.builder.note(line, str(error), skipped=True)

