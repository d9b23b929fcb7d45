"""Every T-SQL statement of the landing, as text. Pure: names come in, values are parameters.

The floor is SQL Server 2017 with compatibility level 130 (OPENJSON). Statements that hold a
`begin` or `commit transaction` take no parameters: a parameterised batch runs inside
sp_executesql, where SQL Server refuses a changed transaction count (error 266).
"""

from __future__ import annotations

from collections.abc import Sequence

from loader.landing.raw_table import RAW_SCHEMA, incoming_table
from loader.landing.sqlserver.names import ASCII, create_schema, literal, quoted, raw

_COLUMNS = "item_id, column_id, column_type, [text], [value], [fields], loaded_at"
_SHRED = """with (
    item_id bigint '$[0]',
    column_id varchar(255) '$[1]',
    column_type varchar(64) '$[2]',
    [text] nvarchar(max) '$[3]',
    [value] nvarchar(max) '$[4]',
    [fields] nvarchar(max) '$[5]'
)"""
IDS = "select item_id from openjson(?) with (item_id bigint '$')"
SCHEMA_ID = f"select schema_id({literal(RAW_SCHEMA)})"
CREATE_SCHEMA = f"if schema_id({literal(RAW_SCHEMA)}) is null {create_schema(RAW_SCHEMA)}"


def create_incoming(board: str, constraint: str) -> str:
    """An empty aside table, whose id is given.

    The constraint's name is new for each load, so that the swap need not rename it.
    """
    table = raw(incoming_table(board))
    return f"""drop table if exists {table};
create table {table} (
    item_id bigint not null,
    column_id varchar(255) {ASCII} not null,
    column_type varchar(64) {ASCII} not null,
    [text] nvarchar(max) null,
    [value] nvarchar(max) null,
    [fields] nvarchar(max) null,
    loaded_at datetime2(3) not null,
    constraint {quoted(constraint)} primary key clustered (item_id, column_id)
);
{aside_id(board)}"""


def aside_id(board: str) -> str:
    """Which aside table stands there: each one made has another id. Null when there is none."""
    return f"select object_id({literal(raw(incoming_table(board)))}, N'U')"


def drop_incoming(board: str) -> str:
    return drop_tables([incoming_table(board)])


def drop_tables(names: Sequence[str]) -> str:
    """Of raw_monday, those that are there."""
    return ";\n".join(f"drop table if exists {raw(name)}" for name in names)


def insert_json(board: str) -> str:
    """Parameters: loaded_at as ISO text; a JSON array of arrays in the order of the columns."""
    return f"""insert into {raw(incoming_table(board))} with (tablock) ({_COLUMNS})
select item_id, column_id, column_type, [text], [value], [fields], convert(datetime2(3), ?, 126)
from openjson(?) {_SHRED}"""


def insert_values(board: str, count: int = 1) -> str:
    """Parameters: so many rows, loaded_at last of each as ISO text."""
    rows = ", ".join(["(?, ?, ?, ?, ?, ?, convert(datetime2(3), ?, 126))"] * count)
    return f"insert into {raw(incoming_table(board))} ({_COLUMNS})\nvalues {rows}"


def delete_items(board: str) -> str:
    """Parameter: a JSON array of item ids."""
    return f"delete from {raw(incoming_table(board))} where item_id in ({IDS})"


def truncate_incoming(board: str) -> str:
    return f"truncate table {raw(incoming_table(board))}"


def count_incoming(board: str) -> str:
    """Rows, items, and items with their name."""
    return f"""select count_big(*), count_big(distinct item_id),
    count_big(case when column_id = 'name' then 1 end)
from {raw(incoming_table(board))}"""


SHRED_TEXT = "select t from openjson(?) with (t nvarchar(max) '$')"
"""Parameter: a JSON array with one text; gives it back. Tells what a server does to it."""


def replace_raw(board: str) -> str:
    """Ends the open transaction: the aside table becomes the raw table.

    sp_rename reports failures without regard to xact_abort, so the new table is looked for
    before the commit.
    """
    new = literal(raw(board))
    return _committed(f"""drop table if exists {raw(board)};
    exec sys.sp_rename {literal(raw(incoming_table(board)))}, {literal(board)}, N'OBJECT';
    if object_id({new}, N'U') is null throw 51001, N'the new raw table is missing', 1;""")


def merge_gone(board: str) -> str:
    """Parameter: a JSON array of the items that are gone."""
    return f"delete from {raw(board)} where item_id in ({IDS})"


def merge_raw(board: str) -> str:
    """Ends the open transaction: each row of the aside table takes the place of its own old row."""
    incoming = raw(incoming_table(board))
    return _committed(f"""delete from {raw(board)}
    where {met(board)};
    insert into {raw(board)} ({_COLUMNS})
    select {_COLUMNS} from {incoming};
    drop table {incoming};""")


def met(board: str) -> str:
    """Of a row of the raw table: the aside table has one with its key."""
    return f"""exists (
        select 1 from {raw(incoming_table(board))} as i
        where i.item_id = {raw(board)}.item_id and i.column_id = {raw(board)}.column_id
    )"""


def differing_items(board: str) -> str:
    """Items that have another row in the aside table than in the raw one, to the byte."""

    def content(table: str) -> str:
        texts = ", ".join(
            f"{table}.{name} {ASCII}, datalength({table}.{name})"
            for name in ("[text]", "[value]", "[fields]")
        )
        return f"{table}.column_type, {texts}"

    return f"""select distinct new.item_id from {raw(incoming_table(board))} as new
where not exists (
        select 1 from {raw(board)} as old
        where old.item_id = new.item_id and old.column_id = new.column_id
            and exists (select {content("new")} intersect select {content("old")})
    )"""


def _committed(statements: str) -> str:
    return f"""begin try
    {statements}
    commit transaction;
end try
begin catch
    if @@trancount > 0 rollback transaction;
    throw;
end catch"""


def count_raw(board: str) -> str:
    """Rows and items."""
    return f"""select count_big(*), count_big(case when column_id = 'name' then 1 end)
from {raw(board)}"""


def item_ids(board: str) -> str:
    return f"select item_id from {raw(board)} where column_id = 'name'"


def filled(board: str) -> str:
    """Column ids, each with its cells that hold something.

    By their bytes: blanks, and in older collations an emoji alone, are equal to an empty text.
    """
    return (
        f"select column_id, count_big(*) from {raw(board)}\n"
        "where datalength([text]) > 0 or ([text] is null and [value] is not null)\n"
        "group by column_id"
    )


def raw_cells(board: str, count: int) -> str:
    """Parameters: so many column ids."""
    marks = ", ".join("?" * count)
    return (
        f"select item_id, column_id, [text], [value] from {raw(board)} where column_id in ({marks})"
    )


def count_kept(board: str) -> str:
    """Rows that a merge by cells leaves. Parameter: a JSON array of the items that are gone."""
    return f"""select count_big(*) from {raw(board)}
where not exists (
        select 1 from openjson(?) with (item_id bigint '$') as gone
        where gone.item_id = {raw(board)}.item_id
    ) and not {met(board)}"""


def count_table(parts: Sequence[str]) -> str:
    """Parts: database, schema, table."""
    return f"select count_big(*) from {'.'.join(quoted(part) for part in parts)}"


RAW_TABLES = """select t.name from sys.tables as t
join sys.schemas as s on s.schema_id = t.schema_id
where s.name = N'raw_monday'"""
"""Names of all tables of the raw schema that the login sees."""

SAME_NAMES = """select string_agg(cast(n.place as nvarchar(max)), N',')
from openjson(?) with (place int '$[0]', name nvarchar(128) '$[1]') as n
group by n.name collate database_default
having count(*) > 1"""
"""Places of names that the database's collation holds equal, as it does names of columns.

Parameter: a JSON array of [place, name].
"""

GRANTS = """select p.state, p.permission_name, u.name, c.name
from sys.database_permissions as p
join sys.database_principals as u on u.principal_id = p.grantee_principal_id
join sys.objects as o on o.object_id = p.major_id
join sys.schemas as s on s.schema_id = o.schema_id
left join sys.columns as c on c.object_id = p.major_id and c.column_id = p.minor_id
where p.class = 1 and p.major_id = object_id(?)
    and u.name not in (N'dbo', N'sys', N'INFORMATION_SCHEMA', user_name())
    and u.principal_id <> coalesce(o.principal_id, s.principal_id)
order by p.minor_id, case p.state when 'D' then 1 else 0 end"""
"""Grants and denials on one table, then on its columns. Parameter: its quoted name.

The order is that in which they are said again: one on the table wipes out those on its columns,
and a grant takes back a denial. SQL Server gives nothing to oneself, dbo and the owner.
"""

MAY_SEE_GRANTS = """select case when user_name() = N'dbo' then 1
    else has_perms_by_name(quotename(db_name()), 'DATABASE', 'VIEW DEFINITION') end"""
"""0 when the login sees only its own permissions, so that a replaced table would lose the rest."""


VIEWS_READING = """select distinct s.name + N'.' + o.name, m.definition
from sys.sql_expression_dependencies as d
join sys.objects as o on o.object_id = d.referencing_id
join sys.schemas as s on s.schema_id = o.schema_id
join sys.sql_modules as m on m.object_id = o.object_id
where coalesce(d.referenced_schema_name, s.name) = ? and d.referenced_entity_name = ?
    and d.referenced_server_name is null
    and coalesce(d.referenced_database_name, db_name()) = db_name()
    and m.definition is not null and s.name <> N'raw_monday'
order by 1"""
"""Views and procedures that name a table. Parameters: schema, table.

Those that name it with its database are among them, as dbt's own views do.
"""


def repeat_grant(
    board: str, state: str, permission: str, principal: str, column: str | None
) -> str:
    """One row of GRANTS, said again of the aside table. `permission` is a fixed word of T-SQL."""
    verb = {"D": "deny", "R": "revoke"}.get(state.strip(), "grant")
    to = "from" if verb == "revoke" else "to"
    # A column is not taken from one who may grant the table without `cascade`, which finds nobody.
    option = {"W": " with grant option", "D": " cascade", "R": " cascade"}.get(state.strip(), "")
    of = f" ({quoted(column)})" if column else ""
    return (
        f"{verb} {permission.lower()}{of} on {raw(incoming_table(board))} "
        f"{to} {quoted(principal)}{option}"
    )
