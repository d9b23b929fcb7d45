{#- Opens the transaction in which rows are read and counted. On SQL Server no load can replace raw while it is open. -#}
{% macro staged_swap_begin_load(build) %}
    {%- do adapter.dispatch('staged_swap_begin_load', 'monday')(build) -%}
{% endmacro %}

{% macro default__staged_swap_begin_load(build) %}
    {%- do monday.no_engine_macro('staged_swap_begin_load') -%}
{% endmacro %}

{% macro duckdb__staged_swap_begin_load(build) %}
    {#- dbt opens the transaction with the first statement; DuckDB's snapshot isolation is sufficient. -#}
{% endmacro %}

{% macro sqlserver__staged_swap_begin_load(build) %}
    {%- if build.raws -%}
        {%- do monday.staged_swap_execute(monday.sqlserver__staged_swap_begin_load_sql(build)) -%}
    {%- endif -%}
{% endmacro %}

{#- The loader takes the same lock exclusively while it replaces the raw table. -#}
{% macro sqlserver__staged_swap_begin_load_sql(build) %}
begin transaction;
declare @granted int = 0, @raw nvarchar(255);
{%- for raw in build.raws %}
if @granted >= 0
begin
    set @raw = {{ monday.text_literal(raw.schema ~ '.' ~ raw.identifier) }};
    exec @granted = sys.sp_getapplock @Resource = @raw, @LockMode = 'Shared', @LockOwner = 'Transaction', @LockTimeout = {{ (build.settings.swap_wait_seconds * 1000) | int }};
end;
{%- endfor %}
if @granted < 0
begin
    rollback transaction;
    {{ monday.sqlserver__staged_swap_unlock_sql(build) }}
    {{ monday.sqlserver__staged_swap_holders_sql(resource='@raw') | indent(4) }}
    set @holders = replace(concat({{ monday.text_literal('staged_swap waited ' ~ build.settings.swap_wait_seconds ~ ' seconds for a load of ') }}, @raw, N' to end; run the build again.', @holders), '%', '%%');
    throw 50003, @holders, 1;
end;
{%- endmacro %}

{#- Ends that transaction: from here on the loaded rows stay, whatever is rolled back later. -#}
{% macro staged_swap_end_load(build) %}
    {%- do adapter.dispatch('staged_swap_end_load', 'monday')(build) -%}
{% endmacro %}

{% macro default__staged_swap_end_load(build) %}
    {%- do monday.no_engine_macro('staged_swap_end_load') -%}
{% endmacro %}

{% macro duckdb__staged_swap_end_load(build) %}
    {%- do monday.staged_swap_commit() -%}
{% endmacro %}

{% macro sqlserver__staged_swap_end_load(build) %}
    {#- dbt does not know of a transaction that a batch has begun, so it would not commit it. -#}
    {%- do monday.staged_swap_execute(monday.sqlserver__staged_swap_end_load_sql()) -%}
{% endmacro %}

{% macro sqlserver__staged_swap_end_load_sql() %}
if @@trancount > 0 commit transaction;
{%- endmacro %}

{#-
    Fills the stage from `build.query`: the model's query, or that for the changed rows. Returns none, or the server's
    message about a row that violates the key.
-#}
{% macro staged_swap_load(build, columns) %}
    {{- return(adapter.dispatch('staged_swap_load', 'monday')(build, monday.staged_swap_column_names(build, columns) | join(',\n    '))) -}}
{% endmacro %}

{% macro default__staged_swap_load(build, names) %}
    {%- do monday.no_engine_macro('staged_swap_load') -%}
{% endmacro %}

{% macro duckdb__staged_swap_load(build, names) %}
    {%- call statement('main') -%}
insert into {{ monday.staged_swap_name(build.stage) }} (
    {{ names }}
)
select
    {{ names }}
from (
{{ build.query }}
) as model_rows
    {%- endcall -%}
    {{- return(none) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_load(build, names) %}
    {%- set source = '(\n' ~ build.query ~ '\n) as model_rows' -%}
    {%- if monday.staged_swap_fills_by_view(build.query) -%}
        {#- T-SQL does not accept `with` inside parentheses, but a view's query may begin with it. -#}
        {%- set view = monday.staged_swap_beside(build.stage, build.stage.identifier ~ '__query') -%}
        {%- set source = monday.staged_swap_name(view) ~ ' as model_rows' -%}
        {%- do monday.staged_swap_execute('drop view if exists ' ~ monday.sqlserver__staged_swap_two_part(view)) -%}
        {%- do monday.staged_swap_execute('exec(' ~ monday.text_literal('create view ' ~ monday.sqlserver__staged_swap_two_part(view) ~ ' as\n' ~ build.query) ~ ')') -%}
    {%- endif -%}
    {%- call statement('main', fetch_result=true, auto_begin=false) -%}
{{ monday.sqlserver__staged_swap_load_sql(build, names, source) }}
    {%- endcall -%}
    {%- set refused = load_result('main').table.rows[0][0] -%}
    {%- if view is defined -%}
        {%- do monday.staged_swap_execute('drop view if exists ' ~ monday.sqlserver__staged_swap_two_part(view)) -%}
    {%- endif -%}
    {{- return(refused) -}}
{% endmacro %}

{#-
    dbt-sqlserver itself uses exec('...'), which turns characters outside the database's code page into ?; with N every
    character is kept. As a batch of its own, the statement may also fail to compile, and CATCH still gets the error.
    `query_options`, `query_options_raw` and `query_tag` are dbt-sqlserver's configs.
-#}
{% macro sqlserver__staged_swap_load_sql(build, names, source) %}
{%- set insert -%}
insert into {{ monday.staged_swap_name(build.stage) }} with (tablock) (
    {{ names }}
)
select
    {{ names }}
from {{ source }}
{{ monday.sqlserver__staged_swap_query_options(build) }}
{%- endset -%}
{{ get_use_database_sql(build.stage.database) }}
set nocount on;
begin try
exec sp_executesql {{ monday.text_literal(insert) }};
select cast(null as nvarchar(4000)) as refused;
end try
begin catch
    if @@trancount > 0 rollback transaction;
    if error_number() in (515, 2601, 2627)
        select error_message() as refused;
    else
    begin
        {{ monday.sqlserver__staged_swap_throw_sql(build) }}
    end;
end catch;
{% endmacro %}

{#- Schema and name, for statements that do not accept a database. -#}
{% macro sqlserver__staged_swap_two_part(relation) %}
    {{- return(monday.column_names([relation.schema, relation.identifier]) | join('.')) -}}
{% endmacro %}

{#-
    The OPTION clause of the fill. Its rows are sorted in key order, and SQL Server estimates 4,000 bytes for a text
    without a length: without a limit a wide board requests all memory available to queries, and reports have to wait. A
    limit in the model's own dbt-sqlserver configs overrides meta swap_grant_percent.
-#}
{% macro sqlserver__staged_swap_query_options(build) %}
    {%- set own = (config.get('query_options') or {}).keys() | list + (config.get('query_options_raw') or []) -%}
    {{- return(monday.sqlserver__staged_swap_bounded(get_query_options(parse_options=True) | trim, own, build.settings.swap_grant_percent)) -}}
{% endmacro %}

{#- The OPTION clause with the limit added, unless `own`, the model's own options, already has one. -#}
{% macro sqlserver__staged_swap_bounded(options, own, percent) %}
    {%- if not options.startswith('OPTION (') or 'MAX_GRANT_PERCENT' in own | join(' ') | upper -%}
        {{- return(options) -}}
    {%- endif -%}
    {{- return('OPTION (MAX_GRANT_PERCENT = ' ~ percent ~ ', ' ~ options[8:]) -}}
{% endmacro %}
