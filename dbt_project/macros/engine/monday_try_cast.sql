{#- A cast that gives NULL if the value does not fit. -#}
{% macro monday_try_cast(expression, sql_type) %}
    {{- return("try_cast(" ~ expression ~ " as " ~ sql_type ~ ")") -}}
{% endmacro %}
