{% macro sqlserver__staged_swap_masked_sql(relation) %}
    {{- return("select name from sys.masked_columns where object_id = object_id(" ~ monday.text_literal(monday.sqlserver__staged_swap_two_part(relation)) ~ ") and is_masked = 1") -}}
{% endmacro %}
