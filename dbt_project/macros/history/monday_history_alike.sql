{#- Those `columns` of a history whose names the engine considers equal to one of `names`. -#}
{% macro monday_history_alike(kept, columns, names) %}
    {{- return(adapter.dispatch('monday_history_alike', 'monday')(kept, columns, names)) -}}
{% endmacro %}

{% macro default__monday_history_alike(kept, columns, names) %}
    {%- do monday.no_engine_macro('monday_history_alike') -%}
{% endmacro %}

{#- DuckDB ignores case for A to Z and distinguishes all other characters. -#}
{% macro duckdb__monday_history_alike(kept, columns, names) %}
    {%- set upper, lower = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz' -%}
    {%- set folded, found = [], [] -%}
    {%- for name in names -%}{%- do folded.append(name.translate(name.maketrans(upper, lower))) -%}{%- endfor -%}
    {%- for column in columns if column.translate(column.maketrans(upper, lower)) in folded -%}{%- do found.append(column) -%}{%- endfor -%}
    {{- return(found) -}}
{% endmacro %}

{% macro sqlserver__monday_history_alike(kept, columns, names) %}
    {%- set found = run_query(monday.sqlserver__monday_history_alike_sql(kept, names)).columns[0].values() | list if columns and names else [] -%}
    {{- return(columns | select('in', found) | list) -}}
{% endmacro %}

{#- A name in the catalog has the collation with which SQL Server compares column names, and the literals adopt it. -#}
{% macro sqlserver__monday_history_alike_sql(kept, names) %}
    {%- set literals = [] -%}
    {%- for name in names -%}{%- do literals.append(monday.text_literal(name)) -%}{%- endfor -%}
    {{- return(
        get_use_database_sql(kept.database) ~ "\nselect c.name as name from sys.columns as c\nwhere c.object_id = object_id("
        ~ monday.text_literal(monday.sqlserver__staged_swap_two_part(kept)) ~ ") and c.name in (" ~ literals | join(', ') ~ ")"
    ) -}}
{% endmacro %}
