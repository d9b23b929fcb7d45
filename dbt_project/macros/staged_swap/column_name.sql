{#- A title as an identifier of the engine, whatever characters it holds. -#}
{% macro column_name(title) %}
    {{- return(adapter.dispatch('column_name', 'monday')(title)) -}}
{% endmacro %}

{% macro default__column_name(title) %}
    {%- do monday.no_engine_macro('column_name') -%}
{% endmacro %}

{% macro duckdb__column_name(title) %}
    {{- return('"' ~ (title | string | replace('"', '""')) ~ '"') -}}
{% endmacro %}

{% macro sqlserver__column_name(title) %}
    {{- return('[' ~ (title | string | replace(']', ']]')) ~ ']') -}}
{% endmacro %}
