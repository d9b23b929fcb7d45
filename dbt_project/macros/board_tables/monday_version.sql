{#- The package's version without its last part, as generated models name that of the commands (meta: monday_version). -#}
{% macro monday_version() %}
    {{- return('1.0') -}}
{% endmacro %}
