"""A whole network in the window, worked on as a person does."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QListWidget, QPushButton

from convviz.document.network_file import preset_network
from convviz.interop.network_tables import HEADINGS
from convviz.layers import Conv, Conv2d, Graph, MaxPool2d, Node
from convviz.layers.network.network import Network
from convviz.layers.network.table import table
from convviz.layers.plain import Pointwise
from convviz.ui.network import changes
from convviz.ui.network.dialogs import ReadsDialog
from convviz.ui.network.paste import PasteDialog
from tests.interop.models.made import conv, model, packaged, saved

SMALL = Network("small", "Small", "made up", (3, 16, 16), Graph((
    Node("conv1", Conv2d(3, 8, 3, padding=1)), Node("relu", Pointwise("relu"), ("conv1",)),
    Node("pool", MaxPool2d(2), ("relu",)), Node("conv2", Conv2d(8, 4, 3), ("pool",)),
)))  # fmt: skip


@pytest.fixture
def shown(driver):
    """Return the page with a small network on show."""
    driver.window.networks.open(SMALL)
    settle(driver)
    return driver.window.networks.page


def settle(driver):
    """Wait until the table, the picture and all other work is there."""
    driver.qtbot.waitUntil(lambda: not driver.window.bridge._running(), timeout=20_000)
    QApplication.processEvents()
    driver.qtbot.waitUntil(lambda: not driver.window.bridge._running(), timeout=20_000)


def act(driver, text):
    """Choose an action of the menus by its text."""
    # By its row: the names of Undo and Redo say what they would do.
    next(one for one in driver.window.actions_ if one.row.text == text).trigger()
    settle(driver)


def column(page, heading):
    return [page.model.index(row, HEADINGS.index(heading)).data() for row in
            range(page.model.rowCount())]  # fmt: skip


def names(page):
    return column(page, "name")


def network(driver):
    return driver.state.document.network


# The table


def test_the_table_says_what_every_layer_is_makes_sees_and_costs(driver, shown):
    made = table(SMALL.graph, SMALL.input_shape)
    assert names(shown) == ["conv1", "relu", "pool", "conv2"]
    assert column(shown, "output") == [
        "8 × 16 × 16", "8 × 16 × 16", "8 × 8 × 8", "4 × 6 × 6",
    ]
    assert column(shown, "parameters")[0] == "224"
    assert shown._totals.text().startswith(f"4 layers  ·  {made.parameters:,} parameters")
    assert driver.window.networks.on_show
    assert not driver.window.parameters.isVisible()


@pytest.mark.parametrize("name", ["vgg-16", "wavenet", "deeplab-aspp"])
def test_a_preset_is_opened_from_the_menu(driver, name):
    act(driver, name)
    page = driver.window.networks.page
    assert page.model.rowCount() == len(preset_network(name).graph.nodes)
    assert page.field.scene is not None
    assert page.field.accessibleDescription().startswith("the unit of")


def test_arrow_keys_go_through_the_layers_and_the_picture_follows(driver, shown):
    shown.layers.setFocus()
    shown.layers.choose("conv1")
    driver.press(Qt.Key.Key_Down)
    settle(driver)
    assert driver.state.unit == ("relu", (8, 8))
    driver.press(Qt.Key.Key_Down)
    settle(driver)
    assert driver.state.unit == ("pool", (4, 4))
    assert "sees rows 8 to 11" in shown._told.text()


def test_layers_are_added_copied_moved_renamed_and_removed_and_each_is_undone(driver, shown):
    shown.layers.choose("relu")
    act(driver, "Batch norm")
    assert names(shown) == ["conv1", "relu", "batchnorm1", "pool", "conv2"]
    assert shown.layers.current == "batchnorm1"
    act(driver, "Duplicate layer")
    assert names(shown)[2:4] == ["batchnorm1", "batchnorm2"]
    act(driver, "Move layer up")
    assert names(shown)[2:4] == ["batchnorm2", "batchnorm1"]
    act(driver, "Remove layer")
    assert names(shown) == ["conv1", "relu", "batchnorm1", "pool", "conv2"]
    index = shown.model.index(2, 0)
    assert shown.model.setData(index, "norm")
    settle(driver)
    assert names(shown)[2] == "norm"
    for expected in ("batchnorm1", "batchnorm2", "batchnorm1", "batchnorm1", "pool"):
        act(driver, "Undo")
        assert names(shown)[2] == expected


@pytest.mark.parametrize("label", [
    "Convolution", "Transposed convolution", "Max pool", "Average pool", "Global average pool",
    "Upsample", "ReLU", "Flatten", "Fully connected", "Add", "Concatenate",
])  # fmt: skip
def test_every_layer_that_can_be_added_takes_what_it_reads(driver, shown, label):
    shown.layers.choose("pool")
    action = next(
        one for one in driver.window.actions_
        if one.row.text == label and one.row.menu == "Network/Add a layer"
    )
    action.trigger()
    settle(driver)
    row = shown.model.rows[3]
    assert shown.layers.current == row.name
    assert row.problems == () or label == "Fully connected"


def test_a_layer_is_dragged_to_another_place(driver, shown):
    model_ = shown.model
    data = model_.mimeData([model_.index(3, 0)])
    assert not model_.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, model_.index(-1, -1))
    settle(driver)
    assert names(shown)[0] == "conv2"
    assert not model_.dropMimeData(QMimeData(), Qt.DropAction.MoveAction, 0, 0, model_.index(0, 0))


def test_a_name_that_is_taken_is_refused_with_a_sentence(driver, shown):
    shown.model.setData(shown.model.index(0, 0), "pool")
    settle(driver)
    assert "another layer" in driver.window.info.sentence
    assert names(shown)[0] == "conv1"
    assert not shown.model.setData(shown.model.index(0, 0), "conv1")


# What is wrong


def test_the_first_layer_that_fails_is_marked_and_a_click_mends_it(driver):
    wrong = Graph((*SMALL.graph.nodes[:3], Node("conv2", Conv2d(9, 4, 3), ("pool",)),
                   Node("last", MaxPool2d(2), ("conv2",))))  # fmt: skip
    driver.window.networks.open(Network("wrong", "Wrong", "", (3, 16, 16), wrong))
    settle(driver)
    page = driver.window.networks.page
    assert column(page, "output") == ["8 × 16 × 16", "8 × 16 × 16", "8 × 8 × 8", "fails", "–"]
    (notice,) = page.notices.notices
    assert notice.message == "in conv2: the layer takes 9 channels, the input has 8"
    tip = page.model.index(4, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "before it doesn't fit" in tip
    assert "9 channels" in page.model.index(3, 0).data(Qt.ItemDataRole.ToolTipRole)
    button = page.notices.findChild(QPushButton)
    driver.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(driver)
    assert page.notices.notices == ()
    assert column(page, "output")[-1] == "4 × 3 × 3"


def test_another_input_shape_is_typed_and_a_wrong_one_is_marked(driver, shown):
    shown.shape.setFocus()
    shown.shape.selectAll()
    driver.type("3x32, 20")
    driver.press(Qt.Key.Key_Return)
    settle(driver)
    assert network(driver).input_shape == (3, 32, 20)
    assert shown.shape.text() == "3 × 32 × 20"
    shown.shape.selectAll()
    driver.type("3x0")
    driver.press(Qt.Key.Key_Return)
    settle(driver)
    assert shown.shape.property("wrong") is True
    assert network(driver).input_shape == (3, 32, 20)
    assert "at least 1" in driver.window.info.sentence


def test_which_sizes_fit_is_told(driver):
    act(driver, "u-net")
    assert driver.window.networks.page._fits.text() == "fits: multiples of 16"
    changes.resize(driver.window.bridge.session, (1, 250, 256))
    settle(driver)
    assert "nearest 240 or 256" in driver.window.networks.page._fits.text()


# The picture


def test_a_click_on_a_map_chooses_its_unit(driver, shown):
    shown.layers.choose("conv2")
    spot = next(one for one in shown.field.scene.hotspots if one.kind == "conv1")
    x, y = spot.x + spot.width / 2, spot.y + spot.height / 2
    place = QPoint(round(x), round(y))
    driver.qtbot.mouseMove(shown.field, place)
    driver.qtbot.mouseClick(shown.field, Qt.MouseButton.LeftButton, pos=place)
    settle(driver)
    assert driver.state.unit[0] == "conv1"
    assert shown.layers.current == "conv1"
    before = driver.state.unit[1]
    shown.field.setFocus()
    driver.press(Qt.Key.Key_Right)
    driver.press(Qt.Key.Key_Up)
    settle(driver)
    assert driver.state.unit == ("conv1", (before[0] - 1, before[1] + 1))
    driver.press(Qt.Key.Key_A)


def test_tabs_show_growth_paths_and_the_effective_field(driver, shown):
    scenes = set()
    for at in range(4):
        shown.tabs.setCurrentIndex(at)
        settle(driver)
        scenes.add(shown.field.scene)
    assert len(scenes) == 4


def test_a_picture_is_the_input_and_stays_in_other_themes(driver, shown, tmp_path):
    path = tmp_path / "cat.png"
    Image.fromarray(np.full((20, 30), 200, np.uint8)).save(path)
    act(driver, "Input picture…")
    dialog = driver.window.networks.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(path))
    settle(driver)
    sheet = next(
        item for group in shown.field.scene.items for item in getattr(group, "items", ())
        if getattr(item, "ramp", "") == "grey"
    )
    assert sheet.shades.max() == 200
    dialog.close()


# Into a layer and back


def test_enter_looks_into_a_layer_and_the_crumbs_lead_on_and_back(driver, shown):
    shown.layers.choose("conv2")
    shown.layers.setFocus()
    driver.press(Qt.Key.Key_Return)
    settle(driver)
    assert not driver.window.networks.on_show
    assert driver.window.parameters.isVisible()
    document = driver.state.document
    assert (document.layer, document.input.shape) == (Conv2d(8, 4, 3), (8, 8, 8))
    crumbs = driver.window.crumbs
    assert (crumbs.back.text(), crumbs.before.text()) == ("‹ Small", "‹ pool")
    assert crumbs.after.isHidden()
    driver.qtbot.mouseClick(crumbs.before, Qt.MouseButton.LeftButton)
    settle(driver)
    assert driver.state.document.layer == MaxPool2d(2)
    act(driver, "Layer after")
    assert driver.state.document.at == "conv2"
    act(driver, "Layer before")
    assert driver.state.document.at == "pool"
    driver.qtbot.mouseClick(crumbs.back, Qt.MouseButton.LeftButton)
    assert driver.window.networks.on_show
    act(driver, "Show the network")
    assert not driver.window.networks.on_show


def test_what_is_changed_in_a_layer_is_changed_in_the_network(driver, shown):
    driver.window.networks.look_into("conv2")
    settle(driver)
    driver.window.bridge.session.change("Stride", {"stride": 2})
    settle(driver)
    act(driver, "Show the network")
    assert column(shown, "output")[-1] == "4 × 3 × 3"
    driver.window.bridge.session.undo()
    settle(driver)
    assert column(shown, "output")[-1] == "4 × 6 × 6"


def test_a_layer_without_windows_says_why_it_can_t_be_looked_into(driver, shown):
    driver.window.networks.look_into("relu")
    assert "moves no window" in driver.window.info.sentence
    assert driver.window.networks.on_show
    shown.layers.choose("pool")
    act(driver, "Look into the layer")
    assert driver.state.document.at == "pool"


def test_without_a_network_the_actions_say_so(driver):
    assert driver.window.crumbs.isHidden()
    for text in ("Show the network", "Look into the layer", "Remove layer", "Save the table…"):
        assert not driver.window.actions_.named(text).isEnabled()
    driver.window.networks.show_network()
    assert "no network yet" in driver.window.info.sentence
    driver.window.networks.look_into("conv")
    assert "no network" in driver.window.info.sentence


def test_the_network_is_closed_and_the_layer_stays(driver, shown):
    driver.window.networks.look_into("conv2")
    settle(driver)
    act(driver, "Show the network")
    act(driver, "Close the network")
    assert network(driver) is None
    assert not driver.window.networks.on_show
    assert driver.state.document.layer == Conv2d(8, 4, 3)
    assert shown.model.rowCount() == 0


@pytest.mark.usefixtures("shown")
def test_a_saved_document_opens_with_its_network(driver, tmp_path):
    driver.window.networks.look_into("conv2")
    settle(driver)
    driver.window.files.save_to(tmp_path / "net.convviz")
    settle(driver)
    act(driver, "Close the network")
    driver.window.files._bridge.session.open(driver.state.document, None)
    driver.window.files.open(tmp_path / "net.convviz")
    settle(driver)
    assert network(driver) == SMALL
    assert driver.state.document.at == "conv2"
    assert not driver.window.crumbs.isHidden()


# Text, files


def test_code_is_pasted_and_what_is_left_out_is_told(driver):
    act(driver, "Paste code…")
    dialog = driver.window.networks.dialog
    assert isinstance(dialog, PasteDialog)
    dialog.text.setPlainText("nn.Sequential(nn.Conv2d(1, 8, 3), Attention(8), nn.ReLU())")
    driver.qtbot.waitUntil(dialog.take.isEnabled, timeout=5000)
    assert "2 layers read" in dialog.told.text()
    assert "Attention" in dialog.told.text()
    assert "\nThe input's shape isn't told" in dialog.told.text()
    dialog.skip.setChecked(False)
    driver.qtbot.waitUntil(lambda: dialog.told.property("tone") == "error", timeout=5000)
    assert not dialog.take.isEnabled()
    dialog.skip.setChecked(True)
    driver.qtbot.waitUntil(dialog.take.isEnabled, timeout=5000)
    driver.qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    settle(driver)
    assert names(driver.window.networks.page) == ["conv1", "relu1"]
    assert "Attention" in driver.window.info.sentence


def test_what_is_no_code_says_so_and_what_is_on_the_clipboard_is_there_already(driver):
    QGuiApplication.clipboard().setText("nn.Conv2d(1, 8, 3)")
    act(driver, "Paste code…")
    dialog = driver.window.networks.dialog
    driver.qtbot.waitUntil(dialog.take.isEnabled, timeout=5000)
    dialog.text.setPlainText("hello world")
    driver.qtbot.waitUntil(
        lambda: dialog.told.text().startswith("There is no layer"), timeout=5000
    )
    assert not dialog.take.isEnabled()
    dialog.text.setPlainText("  ")
    driver.qtbot.waitUntil(lambda: not dialog.told.text(), timeout=5000)
    dialog.reject()


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("name", ["PyTorch", "Keras", "JAX (Flax)", "ONNX", "NumPy"])
def test_networks_and_layers_are_copied_as_code(driver, name):
    act(driver, name)
    text = QGuiApplication.clipboard().text()
    assert "conv1" in text or "Conv" in text
    driver.window.networks.show_layer()
    act(driver, name)
    assert QGuiApplication.clipboard().text() != text


@pytest.mark.usefixtures("shown")
def test_a_network_that_can_t_be_written_says_why(driver):
    changes.resize(driver.window.bridge.session, (4, 16, 16))
    settle(driver)
    act(driver, "Keras")
    assert "can't take its input" in driver.window.info.sentence


@pytest.mark.usefixtures("shown")
def test_the_table_is_copied_and_saved(driver, tmp_path):
    begin = {"As CSV": "name,kind", "As Markdown": "| name", "As LaTeX": "\\begin"}
    for form, begins in begin.items():
        act(driver, form)
        assert QGuiApplication.clipboard().text().startswith(begins)
    act(driver, "Save the table…")
    dialog = driver.window.networks.dialog
    for name, begins in (("t.csv", "name,kind"), ("t.md", "| name"), ("t.tex", "\\begin")):
        dialog.fileSelected.emit(str(tmp_path / name))
        settle(driver)
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    dialog.close()


def test_what_a_layer_reads_is_chosen(driver, shown):
    shown.layers.choose("conv2")
    act(driver, "What it reads…")
    dialog = driver.window.networks.dialog
    assert isinstance(dialog, ReadsDialog)
    listed: QListWidget = dialog.list
    texts = [listed.item(at).text() for at in range(listed.count())]
    assert texts == ["input", "conv1", "relu", "pool"]
    listed.item(2).setCheckState(Qt.CheckState.Checked)
    listed.item(3).setCheckState(Qt.CheckState.Unchecked)
    dialog._take()
    settle(driver)
    assert network(driver).graph.node("conv2").inputs == ("relu",)


def test_a_model_file_opens_and_its_layers_have_their_own_numbers(driver, tmp_path):
    node, arrays = conv()
    path = saved(tmp_path, model([node], arrays, outputs=("c",)))
    driver.window.files.open(path)
    settle(driver)
    assert names(driver.window.networks.page) == ["first"]
    driver.window.networks.look_into("first")
    settle(driver)
    weight, _ = driver.state.document.weight_arrays()
    assert weight == pytest.approx(np.random.default_rng(0).normal(size=(4, 2, 3, 3)), abs=1e-6)
    assert "random numbers" in driver.window.info.sentence
    picture = tmp_path / "cat.png"
    Image.fromarray(np.full((8, 8), 51, np.uint8)).save(picture)
    driver.window.networks._show_picture(str(picture))
    settle(driver)
    driver.window.bridge.session.undo()
    settle(driver)
    driver.window.networks.look_into("first")
    settle(driver)
    assert driver.state.document.input.array() == pytest.approx(np.full((2, 8, 8), 0.2))


def test_a_model_that_doesn_t_tell_its_input_asks_for_it(driver):
    driver.window.networks.open_file(packaged("cls"))
    settle(driver)
    dialog = driver.window.networks.dialog
    assert isinstance(dialog, QInputDialog)
    assert "isn't told" in dialog.labelText()
    dialog.textValueSelected.emit("3 × 48 × 192")
    settle(driver)
    assert network(driver).input_shape == (3, 48, 192)
    dialog.textValueSelected.emit("nonsense")
    assert "3 × 224 × 224" in driver.window.info.sentence
    convolutions = [node for node in network(driver).graph.nodes if isinstance(node.layer, Conv)]
    assert len(convolutions) > 30


def test_a_file_of_a_network_is_asked_for(driver, tmp_path):
    (tmp_path / "net.py").write_text("nn.Conv2d(1, 8, 3)", encoding="utf-8")
    act(driver, "Open a network…")
    driver.window.networks.dialog.fileSelected.emit(str(tmp_path / "net.py"))
    settle(driver)
    assert names(driver.window.networks.page) == ["conv1"]
    driver.window.networks.dialog.close()
    driver.window.networks.open_file(Path(tmp_path / "missing.onnx"))
    settle(driver)
    assert "missing.onnx" in driver.window.info.sentence


def test_every_action_of_the_network_has_its_own_keys(driver):
    keys = [
        QKeySequence(key).toString() for action in driver.window.actions_
        for key in action.row.shortcuts if not action.row.on_picture
    ]
    assert len(keys) == len({*keys})
