"""The rows of the Network menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from convviz.document.network_file import preset_names
from convviz.session.session import State
from convviz.ui.network import commands
from convviz.ui.network.adding import OTHERS, SPATIAL
from convviz.ui.row import Row

if TYPE_CHECKING:
    from convviz.interop.code.writing import Framework
    from convviz.ui.window import Window

FRAMEWORKS: tuple[tuple[Framework, str], ...] = (
    ("pytorch", "PyTorch"), ("keras", "Keras"), ("flax", "JAX (Flax)"), ("onnx", "ONNX"),
    ("numpy", "NumPy"),
)
TABLE_FORMS = ("CSV", "Markdown", "LaTeX")


def has_network(state: State) -> bool:
    """Return whether the document has a network."""
    return state.document.network is not None


def _on_show(window: Window) -> bool:
    return window.networks.on_show


NETWORK: tuple[Row, ...] = (
    Row("Show the network", "Network", commands.toggle, ("Ctrl+L",),
        about="All layers in a table and what a unit sees, in place of the layer on show",
        enabled=has_network, checked=_on_show),
    *(
        Row(name, "Network/Open a preset", partial(commands.open_preset, name=name))
        for name in preset_names()
    ),
    Row("Open a network…", "Network", commands.open_file,
        about="Open an ONNX model, code or a network file"),
    Row("Paste code…", "Network", commands.paste, ("Ctrl+Shift+V",),
        about="Read PyTorch, Keras or JAX code, print(model), or ONNX nodes; nothing is run"),
    Row("Look into the layer", "Network", commands.look_into, ("Ctrl+Return",),
        about="Show the chosen layer step by step", enabled=has_network, starts_section=True),
    Row("Layer before", "Network", partial(commands.step_layer, by=-1), ("Ctrl+PgUp",),
        about="Go to the layer before the one on show", enabled=has_network),
    Row("Layer after", "Network", partial(commands.step_layer, by=1), ("Ctrl+PgDown",),
        about="Go to the layer after the one on show", enabled=has_network),
    *(
        Row(label, "Network/Add a layer", partial(commands.add, maker=maker),
            about="After the chosen layer, with its channels", enabled=has_network,
            starts_section=number == len(SPATIAL))
        for number, (label, maker) in enumerate((*SPATIAL, *OTHERS))
    ),
    Row("Duplicate layer", "Network", commands.duplicate, ("Ctrl+D",), enabled=has_network),
    Row("Remove layer", "Network", commands.remove, ("Ctrl+Backspace",), enabled=has_network),
    Row("Move layer up", "Network", partial(commands.move, by=-1), ("Ctrl+Shift+Up",),
        enabled=has_network),
    Row("Move layer down", "Network", partial(commands.move, by=1), ("Ctrl+Shift+Down",),
        enabled=has_network),
    Row("What it reads…", "Network", commands.reads, enabled=has_network,
        about="Choose which layers the chosen one reads, for sums and branches"),
    Row("Input picture…", "Network", commands.input_picture, enabled=has_network,
        about="Show a picture where the network's input is drawn", starts_section=True),
    *(
        Row(name, "Network/Copy as code", partial(commands.copy_code, framework=framework),
            about="Of the network, or of the layer where that is on show")
        for framework, name in FRAMEWORKS
    ),
    *(
        Row(f"As {form}", "Network/Copy the table", partial(commands.copy_table, form=form),
            enabled=has_network)
        for form in TABLE_FORMS
    ),
    Row("Save the table…", "Network", commands.save_table, enabled=has_network,
        about="Save all layers as CSV, Markdown or LaTeX"),
    Row("Close the network", "Network", commands.close, enabled=has_network,
        about="Keep the layer on show alone", starts_section=True),
)
