{#- Babelfish: a lock timeout has no number of its own. -#}
{% macro sqlserver__staged_swap_is_busy() %}
    {{- return("error_number() in (1205, 1222) or error_message() like N'%lock timeout%'") -}}
{% endmacro %}
