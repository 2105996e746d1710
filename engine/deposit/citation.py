"""How a DTM and what it was made of are cited."""

from __future__ import annotations

from .facts import Facts

PAPER = (
    "Zheng, Y., Xia, T., Liu, N., Jin, Y.-Q. MMoEDTM: Improving the Generalization of Multi-terrain Lunar DTM and "
    "Optimization of Rocky Surface Generation."
)


def citation(title: str, authors: str, year: int, facts: Facts) -> str:
    """A text with the DTM's own citation, and those of its inputs as far as they are known."""
    known = "".join(f"  {text}\n" for text in facts.citations)
    unknown = "" if facts.citations else "  (not known: cite the source of your coarse DEM)\n"
    inputs = "".join(f"  {role}: {file}, sha256 {sha}\n" for role, file, sha in facts.inputs)
    return (
        f"This DTM\n  {own(title, authors, year, facts)}\n\n"
        f"Image\n  {facts.image or 'several images, see below'}; cite the archive that it comes from.\n\n"
        f"Coarse DEM\n{known}{unknown}\n"
        f"Method\n  {PAPER}\n\nSoftware\n  {facts.software} (GPL-3.0-or-later).\n\nMade of\n{inputs}"
    )


def own(title: str, authors: str, year: int, facts: Facts) -> str:
    """One line for the DTM itself."""
    return f"{authors.rstrip('.')}, {year}. {title.rstrip('.')}. Made with {facts.software}."
