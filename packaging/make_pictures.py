"""Make README's pictures with the program itself: ``python packaging/make_pictures.py``.

Run it with the environment's Python (``.venv/bin/python``); no display is needed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import cast

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "packaging" / "pictures"

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QEventLoop, QSettings, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from convviz.document.document import Document  # noqa: E402
from convviz.document.editing import change, new_document  # noqa: E402
from convviz.export.frames import Frames  # noqa: E402
from convviz.frames import compute  # noqa: E402
from convviz.options import FrameOptions, ThemeName  # noqa: E402
from convviz.paint.qt import application, png  # noqa: E402
from convviz.session.networks import open_network  # noqa: E402
from convviz.session.session import Session, Unit  # noqa: E402
from convviz.ui import theme  # noqa: E402
from convviz.ui.bridge import Bridge  # noqa: E402
from convviz.ui.window import Window  # noqa: E402


def main() -> int:
    """Make every picture anew."""
    app = cast("QApplication", application(widgets=True))
    PICTURES.mkdir(exist_ok=True)
    padded = change(new_document(), {"padding": ((1, 1), (1, 1))})
    window(app, replace(padded, step=12), "light", PICTURES / "window.png")
    reflected = change(padded, {"padding": ((2, 2), (2, 2)), "padding_mode": "reflect"})
    frame(reflected, 6, "light", PICTURES / "reflect.png")
    transposed = change(
        new_document(),
        {"kind": "conv_transpose", "stride": 2, "padding": 1, "input_size": (3, 3)},
    )
    view = replace(transposed.view, show="three", by_taps=True)
    frame(replace(transposed, view=view), 4, "light", PICTURES / "three.png")
    dilated = change(new_document(), {"input_size": (9, 9), "dilation": (2, 2)})
    frame(dilated, 12, "dark", PICTURES / "dilated.png")
    of_vgg = "vgg-16", ("conv4_3", (14, 14))
    window(app, new_document(), "light", PICTURES / "network.png", of_vgg)
    return 0


def frame(document: Document, step: int, name: ThemeName, path: Path) -> None:
    """Save one frame, as an export would."""
    options = FrameOptions(size=(960, 540), theme=name)
    image = Frames(document, compute(document), options).image(step)
    path.write_bytes(png(image))


def window(
    app: QApplication, document: Document, name: ThemeName, path: Path,
    network: tuple[str, Unit] | None = None,
) -> None:
    """Save what the window shows: a document, or a network with what a unit of it sees."""
    theme.apply(app, name)
    with tempfile.TemporaryDirectory() as folder:
        store = QSettings(f"{folder}/window.ini", QSettings.Format.IniFormat)
        session = Session(document)
        shown = Window(Bridge(session), store, Path(folder) / "settings.json")
        shown.furnish()
        shown.resize(1440, 860)
        shown.show()
        if network is not None:
            shown.networks.take(open_network(network[0]))
            wait()
            session.choose(network[1])
            wait()
        app.processEvents()
        shown.grab().save(str(path))
        shown.close()


def wait() -> None:
    """Let the window work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(3000, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
