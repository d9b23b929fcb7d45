{#- A date of ISO text, with or without a time. Lost: the time of day. -#}
{% macro monday_to_date(text) %}
    {{- return(adapter.dispatch('monday_to_date')(text)) -}}
{% endmacro %}

{% macro default__monday_to_date(text) %}
    {%- do no_engine_macro('monday_to_date') -%}
{% endmacro %}

{% macro duckdb__monday_to_date(text) %}
    {#- The pattern keeps out what DuckDB also reads as a date: infinity, 2026-1-5, the year 0 and those beyond 9999. -#}
    {{- return({
        'value': "try_cast(regexp_extract(" ~ text ~ ", '^(" ~ duckdb__iso_day() ~ ")([T ].*)?$', 1) as date)",
        'lost': "length(" ~ text ~ ") > 10",
    }) -}}
{% endmacro %}

{#- A pattern for the days that SQL Server's date holds as well: years 0001 to 9999. -#}
{% macro duckdb__iso_day() %}
    {{- return('(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-[0-9]{2}-[0-9]{2}') -}}
{% endmacro %}

{% macro sqlserver__monday_to_date(text) %}
    {#- Style 23 is yyyy-mm-dd whatever the session's language and dateformat; it would also take a year alone. -#}
    {{- return({
        'value': "case when " ~ text ~ " like '____-__-__%' then try_convert(date, left(" ~ text ~ ", 10), 23) end",
        'lost': "len(" ~ text ~ ") > 10",
    }) -}}
{% endmacro %}
