"""Chains: several operations as one algorithm, built from their declarations when QGIS loads the provider.

A chain asks for the parameters of its steps under their own names, with their own help and defaults, so that a chain
and its steps cannot disagree, whatever version of QGIS reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from qgis.core import (
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildDependency,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
)

from .dialogs import dialog_of
from .engine.operations import OPERATIONS
from .help import help_text, one_sentence
from .parameters import definition, rasters_needed
from .settings import help_page
from .translation import later, tr

SCENE = tuple(p.name for p in OPERATIONS["align"].parameters if not p.is_target and p.name != "apply_shift")
"""Image, coarse DEM and sun, with all that says how they are read."""

SUN = tuple(name for name in SCENE if name.startswith("sun"))
TERRAIN, MEASURES = OPERATIONS["reconstruct"].group, OPERATIONS["evaluate"].group


@dataclass(frozen=True)
class Step:
    """One operation of a chain.

    Attributes
    ----------
    name, operation : str
    asks : tuple of str
        Parameters that the chain asks its user for; the others keep their defaults.
    takes : mapping
        Parameters that are outputs of earlier steps: (step, target) by name.
    gives : mapping
        Targets that are outputs of the chain: their names there by target.
    renamed : mapping
        Parameters that the chain asks for under the name of another step's: that name by parameter.
    fixed : mapping
        Parameters that the chain decides, by name.
    after : tuple of str
        Steps that run first although nothing is taken from them: they look at inputs.
    """

    name: str
    operation: str
    asks: tuple[str, ...]
    takes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    gives: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChainPlan:
    """A chain: what it is called, and its steps in the order in which they run."""

    name: str
    label: str
    group: str
    help: str
    steps: tuple[Step, ...]


RECONSTRUCTION = (*SCENE, "apply_shift", "contrast", "pack", "provider", "threads")

CHAINS = (
    ChainPlan(
        "lunar_dtm",
        later("Lunar DTM with slope and terrain classes"),
        TERRAIN,
        later(
            "From one lunar image and a coarse DEM to terrain classes, a DTM at the resolution of the image, "
            "its slope and the variance of its slope."
        ),
        (
            Step("classify", "classify", (*SCENE, "pack"), gives={"output": "CLASSES"}),
            Step(
                "reconstruct",
                "reconstruct",
                RECONSTRUCTION,
                {"classes": ("classify", "output_tiles")},
                {"output": "DTM"},
            ),
            Step(
                "slope",
                "slope_roughness",
                (),
                {"input": ("reconstruct", "output")},
                {"output": "SLOPE", "output_variance": "SLOPE_VARIANCE"},
            ),
        ),
    ),
    ChainPlan(
        "dtm_with_report",
        later("Lunar DTM with a report on it"),
        TERRAIN,
        later(
            "From one lunar image and a coarse DEM to a DTM at the resolution of the image, and a report on "
            "how well it explains the image and keeps to the coarse DEM, and on its errors where a reference is given."
        ),
        (
            Step("reconstruct", "reconstruct", RECONSTRUCTION, gives={"output": "DTM"}),
            Step("classify", "classify", (*SCENE, "pack")),
            Step(
                "evaluate",
                "evaluate",
                # Without the unit of heights: there it would be that of the DTM too, which is metres.
                ("image", "coarse_dem", "reference", *SUN, "saturation"),
                {"dtm": ("reconstruct", "output"), "classes": ("classify", "output")},
                {"output": "REPORT"},
            ),
        ),
    ),
    ChainPlan(
        "shadow_check",
        later("Check a DTM by the shadows of its rocks"),
        MEASURES,
        later("Finds rocks in an image, and compares the shadow of each with the one that it casts in a DTM."),
        (
            Step("detect", "detect_rocks", ("image", *SUN, "height_unit"), gives={"output": "ROCKS"}),
            Step(
                "compare",
                "compare_shadows",
                ("image", "dtm", *SUN, "least_area", "saturation", "height_unit"),
                {"rocks": ("detect", "output")},
                {"output": "REPORT", "output_table": "TABLE", "output_difference": "DIFFERENCE"},
            ),
        ),
    ),
    ChainPlan(
        "roughness_vs_sar",
        later("Lunar DTM against radar"),
        MEASURES,
        later(
            "From one lunar image and a coarse DEM to a DTM at the resolution of the image, and a report that "
            "compares its roughness with radar backscatter. The radar image is looked at first, before minutes of work."
        ),
        (
            # Before minutes of work: whether the radar image can be compared with at all.
            Step("check", "describe", ("sar_bands", "sar_unit"), renamed={"input": "sar"}, fixed={"use_as": "SAR"}),
            Step("reconstruct", "reconstruct", RECONSTRUCTION, gives={"output": "DTM"}, after=("check",)),
            Step(
                "compare",
                "compare_sar",
                ("sar", "sar_bands", "sar_unit"),
                {"input": ("reconstruct", "output")},
                {"output": "REPORT", "output_roughness": "ROUGHNESS"},
            ),
        ),
    ),
)


def asked(plan: ChainPlan) -> list:
    """Parameters of a chain, each as the first step that needs it declares it: image, DEM, radar and sun first."""
    found = {}
    for step in sorted(plan.steps, key=lambda step: "coarse_dem" not in step.asks):
        declared = {p.name: p for p in OPERATIONS[step.operation].parameters}
        for name in step.asks:
            if name in declared and name not in step.takes:
                needed = found.get(name)
                # A chain has no plan to take an image from, and what one step needs the chain needs.
                if needed is None or (needed.optional and not declared[name].optional):
                    found[name] = replace(declared[name], unless=())
    first = [name for name in ("image", "coarse_dem", "dtm", "sar") if name in found]
    return [found.pop(name) for name in first] + list(found.values())


class Chain(QgsProcessingModelAlgorithm):
    """A chain as QGIS runs it."""

    def __init__(self, plan: ChainPlan):
        super().__init__(plan.name, tr(plan.group), group_id(plan.group))
        self._plan = plan
        self._name_outputs_by_step()
        parameters = asked(plan)
        for parameter in parameters:
            name = parameter.name.upper()
            self.addModelParameter(definition(parameter), QgsProcessingModelParameter(name))
        self.setParameterOrder([parameter.name.upper() for parameter in parameters])
        for step in plan.steps:
            self.addChildAlgorithm(_child(step, {parameter.name for parameter in parameters}))
        self.updateDestinationParameters()

    def _name_outputs_by_step(self):
        """Outputs are ``STEP:OUTPUT`` in every version: newer ones name those of newer models by their labels."""
        empty = self.toVariant()
        if empty.pop("internal_version", None) is not None:
            self.loadVariant(empty)  # a model that does not say its version is one of before

    def createInstance(self):  # noqa: N802
        """A fresh copy, as QGIS asks for each run."""
        return Chain(self._plan)

    def groupId(self):  # noqa: N802
        """Identifier of the group in all languages, which a model does not keep."""
        return group_id(self._plan.group)

    def createCustomParametersWidget(self, parent=None):  # noqa: N802
        """QGIS's dialog, with the layers chosen that can be meant."""
        return dialog_of(self, rasters_needed(asked(self._plan)), parent)

    def displayName(self):  # noqa: N802
        """Name in the toolbox."""
        return tr(self._plan.label)

    def shortHelpString(self):  # noqa: N802
        """What it does, and every parameter."""
        return help_text(self._plan.help, asked(self._plan))

    def helpUrl(self):  # noqa: N802
        """Page of the chain, opened by the dialog's Help button."""
        return help_page(self._plan.name)

    def shortDescription(self):  # noqa: N802
        """First sentence of the help."""
        return one_sentence(self._plan.help)


def group_id(group: str) -> str:
    """Identifier of a group, the same for operations and chains."""
    return group.lower().replace(" ", "_")


def _child(step: Step, asked_for: set) -> QgsProcessingModelChildAlgorithm:
    """A step as QGIS has it: every parameter that is no target has a source, as QGIS wants of needed ones."""
    source = QgsProcessingModelChildParameterSource
    child = QgsProcessingModelChildAlgorithm(f"mmoedtm:{step.operation}")
    child.setChildId(step.name)
    child.setDescription(tr(OPERATIONS[step.operation].label))
    outputs = {}
    for parameter in OPERATIONS[step.operation].parameters:
        name = parameter.name.upper()
        if parameter.name in step.takes:
            other, target = step.takes[parameter.name]
            child.addParameterSources(name, [source.fromChildOutput(other, target.upper())])
        elif parameter.name in step.renamed:
            child.addParameterSources(name, [source.fromModelParameter(step.renamed[parameter.name].upper())])
        elif parameter.name in step.fixed:
            child.addParameterSources(name, [source.fromStaticValue(step.fixed[parameter.name])])
        elif parameter.name in step.asks and parameter.name in asked_for:
            child.addParameterSources(name, [source.fromModelParameter(name)])
        elif parameter.name in step.gives:
            made = QgsProcessingModelOutput(step.gives[parameter.name], tr(parameter.label))
            made.setChildId(step.name)
            made.setChildOutputName(name)
            outputs[made.name()] = made
        elif parameter.default is not None and not parameter.is_target:
            child.addParameterSources(name, [source.fromStaticValue(parameter.default)])
    child.setModelOutputs(outputs)
    child.setDependencies([QgsProcessingModelChildDependency(name) for name in step.after])
    return child
