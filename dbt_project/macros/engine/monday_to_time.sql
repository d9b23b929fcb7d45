{#- A time of day like 14:30 or 14:30:00. Fractions of a second are cut after `scale` digits. -#}
{% macro monday_to_time(text, facts) %}
    {{- return(adapter.dispatch('monday_to_time', 'monday')(text, facts)) -}}
{% endmacro %}

{% macro default__monday_to_time(text, facts) %}
    {%- do monday.no_engine_macro('monday_to_time') -%}
{% endmacro %}

{% macro duckdb__monday_to_time(text, facts) %}
    {%- set cut = "left(bare, " ~ (9 + facts.scale if facts.scale else 8) ~ ")" -%}
    {%- set read = "case when " ~ monday.duckdb__monday_reads('bare', 'time') ~ " then try_cast(" ~ cut ~ " as time) end" -%}
    {{- return({'value': monday.duckdb__monday_with('bare', monday.duckdb__monday_bare(text), read), 'lost': none}) -}}
{% endmacro %}

{% macro sqlserver__monday_to_time(text, facts) %}
    {#- Style 108 is hh:mi:ss. -#}
    {%- set bare = monday.sqlserver__monday_bare(text) -%}
    {%- set shape = monday.sqlserver__monday_short_fraction(monday.sqlserver__monday_shape(bare)) -%}
    {%- set cut = "left(" ~ bare ~ ", " ~ (9 + facts.scale if facts.scale else 8) ~ ")" -%}
    {{- return({
        'value': "case when " ~ shape ~ " in ('00:00', '00:00:00', '00:00:00.0') then try_convert(" ~ facts.written ~ ", " ~ cut ~ ", 108) end",
        'lost': none,
    }) -}}
{% endmacro %}
