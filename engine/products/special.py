"""Values that are codes, not measurements."""

from __future__ import annotations

import re

FLOAT_SPECIAL = 1e30
"""Magnitudes above this are the five ISIS special pixels (-3.4028226e38 and below) or their kin."""

INT16_CODES = (-32768, -32764)
"""NULL, LRS, LIS, HIS, HRS of 16-bit cubes and of the PDS3 products made from them: ends of the range.

No calibrated image and no height of the Moon in metres or half-metres reaches them.
"""

ISIS_CODES = {"int16": (INT16_CODES,), "uint16": ((0, 2), (65534, 65535)), "uint8": ((0, 0), (255, 255))}
"""Ranges of special pixels of integer ISIS cubes: NULL, LRS, LIS, HIS, HRS."""

_KEYS = re.compile(
    r"(?i)^(?:core_)?(?:null|(?:low|high)_(?:repr|instr)_saturation)$"
    r"|^(?:missing|invalid|null|dummy|not_applicable|unknown|out_of_image_bounds)(?:_data|_constant|_value)*$"
    r"|^(?:error|saturated|missing|invalid|unknown|not_applicable|high_instrument_saturation|low_instrument_saturation"
    r"|high_representation_saturation|low_representation_saturation)(?:_constant)?$"
)


def is_special_key(key: str) -> bool:
    """Whether a keyword of an image in a PDS3 or PDS4 label names values that are no measurements."""
    return bool(_KEYS.match(key))
