"""Which of the Moon's two body-fixed frames a product lies in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .keywords import Keywords

MEAN_EARTH, PRINCIPAL_AXES, UNKNOWN = "mean Earth", "principal axes", "unknown"

APART_M = 860.0
"""Largest distance on the ground between the places of one longitude and latitude in the two frames (DE421; NAIF,
``moon_080317.tf``: the axes are turned by 67.9, 78.6 and 0.3 arc seconds)."""

_MEAN_EARTH = re.compile(r"(?i)mean[ _-]*earth|\bmoon_me\b|moon_assoc_me")
_PRINCIPAL = re.compile(r"(?i)principal[ _-]*ax[ei]s|\bmoon_pa\b|moon_assoc_pa")


@dataclass(frozen=True)
class LunarFrame:
    """A frame, and who says so.

    Attributes
    ----------
    name : str
        'mean Earth', 'principal axes' or 'unknown'.
    source : str
        Words about who says so; empty where nobody does.
    """

    name: str = UNKNOWN
    source: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.source})" if self.source else self.name


def lunar_frame(keywords: Keywords, crs: str, family_frame: str) -> LunarFrame:
    """The frame by the label, else by the name of the CRS, else by what products of the family are made in.

    An ISIS label names the frame's kernel (``moon_assoc_me.tf``) among those that placed the image.

    Parameters
    ----------
    keywords : Keywords
    crs : str
        WKT, or an empty string.
    family_frame : str
        What products of the family are made in; an empty string where that is not known.
    """
    stated = keywords.text("COORDINATE_SYSTEM_NAME")
    kernels = keywords.text("TargetAttitudeShape")
    for text, source in ((stated, f"the label: {stated}"), (kernels, "the label's kernels"), (crs, "the CRS")):
        # Both words in one text: kernels name the axes that the planet's rotation is given in, too.
        if _MEAN_EARTH.search(text):
            return LunarFrame(MEAN_EARTH, source)
        if _PRINCIPAL.search(text):
            return LunarFrame(PRINCIPAL_AXES, source)
    return LunarFrame(family_frame, "as its family is; the label does not say") if family_frame else LunarFrame()


def mixed(one: LunarFrame, other: LunarFrame) -> bool:
    """Whether two products are known to lie in different frames."""
    return UNKNOWN not in (one.name, other.name) and one.name != other.name
