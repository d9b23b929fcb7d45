{#-
    UTC date and time of ISO text: a date alone is its midnight, an offset is applied, fractions
    behind `scale` digits of a second are cut.
-#}
{% macro monday_to_datetime(text, sql_type, scale) %}
    {{- return(adapter.dispatch('monday_to_datetime')(text, sql_type, scale)) -}}
{% endmacro %}

{% macro default__monday_to_datetime(text, sql_type, scale) %}
    {%- do no_engine_macro('monday_to_datetime') -%}
{% endmacro %}

{% macro duckdb__monday_to_datetime(text, sql_type, scale) %}
    {%- set pattern = '^' ~ duckdb__iso_day() ~ '([T ]([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}([.][0-9]+)?)?' -%}
    {%- set plain = "regexp_extract(" ~ text ~ ", '" ~ pattern ~ "(Z| UTC)?$')" -%}
    {%- set shifted = "regexp_extract(" ~ text ~ ", '" ~ pattern ~ "[+-][0-9]{2}:?[0-9]{2}$')" -%}
    {#- A cast to timestamp drops an offset; one to timestamptz applies it, whatever the session's zone. -#}
    {%- set utc = "coalesce(try_cast(" ~ plain ~ " as timestamp), make_timestamp(epoch_us(try_cast(" ~ shifted ~ " as timestamptz))))" -%}
    {%- set unit = 'second' if scale == 0 else 'millisecond' if scale <= 3 else 'microsecond' -%}
    {{- return({
        'value': "date_trunc('" ~ unit ~ "', " ~ utc ~ ")",
        'lost': none,
    }) -}}
{% endmacro %}

{% macro sqlserver__monday_to_datetime(text, sql_type, scale) %}
    {%- set iso = "replace(replace(replace(" ~ text ~ ", ' UTC', ''), 'Z', ''), ' ', 'T')" -%}
    {%- set whole = iso ~ " + case when len(" ~ text ~ ") = 10 then 'T00:00:00' else '' end" -%}
    {%- set length = 19 if scale == 0 else 20 + scale -%}
    {%- set plain = "try_convert(" ~ sql_type ~ ", left(" ~ whole ~ ", " ~ length ~ "), 126)" -%}
    {#- switchoffset has no try form: the years at both ends, where it would overflow, are left out. -#}
    {%- set shifted = "try_convert(" ~ sql_type ~ ", switchoffset(case when " ~ text ~ " between '0002' and '9999'"
        ~ " then try_convert(datetimeoffset(" ~ scale ~ "), " ~ iso ~ ", 127) end, '+00:00'))" -%}
    {{- return({
        'value': "case when substring(" ~ iso ~ ", 20, 1) in ('', '.') and charindex('+', " ~ text ~ ") = 0 and charindex('-', " ~ text ~ ", 12) = 0"
            ~ " then " ~ plain ~ " when charindex('+', " ~ text ~ ") > 0 or charindex('-', " ~ text ~ ", 12) > 0 then " ~ shifted ~ " end",
        'lost': none,
    }) -}}
{% endmacro %}
