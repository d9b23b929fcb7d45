{#- Babelfish has no statistics of SQL Server's kind. -#}
{% macro sqlserver__staged_swap_statistics_sql(build) %}
    {{- return('select 1 as nothing') -}}
{% endmacro %}
