{#- The type of an existing column, in the engine's DDL syntax. -#}
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
    {#- The catalog gives the size of a character column in characters, and -1 for max. -#}
    {{- return((column.data_type | lower).replace('(-1)', '(max)')) -}}
{% endmacro %}
