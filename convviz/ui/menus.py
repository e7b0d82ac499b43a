"""Qt's actions, menus and toolbar, made from the rows of `convviz.ui.actions`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QToolButton, QWidget

from convviz.session.session import State
from convviz.ui.actions import MENUS, ROWS
from convviz.ui.icons import icon
from convviz.ui.mnemonics import LetteredMenu
from convviz.ui.row import Row

if TYPE_CHECKING:
    from convviz.ui.network.page import NetworkPage
    from convviz.ui.window import Window


_LAYER_TOOLS = {
    "Duplicate layer": "Duplicate", "Remove layer": "Remove", "Move layer up": "Up",
    "Move layer down": "Down", "What it reads…": "Reads…", "Look into the layer": "Look into",
}
"""What stands above the table of a network, and what it is called there."""
_BAR = 40
"""Height of the toolbar, and of the menu bar that it stands in."""


class Action(QAction):
    """The action of one row."""

    def __init__(self, row: Row, window: Window) -> None:
        super().__init__(row.text.replace("&", "&&"), window)
        self.row = row
        self._window = window
        self.setIconText(row.text.removesuffix("…"))
        self.setShortcuts([QKeySequence(keys) for keys in row.shortcuts])
        self._lack = ""
        self.setToolTip(self._tip())
        self.setMenuRole(QAction.MenuRole.NoRole)
        if row.on_picture:
            self.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.setCheckable(row.checked is not None)
        self.triggered.connect(self._run)

    @property
    def path(self) -> str:
        """Menu and name, as the command palette writes them."""
        return " › ".join((*self.row.menu.split("/"), self.row.text.removesuffix("…")))

    def refresh(self, state: State) -> None:
        """Be enabled and checked as the state says."""
        if self.row.enabled is not None:
            self.setEnabled(self.row.enabled(state))
        if self.row.lacks is not None:
            self._lack = self.row.lacks(state)
            self.setEnabled(not self._lack)
            self.setToolTip(self._tip())
        if self.row.checked is not None:
            self.setChecked(self.row.checked(self._window))

    def _tip(self) -> str:
        tip = self.row.about or self.row.text.removesuffix("…")
        if self.row.shortcuts:
            tip += f" ({self.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})"
        return f"{tip}\nNot now: {self._lack}" if self._lack else tip

    def _run(self) -> None:
        self.row.run(self._window)
        if self.row.checked is not None:
            # Qt has toggled it already; the state decides.
            self.setChecked(self.row.checked(self._window))


class Actions(QObject):
    """All actions of a window.

    Parameters
    ----------
    window
        The window.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.all = [Action(row, window) for row in ROWS]
        for action in self.all:
            if action.row.on_picture:
                window.canvas.addAction(action)

    def __iter__(self) -> Iterator[Action]:
        """Go through all actions in the order of their rows."""
        return iter(self.all)

    def of(self, row: Row) -> Action:
        """Return the action of a row."""
        return next(action for action in self.all if action.row is row)

    def named(self, text: str) -> Action:
        """Return the first action with such a text."""
        return next(action for action in self.all if action.row.text == text)

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Make the menus; return those that more is put into, by their path."""
        menus: dict[str, QMenu] = {}
        groups: dict[str, QActionGroup] = {}
        for name in MENUS:
            menus[name] = LetteredMenu(f"&{name}", bar)
            bar.addMenu(menus[name])
        for action in self.all:
            path = action.row.menu
            if path not in menus:
                parent, _, name = path.rpartition("/")
                menus[path] = LetteredMenu(name, menus[parent])
                menus[parent].addMenu(menus[path])
            if action.row.starts_section and not menus[path].isEmpty():
                menus[path].addSeparator()
            menus[path].addAction(action)
            if action.row.one_of:
                group = groups.setdefault(path, QActionGroup(self))
                group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
                group.addAction(action)
        return menus

    def menu_of(self, kind: str, parent: QWidget) -> QMenu:
        """Return the menu of one panel of the picture; "" is beside the panels."""
        menu = QMenu(parent)
        if not kind:
            for text in ("Zoom in", "Zoom out", "Fit", "Numbers in cells", "Ghost of the output"):
                menu.addAction(self.named(text))
            return menu
        for text in ("table", "NumPy literal"):
            menu.addAction(self.named(f"{kind.capitalize()} as {text}"))
        if kind == "output":
            menu.addSeparator()
            menu.addAction(self.named("Save output as…"))
            return menu
        menu.addAction(self.named(f"As the {kind}"))
        menu.addAction(self.named(f"Edit {kind}"))
        menu.addSeparator()
        for action in self.all:
            if action.row.menu == f"Edit/{kind.capitalize()} preset":
                menu.addAction(action)
        return menu

    def toolbar(self, parent: QWidget) -> QToolBar:
        """Return the toolbar."""
        bar = QToolBar("Toolbar", parent)
        bar.setIconSize(QSize(20, 20))
        bar.setMovable(False)
        bar.setFixedHeight(_BAR)
        for action in self.all:
            if action.row.toolbar:
                bar.addAction(action)
                bar.widgetForAction(action).setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return bar

    def fill_tools(self, page: NetworkPage) -> None:
        """Put the actions of layers above the table of a network."""
        adding = QToolButton(page.tools)
        adding.setText("Add")
        adding.setToolTip("Add a layer after the chosen one")
        adding.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(adding)
        for action in self.all:
            if action.row.menu == "Network/Add a layer":
                menu.addAction(action)
        adding.setMenu(menu)
        page.tools.addWidget(adding)
        for text, short in _LAYER_TOOLS.items():
            action = self.named(text)
            action.setIconText(short)
            page.tools.addAction(action)
        page.layers.removal_wanted.connect(self.named("Remove layer").trigger)

    def refresh(self, state: State) -> None:
        """Have all actions enabled and checked as the state says."""
        for action in self.all:
            action.refresh(state)

    def tint(self) -> None:
        """Draw the icons in the window's present colours."""
        palette = self._window.palette()
        for action in self.all:
            if action.row.icon and (action.row.toolbar or action.row.on_picture):
                action.setIcon(icon(action.row.icon, palette))
                action.setIconVisibleInMenu(False)
