"""What is wrong with a draft, over its picture, with fixes to click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from convviz.errors import Fix, Problem
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels.problems import action_text, merged

_MARGIN = 16
_WIDEST = 520
_MOST = 3


class FixButton(QPushButton):
    """Applies one fix."""

    def __init__(self, bridge: Bridge, fix: Fix, picture: QWidget, parent: QWidget) -> None:
        super().__init__(action_text(fix), parent)
        self._picture = picture
        self._bridge = bridge
        self._fix = fix
        self.setAccessibleName(f"Fix: {action_text(fix)}")
        self.setToolTip("Apply this fix")
        self.clicked.connect(self._apply)

    def _apply(self) -> None:
        # Its row goes; the keys are the picture's then, not the next field's.
        self._picture.setFocus()
        self._bridge.session.fix(self._fix)


class ProblemBanner(QFrame):
    """A card at the top of the picture; there only while there is a draft.

    Parameters
    ----------
    bridge
        Where the problems are.
    parent
        What it stands over.
    """

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._picture = parent
        self.setObjectName("card")
        self.setProperty("tone", "error")
        self.setAccessibleName("What is wrong")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(16, 12, 16, 12)
        self._rows.setSpacing(8)
        self.hide()
        parent.installEventFilter(self)
        bridge.changed.connect(self._changed)
        self._show(bridge.state)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the top of a picture that is resized."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _changed(self, old: State, new: State) -> None:
        if old.problems != new.problems:
            self._show(new)

    def _show(self, state: State) -> None:
        problems = merged(
            state.problems, state.fields.layer, state.fields.input.shape
        )
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        added = [self._row(problem) for problem in problems[:_MOST]]
        last = "The picture shows the last layer that works."
        if len(problems) > _MOST:
            last = f"And {len(problems) - _MOST} more. {last}"
        note = QLabel(last, self)
        note.setProperty("tone", "muted")
        for row in (*added, note):
            self._rows.addWidget(row)
            row.show()  # A visible parent's layout would do it later, and count no height now.
        self.setAccessibleDescription("; ".join(problem.message for problem in problems))
        self.setVisible(bool(problems))
        self._place()

    def _row(self, problem: Problem) -> QWidget:
        row = QWidget(self)
        message = QLabel(problem.message[:1].upper() + problem.message[1:], row)
        message.setWordWrap(True)
        message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        lines = QVBoxLayout(row)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        lines.addWidget(message)
        if problem.fixes:
            buttons = QHBoxLayout()
            buttons.setSpacing(8)
            for fix in problem.fixes[:3]:
                buttons.addWidget(FixButton(self._bridge, fix, self._picture, row))
            buttons.addStretch(1)
            lines.addLayout(buttons)
        return row

    def _place(self) -> None:
        parent = self.parentWidget()
        if self.isHidden() or parent is None:
            return
        width = min(_WIDEST, parent.width() - 2 * _MARGIN)
        self.resize(width, self._rows.totalHeightForWidth(width))
        self.move((parent.width() - width) // 2, _MARGIN)
        self.raise_()
