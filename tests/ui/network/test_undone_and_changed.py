"""A network that is changed, undone or replaced: nothing on show is of the one before."""

import numpy as np
import pytest
from onnx import helper
from PySide6.QtCore import Qt

from convviz.layers import Conv2d, Graph, MaxPool2d, Node
from convviz.layers.network.network import Network
from convviz.layers.plain import Pointwise
from convviz.ui.network import changes
from tests.interop.models.made import array, model, saved
from tests.ui.network.test_network_page import SMALL, act, names, settle


@pytest.fixture
def shown(driver):
    """Return the page with a small network on show."""
    driver.window.networks.open(SMALL)
    settle(driver)
    return driver.window.networks.page


@pytest.fixture
def session(driver):
    return driver.window.bridge.session


def weights(seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(4, 2, 3, 3)), rng.normal(size=(3, 4, 3, 3))


def of_two(seed):
    """Return a model of two convolutions with a pool between them."""
    first, second = weights(seed)
    return model(
        [
            helper.make_node("Conv", ["x", "w"], ["c"], name="first", pads=[1, 1, 1, 1]),
            helper.make_node(
                "MaxPool", ["c"], ["p"], name="pool", kernel_shape=[2, 2], strides=[2, 2]
            ),
            helper.make_node("Conv", ["p", "w2"], ["y"], name="second"),
        ],
        [array("w", first), array("w2", second)],
    )


def opened(driver, path):
    driver.window.networks.open_file(path)
    settle(driver)


def looked(driver, name):
    """Return the weights and the input that a layer has when it is looked into."""
    driver.window.networks.look_into(name)
    settle(driver)
    assert driver.state.document.at == name
    return driver.state.document.weight_arrays()[0], driver.state.document.input.array()


def test_after_undo_a_layer_has_the_weights_of_the_model_on_show(driver, session, tmp_path):
    opened(driver, saved(tmp_path, of_two(1), "a.onnx"))
    opened(driver, saved(tmp_path, of_two(2), "b.onnx"))
    session.undo()
    settle(driver)
    weight, _ = looked(driver, "second")
    np.testing.assert_allclose(weight, weights(1)[1], rtol=1e-6)


def test_after_another_network_is_undone_a_model_s_layer_has_its_own_weights(
    driver, session, tmp_path
):
    opened(driver, saved(tmp_path, of_two(1), "a.onnx"))
    driver.window.networks.open(SMALL)
    settle(driver)
    session.undo()
    settle(driver)
    weight, _ = looked(driver, "first")
    np.testing.assert_allclose(weight, weights(1)[0], rtol=1e-6)


def test_a_layer_behind_a_change_isn_t_given_what_the_model_gave_it(driver, session, tmp_path):
    opened(driver, saved(tmp_path, of_two(1), "a.onnx"))
    changes.remove(session, "pool")
    settle(driver)
    weight, given = looked(driver, "second")
    assert given.shape == (4, 8, 8)
    assert not np.allclose(weight, weights(1)[1])
    assert "own weights" not in driver.window.info.sentence


@pytest.mark.usefixtures("shown")
def test_the_layer_on_show_follows_what_it_reads(driver, session):
    changes.look_into(session, "conv2")
    settle(driver)
    assert driver.state.document.input.shape == (8, 8, 8)
    changes.insert(session, "conv1", MaxPool2d(2))
    settle(driver)
    assert (driver.state.document.at, driver.state.document.input.shape) == ("conv2", (8, 4, 4))


def test_a_unit_that_is_gone_becomes_the_middle_one(driver, session, shown):
    changes.resize(session, (3, 64, 64))
    settle(driver)
    session.choose(("relu", (50, 50)))
    session.undo()
    settle(driver)
    assert driver.state.unit == ("relu", (8, 8))
    assert shown.field.scene is not None


def test_arrow_keys_do_nothing_on_a_layer_that_doesn_t_fit(driver, session, shown):
    session.choose(("conv2", (2, 2)))
    changes.insert(session, "relu", Conv2d(8, 5, 3))
    settle(driver)
    with driver.qtbot.captureExceptions() as raised:
        driver.qtbot.keyClick(shown.field, Qt.Key.Key_Right)
    assert raised == []
    assert driver.state.unit[0] == "conv2"


def test_a_layer_stays_chosen_when_its_name_is_undone(driver, session, shown):
    session.choose(("pool", (1, 1)))
    settle(driver)
    changes.rename(session, "pool", "p2")
    settle(driver)
    session.undo()
    settle(driver)
    assert shown.layers.current == "pool"


def test_a_move_that_can_t_be_made_chooses_nothing_later(driver, session, shown):
    shown.layers.choose("conv1")
    settle(driver)
    act(driver, "Move layer up")
    shown.layers.choose("conv2")
    settle(driver)
    changes.rename(session, "pool", "p2")
    settle(driver)
    assert shown.layers.current == "conv2"


def test_columns_are_as_wide_as_another_network_needs(driver, shown):
    long = "a_long_name_of_a_layer_" * 3
    nodes = (Node(long, Conv2d(3, 4, 3)), Node("relu", Pointwise("relu"), (long,)))
    driver.window.networks.open(Network("other", "Other", "", (3, 16, 16), Graph(nodes)))
    settle(driver)
    widths = [shown.layers.columnWidth(at) for at in range(4)]
    shown.layers.fit_columns()
    assert widths == [shown.layers.columnWidth(at) for at in range(4)]


def test_pasted_text_that_is_replaced_isn_t_opened(driver):
    act(driver, "Paste code…")
    dialog = driver.window.networks.dialog
    dialog.text.setPlainText("nn.Conv2d(3, 16, 3)")
    driver.qtbot.waitUntil(dialog.take.isEnabled, timeout=5000)
    dialog.text.setPlainText("nn.Sequential(nn.Conv2d(3, 16, 3), nn.ReLU(), nn.MaxPool2d(2))")
    assert not dialog.take.isEnabled()
    driver.qtbot.waitUntil(dialog.take.isEnabled, timeout=5000)
    driver.qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    settle(driver)
    assert len(names(driver.window.networks.page)) == 3
