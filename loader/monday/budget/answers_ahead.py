"""Answers that came before their question: each board's part of a request that several shared.

A load asks what it would ask alone. Where the very same query with the same variables was part of
a shared request, its answer is given once, and no call is sent; whatever differs is sent.
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
"""So old an answer may be when its board's turn comes. Well below the five minutes of lag that a
load of changes allows for, because such a load counts them from when its answers were asked for."""


@dataclass(frozen=True, slots=True)
class Part:
    """One board's part of a shared request. `begun` is when the request was sent, in UTC."""

    query: Query
    variables: Mapping[str, Variable]
    answer: Answer
    usage: Usage
    """What the request has cost, with the first of its parts; nothing with the others."""
    begun: datetime


class AnswersAhead:
    """The parts that no load has taken yet. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._parts: dict[tuple[str, str], tuple[float, Part]] = {}

    def add(self, parts: Sequence[Part]) -> None:
        """Keep these; a later part with the same question takes the place of an earlier."""
        with self._lock:
            for part in parts:
                self._parts[_key(part.query, part.variables)] = (self._clock(), part)

    def take(self, query: Query, variables: Mapping[str, Variable]) -> Part | None:
        """The part that answers this, unless it is too old. It is given once."""
        if not self._parts:
            return None
        with self._lock:
            came, part = self._parts.pop(_key(query, variables), (0.0, None))
        return part if part is not None and self._clock() - came <= KEPT_SECONDS else None

    def clear(self) -> None:
        """Forget what nobody took."""
        with self._lock:
            self._parts.clear()


def _key(query: Query, variables: Mapping[str, Variable]) -> tuple[str, str]:
    return query.text, json.dumps(variables, sort_keys=True)
