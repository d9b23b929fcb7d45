"""The fields of a board's activity log."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from .activity import LogEntry, page_of
from .data import Board
from .resolvers import Resolver, state


def activity_logs(
    board: Board, info: Any, limit: int | None = None, page: int | None = None, **filters: Any
) -> list[LogEntry]:
    """Return the log's entries, newest first. A filter keeps entries that have one of its ids."""
    start, end = (moment_of(filters.get(key)) for key in ("from", "to"))
    wanted = {key: set(map(str, ids)) for key, ids in filters.items() if isinstance(ids, list)}

    def keep(entry: LogEntry, data: dict[str, Any]) -> bool:
        has = {
            "user_ids": entry.user_id,
            "item_ids": str(data.get("pulse_id")),
            "column_ids": data.get("column_id"),
            "group_ids": data.get("group_id"),
        }
        return all(has[key] in ids for key, ids in wanted.items())

    found = state(info).account.log.shown(board.id, start, end, keep if wanted else None)
    return page_of(found, limit, page)


def moment_of(text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


LOG_ENTRY: dict[str, Resolver] = {
    "account_id": lambda entry, info: str(state(info).account.id),
    "created_at": lambda entry, info: str(entry.ticks),
}
