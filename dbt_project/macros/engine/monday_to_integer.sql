{#- A whole number, rounded half away from zero. Lost: a fraction. -#}
{% macro monday_to_integer(text, sql_type) %}
    {%- set exact = monday_to_decimal(text, 'decimal(38,0)', 0) -%}
    {{- return({'value': monday_try_cast(exact.value, sql_type), 'lost': exact.lost}) -}}
{% endmacro %}
