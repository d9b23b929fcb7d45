{#- A whole number, rounded half away from zero. Exponents are not accepted. Lost: a fraction. -#}
{% macro monday_to_integer(text, sql_type) %}
    {{- return(adapter.dispatch('monday_to_integer', 'monday')(text, sql_type)) -}}
{% endmacro %}

{% macro default__monday_to_integer(text, sql_type) %}
    {%- do monday.no_engine_macro('monday_to_integer') -%}
{% endmacro %}

{% macro duckdb__monday_to_integer(text, sql_type) %}
    {%- set bare = monday.duckdb__monday_bare(text) -%}
    {%- set whole = "length(bare) <= " ~ monday.monday_longest_number() ~ " and " ~ monday.duckdb__monday_reads('bare', 'plain number') -%}
    {{- return({
        'value': monday.duckdb__monday_with('bare', bare, "case when " ~ whole ~ " then try_cast(try_cast(bare as decimal(38,0)) as " ~ sql_type ~ ") end"),
        'lost': "regexp_matches(" ~ bare ~ ", '[.].*[1-9]')",
    }) -}}
{% endmacro %}

{% macro sqlserver__monday_to_integer(text, sql_type) %}
    {#-
        Converts through a decimal, because SQL Server's conversion to an integer gives 0 for an empty text and rejects
        a point.
    -#}
    {%- set bare = monday.sqlserver__monday_bare(text) -%}
    {%- set cut = "left(" ~ bare ~ ", charindex('.', " ~ bare ~ " + '.') + 1)" -%}
    {{- return({
        'value': "try_cast(case when " ~ monday.sqlserver__monday_is_plain(bare) ~ " then try_convert(decimal(38,0), " ~ cut ~ ") end as " ~ sql_type ~ ")",
        'lost': bare ~ " like '%.%[1-9]%'",
    }) -}}
{% endmacro %}
