"""T-SQL for applocks and for rolling back transactions. Pure."""

from __future__ import annotations

from loader.landing.raw_table import RAW_SCHEMA, incoming_table
from loader.landing.sqlserver.names import literal

ROLLBACK = "if @@trancount > 0 rollback transaction"
LOCK_IS_FREE = "select applock_test('public', ?, 'Exclusive', 'Session')"


HOLDERS = """select distinct top (3) s.session_id, s.login_name, s.program_name,
    datediff(second, coalesce(r.start_time, s.last_request_start_time), getdate()),
    left(t.[text], 200)
from sys.dm_tran_locks as l
join sys.dm_exec_sessions as s on s.session_id = l.request_session_id
left join sys.dm_exec_requests as r on r.session_id = s.session_id
left join sys.dm_exec_connections as c on c.session_id = s.session_id
outer apply sys.dm_exec_sql_text(coalesce(r.sql_handle, c.most_recent_sql_handle)) as t
where l.resource_database_id = db_id() and l.request_status = 'GRANT'
    and l.request_session_id <> @@spid
    and (
        l.resource_type = 'OBJECT' and l.resource_associated_entity_id = object_id(?)
        or l.resource_type = 'APPLICATION' and charindex(left(?, 32), l.resource_description) > 0
    )"""
"""Sessions that hold a lock on a table, or an applock (the server shows 32 characters of its name).

Parameters: the table's quoted name, the applock. The login needs `view server state`
(`view database state` on Azure SQL Database).
"""


def load_lock(board: str) -> str:
    """Return the applock that a load holds from start to end, so that no second load starts."""
    return f"{RAW_SCHEMA}.{incoming_table(board)}"


def raw_lock(board: str) -> str:
    """Return the applock that replacing the raw table takes exclusively and builds take shared."""
    return f"{RAW_SCHEMA}.{board}"


def take_lock(resource: str, owner: str, milliseconds: int) -> str:
    """Return a batch that takes an exclusive applock; its one row is negative if not granted."""
    return f"""declare @granted int;
exec @granted = sp_getapplock @Resource = {literal(resource)}, @LockMode = 'Exclusive',
    @LockOwner = '{owner}', @LockTimeout = {milliseconds};
select @granted"""


def release_lock(resource: str) -> str:
    return f"exec sp_releaseapplock @Resource = {literal(resource)}, @LockOwner = 'Session'"
