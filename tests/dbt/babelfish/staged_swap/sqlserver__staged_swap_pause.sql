{#- Babelfish lacks waitfor. -#}
{% macro sqlserver__staged_swap_pause() %}
    {{- return('') -}}
{% endmacro %}
