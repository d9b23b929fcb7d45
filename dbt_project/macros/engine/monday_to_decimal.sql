{#-
    An exact decimal, rounded half away from zero; never through a float, but for text in
    scientific notation, which only a float writes. Lost: digits behind `scale`.
-#}
{% macro monday_to_decimal(text, sql_type, scale) %}
    {{- return(adapter.dispatch('monday_to_decimal')(text, sql_type, scale)) -}}
{% endmacro %}

{% macro default__monday_to_decimal(text, sql_type, scale) %}
    {%- do no_engine_macro('monday_to_decimal') -%}
{% endmacro %}

{% macro duckdb__monday_to_decimal(text, sql_type, scale) %}
    {#- The pattern keeps out what DuckDB reads generously: 1_000, infinity. -#}
    {%- set number = "regexp_extract(trim(" ~ text ~ "), '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$')" -%}
    {%- set value = "try_cast(" ~ number ~ " as " ~ sql_type ~ ")" -%}
    {%- set more_digits = "regexp_matches(" ~ text ~ ", '^[^eE]*[.][0-9]{" ~ scale ~ "}[0-9]*[1-9]')" -%}
    {%- set lost = "case when regexp_matches(" ~ text ~ ", '[eE]')"
        ~ " then cast(" ~ value ~ " as double) <> try_cast(" ~ number ~ " as double) else " ~ more_digits ~ " end" -%}
    {{- return({'value': value, 'lost': lost}) -}}
{% endmacro %}

{% macro sqlserver__monday_to_decimal(text, sql_type, scale) %}
    {%- set value = "case when charindex('e', lower(" ~ text ~ ")) > 0"
        ~ " then try_convert(" ~ sql_type ~ ", try_convert(float(53), " ~ text ~ "))"
        ~ " else try_convert(" ~ sql_type ~ ", " ~ text ~ ") end" -%}
    {%- set behind = "substring(" ~ text ~ ", charindex('.', " ~ text ~ ") + " ~ (1 + scale) ~ ", 4000)" -%}
    {%- set lost = "(charindex('e', lower(" ~ text ~ ")) > 0 and try_convert(float(53), " ~ value ~ ") <> try_convert(float(53), " ~ text ~ "))"
        ~ " or (charindex('e', lower(" ~ text ~ ")) = 0 and charindex('.', " ~ text ~ ") > 0"
        ~ " and replace(rtrim(" ~ behind ~ "), '0', '') <> '')" -%}
    {{- return({'value': value, 'lost': lost}) -}}
{% endmacro %}
