"""Ranges of a remote file: retried with backoff, redirected, and held against the version that was seen first."""

from __future__ import annotations

import http.client
import re
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from ..errors import ArchiveError, Cancelled
from .connection import Answer, Connections, Torn
from .patience import Patience
from .sources import LOCAL

AGAIN = (408, 425, 429, 500, 502, 503, 504)
"""Statuses after which it is asked again."""

REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 5

LARGEST_LABEL = 1 << 20


class Changed(ArchiveError):
    """A file is another one than it was."""


@dataclass(frozen=True)
class Version:
    """What tells one version of a file from another.

    Attributes
    ----------
    size : int
    modified : str
        The header Last-Modified.
    etag : str
        The header ETag, where there is no time: servers behind one name often have one time and several tags.
    """

    size: int
    modified: str = ""
    etag: str = ""

    @property
    def condition(self) -> str:
        """For If-Range, which makes a server send the whole of a file that has changed, and so say that it has."""
        return self.modified or ("" if self.etag.startswith("W/") else self.etag)

    def __str__(self) -> str:
        told = self.modified or self.etag or "no date"
        return f"{self.size:,} bytes, {told}"


class Client:
    """Asks for ranges on the connections of one thread.

    Parameters
    ----------
    patience : Patience
    stopped : threading.Event
        Set when the run is to end.
    insecure : callable
        Whether an address may be asked without https.
    """

    def __init__(self, patience: Patience, stopped: threading.Event, insecure: Callable[[str], bool]) -> None:
        self._patience = patience
        self._stopped = stopped
        self._insecure = insecure
        self.connections = Connections(patience)
        self._moved: dict[str, str] = {}

    def probe(self, url: str) -> Version:
        """The version of a file that is there now.

        Raises
        ------
        ArchiveError
            It is not there, cannot be reached, or is not served by ranges.
        """
        answer = self._ask(url, {"Range": "bytes=0-0"}, 1, (206,))
        if answer.status != 206:
            raise ArchiveError(
                f"{url} is not served by ranges, so that a window of it would take the whole file; choose another "
                "source, or fetch the file and give it as the coarse DEM."
            )
        return _version(url, answer)

    def whole(self, url: str) -> bytes:
        """A small file as a whole.

        Raises
        ------
        ArchiveError
        """
        return self._ask(url, {}, LARGEST_LABEL, (200,)).body

    def read(self, url: str, version: Version, first: int, length: int) -> bytes:
        """A range of a version of a file.

        Raises
        ------
        Changed
            It is another version now.
        ArchiveError
            It cannot be read.
        """
        headers = {"Range": f"bytes={first}-{first + length - 1}"}
        if version.condition:
            headers["If-Range"] = version.condition
        answer = self._ask(url, headers, length, (206,), (first, length))
        if answer.status != 206 or _version(url, answer) != version:
            raise Changed(f"{url} was changed while it was read (it had {version}); run again to read the new one.")
        return answer.body

    def _ask(
        self,
        url: str,
        headers: Mapping[str, str],
        most: int,
        wanted: tuple[int, ...],
        window: tuple[int, int] | None = None,
    ) -> Answer:
        """An answer of a status that is wanted, or of 200 and 416 where that says something of the file."""
        why = ""
        for tried in range(1, self._patience.tries + 1):
            if self._stopped.is_set():
                raise Cancelled()
            wait = None
            try:
                answer = self._followed(url, headers, most, wanted)
                if answer.status in wanted:
                    _require_window(answer, window)
                    return answer
                if answer.status not in AGAIN:
                    return self._other(url, answer, wanted)
                why, wait = f"it answers {answer.status} {_phrase(answer.status)}".rstrip(), _asked_wait(answer)
            except ssl.SSLCertVerificationError as error:
                raise ArchiveError(
                    f"{urlsplit(url).hostname} cannot be trusted ({error.verify_message}); behind a proxy that has its "
                    "own certificates set SSL_CERT_FILE to them."
                ) from error
            except Torn as error:
                why = str(error)
            except TimeoutError:
                why = f"it is silent for {self._patience.silence_s:g} s"
            except OSError as error:
                why = error.strerror or str(error) or type(error).__name__
            except http.client.HTTPException as error:
                why = f"its answer breaks off ({type(error).__name__})"
            if tried < self._patience.tries:
                self._stopped.wait(self._patience.wait_s(tried, wait))
        raise ArchiveError(
            f"{url} cannot be read, asked {self._patience.tries} times: {why.rstrip('.')}; check the network (and "
            "HTTPS_PROXY), or run again later: what was read is kept."
        )

    def _followed(self, url: str, headers: Mapping[str, str], most: int, wanted: tuple[int, ...]) -> Answer:
        """The answer at the end of redirects, which are remembered."""
        at = self._moved.get(url, url)
        for _ in range(MOST_REDIRECTS + 1):
            answer = self.connections.get(at, headers, most, wanted)
            if answer.status not in REDIRECTS:
                if answer.status in wanted:
                    self._moved[url] = at
                return answer
            at = self._target(url, at, answer)
        raise ArchiveError(f"{url} leads from one address to the next without end; the archive may have moved.")

    def _target(self, url: str, at: str, answer: Answer) -> str:
        target = urljoin(at, answer.headers.get("location", ""))
        part = urlsplit(target)
        local, from_local = part.hostname in LOCAL, urlsplit(url).hostname in LOCAL
        plain = part.scheme == "http" and (self._insecure(url) or local)
        if not part.hostname or not (part.scheme == "https" or plain) or (local and not from_local):
            raise ArchiveError(
                f"{url} leads to {target[:200]}, which is not asked: only https:// addresses are; correct the table of "
                "sources."
            )
        return target

    def _other(self, url: str, answer: Answer, wanted: tuple[int, ...]) -> Answer:
        """Statuses that say something of the file, or an error."""
        if answer.status in (200, 416) and wanted == (206,):
            return answer
        if answer.status in (404, 410):
            raise ArchiveError(
                f"{url} is not there (the server answers {answer.status}); the archive may have moved: choose another "
                "source, or give the new address in a table of your own."
            )
        if answer.status in (401, 403, 407):
            raise ArchiveError(
                f"{url} may not be read (the server answers {answer.status}); check HTTPS_PROXY, or choose another "
                "source."
            )
        raise ArchiveError(
            f"{url} is answered with {answer.status} {_phrase(answer.status)}, which is no part of a file; choose "
            "another source."
        )


def _require_window(answer: Answer, window: tuple[int, int] | None) -> None:
    """The answer is what was asked for, byte for byte."""
    coding = answer.headers.get("content-encoding", "identity")
    if coding != "identity":
        raise Torn(f"it sends {coding} where plain bytes were asked for")
    if window is None:
        return
    first, length = window
    found = re.match(r"bytes (\d+)-(\d+)/", answer.headers.get("content-range", ""))
    if not found or (int(found.group(1)), int(found.group(2))) != (first, first + length - 1):
        raise Torn(f"it sends the range {answer.headers.get('content-range', 'none')} where another was asked for")
    if len(answer.body) != length:
        raise Torn(f"it sends {len(answer.body):,} of {length:,} bytes")


def _version(url: str, answer: Answer) -> Version:
    found = re.fullmatch(r"bytes \d+-\d+/(\d+)", answer.headers.get("content-range", "").strip())
    if not found:
        raise ArchiveError(f"{url} is served without its size (Content-Range); choose another source.")
    modified = answer.headers.get("last-modified", "")
    return Version(int(found.group(1)), modified, "" if modified else answer.headers.get("etag", ""))


def _asked_wait(answer: Answer) -> float | None:
    """Seconds of Retry-After; a date is not followed."""
    text = answer.headers.get("retry-after", "")
    return float(text) if text.isdigit() else None


def _phrase(status: int) -> str:
    return http.client.responses.get(status, "")
