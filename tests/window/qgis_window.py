"""Start QGIS's real window on a screen that nobody sees, with a profile of its own."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent

PROFILE = """[app]
pluginsEnabled=true
plugin_installer\\checkOnStart=false
plugin_repositories\\QGIS%20Official%20Plugin%20Repository\\enabled=false

[PythonPlugins]
processing=true

[qgis]
checkVersion=false
firstRunVersion=99999
askToSaveProjectChanges=false
newsFeed\\httpsfeedqgisorg\\disabled=true

[core]
NewsFeed\\httpfeedqgisorg\\disabled=true

[plugin-manager]
allow-experimental=true
"""


def program():
    """The program QGIS; the test is skipped where it or the screen is missing."""
    found = shutil.which("qgis.bin") or shutil.which("qgis")
    if found is None:
        pytest.skip("QGIS's desktop program is not on this machine")
    if shutil.which("xvfb-run") is None:
        pytest.skip("xvfb-run is not on this machine: there is no screen for a window (apt-get install xvfb)")
    return found


def go_through(script, folder, limit_s=400, **variables):
    """Run a script of this folder inside QGIS and return what its walk has found.

    Parameters
    ----------
    script : str
    folder : Path
        For the profile, pictures and results; empty.
    """
    settings = folder / "profiles" / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    for place in (settings.parent, folder / "run", folder / "home", folder / "seen"):
        place.mkdir(parents=True, exist_ok=True)
    (folder / "run").chmod(0o700)
    settings.write_text(PROFILE, encoding="utf-8")
    left_out = ("QT_QPA_PLATFORM", "QGIS_PLUGINPATH", "QGIS_CUSTOM_CONFIG_PATH", "MMOEDTM_PYTHON", "PYTHONPATH")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    environment.update(
        XDG_DATA_HOME=str(folder / "home" / "data"), XDG_CACHE_HOME=str(folder / "home" / "cache"),
        XDG_RUNTIME_DIR=str(folder / "run"), MMOEDTM_TRIAL_FOLDER=str(folder / "seen"),
        MMOEDTM_TRIAL_CODE=str(HERE), PATH="/usr/bin:" + os.environ.get("PATH", ""), **variables,
    )  # fmt: skip
    screen = "-screen 0 1280x900x24 -nolisten tcp"
    command = ["timeout", "-k", "5", str(limit_s), "xvfb-run", "-a", "-s", screen, program(), "--profiles-path",
               str(folder / "profiles"), "--nologo", "--noversioncheck", "--code",
               str(HERE / script)]  # fmt: skip
    with (folder / "qgis.log").open("w") as log:
        subprocess.run(command, env=environment, stdout=log, stderr=subprocess.STDOUT, cwd=folder)
    found = folder / "seen" / "found.json"
    assert found.exists(), f"QGIS ended before the trial did:\n{(folder / 'qgis.log').read_text()[-3000:]}"
    result = json.loads(found.read_text())
    assert not result["problem"], result
    return result
