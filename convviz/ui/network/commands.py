"""What the actions of the Network menu do: one function each, of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.errors import ConvvizError
from convviz.layers.graph import INPUT
from convviz.ui import clipboard
from convviz.ui.network import changes
from convviz.ui.network.adding import Maker

if TYPE_CHECKING:
    from convviz.interop.code.writing import Framework
    from convviz.ui.window import Window


def toggle(window: Window) -> None:
    """Show the network in place of the layer, or the other way round."""
    window.networks.toggle()


def open_preset(window: Window, name: str) -> None:
    """Show a network that comes along."""
    # Loaded when first needed: starting is quicker without.
    from convviz.document.network_file import preset_network  # noqa: PLC0415

    window.networks.open(preset_network(name))


def close(window: Window) -> None:
    """Leave the network; the layer on show stays."""
    window.networks.close()


def look_into(window: Window) -> None:
    """Show the chosen layer step by step."""
    name = _chosen(window)
    if name:
        window.networks.look_into(name)


def step_layer(window: Window, by: int) -> None:
    """Show the layer with windows before or after the one on show, or choose another row."""
    if window.networks.on_show:
        window.networks.page.layers.step(by)
    else:
        window.crumbs.go(by)


def add(window: Window, maker: Maker) -> None:
    """Put a layer in after the chosen one."""
    page = window.networks.page
    name = page.layers.current
    row = next((one for one in page.model.rows if one.name == name), None)
    network = window.bridge.state.document.network
    if network is None:
        window.bridge.complain("there is no network yet: open a preset or a file, or paste code")
        return
    shape = network.input_shape if row is None else row.output_shape
    if shape is None:
        window.bridge.complain(f"what {name} gives isn't known: mend what is wrong before it first")
        return
    try:
        layer = maker(shape)
    except ConvvizError as error:
        window.bridge.complain(str(error))
        return
    made = changes.insert(window.bridge.session, name or INPUT, layer)
    page.wanted = made


def duplicate(window: Window) -> None:
    """Put the chosen layer in a second time."""
    name = _chosen(window)
    if name:
        window.networks.page.wanted = changes.duplicate(window.bridge.session, name)


def remove(window: Window) -> None:
    """Take the chosen layer out."""
    name = _chosen(window)
    if name:
        page = window.networks.page
        page.wanted = page.layers.beside(name)
        changes.remove(window.bridge.session, name)


def move(window: Window, by: int) -> None:
    """Move the chosen layer up or down."""
    name = _chosen(window)
    if name:
        session = window.bridge.session
        window.networks.page.attempt(lambda: changes.shift(session, name, by), name)


def reads(window: Window) -> None:
    """Ask which layers the chosen one reads."""
    name = _chosen(window)
    if name:
        window.networks.ask_reads(name)


def input_picture(window: Window) -> None:
    """Ask for a picture that is shown as the network's input."""
    window.networks.ask_picture()


def open_file(window: Window) -> None:
    """Ask for a file with a network: a model, code, or a network file."""
    window.networks.ask_open()


def paste(window: Window) -> None:
    """Ask for code, a printed model or a list of nodes, and read a network from it."""
    window.networks.ask_paste()


def copy_code(window: Window, framework: Framework) -> None:
    """Put the network on the clipboard as code; the layer where that is on show."""
    window.networks.copy_code(framework)


def copy_table(window: Window, form: str) -> None:
    """Put the table on the clipboard."""
    text = window.networks.table_text(form)
    if text:
        clipboard.copy_text(text)
        window.bridge.tell(f"the table is on the clipboard as {form}")


def save_table(window: Window) -> None:
    """Ask for a file and save the table into it."""
    window.networks.ask_save_table()


def _chosen(window: Window) -> str:
    """Return the layer that is chosen in the table; empty, and why, where there is none."""
    if not window.networks.on_show:
        window.networks.show_network()
    if not window.networks.on_show:
        return ""
    name = window.networks.page.layers.current
    if not name:
        window.bridge.complain("no layer is chosen in the table")
    return name
