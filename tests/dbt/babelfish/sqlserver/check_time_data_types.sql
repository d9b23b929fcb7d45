{#- Babelfish: no sys.dm_exec_describe_first_result_set, by which dbt compares types of times. -#}
{% macro check_time_data_types(sql) %}{% endmacro %}
