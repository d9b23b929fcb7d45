{#- Uses a model's `schema:` unchanged, or the target's schema if the model has none. -#}
{% macro generate_schema_name(custom_schema_name, node) %}
    {{- return(target.schema if custom_schema_name is none else custom_schema_name | trim) -}}
{% endmacro %}
