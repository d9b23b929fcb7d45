"""T-SQL statements for raw tables. Pure: arguments are names; values are parameters.

The minimum is SQL Server 2017 with compatibility level 130 (OPENJSON). Statements with `begin` or
`commit transaction` take no parameters: a parameterised batch runs inside sp_executesql, where
SQL Server refuses a changed transaction count (error 266).
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
    """Create an empty incoming table and select its object id.

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
{incoming_id(board)}"""


def incoming_id(board: str) -> str:
    """Select the incoming table's object id, which is new for each table; null if there is none."""
    return f"select object_id({literal(raw(incoming_table(board)))}, N'U')"


def drop_incoming(board: str) -> str:
    return drop_tables([incoming_table(board)])


def drop_tables(names: Sequence[str]) -> str:
    """Drop those of these tables of raw_monday that exist."""
    return ";\n".join(f"drop table if exists {raw(name)}" for name in names)


def insert_json(board: str) -> str:
    """Parameters: loaded_at as ISO text; a JSON array of arrays in the order of the columns."""
    return f"""insert into {raw(incoming_table(board))} with (tablock) ({_COLUMNS})
select item_id, column_id, column_type, [text], [value], [fields], convert(datetime2(3), ?, 126)
from openjson(?) {_SHRED}"""


def insert_values(board: str, count: int = 1) -> str:
    """Parameters: `count` rows, each with loaded_at as ISO text at the end."""
    rows = ", ".join(["(?, ?, ?, ?, ?, ?, convert(datetime2(3), ?, 126))"] * count)
    return f"insert into {raw(incoming_table(board))} ({_COLUMNS})\nvalues {rows}"


def delete_items(board: str) -> str:
    """Parameter: a JSON array of item ids."""
    return f"delete from {raw(incoming_table(board))} where item_id in ({IDS})"


def truncate_incoming(board: str) -> str:
    return f"truncate table {raw(incoming_table(board))}"


def count_incoming(board: str) -> str:
    """Count rows, items, and items with their name."""
    return f"""select count_big(*), count_big(distinct item_id),
    count_big(case when column_id = 'name' then 1 end)
from {raw(incoming_table(board))}"""


SHRED_TEXT = "select t from openjson(?) with (t nvarchar(max) '$')"
"""Parameter: a JSON array with one text. Returns it, which shows what the server does to it."""


def replace_raw(board: str) -> str:
    """Replace the raw table with the incoming table and commit the open transaction.

    sp_rename reports failures regardless of xact_abort, so the batch checks that the new table
    exists before it commits.
    """
    new = literal(raw(board))
    return _committed(f"""drop table if exists {raw(board)};
    exec sys.sp_rename {literal(raw(incoming_table(board)))}, {literal(board)}, N'OBJECT';
    if object_id({new}, N'U') is null throw 51001, N'the new raw table is missing', 1;""")


def merge_gone(board: str) -> str:
    """Parameter: a JSON array of the ids of items that are gone."""
    return f"delete from {raw(board)} where item_id in ({IDS})"


def merge_raw(board: str) -> str:
    """Upsert the incoming table's rows into the raw table and commit the open transaction."""
    incoming = raw(incoming_table(board))
    return _committed(f"""delete from {raw(board)}
    where {met(board)};
    insert into {raw(board)} ({_COLUMNS})
    select {_COLUMNS} from {incoming};
    drop table {incoming};""")


def met(board: str) -> str:
    """Return a condition on rows of the raw table: the incoming table has the same key."""
    return f"""exists (
        select 1 from {raw(incoming_table(board))} as i
        where i.item_id = {raw(board)}.item_id and i.column_id = {raw(board)}.column_id
    )"""


def differing_items(board: str) -> str:
    """Select the items whose rows in the incoming table differ in any byte from the raw table."""

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
    """Count rows and items."""
    return f"""select count_big(*), count_big(case when column_id = 'name' then 1 end)
from {raw(board)}"""


def item_ids(board: str) -> str:
    return f"select item_id from {raw(board)} where column_id = 'name'"


def filled(board: str) -> str:
    """Select column ids with the number of their non-empty cells.

    Emptiness is tested by length in bytes: blanks, and in older collations a single emoji, compare
    equal to an empty text.
    """
    return (
        f"select column_id, count_big(*) from {raw(board)}\n"
        "where datalength([text]) > 0 or ([text] is null and [value] is not null)\n"
        "group by column_id"
    )


def raw_cells(board: str, count: int) -> str:
    """Parameters: `count` column ids."""
    marks = ", ".join("?" * count)
    return (
        f"select item_id, column_id, [text], [value] from {raw(board)} where column_id in ({marks})"
    )


def count_kept(board: str) -> str:
    """Count the raw table's rows that a merge keeps. Parameter: a JSON array of gone item ids."""
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
"""Names of all tables of the raw schema that the login can see."""

SAME_NAMES = """select string_agg(cast(n.place as nvarchar(max)), N',')
from openjson(?) with (place int '$[0]', name nvarchar(128) '$[1]') as n
group by n.name collate database_default
having count(*) > 1"""
"""Positions of names that are equal in the database's collation, which applies to column names.

Parameter: a JSON array of [position, name].
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

They must be repeated in this order: one on the table removes those on its columns, and a grant
removes a denial. SQL Server grants nothing to oneself, dbo or the owner.
"""

MAY_SEE_GRANTS = """select case when user_name() = N'dbo' then 1
    else has_perms_by_name(quotename(db_name()), 'DATABASE', 'VIEW DEFINITION') end"""
"""0 if the login sees only its own permissions, so that a replaced table would lose the others."""


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

This includes names qualified with the database, as in dbt's own views.
"""


def repeat_grant(
    board: str, state: str, permission: str, principal: str, column: str | None
) -> str:
    """Repeat one row of GRANTS on the incoming table. `permission` is a T-SQL keyword."""
    verb = {"D": "deny", "R": "revoke"}.get(state.strip(), "grant")
    to = "from" if verb == "revoke" else "to"
    # Denying or revoking a column needs `cascade` if the principal may grant the table; on a new
    # table it has no further effect.
    option = {"W": " with grant option", "D": " cascade", "R": " cascade"}.get(state.strip(), "")
    of = f" ({quoted(column)})" if column else ""
    return (
        f"{verb} {permission.lower()}{of} on {raw(incoming_table(board))} "
        f"{to} {quoted(principal)}{option}"
    )
