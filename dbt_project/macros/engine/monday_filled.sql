{#- NULL for an empty string. On SQL Server blanks compare equal to '', so the bytes are counted. -#}
{% macro monday_filled(text) %}
    {{- return(adapter.dispatch('monday_filled')(text)) -}}
{% endmacro %}

{% macro default__monday_filled(text) %}
    {%- do no_engine_macro('monday_filled') -%}
{% endmacro %}

{% macro duckdb__monday_filled(text) %}
    {{- return("nullif(" ~ text ~ ", '')") -}}
{% endmacro %}

{% macro sqlserver__monday_filled(text) %}
    {{- return("case when datalength(" ~ text ~ ") > 0 then " ~ text ~ " end") -}}
{% endmacro %}
