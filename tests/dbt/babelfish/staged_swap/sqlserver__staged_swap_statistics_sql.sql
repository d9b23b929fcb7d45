{#- Babelfish lacks SQL Server's statistics. -#}
{% macro sqlserver__staged_swap_statistics_sql(build) %}
    {{- return('select 1 as nothing') -}}
{% endmacro %}
