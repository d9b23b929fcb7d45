"""Prefetched answers: each board's part of a request that several boards shared.

A load asks what it would ask alone. If exactly the same query with the same variables was part of a
shared request, it gets that answer, once, and sends no call; anything else is sent.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from loader.monday.budget.usage import Usage
from loader.monday.graphql.queries import Query
from loader.monday.http.client import Answer, Variable

KEPT_SECONDS = 180.0
"""Maximum age of an answer when its board's turn comes.

This is well below the five minutes of lag that an incremental load allows for, since such a load
counts them from the time at which its answers were requested.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One board's part of a shared request. `begun` is when the request was sent, in UTC."""

    query: Query
    variables: Mapping[str, Variable]
    answer: Answer
    usage: Usage
    """The cost of the request, recorded with its first part only."""
    begun: datetime


class AnswersAhead:
    """The parts that no load has taken yet. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._parts: dict[tuple[str, str], tuple[float, Part]] = {}

    def add(self, parts: Sequence[Part]) -> None:
        """Keep these parts; a later part for the same query replaces an earlier one."""
        with self._lock:
            for part in parts:
                self._parts[_key(part.query, part.variables)] = (self._clock(), part)

    def take(self, query: Query, variables: Mapping[str, Variable]) -> Part | None:
        """Return the part that answers this query, unless it is too old; each part only once."""
        if not self._parts:
            return None
        with self._lock:
            came, part = self._parts.pop(_key(query, variables), (0.0, None))
        return part if part is not None and self._clock() - came <= KEPT_SECONDS else None

    def clear(self) -> None:
        """Forget the parts that nobody took."""
        with self._lock:
            self._parts.clear()


def _key(query: Query, variables: Mapping[str, Variable]) -> tuple[str, str]:
    return query.text, json.dumps(variables, sort_keys=True)
