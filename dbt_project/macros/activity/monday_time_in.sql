{#-
    An aggregate over rows of <board>__status_times: the seconds that an item stood at `label`, as it is called now, in
    `column`, which is called as monday_stay_column says. A stay that is open counts until the moment of the query, in UTC.

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

{#- Seconds from a moment in UTC until now. -#}
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

{#- Whole seconds between two moments as monday counts them. -#}
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
    {#- Integers divide to an integer. -#}
    {{- return("(" ~ until ~ " - " ~ since ~ ") / 10000000") -}}
{% endmacro %}
