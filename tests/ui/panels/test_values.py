"""The histogram, its levels and the colour bar."""

from __future__ import annotations

from time import perf_counter

import numpy as np
import pyqtgraph
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from convviz.document.document import InputSource
from convviz.document.editing import with_input
from convviz.ui import theme
from convviz.ui.panels.histogram import histogram
from convviz.ui.panels.values import ValuesPanel


@pytest.fixture
def _every_move():
    """Have pyqtgraph take every move of the mouse, however soon after the last."""
    limit = pyqtgraph.getConfigOption("mouseRateLimit")
    pyqtgraph.setConfigOption("mouseRateLimit", -1)
    yield
    pyqtgraph.setConfigOption("mouseRateLimit", limit)


@pytest.fixture
def panel(bridge, qtbot, _every_move):
    made = ValuesPanel(bridge)
    qtbot.addWidget(made)
    made.resize(640, 260)
    made.show()
    qtbot.waitExposed(made)
    QApplication.processEvents()
    return made


def place(panel: ValuesPanel, value: float) -> QPoint:
    plot = panel.chart.plot
    box = plot.getPlotItem().getViewBox()
    (_, (low, high)) = box.viewRange()
    return plot.mapFromScene(box.mapViewToScene(QPointF(value, (low + high) / 2)))


def drag(panel: ValuesPanel, start: float, end: float) -> None:
    """Drag with the left button held down, which the test library's mouseMove doesn't."""
    first, last = place(panel, start), place(panel, end)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    kinds = QEvent.Type
    send(panel, kinds.MouseMove, first, none, none)
    send(panel, kinds.MouseButtonPress, first, left, left)
    for part in range(1, 9):
        send(panel, kinds.MouseMove, first + (last - first) * part / 8, none, left)
    send(panel, kinds.MouseButtonRelease, last, left, none)


def send(
    panel: ValuesPanel, kind: QEvent.Type, at: QPoint, button: Qt.MouseButton,
    held: Qt.MouseButton,
) -> None:
    viewport = panel.chart.plot.viewport()
    event = QMouseEvent(
        kind, QPointF(at), QPointF(viewport.mapToGlobal(at)), button, held,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewport, event)


def test_whole_numbers_have_a_bin_each():
    found = histogram(np.array([[[1, 2], [2, 4]]]), 1, 4)
    assert found.edges.tolist() == [0.5, 1.5, 2.5, 3.5, 4.5]
    assert found.counts.tolist() == [1, 2, 0, 1]
    assert not found.sampled


def test_numbers_that_are_none_are_left_out():
    found = histogram(np.array([[[0.0, np.nan], [np.inf, 1.0]]]), 0.0, 1.0)
    assert found.counts.sum() == 2


def test_one_and_the_same_number_everywhere():
    assert histogram(np.ones((1, 3, 3)), 1.0, 1.0).counts.tolist() == [9]


@pytest.mark.parametrize("shape", [(1, 4096, 4096), (3, 1000, 1000), (1, 4_000_000)])
def test_a_large_array_is_counted_from_some_of_its_numbers_in_no_time(shape):
    array = np.zeros(shape, np.uint8)
    began = perf_counter()
    found = histogram(array, 0, 255)
    assert perf_counter() - began < 0.05
    assert found.sampled
    assert found.counts[0] == found.counts.sum() > 10_000


def test_dragging_a_level_changes_the_colours_and_nothing_else(panel, session):
    before = session.state.document
    drag(panel, 1, 10)
    low, high = session.state.document.view.input_levels
    assert low == pytest.approx(10, abs=0.5)
    assert high == 25
    assert not session.state.history.past
    assert session.state.document.input is before.input
    assert panel.bar.texts[1] == "25"


def test_reset_spans_all_values_again(panel, session, qtbot):
    assert not panel.reset.isEnabled()
    drag(panel, 25, 20)
    qtbot.mouseClick(panel.reset, Qt.MouseButton.LeftButton)
    assert session.state.document.view.input_levels is None
    assert panel.bar.texts == ("1", "25")
    assert tuple(panel.chart.region.getRegion()) == (1, 25)


def test_the_output_has_levels_of_its_own(panel, session):
    panel.which.setCurrentIndex(1)
    QApplication.processEvents()
    assert panel.bar.texts == ("35", "95")
    drag(panel, 95, 80)
    view = session.state.document.view
    assert view.input_levels is None
    assert view.output_levels[1] == pytest.approx(80, abs=2)


def test_other_colours_are_chosen(panel, session):
    at = panel.colour_map.findData("diverging")
    panel.colour_map.setCurrentIndex(at)
    panel.colour_map.activated.emit(at)
    assert session.state.document.view.colour_map == "diverging"
    assert panel.bar.texts == ("−25", "25")


def test_it_follows_another_input(panel, session):
    array = np.arange(64).reshape(8, 8)
    session.edit("other", with_input(session.state.document, array, InputSource("typed")))
    assert panel.bar.texts == ("0", "63")


def test_it_paints_in_another_theme(panel, qapp):
    light = panel.grab().toImage()
    theme.apply(qapp, "dark")
    dark = panel.grab().toImage()
    theme.apply(qapp, "light")
    assert light != dark


def test_values_whose_range_no_float_holds_are_counted(panel, session):
    numbers = np.array([[[-1e308, 1.5e308], [1e308, -1.7e308]]])
    session.edit("large", with_input(session.state.document, numbers, InputSource("typed")))
    panel.grab()
