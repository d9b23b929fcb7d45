{#-
    Allows only one build of a table at a time. SQL Server: an application lock owned by this session, which is also
    released when the session ends; a second build waits, then fails with a message. DuckDB: a single process holds the
    file.
-#}
{% macro staged_swap_lock(build) %}
    {%- do adapter.dispatch('staged_swap_lock', 'monday')(build) -%}
{% endmacro %}

{% macro default__staged_swap_lock(build) %}
    {%- do monday.no_engine_macro('staged_swap_lock') -%}
{% endmacro %}

{% macro duckdb__staged_swap_lock(build) %}
{% endmacro %}

{% macro sqlserver__staged_swap_lock(build) %}
    {%- if monday.staged_swap_execute(monday.sqlserver__staged_swap_lock_sql(build), fetch=true).rows[0][0] < 0 -%}
        {%- set holders = monday.staged_swap_execute(monday.sqlserver__staged_swap_lock_holders_sql(build), fetch=true).rows[0][0] -%}
        {%- do monday.staged_swap_unlock(build) -%}
        {%- do exceptions.raise_database_error(
            "staged_swap built nothing: another build of " ~ build.production ~ " still runs after "
            ~ build.settings.swap_wait_seconds ~ " seconds of waiting; run this one when that has ended." ~ monday.printable(holders)
        ) -%}
    {%- endif -%}
{% endmacro %}

{#- swap_back is not a model, so the batch has to switch to the database once. -#}
{% macro sqlserver__staged_swap_lock_sql(build) %}
{{ get_use_database_sql(build.production.database) }}
declare @granted int;
exec @granted = sys.sp_getapplock @Resource = {{ monday.sqlserver__staged_swap_resource(build.production) }}, @LockMode = 'Exclusive',
    @LockOwner = 'Session', @LockTimeout = {{ (build.settings.swap_wait_seconds * 1000) | int }};
select @granted as granted;
{%- endmacro %}

{% macro sqlserver__staged_swap_lock_holders_sql(build) %}
{{ monday.sqlserver__staged_swap_holders_sql(resource=monday.sqlserver__staged_swap_resource(build.production)) }}
select coalesce(@holders, N'') as holders;
{%- endmacro %}

{% macro staged_swap_unlock(build) %}
    {%- do adapter.dispatch('staged_swap_unlock', 'monday')(build) -%}
{% endmacro %}

{% macro default__staged_swap_unlock(build) %}
    {%- do monday.no_engine_macro('staged_swap_unlock') -%}
{% endmacro %}

{% macro duckdb__staged_swap_unlock(build) %}
{% endmacro %}

{% macro sqlserver__staged_swap_unlock(build) %}
    {%- do monday.staged_swap_execute(monday.sqlserver__staged_swap_unlock_sql(build)) -%}
{% endmacro %}

{#- Also part of batches that fail: a pooled connection would keep the lock after dbt has closed it. -#}
{% macro sqlserver__staged_swap_unlock_sql(build) %}
    {%- set statements = [] -%}
    {%- for production in build.together -%}
        {%- set resource = monday.sqlserver__staged_swap_resource(production) -%}
        {%- do statements.append(
            "if applock_mode('public', " ~ resource ~ ", 'Session') <> 'NoLock' exec sys.sp_releaseapplock @Resource = "
            ~ resource ~ ", @LockOwner = 'Session';"
        ) -%}
    {%- endfor -%}
    {{- return(statements | join(' ')) -}}
{% endmacro %}

{#- The lock's name, at most 255 characters. -#}
{% macro sqlserver__staged_swap_resource(production) %}
    {%- set table = production.schema ~ '.' ~ production.identifier -%}
    {{- return(monday.text_literal('staged_swap ' ~ (table if table | length < 240 else local_md5(table)))) -}}
{% endmacro %}
