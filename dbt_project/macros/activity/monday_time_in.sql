{#-
    An aggregate over rows of <board>__status_times: the seconds that an item spent at `label` (its current name) in
    `column`, which is named as in monday_stay_column. An open stay counts until the time of the query, in UTC.

        monday.monday_time_in('Status', 'Working on it') as seconds, in a query that groups by [Item ID]
-#}
{% macro monday_time_in(column, label) %}
    {%- set open_seconds = monday.monday_seconds_until_now(monday.column_name('From')) -%}
    {{- return(
        "sum(case when " ~ monday.monday_stay_column(column)
        ~ " and " ~ monday.monday_exact(monday.column_name('Label Now')) ~ " = " ~ monday.text_literal(label)
        ~ " then case when " ~ monday.column_name('Ends With') ~ " = 'open' then " ~ open_seconds
        ~ " else coalesce(" ~ monday.column_name('Seconds') ~ ", 0) end else 0 end)"
    ) -}}
{% endmacro %}

{#- The seconds from a UTC moment until now. -#}
{% macro monday_seconds_until_now(moment) %}
    {{- return(adapter.dispatch('monday_seconds_until_now', 'monday')(moment)) -}}
{% endmacro %}

{% macro default__monday_seconds_until_now(moment) %}
    {%- do monday.no_engine_macro('monday_seconds_until_now') -%}
{% endmacro %}

{% macro duckdb__monday_seconds_until_now(moment) %}
    {{- return("coalesce((epoch_us(now()) - epoch_us(" ~ moment ~ ")) // 1000000, 0)") -}}
{% endmacro %}

{% macro sqlserver__monday_seconds_until_now(moment) %}
    {{- return("coalesce(datediff_big(second, " ~ moment ~ ", sysutcdatetime()), 0)") -}}
{% endmacro %}

{#- The whole seconds between two moments in monday's ticks. -#}
{% macro monday_whole_seconds(until, since) %}
    {{- return(adapter.dispatch('monday_whole_seconds', 'monday')(until, since)) -}}
{% endmacro %}

{% macro default__monday_whole_seconds(until, since) %}
    {%- do monday.no_engine_macro('monday_whole_seconds') -%}
{% endmacro %}

{% macro duckdb__monday_whole_seconds(until, since) %}
    {{- return("(" ~ until ~ " - " ~ since ~ ") // 10000000") -}}
{% endmacro %}

{% macro sqlserver__monday_whole_seconds(until, since) %}
    {#- Dividing integers gives an integer. -#}
    {{- return("(" ~ until ~ " - " ~ since ~ ") / 10000000") -}}
{% endmacro %}
