"""The Help button opens a page that lies in the plugin, and chains have theirs."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from qgis.core import QgsApplication, QgsProcessingParameterDefinition
from qgis_mmoedtm.engine.operations import OPERATIONS, TOOLBOX, TRAINING

from qgis_mmoedtm import classFactory
from qgis_mmoedtm.algorithm import EngineAlgorithm
from qgis_mmoedtm.settings import plugin_folder


@pytest.mark.parametrize("name", [*TOOLBOX, *TRAINING])
def test_help_is_a_page_of_the_plugin(name):
    address = EngineAlgorithm(OPERATIONS[name]).helpUrl()
    parts = urlsplit(address)
    assert parts.scheme == "file"
    page = Path(unquote(parts.path))
    assert plugin_folder() in page.parents
    assert OPERATIONS[name].label in page.read_text(encoding="utf-8")


def test_a_chain_has_a_page_that_names_its_steps_and_all_that_it_writes(qgis_app):
    plugin = classFactory(None)
    plugin.initProcessing()
    provider = QgsApplication.processingRegistry().providerById("mmoedtm")
    chains = [one for one in provider.algorithms() if one.name() not in OPERATIONS]
    assert len(chains) == len(list((plugin_folder() / "help").glob("*.html"))) - len(OTHER_PAGES) - len(OPERATIONS)
    for chain in chains:
        page = (plugin_folder() / "help" / f"{chain.name()}.html").read_text(encoding="utf-8")
        for step in chain.childAlgorithms().values():
            assert f'href="{step.algorithmId().partition(":")[2]}.html"' in page
        for parameter in chain.parameterDefinitions():
            if parameter.isDestination() and not parameter.flags() & QgsProcessingParameterDefinition.Flag.FlagHidden:
                assert f"<code>{parameter.name()}</code>" in page, (chain.name(), parameter.name())
    plugin.unload()


OTHER_PAGES = [path for path in (Path(__file__).resolve().parents[2] / "docs" / "pages").glob("*.md")]
OTHER_PAGES.append("messages")
