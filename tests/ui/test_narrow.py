"""A narrow window keeps its picture: the explanation gives way, and comes back."""

from PySide6.QtWidgets import QApplication

from convviz.document.network_file import preset_network


def resized(window, width, height=700):
    window.resize(width, height)
    QApplication.processEvents()


def test_the_explanation_gives_way_in_a_narrow_window_and_comes_back(window):
    assert window.explanation.isVisible()
    resized(window, 800, 600)
    assert (window.width(), window.height()) == (800, 600)
    assert not window.explanation.isVisible()
    assert window.canvas.width() >= 400
    resized(window, 820, 600)
    assert not window.explanation.isVisible()
    resized(window, 1280)
    assert window.explanation.isVisible()


def test_what_was_hidden_by_hand_stays_hidden(window):
    window.toggle_panel("Explanation")
    resized(window, 800)
    resized(window, 1280)
    assert not window.explanation.isVisible()


def test_a_panel_that_is_wanted_in_a_narrow_window_is_shown(window):
    resized(window, 900)
    window.toggle_panel("Explanation")
    assert window.explanation.isVisible()


def test_beside_a_network_nothing_comes_back(window):
    resized(window, 900)
    window.networks.open(preset_network("lenet-5"))
    resized(window, 1280)
    assert not window.explanation.isVisible()
    window.networks.show_layer()
    assert window.parameters.isVisible()
