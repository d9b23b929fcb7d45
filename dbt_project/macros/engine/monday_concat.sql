{#- Concatenates SQL strings; NULL if any of them is NULL. -#}
{% macro monday_concat(parts) %}
    {{- return(adapter.dispatch('monday_concat', 'monday')(parts)) -}}
{% endmacro %}

{% macro default__monday_concat(parts) %}
    {%- do monday.no_engine_macro('monday_concat') -%}
{% endmacro %}

{% macro duckdb__monday_concat(parts) %}
    {{- return(parts | join(' || ')) -}}
{% endmacro %}

{% macro sqlserver__monday_concat(parts) %}
    {{- return(parts | join(' + ')) -}}
{% endmacro %}
