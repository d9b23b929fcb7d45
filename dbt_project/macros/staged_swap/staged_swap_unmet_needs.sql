{#-
    Sentences about rights on the database that the login lacks and without which a swap would lose something that it
    cannot see. Empty if nothing is missing.
-#}
{% macro staged_swap_unmet_needs() %}
    {{- return(adapter.dispatch('staged_swap_unmet_needs', 'monday')()) -}}
{% endmacro %}

{% macro default__staged_swap_unmet_needs() %}
    {%- do monday.no_engine_macro('staged_swap_unmet_needs') -%}
{% endmacro %}

{% macro duckdb__staged_swap_unmet_needs() %}
    {{- return([]) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_unmet_needs() %}
    {%- set problems = [] -%}
    {%- for row in monday.staged_swap_execute(monday.sqlserver__staged_swap_unmet_needs_sql(), fetch=true, begin=false).rows -%}
        {%- do problems.append(monday.printable(row[0])) -%}
    {%- endfor -%}
    {{- return(problems) -}}
{% endmacro %}

{#- One sentence in each row. Without these rights the catalog looks empty and raises no error. dbo has all of them. -#}
{% macro sqlserver__staged_swap_unmet_needs_sql() %}
    {%- set sql -%}
        drop table if exists #needs;
        create table #needs (problem nvarchar(4000) not null);
        insert into #needs
        select concat('the login may not see who has permissions on a table, which a swap carries over; an administrator runs once in ',
                      quotename(db_name()), ': grant view definition to ', quotename(user_name()))
        where user_name() <> N'dbo' and has_perms_by_name(quotename(db_name()), 'DATABASE', 'VIEW DEFINITION') = 0
        {{ monday.sqlserver__staged_swap_compatibility_sql() }};
        {{ monday.sqlserver__staged_swap_ledger_database_sql() }}
        select problem from #needs
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}
