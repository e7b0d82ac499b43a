"""A row of what the window can be told to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.session.session import State

if TYPE_CHECKING:
    from convviz.ui.window import Window


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that the window can be told to do.

    Attributes
    ----------
    text
        Its name in the menu; ``…`` when it asks for more.
    menu
        The menu, with ``/`` before a submenu.
    run
        Does it.
    shortcuts
        Keys, the one that is shown first.
    icon
        Name of its icon, for the toolbar and the transport.
    about
        What it does, in one line, where the name leaves doubt.
    on_picture
        The keys work only with the picture in focus.
    starts_section
        A line stands above it in the menu.
    toolbar
        It is in the toolbar too.
    enabled
        Whether it can be done in a state; None for always.
    lacks
        Why it can't be done in a state, empty where it can; None for always.
    checked
        Whether it is on; None when it isn't something that is on or off.
    one_of
        Exactly one of the rows of its menu is on.
    """

    text: str
    menu: str
    run: Callable[[Window], None]
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    about: str = ""
    on_picture: bool = False
    starts_section: bool = False
    toolbar: bool = False
    enabled: Callable[[State], bool] | None = None
    lacks: Callable[[State], str] | None = None
    checked: Callable[[Window], bool] | None = None
    one_of: bool = False
