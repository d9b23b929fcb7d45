{#- The date of a day, or of a moment in UTC. Lost: a time of day, or an offset, that is not midnight in UTC. -#}
{% macro monday_to_date(text) %}
    {{- return(adapter.dispatch('monday_to_date', 'monday')(text)) -}}
{% endmacro %}

{% macro default__monday_to_date(text) %}
    {%- do monday.no_engine_macro('monday_to_date') -%}
{% endmacro %}

{% macro duckdb__monday_to_date(text) %}
    {{- return({
        'value': monday.duckdb__monday_with(
            'moment', monday.duckdb__monday_moment(text), "case when moment between timestamp '0001-01-01' and timestamp '9999-12-31 23:59:59.999999' then cast(moment as date) end"
        ),
        'lost': "regexp_matches(substr(" ~ monday.duckdb__monday_bare(text) ~ ", 11), '[1-9]')",
    }) -}}
{% endmacro %}

{% macro sqlserver__monday_to_date(text) %}
    {#- Style 23 is yyyy-mm-dd regardless of the session's language and dateformat. Most texts are just that. -#}
    {%- set bare = monday.sqlserver__monday_bare(text) -%}
    {{- return({
        'value': "case when " ~ monday.sqlserver__monday_shape(bare) ~ " = '0000-00-00' then try_convert(date, " ~ bare ~ ", 23)"
            ~ " else try_cast(" ~ monday.sqlserver__monday_moment(text) ~ " as date) end",
        'lost': "substring(" ~ bare ~ ", 11, 40) like '%[1-9]%'",
    }) -}}
{% endmacro %}
