{% macro sqlserver__staged_swap_rename_constraint(constraint, name) %}
    {%- set quoted = text_literal(sqlserver__staged_swap_two_part(constraint)) -%}
    {{- return("if object_id(" ~ quoted ~ ") is not null exec sys.sp_rename " ~ quoted ~ ", " ~ text_literal(name) ~ ", N'OBJECT';") -}}
{% endmacro %}
