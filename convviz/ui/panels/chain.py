"""The button that holds numbers together."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QToolButton, QWidget

from convviz.ui.icons import icon
from convviz.ui.panels import metrics


class ChainButton(QToolButton):
    """A chain, closed or opened.

    Parameters
    ----------
    at
        Which of a parameter's chains it is, the outermost being 0.
    """

    asked = Signal(int)
    """It was clicked; which one it is."""

    def __init__(self, at: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at = at
        self._drawn: tuple[str, int] | None = None
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(metrics.CHAIN_WIDTH, metrics.CHAIN_WIDTH)
        self.setIconSize(QSize(16, 16))
        self.setObjectName("chain")
        self.clicked.connect(self._ask)

    def show_held(self, holds: str, *, opened: bool) -> None:
        """Show the chain opened, or closed (checked).

        Parameters
        ----------
        holds
            What it holds together: ``"Kernel height and width"``.
        """
        self.setChecked(not opened)
        self.setAccessibleName(f"{holds or 'Numbers'} alike")
        self.setToolTip(f"Keep {_lower(holds)} alike" if opened else f"Set {_lower(holds)} apart")
        self._draw()

    def _ask(self) -> None:
        self.asked.emit(self._at)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the icon, which nobody needs before."""
        super().showEvent(event)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Take the icon in the new theme's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        if not self.isVisible():
            return
        palette = self.palette()
        wanted = "link" if self.isChecked() else "unlink", palette.cacheKey()
        if wanted != self._drawn:
            self._drawn = wanted
            self.setIcon(icon(wanted[0], palette))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
