{#- Babelfish lacks sys.dm_exec_describe_first_result_set, which dbt needs to compare time types. -#}
{% macro check_time_data_types(sql) %}{% endmacro %}
