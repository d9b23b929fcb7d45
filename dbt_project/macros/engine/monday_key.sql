{#- The key column: the item's id, cast to the type in the board file. -#}
{% macro monday_key(data_type='nvarchar(100)') %}
    {{- return("cast(item_id as " ~ monday.monday_sql_type(data_type) ~ ")") -}}
{% endmacro %}
