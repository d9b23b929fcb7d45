"""Receive reports of requests, waits and retries; for a plain command, as log lines."""

from __future__ import annotations

import logging
from typing import Protocol

from loader.errors import ApiError

log = logging.getLogger("loader.monday")


class Observer(Protocol):
    """Receives what happens, from any thread. Texts are safe for a terminal."""

    def on_request(self, name: str, points: int | None, seconds: float) -> None:
        """A request was answered: its query, its complexity if known, its duration."""

    def on_wait(self, seconds: float, reason: str) -> None:
        """A wait begins."""

    def on_retry(self, error: ApiError) -> None:
        """A request was refused and will be retried."""

    def on_note(self, text: str) -> None:
        """Something that a person should know, once."""


class LogObserver:
    """The observer of a plain command: requests at debug, waits at info, the rest as warnings.

    Requests of one load run in several threads; their lines carry `load_id`.
    """

    def __init__(self, load_id: str | None = None) -> None:
        self._extra = {"load_id": load_id} if load_id else None

    def on_request(self, name: str, points: int | None, seconds: float) -> None:
        """A request was answered."""
        cost = "unknown" if points is None else points
        log.debug("monday %s: %.2f s, %s points", name, seconds, cost, extra=self._extra)

    def on_wait(self, seconds: float, reason: str) -> None:
        """A wait begins."""
        log.info("waiting %.1f s for monday: %s", seconds, reason, extra=self._extra)

    def on_retry(self, error: ApiError) -> None:
        """A request was refused and will be retried."""
        log.warning("%s Trying again.", error, extra=self._extra)

    def on_note(self, text: str) -> None:
        """Something that a person should know."""
        log.warning("%s", text, extra=self._extra)
