{#- Columns of staged_swap_inspect_sql: how and where the object o is stored. -#}
{% macro sqlserver__staged_swap_storage_sql() %}
    {%- set sql -%}
(select max(d.data_compression_desc) from sys.partitions as d where d.object_id = o.object_id and d.index_id in (0, 1)) as compression,
            (select d.name from sys.indexes as i join sys.data_spaces as d on d.data_space_id = i.data_space_id
             where i.object_id = o.object_id and i.index_id in (0, 1) and d.type = 'FG' and d.is_default = 0) as on_filegroup
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}
