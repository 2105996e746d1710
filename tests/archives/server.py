"""An archive on this machine: sparse files of true size, served by ranges, with every fault that a network has."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Archive:
    """A server of a folder.

    Attributes
    ----------
    fault : callable, optional
        Is asked before each answer: ``fault(handler, number)`` may answer itself and returns whether it did.
    sent : int
        Bytes of bodies.
    asked : list of (path, range)
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fault: Callable[[BaseHTTPRequestHandler, int], bool] | None = None
        self.etag = True
        self.modified = True
        self.ranges = True
        self.sent = 0
        self.asked: list[tuple[str, str]] = []
        self.connections = 0
        self._lock = threading.Lock()
        archive = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                super().setup()
                # Two small writes of an answer would otherwise wait for each other's receipt.
                self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
                archive.connections += 1

            def do_GET(self):
                archive.answer(self)

            def log_message(self, *arguments):
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, request, client_address):
                pass  # connections that a run has cut

        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        with self._lock:
            number = len(self.asked)
            self.asked.append((handler.path, handler.headers.get("Range", "")))
        if self.fault is not None and self.fault(handler, number):
            return
        path = self.folder / handler.path.lstrip("/")
        if not path.is_file():
            self.plain(handler, 404)
            return
        status = path.stat()
        head = {"ETag": f'"{status.st_size}-{status.st_mtime_ns}"'} if self.etag else {}
        if self.modified:
            head["Last-Modified"] = handler.date_time_string(int(status.st_mtime))
        wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", handler.headers.get("Range", ""))
        same = handler.headers.get("If-Range") in (None, head.get("ETag"), head.get("Last-Modified"))
        with path.open("rb") as file:
            if not (self.ranges and wanted and same):
                handler.send_response(200)
                self.body(handler, file.read(1 << 20), head, status.st_size)
                return
            first, last = int(wanted.group(1)), min(int(wanted.group(2)), status.st_size - 1)
            if first > last:
                self.plain(handler, 416)
                return
            file.seek(first)
            handler.send_response(206)
            self.body(handler, file.read(last - first + 1),
                      {**head, "Content-Range": f"bytes {first}-{last}/{status.st_size}"})  # fmt: skip

    def body(self, handler, content: bytes, head: dict, length: int | None = None) -> None:
        for name, value in head.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content) if length is None else length))
        handler.end_headers()
        try:
            handler.wfile.write(content)
        except OSError:
            return  # who asked has gone
        with self._lock:
            self.sent += len(content)
        if length not in (None, len(content)):
            handler.close_connection = True

    def plain(self, handler, status: int, **head: str) -> None:
        """An answer without content."""
        handler.send_response(status)
        self.body(handler, b"", {name.replace("_", "-"): value for name, value in head.items()})
