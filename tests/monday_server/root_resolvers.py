"""The fields of Query, Board, Group and the account, with which a query starts."""

from __future__ import annotations

from typing import Any

from .aggregate_resolvers import aggregate
from .data import Account, Board, GroupRow, Row, User
from .log_resolvers import LOG_ENTRY, activity_logs
from .past import items_history
from .problems import Problem
from .resolvers import (
    ASSET,
    DOCUMENT,
    ITEM,
    MIRRORED_ITEM,
    TAG,
    TEAM,
    USER,
    Resolver,
    formula_display,
    host,
    state,
    teams_field,
)
from .update_resolvers import REPLY, UPDATE, updates
from .values import iso
from .versions import version_answer, versions_answer

ITEM_IDS = 100


def boards(
    _root: Any,
    info: Any,
    limit: int | None,
    page: int | None,
    state_: str | None,
    ids: list[str] | None = None,
    board_kind: str | None = None,
    hierarchy_types: list[str] | None = None,
    workspace_ids: list[str | None] | None = None,
    **_: Any,
) -> list[Board]:
    """Return boards by page number. Unknown and invisible ids are omitted without an error."""
    here = state(info)
    if hierarchy_types is None and ids is None and here.quirks.hierarchy_default == "classic":
        hierarchy_types = ["classic"]
    wanted = None if ids is None else {int(i) for i in ids if str(i).lstrip("-").isdigit()}
    found = [
        board
        for board in here.account.boards.values()
        if board.visible
        and (wanted is None or board.id in wanted)
        and (state_ in (None, "all") or board.state == state_)
        and (board_kind is None or board.kind == board_kind)
        and (hierarchy_types is None or board.hierarchy in hierarchy_types)
        and (workspace_ids is None or str(board.workspace_id) in map(str, workspace_ids))
    ]
    size = 25 if limit is None else limit
    start = (max(1, page or 1) - 1) * size
    return found[start : start + size]


def items(
    _root: Any,
    info: Any,
    limit: int | None,
    page: int | None,
    ids: list[str] | None = None,
    exclude_nonactive: bool | None = None,
    newest_first: bool | None = None,
) -> list[Row]:
    """Return items by id, in any state; the default limit of 25 applies to them too."""
    if ids is not None and len(ids) > ITEM_IDS:
        raise Problem(
            f"items takes at most {ITEM_IDS} ids, got {len(ids)}", "InvalidArgumentException"
        )
    account = state(info).account
    found = (account.find(int(i)) for i in dict.fromkeys(ids or ()))
    rows = [
        row
        for row in found
        if row is not None
        and row.board.visible
        and not (exclude_nonactive and (row.item.state != "active" or row.board.state != "active"))
    ]
    rows.sort(key=lambda row: row.item.id, reverse=bool(newest_first))
    size = 25 if limit is None else limit
    start = (max(1, page or 1) - 1) * size
    return rows[start : start + size]


def users(
    _root: Any,
    info: Any,
    limit: int | None,
    page: int | None,
    ids: list[str] | None = None,
    emails: list[str] | None = None,
    non_active: bool | None = None,
    status: list[str] | None = None,
    **_: Any,
) -> list[User]:
    """Return users by page number, by default 200, at most 1,000."""
    size = 200 if limit is None else limit
    if size > 1000:
        raise Problem("users takes a limit of at most 1000", "InvalidArgumentException")
    if non_active is not None:
        shown = {"INACTIVE"} if non_active else {"ACTIVE"}
    else:
        shown = set(status or ("ACTIVE", "PENDING"))
    found = [
        user
        for user in state(info).account.users.values()
        if (ids is None or str(user.id) in ids)
        and (emails is None or user.email in emails)
        and user.status in shown
    ]
    start = (max(1, page or 1) - 1) * size
    return found[start : start + size]


def workspaces(
    _root: Any,
    info: Any,
    limit: int | None,
    page: int | None,
    ids: list[str] | None = None,
    **_: Any,
) -> list[dict[str, Any]]:
    """Return workspaces by page number, by default 25."""
    found = {
        board.workspace_id: workspace(board)
        for board in state(info).account.boards.values()
        if ids is None or str(board.workspace_id) in ids
    }
    size = 25 if limit is None else limit
    start = (max(1, page or 1) - 1) * size
    return list(found.values())[start : start + size]


def complexity(_root: Any, info: Any) -> dict[str, int]:
    spent = state(info).spent
    return {
        "before": spent.before,
        "after": spent.after,
        "query": spent.query,
        "reset_in_x_seconds": spent.reset_in,
    }


def daily(_root: Any, info: Any) -> dict[str, Any]:
    return state(info).daily()


QUERY: dict[str, Resolver] = {
    "aggregate": aggregate,
    "boards": lambda root, info, limit=None, page=None, state=None, **arguments: boards(
        root, info, limit, page, state, **arguments
    ),
    "items": lambda root, info, limit=None, page=None, **arguments: items(
        root, info, limit, page, **arguments
    ),
    "users": lambda root, info, limit=None, page=None, **arguments: users(
        root, info, limit, page, **arguments
    ),
    "next_items_page": lambda root, info, cursor, limit: state(info).pages.next(cursor, limit),
    "items_history": items_history,
    "complexity": complexity,
    "me": lambda root, info: state(info).account.me,
    "account": lambda root, info: state(info).account,
    "teams": teams_field,
    "tags": lambda root, info, ids=None: [
        tag for tag in state(info).account.tags.values() if ids is None or str(tag.id) in ids
    ],
    "version": lambda root, info: version_answer(state(info).served_version),
    "versions": lambda root, info: versions_answer(),
    "platform_api": daily,
    "workspaces": lambda root, info, limit=None, page=None, **arguments: workspaces(
        root, info, limit, page, **arguments
    ),
}


# ---------------------------------------------------------------- boards and groups


def workspace(board: Board) -> dict[str, Any]:
    return {
        "id": str(board.workspace_id),
        "name": board.workspace_name,
        "kind": "open",
        "state": "active",
        "is_default_workspace": board.workspace_id == 1,
        "description": None,
        "created_at": None,
    }


def columns(
    board: Board,
    info: Any,
    ids: list[str] | None = None,
    types: list[str] | None = None,
    capabilities: list[str | None] | None = None,
) -> list[dict[str, Any]]:
    """Return columns; capabilities: null for plain ones, CALCULATED rollups, VISIBILITY hidden."""
    here = state(info)
    if capabilities is None:
        capabilities = [None] if here.quirks.plain_columns_only else [None, "CALCULATED"]
    described = here.store.described(board)
    out = []
    for column in board.columns:
        kind = "CALCULATED" if column.rollup else "VISIBILITY" if column.hidden else None
        if kind not in capabilities or (column.archived and not here.quirks.archived_columns):
            continue
        if (ids is None or column.id in ids) and (types is None or column.type in types):
            out.append(described[column.id])
    return out


def groups(board: Board, info: Any, ids: list[str] | None = None) -> list[GroupRow]:
    archived = state(info).quirks.archived_groups
    return [
        GroupRow(board, group)
        for group in board.groups
        if not group.deleted
        and (archived or not group.archived)
        and (ids is None or group.id in ids)
    ]


def items_count(board: Board, info: Any) -> int:
    """Return the number of active items, as monday counts them."""
    window = getattr(board.items, "window", None)
    if window is not None:
        return len(board.items)
    active = board.active_items()
    if board.hierarchy == "multi_level" and not state(info).quirks.count_subitems:
        active = [item for item in active if item.parent_id is None]
    return len(active)


def board_creator(board: Board, info: Any) -> User:
    here = state(info)
    return here.account.users.get(board.creator_id) or here.account.me


BOARD: dict[str, Resolver] = {
    "activity_logs": activity_logs,
    "updates": updates,
    "id": lambda board, info: str(board.id),
    "columns": columns,
    "groups": groups,
    "top_group": lambda board, info: GroupRow(board, board.groups[0]),
    "access_level": lambda board, info: "edit",
    "board_folder_id": lambda board, info: board.folder_id and str(board.folder_id),
    "board_kind": lambda board, info: board.kind,
    "columns_namespace": lambda board, info: None,
    "communication": lambda board, info: None,
    "created_at": lambda board, info: iso(board.created_at),
    "created_from_board_id": lambda board, info: None,
    "creator": board_creator,
    "hierarchy_type": lambda board, info: board.hierarchy,
    "items_count": items_count,
    "items_limit": lambda board, info: 100_000,
    "items_page": lambda board, info, limit, **arguments: state(info).pages.first(
        board, None, limit, **arguments
    ),
    "object_type_unique_key": lambda board, info: None,
    "owners": lambda board, info: [board_creator(board, info)],
    "permissions": lambda board, info: "everyone",
    "subscribers": lambda board, info: [board_creator(board, info)],
    "tags": lambda board, info: [],
    "updated_at": lambda board, info: iso(board.updated_at),
    "url": lambda board, info: f"{host(state(info).account)}/boards/{board.id}",
    "workspace": lambda board, info: workspace(board),
    "workspace_id": lambda board, info: str(board.workspace_id),
}
GROUP: dict[str, Resolver] = {
    "id": lambda row, info: row.group.id,
    "title": lambda row, info: row.group.title,
    "color": lambda row, info: row.group.color,
    "archived": lambda row, info: row.group.archived,
    "deleted": lambda row, info: row.group.deleted,
    "position": lambda row, info: f"{65536 * (1 + row.board.groups.index(row.group))}.0",
    "items_page": lambda row, info, limit, **arguments: state(info).pages.first(
        row.board, row.group.id, limit, **arguments
    ),
}


def active_members(account: Account, info: Any) -> int:
    return sum(user.status == "ACTIVE" for user in account.users.values())


ACCOUNT: dict[str, Resolver] = {
    "id": lambda account, info: str(account.id),
    "tier": lambda account, info: account.plan,
    "plan": lambda account, info: {
        "max_users": 100,
        "period": "yearly",
        "tier": account.plan,
        "version": 11,
    },
    "active_members_count": active_members,
    "created_at": lambda account, info: "2024-01-01",
    "country_code": lambda account, info: "GB",
    "first_day_of_the_week": lambda account, info: "monday",
}

RESOLVERS: dict[str, dict[str, Resolver]] = {
    "Query": QUERY,
    "Board": BOARD,
    "Group": GROUP,
    "ActivityLogType": LOG_ENTRY,
    "Update": UPDATE,
    "Reply": REPLY,
    "Item": ITEM,
    "User": USER,
    "Team": TEAM,
    "Tag": TAG,
    "Account": ACCOUNT,
    "Asset": ASSET,
    "Document": DOCUMENT,
    "MirroredItem": MIRRORED_ITEM,
    "FormulaValue": {"display_value": formula_display},
}
