{#- A time of day of text like 14:30:00. -#}
{% macro monday_to_time(text, sql_type) %}
    {{- return(adapter.dispatch('monday_to_time')(text, sql_type)) -}}
{% endmacro %}

{% macro default__monday_to_time(text, sql_type) %}
    {%- do no_engine_macro('monday_to_time') -%}
{% endmacro %}

{% macro duckdb__monday_to_time(text, sql_type) %}
    {%- set clock = "regexp_extract(" ~ text ~ ", '^([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}([.][0-9]+)?$')" -%}
    {{- return({'value': "try_cast(" ~ clock ~ " as " ~ sql_type ~ ")", 'lost': none}) -}}
{% endmacro %}

{% macro sqlserver__monday_to_time(text, sql_type) %}
    {#- Style 108 is hh:mi:ss; the colon keeps out a date, of which it would take midnight. -#}
    {{- return({
        'value': "case when substring(" ~ text ~ ", 3, 1) = ':' then try_convert(" ~ sql_type ~ ", " ~ text ~ ", 108) end",
        'lost': none,
    }) -}}
{% endmacro %}
