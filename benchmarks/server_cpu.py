"""CPU seconds that a T-SQL server spends on the sessions of one database while they exist.

SQL Server reports them in sys.dm_exec_sessions. Babelfish does not, but there each session is a
process whose id is the session's: if the server is on this machine, /proc has the figure. Samples
four times a second, so up to a quarter of a second of each session may be missing.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.sqlserver import connection as server

PAUSE = 0.25
SESSIONS = (
    "select session_id, login_time, cpu_time from sys.dm_exec_sessions"
    " where database_id = db_id(?) and session_id <> @@spid"
)
TICKS = os.sysconf("SC_CLK_TCK")
Session = tuple[int, object]
"""Its id, which later sessions may reuse, and when it began."""


class Spent:
    """Each session's CPU time at the last sample, minus its CPU time at the start."""

    def __init__(self, before: dict[Session, float]) -> None:
        self.before = before
        self.now = dict(before)

    @property
    def seconds(self) -> float | None:
        """Return the total; None if the server reports no session's CPU time."""
        return sum(self.now.values()) - sum(self.before.values()) if self.now else None


@contextmanager
def watched(database: str) -> Iterator[Spent]:
    """Measure while the body runs."""
    with closing(server.connect("master")) as connection:
        spent, done = Spent(_sessions(connection, database)), threading.Event()

        def watch() -> None:
            while not done.wait(PAUSE):
                spent.now |= _sessions(connection, database)

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield spent
        finally:
            done.set()
            thread.join()


def _sessions(connection: Any, database: str) -> dict[Session, float]:
    found: dict[Session, float] = {}
    for session, began, milliseconds in connection.execute(SESSIONS, database).fetchall():
        if milliseconds is not None:
            found[session, began] = milliseconds / 1000
        elif (seconds := _of_process(session)) is not None:
            found[session, began] = seconds
    return found


def _of_process(pid: int) -> float | None:
    """Return a PostgreSQL process's user and system time; None if it is not on this machine."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return None
    name, _, rest = stat.partition("(")[2].rpartition(")")
    fields = rest.split()
    return (int(fields[11]) + int(fields[12])) / TICKS if "postgres" in name else None
