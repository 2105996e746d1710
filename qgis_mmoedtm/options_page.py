"""Settings > Options > MMoEDTM: the engine, where it runs, its packs, what it keeps."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from . import environment, kept_blocks, packs, settings
from .inventory import size
from .tasks import CheckTask, check_in_words, size_in_words
from .training_box import TrainingBox
from .translation import tr

PAGE = "MMoEDTM"
"""Name by which QGIS's options find the page."""


class OptionsFactory(QgsOptionsWidgetFactory):
    """Makes the page each time that the options are opened."""

    def __init__(self, guide) -> None:
        super().__init__("MMoEDTM", QIcon(str(settings.resources() / "icons" / "mmoedtm.svg")))
        self._guide = guide

    def icon(self):
        """Icon in the list of pages."""
        return QIcon(str(settings.resources() / "icons" / "mmoedtm.svg"))

    def createWidget(self, parent):  # noqa: N802
        """The page."""
        return OptionsPage(self._guide, parent)


class OptionsPage(QgsOptionsPageWidget):
    """The page; settings are stored with OK, buttons act at once."""

    def __init__(self, guide, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName(PAGE)
        self._guide = guide
        self._checks: list = []
        inside = QWidget()
        column = QVBoxLayout(inside)
        for box in (self._engine_box(), self._runs_box(), self._packs_box(), self._training(), self._kept_box(),
                    self._network_box()):  # fmt: skip
            column.addWidget(box)
        column.addStretch()
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        guide.changed.connect(self._set_up_changed)
        self._show_state()

    def apply(self):
        """Store the settings."""
        settings.keep(settings.PYTHON_KEY, self.python.filePath().strip())
        settings.keep(settings.FOLDER_KEY, self.folder.filePath().strip())
        settings.keep(settings.WHEELS_KEY, self.wheels.filePath().strip())
        settings.keep(settings.INDEX_KEY, self.index.text().strip())
        settings.keep(settings.MIRROR_KEY, self.mirror.text().strip())
        settings.keep(settings.THREADS_KEY, str(self.threads.value()) if self.threads.value() else "")
        self._guide.engine_changed.emit()

    # ------------------------------------------------------------------- parts

    def _engine_box(self):
        box, form = _box(tr("Engine"))
        self.state = _words("")
        self.set_up = QPushButton(tr("Set up"))
        self.set_up.clicked.connect(lambda: self._start(repair=False))
        self.repair = QPushButton(tr("Repair"))
        self.repair.setToolTip(tr("Fetches and makes everything anew, whatever is there."))
        self.repair.clicked.connect(lambda: self._start(repair=True))
        self.python = _file(settings.chosen_python(), QgsFileWidget.StorageMode.GetFile)
        self.python.lineEdit().setPlaceholderText(tr("the plugin's own environment"))
        self.folder = _file(settings.text(settings.FOLDER_KEY), QgsFileWidget.StorageMode.GetDirectory)
        self.folder.lineEdit().setPlaceholderText(str(environment.data_folder()))
        form.addRow(self.state)
        form.addRow(_row(self.set_up, self.repair))
        form.addRow(tr("Python of your own"), self.python)
        form.addRow(tr("Folder of the environment"), self.folder)
        return box

    def _runs_box(self):
        box, form = _box(tr("Where it runs"))
        self.provider = _words(tr("Not checked yet."))
        self.check = QPushButton(tr("Run one tile"))
        self.check.clicked.connect(lambda: self._check("lunar-1"))
        self.threads = QSpinBox()
        self.threads.setRange(0, 256)
        self.threads.setSpecialValueText(tr("one for each core"))
        self.threads.setValue(settings.threads())
        self.threads.setToolTip(tr("Where an algorithm's own setting is 0. The result does not depend on it."))
        form.addRow(_row(self.check), self.provider)
        form.addRow(tr("Tiles at a time"), self.threads)
        form.addRow(_words(tr("A frame takes about 1 GB of memory with two tiles at a time; fewer take less.")))
        return box

    def _packs_box(self):
        box, form = _box(tr("Expert packs"))
        self.packs = _words("")
        self.install = QPushButton(tr("Install from a folder..."))
        self.install.clicked.connect(self._install)
        self.remove = QPushButton(tr("Remove installed packs"))
        self.remove.clicked.connect(self._remove)
        form.addRow(self.packs)
        form.addRow(_row(self.install, self.remove))
        self._show_packs()
        return box

    def _training(self):
        self.training = TrainingBox(self._guide, self.apply)
        return self.training

    def _kept_box(self):
        box, form = _box(tr("Kept on this computer"))
        self.kept = _words("")
        self.clear = QPushButton(tr("Remove finished blocks of stopped runs"))
        self.clear.clicked.connect(self._clear)
        form.addRow(self.kept)
        form.addRow(_row(self.clear))
        self._show_kept()
        return box

    def _network_box(self):
        box, form = _box(tr("Without the network, or in a closed one"))
        self.wheels = _file(settings.text(settings.WHEELS_KEY), QgsFileWidget.StorageMode.GetDirectory)
        self.wheels.lineEdit().setPlaceholderText(tr("packages come from the package index"))
        self.index = QLineEdit(settings.text(settings.INDEX_KEY))
        self.index.setPlaceholderText(tr("as pip is configured on this computer"))
        self.mirror = QLineEdit(settings.text(settings.MIRROR_KEY))
        self.mirror.setPlaceholderText(tr("as uv does it by itself"))
        form.addRow(tr("Folder of wheels"), self.wheels)
        form.addRow(tr("Address of a package index"), self.index)
        form.addRow(tr("Mirror of standalone Pythons"), self.mirror)
        form.addRow(_words(
            tr(
                "The folder needs the wheels of requirements/locked-cpu.txt (or -gpu.txt; for training "
                "locked-train-cpu.txt or -gpu.txt) and that of uv; 'pip download' makes one on a computer with a "
                "network. Proxies are those of QGIS."
            )
        ))  # fmt: skip
        return box

    # ------------------------------------------------------------------- what the buttons do

    def _start(self, repair: bool) -> None:
        self.apply()  # the folder of wheels that was just named counts
        self._guide.set_up(repair=repair)
        self._show_state()

    def _set_up_changed(self, step: str) -> None:
        if step:
            self.state.setText(step)
            self.training.state.setText(step)
        else:
            self._show_state()

    def _check(self, pack: str, install: bool = False) -> None:
        self.apply()
        try:
            task = CheckTask(pack, install)
        except environment.SetupError as error:
            self.provider.setText(str(error))
            return
        self.provider.setText(tr("Running one tile ..."))
        for button in (self.check, self.install):
            button.setEnabled(False)
        task.taskCompleted.connect(lambda: self._checked(task))
        task.taskTerminated.connect(lambda: self._checked(task))
        self._checks.append(task)
        QgsApplication.taskManager().addTask(task)

    def _checked(self, task) -> None:
        self._checks.remove(task)
        for button in (self.check, self.install):
            button.setEnabled(True)
        self.provider.setText(task.problem or check_in_words(task.results))
        self._show_packs()

    def _install(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Folder of an expert pack"))
        if folder:
            self._check(folder, install=True)

    def _remove(self) -> None:
        folder = packs.packs_folder()
        names = [path.parent.name for path in folder.glob(f"*/{packs.MANIFEST}")]
        if names and _sure(
            self,
            tr("Remove the installed packs {names} from {folder}?").format(
                names=", ".join(sorted(names)), folder=folder
            ),
        ):
            for name in names:
                packs.remove(name)
        self._show_packs()

    def _clear(self) -> None:
        folder = environment.blocks_folder()
        if _sure(self, tr("Stopped runs would begin anew. Remove what they keep in {folder}?").format(folder=folder)):
            kept_blocks.clear(folder)
        self._show_kept()

    # ------------------------------------------------------------------- what there is

    def _show_state(self) -> None:
        self.set_up.setEnabled(not self._guide.running)  # where nothing is to be done, it says so
        self.repair.setEnabled(not self._guide.running)
        self.training.show_state()
        folder = settings.engine_folder()
        if not environment.fault_of(folder, settings.resources()):
            self.state.setText(
                tr("Ready, {size:.0f} MB in {folder}.").format(size=size(folder) / 1e6, folder=folder)
            )
        else:
            try:
                self.state.setText(tr("Runs in {interpreter}.").format(interpreter=settings.interpreter()))
            except environment.SetupError as error:
                self.state.setText(
                    tr("{error} Set up: {size}").format(error=error, size=size_in_words())
                )

    def _show_packs(self) -> None:
        found = packs.listed(settings.resources() / "packs")
        lines = [f"<b>{p.name}</b> {p.version} ({p.licence}): {p.description}<br/>{p.accuracy}<br/>"
                 f"SHA-256 {p.digest[:16]}..., {p.folder}" for p in found]  # fmt: skip
        self.packs.setText("<br/><br/>".join(lines))
        self.remove.setEnabled(any(p.folder.parent == packs.packs_folder() for p in found))

    def _show_kept(self) -> None:
        folder = environment.blocks_folder()
        kept = kept_blocks.size(folder)
        self.kept.setText(
            tr("Finished blocks of stopped runs: {kept:.0f} MB in {folder}.").format(
                kept=kept / 1e6, folder=folder
            )
        )
        self.clear.setEnabled(kept > 0)


def _box(title):
    box = QGroupBox(title)
    form = QFormLayout(box)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return box, form


def _words(text):
    label = QLabel(text)
    label.setWordWrap(True)
    return label


def _row(*widgets):
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch()
    return holder


def _file(path, mode):
    widget = QgsFileWidget()
    widget.setStorageMode(mode)
    widget.setFilePath(str(Path(path)) if path else "")
    return widget


def _sure(parent, question) -> bool:
    return QMessageBox.question(parent, "MMoEDTM", question) == QMessageBox.StandardButton.Yes
