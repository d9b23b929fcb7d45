"""End a request at its deadline, however much of the answer has arrived.

A socket timeout starts again with every byte: a server that sends the header very slowly, or sends
`100 Continue` forever, never reaches it. So each request knows the connections that it uses and
cuts them at its deadline; whoever reads from them sees the end of the data.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection


class _InUse(threading.local):
    """The connections of this thread's request; None outside `within`."""

    holder: list[HTTPConnection] | None = None


_IN_USE = _InUse()
_UNDER_WAY: dict[int, list[HTTPConnection]] = {}
"""The connections of every request in progress, by thread."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """In this block, cut a connection made or used by a DeadlineAdapter after `seconds`."""
    holder: list[HTTPConnection] = []
    timer = threading.Timer(seconds, _cut, [holder])
    timer.daemon = True
    _IN_USE.holder = _UNDER_WAY[threading.get_ident()] = holder
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        _IN_USE.holder = None
        _UNDER_WAY.pop(threading.get_ident(), None)


def cut_all() -> None:
    """Cut the connections of all threads' requests."""
    for holder in list(_UNDER_WAY.values()):
        _cut(holder)


def _cut(holder: list[HTTPConnection]) -> None:
    for connection in holder:
        if isinstance(connection.sock, socket.socket):
            with suppress(OSError):  # it ended by itself in the meantime
                connection.sock.shutdown(socket.SHUT_RDWR)


class _Known:
    """A connection that registers itself with its thread's request before it is used."""

    def connect(self) -> None:
        self._make_known()
        super().connect()  # type: ignore[misc]

    def request(self, *args: Any, **kwargs: Any) -> None:
        self._make_known()
        super().request(*args, **kwargs)  # type: ignore[misc]

    def _make_known(self) -> None:
        if _IN_USE.holder is not None:
            _IN_USE.holder.append(self)  # type: ignore[arg-type]


class _Plain(_Known, HTTPConnection):
    pass


class _Secure(_Known, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class DeadlineAdapter(HTTPAdapter):
    """The default adapter of requests for servers and HTTP proxies, with connections to cut."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Create the connection pools for servers."""
        super().init_poolmanager(*args, **kwargs)
        _use_known(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> PoolManager:
        """Create the connection pools behind a proxy; leave those of a SOCKS proxy as they are."""
        manager: PoolManager = super().proxy_manager_for(*args, **kwargs)
        if manager.pool_classes_by_scheme["http"] is HTTPConnectionPool:
            _use_known(manager)
        return manager


def _use_known(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
