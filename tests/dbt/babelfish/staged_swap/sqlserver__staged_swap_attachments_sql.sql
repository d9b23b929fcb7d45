{#- Babelfish: not all of these features, nor their catalog views. -#}
{% macro sqlserver__staged_swap_attachments_sql(object) %}
    {{- return('') -}}
{% endmacro %}
