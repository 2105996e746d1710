"""Every error a user can meet: one root, and subclasses whose message is one sentence.

A message names the file, the fact and the way out; the front doors print it as it is.
"""

from __future__ import annotations


class MmoedtmError(Exception):
    """Root of all errors that the engine raises on purpose."""


class RasterError(MmoedtmError):
    """A raster cannot be read, or its content is not what the operation needs."""


class BodyError(MmoedtmError):
    """Two rasters lie on different bodies, or one is not on the Moon."""


class OverlapError(MmoedtmError):
    """Two inputs do not share any ground."""


class OutputError(MmoedtmError):
    """A target cannot be written."""


class ArchiveError(MmoedtmError):
    """A file of an archive cannot be fetched, or is not what the table of sources says."""


class PackError(MmoedtmError):
    """An expert pack is missing, damaged or does not fit its manifest."""


class PlanError(MmoedtmError):
    """A plan cannot be read, or what it was made of is not there or was changed."""


class WorkerError(MmoedtmError):
    """A worker of a cluster cannot do its part."""


class ProviderError(MmoedtmError):
    """The execution provider asked for is absent or failed."""


class LayerError(MmoedtmError):
    """A vector layer given as input cannot be used."""


class ParameterError(MmoedtmError):
    """An argument is missing, unknown or out of range."""


class Cancelled(MmoedtmError):
    """The user cancelled the run."""

    def __init__(self) -> None:
        super().__init__("The run was cancelled; no output was written.")
