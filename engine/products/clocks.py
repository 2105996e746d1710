"""Names of products that are clocks: identifiers of LROC NAC and ShadowCam images count seconds.

LROC's count starts at 2006-04-18T11:45:33 UTC; identifiers of ten digits begin with 1 and count from 900,000,000.
ShadowCam's starts at 2022-08-04T23:08:01 UTC. Both origins are fitted to the start times in labels (nine of LROC
from 2009 to 2022, which agree within 0.4 s, two of ShadowCam).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Optional

LROC_ORIGIN = datetime(2006, 4, 18, 11, 45, 33)
SHADOWCAM_ORIGIN = datetime(2022, 8, 4, 23, 8, 1)
TEN_DIGITS_FROM = 900_000_000

_NAC = re.compile(r"(?i)(?<![A-Z0-9])M(\d{9}|1\d{9})[LR][EC]?(?![A-Z0-9])")
_NAC_ORTHO = re.compile(r"(?i)NAC_DTM_\w+?_M(\d{9}|1\d{9})(?![0-9])")
_SHADOWCAM = re.compile(r"(?i)(?<![A-Z0-9])M(\d{9})S(?:E|C)?(?![A-Z0-9])")


def time_in_name(name: str) -> Optional[datetime]:
    """Start (UTC) of the image that a product's name tells; None for a name that is no clock.

    Parameters
    ----------
    name : str
        File name, as ``M139939938LE_map.tif`` or ``NAC_DTM_APOLLO11_M150361817_50CM.TIF``.
    """
    found = _NAC.search(name) or _NAC_ORTHO.search(name)
    if found:
        seconds = int(found.group(1))
        if len(found.group(1)) == 10:
            seconds -= TEN_DIGITS_FROM
        return LROC_ORIGIN + timedelta(seconds=seconds)
    found = _SHADOWCAM.search(name)
    return SHADOWCAM_ORIGIN + timedelta(seconds=int(found.group(1))) if found else None
