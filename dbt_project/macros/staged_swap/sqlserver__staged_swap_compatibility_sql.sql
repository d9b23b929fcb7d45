{#-
    Part of staged_swap_unmet_needs. Looks the database up by name: on Azure SQL Database db_id() differs from the id in
    sys.databases.
-#}
{% macro sqlserver__staged_swap_compatibility_sql() %}
    {%- set sql -%}
        union all
        select concat('the database ', quotename(d.name), ' has compatibility level ', d.compatibility_level, ', and 130 is the least that will do;',
                      ' its owner runs once: alter database ', quotename(d.name), ' set compatibility_level = 130')
        from sys.databases as d
        where d.name = db_name() and d.compatibility_level < 130
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}
