{#- Babelfish: no ]] inside brackets; such names go into double quotes. -#}
{% macro column_name(title) %}
    {%- set text = title | string -%}
    {{- return('"' ~ text | replace('"', '""') ~ '"' if ']' in text else '[' ~ text ~ ']') -}}
{% endmacro %}
