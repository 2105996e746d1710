"""One connection to a server: proxies of the environment, certificates, and what was asked for or an error.

The standard library's ``http.client``: windows of raw images are a thousand short ranges, for which a connection has
to stay open (``urllib.request`` closes it after each), and a cancel has to close it from outside.
"""

from __future__ import annotations

import base64
import http.client
import os
import ssl
import threading
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urlsplit

from .. import __version__
from ..errors import ArchiveError
from .patience import Patience

BLOCK = 1 << 16


@dataclass(frozen=True)
class Answer:
    """What a server answered.

    Attributes
    ----------
    status : int
    headers : mapping
        Names in lower case.
    body : bytes
        Empty where the status is not one that was asked for.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class Torn(Exception):
    """An answer broke off, or took too long: to be asked for again."""


class Connections:
    """Connections of one thread, each kept open for the next request to its host.

    Parameters
    ----------
    patience : Patience
    """

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._open: dict[tuple[str, str], http.client.HTTPConnection] = {}
        self._lock = threading.Lock()
        self._closed = False

    def get(self, url: str, headers: Mapping[str, str], most: int, wanted: tuple[int, ...]) -> Answer:
        """Ask once.

        Parameters
        ----------
        url : str
        headers : mapping
        most : int
            Bytes of a body that are read; a longer one is not what was asked for.
        wanted : tuple of int
            Statuses whose body is read.

        Raises
        ------
        OSError, http.client.HTTPException, Torn
            There was no whole answer.
        """
        part = urlsplit(url)
        connection, proxied = self._connection(part)
        target = url.partition("#")[0] if proxied else (part.path or "/") + (f"?{part.query}" if part.query else "")
        own = {"User-Agent": f"MMoEDTM/{__version__}", "Accept-Encoding": "identity", **headers}
        if proxied:
            own.update(_proxy_authorization(proxied))
        begun = time.monotonic()
        try:
            connection.request("GET", target, headers=own)
            if connection.sock is not None:
                connection.sock.settimeout(self._patience.silence_s)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            if response.status not in wanted:
                self._drop(part)  # what else it sends is not waited for
                return Answer(response.status, found, b"")
            body = self._body(response, most, begun)
            if response.will_close:
                self._drop(part)
            return Answer(response.status, found, body)
        except BaseException:
            self._drop(part)
            raise

    def _body(self, response: http.client.HTTPResponse, most: int, begun: float) -> bytes:
        told = response.getheader("Content-Length", "")
        length = int(told) if told.isdigit() else None
        parts: list[bytes] = []
        size = 0
        # Whatever has come, rather than whole blocks: a server that trickles is to be noticed.
        while size != length and (block := response.read1(BLOCK)):
            parts.append(block)
            size += len(block)
            if size > most:
                raise Torn(f"it sent more than the {most:,} bytes that were asked for")
            if time.monotonic() - begun > self._patience.longest_s:
                raise Torn(f"it sent {size:,} bytes in {self._patience.longest_s:.0f} s")
        if length is not None and size < length:
            raise Torn(f"the answer broke off after {size:,} bytes")
        response.close()
        return b"".join(parts)

    def _connection(self, part: SplitResult) -> tuple[http.client.HTTPConnection, str]:
        """A connection that is open, and the proxy that wants whole addresses."""
        host = part.hostname or ""
        proxy = _proxy(part.scheme, host)
        key = (part.scheme, part.netloc)
        with self._lock:
            if self._closed:
                raise ConnectionAbortedError("closed")
            connection = self._open.get(key)
        whole = proxy if part.scheme == "http" else ""
        if connection is not None:
            return connection, whole
        port = part.port or (443 if part.scheme == "https" else 80)
        at, at_port = (host, port) if not proxy else _address(proxy)
        timeout = self._patience.connect_s
        if part.scheme == "https":
            connection = http.client.HTTPSConnection(at, at_port, timeout=timeout, context=_context())
            if proxy:
                connection.set_tunnel(host, port, _proxy_authorization(proxy))
        else:
            connection = http.client.HTTPConnection(at, at_port, timeout=timeout)
        connection.connect()
        with self._lock:
            if self._closed:
                connection.close()
                raise ConnectionAbortedError("closed")
            self._open[key] = connection
        return connection, whole

    def _drop(self, part: SplitResult) -> None:
        with self._lock:
            connection = self._open.pop((part.scheme, part.netloc), None)
        if connection is not None:
            connection.close()

    def close(self) -> None:
        """Close all, also from another thread: one that waits for a server wakes with an error."""
        with self._lock:
            self._closed = True
            connections = list(self._open.values())
            self._open.clear()
        for connection in connections:
            sock = connection.sock
            if sock is not None:
                try:
                    sock.shutdown(2)  # closing alone does not wake a thread that reads
                except OSError:
                    pass  # the server has closed it already
                sock.close()


@lru_cache(maxsize=1)
def _context() -> ssl.SSLContext:
    """Certificates of the system, or of SSL_CERT_FILE; where nobody names any, those that come with rasterio too."""
    context = ssl.create_default_context()
    if not (os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR")):
        try:
            import certifi
        except ImportError:
            return context
        context.load_verify_locations(certifi.where())
    return context


def _proxy(scheme: str, host: str) -> str:
    """Address of the proxy for a host; empty for none."""
    if not host or urllib.request.proxy_bypass(host):
        return ""
    return urllib.request.getproxies().get(scheme, "") or ""


def _address(proxy: str) -> tuple[str, int]:
    part = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    if part.scheme != "http" or not part.hostname:
        raise ArchiveError(
            f"The proxy {part.scheme}://{part.hostname or ''} of the environment cannot be used: only proxies with an "
            "http:// address can; set HTTPS_PROXY to one, or NO_PROXY for the archive's host."
        )
    return part.hostname, part.port or 80


def _proxy_authorization(proxy: str) -> dict[str, str]:
    part = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    if part.username is None:
        return {}
    text = f"{unquote(part.username)}:{unquote(part.password or '')}"
    return {"Proxy-Authorization": "Basic " + base64.b64encode(text.encode()).decode("ascii")}
