"""Waiting for another process's effects on the server, and locks that make it wait for a test."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.sqlserver import connection as server

PATIENCE = 120.0
"""Seconds after which an expected event counts as missing."""

GATE = """{#- Says that it is here, by a lock, then waits for the lock of the test. -#}
{% macro gate(point) %}
    declare @result int;
    exec @result = sys.sp_getapplock @Resource = 'reached {{ point }}', @LockMode = 'Exclusive',
        @LockOwner = 'Session', @LockTimeout = 0;
    exec @result = sys.sp_getapplock @Resource = 'gate {{ point }}', @LockMode = 'Exclusive',
        @LockOwner = 'Session', @LockTimeout = 600000;
    exec sys.sp_releaseapplock @Resource = 'gate {{ point }}', @LockOwner = 'Session';
    exec sys.sp_releaseapplock @Resource = 'reached {{ point }}', @LockOwner = 'Session';
{% endmacro %}
"""


def add_gates(project_dir: Path) -> dict[str, str]:
    """Write a macro `gate(point)`; return hooks that call it, as model configuration."""
    (project_dir / "macros" / "gate.sql").write_text(GATE, encoding="utf-8")
    return {"+pre-hook": "{{ gate('before') }}", "+post-hook": "{{ gate('after') }}"}


def wait_until(happened: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, f"{PATIENCE} s and still not: {what}"
        time.sleep(0.2)


def is_locked(database: str, resource: str) -> bool:
    """Ask in a new session each time: a session that often finds a lock taken crashes Babelfish."""
    query = f"select applock_test('public', N'{resource}', 'Exclusive', 'Session')"
    with closing(server.connect(database)) as connection:
        return bool(connection.execute(query).fetchval() == 0)


@contextmanager
def applock(database: str, resource: str, mode: str = "Exclusive") -> Iterator[None]:
    """Hold a lock that the code under test takes too. On Babelfish it is server-wide."""
    with closing(server.connect(database)) as holder:
        granted = holder.execute(
            f"declare @result int; exec @result = sp_getapplock @Resource = N'{resource}', "
            f"@LockMode = '{mode}', @LockOwner = 'Session', @LockTimeout = 60000; select @result"
        ).fetchval()
        assert granted >= 0
        yield


@contextmanager
def reading(database: str, table: str) -> Iterator[None]:
    """Hold a transaction open that has read the table."""
    with closing(server.connect(database)) as reader:
        reader.execute("begin transaction")
        reader.execute(f"select * from {table} with (holdlock)").fetchall()
        yield
        reader.execute("commit transaction")


def output_of(process: subprocess.Popen[str]) -> str:
    """Return the output of a process, which must succeed."""
    text, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, text
    return text


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()
