"""What users attached to a SQL Server table: a swap carries it over, or the build fails."""

from __future__ import annotations

import pytest

from tests.sqlserver import connection as server

from .project import Project
from .swap_models import SwapModel, numbered
from .warehouse import SQLServer

pytestmark = [
    pytest.mark.sqlserver,
    pytest.mark.parametrize("shared", ["sqlserver"], indirect=True),
]

REFUSED = {
    "trigger": ("exec('create trigger dbo.{0}_trigger on dbo.{0} after insert as return')",),
    "check constraint": ("alter table dbo.{0} add constraint {0}_check check ([Item ID] > 0)",),
    "default constraint": (
        "alter table dbo.{0} add constraint {0}_default default N'?' for [Name]",
    ),
    "foreign key": (
        "create table dbo.{0}_ids (id bigint primary key); insert into dbo.{0}_ids values (1), (2)",
        "alter table dbo.{0} add constraint {0}_key foreign key ([Item ID])"
        " references dbo.{0}_ids (id)",
    ),
    "change tracking": (
        "declare @sql nvarchar(300) = concat(N'alter database ', quotename(db_name()),"
        " N' set change_tracking = on'); exec (@sql)",
        "alter table dbo.{0} enable change_tracking",
    ),
}


def built(project: Project, name: str) -> SwapModel:
    model = SwapModel(project, name)
    model.write()
    model.fill(numbered(2))
    model.build()
    return model


@pytest.mark.parametrize("kind", REFUSED)
def test_what_a_swap_would_drop_ends_the_build_unless_it_may_go(shared: Project, kind: str) -> None:
    server.needs_sql_server("not all of these features, nor their catalog views")
    model = built(shared, "with_" + kind.replace(" ", "_"))
    for statement in REFUSED[kind]:
        shared.warehouse.query(statement.format(model.name))
    assert f'or list "{kind}" in meta swap_drops where a hook makes it anew' in model.refused()
    assert model.tables() == {model.name}
    model.write(meta={"swap_drops": [kind]})
    model.build()


def test_statistics_and_descriptions_go_with_the_name(shared: Project) -> None:
    server.needs_sql_server("sys.stats and sys.extended_properties know less there")
    model = built(shared, "described")
    run = shared.warehouse.query
    run("create statistics by_name on dbo.described ([Name], [Item ID]) where [Name] = N'n1'")
    for place in ("", ", N'COLUMN', N'Name'"):
        run(
            "exec sp_addextendedproperty N'MS_Description', N'it''s ours', N'SCHEMA', N'dbo',"
            f" N'TABLE', N'described'{place}"
        )
    properties = (
        "select minor_id, cast(value as nvarchar(50)) from sys.extended_properties where class"
        " = 1 and major_id = object_id('dbo.described') and name = 'MS_Description' order by 1"
    )
    statistics = (
        "select s.name, count(*) from sys.stats as s join sys.stats_columns as c"
        " on c.object_id = s.object_id and c.stats_id = s.stats_id"
        " where s.object_id = object_id('dbo.described') and s.user_created = 1 group by s.name"
    )
    for _ in range(2):
        model.build()
        assert run(properties) == [(0, "it's ours"), (2, "it's ours")]
        assert run(statistics) == [("by_name", 2)]
    model.write(meta={"swap_drops": ["statistics", "property"]})
    model.build()
    assert run(properties) + run(statistics) == []


def test_a_table_stays_compressed(shared: Project) -> None:
    server.needs_sql_server("no compression there")
    model = built(shared, "pressed")
    run = shared.warehouse.query
    run("alter table dbo.pressed rebuild with (data_compression = page)")
    for _ in range(2):
        model.build()
        assert run(
            "select distinct data_compression_desc from sys.partitions"
            " where object_id = object_id('dbo.pressed')"
        ) == [("PAGE",)]


def test_a_table_stays_on_its_filegroup(shared: Project) -> None:
    server.needs_sql_server("no filegroups there")
    model = built(shared, "grouped")
    run = shared.warehouse.query
    assert isinstance(shared.warehouse, SQLServer)
    name = shared.warehouse.database
    [(path,)] = run("select physical_name from sys.database_files where type = 0")
    run(f"alter database [{name}] add filegroup [its own]")
    run(
        f"alter database [{name}] add file (name = its_own, filename = '{path}.own')"
        " to filegroup [its own]"
    )
    run(
        "alter table dbo.grouped drop constraint PK_grouped; alter table dbo.grouped add constraint"
        " PK_grouped primary key clustered ([Item ID]) on [its own]"
    )
    for _ in range(2):
        model.build()
        assert run(
            "select d.name from sys.indexes as i join sys.data_spaces as d on d.data_space_id ="
            " i.data_space_id where i.object_id = object_id('dbo.grouped') and i.index_id = 1"
        ) == [("its own",)]
