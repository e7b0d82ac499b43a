"""All that the window can be told to do, in one tuple of rows.

Menus, toolbar, shortcuts, the command palette and the README's table of
shortcuts are made from it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from convviz.document import kinds
from convviz.document.presets import INPUT_PRESETS, KERNEL_PRESETS
from convviz.frames.drawings import shows
from convviz.frames.showing import (
    COLOUR_MAP_NAMES,
    COLOUR_MAP_NOTES,
    SHOW_NAMES,
    SHOW_NOTES,
)
from convviz.frames.switches import VIEW_SWITCHES, Switch
from convviz.options import COLOUR_MAPS, SHOWS, Show
from convviz.session.session import State
from convviz.steps.order import divisible
from convviz.ui import commands
from convviz.ui.clipboard import KINDS
from convviz.ui.network.actions import NETWORK
from convviz.ui.row import Row
from convviz.ui.settings import THEME_CHOICES

if TYPE_CHECKING:
    from convviz.interop.images import Channel
    from convviz.ui.window import Window

_CHANNELS: tuple[tuple[Channel, str], ...] = (
    ("grey", "Grey"), ("red", "Red"), ("green", "Green"), ("blue", "Blue"), ("alpha", "Alpha"),
)


def can_undo(state: State) -> bool:
    """Return whether there is something to take back."""
    return bool(state.history.past) or state.draft is not None


def can_redo(state: State) -> bool:
    """Return whether there is something to make again."""
    return bool(state.history.future)


def is_picture(state: State) -> bool:
    """Return whether the input came from a file."""
    return state.document.input_source.kind == "file"


def _new(window: Window) -> None:
    window.files.new()


def _open(window: Window) -> None:
    window.files.ask_open()


def _save(window: Window) -> None:
    window.files.save()


def _save_as(window: Window) -> None:
    window.files.save_as()


def _save_output(window: Window) -> None:
    window.files.save_output()


def _export(window: Window) -> None:
    window.export()


def _exports(window: Window) -> None:
    window.exports.toggle_list()


def _quit(window: Window) -> None:
    window.close()


def _preferences(window: Window) -> None:
    window.show_preferences()


def _palette(window: Window) -> None:
    window.show_palette()


def _shortcuts(window: Window) -> None:
    window.show_shortcuts()


def _about(window: Window) -> None:
    window.show_about()


def _is_on(window: Window, field: str) -> bool:
    return bool(getattr(window.bridge.state.document.view, field))


def _lacks(state: State, switch: Switch) -> str:
    return switch.lacking(state.document)


def _loop(window: Window) -> bool:
    return window.bridge.state.playback.loop


def _by_taps(window: Window) -> bool:
    return window.bridge.state.document.view.by_taps


def _full_screen(window: Window) -> bool:
    return window.isFullScreen()


def _shows(window: Window, name: Show) -> bool:
    return window.bridge.state.document.view.show == name


def _can_show(state: State, name: Show) -> bool:
    return name in shows(state.document.layer)


def can_divide(state: State) -> bool:
    """Return whether the layer's steps can be divided."""
    return divisible(state.document.layer)


def _has_kind(window: Window, kind: kinds.Kind) -> bool:
    return kinds.kind_of(window.bridge.state.fields.layer) == kind


def _has_colour_map(window: Window, name: str) -> bool:
    return window.bridge.state.document.view.colour_map == name


def _has_decimals(window: Window, count: int | None) -> bool:
    view = window.bridge.state.document.view
    return view.decimals == count and not view.factored


def _is_factored(window: Window) -> bool:
    return window.bridge.state.document.view.factored


def _has_theme(window: Window, choice: str) -> bool:
    return window.settings.theme == choice


def _has_kernel(window: Window, name: str) -> bool:
    source = window.bridge.state.fields.layer_weights.source
    return source.kind == "preset" and source.name == name


def _has_input(window: Window, name: str) -> bool:
    source = window.bridge.state.fields.input_source
    return source.kind == "preset" and source.name == name


_FILE = (
    Row("New", "File", _new, ("Ctrl+N",), "new", "Begin anew with the opening scene"),
    Row("Open…", "File", _open, ("Ctrl+O",), "open",
        "Open a document, an exported picture, an image, an array or a table", toolbar=True),
    Row("Save", "File", _save, ("Ctrl+S",), "save", "Save the document", starts_section=True,
        toolbar=True),
    Row("Save as…", "File", _save_as, ("Ctrl+Shift+S",), about="Save under another name"),
    Row("Save output as…", "File", _save_output,
        about="Save the output's numbers as .npy or CSV", starts_section=True),
    Row("Export…", "File", _export, ("Ctrl+E",), "export",
        "Save pictures, pages or an animation", toolbar=True),
    Row("Exports", "File", _exports, ("Ctrl+J",), about="What is and was exported"),
    Row("Preferences…", "File", _preferences, ("Ctrl+,",), starts_section=True),
    Row("Quit", "File", _quit, ("Ctrl+Q",), starts_section=True),
)

_COPY = tuple(
    Row(
        f"{kind.capitalize()} as {'NumPy literal' if literal else 'table'}",
        "Edit/Copy numbers",
        partial(commands.copy, kind=kind, literal=literal),
    )
    for literal in (False, True)
    for kind in KINDS
)
_EDIT = (
    Row("Undo", "Edit", commands.undo, ("Ctrl+Z",), "undo", toolbar=True, enabled=can_undo),
    Row("Redo", "Edit", commands.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), "redo", toolbar=True,
        enabled=can_redo),
    Row("Copy", "Edit", commands.copy, ("Ctrl+C",), on_picture=True, starts_section=True,
        about="Copy the numbers of the panel that is pointed at, else the output's"),
    Row("Paste", "Edit", commands.paste, ("Ctrl+V",), on_picture=True,
        about="Paste numbers as the input, or as the kernel when that is pointed at"),
    Row("Copy as picture", "Edit", commands.copy_picture, ("Ctrl+Shift+C",),
        about="Copy the picture of this step, as large as in the window"),
    Row("Copy as SVG", "Edit", commands.copy_svg, ("Ctrl+Alt+C",),
        about="Copy the picture of this step for a drawing program or a text editor"),
    Row("Copy caption", "Edit", commands.copy_caption, ("Ctrl+Alt+T",),
        about="Copy what layer it is and what happens at this step, for below a figure"),
    Row("Copy formula as LaTeX", "Edit", commands.copy_latex, ("Ctrl+Alt+F",),
        about="Copy the output size's formula in letters and with its numbers"),
    *_COPY,
    *(
        Row(f"As the {kind}", "Edit/Paste numbers", partial(commands.paste, kind=kind))
        for kind in ("input", "kernel")
    ),
    Row("Edit kernel", "Edit", commands.edit_kernel, ("F2",), starts_section=True,
        about="Type numbers into the kernel; Tab goes on to the next cell"),
    Row("Edit input", "Edit", commands.edit_input, ("Shift+F2",),
        about="Type numbers into the input; Tab goes on to the next cell"),
    *(
        Row(kinds.KIND_NAMES[kind], "Edit/Kind of layer", partial(commands.kind, kind=kind),
            checked=partial(_has_kind, kind=kind), one_of=True)
        for kind in kinds.KINDS
    ),
    *(
        Row(preset.label, "Edit/Input preset", partial(commands.input_preset, name=preset.name),
            about=preset.note, checked=partial(_has_input, name=preset.name), one_of=True)
        for preset in INPUT_PRESETS
    ),
    *(
        Row(preset.label, "Edit/Kernel preset",
            partial(commands.kernel_preset, name=preset.name),
            about=preset.note, checked=partial(_has_kernel, name=preset.name), one_of=True)
        for preset in KERNEL_PRESETS
    ),
    *(
        Row(label, "Edit/Picture channel", partial(commands.channel, name=name),
            about="What is taken of a colour picture", enabled=is_picture)
        for name, label in _CHANNELS
    ),
)

_VIEW = (
    Row("Zoom in", "View", commands.zoom_in, ("Ctrl++", "Ctrl+="), "zoom-in"),
    Row("Zoom out", "View", commands.zoom_out, ("Ctrl+-",), "zoom-out"),
    Row("Fit", "View", commands.fit, ("Ctrl+0",), "fit", "Show the whole picture"),
    *(
        Row(SHOW_NAMES[name], "View/Show", partial(commands.show, name=name),
            about=SHOW_NOTES[name], enabled=partial(_can_show, name=name),
            checked=partial(_shows, name=name), one_of=True)
        for name in SHOWS
    ),
    *(
        Row(f"View {place + 1}", "View/Show by number", partial(commands.show_at, place=place),
            (str(place + 1),), about=f"Show what has place {place + 1} above the picture",
            on_picture=True)
        for place in range(9)
    ),
    *(
        Row(switch.name, "View", partial(commands.toggle, field=switch.field),
            (switch.key,) if switch.key else (), about=switch.note, on_picture=True,
            starts_section=switch.starts, lacks=partial(_lacks, switch=switch),
            checked=partial(_is_on, field=switch.field))
        for switch in VIEW_SWITCHES
    ),
    *(
        Row(COLOUR_MAP_NAMES[name], "View/Colours", partial(commands.colour_map, name=name),
            about=COLOUR_MAP_NOTES[name], checked=partial(_has_colour_map, name=name),
            one_of=True)
        for name in COLOUR_MAPS
    ),
    *(
        Row(label, "View/How numbers are written", partial(commands.decimals, count=count),
            checked=partial(_has_decimals, count=count), one_of=True)
        for label, count in (
            ("As many digits as needed", None), ("Rounded to whole numbers", 0),
            ("1 decimal", 1), ("2 decimals", 2), ("3 decimals", 3), ("4 decimals", 4),
        )
    ),
    Row("Whole numbers with a factor", "View/How numbers are written", commands.factored,
        about="Write a kernel of ninths as ones, × 1/9", checked=_is_factored, one_of=True),
    *(
        Row(label, "View/Theme", partial(commands.theme, choice=choice),
            checked=partial(_has_theme, choice=choice), one_of=True)
        for choice, label in THEME_CHOICES
    ),
    *(
        Row(name, "View/Panels", partial(commands.panel, name=name), (f"Ctrl+{number}",),
            about=f"Show or hide {what}")
        for number, (name, what) in enumerate((
            ("Parameters", "the parameters at the left"),
            ("Explanation", "formula and arithmetic at the right"),
            ("Sizes", "the output size plotted against each parameter"),
            ("Values", "how often each value occurs, with levels and colours"),
            ("Solve", "what makes an output of a wanted size"),
        ), start=1)
    ),
    Row("Full screen", "View", commands.full_screen, ("F11",), starts_section=True,
        checked=_full_screen),
)

FIRST = Row("First step", "Playback", commands.first, ("Home",), "first", on_picture=True,
            starts_section=True)
PREVIOUS = Row("Previous step", "Playback", partial(commands.step, by=-1), ("Left",), "previous",
               on_picture=True)
PLAY = Row("Play", "Playback", commands.play, ("Space",), "play", on_picture=True)
NEXT = Row("Next step", "Playback", partial(commands.step, by=1), ("Right",), "next",
           on_picture=True)
LAST = Row("Last step", "Playback", commands.last, ("End",), "last", on_picture=True)
TRANSPORT = (FIRST, PREVIOUS, PLAY, NEXT, LAST)

_PLAYBACK = (
    PLAY, FIRST, PREVIOUS, NEXT, LAST,
    Row("Next row", "Playback", partial(commands.row, by=1), ("Shift+Right", "Shift+Down"),
        on_picture=True),
    Row("Previous row", "Playback", partial(commands.row, by=-1), ("Shift+Left", "Shift+Up"),
        on_picture=True),
    Row("Faster", "Playback", commands.faster, ("+", "="), on_picture=True, starts_section=True),
    Row("Slower", "Playback", commands.slower, ("-",), on_picture=True),
    Row("Loop", "Playback", commands.loop, ("L",), on_picture=True, starts_section=True,
        about="Begin again after the last step", checked=_loop),
    Row("By taps", "Playback", commands.by_taps, ("T",), on_picture=True,
        about="Divide every step into its terms; of a transposed convolution, step by stamps",
        enabled=can_divide, checked=_by_taps),
    Row("Pin the output cell", "Playback/Point with the keyboard",
        partial(commands.pin, rows=0, columns=0), ("P",), on_picture=True),
    *(
        Row(f"Move {word}", "Playback/Point with the keyboard",
            partial(commands.pin, rows=rows, columns=columns), (f"Alt+{word.capitalize()}",),
            about="Move what is pinned", on_picture=True)
        for word, rows, columns in (
            ("left", 0, -1), ("right", 0, 1), ("up", -1, 0), ("down", 1, 0)
        )
    ),
    Row("Let go", "Playback/Point with the keyboard", commands.let_go, ("Escape",),
        about="Let go of what is pinned, of what is being computed, or of what is wrong",
        on_picture=True),
)

_HELP = (
    Row("Find a command…", "Help", _palette, ("Ctrl+K", "Ctrl+Shift+P"), "search", toolbar=True),
    Row("Keyboard shortcuts", "Help", _shortcuts, ("F1",)),
    Row("About convviz", "Help", _about, starts_section=True),
)

MENUS = ("File", "Edit", "View", "Network", "Playback", "Help")
ROWS: tuple[Row, ...] = (*_FILE, *_EDIT, *_VIEW, *NETWORK, *_PLAYBACK, *_HELP)


def shortcuts_table(rows: tuple[Row, ...] = ROWS) -> str:
    """Return all shortcuts as a Markdown table, for the README."""
    lines = ["| keys | what | where |", "|---|---|---|"]
    for row in rows:
        if row.shortcuts:
            keys = ", ".join(f"`{key}`" for key in row.shortcuts)
            where = "the picture" if row.on_picture else "everywhere"
            what = row.text.removesuffix("…")
            if row.about:
                what += f": {row.about[:1].lower()}{row.about[1:]}"
            lines.append(f"| {keys} | {what} | {where} |")
    return "\n".join(lines) + "\n"
