{#-
    The package's version without its last part. Generated models record the commands' version in this form (meta:
    monday_version).
-#}
{% macro monday_version() %}
    {{- return('1.0') -}}
{% endmacro %}
