{#-
    The string, number or boolean at a path of a JSON document, as text. NULL if the document is not JSON, the path is
    missing, or the value is JSON null, an array or an object. `path` is keys joined by dots: `week.startDate`. SQL
    Server returns at most 4,000 characters; a longer string is NULL there, and `monday_cell` counts it as a conversion
    loss.
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
    {#- Guard with isjson, because json_value raises an error on text that is not JSON, even in lax mode. -#}
    {{- return("json_value(case when isjson(" ~ document ~ ") = 1 then " ~ document ~ " end, '" ~ json_path ~ "')") -}}
{% endmacro %}
