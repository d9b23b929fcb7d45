{#-
    UTC date and time of ISO text: `2026-02-27T12:11:30Z`, `2026-02-27 12:11:30 UTC`, or a date
    alone, which is its midnight. Fractions behind `scale` digits of a second are cut. monday writes
    UTC everywhere; text with another offset is NULL, and so a conversion loss.
-#}
{% macro monday_to_datetime(text, sql_type, scale) %}
    {{- return(adapter.dispatch('monday_to_datetime')(text, sql_type, scale)) -}}
{% endmacro %}

{% macro default__monday_to_datetime(text, sql_type, scale) %}
    {%- do no_engine_macro('monday_to_datetime') -%}
{% endmacro %}

{% macro duckdb__monday_to_datetime(text, sql_type, scale) %}
    {%- set pattern = '^' ~ duckdb__iso_day() ~ '([T ]([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z| UTC)?)?$' -%}
    {%- set unit = 'second' if scale == 0 else 'millisecond' if scale <= 3 else 'microsecond' -%}
    {{- return({
        'value': "date_trunc('" ~ unit ~ "', try_cast(regexp_extract(" ~ text ~ ", '" ~ pattern ~ "') as timestamp))",
        'lost': none,
    }) -}}
{% endmacro %}

{% macro sqlserver__monday_to_datetime(text, sql_type, scale) %}
    {#-
        Style 126 is ISO 8601 whatever the session's language; it would also take a year or a time of
        day alone. A blank compares equal to ''. Behind the seconds only an offset has a colon.
    -#}
    {%- set whole = text ~ " like '____-__-__%' and substring(" ~ text ~ ", 20, 1) in ('', 'Z', '.') and substring(" ~ text ~ ", 20, 40) not like '%:%'" -%}
    {%- if scale == 0 -%}
        {%- set digits = "replace(left(" ~ text ~ " + 'T00:00:00', 19), ' ', 'T')" -%}
    {%- else -%}
        {%- set digits = "left(replace(replace(replace(" ~ text ~ ", ' ', 'T'), 'TUTC', ''), 'Z', ''), " ~ (20 + scale) ~ ")" -%}
    {%- endif -%}
    {{- return({
        'value': "case when " ~ whole ~ " then try_convert(" ~ sql_type ~ ", " ~ digits ~ ", 126) end",
        'lost': none,
    }) -}}
{% endmacro %}
