"""Answers without data: every case has its error class, wait and message."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader import errors
from loader.errors import ApiError
from loader.monday.http.error_answers import Context, entries_of, printable, refusal

CONTEXT = Context("items of board 12 (Orders)", 200, hide="s3cret")


def new(code: str, message: str = "No", **extensions: Any) -> dict[str, Any]:
    """Return an error answer in the shape used since 2025-01."""
    return {"errors": [{"message": message, "extensions": {"code": code, **extensions}}]}


def old(code: str, message: str, status: int = 200) -> dict[str, Any]:
    """Return an error answer in the earlier shape."""
    return {"error_code": code, "status_code": status, "error_message": message, "error_data": {}}


EXPIRED = "CursorExpiredError: The cursor provided for pagination has expired. Please refresh"
SPENT = (
    "Complexity budget exhausted, query cost 30001 budget remaining 19986 out of 1000000"
    " reset in 3 seconds"
)
CASES: list[tuple[str, object, int, type[ApiError], float | None]] = [
    ("complexity", new("COMPLEXITY_BUDGET_EXHAUSTED", complexity=6182, retry_in_seconds=15,
     complexity_budget_limit=10**7), 429, errors.ComplexityExhausted, 15),
    ("complexity, older code", new("complexityBudgetExhausted", retry_in_seconds=2), 200,
     errors.ComplexityExhausted, 2),
    ("complexity, oldest", old("ComplexityException", SPENT, 429), 200,
     errors.ComplexityExhausted, 3),
    ("one query too dear", new("COMPLEXITY_BUDGET_EXHAUSTED", complexity=5_000_001), 200,
     errors.QueryTooComplex, None),
    ("one query above the minute", new("COMPLEXITY_BUDGET_EXHAUSTED", complexity=2000,
     complexity_budget_limit=1000, retry_in_seconds=9), 429, errors.QueryTooComplex, None),
    ("figures of thousands of digits", old("ComplexityException", "query cost " + "9" * 5000 +
     " budget remaining 1 out of " + "9" * 5000), 200, errors.ComplexityExhausted, None),
    ("one query too dear, in words", old("ComplexityException", "Query has complexity of 6000000,"
     " which exceeds max complexity of 5000000"), 200, errors.QueryTooComplex, None),
    ("minute", new("MINUTE_RATE_LIMIT_EXCEEDED", retry_in_seconds=60), 429,
     errors.MinuteLimitReached, 60),
    ("minute, in words", {"errors": [{"message": "Minute limit rate exceeded"}]}, 429,
     errors.MinuteLimitReached, None),
    ("minute, without errors", {"message": "Minute rate limit exceeded", "extensions":
     {"code": "MINUTE_RATE_LIMIT_EXCEEDED", "retry_in_seconds": 60}}, 429,
     errors.MinuteLimitReached, 60),
    ("concurrency", new("maxConcurrencyExceeded"), 429, errors.ConcurrencyLimitReached, None),
    ("field concurrency", new("FIELD_LIMIT_EXCEEDED", status_code=429, retry_in_seconds=15), 200,
     errors.FieldLimitReached, 15),
    ("field a minute", new("FIELD_MINUTE_RATE_LIMIT_EXCEEDED", retry_in_seconds=18), 200,
     errors.FieldLimitReached, 18),
    ("entity", new("tooManyRequests", "Rate limit exceeded for board-columns", status_code=400),
     200, errors.EntityLimitReached, None),
    ("IP", new("IP_RATE_LIMIT_EXCEEDED", retry_in_seconds=30), 429, errors.IpLimitReached, 30),
    ("day", new("DAILY_LIMIT_EXCEEDED", retry_in_seconds=3600), 429, errors.DailyLimitReached,
     None),
    ("blocked", new("API_TEMPORARILY_BLOCKED"), 200, errors.TemporarilyBlocked, None),
    ("cursor", new("CursorException", EXPIRED), 200, errors.CursorExpired, None),
    ("cursor, older", old("CursorException", EXPIRED), 200, errors.CursorExpired, None),
    ("cursor, in words", {"errors": [EXPIRED]}, 200, errors.CursorExpired, None),
    ("token", {"errors": ["Not Authenticated"]}, 401, errors.AuthenticationError, None),
    ("token, under 200", {"errors": ["Not Authenticated"]}, 200, errors.AuthenticationError,
     None),
    ("token, coded", new("USER_NOT_AUTHENTICATED"), 401, errors.AuthenticationError, None),
    ("address", {"errors": ["Your ip is restricted"]}, 401, errors.AuthenticationError, None),
    ("right", new("USER_UNAUTHORIZED"), 200, errors.PermissionDenied, None),
    ("right, older", old("UserUnauthorizedException", "No", 403), 403, errors.PermissionDenied,
     None),
    ("right, another", new("missingRequiredPermissions"), 200, errors.PermissionDenied, None),
    ("right, a field's", new("UNAUTHORIZED_FIELD_OR_TYPE"), 200, errors.PermissionDenied, None),
    ("plan", new("FORBIDDEN_EXCEPTION"), 403, errors.PlanRestricted, None),
    ("board id", old("InvalidBoardIdException", "Invalid"), 200, errors.BoardNotFound, None),
    ("argument", new("InvalidArgumentException"), 200, errors.InvalidArgument, None),
    ("resource", new("ResourceNotFoundException"), 404, errors.InvalidArgument, None),
    ("field", new("undefinedField"), 200, errors.QueryRejected, None),
    ("validation", new("GRAPHQL_VALIDATION_FAILED"), 400, errors.QueryRejected, None),
    ("validation, in words", {"errors": [{"message": "Cannot query field 'x' on type 'Item'."}]},
     200, errors.QueryRejected, None),
    ("version", new("InvalidVersionException"), 200, errors.VersionRejected, None),
    ("server", new("INTERNAL_SERVER_ERROR", status_code=500), 200, errors.ServerError, None),
    ("500 of a new code", new("SomethingNew"), 500, errors.ServerError, None),
    ("429 of a new code", new("SomethingNew", status_code=429), 200, errors.RateLimited, None),
    ("unknown", {"errors": ["Something went wrong"]}, 200, ApiError, None),
    ("empty 429", None, 429, errors.RateLimited, None),
    ("empty 503", None, 503, errors.ServerError, None),
    ("423", None, 423, errors.ResourceLocked, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "status", "cause", "retry_in"), [pytest.param(*c[1:], id=c[0]) for c in CASES]
)
def test_each_case_has_its_class_and_wait(
    body: object, status: int, cause: type[ApiError], retry_in: float | None
) -> None:
    error = refusal(entries_of(body), CONTEXT._replace(status=status))
    assert type(error) is cause
    assert getattr(error, "retry_in", None) == retry_in
    assert str(error).startswith("monday refused items of board 12 (Orders): ")


def test_a_message_has_mondays_words_code_and_request_and_what_to_do() -> None:
    body = new("USER_UNAUTHORIZED", "User unauthorized to perform action", status_code=403)
    body["extensions"] = {"request_id": "8f3c-1"}
    error = refusal(entries_of(body), CONTEXT)
    assert str(error) == (
        "monday refused items of board 12 (Orders): User unauthorized to perform action"
        " [USER_UNAUTHORIZED, request 8f3c-1]. Give the token's user the right to read this"
        " board, or use another token."
    )
    assert (error.code, error.request_id) == ("USER_UNAUTHORIZED", "8f3c-1")


def test_the_entry_that_no_retry_helps_decides_and_all_are_told() -> None:
    body = new("INTERNAL_SERVER_ERROR", "Internal server error", retry_in_seconds=4)
    body["errors"] += new("CursorException", EXPIRED)["errors"]
    error = refusal(entries_of(body), CONTEXT)
    assert isinstance(error, errors.CursorExpired)
    assert "Internal server error; CursorExpiredError" in str(error)
    assert "[INTERNAL_SERVER_ERROR, CursorException]" in str(error)


def test_the_longest_wait_of_those_that_count_is_kept() -> None:
    body = new("FIELD_LIMIT_EXCEEDED", retry_in_seconds=3)
    body["errors"] += new("FIELD_LIMIT_EXCEEDED", retry_in_seconds=7)["errors"]
    error = refusal(entries_of(body), CONTEXT)
    assert isinstance(error, errors.RateLimited)
    assert error.retry_in == 7


def test_a_header_counts_as_well_and_a_reset_only_when_nothing_else_is_said() -> None:
    def retry_in(body: object, **context: Any) -> float | None:
        error = refusal(entries_of(body), CONTEXT._replace(status=429, **context))
        assert isinstance(error, errors.RateLimited)
        return error.retry_in

    assert retry_in(None, retry_after=5.0, resets_in=40.0) == 5
    assert retry_in(None, resets_in=40.0) == 40
    assert retry_in(new("MINUTE_RATE_LIMIT_EXCEEDED", retry_in_seconds=2), resets_in=40.0) == 2


def test_the_token_and_control_characters_never_get_into_a_message() -> None:
    hostile = "\x1b[31mBad s3cret\r\n\u202e" + "x" * 1000
    error = refusal(entries_of({"errors": [hostile]}), CONTEXT)
    assert "s3cret" not in str(error)
    assert str(error).isprintable()
    assert len(str(error)) < 500


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["errors", "message", "extensions", "code", "retry_in_seconds", "status_code", "path",
             "error_code", "error_message", "error_data", "data", "request_id", "complexity"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@given(json_values, st.integers(100, 599))
def test_no_body_breaks_the_reading(body: object, status: int) -> None:
    error = refusal(entries_of(body), CONTEXT._replace(status=status))
    assert isinstance(error, ApiError)
    assert str(error).isprintable()


@given(st.text())
def test_printable_is_printable(text: str) -> None:
    assert printable(text).isprintable()
    assert len(printable(text)) <= 300


def test_deep_json_is_no_crash() -> None:
    body = json.loads("[" * 500 + "]" * 500)
    assert entries_of({"errors": body})


def test_a_wait_is_told_by_its_cause() -> None:
    assert errors.MinuteLimitReached("").in_words == "minute limit reached"
    assert errors.NetworkError("").in_words == "network error"
