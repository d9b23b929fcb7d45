{#-
    The exchange of all tables of `builds`, in one transaction: any failure rolls back all of it. For each build, either
    production is dropped (or kept as <table>__previous) and the stage takes its name, or all rows of the two are
    exchanged, or the changed rows are. Then the in-transaction hooks run, and the transaction is committed. Each build
    has `found`, what stands under its names, and `columns`.
-#}
{% macro staged_swap_exchange(builds, hooks) %}
    {%- do adapter.dispatch('staged_swap_exchange', 'monday')(builds, hooks) -%}
{% endmacro %}

{% macro default__staged_swap_exchange(builds, hooks) %}
    {%- do monday.no_engine_macro('staged_swap_exchange') -%}
{% endmacro %}

{% macro duckdb__staged_swap_exchange(builds, hooks) %}
    {%- for build in builds -%}
        {%- if build.part -%}
            {%- do monday.duckdb__staged_swap_exchange_part(build) -%}
        {%- elif monday.staged_swap_by_rows(build, build.found) -%}
            {%- do monday.duckdb__staged_swap_exchange_rows(build) -%}
        {%- else -%}
            {%- do monday.duckdb__staged_swap_change_places(build, build.found) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ run_hooks(hooks, inside_transaction=True) }}
    {%- do monday.staged_swap_commit() -%}
{% endmacro %}

{% macro duckdb__staged_swap_change_places(build, found) %}
    {%- if found.production is not none and build.settings.swap_keep_previous and found.production.type == 'table' -%}
        {%- if found.previous is not none -%}
            {%- do monday.staged_swap_execute('drop table ' ~ monday.staged_swap_name(build.previous)) -%}
        {%- endif -%}
        {%- do monday.duckdb__staged_swap_rename(build.production, build.previous) -%}
    {%- elif found.production is not none -%}
        {%- do monday.staged_swap_execute('drop ' ~ found.production.type ~ ' ' ~ monday.staged_swap_name(build.production)) -%}
    {%- endif -%}
    {%- do monday.duckdb__staged_swap_rename(build.stage, build.production) -%}
    {%- for index in monday.staged_swap_index_statements(build, build.production) -%}
        {%- do monday.staged_swap_execute(index) -%}
    {%- endfor -%}
{% endmacro %}

{#- DuckDB cannot rename a table that has indexes, so a table that is kept as the previous one loses them. -#}
{% macro duckdb__staged_swap_rename(from, to) %}
    {%- set indexes -%}
        select index_name from duckdb_indexes()
        where lower(database_name) = {{ monday.text_literal(from.database | lower) }}
          and lower(schema_name) = {{ monday.text_literal(from.schema | lower) }}
          and lower(table_name) = {{ monday.text_literal(from.identifier | lower) }}
    {%- endset -%}
    {%- for row in monday.staged_swap_execute(indexes, fetch=true).rows -%}
        {%- do monday.staged_swap_execute('drop index ' ~ monday.staged_swap_name(monday.staged_swap_beside(from, row[0]))) -%}
    {%- endfor -%}
    {%- do monday.staged_swap_execute('alter table ' ~ monday.staged_swap_name(from) ~ ' rename to ' ~ monday.column_name(to.identifier)) -%}
{% endmacro %}

{% macro sqlserver__staged_swap_exchange(builds, hooks) %}
    {#- With hooks the transaction stays open for them, and dbt must know that it is open. -#}
    {%- do adapter.commit_if_open() -%}
    {%- if hooks -%}
        {%- do adapter.begin_if_closed() -%}
    {%- endif -%}
    {%- do monday.staged_swap_execute(monday.sqlserver__staged_swap_exchange_sql(builds, hooks | length > 0)) -%}
    {%- if hooks -%}
        {{ run_hooks(hooks, inside_transaction=True) }}
        {%- do adapter.commit_if_open() -%}
        {%- do monday.staged_swap_execute('if @@trancount > 0 commit transaction;') -%}
    {%- endif -%}
    {%- for build in builds if build.part or monday.staged_swap_by_rows(build, build.found) -%}
        {%- do monday.staged_swap_execute(monday.sqlserver__staged_swap_leave_stage_sql(build)) -%}
        {%- do monday.staged_swap_drop_keys(build) -%}
    {%- endfor -%}
{% endmacro %}

{#-
    Rows are exchanged first, because a rename is quick, and the stages are hidden before production is touched. The
    locks of several tables are awaited one after the other, so each gets its share of the time.
-#}
{% macro sqlserver__staged_swap_exchange_sql(builds, leave_open) %}
    {%- set rows, hiding, swaps = [], [], [] -%}
    {%- for build in builds -%}
        {%- set number = loop.index if builds | length > 1 else '' -%}
        {%- if build.part -%}
            {%- do rows.extend(monday.sqlserver__staged_swap_part_steps(build, build.columns, build.measured, number)) -%}
        {%- elif monday.staged_swap_by_rows(build, build.found) -%}
            {%- do rows.extend(monday.sqlserver__staged_swap_rows_steps(build, build.columns, build.found, number)) -%}
        {%- else -%}
            {%- do hiding.append(monday.sqlserver__staged_swap_take(build.stage, monday.sqlserver__staged_swap_rename_table(build.stage, monday.sqlserver__staged_swap_hidden(build)))) -%}
            {%- do swaps.extend(monday.sqlserver__staged_swap_swap_steps(build, build.found, number)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set settings = builds[0].settings -%}
    {{- return(monday.sqlserver__staged_swap_transaction(
        builds[0].together, rows + hiding + swaps, settings.swap_lock_seconds / builds | length, settings.swap_wait_seconds,
        monday.sqlserver__staged_swap_unlock_sql(builds[0]), leave_open
    )) -}}
{% endmacro %}

{#-
    A name that nobody queries. The stage takes it first, so that a reader of the stage is waited for while production
    is free, and no later reader can get between the drop of production and the rename.
-#}
{% macro sqlserver__staged_swap_hidden(build) %}
    {{- return(monday.staged_swap_beside(build.stage, '__staged_swap_' ~ local_md5(build.stage.schema ~ '.' ~ build.stage.identifier))) -}}
{% endmacro %}

{#- The steps that put the hidden stage in production's place. -#}
{% macro sqlserver__staged_swap_swap_steps(build, found, number) %}
    {%- set hidden = monday.sqlserver__staged_swap_hidden(build) -%}
    {%- set steps = [] -%}
    {%- if found.production is not none -%}
        {%- do steps.append(monday.sqlserver__staged_swap_read_grants(build.production, hidden, build.grants, number)) -%}
    {%- endif -%}
    {%- if found.production is not none and build.settings.swap_keep_previous and found.production.type == 'table' -%}
        {%- if found.previous is not none -%}
            {%- do steps.append(monday.sqlserver__staged_swap_take(build.previous, 'drop table ' ~ monday.staged_swap_name(build.previous) ~ ';')) -%}
        {%- endif -%}
        {%- do steps.append(monday.sqlserver__staged_swap_take(build.production, monday.sqlserver__staged_swap_rename(build.production, build.previous))) -%}
    {%- elif found.production is not none -%}
        {%- do steps.append(monday.sqlserver__staged_swap_take(
            build.production, 'drop ' ~ found.production.type ~ ' ' ~ monday.sqlserver__staged_swap_two_part(build.production) ~ ';'
        )) -%}
    {%- endif -%}
    {%- do steps.append(monday.sqlserver__staged_swap_rename_table(hidden, build.production)) -%}
    {%- do steps.append(monday.sqlserver__staged_swap_rename_key(build.stage, build.production)) -%}
    {%- if found.production is not none -%}
        {%- do steps.append(monday.sqlserver__staged_swap_give_grants(number)) -%}
    {%- endif -%}
    {{- return(steps) -}}
{% endmacro %}
