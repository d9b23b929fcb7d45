"""What is sent for one request, and what is recorded about it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Reply:
    """One HTTP answer, sent after `delay` seconds.

    `cut` sends only that many bytes of the body and then closes; `silent` closes without a byte.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json; charset=utf-8"
    delay: float = 0.0
    cut: int | None = None
    silent: bool = False


@dataclass(slots=True)
class Request:
    """One request as it arrived and how it was answered.

    `number` counts all requests from 1, `page` those for items pages from 1 (others have 0).
    `arrived` and `answered` are seconds of the server's clock.
    """

    number: int
    page: int
    arrived: float
    headers: dict[str, str]
    query: str
    variables: dict[str, Any]
    operation: str | None = None
    cost: int = 0
    status: int = 0
    fault: str | None = None
    answered: float = 0.0
    bytes: int = 0
    errors: int = 0
    in_flight: int = 0

    @property
    def limit(self) -> int | None:
        """Return the value of a `limit`-like variable, if the request has one."""
        for name in ("limit", "page_size", "size", "pageSize"):
            if isinstance(self.variables.get(name), int):
                return int(self.variables[name])
        return None


def encode(body: Any) -> bytes:
    """Return JSON as UTF-8, escaped if text contains lone surrogates, which UTF-8 cannot encode."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(body, separators=(",", ":")).encode()
