"""The little that a palette can't say: corners, spaces, quiet buttons."""

from __future__ import annotations

from string import Template

from convviz import assets
from convviz.paint.theme import Theme

_STYLE = Template("""
QToolTip { border: none; padding: 4px 8px; color: $tooltip_text; background: $tooltip; }
QMenuBar { background: $window; border: none; padding: 0 8px; }
QMenuBar::item { padding: 6px 8px; margin: 7px 0 6px 0; border-radius: 4px;
  background: transparent; }
QMenuBar::item:selected { background: $button_pressed; }
QMenu { background: $button; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 4px 28px 4px 24px; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $selection_text; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QMenu::indicator { width: 12px; height: 12px; left: 8px; }
QMenu::indicator:checked { image: url($icons/check-$theme.svg); }
QMenu::right-arrow { image: url($icons/chevron-right-$theme.svg); width: 12px; height: 12px;
  right: 8px; }
QToolBar { background: transparent; border: none; spacing: 4px; padding: 0 8px; margin: 0; }
QToolButton { border: none; border-radius: 4px; padding: 4px; background: transparent; }
QToolButton:hover { background: $button_hover; }
QToolButton:pressed { background: $button_pressed; }
QToolButton:checked { background: $selection; }
QToolButton#chain:checked:!hover { background: transparent; }
QToolButton:focus { border: 1px solid $accent; padding: 3px; }
QToolButton[popupMode="2"] { padding-right: 18px; }
QToolButton[popupMode="2"]:focus { padding-right: 17px; }
QToolButton::menu-indicator { image: url($icons/chevron-down-$theme.svg);
  width: 8px; height: 8px; subcontrol-position: right center; right: 5px; }
QPushButton { border: 1px solid $border; border-radius: 4px; padding: 4px 12px;
  background: $button; min-height: 16px; }
QPushButton:hover { background: $button_hover; }
QPushButton:pressed { background: $button_pressed; }
QPushButton:focus { border: 2px solid $accent; padding: 3px 11px; }
QPushButton:default { background: $accent; color: $accent_text; border-color: $accent; }
QPushButton:default:focus { border: 2px solid $text; padding: 3px 11px; }
QPushButton:default:disabled { border-color: $border; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton:disabled { color: $disabled; background: transparent; }
QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit { border: 1px solid $control;
  border-radius: 4px; padding: 3px 6px; background: $base; min-height: 16px;
  selection-background-color: $selection; selection-color: $selection_text; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus {
  border: 2px solid $accent; padding: 2px 5px; }
QAbstractSpinBox:focus { padding-right: 0; }
QComboBox:focus { padding-right: 19px; }
QLineEdit[wrong="true"], QAbstractSpinBox[wrong="true"], QComboBox[wrong="true"] {
  border-color: $error; background: $error_surface; }
QAbstractSpinBox:disabled, QComboBox:disabled, QLineEdit:disabled {
  color: $disabled; background: $window; }
QAbstractSpinBox { padding-right: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 16px; border: none;
  background: transparent; border-radius: 3px; subcontrol-origin: border; margin: 1px; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {
  background: $button_hover; }
QAbstractSpinBox::up-arrow { image: url($icons/chevron-up-$theme.svg);
  width: 8px; height: 8px; }
QAbstractSpinBox::down-arrow { image: url($icons/chevron-down-$theme.svg);
  width: 8px; height: 8px; }
QComboBox { padding-right: 20px; combobox-popup: 0; }
QComboBoxPrivateContainer { border: none; background: transparent; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url($icons/chevron-down-$theme.svg); width: 10px; height: 10px; }
QComboBox QAbstractItemView { border: 1px solid $border; background: $button; outline: none;
  padding: 4px; selection-background-color: $selection;
  selection-color: $selection_text; }
QSlider { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $control; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
  background: $button; border: 1px solid $accent; }
QSlider::handle:horizontal:hover { background: $selection; }
QSlider::handle:horizontal:focus { background: $accent; }
QSlider::sub-page:horizontal:disabled { background: $border; }
QSlider::handle:horizontal:disabled { border-color: $border; }
QScrollBar:vertical { width: 12px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 12px; background: transparent; margin: 0; }
QScrollBar::handle { background: $border; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $disabled; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QScrollArea { border: none; background: transparent; }
QSplitter::handle { background: $border; }
QDockWidget { titlebar-close-icon: url($icons/close-$theme.svg); }
QDockWidget::title { padding: 8px 12px; background: $window; border-top: 1px solid $border; }
QMainWindow::separator { background: $border; width: 1px; height: 1px; }
QListView { border: 1px solid $border; border-radius: 4px; background: $base; outline: none; }
QListView::item { padding: 4px 8px; border-radius: 4px; }
QListView::indicator { width: 12px; height: 12px; border: 1px solid $control; border-radius: 3px;
  background: $base; }
QListView::indicator:checked { image: url($icons/check-$theme.svg); }
QListView::item:selected { background: $selection; color: $selection_text; }
QProgressBar { border: none; border-radius: 2px; background: $border; max-height: 4px; }
QProgressBar::chunk { border-radius: 2px; background: $accent; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="error"] { color: $error; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="title"] { font-weight: bold; }
QLabel:disabled { color: $disabled; }
QTabBar { background: transparent; }
QTabBar::tab { padding: 8px 4px 6px 4px; margin-right: 16px; border: none; color: $muted;
  border-bottom: 2px solid transparent; background: transparent; }
QTabBar::tab:hover { color: $text; border-bottom-color: $border; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:selected:focus { background: $selection; color: $selection_text; }
QTabBar QToolButton { background: $window; }
#showbar { background: $window; border-bottom: 1px solid $border; }
#side, #side > QWidget > QWidget { background: $window; }
#crumbs { background: $window; border-bottom: 1px solid $border; }
#network { background: $window; }
QTableView { border: none; border-top: 1px solid $border; background: $base; outline: none;
  selection-background-color: $selection; selection-color: $selection_text; }
QTableView::item { padding: 0 8px; border: none; }
QTableView::item:selected { background: $selection; color: $selection_text; }
QHeaderView { background: $window; }
QHeaderView::section { background: $window; color: $muted; border: none;
  border-bottom: 1px solid $border; padding: 4px 8px; }
QTableCornerButton::section { background: $window; border: none; }
#rule { background: $border; border: none; }
#transport { background: $window; border-top: 1px solid $border; }
#card { background: $button; border: 1px solid $border; border-radius: 8px; }
#card[tone="error"] { background: $error_surface; border-color: $error; }
#card[tone="warning"] { background: $warning_surface; border-color: $warning; }
#bar { background: $selection; border-bottom: 1px solid $border; }
#bar QLabel { color: $selection_text; }
#bar[tone="error"] { background: $error_surface; }
#bar[tone="error"] QLabel { color: $error; }
#cell { border: 2px solid $accent; border-radius: 0; padding: 0 2px; }
#cell[wrong="true"] { border-color: $error; }
""")


def style_sheet(shown: Theme) -> str:
    """Return the style sheet of the whole program in a theme."""
    colours = {name.replace(".", "_"): _css(rgba) for name, rgba in shown.ui.items()}
    return _STYLE.substitute(
        colours, icons=assets.path("icons").as_posix(), theme=shown.name
    )


def _css(rgba: tuple[int, int, int, int]) -> str:
    return f"rgba({rgba[0]}, {rgba[1]}, {rgba[2]}, {rgba[3]})"
