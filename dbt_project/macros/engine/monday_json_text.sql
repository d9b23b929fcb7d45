{#-
    The string, number or boolean at a path of a JSON document, as text; NULL where the document
    is no JSON, the path is missing, or it holds JSON null, an array or an object. `path` is keys with dots: `week.startDate`.
    SQL Server gives at most 4,000 characters; a longer string is NULL there, which
    `monday_cell` counts as a conversion loss.
-#}
{% macro monday_json_text(document, path) %}
    {{- return(adapter.dispatch('monday_json_text', 'monday')(document, '$."' ~ path.split('.') | join('"."') ~ '"')) -}}
{% endmacro %}

{% macro default__monday_json_text(document, json_path) %}
    {%- do monday.no_engine_macro('monday_json_text') -%}
{% endmacro %}

{% macro duckdb__monday_json_text(document, json_path) %}
    {%- set kind = "try(json_type(" ~ document ~ ", '" ~ json_path ~ "'))" -%}
    {{- return("case when " ~ kind ~ " not in ('ARRAY', 'OBJECT') then json_extract_string(" ~ document ~ ", '" ~ json_path ~ "') end") -}}
{% endmacro %}

{% macro sqlserver__monday_json_text(document, json_path) %}
    {#- json_value raises on text that is no JSON, even in lax mode: hence the guard. -#}
    {{- return("json_value(case when isjson(" ~ document ~ ") = 1 then " ~ document ~ " end, '" ~ json_path ~ "')") -}}
{% endmacro %}
