{#- Opens the transaction in which rows are read and counted. On SQL Server no load may replace raw meanwhile. -#}
{% macro staged_swap_begin_load(build) %}
    {%- do adapter.dispatch('staged_swap_begin_load', 'monday')(build) -%}
{% endmacro %}

{% macro default__staged_swap_begin_load(build) %}
    {%- do monday.no_engine_macro('staged_swap_begin_load') -%}
{% endmacro %}

{% macro duckdb__staged_swap_begin_load(build) %}
    {#- dbt opens the transaction with the first statement, and DuckDB's snapshot does the rest. -#}
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
    {#- dbt knows nothing of a transaction that a batch has begun, so it would not commit it. -#}
    {%- do monday.staged_swap_execute(monday.sqlserver__staged_swap_end_load_sql()) -%}
{% endmacro %}

{% macro sqlserver__staged_swap_end_load_sql() %}
if @@trancount > 0 commit transaction;
{%- endmacro %}

{#- Fills the stage from `build.query`, which is the model's or that of what has changed. Returns none, or what the server said of a row that breaks the key. -#}
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
        {#- T-SQL takes no `with` inside brackets, but a view may begin with one. -#}
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
    dbt-sqlserver's own path is exec('...'), which turns what is not in the database's code page into ?; N keeps
    every character. As a batch of its own it can also not be compiled at all, and CATCH is told.
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

{#- Schema and name, for statements that take no database. -#}
{% macro sqlserver__staged_swap_two_part(relation) %}
    {{- return(monday.column_names([relation.schema, relation.identifier]) | join('.')) -}}
{% endmacro %}

{#-
    The OPTION clause of the fill. Its rows are sorted into the order of the key, and SQL Server reckons with 4,000 bytes for
    a text without a length: without a bound a wide board asks for all memory that queries may have, and reports wait.
    A bound of the model's own, in dbt-sqlserver's configs, goes before meta swap_grant_percent.
-#}
{% macro sqlserver__staged_swap_query_options(build) %}
    {%- set own = (config.get('query_options') or {}).keys() | list + (config.get('query_options_raw') or []) -%}
    {{- return(monday.sqlserver__staged_swap_bounded(get_query_options(parse_options=True) | trim, own, build.settings.swap_grant_percent)) -}}
{% endmacro %}

{#- An OPTION clause with the bound, unless `own`, what the model asks for, has one. -#}
{% macro sqlserver__staged_swap_bounded(options, own, percent) %}
    {%- if not options.startswith('OPTION (') or 'MAX_GRANT_PERCENT' in own | join(' ') | upper -%}
        {{- return(options) -}}
    {%- endif -%}
    {{- return('OPTION (MAX_GRANT_PERCENT = ' ~ percent ~ ', ' ~ options[8:]) -}}
{% endmacro %}
