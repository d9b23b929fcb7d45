"""The fields of the schema, one table of functions per type: (source, info, **arguments)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from .cells import cell_answer
from .data import Account, Board, GroupRow, Item, Row, Team, User
from .projection import project
from .request_state import RequestState
from .texts import subitems
from .values import File, iso

Resolver = Callable[..., Any]


def state(info: Any) -> RequestState:
    """Return the request's own state, typed."""
    context: RequestState = info.context
    return context


def group_row(board: Board, group_id: str) -> GroupRow | None:
    """Return the group of an item; None if it no longer exists."""
    return next((GroupRow(board, g) for g in board.groups if g.id == group_id), None)


def host(account: Account) -> str:
    return f"https://{account.slug}.monday.com"


# ---------------------------------------------------------------- items


def column_values(
    row: Row,
    info: Any,
    ids: list[str] | None = None,
    types: list[str] | None = None,
    capabilities: list[str] | None = None,
) -> list[dict[str, Any]]:
    """Return the cells of an item, projected here if the request is answered directly."""
    here = state(info)
    columns = here.columns(info, row.board, ids, types, capabilities)
    answers = here.store.row(row, columns)
    if not here.direct:
        return answers
    plan = here.plan(info)
    out = [project(plan, answer) for answer in answers]
    shown = [key for key, name, _ in plan.get("FormulaValue", ()) if name == "display_value"]
    if shown:
        for place, column in enumerate(columns):
            problem = None
            if column.type == "formula":
                problem = here.formula_problem(row.board.id, column.id)
            if problem is not None:
                out[place][shown[0]] = None
                path = [*info.path.as_list(), place, shown[0]]
                here.errors.append({**problem.formatted, "path": path})
    return out


def formula_display(cell: dict[str, Any], info: Any) -> str:
    """Return a formula's `display_value` if graphql-core completes cells itself."""
    problem = state(info).formula_problem(0, cell["id"])
    if problem is not None:
        raise problem
    return str(cell["display_value"])


def item_subitems(row: Row, info: Any) -> list[Row]:
    """Return direct children, from the subitem board or, multi-level, from the same board."""
    account = state(info).account
    column = next((c for c in row.board.columns if c.type == "subtasks"), None)
    if column is not None:
        return subitems(account, row.board, row.item, column)
    children = account.children(row.board).get(row.item.id, ())
    return [Row(row.board, child) for child in children]


def item_parent(row: Row, info: Any) -> Row | None:
    parent = row.item.parent_id
    return None if parent is None else state(info).account.find(parent)


def linked_items_field(
    row: Row, info: Any, link_to_item_column_id: str, linked_board_id: str
) -> list[Row]:
    """Return items of another board that link here through one of its columns."""
    there = state(info).account.boards.get(int(linked_board_id))
    if there is None:
        return []
    return [
        Row(there, item)
        for item in there.active_items()
        if row.item.id in (item.value(link_to_item_column_id) or ())
    ]


ITEM: dict[str, Resolver] = {
    "id": lambda row, info: str(row.item.id),
    "name": lambda row, info: row.item.name,
    "state": lambda row, info: row.item.state,
    "created_at": lambda row, info: iso(row.item.created_at),
    "updated_at": lambda row, info: iso(row.item.updated_at),
    "creator_id": lambda row, info: str(row.item.creator_id),
    "creator": lambda row, info: state(info).user(row.item.creator_id),
    "email": lambda row, info: f"pulse-{row.item.id}@example-textiles.monday.com",
    "url": lambda row, info: f"{item_host(info)}/boards/{row.board.id}/pulses/{row.item.id}",
    "relative_link": lambda row, info: f"/boards/{row.board.id}/pulses/{row.item.id}",
    "group": lambda row, info: group_row(row.board, row.item.group_id),
    "board": lambda row, info: row.board,
    "parent_item": item_parent,
    "subitems": item_subitems,
    "subscribers": lambda row, info: [],
    "assets": lambda row, info, **_: [],
    "column_values": column_values,
    "linked_items": linked_items_field,
}


def item_host(info: Any) -> str:
    return host(state(info).account)


# ---------------------------------------------------------------- people


def utc_hours(user: User) -> float:
    offset = datetime(2026, 1, 1, tzinfo=ZoneInfo(user.time_zone)).utcoffset()
    return offset.total_seconds() / 3600 if offset else 0.0


USER: dict[str, Resolver] = {
    "id": lambda user, info: str(user.id),
    "account": lambda user, info: state(info).account,
    "account_id": lambda user, info: str(state(info).account.id),
    "created_at": lambda user, info: iso(user.created_at),
    "current_language": lambda user, info: "en",
    "time_zone_identifier": lambda user, info: user.time_zone,
    "utc_hours_diff": lambda user, info: utc_hours(user),
    "url": lambda user, info: f"{item_host(info)}/users/{user.id}",
    "is_email_confirmed": lambda user, info: True,
    "serial_number": lambda user, info: 1 + list(state(info).account.users).index(user.id),
    "teams": lambda user, info, ids=None: [
        team for team in state(info).account.teams.values() if user.id in team.user_ids
    ],
    "last_activity": lambda user, info: None,
    "mobile_phone": lambda user, info: None,
    "birthday": lambda user, info: None,
}


def members(info: Any, ids: tuple[int, ...]) -> list[User]:
    return [user for user in (state(info).user(i) for i in ids) if user is not None]


TEAM: dict[str, Resolver] = {
    "id": lambda team, info: str(team.id),
    "users": lambda team, info, **_: members(info, team.user_ids),
    "owners": lambda team, info, **_: members(info, team.owner_ids),
    "picture_url": lambda team, info: None,
    "is_guest": lambda team, info: False,
    "created_at": lambda team, info: None,
}
TAG: dict[str, Resolver] = {"id": lambda tag, info: str(tag.id)}


# ---------------------------------------------------------------- files and mirrors


def user_of_file(file: File, info: Any) -> User | None:
    """Return who uploaded the file; the owner of the token if that is unknown."""
    here = state(info)
    return here.user(file.created_by) or here.account.me


ASSET: dict[str, Resolver] = {
    "id": lambda file, info: str(file.id),
    "created_at": lambda file, info: iso(file.created_at),
    "file_extension": lambda file, info: "." + file.name.rpartition(".")[2],
    "file_size": lambda file, info: file.size,
    "public_url": lambda file, info: f"https://files.example.com/{file.id}?expires=3600",
    "url": lambda file, info: f"{item_host(info)}/protected_static/{file.id}",
    "uploaded_by": user_of_file,
    "original_geometry": lambda file, info: None,
    "url_thumbnail": lambda file, info: None,
}
DOCUMENT: dict[str, Resolver] = {
    "id": lambda file, info: str(file.id),
    "object_id": lambda file, info: str(file.id + 1),
    "created_at": lambda file, info: iso(file.created_at),
    "doc_kind": lambda file, info: "public",
    "name": lambda file, info: file.name,
    "url": lambda file, info: file.url,
}


def mirrored_value(there: tuple[Board, Item, Any], info: Any) -> dict[str, Any]:
    board, item, column = there
    here = state(info)
    described = here.store.described(board)[column.id]
    return cell_answer(here.account, board, item, column, described)


MIRRORED_ITEM: dict[str, Resolver] = {
    "linked_board": lambda there, info: there[0],
    "linked_board_id": lambda there, info: str(there[0].id),
    "linked_item": lambda there, info: Row(there[0], there[1]),
    "mirrored_value": mirrored_value,
}


def mirrored_type(value: Any, *_: Any) -> str:
    if isinstance(value, dict):
        return str(value["__typename"])
    return "Group" if isinstance(value, GroupRow) else "Board"


def teams_field(_root: Any, info: Any, ids: list[str] | None = None) -> list[Team]:
    teams = state(info).account.teams.values()
    return [team for team in teams if ids is None or str(team.id) in ids]
