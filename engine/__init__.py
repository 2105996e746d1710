"""The MMoEDTM engine: terrain from one lunar image and a coarse DEM."""

__version__ = "0.1.0"
