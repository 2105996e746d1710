"""Pictures of QGIS's real windows, on a screen of Xvfb.

``python -m pictures.windows QGIS_PROCESS PYTHON``, as ``build.py pictures windows`` calls it: QGIS is started with a
profile of its own, the plugin enabled, and ``in_qgis.py`` as its script, which does what the tutorial tells and grabs
the windows.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import build

from .small import keep

SCREEN = "1280x860x24"
LONGEST_S = 420

PROFILE = """[PythonPlugins]
qgis_mmoedtm=true
processing=true

[qgis]
checkVersion=false
firstRunVersion=99999
askToSaveProjectChanges=false
newsFeed\\\\httpsfeedqgisorg\\\\disabled=true

[core]
NewsFeed\\\\httpsfeedqgisorg\\\\disabled=true

[locale]
overrideFlag=true
userLocale=en_US
"""


def main(program: str, python: str) -> None:
    """Start QGIS, let the script work, keep its pictures."""
    desktop = Path(program).with_name("qgis.bin")
    if not desktop.exists():
        found = shutil.which("qgis")
        if found is None:
            raise SystemExit("QGIS's desktop program was not found; install it and run again.")
        desktop = Path(found)
    if shutil.which("xvfb-run") is None:
        raise SystemExit("xvfb-run was not found; install Xvfb (on Debian and Ubuntu: apt-get install xvfb).")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        variables = build.qgis_variables(folder, Path(program), Path(python))
        for name in ("QT_QPA_PLATFORM", "QGIS_CUSTOM_CONFIG_PATH"):
            variables.pop(name)
        settings = folder / "profiles" / "profiles" / "default" / "QGIS" / "QGIS3.ini"
        settings.parent.mkdir(parents=True)
        settings.write_text(PROFILE, encoding="ascii")
        made, data = folder / "made", folder / "data"
        made.mkdir()
        shutil.copytree(build.RESOURCES / "sample", data)
        (data / "image.tif").rename(data / "M104318871LE_map.tif")
        (data / "coarse_dem.tif").rename(data / "SLDEM2015.tif")
        variables.update(MMOEDTM_PICTURES=str(made), MMOEDTM_DATA=str(data), HOME=str(folder))
        command = ["xvfb-run", "-a", "-s", f"-screen 0 {SCREEN} -nolisten tcp", str(desktop), "--profiles-path",
                   str(folder / "profiles"), "--nologo", "--noversioncheck", "--code",
                   str(Path(__file__).with_name("in_qgis.py"))]  # fmt: skip
        subprocess.run(command, env={**os.environ, **variables}, timeout=LONGEST_S)
        failed = made / "failed.txt"
        if failed.exists():
            raise SystemExit(failed.read_text(encoding="utf-8"))
        if not (made / "ended.txt").exists():
            raise SystemExit("QGIS ended before the script did; see what it printed above.")
        for picture in sorted(made.glob("*.png")):
            target = keep(picture, picture.stem, colours=256)
            build.say(f"{target.name}, {target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(*sys.argv[1:])
