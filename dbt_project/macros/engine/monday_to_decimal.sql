{#- An exact decimal, rounded half away from zero, never through a float. Lost: digits behind `scale`. -#}
{% macro monday_to_decimal(text, sql_type, scale) %}
    {{- return(adapter.dispatch('monday_to_decimal')(text, sql_type, scale)) -}}
{% endmacro %}

{% macro default__monday_to_decimal(text, sql_type, scale) %}
    {%- do no_engine_macro('monday_to_decimal') -%}
{% endmacro %}

{% macro duckdb__monday_to_decimal(text, sql_type, scale) %}
    {#- The pattern keeps out what DuckDB reads generously: 1_000, 1e3, infinity. -#}
    {{- return({
        'value': "try_cast(regexp_extract(trim(" ~ text ~ "), '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)$') as " ~ sql_type ~ ")",
        'lost': "regexp_matches(" ~ text ~ ", '[.][0-9]{" ~ scale ~ "}[0-9]*[1-9]')",
    }) -}}
{% endmacro %}

{% macro sqlserver__monday_to_decimal(text, sql_type, scale) %}
    {#- Lost is what is left behind the scale without its zeros; the point added covers text without one. -#}
    {{- return({
        'value': "try_convert(" ~ sql_type ~ ", " ~ text ~ ")",
        'lost': "replace(substring(" ~ text ~ ", charindex('.', " ~ text ~ " + '.') + " ~ (1 + scale) ~ ", 4000), '0', '') <> ''",
    }) -}}
{% endmacro %}
