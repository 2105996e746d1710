"""Fetch files as QGIS does: its proxies, its certificates, its passwords."""

from __future__ import annotations

from typing import Callable
from urllib.parse import quote, urlsplit

from qgis.core import QgsBlockingNetworkRequest, QgsFeedback, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery, QNetworkRequest

from .programs import SetupCancelled, SetupError
from .translation import tr
from .uv_program import from_disk

_SCHEMES = {
    QNetworkProxy.ProxyType.HttpProxy: "http",
    QNetworkProxy.ProxyType.HttpCachingProxy: "http",
    QNetworkProxy.ProxyType.Socks5Proxy: "socks5",
}

MOST_REDIRECTS = 10


def fetcher(feedback: QgsFeedback) -> Callable[[str], bytes]:
    """A way to fetch that ends where the feedback is cancelled; for any thread.

    The function that is returned raises ``SetupError`` where an address cannot be had.
    """

    def fetch(address: str) -> bytes:
        if address.startswith("file:"):
            return from_disk(address)
        for _ in range(MOST_REDIRECTS):
            blocking = QgsBlockingNetworkRequest()
            code = blocking.get(_request(address), True, feedback)
            if feedback.isCanceled():
                raise SetupCancelled
            # QGIS follows redirects itself, but takes a relative address in one for a whole one, and fails.
            onward = blocking.reply().request().url()
            if code == QgsBlockingNetworkRequest.ErrorCode.NoError or onward.isEmpty() or not onward.isRelative():
                break
            address = QUrl(address).resolved(onward).toString(QUrl.ComponentFormattingOption.FullyEncoded)
        if code != QgsBlockingNetworkRequest.ErrorCode.NoError:
            raise SetupError(
                tr(
                    "{host} could not be reached ({reason}); check the network and Settings > Options > "
                    "Network, or name a folder of wheels under Settings > Options > MMoEDTM, and choose Set up "
                    "again."
                ).format(host=urlsplit(address).hostname, reason=blocking.errorMessage().strip().rstrip("."))
            )
        return bytes(blocking.reply().content())

    return fetch


def _request(address: str) -> QNetworkRequest:
    request = QNetworkRequest(QUrl(address))
    control = QNetworkRequest.Attribute.CacheLoadControlAttribute
    request.setAttribute(control, QNetworkRequest.CacheLoadControl.AlwaysNetwork)
    request.setAttribute(QNetworkRequest.Attribute.CacheSaveControlAttribute, False)
    follow = QNetworkRequest.RedirectPolicy.NoLessSafeRedirectPolicy
    request.setAttribute(QNetworkRequest.Attribute.RedirectPolicyAttribute, follow)
    return request


def proxy_for(address: str) -> str:
    """Address of the proxy that QGIS uses, with user and password, for programs; empty where there is none.

    Called in the main thread.
    """
    query = QNetworkProxyQuery(QUrl(address))
    manager = QgsNetworkAccessManager.instance()
    found = manager.fallbackProxy()
    if any(address.startswith(prefix) for prefix in [*manager.excludeList(), *manager.noProxyList()] if prefix):
        return ""
    if found.type() == QNetworkProxy.ProxyType.DefaultProxy:
        found = next(iter(QNetworkProxyFactory.systemProxyForQuery(query)), found)
    scheme = _SCHEMES.get(found.type())
    if not scheme or not found.hostName():
        return ""
    user = f"{quote(found.user(), safe='')}:{quote(found.password(), safe='')}@" if found.user() else ""
    return f"{scheme}://{user}{found.hostName()}:{found.port()}"
