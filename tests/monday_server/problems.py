"""Errors of resolvers and limits, in the form of monday's `errors` entries."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLError


class Problem(GraphQLError):
    """One entry of `errors` with monday's code; the field in which it occurs becomes null."""

    def __init__(self, message: str, code: str, status: int = 200, **more: Any) -> None:
        super().__init__(message, extensions={"code": code, "status_code": status, **more})


class Refusal(Exception):
    """Refuses the whole request: nothing is executed, and there is no data.

    `body` is the JSON value of the answer, `retry_after` the header in seconds.
    """

    def __init__(
        self, status: int, body: Any, retry_after: float | None = None, counted: bool = True
    ) -> None:
        super().__init__(str(body))
        self.status = status
        self.body = body
        self.retry_after = retry_after
        self.counted = counted


def entry(message: str, code: str, status: int, **more: Any) -> dict[str, Any]:
    """Return an `errors` entry as a dict, for refusals and faults."""
    return {"message": message, "extensions": {"code": code, "status_code": status, **more}}


def seconds(value: float) -> int | float:
    """Return seconds as monday writes them: whole ones, unless short minutes need fractions."""
    return int(value) if float(value).is_integer() else round(value, 3)
