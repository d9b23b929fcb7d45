"""monday-board doctor on a server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.sqlserver import connection as server
from tests.sqlserver.project import make_sqlserver_project
from tests.sqlserver.rights import documented_grants

pytestmark = pytest.mark.sqlserver


def test_the_owner_of_a_database_is_told_what_it_is(tmp_path: Path) -> None:
    server.require()
    with server.create_database() as database:
        project = make_sqlserver_project(tmp_path / "p", "http://localhost:9", "token", database)
        found = json.loads(project.run("monday-board", "doctor", "--json").out)
        (health,) = found["databases"]
        facts = dict(health["facts"])
        assert facts["database"] == database
        [(collation,)] = server.run(
            database, "select collation_name from sys.databases where name = db_name()"
        )
        assert facts["collation"] == collation
        assert server.run(database, "select schema_id('raw_monday')") == [(None,)]


def test_what_a_login_lacks_is_shown_with_grants_that_mend_it(tmp_path: Path) -> None:
    server.require()
    server.needs_sql_server("`grant create table` and `grant control` are not supported there")
    with server.create_database() as database, server.create_login(database) as poor:
        project = make_sqlserver_project(
            tmp_path / "p", "http://localhost:9", "token", database, **poor
        )
        ill = project.run("monday-board", "doctor", "--json")
        assert ill.code == 1
        rights = json.loads(ill.out)["databases"][0]["rights"]
        lacking = [right["grant"] for right in rights if right["needed"] and not right["has"]]
        assert len(lacking) == len(documented_grants(poor["user"])) + 1  # create view is separate
        for grant in lacking:
            server.run(database, grant)
        assert project.run("monday-board", "doctor").code == 0
