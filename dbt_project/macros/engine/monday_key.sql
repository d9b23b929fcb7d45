{#- The key column: the item's id as the type the board file names. -#}
{% macro monday_key(data_type='nvarchar(100)') %}
    {{- return("cast(item_id as " ~ monday.monday_sql_type(data_type) ~ ")") -}}
{% endmacro %}
