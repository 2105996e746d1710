"""Files in a folder that an operation goes on in: written beside their name, then renamed."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .contract.shortage import output_error


@contextmanager
def whole_file(target: str) -> Iterator[Path]:
    """A path to write to, which takes the target's name when the block ends well.

    Raises
    ------
    OutputError
        The target cannot be written.
    """
    path = Path(target)
    partial = path.with_name(f".{uuid.uuid4().hex[:8]}.partial{path.suffix}")
    try:
        yield partial
        os.replace(partial, path)
    except OSError as error:
        raise output_error(path, error) from error
    finally:
        partial.unlink(missing_ok=True)
