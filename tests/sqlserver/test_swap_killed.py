"""A build killed at any statement leaves production intact; the next build works."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.sqlserver import connection as server
from tests.sqlserver.boards import ITEMS
from tests.sqlserver.conftest import Small, Template
from tests.sqlserver.waiting import add_gates, applock, is_locked, kill, wait_until

pytestmark = [pytest.mark.sqlserver, pytest.mark.timeout(900)]

BUILD_LOCK = "staged_swap dbo.orders"
RUN = ("run", "-s", "orders")


@contextmanager
def killed_build(small: Small) -> Iterator[None]:
    """Start a build as a separate process, and kill it with SIGKILL at the end of the block."""
    process = small.project.process("dbt", *RUN)
    try:
        yield
    finally:
        assert process.poll() is None, process.communicate()[0]
        kill(process)


def everyone_is_gone(small: Small) -> None:
    wait_until(lambda: not is_locked(small.database, BUILD_LOCK), "the killed session has ended")


def test_a_build_killed_where_it_waits_leaves_the_old_table(small: Small) -> None:
    before = small.versions()
    small.load(2)
    small.project.configure(add_gates(small.project.dir))

    with applock(small.database, "gate before"), killed_build(small):
        wait_until(lambda: is_locked(small.database, "reached before"), "in the pre-hook")
        assert small.staged() is None
    everyone_is_gone(small)
    assert small.versions() == before

    with applock(small.database, "raw_monday.orders"), killed_build(small):
        wait_until(lambda: small.staged() == 0, "waiting for a load, its staging table empty")
    everyone_is_gone(small)
    assert small.versions() == before

    with applock(small.database, "gate after"):
        with killed_build(small):
            wait_until(lambda: is_locked(small.database, "reached after"), "in the post-hook")
        if not server.is_babelfish():  # it checks the client only after the statement
            everyone_is_gone(small)
            assert small.versions() == before
    everyone_is_gone(small)
    assert small.versions() == before

    small.project.configure({"+pre-hook": [], "+post-hook": []})
    small.project.build()
    assert small.versions() == {2}
    assert small.staged() is None


@pytest.fixture(params=["small", "joint"])
def exchanged(request: pytest.FixtureRequest) -> tuple[Small, Template]:
    """Return a table that is swapped alone, and one that is swapped with another."""
    small: Small = request.getfixturevalue(request.param)
    template: Template = request.getfixturevalue(f"{request.param}_template")
    return small, template


def exchange_of(template: Template) -> list[str]:
    """Return the statements of the swap, from the batch that dbt sent."""
    (batch,) = [
        text
        for _, name, text in template.rebuilt.events
        if name == "SQLQuery" and "drop table [dbo].[orders]" in text
    ]
    _, inside = batch.split("begin transaction;\n", 1)
    inside, _ = inside.split("if object_id(N'[dbo].[orders]', N'U') is null", 1)
    inside = re.sub(r"set @waits_for = [^\n]*\n", "", inside)  # only needed for the message
    return [one.strip() + ";" for one in re.split(r";\n", inside) if one.strip()]


CLIENT = """
import json, sys, time
from tests.sqlserver import connection as server
connection = server.connect(sys.argv[1])
cursor = connection.execute("begin transaction; " + json.load(sys.stdin))
while cursor.nextset():
    pass
print("here", flush=True)
time.sleep(600)
"""


def test_a_client_killed_after_each_statement_of_the_exchange_undoes_it(
    exchanged: tuple[Small, Template],
) -> None:
    small, template = exchanged
    before = small.versions()
    small.load(4)
    small.project.settings(swap={"max_shrink_percent": 50, "min_rows": ITEMS + 1})
    assert not small.project.dbt("run", "-s", *small.tables).success
    assert small.staged() == ITEMS  # the staging tables hold the refused rows, ready for the swap
    statements = exchange_of(template)

    dropped = statements.index("drop table [dbo].[orders];")
    assert "sp_rename" in statements[dropped + 1]
    for number in range(dropped + 1, len(statements) + 1):
        client = subprocess.Popen(
            [sys.executable, "-c", CLIENT, small.database],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert client.stdin is not None
        assert client.stdout is not None
        json.dump("\n".join(statements[:number]), client.stdin)
        client.stdin.close()
        assert client.stdout.readline() == "here\n"
        client.kill()
        client.wait()
        client.stdout.close()
        assert small.versions() == before
        assert small.staged() == ITEMS
    small.project.settings(swap={"max_shrink_percent": 50, "min_rows": 0})
    small.project.build(*small.tables[1:])
    assert small.versions() == {4}
    assert small.staged() is None


def test_builds_killed_at_random_moments_leave_whole_tables(joint: Small) -> None:
    small, run = joint, ("run", "-s", *joint.tables)
    small.load(4)
    began = time.monotonic()
    process = small.project.process("dbt", *run)
    assert process.wait(300) == 0
    kill(process)
    whole = time.monotonic() - began
    chance = random.Random(5)
    for version in (5, 6):
        small.load(version)
        process = small.project.process("dbt", *run)
        time.sleep(whole * chance.uniform(0.4, 1.0))
        kill(process)
        everyone_is_gone(small)
        assert small.versions() <= set(range(4, version + 1))
        assert len(small.versions()) == 1
    small.project.build(*small.tables[1:])
    assert small.versions() == {6}
    assert small.staged() is None
