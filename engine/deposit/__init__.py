"""DTMs made ready for archives and for other programs: PDS4, STAC, citations, the move of the coarse DEM."""
