{#- Whether the model is generated from a board file, not written by a project. -#}
{% macro monday_makes_model(node=none) %}
    {%- set meta = (node or model).config.meta or {} -%}
    {{- return((meta.get('swap_rows_from') or meta.get('monday_source') or [none])[0] == 'raw_monday') -}}
{% endmacro %}
