{% macro sqlserver__staged_swap_rename_constraint(constraint, name) %}
    {%- set quoted = monday.text_literal(monday.sqlserver__staged_swap_two_part(constraint)) -%}
    {{- return("if object_id(" ~ quoted ~ ") is not null exec sys.sp_rename " ~ quoted ~ ", " ~ monday.text_literal(name) ~ ", N'OBJECT';") -}}
{% endmacro %}
