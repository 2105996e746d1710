"""The Help button of every algorithm opens a page that lies in the plugin."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from qgis_mmoedtm.engine.operations import TOOLBOX

from qgis_mmoedtm.algorithm import EngineAlgorithm
from qgis_mmoedtm.settings import plugin_folder


@pytest.mark.parametrize("name", TOOLBOX)
def test_help_is_a_page_of_the_plugin(name):
    address = EngineAlgorithm(TOOLBOX[name]).helpUrl()
    parts = urlsplit(address)
    assert parts.scheme == "file"
    page = Path(unquote(parts.path))
    assert plugin_folder() in page.parents
    assert TOOLBOX[name].label in page.read_text(encoding="utf-8")
