{#- Babelfish: no waitfor. -#}
{% macro sqlserver__staged_swap_pause() %}
    {{- return('') -}}
{% endmacro %}
