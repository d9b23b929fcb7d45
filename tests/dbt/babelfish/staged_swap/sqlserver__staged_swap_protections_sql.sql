{#- Babelfish lacks these features and their catalog views. -#}
{% macro sqlserver__staged_swap_protections_sql(object) %}
    {{- return('') -}}
{% endmacro %}

{% macro sqlserver__staged_swap_unreachable_sql(object, kind=false) %}
    {{- return('') -}}
{% endmacro %}
