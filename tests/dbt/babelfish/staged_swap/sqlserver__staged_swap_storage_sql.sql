{#- Babelfish stores its tables elsewhere. -#}
{% macro sqlserver__staged_swap_storage_sql() %}
    {{- return('null as compression, null as on_filegroup') -}}
{% endmacro %}
