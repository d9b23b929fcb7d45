{#-
    The placeholder for a column that left its board and that the board file keeps: NULL in every row, with the type
    that the column had. `type` is monday's; `data_type` and `part` are those of the type macros.
-#}
{% macro monday_gone(type, data_type=none, part=none) %}
    {%- set macro = monday.monday_type_macro(type) -%}
    {{- return("cast(null as " ~ macro('', data_type, part, get='type') ~ ")") -}}
{% endmacro %}
