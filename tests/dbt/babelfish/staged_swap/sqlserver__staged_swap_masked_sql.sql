{#- Babelfish lacks masks and sys.masked_columns. -#}
{% macro sqlserver__staged_swap_masked_sql(relation) %}
    {{- return("select name from sys.columns where 1 = 0") -}}
{% endmacro %}
