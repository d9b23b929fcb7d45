{#- The schema of a board file is taken as written. dbt asks the project itself, never a package. -#}
{% macro generate_schema_name(custom_schema_name, node) %}
    {{- return(monday.generate_schema_name(custom_schema_name, node)) -}}
{% endmacro %}
