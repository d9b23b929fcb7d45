{#-
    The exchange: production goes (or is kept as <table>__previous), the stage takes its name, the
    in-transaction hooks run, commit. One transaction: whatever fails undoes all of it.
-#}
{% macro staged_swap_exchange(build, found, hooks) %}
    {%- do adapter.dispatch('staged_swap_exchange', 'monday')(build, found, hooks) -%}
{% endmacro %}

{% macro default__staged_swap_exchange(build, found, hooks) %}
    {%- do monday.no_engine_macro('staged_swap_exchange') -%}
{% endmacro %}

{% macro duckdb__staged_swap_exchange(build, found, hooks) %}
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
    {{ run_hooks(hooks, inside_transaction=True) }}
    {%- do monday.staged_swap_commit() -%}
{% endmacro %}

{#- DuckDB renames no table with indexes; those of a table that steps back go. -#}
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

{% macro sqlserver__staged_swap_exchange(build, found, hooks) %}
    {#- With hooks the transaction stays open for them, and dbt must know that it is. -#}
    {%- do adapter.commit_if_open() -%}
    {%- if hooks -%}
        {%- do adapter.begin_if_closed() -%}
    {%- endif -%}
    {%- do monday.staged_swap_execute(monday.sqlserver__staged_swap_exchange_sql(build, found, hooks | length > 0)) -%}
    {%- if hooks -%}
        {{ run_hooks(hooks, inside_transaction=True) }}
        {%- do adapter.commit_if_open() -%}
        {%- do monday.staged_swap_execute('if @@trancount > 0 commit transaction;') -%}
    {%- endif -%}
{% endmacro %}

{#-
    The stage takes a name that nobody asks for first: a reader of it is waited for while production is
    free, and later ones cannot stand between production's drop and the renaming.
-#}
{% macro sqlserver__staged_swap_exchange_sql(build, found, leave_open) %}
    {%- set hidden = monday.staged_swap_beside(build.stage, '__staged_swap_' ~ local_md5(build.stage.schema ~ '.' ~ build.stage.identifier)) -%}
    {%- set steps = [monday.sqlserver__staged_swap_take(build.stage, monday.sqlserver__staged_swap_rename_table(build.stage, hidden))] -%}
    {%- if found.production is not none -%}
        {%- do steps.append(monday.sqlserver__staged_swap_read_grants(build.production, hidden, build.grants)) -%}
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
        {%- do steps.append(monday.sqlserver__staged_swap_give_grants()) -%}
    {%- endif -%}
    {{- return(monday.sqlserver__staged_swap_transaction(
        build.production, steps, build.settings.swap_lock_seconds, build.settings.swap_wait_seconds,
        monday.sqlserver__staged_swap_unlock_sql(build), leave_open
    )) -}}
{% endmacro %}
