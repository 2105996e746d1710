"""What a product is: its family, camera and identifier, by its label and its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .keywords import Keywords
from .lunar_frame import MEAN_EARTH

IMAGE, ELEVATION, OTHER = "image", "elevation", ""


@dataclass(frozen=True)
class Family:
    """A kind of product.

    Attributes
    ----------
    name : str
    camera : str
        Or altimeter.
    holds : str
        'image', 'elevation', or an empty string where that is not known.
    frame : str
        Lunar frame that such products are made in; an empty string where that is not known.
    raw : bool
        In the camera's geometry, so that nothing says where its pixels lie.
    traps : tuple of str
        What goes wrong with such products, a sentence each.
    """

    name: str
    camera: str = ""
    holds: str = OTHER
    frame: str = ""
    raw: bool = False
    traps: tuple[str, ...] = ()


UNKNOWN = Family("unknown")
ISIS_CUBE = Family("ISIS cube")

_RAW_NAC = (
    "It is in the camera's geometry; lronac2isis, spiceinit, lronaccal, lronacecho and cam2map (ISIS) map it.",
)
_RENDERED = "It is a picture made for looking; its brightness is stretched, so its contrast is not the ground's."
_CALIBRATED = Family(
    "LROC NAC calibrated cube", "LROC NAC", IMAGE, "", True,
    ("It is in the camera's geometry: cam2map (ISIS) makes a map of it.",),
)  # fmt: skip
_COUNTS = "Integers are half-metres where the label beside them is lost (GeoTIFF, JPEG 2000)."
_RADII = "OFFSET in its label makes radii of the heights (1737.4 km); heights are the values without it."
SHADOWCAM = "ShadowCam"
"""Its camera, which sees by scattered light."""

_NAC, _WAC = "LROC NAC", "LROC WAC"
_START, _STOP = "(?<![a-z0-9])", "(?![a-z0-9])"

_BY_NAME: tuple[tuple[str, Family], ...] = (
    (r"sldem2015", Family("SLDEM2015", "LOLA and Kaguya TC", ELEVATION, MEAN_EARTH, False, (_RADII, _COUNTS))),
    (r"lola_?kaguya", Family("LOLA-Kaguya merged DEM", "LOLA and Kaguya TC", ELEVATION, MEAN_EARTH)),
    (r"gld100", Family("LROC WAC GLD100", _WAC, ELEVATION, MEAN_EARTH)),
    (r"(?<![a-z])lola(?![a-z])", Family("LOLA DEM", "LOLA", ELEVATION, MEAN_EARTH, False, (_COUNTS,))),
    (r"(?<![a-z])(?:ldem|ldam)_", Family("LOLA LDEM", "LOLA", ELEVATION, MEAN_EARTH, False, (_RADII, _COUNTS))),
    (r"nac_dtm_\w*_m\d{9,10}", Family("LROC NAC DTM orthoimage", _NAC, IMAGE, MEAN_EARTH)),
    (r"nac_dtm_\w*_(?:conf|shade|slope|clrshade|legend)",
     Family("LROC NAC DTM by-product", _NAC, OTHER, MEAN_EARTH, False, ("It is neither image nor heights.",))),
    (r"nac_dtm_", Family("LROC NAC DTM", _NAC, ELEVATION, MEAN_EARTH, False,
                         ("Its label spans the years of its images, so its times are nobody's sun.",
                          "The PDS4 label beside it has the wrong sign of upperleft_corner_x; prefer the .LBL or the "
                          ".TIF.",))),
    (r"nac_roi_", Family("LROC NAC ROI mosaic", _NAC, IMAGE, MEAN_EARTH, False,
                         ("A mosaic of frames has no single sun; give the angles if all of them share one.",))),
    (rf"{_START}m1?\d{{9}}[lr]e{_STOP}", Family("LROC NAC EDR", _NAC, IMAGE, "", True, _RAW_NAC)),
    (rf"{_START}m1?\d{{9}}[lr]c{_STOP}", Family("LROC NAC CDR", _NAC, IMAGE, "", True, _RAW_NAC)),
    (rf"{_START}m1?\d{{9}}[lr]{_STOP}", Family("LROC NAC image", _NAC, IMAGE, "", True, _RAW_NAC)),
    (rf"{_START}m1?\d{{9}}[cm]e?{_STOP}", Family("LROC WAC image", _WAC, IMAGE)),
    (r"(?<![a-z])wac_", Family("LROC WAC mosaic", _WAC, IMAGE, MEAN_EARTH, False,
                               ("A mosaic of frames has no single sun.",))),
    (rf"{_START}m\d{{9}}s[ec]?{_STOP}",
     Family("ShadowCam", SHADOWCAM, IMAGE, MEAN_EARTH, False,
            ("A permanently shadowed floor is lit by the crater's walls, not by the sun of its time; its sun is "
             "'scattered', unless it is given.", "Ground in sunlight is saturated (Saturated from)."))),
    (r"(?<![a-z0-9])tco?_?(?:map)|tco_map", Family("Kaguya TC ortho map", "Kaguya TC", IMAGE, MEAN_EARTH, False,
                                                    ("Pixels of 7.4 m are beyond what the experts were trained for.",
                                                     "A map of many strips has no single sun.",))),
    (r"(?<![a-z0-9])dtm_map", Family("Kaguya TC DTM map", "Kaguya TC", ELEVATION, MEAN_EARTH, False,
                                      ("Holes are -9999.",))),
    (r"(?<![a-z0-9])tc[12]?[sw]2b\d", Family("Kaguya TC scene", "Kaguya TC", IMAGE, "", True,
                                             ("It is in the camera's geometry; project it first.",
                                              "Invalid pixels are -20000, -21000, -22000 and -23000.",))),
    (r"ch2_ohr", Family("Chandrayaan-2 OHRC", "OHRC", IMAGE, "", True,
                        ("It is in the camera's geometry; the grid beside it (*_g_grd_*.csv) lies 2 to 3 km off NAC "
                         "images, so register it.",))),
    (r"ch2_tmc", Family("Chandrayaan-2 TMC-2", "TMC-2", IMAGE, "", True,
                        ("A strip spans up to 30 degrees of latitude, and the sun of its label is that of its middle.",
                         "It is in the camera's geometry; the grid beside it (*_g_grd_*.csv) lies 2 to 3 km off NAC "
                         "images, so register it.",))),
    (r"mini-?rf|(?<![a-z])lsz_|(?<![a-z])s1_", Family("Mini-RF", "Mini-RF radar", OTHER)),
    (r"trek|quickmap", Family("rendered map", "", IMAGE, "", False, (_RENDERED,))),
)  # fmt: skip


@dataclass(frozen=True)
class Product:
    """What a file is.

    Attributes
    ----------
    family : Family
    identifier : str
        Of the product, as the label or the name gives it; an empty string where neither does.
    """

    family: Family
    identifier: str = ""


def identify(stem: str, keywords: Keywords, placed: bool) -> Product:
    """What a file is by its label, else by its name.

    Parameters
    ----------
    stem : str
        Name of the file, without its folder.
    keywords : Keywords
        Of its label; none where there is no label.
    placed : bool
        Whether it is map-projected: then it is no product in the camera's geometry, whatever its name.
    """
    told = keywords.text("PRODUCT_ID", "ProductId") or keywords.text("logical_identifier").rpartition(":")[2]
    family = _by_instrument(told, keywords) if keywords else UNKNOWN
    if family is UNKNOWN:
        family = next((f for f in (_named(told), _named(stem)) if f is not UNKNOWN), UNKNOWN)
    if family is UNKNOWN and keywords.text("IsisVersion", "TileSamples", "StartByte"):
        family = ISIS_CUBE
    if family.raw and placed:
        family = Family(_projected(family.name), family.camera, family.holds, "", False, family.traps[1:])
    return Product(family, told or _identifier_in(stem))


def _projected(name: str) -> str:
    base = "LROC NAC" if name.startswith("LROC NAC") else name
    return f"{base} map-projected image"


def _named(name: str) -> Family:
    return next((family for pattern, family in _BY_NAME if re.search(f"(?i){pattern}", name)), UNKNOWN)


def _by_instrument(told: str, keywords: Keywords) -> Family:
    """By what the label says of the data set and the instrument."""
    data_set = keywords.text("DATA_SET_ID", "DataSetId")
    instrument = keywords.text("InstrumentId", "INSTRUMENT_ID", "INSTRUMENT_NAME", "InstrumentName").upper()
    everything = f"{data_set} {keywords.text('DATA_SET_NAME')} {told}".upper()
    named = _named(told)
    if named.holds == ELEVATION or named.name.startswith(("LROC NAC DTM", "LROC NAC ROI")):
        return named
    if instrument in ("NACL", "NACR") or (instrument == "LROC" and re.search(r"(?i)^m1?\d{9}[lr]", told)):
        if keywords.text("RadiometricType"):
            return _CALIBRATED
        return _named("M000000000LC" if "-3-CDR" in everything else "M000000000LE")
    if "TERRAIN CAMERA" in instrument and "KAGUYA" not in instrument and "SELENE" in keywords.everything().upper():
        return _named("dtm_map" if "DTM" in everything else "tco_map" if "MAP" in everything else "TC1S2B0")
    return named


_IDENTIFIERS = (
    r"(?i)(?<![A-Z0-9])M1?\d{9}[LRCM][EC]?(?![A-Z0-9])",
    r"(?i)(?<![A-Z0-9])M\d{9}S[EC]?(?![A-Z0-9])",
    r"(?i)NAC_(?:DTM|ROI)_[A-Z0-9]+(?:_[A-Z0-9]+)*",
    r"(?i)S?LDEM[A-Z0-9]*(?:_[A-Z0-9]+)+",
    r"(?i)ch2_\w+",
    r"(?i)WAC_[A-Z0-9_]+",
    r"(?i)TC[A-Z0-9]*_[A-Z0-9_]+",
)


def _identifier_in(stem: str) -> str:
    for pattern in _IDENTIFIERS:
        found = re.search(pattern, stem)
        if found:
            return found.group(0)
    return ""
