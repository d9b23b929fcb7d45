{#-
    dbt's strategy `check` over all columns, for the generated snapshots. It differs in three ways: names are quoted in
    this project's way, texts that differ in case or blanks differ, and a new column changes only the items that have a
    value in it.
-#}
{% macro snapshot_monday_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
    {%- set primary_key = config.get('unique_key') -%}
    {#- With --empty the table shows no items, which does not mean that they are gone. -#}
    {%- set hard_deletes = 'ignore' if invocation_args_dict.get('empty', false) is true else adapter.get_hard_deletes_behavior(config) -%}
    {%- set updated_at = snapshot_get_time() -%}
    {%- set changes = ['1 = 0'] -%}
    {%- if target_exists and execute -%}
        {%- set there = adapter.get_columns_in_relation(load_relation(this)) | map(attribute='name') | list -%}
        {%- for name, column in monday.monday_history_columns().items() -%}
            {%- set new = current_rel ~ '.' ~ monday.column_name(name) -%}
            {%- if name in there -%}
                {%- do changes.append(monday.monday_history_differs(snapshotted_rel ~ '.' ~ monday.column_name(name), new, column)) -%}
            {%- else -%}
                {%- do changes.append(new ~ ' is not null') -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return({
        'unique_key': primary_key,
        'updated_at': updated_at,
        'row_changed': '(' ~ changes | join('\n        or ') ~ ')',
        'scd_id': snapshot_hash_arguments(api.Relation.scd_args(primary_key, updated_at)),
        'invalidate_hard_deletes': hard_deletes == 'invalidate',
        'hard_deletes': hard_deletes,
    }) -%}
{% endmacro %}

{#- The columns of the board's table, as the adapter returns them, by their names in the history. -#}
{% macro monday_history_columns() %}
    {%- set meta = model.config.meta -%}
    {%- set kept_as = {} -%}
    {%- for name, title in meta.history_columns.items() -%}{%- do kept_as.update({title: name}) -%}{%- endfor -%}
    {%- set columns = {} -%}
    {%- for column in adapter.get_columns_in_relation(ref(meta.history_of)) -%}
        {%- do columns.update({kept_as.get(column.name, column.name): column}) -%}
    {%- endfor -%}
    {{- return(columns) -}}
{% endmacro %}

{#- A condition: two values of a column differ; NULL equals NULL. -#}
{% macro monday_history_differs(old, new, column) %}
    {{- return(adapter.dispatch('monday_history_differs', 'monday')(old, new, column)) -}}
{% endmacro %}

{% macro default__monday_history_differs(old, new, column) %}
    {%- do monday.no_engine_macro('monday_history_differs') -%}
{% endmacro %}

{% macro duckdb__monday_history_differs(old, new, column) %}
    {{- return(old ~ ' is distinct from ' ~ new) -}}
{% endmacro %}

{#-
    Uses predicates, not a subquery for each column: dbt writes the condition twice, and boards have hundreds of
    columns. Most collations ignore case, and all of them ignore trailing blanks.
-#}
{% macro sqlserver__monday_history_differs(old, new, column) %}
    {%- if column.is_string() -%}
        {%- set binary = ' collate Latin1_General_100_BIN2' -%}
        {{- return(
            old ~ binary ~ ' <> ' ~ new ~ binary ~ ' or isnull(datalength(' ~ old ~ '), -1) <> isnull(datalength(' ~ new ~ '), -1)'
        ) -}}
    {%- endif -%}
    {{- return(
        old ~ ' <> ' ~ new ~ ' or (' ~ old ~ ' is null and ' ~ new ~ ' is not null) or (' ~ old ~ ' is not null and ' ~ new ~ ' is null)'
    ) -}}
{% endmacro %}
