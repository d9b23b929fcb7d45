"""T-SQL of applocks and of transactions that end early. Pure."""

from __future__ import annotations

from loader.landing.raw_table import RAW_SCHEMA, incoming_table
from loader.landing.sqlserver.names import literal

ROLLBACK = "if @@trancount > 0 rollback transaction"
LOCK_IS_FREE = "select applock_test('public', ?, 'Exclusive', 'Session')"


def load_lock(board: str) -> str:
    """The applock a load holds from start to end, so that no second one starts."""
    return f"{RAW_SCHEMA}.{incoming_table(board)}"


def raw_lock(board: str) -> str:
    """The applock taken exclusive to replace the raw table, and shared by builds that read it."""
    return f"{RAW_SCHEMA}.{board}"


def take_lock(resource: str, owner: str, milliseconds: int) -> str:
    """Take an exclusive applock; gives one row, negative when it was not granted."""
    return f"""declare @granted int;
exec @granted = sp_getapplock @Resource = {literal(resource)}, @LockMode = 'Exclusive',
    @LockOwner = '{owner}', @LockTimeout = {milliseconds};
select @granted"""


def release_lock(resource: str) -> str:
    return f"exec sp_releaseapplock @Resource = {literal(resource)}, @LockOwner = 'Session'"
