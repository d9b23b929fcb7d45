{#- A floating-point number: what it cannot hold exactly is its nature, not a loss. -#}
{% macro monday_to_float(text, sql_type) %}
    {{- return(adapter.dispatch('monday_to_float')(text, sql_type)) -}}
{% endmacro %}

{% macro default__monday_to_float(text, sql_type) %}
    {%- do no_engine_macro('monday_to_float') -%}
{% endmacro %}

{% macro duckdb__monday_to_float(text, sql_type) %}
    {%- set number = "regexp_extract(trim(" ~ text ~ "), '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$')" -%}
    {{- return({'value': "try_cast(" ~ number ~ " as " ~ sql_type ~ ")", 'lost': none}) -}}
{% endmacro %}

{% macro sqlserver__monday_to_float(text, sql_type) %}
    {#- An empty string, or blanks, which compare equal to it, would become 0. -#}
    {{- return({'value': "try_convert(" ~ sql_type ~ ", nullif(" ~ text ~ ", ''))", 'lost': none}) -}}
{% endmacro %}
