"""Units of heights: what users can name and what labels and bands write."""

from __future__ import annotations

HEIGHT_UNITS = {
    "metres": 1.0,
    "kilometres": 1000.0,
    "half-metres": 0.5,
    "decimetres": 0.1,
    "centimetres": 0.01,
    "millimetres": 0.001,
    "feet": 0.3048,
    "US survey feet": 1200.0 / 3937.0,
}
"""Metres per stored value for each unit that a user can name (LOLA counts are half-metres)."""

_SPELLINGS = {
    "metres": "m meter meters metre metres",
    "kilometres": "km kilometer kilometers kilometre kilometres",
    "half-metres": "half-metre half-metres half-meter half-meters",
    "decimetres": "dm decimeter decimeters decimetre decimetres",
    "centimetres": "cm centimeter centimeters centimetre centimetres",
    "millimetres": "mm millimeter millimeters millimetre millimetres",
    "feet": "ft foot feet international-foot international-feet foot-(international)",
    "US survey feet": "us-ft ft-us ftus usft sft survey-foot survey-feet us-survey-foot us-survey-feet us-foot us-feet "
    "foot-us foot-survey foot-(us-survey)",
}

_NAMES = {spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings.split()}

_NOT_STATED = {"", "1", "none", "n/a", "na", "null", "unk", "unknown", "unitless", "dimensionless", "dn", "-"}


def height_unit(text: str) -> str | None:
    """Name in ``HEIGHT_UNITS`` of a unit as files write it; an empty name where they state none, None where unknown.

    Case, blanks, underscores and full stops do not matter: ``US Survey Foot``, ``us_survey_foot``.
    """
    plain = "-".join(text.strip().strip("<>'\"").lower().replace("_", " ").replace(".", " ").split())
    if plain in _NOT_STATED:
        return ""
    return _NAMES.get(plain)
