{#- The array or object at a path of a JSON document, as JSON text of any length; NULL if it is missing or an empty array. -#}
{% macro monday_json_part(document, path) %}
    {{- return("nullif(" ~ adapter.dispatch('monday_json_part', 'monday')(document, '$."' ~ path.split('.') | join('"."') ~ '"') ~ ", '[]')") -}}
{% endmacro %}

{% macro default__monday_json_part(document, json_path) %}
    {%- do monday.no_engine_macro('monday_json_part') -%}
{% endmacro %}

{% macro duckdb__monday_json_part(document, json_path) %}
    {%- set found = "try(json_extract(" ~ document ~ ", '" ~ json_path ~ "'))" -%}
    {{- return("case when json_type(" ~ found ~ ") in ('ARRAY', 'OBJECT') then cast(" ~ found ~ " as varchar) end") -}}
{% endmacro %}

{% macro sqlserver__monday_json_part(document, json_path) %}
    {{- return("json_query(case when isjson(" ~ document ~ ") = 1 then " ~ document ~ " end, '" ~ json_path ~ "')") -}}
{% endmacro %}
