{#- Sentences on rights without which a swap would lose something that it cannot see: empty when none is missing. -#}
{% macro staged_swap_missing_rights() %}
    {{- return(adapter.dispatch('staged_swap_missing_rights')()) -}}
{% endmacro %}

{% macro default__staged_swap_missing_rights() %}
    {%- do no_engine_macro('staged_swap_missing_rights') -%}
{% endmacro %}

{% macro duckdb__staged_swap_missing_rights() %}
    {{- return([]) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_missing_rights() %}
    {%- set problems = [] -%}
    {%- for row in staged_swap_execute(sqlserver__staged_swap_missing_rights_sql(), fetch=true).rows -%}
        {%- do problems.append(printable(row[0])) -%}
    {%- endfor -%}
    {%- do staged_swap_commit() -%}
    {{- return(problems) -}}
{% endmacro %}

{#- One sentence a row. Without these rights the catalog looks empty rather than failing. dbo has all. -#}
{% macro sqlserver__staged_swap_missing_rights_sql() %}
    {%- set sql -%}
        select concat('the login may not see who has permissions on a table, which a swap carries over; an administrator runs once in ',
                      quotename(db_name()), ': grant view definition to ', quotename(user_name())) as problem
        where user_name() <> N'dbo' and has_perms_by_name(quotename(db_name()), 'DATABASE', 'VIEW DEFINITION') = 0
        union all
        select concat('the login may not see what is bound to a table; an administrator runs once in ',
                      quotename(db_name()), ': grant select on sys.sql_expression_dependencies to ', quotename(user_name()))
        where user_name() <> N'dbo' and has_perms_by_name('sys.sql_expression_dependencies', 'OBJECT', 'SELECT') = 0
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}
