{#-
    A moment in UTC, from `2026-02-27T12:11:30Z`, `2026-02-27 12:11:30 UTC`, a moment with another offset, or one
    without an offset, which monday means in UTC; a day alone is its midnight. Fractions of a second are cut after
    `scale` digits. Lost: the seconds, if the type holds only minutes.
-#}
{% macro monday_to_datetime(text, facts) %}
    {{- return(adapter.dispatch('monday_to_datetime', 'monday')(text, facts)) -}}
{% endmacro %}

{% macro default__monday_to_datetime(text, facts) %}
    {%- do monday.no_engine_macro('monday_to_datetime') -%}
{% endmacro %}

{% macro duckdb__monday_to_datetime(text, facts) %}
    {%- set least, most = {
        'datetime': ('1753-01-01', '9999-12-31 23:59:59.999999'),
        'smalldatetime': ('1900-01-01', '2079-06-06 23:59:59.999999'),
    }.get(facts.base, ('0001-01-01', '9999-12-31 23:59:59.999999')) -%}
    {%- set cut = {'smalldatetime': "date_trunc('minute', moment)"}.get(
        facts.base, "time_bucket(to_microseconds(" ~ 10 ** (6 - [facts.scale, 6] | min) ~ "), moment)"
    ) -%}
    {{- return({
        'value': monday.duckdb__monday_with(
            'moment', monday.duckdb__monday_moment(text), "case when moment between timestamp '" ~ least ~ "' and timestamp '" ~ most ~ "' then " ~ cut ~ " end"
        ),
        'lost': "extract(second from " ~ monday.duckdb__monday_moment(text) ~ ") <> 0" if facts.base == 'smalldatetime' else none,
    }) -}}
{% endmacro %}

{#- The instant as a timestamp in UTC, regardless of the session's time zone. -#}
{% macro duckdb__monday_moment(text) %}
    {%- set clock = "try_cast(regexp_extract(bare, '^[^ T]*([T ][0-9:.]*)?') as timestamp)" -%}
    {%- set offset = "regexp_extract(bare, '([+-][0-9]{2}):([0-9]{2})$', " -%}
    {%- set minutes = "60 * try_cast(" ~ offset ~ "1) as integer) + case when " ~ offset ~ "1) like '-%' then -1 else 1 end * try_cast(" ~ offset ~ "2) as integer)" -%}
    {%- set instant = "case when regexp_matches(bare, ':.*[+-][0-9]{2}:[0-9]{2}$') then " ~ clock ~ " - to_minutes(" ~ minutes ~ ") else " ~ clock ~ " end" -%}
    {{- return(monday.duckdb__monday_with(
        'bare', monday.duckdb__monday_bare(text), "case when " ~ monday.duckdb__monday_reads('bare', 'moment') ~ " then " ~ instant ~ " end"
    )) -}}
{% endmacro %}

{% macro sqlserver__monday_to_datetime(text, facts) %}
    {%- set moment = monday.sqlserver__monday_moment(text) -%}
    {#- Converts from text, because a conversion between the types would round. Style 121 is yyyy-mm-dd hh:mi:ss.nnnnnnn. -#}
    {%- set digits = "convert(nvarchar(27), " ~ moment ~ ", 121)" -%}
    {%- if facts.base == 'smalldatetime' -%}
        {%- set cut = "left(" ~ digits ~ ", 16)" -%}
    {%- elif facts.scale == 0 -%}
        {%- set cut = "left(" ~ digits ~ ", 19)" -%}
    {%- else -%}
        {%- set cut = "left(" ~ digits ~ ", " ~ (20 + facts.scale) ~ ")" -%}
    {%- endif -%}
    {{- return({
        'value': "try_convert(" ~ facts.written ~ ", " ~ cut ~ ", 121)",
        'lost': "datepart(second, " ~ moment ~ ") <> 0" if facts.base == 'smalldatetime' else none,
    }) -}}
{% endmacro %}

{#-
    The instant as datetime2(7) in UTC. datetimeoffset reads these spellings regardless of the session's language and
    dateformat.
-#}
{% macro sqlserver__monday_moment(text) %}
    {%- set written = "replace(replace(replace(replace(" ~ monday.sqlserver__monday_bare(text) ~ ", 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')" -%}
    {%- set shape = monday.sqlserver__monday_short_fraction("replace(translate(" ~ written ~ ", '-123456789', '+000000000'), ' +', '+')") -%}
    {#- The ! distinguishes text that ends in a T: SQL Server ignores trailing blanks in comparisons. -#}
    {%- set shapes = "'0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!'" -%}
    {{- return("cast(switchoffset(case when " ~ shape ~ " + '!' in (" ~ shapes ~ ") then try_convert(datetimeoffset, " ~ written ~ ") end, '+00:00') as datetime2(7))") -}}
{% endmacro %}
