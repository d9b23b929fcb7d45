{#- Whether the error that is caught says that other sessions hold the table: a lock timeout (1222) or a deadlock (1205). -#}
{% macro sqlserver__staged_swap_is_busy() %}
    {{- return('error_number() in (1205, 1222)') -}}
{% endmacro %}
