{#- Babelfish reports 120 regardless of its features. -#}
{% macro sqlserver__staged_swap_compatibility_sql() %}
    {{- return('') -}}
{% endmacro %}
