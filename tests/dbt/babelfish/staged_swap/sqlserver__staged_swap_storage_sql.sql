{#- Babelfish stores its tables in PostgreSQL, without these storage options. -#}
{% macro sqlserver__staged_swap_storage_sql() %}
    {{- return('null as compression, null as on_filegroup') -}}
{% endmacro %}
