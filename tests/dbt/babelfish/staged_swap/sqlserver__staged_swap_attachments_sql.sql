{#- Babelfish lacks some of these features and their catalog views. -#}
{% macro sqlserver__staged_swap_attachments_sql(object) %}
    {{- return('') -}}
{% endmacro %}
