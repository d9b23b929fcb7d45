{#- The type of a column that stands in a table, as the engine's DDL takes it. -#}
{% macro monday_history_type(column) %}
    {{- return(adapter.dispatch('monday_history_type', 'monday')(column)) -}}
{% endmacro %}

{% macro default__monday_history_type(column) %}
    {%- do monday.no_engine_macro('monday_history_type') -%}
{% endmacro %}

{% macro duckdb__monday_history_type(column) %}
    {{- return(column.data_type | lower) -}}
{% endmacro %}

{% macro sqlserver__monday_history_type(column) %}
    {#- The catalog gives a character column's size in characters, and -1 for max. -#}
    {{- return((column.data_type | lower).replace('(-1)', '(max)')) -}}
{% endmacro %}
