"""Set-up, settings and the first run inside QGIS's own Python, with made packages and local servers."""

import contextlib
import hashlib
import http.server
import json
import os
import shutil
import sys
import threading
import time
from pathlib import Path

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python packages are not here")

from qgis.core import QgsApplication, QgsFeedback, QgsNetworkAccessManager, QgsProject, QgsRasterLayer, QgsSettings
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtWidgets import QAction, QMainWindow, QPushButton, QTextBrowser

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
sys.path.append(str(ROOT / "tests"))

from wheels import LISTED, list_of, make_wheel  # noqa: E402 (the path must be set first)


@pytest.fixture
def private(monkeypatch, tmp_path, qgis_app):
    """Folders and settings of nobody else."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("MMOEDTM_PYTHON", raising=False)
    QgsSettings().remove("mmoedtm")
    yield tmp_path
    QgsSettings().remove("mmoedtm")


class Iface:
    """The parts of QGIS's interface that the guide needs: a window and its message bar."""

    def __init__(self):
        self._window = QMainWindow()
        self._bar = QgsMessageBar(self._window)

    def mainWindow(self):  # noqa: N802
        return self._window

    def messageBar(self):  # noqa: N802
        return self._bar

    def text(self):
        """What the message on top says."""
        item = self._bar.currentItem()
        return " ".join(part.toPlainText() for part in item.findChildren(QTextBrowser)) if item is not None else ""

    def press(self, name):
        """Press a button of the message on top."""
        buttons = [b for b in self._bar.currentItem().findChildren(QPushButton) if b.text() == name]
        assert buttons, f"{name!r} is not offered: {self.text()}"
        buttons[0].click()


def wait(condition, seconds=60.0):
    """Let events be handled until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come"
        QgsApplication.processEvents()
        time.sleep(0.02)


# ------------------------------------------------------------------------------- network


class Server(http.server.BaseHTTPRequestHandler):
    """Answers with the address that it was asked for; waits at /slow."""

    asked: list = []

    def do_GET(self):
        self.asked.append(self.path)
        if self.path.endswith("/slow"):
            time.sleep(5.0)
        if self.path.endswith(("/moved", "/round")):
            self.send_response(302)
            self.send_header("Location", "/round" if self.path == "/round" else "there")
            self.end_headers()
            return
        self.send_response(404 if self.path.endswith("/absent") else 200)
        self.end_headers()
        with contextlib.suppress(BrokenPipeError):  # who asked has gone
            self.wfile.write(self.path.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    Server.asked.clear()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


def test_files_are_fetched_by_qgis(private, server):
    from qgis_mmoedtm import network
    from qgis_mmoedtm.programs import SetupError

    fetch = network.fetcher(QgsFeedback())
    assert fetch(server + "/here") == b"/here" and fetch(server + "/moved") == b"/there"
    (private / "file").write_bytes(b"local")
    assert fetch((private / "file").as_uri()) == b"local"
    for address in (server + "/absent", server + "/round", "http://127.0.0.1:9/x"):
        with pytest.raises(SetupError, match="127.0.0.1 could not be reached .*Options > Network.*Set up again"):
            fetch(address)


def test_a_fetch_ends_with_its_cancel(private, server):
    from qgis_mmoedtm import network
    from qgis_mmoedtm.programs import SetupCancelled

    feedback = QgsFeedback()
    threading.Timer(0.5, feedback.cancel).start()
    begun, problems = time.monotonic(), []

    def work():
        try:
            network.fetcher(feedback)(server + "/slow")
        except SetupCancelled as error:
            problems.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    wait(lambda: not thread.is_alive(), 10.0)
    assert problems and time.monotonic() - begun < 4.0


def test_the_proxy_of_qgis_is_used_and_handed_on(private, server):
    from qgis_mmoedtm import network

    manager = QgsNetworkAccessManager.instance()
    port = server.rpartition(":")[2]
    given = {"proxyEnabled": True, "proxyType": "HttpProxy", "proxyHost": "127.0.0.1", "proxyPort": port,
             "proxyUser": "me", "proxyPassword": "p@ss:word",
             "proxyExcludedUrls": ["http://inside.invalid"]}  # fmt: skip
    try:
        for name, value in given.items():
            QgsSettings().setValue(f"proxy/{name}", value)
        manager.setupDefaultProxyAndCache()
        assert network.proxy_for("http://packages.invalid/simple") == f"http://me:p%40ss%3Aword@127.0.0.1:{port}"
        assert network.proxy_for("http://inside.invalid/simple") == ""
        assert network.fetcher(QgsFeedback())("http://packages.invalid/simple") == b"http://packages.invalid/simple"
    finally:
        QgsSettings().remove("proxy")
        manager.setupDefaultProxyAndCache()


# ------------------------------------------------------------------------------- the guide


@pytest.fixture
def made(private, monkeypatch):
    """A folder of made wheels with the true uv, chosen in the settings; the list that is installed from it."""
    from qgis_mmoedtm import environment, network, package_sources, settings, training, uv_program

    folder = private / "wheels"
    for name in environment.NEEDED:
        make_wheel(folder, name)
    keep = ROOT / ".mmoedtm" / "uv"
    keep.mkdir(parents=True, exist_ok=True)
    try:
        sources = package_sources.configured(LISTED)
        shutil.copy(uv_program.provide(keep, LISTED, sources, network.fetcher(QgsFeedback())), folder)
    except environment.SetupError as error:
        pytest.skip(f"uv cannot be fetched: {error}")
    listed = list_of(sorted(folder.glob("*-1.0-*.whl")), private / "locked-made.txt")
    for module, package in training.PACKAGES.items():
        make_wheel(folder, package, module=module)
    with_training = list_of(sorted(folder.glob("*-1.0-*.whl")), private / "locked-train-made.txt")
    choices = {False: [listed], True: [with_training]}
    monkeypatch.setattr(environment, "requirements", lambda resources, training=False: choices[training])
    settings.keep(settings.WHEELS_KEY, str(folder))
    return listed


def test_the_guide_offers_sets_up_and_says_ready(made, private):
    from qgis_mmoedtm import environment, settings
    from qgis_mmoedtm.setup_guide import SetupGuide

    iface = Iface()
    guide = SetupGuide(iface)
    steps = []
    guide.changed.connect(steps.append)
    guide.offer()
    assert "is not set up yet" in iface.text() and "on disk" in iface.text() and "to fetch" in iface.text()
    iface.press("Set up")
    wait(lambda: "ready" in iface.text())
    assert environment.is_complete(settings.engine_folder(), [made]) and steps[-1] == ""
    assert any("Step 4 of 4" in step for step in steps)
    guide.offer()
    guide.set_up()
    assert "is ready, in" in iface.text()


def test_a_cancelled_and_a_failed_set_up_say_how_to_go_on(made, private):
    from qgis_mmoedtm import environment, settings
    from qgis_mmoedtm.setup_guide import SetupGuide

    iface = Iface()
    guide = SetupGuide(iface)
    guide.set_up()
    iface.press("Cancel")
    wait(lambda: "was cancelled" in iface.text())
    good = made.read_text()
    made.write_text("absent==9 --hash=sha256:" + "0" * 64 + "\n")
    iface.press("Set up")
    wait(lambda: "could not be installed" in iface.text())
    assert not environment.is_complete(settings.engine_folder(), [made])
    made.write_text(good)
    iface.press("Set up again")
    wait(lambda: "ready" in iface.text())
    assert environment.is_complete(settings.engine_folder(), [made])


def test_a_folder_of_ones_own_is_where_it_goes(made, private):
    from qgis_mmoedtm import settings
    from qgis_mmoedtm.setup_guide import SetupGuide

    settings.keep(settings.FOLDER_KEY, str(private / "a folder"))
    iface = Iface()
    SetupGuide(iface).set_up()
    wait(lambda: "ready" in iface.text())
    assert settings.engine_folder().parent == private / "a folder" and settings.interpreter().exists()
    assert not (private / "data").exists()


def test_a_python_of_ones_own_that_is_gone_is_not_answered_by_a_set_up(private):
    from qgis_mmoedtm import settings
    from qgis_mmoedtm.setup_guide import SetupGuide

    settings.keep(settings.PYTHON_KEY, "/absent/python")
    iface = Iface()
    guide = SetupGuide(iface)
    guide.offer()
    assert "/absent/python" in iface.text() and "Options" in iface.text()
    assert not [b for b in iface.messageBar().currentItem().findChildren(QPushButton) if "Set up" in b.text()]


# ------------------------------------------------------------------------------- the packages for training


@pytest.fixture
def offered(qgis_app):
    """Function that says which of the operations for training the toolbox has; the plugin is loaded."""
    from qgis_mmoedtm.engine.operations import TOOLBOX, TRAINING

    from qgis_mmoedtm.provider import MmoedtmProvider

    provider = MmoedtmProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    provider.refreshAlgorithms()

    def names():
        found = {one.name() for one in provider.algorithms()}
        assert set(TOOLBOX) <= found and "lunar_dtm" in found
        return found & set(TRAINING)

    names.provider = provider
    yield names
    QgsApplication.processingRegistry().removeProvider(provider)


def test_operations_for_training_come_and_go_with_their_packages(made, private, offered):
    """Install and Remove of the settings page; a cancelled Install leaves the engine as it was, and goes on later."""
    from qgis_mmoedtm import settings
    from qgis_mmoedtm.options_page import OptionsPage
    from qgis_mmoedtm.setup_guide import SetupGuide

    iface = Iface()
    guide = SetupGuide(iface)
    guide.engine_changed.connect(offered.provider.offer_anew)
    guide.set_up()
    wait(lambda: "engine is ready." in iface.text())
    assert "Train experts" not in iface.text() and offered() == set()
    page = OptionsPage(guide)
    assert "GB" in page.training.state.text() or "MB" in page.training.state.text()
    assert page.training.install.isEnabled() and not page.training.remove.isEnabled()
    page.training.install.click()
    assert not page.training.install.isEnabled() and "with the packages for training" in iface.text()
    iface.press("Cancel")
    wait(lambda: "was cancelled" in iface.text())
    assert offered() == set() and settings.interpreter().exists() and page.state.text().startswith("Ready")
    iface.press("Set up")
    wait(lambda: "engine is ready." in iface.text())
    assert "Train experts" in iface.text()
    assert offered() == {"build_dataset", "train", "validate", "export", "ablation"}
    assert page.training.state.text().startswith("Installed") and not page.training.install.isEnabled()
    page.training.remove.click()
    wait(lambda: "engine is ready." in iface.text())
    assert offered() == set() and settings.interpreter().exists()
    assert page.training.install.isEnabled() and not settings.wants_training()


def test_a_python_of_ones_own_is_looked_into(private, offered, monkeypatch):
    from qgis_mmoedtm import settings, training
    from qgis_mmoedtm.options_page import OptionsPage
    from qgis_mmoedtm.setup_guide import SetupGuide

    python = private / "own" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    guide = SetupGuide(Iface())
    guide.engine_changed.connect(offered.provider.offer_anew)
    monkeypatch.setenv("MMOEDTM_PYTHON", str(python))
    page = OptionsPage(guide)
    assert f"{python} has no packages for training; install torch" in page.training.state.text()
    assert not page.training.install.isEnabled() and offered() == set()
    for name in training.PACKAGES:
        (private / "own/lib/python3.12/site-packages" / name).mkdir(parents=True)
        (private / "own/lib/python3.12/site-packages" / name / "__init__.py").write_text("raise ImportError")
    page.apply()
    assert offered() == {"build_dataset", "train", "validate", "export", "ablation"}
    assert OptionsPage(guide).training.state.text().startswith("Installed")
    monkeypatch.delenv("MMOEDTM_PYTHON")
    settings.keep(settings.PYTHON_KEY, sys.executable)
    offered.provider.offer_anew()
    assert offered() == set()


# ------------------------------------------------------------------------------- settings, packs, first run


def test_the_page_keeps_what_it_is_told(private):
    from qgis_mmoedtm import settings
    from qgis_mmoedtm.options_page import OptionsPage
    from qgis_mmoedtm.setup_guide import SetupGuide
    from qgis_mmoedtm.tasks import SetupTask

    page = OptionsPage(SetupGuide(Iface()))
    assert "not set up yet" in page.state.text() and "on disk" in page.state.text()
    assert "lunar-1" in page.packs.text() and "RMSE" in page.packs.text() and "SHA-256" in page.packs.text()
    page.index.setText("http://packages.invalid/simple")
    page.mirror.setText("http://pythons.invalid")
    page.threads.setValue(3)
    page.apply()
    again = OptionsPage(SetupGuide(Iface()))
    assert again.index.text() == "http://packages.invalid/simple" and again.threads.value() == settings.threads() == 3
    sources = SetupTask()._setup.sources
    assert sources.indexes[0] == "http://packages.invalid/simple"
    assert sources.variables()["UV_PYTHON_INSTALL_MIRROR"] == "http://pythons.invalid"
    page.check.click()
    assert "not set up yet" in page.provider.text()


def test_one_tile_says_where_it_runs(private, monkeypatch):
    engine = os.environ.get("MMOEDTM_TEST_ENGINE", "")
    if not engine:
        pytest.skip("MMOEDTM_TEST_ENGINE names no Python with the engine's packages")
    from qgis_mmoedtm.options_page import OptionsPage
    from qgis_mmoedtm.setup_guide import SetupGuide

    monkeypatch.setenv("MMOEDTM_PYTHON", engine)
    page = OptionsPage(SetupGuide(Iface()))
    page.check.click()
    wait(lambda: page.check.isEnabled())
    assert page.provider.text().startswith("Runs on ") and "s a tile" in page.provider.text()


def copy_of_the_pack(folder, name):
    """The shipped pack under another name, whole."""
    shutil.copytree(ROOT / "resources" / "packs" / "lunar-1", folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "name": name}))
    files = sorted(path for path in folder.iterdir() if path.name != "SHA256SUMS")
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
    (folder / "SHA256SUMS").write_text(sums)


def test_an_installed_pack_is_known_by_its_name(private, monkeypatch):
    engine = os.environ.get("MMOEDTM_TEST_ENGINE", "")
    if not engine:
        pytest.skip("MMOEDTM_TEST_ENGINE names no Python with the engine's packages")
    from qgis_mmoedtm import packs
    from qgis_mmoedtm.options_page import OptionsPage
    from qgis_mmoedtm.setup_guide import SetupGuide
    from qgis_mmoedtm.tasks import CheckTask

    monkeypatch.setenv("MMOEDTM_PYTHON", engine)
    copy_of_the_pack(private / "mine", "mine-2")
    page = OptionsPage(SetupGuide(Iface()))
    page._check(str(private / "mine"), install=True)
    wait(lambda: page.check.isEnabled())
    assert "mine-2" in page.packs.text() and page.remove.isEnabled(), page.provider.text()
    task = CheckTask("mine-2")
    task.work()
    assert task.results["pack_digest"].startswith("mine-2")
    (private / "mine" / "flat.onnx").write_bytes(b"changed")
    packs.remove("mine-2")
    page._check(str(private / "mine"), install=True)
    wait(lambda: page.check.isEnabled())
    assert "does not match its digest" in page.provider.text() and "mine-2" not in page.packs.text()


def test_a_pack_cannot_take_the_place_of_a_shipped_one(private):
    from qgis_mmoedtm import packs
    from qgis_mmoedtm.programs import SetupError

    copy_of_the_pack(private / "mine", "lunar-1")
    with pytest.raises(SetupError, match="comes with the plugin"):
        packs.install(private / "mine", ROOT / "resources" / "packs")
    (private / "mine" / "manifest.json").write_text("{}")
    with pytest.raises(SetupError, match="is no expert pack"):
        packs.install(private / "mine", ROOT / "resources" / "packs")


def test_what_may_be_the_coarse_dem_of_an_image(private):
    from qgis_mmoedtm.first_run import may_be_coarse

    image, coarse = (QgsRasterLayer(str(SAMPLE / f"{name}.tif"), name) for name in ("image", "coarse_dem"))
    truth = QgsRasterLayer(str(SAMPLE / "truth.tif"), "truth")
    assert may_be_coarse(coarse, image)
    assert not may_be_coarse(image, coarse) and not may_be_coarse(image, image) and not may_be_coarse(truth, image)


def test_reconstruct_opens_filled_in(private, monkeypatch):
    from qgis_mmoedtm import first_run

    opened = []
    monkeypatch.setattr(first_run, "open_dialog", lambda name, given: opened.append((name, given)))
    image, coarse = (QgsRasterLayer(str(SAMPLE / f"{name}.tif"), name) for name in ("image", "coarse_dem"))
    QgsProject.instance().addMapLayers([image, coarse])
    first_run.reconstruct_from(image)
    assert opened == [("mmoedtm:reconstruct", {"IMAGE": image.id(), "COARSE_DEM": coarse.id()})]
    QgsProject.instance().removeAllMapLayers()


def test_nothing_of_the_plugin_stays_in_the_window(private, qgis_app):
    """What is added is what is taken away, by QGIS's own interface as it is called."""
    from qgis_mmoedtm.menu import Menu

    class Recorder(Iface):
        def __init__(self):
            super().__init__()
            self.there = []

        def addPluginToRasterMenu(self, title, action):  # noqa: N802
            self.there.append(action)

        def removePluginRasterMenu(self, title, action):  # noqa: N802
            self.there.remove(action)

        def addCustomActionForLayerType(self, action, menu, kind, every):  # noqa: N802
            self.there.append(action)

        def removeCustomActionForLayerType(self, action):  # noqa: N802
            self.there.remove(action)

        def registerOptionsWidgetFactory(self, factory):  # noqa: N802
            self.there.append(factory)

        def unregisterOptionsWidgetFactory(self, factory):  # noqa: N802
            self.there.remove(factory)

    iface = Recorder()
    menu = Menu(iface)
    texts = [thing.text() for thing in iface.there if isinstance(thing, QAction)]
    for words in ("Try it on a sample", "Set up the engine", "Repair the engine", "Settings...", "Help", "All tools",
                  "Reconstruct from this layer..."):  # fmt: skip
        assert words in texts
    menu.remove()
    assert iface.there == []


def test_threads_of_the_settings_are_taken_where_a_run_leaves_them(private, monkeypatch):
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback
    from qgis_mmoedtm.engine.operations import TOOLBOX

    from qgis_mmoedtm import algorithm, settings

    seen = []
    monkeypatch.setenv("MMOEDTM_PYTHON", sys.executable)
    monkeypatch.setattr(algorithm, "run_operation", lambda *given: seen.append(given[3]["threads"]) or {})
    settings.keep(settings.THREADS_KEY, "3")
    made = algorithm.EngineAlgorithm(TOOLBOX["reconstruct"]).create()
    given = {"IMAGE": str(SAMPLE / "image.tif"), "COARSE_DEM": str(SAMPLE / "coarse_dem.tif"),
             "OUTPUT": str(private / "d.tif")}  # fmt: skip
    for threads in (0, 2):
        made.run({**given, "THREADS": threads}, QgsProcessingContext(), QgsProcessingFeedback())
    assert seen == [3, 2]
