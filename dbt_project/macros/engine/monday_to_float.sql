{#-
    A floating-point number: what it cannot hold exactly is its nature, not a loss. The grammar's
    exponents of two digits neither overflow a float nor vanish in it.
-#}
{% macro monday_to_float(text, sql_type) %}
    {{- return(adapter.dispatch('monday_to_float')(text, sql_type)) -}}
{% endmacro %}

{% macro default__monday_to_float(text, sql_type) %}
    {%- do no_engine_macro('monday_to_float') -%}
{% endmacro %}

{% macro duckdb__monday_to_float(text, sql_type) %}
    {%- set bare = duckdb__monday_bare(text) -%}
    {%- set number = "case when " ~ duckdb__monday_is_number(bare) ~ " then try_cast(" ~ bare ~ " as double) end" -%}
    {{- return({'value': number if sql_type == 'double' else monday_try_cast(number, sql_type), 'lost': none}) -}}
{% endmacro %}

{% macro sqlserver__monday_to_float(text, sql_type) %}
    {#- SQL Server would make a 0 of an empty text and of a sign alone: hence the digit. -#}
    {%- set bare = sqlserver__monday_bare(text) -%}
    {%- set scientific = sqlserver__monday_is_scientific(bare) ~ " and " ~ sqlserver__monday_exponent(bare) ~ " is not null" -%}
    {%- set number = "case when " ~ bare ~ " like '%[0-9]%' and " ~ sqlserver__monday_is_plain(bare) ~ " or " ~ scientific ~ " then try_convert(float, " ~ bare ~ ") end" -%}
    {{- return({'value': number if sql_type == 'float' else monday_try_cast(number, sql_type), 'lost': none}) -}}
{% endmacro %}
