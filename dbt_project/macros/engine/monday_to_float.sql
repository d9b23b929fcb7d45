{#-
    A floating-point number. What it cannot hold exactly is inherent in the type, not a loss. The grammar's exponents of
    two digits neither overflow nor underflow a float.
-#}
{% macro monday_to_float(text, sql_type) %}
    {{- return(adapter.dispatch('monday_to_float', 'monday')(text, sql_type)) -}}
{% endmacro %}

{% macro default__monday_to_float(text, sql_type) %}
    {%- do monday.no_engine_macro('monday_to_float') -%}
{% endmacro %}

{% macro duckdb__monday_to_float(text, sql_type) %}
    {%- set read = "case when " ~ monday.duckdb__monday_is_number('bare') ~ " then try_cast(bare as double) end" -%}
    {%- set number = monday.duckdb__monday_with('bare', monday.duckdb__monday_bare(text), read) -%}
    {%- set narrow = monday.duckdb__monday_with('number', number, monday.monday_of_four_bytes('number', sql_type)) -%}
    {{- return({'value': number if sql_type == 'double' else narrow, 'lost': none}) -}}
{% endmacro %}

{% macro sqlserver__monday_to_float(text, sql_type) %}
    {#- SQL Server's own conversion gives 0 for an empty text and for a sign alone. -#}
    {%- set bare = monday.sqlserver__monday_bare(text) -%}
    {%- set scientific = monday.sqlserver__monday_is_scientific(bare) ~ " and " ~ monday.sqlserver__monday_exponent(bare) ~ " is not null" -%}
    {%- set number = "case when " ~ monday.sqlserver__monday_is_plain(bare) ~ " or " ~ scientific ~ " then try_convert(float, " ~ bare ~ ") end" -%}
    {%- set facts = monday.monday_type_facts(sql_type) -%}
    {%- set narrow = facts.base == 'real' or (facts.length or 53) <= 24 -%}
    {{- return({'value': monday.monday_of_four_bytes(number, sql_type) if narrow else number, 'lost': none}) -}}
{% endmacro %}

{#- A number as a real (four bytes): NULL if it is too large or too close to 0. -#}
{% macro monday_of_four_bytes(number, sql_type) %}
    {{- return("case when " ~ number ~ " = 0 or abs(" ~ number ~ ") between 1.18e-38 and 3.4e38 then cast(" ~ number ~ " as " ~ sql_type ~ ") end") -}}
{% endmacro %}
