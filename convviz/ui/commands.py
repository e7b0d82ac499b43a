"""What the window's actions do: one function each, of the window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from convviz.document import editing
from convviz.document.kinds import KIND_NAMES
from convviz.document.kinds import Kind as LayerKind
from convviz.errors import ConvvizError
from convviz.frames import explain
from convviz.frames.drawings import shows
from convviz.layers import Weighted
from convviz.options import ColourMap, Show
from convviz.ui import clipboard
from convviz.ui.clipboard import Kind
from convviz.ui.settings import ThemeChoice

if TYPE_CHECKING:
    from convviz.interop.images import Channel
    from convviz.ui.window import Window


# ── Edit ───────────────────────────────────────────────────────────────────


def undo(window: Window) -> None:
    """Take the last change back."""
    window.bridge.session.undo()


def redo(window: Window) -> None:
    """Make it again."""
    window.bridge.session.redo()


def copy(window: Window, kind: Kind | None = None, *, literal: bool = False) -> None:
    """Copy one panel's numbers; those of the panel that is pointed at when none is named."""
    shown = window.bridge.state.shown
    pointed = shown[0] if shown else ""
    which = kind if kind is not None else _kind_of(pointed)
    try:
        numbers = clipboard.numbers(window.bridge.state, which, window.canvas.picture)
        clipboard.copy(numbers, literal=literal)
    except ConvvizError as error:
        window.bridge.complain(str(error))
        return
    size = " × ".join(map(str, numbers.shape))
    window.bridge.tell(f"the {which}'s {size} numbers are on the clipboard")


def _kind_of(pointed: str) -> Kind:
    for kind in clipboard.KINDS:
        if kind == pointed:
            return kind
    return "output"


def copy_picture(window: Window) -> None:
    """Copy the picture of the present step."""
    window.copier.copy_picture(window.settings.copied)


def copy_svg(window: Window) -> None:
    """Copy it as SVG."""
    window.copier.copy_svg(window.settings.copied)


def copy_caption(window: Window) -> None:
    """Copy what a figure of the present step is published with."""
    # Loaded when first needed: starting is quicker without.
    from convviz.frames.caption import caption  # noqa: PLC0415

    state = window.bridge.state
    if state.trace is None or state.pending:
        window.bridge.complain("the numbers are still being computed: copy when they are there")
        return
    said = caption(state.document, state.trace, state.document.step)
    clipboard.copy_text(said)
    window.bridge.tell(f"on the clipboard: {said}")


def copy_latex(window: Window) -> None:
    """Copy the output size's formula as LaTeX."""
    said = explain.formula_latex(window.bridge.state.document)
    if said:
        clipboard.copy_text(said)
        window.bridge.tell("the formula is on the clipboard as LaTeX (align*, with amsmath)")
    else:
        window.bridge.complain("a number is so wrong that there is no formula to copy")


def paste(window: Window, kind: Kind | None = None) -> None:
    """Put the clipboard's numbers into the input, or the kernel when that is pointed at."""
    shown = window.bridge.state.shown
    if kind is None:
        kind = "kernel" if shown and shown[0] == "kernel" else "input"
    try:
        document = clipboard.pasted(window.bridge.state.document, kind, window.channels())
    except ConvvizError as error:
        window.bridge.complain(str(error))
        return
    window.bridge.session.edit(f"Paste the {kind}", document)


def kind(window: Window, kind: LayerKind) -> None:
    """Make the layer one of another kind; unfold and fold are for two axes."""
    session = window.bridge.session
    if session.state.fields.layer.axes != 2 and kind in {"unfold", "fold"}:
        window.bridge.complain(f"{KIND_NAMES[kind]} is for 2-D inputs")
        return
    session.change(KIND_NAMES[kind], {"kind": kind})


def kernel_preset(window: Window, name: str) -> None:
    """Take a kernel with a name."""
    state = window.bridge.state
    window.bridge.session.edit(
        "Kernel preset", editing.with_kernel_preset(state.fields, name, _seed(window, name))
    )


def input_preset(window: Window, name: str) -> None:
    """Take an input with a name."""
    state = window.bridge.state
    window.bridge.session.edit(
        "Input preset", editing.with_input_preset(state.fields, name, _seed(window, name))
    )


def _seed(window: Window, name: str) -> int:
    """Return a seed for a preset: another one when it is chosen again."""
    document = window.bridge.state.document
    seeds = [
        source.seed + 1
        for source in (document.input_source, document.layer_weights.source)
        if source.kind == "preset" and source.name == name
    ]
    return max(seeds, default=0) if name == "random" else 0


def edit_kernel(window: Window) -> None:
    """Type numbers into the kernel, from the cell that is pointed at."""
    if not isinstance(window.bridge.state.document.layer, Weighted):
        window.bridge.complain("this layer has no kernel to edit")
        return
    _edit_cell(window, "kernel")


def edit_input(window: Window) -> None:
    """Type numbers into the input, from the cell that is pointed at."""
    _edit_cell(window, "input")


def _edit_cell(window: Window, kind: str) -> None:
    shown = window.bridge.state.shown
    at = shown[1] if shown and shown[0] == kind else (0, 0)
    window.canvas.editor.edit((kind, at))


def channel(window: Window, name: Channel) -> None:
    """Take another channel of the picture that was opened."""
    window.files.reread(name)


# ── View ───────────────────────────────────────────────────────────────────


def show(window: Window, name: Show) -> None:
    """Show something else of the layer; nothing happens when it hasn't got it."""
    document = window.bridge.state.document
    if name in shows(document.layer):
        window.bridge.session.view(replace(document.view, show=name))


def show_at(window: Window, place: int) -> None:
    """Show the view that stands at a place of the bar above the picture."""
    offered = shows(window.bridge.state.document.layer)
    if place < len(offered):
        show(window, offered[place])


def toggle(window: Window, field: str) -> None:
    """Switch an option of the view on or off."""
    view = window.bridge.state.document.view
    switched: dict[str, Any] = {field: not getattr(view, field)}
    window.bridge.session.view(replace(view, **switched))


def colour_map(window: Window, name: ColourMap) -> None:
    """Colour values in another way."""
    view = window.bridge.state.document.view
    window.bridge.session.view(replace(view, colour_map=name))


def decimals(window: Window, count: int | None) -> None:
    """Write so many digits after the point."""
    view = window.bridge.state.document.view
    window.bridge.session.view(replace(view, decimals=count, factored=False))


def factored(window: Window) -> None:
    """Write whole numbers with a common factor."""
    view = window.bridge.state.document.view
    window.bridge.session.view(replace(view, factored=True))


def theme(window: Window, choice: ThemeChoice) -> None:
    """Show the program in another theme."""
    window.set_settings(replace(window.settings, theme=choice))


def zoom_in(window: Window) -> None:
    """Enlarge the picture."""
    window.canvas.zoom_in()


def zoom_out(window: Window) -> None:
    """Show more of the picture."""
    window.canvas.zoom_out()


def fit(window: Window) -> None:
    """Show the whole picture."""
    window.canvas.fit()


def full_screen(window: Window) -> None:
    """Take the whole screen, or give it back."""
    if window.isFullScreen():
        window.showNormal()
    else:
        window.showFullScreen()


# ── Playback ───────────────────────────────────────────────────────────────


def play(window: Window) -> None:
    """Play, or pause."""
    playback = window.bridge.state.playback
    window.bridge.session.play(replace(playback, playing=not playback.playing))


def step(window: Window, by: int) -> None:
    """Go some steps on, or back."""
    session = window.bridge.session
    session.go(session.state.document.step + by)


def row(window: Window, by: int) -> None:
    """Go some rows of the output on, or back."""
    session = window.bridge.session
    steps = session.state.steps
    row = (steps.stamps or steps.output_shape)[-1] * (steps.taps or 1)
    session.go(session.state.document.step + by * row)


def first(window: Window) -> None:
    """Go to the first step."""
    window.bridge.session.go(0)


def last(window: Window) -> None:
    """Go to the last step."""
    window.bridge.session.go(len(window.bridge.state.steps) - 1)


def faster(window: Window) -> None:
    """Let more steps go by a second."""
    window.bridge.session.play(window.bridge.state.playback.faster())


def slower(window: Window) -> None:
    """Let fewer steps go by a second."""
    window.bridge.session.play(window.bridge.state.playback.slower())


def loop(window: Window) -> None:
    """Begin again after the last step, or don't."""
    playback = window.bridge.state.playback
    window.bridge.session.play(replace(playback, loop=not playback.loop))


def by_taps(window: Window) -> None:
    """Divide steps into their terms, or step by stamps; or don't."""
    view = window.bridge.state.document.view
    window.bridge.session.view(replace(view, by_taps=not view.by_taps))


def let_go(window: Window) -> None:
    """Let go of what is pinned; stop what is being computed."""
    if window.bridge.state.pinned is not None:
        window.bridge.session.pin(None)
    elif window.bridge.state.pending:
        window.bridge.cancel()
    elif window.bridge.state.draft is not None:
        window.bridge.session.discard_draft()


def pin(window: Window, rows: int, columns: int) -> None:
    """Pin the output cell of the step, or move what is pinned."""
    pinned = window.bridge.state.pinned
    if pinned is None:
        state = window.bridge.state
        at = state.steps[state.document.step].output[1:]
        target = ("output", at if len(at) > 1 else (0, *at))
    else:
        kind, (row_at, column_at) = pinned
        target = (kind, (row_at + rows, column_at + columns))
    if window.canvas.answers(target):
        window.bridge.session.pin(target)


def panel(window: Window, name: str) -> None:
    """Show or hide a panel."""
    window.toggle_panel(name)
