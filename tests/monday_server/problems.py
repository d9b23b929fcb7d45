"""Errors that a resolver or a limit answers with, in the shape of monday's `errors` entries."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLError


class Problem(GraphQLError):
    """One entry of `errors` with monday's code; the field it arises in becomes null."""

    def __init__(self, message: str, code: str, status: int = 200, **more: Any) -> None:
        super().__init__(message, extensions={"code": code, "status_code": status, **more})


class Refusal(Exception):
    """The whole request is refused: nothing is executed, there is no data.

    `body` is the JSON value to answer with, `retry_after` the header in seconds.
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
    """An `errors` entry as a dict, for refusals and faults."""
    return {"message": message, "extensions": {"code": code, "status_code": status, **more}}


def seconds(value: float) -> int | float:
    """Seconds as monday writes them: whole ones; parts of one only when minutes are short."""
    return int(value) if float(value).is_integer() else round(value, 3)
