{#- Raises the error of a `default__` macro that every engine has to implement. -#}
{% macro no_engine_macro(name) %}
    {%- set missing = target.type ~ '__' ~ name -%}
    {%- do exceptions.raise_compiler_error(
        "This project has no macro " ~ missing ~ "; add it beside duckdb__" ~ name
        ~ " to use the " ~ target.type ~ " adapter."
    ) -%}
{% endmacro %}
