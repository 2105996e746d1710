"""A local archive, a table of sources that names it, and a cache of its own for each test."""

from __future__ import annotations

import re

import pytest

from engine.archives import patience, sources
from tests.archives.server import Archive


@pytest.fixture
def archive(tmp_path):
    """A server of the folder 'archive' below the test's."""
    folder = tmp_path / "archive"
    folder.mkdir()
    server = Archive(folder)
    yield server
    server.close()


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """The user's cache folder, and a network without proxies and with little patience."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    hasty = patience.Patience(connect_s=2.0, silence_s=1.0, longest_s=5.0, tries=5, first_wait_s=0.01, most_wait_s=0.1)
    monkeypatch.setattr("engine.archives.fetch.USUAL", hasty)
    for name in ("fetch", "kept"):
        function = getattr(__import__("engine.archives.fetch", fromlist=[name]), name)
        monkeypatch.setattr(function, "__defaults__", (hasty,))
    return tmp_path / "cache" / "mmoedtm" / "archives"


@pytest.fixture
def table(archive, tmp_path):
    """The shipped table of sources with all of its addresses on the local server."""
    text = sources.shipped().read_text(encoding="utf-8")
    path = tmp_path / "own.toml"
    path.write_text(re.sub(r"https://[^\"]*/", f"{archive.url}/", text), encoding="utf-8")
    return path
