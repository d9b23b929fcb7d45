{#-
    Exchanges a model's table with <table>__previous, which swap_keep_previous has kept. A second call
    undoes the first. The next build of the model replaces the table as usual.
        dbt run-operation swap_back --args '{model: orders}'
    SQL Server: permissions stay with the name, so that grants, denies and revokes made since the
    last build remain in force.
-#}
{% macro swap_back(model) %}
    {%- set nodes = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name == model -%}
        {%- do nodes.append(node) -%}
    {%- endfor -%}
    {%- if not nodes or nodes[0].config.materialized != 'staged_swap' -%}
        {%- do exceptions.raise_compiler_error("swap_back: there is no model " ~ model ~ " that staged_swap builds.") -%}
    {%- endif -%}
    {%- set node = nodes[0] -%}
    {%- set production = api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias, type='table') -%}
    {%- set back = {
        'node': node,
        'production': production,
        'together': [production],
        'stage': monday.staged_swap_beside(production, production.identifier ~ '__swap_back'),
        'previous': monday.staged_swap_beside(production, production.identifier ~ '__previous'),
        'settings': {
            'swap_indexes': node.config.meta.get('swap_indexes') or [],
            'swap_lock_seconds': node.config.meta.get('swap_lock_seconds', 1),
            'swap_wait_seconds': node.config.meta.get('swap_wait_seconds', 600),
        },
    } -%}
    {%- do monday.staged_swap_check_numbers(node, back.settings) -%}
    {%- do monday.staged_swap_lock(back) -%}
    {%- set found = monday.staged_swap_inspect(back) -%}
    {%- for name in ['production', 'previous'] if found[name] is none or not found[name].ours -%}
        {%- do monday.staged_swap_unlock(back) -%}
        {%- do exceptions.raise_compiler_error(
            "swap_back: there is no table " ~ back[name] ~ " made by staged_swap; " ~ ("set meta swap_keep_previous: true"
            ~ " and build twice to have one" if name == 'previous' else "build the model first") ~ "."
        ) -%}
    {%- endfor -%}
    {%- set drops = node.config.meta.get('swap_drops') or [] -%}
    {%- set problems = monday.staged_swap_unmet_needs() or (
        monday.staged_swap_dependents(production, drops) + monday.staged_swap_dependents(back.previous, drops) + monday.swap_back_mask_problems(back)
    ) -%}
    {%- if problems -%}
        {%- do monday.staged_swap_unlock(back) -%}
        {%- do exceptions.raise_compiler_error("swap_back changed nothing of " ~ production ~ ": " ~ problems | join("; and ") ~ ".") -%}
    {%- endif -%}
    {%- do adapter.dispatch('swap_back_exchange', 'monday')(back) -%}
    {%- do monday.staged_swap_unlock(back) -%}
    {%- do log("swap_back: " ~ production ~ " and " ~ back.previous ~ " have changed places", info=true) -%}
{% endmacro %}

{#- Sentences about columns that are masked now but not in the table that comes back. -#}
{% macro swap_back_mask_problems(back) %}
    {{- return(adapter.dispatch('swap_back_mask_problems', 'monday')(back)) -}}
{% endmacro %}

{% macro default__swap_back_mask_problems(back) %}
    {{- return([]) -}}
{% endmacro %}

{% macro sqlserver__swap_back_mask_problems(back) %}
    {%- set kept = monday.sqlserver__staged_swap_masked(back.previous) -%}
    {%- set problems = [] -%}
    {%- for name in monday.sqlserver__staged_swap_masked(back.production) if name not in kept -%}
        {%- do problems.append("its column " ~ monday.printable(name) ~ " is masked, and the previous table would show it; put the mask on that one first") -%}
    {%- endfor -%}
    {{- return(problems) -}}
{% endmacro %}

{% macro default__swap_back_exchange(back) %}
    {%- do monday.no_engine_macro('swap_back_exchange') -%}
{% endmacro %}

{% macro duckdb__swap_back_exchange(back) %}
    {%- do monday.duckdb__staged_swap_rename(back.production, back.stage) -%}
    {%- do monday.duckdb__staged_swap_rename(back.previous, back.production) -%}
    {%- do monday.duckdb__staged_swap_rename(back.stage, back.previous) -%}
    {%- for index in monday.staged_swap_index_statements(back, back.production) -%}
        {%- do monday.staged_swap_execute(index) -%}
    {%- endfor -%}
    {%- do monday.staged_swap_commit() -%}
{% endmacro %}

{% macro sqlserver__swap_back_exchange(back) %}
    {%- do monday.staged_swap_execute(monday.sqlserver__swap_back_sql(back)) -%}
{% endmacro %}

{#- The previous table is renamed first, so that its readers are waited for while production is free. -#}
{% macro sqlserver__swap_back_sql(back) %}
    {{- return(monday.sqlserver__staged_swap_transaction(
        back.together,
        [
            monday.sqlserver__staged_swap_read_grants(back.production, back.previous, {}),
            monday.sqlserver__staged_swap_take_grants(back.previous),
            monday.sqlserver__staged_swap_take(back.previous, monday.sqlserver__staged_swap_rename(back.previous, back.stage)),
            monday.sqlserver__staged_swap_take(back.production, monday.sqlserver__staged_swap_rename(back.production, back.previous)),
            monday.sqlserver__staged_swap_rename(back.stage, back.production),
            monday.sqlserver__staged_swap_give_grants(),
        ],
        back.settings.swap_lock_seconds, back.settings.swap_wait_seconds, monday.sqlserver__staged_swap_unlock_sql(back), false
    )) -}}
{% endmacro %}
