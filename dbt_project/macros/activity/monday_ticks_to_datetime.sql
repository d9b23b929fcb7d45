{#-
    Converts monday's ticks, units of 100 nanoseconds since 1970-01-01 UTC, to SQL Server's datetime2(7), which is
    exact, or DuckDB's timestamp, which holds microseconds.
-#}
{% macro monday_ticks_to_datetime(ticks) %}
    {{- return(adapter.dispatch('monday_ticks_to_datetime', 'monday')(ticks)) -}}
{% endmacro %}

{% macro default__monday_ticks_to_datetime(ticks) %}
    {%- do monday.no_engine_macro('monday_ticks_to_datetime') -%}
{% endmacro %}

{% macro duckdb__monday_ticks_to_datetime(ticks) %}
    {{- return("make_timestamp(" ~ ticks ~ " // 10)") -}}
{% endmacro %}

{% macro sqlserver__monday_ticks_to_datetime(ticks) %}
    {#- dateadd takes an int, so add the days, then the seconds of the day, then the rest of the second. -#}
    {%- set day = "dateadd(day, cast(" ~ ticks ~ " / 864000000000 as int), cast('1970-01-01' as datetime2(7)))" -%}
    {%- set second = "dateadd(second, cast(" ~ ticks ~ " % 864000000000 / 10000000 as int), " ~ day ~ ")" -%}
    {{- return("dateadd(nanosecond, cast(" ~ ticks ~ " % 10000000 * 100 as int), " ~ second ~ ")") -}}
{% endmacro %}

{#- The inverse: converts a moment to monday's ticks. -#}
{% macro monday_datetime_to_ticks(moment) %}
    {{- return(adapter.dispatch('monday_datetime_to_ticks', 'monday')(moment)) -}}
{% endmacro %}

{% macro default__monday_datetime_to_ticks(moment) %}
    {%- do monday.no_engine_macro('monday_datetime_to_ticks') -%}
{% endmacro %}

{% macro duckdb__monday_datetime_to_ticks(moment) %}
    {{- return("epoch_us(" ~ moment ~ ") * 10") -}}
{% endmacro %}

{% macro sqlserver__monday_datetime_to_ticks(moment) %}
    {%- set days = "cast(datediff(day, '1970-01-01', " ~ moment ~ ") as bigint)" -%}
    {%- set midnight = "cast(cast(" ~ moment ~ " as date) as datetime2(7))" -%}
    {%- set seconds = "cast(datediff(second, " ~ midnight ~ ", " ~ moment ~ ") as bigint)" -%}
    {{- return("(" ~ days ~ " * 864000000000 + " ~ seconds ~ " * 10000000 + datepart(nanosecond, " ~ moment ~ ") / 100)") -}}
{% endmacro %}
