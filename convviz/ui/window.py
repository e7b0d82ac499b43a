"""The window: parameters, picture, explanation, and everything around them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from convviz.errors import ConvvizError
from convviz.session.session import State
from convviz.ui import settings, theme
from convviz.ui.bridge import Bridge
from convviz.ui.canvas import Canvas
from convviz.ui.dropping import dropped_file
from convviz.ui.narrow import GivesWay
from convviz.ui.placing import focusable, stacked
from convviz.ui.settings import Settings

if TYPE_CHECKING:
    from convviz.ui.command_palette import CommandPalette
LEFT, RIGHT, LEAST_RIGHT = 316, 344, 280
"""Widths of the two panels beside the picture."""
ABOVE, BELOW, SHOWN = 46, 94, 40
"""Heights of the menu bar above it, of the transport below, and of the bar with its views."""


class Window(QMainWindow):
    """The main window.

    Parameters
    ----------
    bridge
        What it shows.
    store
        Where geometry and recent files are kept.
    settings_path
        The settings' file.
    first
        A file to open as soon as the window is furnished, or None.
    """

    def __init__(
        self,
        bridge: Bridge,
        store: QSettings,
        settings_path: Path,
        first: Path | None = None,
    ) -> None:
        super().__init__()
        self._first = first
        self.bridge = bridge
        self.store = store
        self.settings: Settings = settings.load(settings_path)
        self._settings_path = settings_path
        self._dialogs: dict[type[QWidget], QWidget] = {}
        self._leaving = False
        self.setObjectName("convviz")
        bridge.setParent(self)
        self.canvas = Canvas(bridge, self)
        self.palette_: CommandPalette | None = None
        self.furnished = False
        self._arrange()
        self._restore()
        self.canvas.setFocus()

    def furnish(self) -> None:
        """Put everything around the picture: panels, menus, transport.

        Apart from making the window, so that the picture can be painted before
        all of this is even loaded.
        """
        from convviz.ui import docks  # noqa: PLC0415 - see above, as all in here
        from convviz.ui.actions import TRANSPORT  # noqa: PLC0415
        from convviz.ui.banner import ProblemBanner  # noqa: PLC0415
        from convviz.ui.busy import BusyCard  # noqa: PLC0415
        from convviz.ui.exports import Exports  # noqa: PLC0415
        from convviz.ui.files import Files  # noqa: PLC0415
        from convviz.ui.infobar import InfoBar  # noqa: PLC0415
        from convviz.ui.menus import Actions  # noqa: PLC0415
        from convviz.ui.network.crumbs import Crumbs  # noqa: PLC0415
        from convviz.ui.network.workspace import Workspace  # noqa: PLC0415
        from convviz.ui.panels.explanation import ExplanationPanel  # noqa: PLC0415
        from convviz.ui.panels.parameters import ParameterPanel  # noqa: PLC0415
        from convviz.ui.picture_copier import PictureCopier  # noqa: PLC0415
        from convviz.ui.show_bar import ShowBar  # noqa: PLC0415
        from convviz.ui.transport import Transport  # noqa: PLC0415

        bridge = self.bridge
        self.parameters = ParameterPanel(bridge, self)
        self.banner = ProblemBanner(bridge, self.canvas)
        self.busy = BusyCard(bridge, self.canvas)
        self.files = Files(bridge, self.store, self)
        self.exports = Exports(bridge, self._settings_path.parent, self)
        self.copier = PictureCopier(bridge, self.canvas)
        self.networks = Workspace(bridge, self._pages, (self._left, self._right))
        self.actions_ = Actions(self)
        self.transport = Transport(
            bridge, tuple(self.actions_.of(row) for row in TRANSPORT), self
        )
        self.transport.setObjectName("transport")
        self.show_bar = ShowBar(bridge, self)
        self.crumbs = Crumbs(bridge, self)
        self.info = InfoBar(self)
        self._allow_motion()
        self.explanation = ExplanationPanel(bridge, self)
        self.docks = tuple(
            docks.LazyDock(name, make, bridge, self)
            for name, make in (
                ("Sizes", docks.sizes), ("Values", docks.values), ("Solve", docks.solve)
            )
        )
        self._place()
        self._fill_menus()
        self._connect()
        self.setAcceptDrops(True)
        self.furnished = True
        self._changed_theme()
        self._titled(bridge.state)
        self.actions_.refresh(bridge.state)
        if self._first is not None:
            self.files.open(self._first)

    def _connect(self) -> None:
        bridge = self.bridge
        self.canvas.menu_wanted.connect(self._show_menu)
        self.files.offered.connect(self._offer)
        self.files.network_wanted.connect(self.networks.open_file)
        self.networks.page_made.connect(self.actions_.fill_tools)
        self.parameters.open_requested.connect(self.files.ask_open)
        self.info.chosen.connect(self.files.open_as_picture)
        self.exports.chip_changed.connect(self._place_toolbar)
        self.crumbs.back_wanted.connect(self.networks.show_network)
        self.crumbs.layer_wanted.connect(self.networks.look_into)
        bridge.changed.connect(self._changed)
        bridge.told.connect(self.info.say)
        bridge.complained.connect(self._complain)

    # ── What the actions use ───────────────────────────────────────────────

    def channels(self) -> tuple[int, int]:
        """Return the input and output channel on show."""
        picture = self.canvas.picture
        return picture.channels(self.canvas.step) if picture else (0, 0)

    def set_settings(self, chosen: Settings) -> None:
        """Take other settings, now and for good."""
        old, self.settings = self.settings, chosen
        try:
            settings.save(chosen, self._settings_path)
        except ConvvizError as error:
            self.bridge.complain(str(error))
        if old.theme != chosen.theme:
            self.apply_theme()
        playback = self.bridge.state.playback
        if (old.speed, old.loop) != (chosen.speed, chosen.loop):
            self.bridge.session.play(replace(playback, speed=chosen.speed, loop=chosen.loop))
        self._allow_motion()
        self.actions_.refresh(self.bridge.state)

    def _allow_motion(self) -> None:
        from convviz.ui import motion  # noqa: PLC0415 - see `furnish`

        self.canvas.moves = self.settings.motion != "never" and not motion.reduced()

    def apply_theme(self) -> None:
        """Show the program in the theme that the settings ask for."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, theme.wanted(self.settings.theme))

    def export(self) -> None:
        """Ask what to export and how."""
        from convviz.ui.panels.export import ExportDialog  # noqa: PLC0415 - when first wanted

        before = self.dialog(ExportDialog)
        if before is not None and before.isVisible():
            before.activateWindow()
            return
        dialog = self.exports.dialog()
        if dialog is not None:
            self._show_dialog(dialog)

    def show_preferences(self) -> None:
        """Show the settings."""
        from convviz.ui.dialogs import PreferencesDialog  # noqa: PLC0415 - when first wanted

        dialog = PreferencesDialog(self.settings, self)
        dialog.changed.connect(self.set_settings)
        self._show_dialog(dialog)

    def show_palette(self) -> None:
        """Show the command palette."""
        from convviz.ui.command_palette import CommandPalette  # noqa: PLC0415 - the same

        if self.palette_ is None:
            self.palette_ = CommandPalette(self.actions_, self)
        self.palette_.open()

    def show_shortcuts(self) -> None:
        """Show all keys."""
        from convviz.ui.dialogs import ShortcutsDialog  # noqa: PLC0415 - the same

        self._show_dialog(ShortcutsDialog(self))

    def show_about(self) -> None:
        """Say what this is."""
        from convviz.ui.dialogs import AboutDialog  # noqa: PLC0415 - the same

        self._show_dialog(AboutDialog(self))

    def _show_dialog(self, dialog: QWidget) -> None:
        """Show a window beside this one, in place of the last of its kind."""
        before = self._dialogs.get(type(dialog))
        if before is not None:
            before.close()
            before.deleteLater()
        self._dialogs[type(dialog)] = dialog
        dialog.show()

    def dialog(self, kind: type[QWidget]) -> QWidget | None:
        """Return the dialog of a kind that was shown last."""
        return self._dialogs.get(kind)

    def _panels(self) -> dict[str, QWidget]:
        """Return the panels around the picture by their names in the menu."""
        return {"Parameters": self._left, "Explanation": self._right} | {
            dock.windowTitle(): dock for dock in self.docks
        }

    def _tick_panels(self) -> None:
        for name, panel in self._panels().items():
            action = self.actions_.named(name)
            action.setCheckable(True)
            action.setChecked(not panel.isHidden())

    def toggle_panel(self, name: str) -> None:
        """Show or hide one of the panels around the picture, by its name in the menu."""
        panel = self._panels()[name]
        if panel.isVisible():
            # Else whatever comes next would get its keys.
            self.canvas.setFocus()
        panel.setVisible(panel.isHidden())

    # ── Making it ──────────────────────────────────────────────────────────

    def _arrange(self) -> None:
        """Lay out the picture, with room kept for what comes around it."""
        self._left, self._below, self._right = QFrame(), QFrame(), QFrame()
        self._over, self._pages = QFrame(), QStackedWidget(self)
        self._over.setFixedHeight(SHOWN)
        self._left.setFixedWidth(LEFT)
        self._below.setFixedHeight(BELOW)
        self._right.setMinimumWidth(LEAST_RIGHT)
        middle = QWidget(self)
        self._middle = stacked(middle, self.canvas, self._below)
        self._middle.insertWidget(0, self._over)
        self._pages.addWidget(middle)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        for widget, stretch in ((self._left, 0), (self._pages, 1), (self._right, 0)):
            self._splitter.addWidget(widget)
            self._splitter.setStretchFactor(self._splitter.count() - 1, stretch)
        self._splitter.setSizes([LEFT, 10_000, RIGHT])
        whole = QFrame(self)
        self._rows = stacked(whole, self._splitter)
        self.setCentralWidget(whole)
        self.menuBar().setFixedHeight(ABOVE)
        GivesWay(self._right, self)

    def _place(self) -> None:
        """Put the panels where room was kept for them."""
        stacked(self._left, self.parameters)
        stacked(self._over, self.show_bar)
        stacked(self._below, self.transport)
        self._middle.insertWidget(0, self.crumbs)
        stacked(self._right, self.explanation)
        self._rows.insertWidget(0, self.info)
        for dock in self.docks:
            self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
        # Tab goes in reading order, not in the order of making.
        chain = [
            *focusable(self.parameters), *focusable(self.show_bar), self.canvas,
            *focusable(self.transport), *focusable(self.explanation),
        ]
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)

    def _fill_menus(self) -> None:
        from convviz.ui.recent_menu import RecentMenu  # noqa: PLC0415 - see `furnish`

        bar = self.menuBar()
        menus = self.actions_.fill(bar)
        recent = RecentMenu(self.files, menus["File"])
        menus["File"].insertMenu(self.actions_.named("Save"), recent)
        menus["View"].aboutToShow.connect(self._tick_panels)
        toolbar = self.actions_.toolbar(self)
        self.exports.put_into(toolbar)
        if bar.isNativeMenuBar():
            self.addToolBar(toolbar)
        else:
            bar.setCornerWidget(toolbar, Qt.Corner.TopRightCorner)
            # A menu bar that is on the screen already neither shows nor places it by itself,
            # and how wide it is shows when its buttons have been styled.
            toolbar.show()
            QTimer.singleShot(0, self._place_toolbar)

    def _place_toolbar(self) -> None:
        bar = self.menuBar()
        corner = bar.cornerWidget(Qt.Corner.TopRightCorner)
        if corner is not None:
            corner.adjustSize()
            QApplication.sendEvent(bar, QResizeEvent(bar.size(), bar.size()))

    def _restore(self) -> None:
        geometry = self.store.value("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            room = self.screen().availableGeometry()
            # Room for the frame that the desktop draws around it.
            self.resize(min(1440, room.width() - 16), min(900, room.height() - 48))
        splitter = self.store.value("splitter")
        if splitter is not None:
            self._splitter.restoreState(splitter)

    def _remember(self) -> None:
        self.store.setValue("geometry", self.saveGeometry())
        self.store.setValue("splitter", self._splitter.saveState())
        path = self.bridge.state.path
        self.store.setValue("last", str(path) if path else "")

    # ── What changes ───────────────────────────────────────────────────────

    def _changed(self, old: State, new: State) -> None:
        if (
            old.document is not new.document
            or old.saved is not new.saved
            or old.path != new.path
        ):
            self._titled(new)
        if old.history is not new.history and self.info.property("tone") == "error":
            self.info.hide()
        if old.playback.playing != new.playback.playing:
            self._show_playing(playing=new.playback.playing)
        if (
            old.document.view != new.document.view
            or old.document.input_source != new.document.input_source
            or old.document.weights is not new.document.weights
            or old.history is not new.history
            or old.draft is not new.draft
            or old.document.network is not new.document.network
            or old.playback.loop != new.playback.loop
        ):
            self.actions_.refresh(new)
            self._label_undo(new)

    def _titled(self, state: State) -> None:
        from convviz.ui.files import document_name  # noqa: PLC0415 - loaded by now
        self.setWindowTitle(f"{document_name(state)}[*] – convviz")
        self.setWindowModified(state.unsaved)

    def _show_playing(self, *, playing: bool) -> None:
        from convviz.ui.actions import PLAY  # noqa: PLC0415 - loaded by now
        from convviz.ui.icons import icon  # noqa: PLC0415

        action = self.actions_.of(PLAY)
        action.setIcon(icon("pause" if playing else "play", self.palette()))
        action.setText("Pause" if playing else "Play")
        action.setIconText(action.text())
        action.setToolTip(f"{action.text()} (Space)")

    def _label_undo(self, state: State) -> None:
        history = state.history
        for word, entries in (("Undo", history.past), ("Redo", history.future)):
            label = entries[-1].label if entries else ""
            if word == "Undo" and state.draft is not None:
                label = "what is wrong"
            text = f"{word} {label[:1].lower()}{label[1:]}".strip()
            action = self.actions_.named(word)
            action.setText(text)

    def _complain(self, sentence: str) -> None:
        self.info.say(sentence, "error")

    def _offer(self, sentence: str, choice: str) -> None:
        self.info.say(sentence, "info", choice)

    def _show_menu(self, kind: str, place: QPoint) -> None:
        menu = self.actions_.menu_of(kind, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    # ── Events ─────────────────────────────────────────────────────────────

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that was dropped."""
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.files.open(path)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.furnished:
            self._changed_theme()

    def _changed_theme(self) -> None:
        self.actions_.tint()
        self._show_playing(playing=self.bridge.state.playback.playing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Close the command palette: its place is another one now."""
        super().resizeEvent(event)
        if self.palette_ is not None:
            self.palette_.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before something is lost, unsaved or still exported; remember where it was."""
        if not self._leaving and (self.bridge.state.unsaved or self.exports.queue.going):
            event.ignore()
            self.files.leave(self._leave_exports)
            return
        self._remember()
        self.bridge.stop()
        event.accept()

    def _leave_exports(self) -> None:
        self.exports.leave(self._leave)

    def _leave(self) -> None:
        self._leaving = True
        # Not from within the question's own click: it is still open.
        QTimer.singleShot(0, self.close)
