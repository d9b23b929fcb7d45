{#- The text of a document that is one JSON string or number, digits untouched; NULL for anything else. -#}
{% macro monday_json_scalar(document) %}
    {{- return(adapter.dispatch('monday_json_scalar')(document)) -}}
{% endmacro %}

{% macro default__monday_json_scalar(document) %}
    {%- do no_engine_macro('monday_json_scalar') -%}
{% endmacro %}

{% macro duckdb__monday_json_scalar(document) %}
    {#- A bare number is taken as written: through JSON it would become a double. -#}
    {{- return(
        "case try(json_type(" ~ document ~ ")) when 'VARCHAR' then json_extract_string(" ~ document ~ ", '$')"
        ~ " when 'DOUBLE' then " ~ document ~ " when 'BIGINT' then " ~ document ~ " when 'UBIGINT' then " ~ document ~ " end"
    ) -}}
{% endmacro %}

{% macro sqlserver__monday_json_scalar(document) %}
    {#- isjson knows objects and arrays only (2017), so the value is put into one. -#}
    {%- set wrapped = "N'{\"v\":' + " ~ document ~ " + N'}'" -%}
    {{- return("json_value(case when isjson(" ~ wrapped ~ ") = 1 then " ~ wrapped ~ " end, '$.\"v\"')") -}}
{% endmacro %}
