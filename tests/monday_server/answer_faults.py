"""Failures inside an answer: errors next to data, nulls, lost rights, boards that disappear."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .data import Account, Item
from .faults import Fault, Scene
from .paging import EXPIRED
from .problems import entry, seconds
from .replies import Reply

Path = list[Any]


def pages_of(body: Any) -> list[tuple[Path, dict[str, Any]]]:
    """Return the items pages of an answer with their paths, whether of boards, groups or `next`."""
    found: list[tuple[Path, dict[str, Any]]] = []

    def walk(node: Any, path: Path) -> None:
        if isinstance(node, list):
            for place, inner in enumerate(node[:50]):
                walk(inner, [*path, place])
        elif isinstance(node, dict):
            if isinstance(node.get("items"), list) and "cursor" in node:
                found.append((path, node))
                return
            for key, inner in node.items():
                walk(inner, [*path, key])

    walk(body.get("data"), [])
    return found


def _null_one(body: Any, wanted: tuple[str, ...]) -> Path:
    """Null one field of the last cell or item that has it, or else the first root field."""
    for path, page in pages_of(body):
        for place, item in reversed(list(enumerate(page["items"]))):
            for at, cell in reversed(list(enumerate(item.get("column_values") or ()))):
                for name in wanted:
                    if cell.get(name):
                        cell[name] = None
                        return [*path, "items", place, "column_values", at, name]
    data = body.get("data") or {}
    for name in [key for key in data if key != "complexity"]:
        data[name] = None
        return [name]
    return []


def _beside(
    message: str, code: str, status: int, wanted: tuple[str, ...], wait: bool, **more: Any
) -> Callable[[Scene], Reply]:
    """Answer HTTP 200 with all data except one null, and an entry of `errors` about that."""

    def act(scene: Scene) -> Reply:
        body = scene.true_body()
        path = _null_one(body, wanted)
        extra = {**more, "retry_in_seconds": seconds(scene.wait)} if wait else more
        problem = {**entry(message, code, status, **extra), "path": path}
        return scene.json({"data": body.get("data"), "errors": [problem]})

    return act


def _propagated(scene: Scene) -> Reply:
    """Propagate the null up to the board: `{"boards": [null]}` or `next_items_page: null`."""
    body = scene.true_body()
    data = dict(body.get("data") or {})
    for name in [key for key in data if key != "complexity"]:
        data[name] = [None] if isinstance(data[name], list) else None
    problem = entry(
        "Rate limit exceeded for the field.",
        "FIELD_MINUTE_RATE_LIMIT_EXCEEDED",
        429,
        field="display_value",
        retry_in_seconds=seconds(scene.wait),
    )
    return scene.json({"data": data, "errors": [problem]})


def _too_many(scene: Scene) -> Reply:
    body = scene.true_body()
    data = body.get("data") or {}
    for board in data.get("boards") or ():
        if board:
            board[next(key for key in reversed(board) if key != "id")] = None
    problem = {
        **entry(
            "Rate limit exceeded for board-columns",
            "tooManyRequests",
            400,
            service="data-structure",
        ),
        "path": ["boards", 0, "columns"],
    }
    return scene.json({"data": data, "errors": [problem]})


def _cursor_old(scene: Scene) -> Reply:
    body = {
        "error_code": "CursorException",
        "status_code": 200,
        "error_message": EXPIRED,
        "error_data": {},
    }
    return scene.json(body)


def _cursor(*before: dict[str, Any]) -> Callable[[Scene], Reply]:
    def act(scene: Scene) -> Reply:
        expired = entry(EXPIRED, "CursorException", 200)
        return scene.json({"data": None, "errors": [*before, expired]})

    return act


def _error(
    message: str, code: str, status: int = 200, http: int = 200, data: Any = None
) -> Callable[[Scene], Reply]:
    return lambda scene: scene.json({"data": data, "errors": [entry(message, code, status)]}, http)


def _unauthenticated(body: Any) -> Callable[[Scene], Reply]:
    return lambda scene: scene.json(body, 401)


def _board_edit(edit: Callable[[Account, int], None]) -> Callable[[Scene], Reply]:
    """Edit every board that has items, once, then answer correctly."""

    def act(scene: Scene) -> Reply:
        with scene.account.lock:
            for board_id in list(scene.account.boards):
                edit(scene.account, board_id)
            scene.account.touch()
        return scene.truth()

    return act


def _delete(account: Account, board_id: int) -> None:
    account.boards[board_id].state = "deleted"


def _empty(account: Account, board_id: int) -> None:
    items: dict[int, Item] = {}
    account.boards[board_id].items = items


def _no_page(scene: Scene) -> Reply:
    """Answer data without errors but with a null page, which monday should never do."""
    body = scene.true_body()
    data = dict(body.get("data") or {})
    for name in [key for key in data if key != "complexity"]:
        data[name] = None
    return scene.json({"data": data})


DISPLAY = ("display_value", "text")
UNAUTHORIZED = "User unauthorized to perform action"
CODED_401 = {"errors": [entry("Not Authenticated", "USER_NOT_AUTHENTICATED", 401)]}

ANSWER_FAULTS = (
    Fault(
        "field_concurrency",
        _beside(
            "Concurrency limit exceeded for the field",
            "FIELD_LIMIT_EXCEEDED",
            429,
            DISPLAY,
            True,
            error_data={"entity": "display_value"},
        ),
        cause="rate",
        retry_in=1,
    ),
    Fault(
        "field_minute",
        _beside(
            "Rate limit exceeded for the field.",
            "FIELD_MINUTE_RATE_LIMIT_EXCEEDED",
            429,
            DISPLAY,
            True,
            field="display_value",
        ),
        cause="rate",
        retry_in=1,
    ),
    Fault("field_minute_propagated", _propagated, cause="rate", retry_in=1),
    Fault("too_many_requests", _too_many, cause="rate"),
    Fault("cursor_expired", _cursor(), cause="cursor", where="next"),
    Fault("cursor_expired_old", _cursor_old, cause="cursor", where="next"),
    Fault(
        "cursor_expired_second",
        _cursor(entry("Internal server error", "INTERNAL_SERVER_ERROR", 500)),
        cause="cursor",
        where="next",
    ),
    Fault(
        "unauthorized_partial",
        _beside(UNAUTHORIZED, "USER_UNAUTHORIZED", 403, ("text", "value"), False),
        outcome="fails",
        cause="permission",
        lasting=True,
    ),
    Fault(
        "unauthorized_403",
        _error(UNAUTHORIZED, "USER_UNAUTHORIZED", 403, 403),
        outcome="fails",
        cause="permission",
        lasting=True,
    ),
    Fault(
        "unauthorized_old",
        lambda scene: scene.json(
            {
                "error_code": "UserUnauthorizedException",
                "status_code": 403,
                "error_message": UNAUTHORIZED,
                "error_data": {},
            },
            403,
        ),
        outcome="fails",
        cause="permission",
        lasting=True,
    ),
    Fault("internal_200", _error("Internal server error", "INTERNAL_SERVER_ERROR", 500)),
    Fault(
        "internal_200_partial",
        _beside("Internal server error", "INTERNAL_SERVER_ERROR", 500, ("value", "text"), False),
    ),
    Fault(
        "error_strings",
        lambda scene: scene.json({"errors": ["Something went wrong"]}),
        outcome="either",
    ),
    Fault("null_data", _no_page, outcome="either", cause="left_out"),
    Fault(
        "plan_forbidden",
        _error("Enterprise plan required", "FORBIDDEN_EXCEPTION", 403),
        outcome="fails",
        cause="permission",
        lasting=True,
    ),
    Fault(
        "query_rejected",
        _error("Cannot query field 'x' on type 'Item'", "GRAPHQL_VALIDATION_FAILED", 400, 400),
        outcome="fails",
        cause="query",
        lasting=True,
    ),
    Fault(
        "version_malformed",
        _error("Invalid API version", "InvalidVersionException"),
        outcome="fails",
        cause="query",
        lasting=True,
    ),
    Fault(
        "token_revoked",
        _unauthenticated({"errors": ["Not Authenticated"]}),
        outcome="fails",
        cause="authentication",
        lasting=True,
    ),
    Fault(
        "token_revoked_coded",
        _unauthenticated(CODED_401),
        outcome="fails",
        cause="authentication",
        lasting=True,
    ),
    Fault(
        "ip_restricted",
        _unauthenticated({"errors": ["Your ip is restricted"]}),
        outcome="fails",
        cause="authentication",
        lasting=True,
    ),
    Fault("board_deleted", _board_edit(_delete), outcome="fails", cause="board", lasting=True),
    Fault("board_emptied", _board_edit(_empty), outcome="either", cause="board", lasting=True),
)
