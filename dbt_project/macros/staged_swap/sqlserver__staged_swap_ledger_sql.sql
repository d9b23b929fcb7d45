{#-
    A ledger table cannot be renamed, and is kept when it is dropped; in a ledger database every table is one. Servers
    before 2022 lack these catalog columns and would not compile their names. Both queries add to a temporary table of
    the batch. (They must not share its name: a batch is compiled against the table that an earlier batch has left.)
-#}
{% macro sqlserver__staged_swap_ledger_sql(object) %}
    {{- return(monday.sqlserver__staged_swap_if_column(
        'sys.tables', 'ledger_type', '#dependents',
        "select N'it is a ledger table, which SQL Server does not let a swap rename or drop', N'' from sys.tables where object_id = "
        ~ object ~ " and ledger_type <> 0"
    )) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_ledger_database_sql() %}
    {{- return(monday.sqlserver__staged_swap_if_column(
        'sys.databases', 'is_ledger_on', '#needs',
        "select concat(N'the database ', quotename(name), N' is a ledger database, in which SQL Server lets no table be renamed;"
        ~ " give the model another database') from sys.databases where name = db_name() and is_ledger_on = 1"
    )) -}}
{% endmacro %}

{#- Adds a query's rows to a temporary table if a catalog view has the column. -#}
{% macro sqlserver__staged_swap_if_column(view, name, into, query) %}
    {{- return(
        "if exists (select 1 from sys.all_columns where object_id = object_id(" ~ monday.text_literal(view) ~ ") and name = " ~ monday.text_literal(name)
        ~ ") exec sp_executesql " ~ monday.text_literal('insert into ' ~ into ~ ' ' ~ query) ~ ";"
    ) -}}
{% endmacro %}
