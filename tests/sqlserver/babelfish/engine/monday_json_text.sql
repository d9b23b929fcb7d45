{#-
    Return the string, number or boolean at a path of a JSON document, as text; NULL if the document is not JSON, the path
    is missing, or the value is JSON null, an array or an object. `path` is keys separated by dots: `week.startDate`.
    SQL Server returns at most 4,000 characters; a longer string gives NULL, which
    `monday_cell` counts as a conversion loss.
-#}
{% macro monday_json_text(document, path) %}
    {{- return(adapter.dispatch('monday_json_text')(document, '$."' ~ path.split('.') | join('"."') ~ '"')) -}}
{% endmacro %}

{% macro default__monday_json_text(document, json_path) %}
    {%- do no_engine_macro('monday_json_text') -%}
{% endmacro %}

{% macro duckdb__monday_json_text(document, json_path) %}
    {%- set found = "try(json_extract(" ~ document ~ ", '" ~ json_path ~ "'))" -%}
    {{- return("case when json_type(" ~ found ~ ") not in ('ARRAY', 'OBJECT') then json_extract_string(" ~ found ~ ", '$') end") -}}
{% endmacro %}

{% macro sqlserver__monday_json_text(document, json_path) %}
    {#- Even in lax mode, json_value raises an error for text that is not JSON; isjson avoids that. -#}
    {#- Babelfish's json_value returns the text null for JSON null. -#}
    {{- return("nullif(json_value(case when isjson(" ~ document ~ ") = 1 then " ~ document ~ " end, '" ~ json_path ~ "'), 'null')") -}}
{% endmacro %}
