{#- A model's `schema:` is taken as written; without one, the target's. -#}
{% macro generate_schema_name(custom_schema_name, node) %}
    {{- return(target.schema if custom_schema_name is none else custom_schema_name | trim) -}}
{% endmacro %}
