"""QGIS in another language: what is shown is translated, what programs go by is not."""

import re

import pytest
from qgis.core import QgsProcessingParameterDefinition, QgsSettings
from qgis.PyQt.QtCore import QTranslator
from qgis_mmoedtm.engine.operations import OPERATIONS, TOOLBOX, TRAINING

from qgis_mmoedtm import translation
from qgis_mmoedtm.algorithm import EngineAlgorithm


@pytest.fixture
def speak(qgis_app):
    """Function that sets the language."""

    def choose(locale):
        QgsSettings().setValue("locale/overrideFlag", True)
        QgsSettings().setValue("locale/userLocale", locale)
        translation.language.cache_clear()

    yield choose
    QgsSettings().remove("locale/overrideFlag")
    QgsSettings().remove("locale/userLocale")
    translation.language.cache_clear()


@pytest.mark.parametrize(("locale", "name"), [("de", "DTM rekonstruieren"), ("de_AT", "DTM rekonstruieren"),
                                              ("zh_CN", "重建 DTM"), ("zh-Hans", "重建 DTM"),
                                              ("fr", "Reconstruct DTM"), ("en_US", "Reconstruct DTM")])  # fmt: skip
def test_the_language_is_that_of_qgis(speak, locale, name):
    speak(locale)
    made = EngineAlgorithm(TOOLBOX["reconstruct"]).create()
    assert made.displayName() == name
    assert made.name() == "reconstruct" and made.groupId() == "terrain_from_one_image"


@pytest.mark.parametrize("name", [*TOOLBOX, *TRAINING])
def test_everything_shown_is_chinese(speak, name):
    """A Chinese text has Chinese letters, so that one that slipped through is seen."""
    speak("zh_CN")
    made = EngineAlgorithm(OPERATIONS[name]).create()
    shown = [made.displayName(), made.group(), made.shortHelpString(), made.shortDescription()]
    for parameter in made.parameterDefinitions():
        hidden = QgsProcessingParameterDefinition.Flag.FlagHidden
        if not parameter.flags() & hidden:
            shown += [parameter.description(), parameter.help()]
    shown += [output.description() for output in made.outputDefinitions()]
    named = {"", "DEM", "DTM", "SAR"}
    slipped = [text for text in shown if text not in named and not re.search("[\u4e00-\u9fff]", text)]
    assert not slipped
    assert made.shortDescription().endswith("。") and made.shortDescription().count("。") == 1


def test_chains_are_chinese(speak):
    from qgis_mmoedtm.chains import CHAINS, Chain

    speak("zh_CN")
    for plan in CHAINS:
        made = Chain(plan)
        shown = [made.displayName(), made.group(), made.shortHelpString()]
        shown += [one.description() for one in made.parameterDefinitions() if not one.isDestination()]
        assert made.name() == plan.name
        assert not [text for text in shown if text not in ("DTM", "SAR") and not re.search("[\u4e00-\u9fff]", text)]


def test_the_files_are_those_of_qt_linguist(speak, tmp_path):
    """What is read here is what Qt's own translator makes of the same file, where its compiler is installed."""
    import shutil
    import subprocess

    compiler = shutil.which("lrelease")
    if compiler is None:
        pytest.skip("lrelease is not installed (on Debian and Ubuntu: apt-get install qttools5-dev-tools)")
    for locale in ("de", "zh_CN"):
        compiled = tmp_path / f"{locale}.qm"
        done = subprocess.run([compiler, str(translation.FOLDER / f"{locale}.ts"), "-qm", str(compiled)])
        assert done.returncode == 0
        qt = QTranslator()
        assert qt.load(str(compiled))
        speak(locale)
        for operation in (*TOOLBOX.values(), *TRAINING.values()):
            for text in (operation.label, operation.help, *(p.help for p in operation.parameters)):
                assert translation.tr(text) == (qt.translate("MMoEDTM", text) or text)
