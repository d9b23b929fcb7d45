{#-
    A board's raw rows, for its model. `changed` is the column by which a build of what changed takes some of them; none where
    the model is always built whole.
-#}
{% macro monday_cells(relation, changed=none) %}
    {{- return(adapter.dispatch('monday_cells', 'monday')(relation, monday.staged_swap_changed(changed) if changed else '')) -}}
{% endmacro %}

{% macro default__monday_cells(relation, condition) %}
    {%- do monday.no_engine_macro('monday_cells') -%}
{% endmacro %}

{#-
    DuckDB works on 2,048 rows at a time. Of rows as they stand each column has a few among these, for which the whole of its
    conversion is run through: cells that are more than their text come column by column.
-#}
{% macro duckdb__monday_cells(relation, condition) %}
    {%- set typed = "column_type in ('checkbox', 'creation_log', 'date', 'hour', 'item_id', 'last_updated', 'numbers', 'rating', 'time_tracking', 'vote')" -%}
    {%- set rows = "select * from " ~ relation ~ " where " ~ (condition ~ " and " if condition else "") -%}
    {{- return(
        "(\n    " ~ rows ~ typed ~ " is not true\n    union all\n    (" ~ rows ~ typed ~ " order by column_id)\n) as monday_rows"
    ) -}}
{% endmacro %}

{% macro sqlserver__monday_cells(relation, condition) %}
    {{- return(monday.monday_rows(relation) ~ ("\nwhere " ~ condition if condition else "")) -}}
{% endmacro %}
