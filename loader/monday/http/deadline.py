"""Ends a request at its deadline, whatever of the answer comes by then.

A socket's own time limit counts from byte to byte: a server that drips the head of its answer,
or says `100 Continue` without end, never meets it. So every connection is known to the request
that uses it, and is cut when the request's time is over; whoever reads from it then sees its end.
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
    """The connection of this thread's request; None outside of `within`."""

    holder: list[HTTPConnection] | None = None


_IN_USE = _InUse()
_UNDER_WAY: dict[int, list[HTTPConnection]] = {}
"""The connections of every request that is under way, by its thread."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """In this block a connection made or used by a DeadlineAdapter is cut after `seconds`."""
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
    """Cut what every thread's request is waiting for."""
    for holder in list(_UNDER_WAY.values()):
        _cut(holder)


def _cut(holder: list[HTTPConnection]) -> None:
    for connection in holder:
        if isinstance(connection.sock, socket.socket):
            with suppress(OSError):  # it ended by itself meanwhile
                connection.sock.shutdown(socket.SHUT_RDWR)


class _Known:
    """A connection that the request of its thread knows of, before anything is sent or read."""

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
    """The usual way of requests to a server or an HTTP proxy, over connections that can be cut."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """The pools of servers."""
        super().init_poolmanager(*args, **kwargs)
        _use_known(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> PoolManager:
        """The pools behind a proxy; those of a SOCKS proxy stay its own."""
        manager: PoolManager = super().proxy_manager_for(*args, **kwargs)
        if manager.pool_classes_by_scheme["http"] is HTTPConnectionPool:
            _use_known(manager)
        return manager


def _use_known(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
