{#- Babelfish says 120 whatever it can do. -#}
{% macro sqlserver__staged_swap_compatibility_sql() %}
    {{- return('') -}}
{% endmacro %}
