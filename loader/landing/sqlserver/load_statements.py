"""T-SQL for records of loads and builds. Pure: arguments are names; values are parameters."""

from __future__ import annotations

from collections.abc import Sequence

from loader.landing.overview import BUILDS_READ
from loader.landing.records import (
    BUILD_COLUMNS,
    KEPT_RECORDS,
    LOAD_COLUMNS,
    ORDINAL,
    PRUNED_AT_ONCE,
)
from loader.landing.sqlserver.names import ASCII, literal, quoted, raw

CREATE_LOADS = f"""if object_id({literal(raw("_loads"))}, N'U') is null
create table {raw("_loads")} (
    load_id varchar(64) {ASCII} not null,
    board varchar(128) {ASCII} not null,
    board_id bigint not null,
    started_at datetime2(3) not null,
    ended_at datetime2(3) null,
    status varchar(16) {ASCII} not null,
    items bigint null,
    [rows] bigint null,
    calls bigint null,
    complexity bigint null,
    waits float null,
    drift nvarchar(max) null,
    [error] nvarchar(max) null,
    kind varchar(16) {ASCII} null,
    watermark varchar(64) {ASCII} null,
    fingerprint varchar(128) {ASCII} null,
    notes nvarchar(max) null,
    revisions nvarchar(max) null,
    complete_by varchar(64) {ASCII} null,
    swept_at varchar(64) {ASCII} null,
    seq bigint null,
    constraint [PK__loads] primary key clustered (load_id)
)"""

CREATE_BUILDS = f"""if object_id({literal(raw("_builds"))}, N'U') is null
create table {raw("_builds")} (
    build_id nvarchar(300) not null,
    model nvarchar(255) not null,
    table_name nvarchar(260) not null,
    started_at datetime2(3) not null,
    ended_at datetime2(3) not null,
    status varchar(20) not null,
    [rows] bigint null,
    losses nvarchar(max) null,
    message nvarchar(max) null,
    state nvarchar(255) null,
    fingerprint varchar(64) null
)"""
"""The table that builds write to. Builds create it too, but several cannot at the same moment."""

ADD_BUILD_COLUMNS = f"""if not exists (
    select 1 from sys.columns
    where object_id = object_id({literal(raw("_builds"))}, N'U') and name = N'state'
)
alter table {raw("_builds")} add state nvarchar(255) null, fingerprint varchar(64) null"""
"""Adds the columns that a table of an earlier version lacks."""

COLUMNS_OF_LOADS = (
    "select c.name from sys.columns as c "
    f"where c.object_id = object_id({literal(raw('_loads'))}, N'U')"
)


def add_column(name: str) -> str:
    """Return the statement that adds a later column of `_loads`, as CREATE_LOADS defines it."""
    short = dict.fromkeys(("watermark", "complete_by", "swept_at"), 64)
    lengths = {"kind": 16, "fingerprint": 128, **short}
    kind = f"varchar({lengths[name]}) {ASCII}" if name in lengths else "nvarchar(max)"
    return f"alter table {raw('_loads')} add {name} {'bigint' if name == ORDINAL else kind} null"


_OF_BOARD = "board = cast(? as varchar(128))"


INDEX_LOADS = f"""if not exists (
    select 1 from sys.indexes
    where object_id = object_id({literal(raw("_loads"))}, N'U') and name = N'IX_loads'
)
create index [IX_loads] on {raw("_loads")} (board, {ORDINAL} desc, started_at desc, load_id)
    include (status, kind, watermark, ended_at)"""
"""Covers the queries on a board's loads, without the longer texts."""
UPDATE_LOAD = (
    f"update {raw('_loads')} set "
    + ", ".join(f"{quoted(name)} = ?" for name in LOAD_COLUMNS[1:])
    + "\noutput inserted.load_id where load_id = cast(? as varchar(64))"
)
"""Returns the record's id if it exists: under NOCOUNT there is no row count."""
INSERT_LOAD = f"""insert into {raw("_loads")}
    ({", ".join(quoted(name) for name in (*LOAD_COLUMNS, ORDINAL))})
values ({", ".join("?" * len(LOAD_COLUMNS))}, (
    select coalesce(max({ORDINAL}), 0) + 1 from {raw("_loads")}
    where {_OF_BOARD} and {ORDINAL} is not null
))"""
"""Parameters: the record, then its board again. The board's applock serialises these inserts."""
CLOSE_KILLED = (
    f"update {raw('_loads')} set status = 'failed', [error] = ? "
    f"where {_OF_BOARD} and status = 'running'"
)
STATUS = f"select status from {raw('_loads')} where load_id = cast(? as varchar(64))"

PRUNE_LOADS = f"""delete top ({PRUNED_AT_ONCE}) from {raw("_loads")}
where {_OF_BOARD}
    and coalesce({ORDINAL}, 0) <= (
        select max({ORDINAL}) from {raw("_loads")} where {_OF_BOARD} and {ORDINAL} is not null
    ) - {KEPT_RECORDS}
    and load_id not in (?, ?)
    and not (coalesce(watermark, '') = ? and started_at = ?)"""
"""Parameters: the board, twice; the records to keep, as in `records.Kept`."""


def last_loads(limit: int, lacking: Sequence[str] = ()) -> str:
    """Parameter: the board. `lacking` are columns that do not exist yet."""
    return (
        f"select top ({limit}) {load_columns(lacking)}\n"
        f"from {raw('_loads')} where {_OF_BOARD}\n{_newest_first(lacking)}"
    )


def _newest_first(lacking: Sequence[str]) -> str:
    ordinal = "" if ORDINAL in lacking else f"{ORDINAL} desc, "
    return f"order by {ordinal}started_at desc, load_id"


def load_columns(lacking: Sequence[str]) -> str:
    """Return the columns of `_loads`, with nulls for those that do not exist yet."""
    return ", ".join(f"null as {c}" if c in lacking else quoted(c) for c in LOAD_COLUMNS)


def newest_loads(lacking: Sequence[str]) -> str:
    """Return a query for the newest record of each board and status. No parameters.

    The ranking reads only the index; the longer texts are read only for the records found.
    """
    newest = _newest_first(lacking)
    return f"""select {load_columns(lacking)}
from {raw("_loads")} where load_id in (
    select load_id from (
        select load_id,
            row_number() over (partition by board, status {newest}) as newest
        from {raw("_loads")}
    ) as ranked
    where newest = 1
)
{newest}"""


_BUILD_COLUMNS = ", ".join(quoted(name) for name in BUILD_COLUMNS)


def last_builds(limit: int) -> str:
    """Parameter: the dbt model."""
    return (
        f"select top ({limit}) {_BUILD_COLUMNS}\n"
        f"from {raw('_builds')} where model = ?\norder by started_at desc, build_id"
    )


NEWEST_BUILDS = f"""select {_BUILD_COLUMNS}
from (
    select {_BUILD_COLUMNS},
        row_number() over (partition by model, status order by started_at desc, build_id) as newest
    from {raw("_builds")}
) as ranked
where newest <= {BUILDS_READ}
order by model, started_at desc, build_id"""
"""Newest builds of each model and status. No parameters."""


def last_complete(lacking: Sequence[str], *, one_kind: bool) -> str:
    """Parameters: the board and, with `one_kind`, the kind of load."""
    same = "null = ?" if "kind" in lacking else "kind = ?"
    of_kind = f" and {same}" if one_kind else ""
    return (
        f"select top (1) {load_columns(lacking)}\nfrom {raw('_loads')} "
        f"where {_OF_BOARD} and status = 'complete'{of_kind}\n{_newest_first(lacking)}"
    )


WATERMARK_MET = (
    f"select min(started_at) from {raw('_loads')} "
    f"where {_OF_BOARD} and status = 'complete' and watermark = cast(? as varchar(64))"
)
"""Parameters: board, watermark."""
