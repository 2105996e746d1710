"""Work in the background that is no run of an algorithm: the set-up, and a check of the engine."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Optional

from qgis.core import QgsFeedback, QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from . import environment, network, package_sources, setting_up, settings, training
from .packs import PackInfo
from .packs import install as install_pack
from .translation import tr
from .worker_client import WorkerError, run_operation

SIZES = {"cpu": ("170 MB", "550 MB"), "gpu": ("1.7 GB", "3 GB")}
"""To fetch, and on disk, as measured; with libraries for NVIDIA cards the second."""


WITH_TRAINING = {
    "linux": {"cpu": ("3 GB", "5.5 GB"), "gpu": ("3.2 GB", "6 GB")},
    "win32": {"cpu": ("300 MB", "950 MB"), "gpu": ("1.6 GB", "2.8 GB")},
    "darwin": {"cpu": ("270 MB", "950 MB")},
}
"""The same with the packages for training, by system: on Linux the package index has PyTorch with the libraries for
NVIDIA cards alone, elsewhere without them. Sums over the files of the lists."""


def size_in_words(training: Optional[bool] = None) -> str:
    """What the set-up fetches, takes and lasts, for the user to know before.

    Parameters
    ----------
    training : bool, optional
        With the packages for training; as the settings have it where not given.
    """
    runtime = "gpu" if environment.has_nvidia_driver() else "cpu"
    fetched, taken = SIZES[runtime]
    if settings.wants_training() if training is None else training:
        of_system = WITH_TRAINING.get(sys.platform, WITH_TRAINING["linux"])
        fetched, taken = of_system.get(runtime, of_system["cpu"])
    return tr("{fetched} to fetch, {taken} on disk, some minutes.").format(fetched=fetched, taken=taken)


class BackgroundTask(QgsTask):
    """Says its step, and keeps the one sentence on what went wrong."""

    stepped = pyqtSignal(str)

    def __init__(self, description: str) -> None:
        super().__init__(description, QgsTask.Flag.CanCancel)
        self.problem = ""
        self.feedback = QgsFeedback()

    def cancel(self):
        """End it, also where it waits for the network."""
        self.feedback.cancel()
        super().cancel()

    def run(self):
        """Work of the task's thread."""
        try:
            self.work()
        except (environment.SetupError, WorkerError) as error:
            self.problem = str(error)
            return False
        return True

    def report(self, share: float, text: str) -> None:
        """Tell the step under way."""
        self.setProgress(100.0 * share)
        self.stepped.emit(text)


class SetupTask(BackgroundTask):
    """Makes the engine's environment; made in the main thread, which knows the proxy."""

    def __init__(self, repair: bool = False) -> None:
        super().__init__(tr("MMoEDTM: setting up the engine"))
        listed = settings.resources() / "requirements"
        sources = package_sources.configured(listed)
        index, wheels = settings.text(settings.INDEX_KEY), settings.text(settings.WHEELS_KEY)
        if index:
            sources = replace(sources, indexes=(index, *sources.indexes[1:]))
        if wheels:
            sources = sources.only(wheels)
        proxy = network.proxy_for(sources.indexes[0]) if sources.indexes else ""
        sources = replace(
            sources, proxy=proxy or sources.proxy, python_mirror=settings.text(settings.MIRROR_KEY)
        )
        self._repair = repair
        self._setup = setting_up.Setup(
            settings.engine_folder(), tuple(settings.lists()), listed, sources, network.fetcher(self.feedback),
        )  # fmt: skip
        if settings.wants_training():
            self._setup = replace(self._setup, least_python=training.LEAST_PYTHON)

    def work(self):
        """Make it."""
        setting_up.make(self._setup, self.report, self.isCanceled, self._repair)


class CheckTask(BackgroundTask):
    """Runs one tile and says where it ran.

    Parameters
    ----------
    pack : str
        Name or folder.
    install : bool
        Whether the pack is installed when it has run.
    """

    def __init__(self, pack: str, install: bool = False) -> None:
        super().__init__(tr("MMoEDTM: checking the engine"))
        self._pack, self._install, self._threads = pack, install, settings.threads()
        self._interpreter = settings.interpreter()
        self.results: dict = {}
        self.installed: PackInfo | None = None

    def work(self):
        """Check it."""
        self.results = run_operation(
            self._interpreter, settings.plugin_folder(), "check_engine", {"pack": self._pack, "threads": self._threads},
            {}, [], self.report, lambda level, text: None, self.isCanceled,
        )  # fmt: skip
        if self._install:
            self.installed = install_pack(Path(self._pack), settings.resources() / "packs")


def check_in_words(results: dict) -> str:
    """What a check has found."""
    where = tr("the processor") if results["provider"] == "CPUExecutionProvider" else results["provider"]
    speed = f"{results['seconds']:.2f} s a tile, {results['threads']:g} at a time"
    text = tr("Runs on {where}: {runtime}, {speed}.").format(where=where, runtime=results["runtime"], speed=speed)
    return f"{text}\n{results['reason']}" if results["reason"] else text
